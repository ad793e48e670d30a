"""Kinds of rules. Each is one class that owns all its verbs; `parse.py` lists them."""
