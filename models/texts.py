"""What text is kept as: what people see of it."""

from __future__ import annotations

# Marks that turn the direction of what follows, spaces without width, and hyphens that only show at a line's end: they
# come along when a name is copied from a page, and two names that look alike would be two organisations.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)


def visible(text: str) -> str:
    """Leave out of a text what nobody sees; joiners stay, for letters and signs are made with them."""
    return text.translate(_INVISIBLE)
