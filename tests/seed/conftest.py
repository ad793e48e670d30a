"""An IC Map document with invented wording, in each shape the published one is printed in."""

from collections.abc import Callable

import pytest

from seed.icmap_document import INDICATOR_CODES, LEVEL_NAMES

PADDED_HEADINGS = "Sustaining\t\tFully Implementing\t\tRefining and Expanding\t\tProgressing\t\tGetting Started\t"
PLAIN_HEADINGS = "Sustaining\tFully Implementing\tRefining and Expanding\tProgressing\tGetting Started"
BLOCK_HEADINGS = "Sustaining\n\nFully Implementing\n\nRefining and Expanding\n\nProgressing\n\nGetting Started\n"

Cell = Callable[[str, int], str]


def outcome(code: str) -> str:
    return f"Desired Outcome {code}: Kites of {code} fly together."


def statement(code: str) -> str:
    return f"Fly the kite that {code} built"


def paragraph(code: str, level: int) -> str:
    return f"<p>Kite {code} flies {level} meters high.</p>"


def levels_down() -> list[int]:
    return sorted(LEVEL_NAMES, reverse=True)


def at_a_glance() -> str:
    rows = ["IC Map At-A-Glance: Kites", "", "Standard: A kite school is one in which every kite flies.", ""]
    for code in INDICATOR_CODES:
        if code.endswith("Leaders1"):
            rows.append(outcome(code[:3]) + "\t")
            rows += ["Role\tIndicator"] if code.startswith("EC1") else []
        rows.append(f"{code}\t{statement(code)}")
    return "\n".join(rows)


def ruled_table(code: str, cell: Cell) -> str:
    """Headings as blocks, one row of tab-separated cells, ruled off with dashes."""
    row = "\t".join(cell(code, level) for level in levels_down())
    dashes = "\t".join("-" * 40 for _ in LEVEL_NAMES)
    return f"{BLOCK_HEADINGS}\n{outcome(code[:3])}\n\n{code}: {statement(code)}\n\n{row}\n{dashes}\n"


def tab_table(codes: list[str], cell: Cell, *, padded: bool) -> str:
    """Headings and rows separated by tabs, with padding columns where asked."""
    padding = "\t" * (5 if padded else 0)
    rows = [PADDED_HEADINGS if padded else PLAIN_HEADINGS, f"<p>{outcome(codes[0][:3])}</p>\t\t\t\t{padding}"]
    for code in codes:
        rows.append(f"<p>{code}: {statement(code)}</p>\t\t\t\t{padding}")
        rows.append("\t".join(cell(code, level) for level in levels_down()) + padding)
    return "\n".join(rows) + "\n"


def plain_blocks(codes: list[str], cell: Cell) -> str:
    """No table marks at all: five paragraphs under each statement, the first one Sustaining."""
    rows = [BLOCK_HEADINGS, outcome(codes[0][:3]), ""]
    for code in codes:
        rows += [f"{code}: {statement(code)}", ""]
        for level in levels_down():
            rows += [cell(code, level).replace("<p>", "").replace("</p>", ""), ""]
    return "\n".join(rows) + "\n"


def build(cell: Cell = paragraph) -> str:
    """A complete document; ``cell`` makes the markup of each of the eighty cells."""
    pages = [
        ruled_table("EC1.Leaders1", cell),
        tab_table(["EC1.Leaders2", "EC1.Leaders3"], cell, padded=True),
        tab_table(["EC1.Leaders4", "EC1.Teachers1", "EC1.Students1", "EC1.Strategic Alliances1"], cell, padded=False),
        tab_table(["EC2.Leaders1", "EC2.Teachers1"], cell, padded=False),
        plain_blocks(["EC2.Students1", "EC2.Strategic Alliances1"], cell),
        tab_table([code for code in INDICATOR_CODES if code.startswith("EC3")], cell, padded=True),
    ]
    return "\n".join(
        [
            "Kite Map",
            "Table of Contents",
            "IC Map: Kites.....3",
            "White Paper: Kites11",
            at_a_glance(),
            "",
            "IC Map: Kites",
            "A **kite school** is one in which every kite flies.",
            "",
            *pages,
            "White Paper: Kites",
            "",
            "Kites are old.",
        ]
    )


@pytest.fixture
def build_document() -> Callable[..., str]:
    """Build the text of a complete document with invented wording."""
    return build
