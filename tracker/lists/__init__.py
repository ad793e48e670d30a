"""One machinery for every list: a list says what it has, and is filtered, sorted, paged, saved and changed alike."""
