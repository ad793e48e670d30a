"""What partners' own people entered, as the school judges it: confirmed, put right, or sent back."""
