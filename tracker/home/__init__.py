"""The page that says what needs the reader."""
