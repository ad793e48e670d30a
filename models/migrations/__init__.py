"""The history of the tables: one revision for every change of the schema. See `models.migration` to run them."""
