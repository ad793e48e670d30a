"""What a school's own records lend to the reading of a line: its partners' offers in their words, and its groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from models.one_line.names import slipped
from models.one_line.said import OwnGroup
from models.one_line.text import Line, line_of

# What more partners offer tells nothing of which is meant.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that a line names and a partner offers.

    Attributes:
        first, end: Numbers of its first word, and of the word behind its last.
        offer: As the partner's record has it.
        partners: Names of those that offer it.
    """

    first: int
    end: int
    offer: str
    partners: tuple[str, ...]


def called_otherwise(categories: Mapping[str, str], groups: Mapping[str, OwnGroup]) -> list[tuple[str, str]]:
    """List what people call the groups of a school's own people, whatever their names: what is said, the name.

    Args:
        categories: Name of a partner -> its category.
        groups: Category -> who such a partner is.

    Returns:
        Nothing of a category of which the school has two partners: nobody can tell which is meant.
    """
    called = []
    for category, group in groups.items():
        names = [name for name, its in categories.items() if its == category]
        if len(names) == 1:
            called += [(said, names[0]) for said in group.called]
    return called


@dataclass(frozen=True)
class OwnWords:
    """What the school's records say.

    Attributes:
        categories: Name of a partner -> its category.
        offers: What is offered, in words -> names of the partners that do.
    """

    categories: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, partners: Iterable[tuple[str, str, Iterable[str]]]) -> OwnWords:
        """Gather them.

        Args:
            partners: Name, category, and what each offers in words of its own, each.
        """
        categories: dict[str, str] = {}
        offers: dict[str, tuple[str, ...]] = {}
        for name, category, offered in partners:
            categories[name] = category
            for words in offered:
                offers[words] = (*offers.get(words, ()), name)
        return cls(categories, offers)

    def find(self, line: Line, without: frozenset[int]) -> list[Offered]:
        """Find what is offered and named in a line, whole and in its order, though a word may be misspelt.

        Args:
            without: Numbers of words that stand for something else.
        """
        found = []
        for offer, partners in self.offers.items():
            wanted = [word.stem for word in line_of(offer).words]
            for at in range(len(line.words) - len(wanted) + 1) if wanted and len(partners) <= _MOST else ():
                places = range(at, at + len(wanted))
                clauses = {line.words[place].clause for place in places}
                if without.isdisjoint(places) and len(clauses) == 1 and _is_said(line, at, wanted):
                    found.append(Offered(at, at + len(wanted), offer, partners))
        return sorted(found, key=lambda one: (one.first - one.end, one.first))


def _is_said(line: Line, at: int, wanted: list[str]) -> bool:
    said = [word.stem for word in line.words[at : at + len(wanted)]]
    # A misspelt word alone could be any other.
    return all(
        one == other or (len(wanted) > 1 and slipped(one, other)) for one, other in zip(said, wanted, strict=True)
    )
