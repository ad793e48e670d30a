"""What each practice asks for: kinds of rules as classes, and the catalogue that holds them."""
