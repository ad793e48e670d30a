"""From rules over evidence to units, levels, and what people ask about them."""
