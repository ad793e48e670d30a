"""Stored files: fetched by those who may read them."""
