"""The school's evidence read for other people's standards: a page and a file for each set of them."""
