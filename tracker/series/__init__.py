"""Series: what happens again and again."""
