"""The catalogue, the official wording and the demo district, and what loads them."""
