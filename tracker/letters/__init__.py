"""Letters about accounts: what they say, the addresses in them, and how they leave the house."""
