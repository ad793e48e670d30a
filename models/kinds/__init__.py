"""What a kind of record is made of; each kind is declared beside its table."""
