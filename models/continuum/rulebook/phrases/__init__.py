"""How the kinds of rules are said, and what of them is missing."""
