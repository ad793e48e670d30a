"""The small records: what a school asked for, thanked, trained, reviewed and stated, each kind by one declaration."""
