"""Needs and offers side by side."""
