"""Gaps and contradictions between what a school says and what is on record."""
