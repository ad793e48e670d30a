"""What text is kept as, and when two texts are the same to people: what they see of it, folded."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the direction of what follows, spaces without width, and hyphens that only show at a line's end: they
# come along when a name is copied from a page, and two names that look alike would be two organisations.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)


def visible(text: str) -> str:
    """Leave out of a text what nobody sees; joiners stay, for letters and signs are made with them."""
    return text.translate(_INVISIBLE)


# Marks that people write for one another.
_ALIKE = str.maketrans(dict.fromkeys("’‘‛ʼ´`′＇", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
# Letters that are no other letter with an accent, and are written as these where a keyboard lacks them.
_WRITTEN_AS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def folded(text: str) -> str:
    """Fold what makes no difference between two texts: case, accents, spaces and quotation marks of all kinds."""
    if text.isascii():  # nearly all of it, and nothing of the rest is in there
        return " ".join(text.replace("`", "'").lower().split())
    letters = unicodedata.normalize("NFKD", visible(text).translate(_ALIKE)).casefold()
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(bare.translate(_WRITTEN_AS).split())


# Names whose keys are less alike than this are not thought to be of one organisation.
ALIKE = 87
# How a firm is constituted is part of its papers, not of what people call it.
_FORMS = frozenset({"inc", "llc", "llp", "lp", "ltd", "corp", "plc", "pllc"})
_SHORT = {"incorporated": "inc", "limited": "ltd", "corporation": "corp", "company": "co"}
_SILENT = re.compile(r"[.'\"]")
_DIVIDES = re.compile(r"[^\w&+]+|_")


def likeness(one: str, other: str, **_limits: object) -> float:
    """Say how alike two keys of names are, of 100: letter by letter, or as one has all words of the other and more."""
    from rapidfuzz import fuzz  # loaded where names are compared, and not by every command

    has_words = min(one.count(" "), other.count(" ")) > 0
    return max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other) if has_words else 0)


def identity_key(name: str) -> str:
    """Give what two names of one organisation have in common: the same key means the same organisation.

    Beside what `folded` leaves aside: punctuation, a "The" before it, "&" for "and", and how a firm is constituted.
    "Co." goes where two words or more are left: "Anderson Co" is a county, and "Smith & Co." has others than "Smith".

    Args:
        name: A name as people write it.
    """
    words = _DIVIDES.sub(" ", _SILENT.sub("", folded(name)).replace("&", " and ")).split()
    words = [_SHORT.get(word, word) for word in words]
    while len(words) > 1 and words[0] == "the":
        words.pop(0)
    while len(words) > 1 and (words[-1] in _FORMS or (words[-1] == "co" and len(words) > 2 and words[-2] != "and")):
        words.pop()
    return " ".join(words) or folded(name)
