"""What a strategic alliance sees: its own engagement."""
