"""The rules themselves: kinds of rules, the catalogue that holds them, and how it is read from plain data."""
