"""The map's official wording: brought as a file, looked through, put to use, and any earlier one again."""
