"""What a school would have to do to reach the levels that it wants, judged by the engine itself."""
