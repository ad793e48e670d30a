"""Help: what a word means, beside the word, and all words on one page."""
