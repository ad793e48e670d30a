"""The district's own numbers for the rules: looked at beside the map's sentences, tried out, put into force, dated."""
