"""The reader of the published IC Map document."""

import os
from pathlib import Path

import pytest

from seed.icmap_document import (
    INDICATOR_CODES,
    BulletList,
    Cell,
    IncompleteDocument,
    Paragraph,
    UnreadableDocument,
    parse_icmap_document,
    read_icmap_document,
)
from seed.icmap_document.markup import html_blocks

CHECKOUT = Path(__file__).resolve().parents[2]
SIBLING = CHECKOUT.parent / "shared" / "ic-map" / "engaged-stem-school-community.txt"
PUBLISHED = Path(os.environ.get("CONTINUUM_ICMAP_DOCUMENT") or SIBLING)


def cell_of(text: str, code: str, level: int) -> Cell:
    indicator = next(row for row in parse_icmap_document(text).indicators if row.code == code)
    return indicator.cells[level - 1]


def missing_in(text: str) -> list[str]:
    with pytest.raises(IncompleteDocument) as refusal:
        parse_icmap_document(text)
    return refusal.value.missing


def test_every_shape_gives_sixteen_indicators_with_five_cells_each(build_document):
    document = parse_icmap_document(build_document())

    assert tuple(row.code for row in document.indicators) == INDICATOR_CODES
    for row in document.indicators:
        assert [cell.level for cell in row.cells] == [1, 2, 3, 4, 5]
        assert [cell.text for cell in row.cells] == [f"Kite {row.code} flies {n} meters high." for n in range(1, 6)]


def test_standard_outcomes_statements_and_roles_are_read(build_document):
    document = parse_icmap_document(build_document())

    assert document.standard == "A kite school is one in which every kite flies."
    assert [row.wording.map for row in document.outcomes] == [
        f"Kites of {code} fly together." for code in ("EC1", "EC2", "EC3")
    ]
    alliances = document.indicators[6]
    assert (alliances.code, alliances.role, alliances.outcome) == (
        "EC1.Strategic Alliances1",
        "Strategic Alliances",
        "EC1",
    )
    assert alliances.statement.at_a_glance == "Fly the kite that EC1.Strategic Alliances1 built"
    assert not any(row.statement.differs for row in document.indicators)


def test_both_wordings_are_kept_where_the_map_says_it_otherwise(build_document):
    text = build_document()
    overview, headings, pages = text.partition("Sustaining\n")
    pages = pages.replace("EC3.Leaders2: Fly the kite that", "EC3.Leaders2: Steer the kite which")
    pages = pages.replace("Kites of EC3 fly together.", "Kites of EC3 fly apart.")
    document = parse_icmap_document(overview + headings + pages)

    differing = [row for row in document.indicators if row.statement.differs]
    assert [row.code for row in differing] == ["EC3.Leaders2"]
    assert differing[0].statement.at_a_glance == "Fly the kite that EC3.Leaders2 built"
    assert differing[0].statement.map == "Steer the kite which EC3.Leaders2 built"
    assert [row.code for row in document.outcomes if row.wording.differs] == ["EC3"]


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<p>One.</p> <p>Two.</p>", (Paragraph("One."), Paragraph("Two."))),
        (
            '<p>Such as:</p> <ul style="x"> • red, • green, and • blue. ',
            (Paragraph("Such as:"), BulletList(("red,", "green, and", "blue."))),
        ),
        (
            "<p>Such as</p> <ul> red kites, kites (big, small), and tails, or strings of any length. ",
            (
                Paragraph("Such as"),
                BulletList(("red kites,", "kites (big, small), and", "tails, or strings of any length.")),
            ),
        ),
        (
            "<ul> fly high, low or not at all; land softly; and rest.",
            (BulletList(("fly high, low or not at all;", "land softly; and", "rest.")),),
        ),
        ("<ul> kites. strings, and tails.", (BulletList(("kites.", "strings, and", "tails.")),)),
        (
            "<p>Use:</p><ul><li>kites</li><li>strings</li></ul><p>Then rest.</p>",
            (Paragraph("Use:"), BulletList(("kites", "strings")), Paragraph("Then rest.")),
        ),
        (
            "<p>Use:</p> <ul> • kites, • strings. <p>Then rest.</p>",
            (Paragraph("Use:"), BulletList(("kites,", "strings.")), Paragraph("Then rest.")),
        ),
        ("<p>Never closed <p>Nor this", (Paragraph("Never closed"), Paragraph("Nor this"))),
        ("<p>Bread &amp; <b>kites</b>&nbsp;fly<br>high</p>", (Paragraph("Bread & kites fly high"),)),
        ("Wind &lt; 5", (Paragraph("Wind < 5"),)),
        ("<!-- draft --><p>Shown</p>", (Paragraph("Shown"),)),
    ],
)
def test_a_cells_html_becomes_paragraphs_and_lists(markup, blocks):
    assert html_blocks(markup) == blocks


def test_the_markup_of_a_cell_is_read_where_the_cell_stands(build_document):
    def cell(code, level):
        return "<p>Use:</p> <ul> • kites, • strings. " if (code, level) == ("EC1.Leaders4", 4) else "<p>Kites.</p>"

    assert cell_of(build_document(cell), "EC1.Leaders4", 4).blocks == (
        Paragraph("Use:"),
        BulletList(("kites,", "strings.")),
    )


def test_the_plain_text_of_a_cell_has_a_line_for_every_paragraph_and_every_item():
    cell = Cell(2, (Paragraph("Such as:"), BulletList(("red,", "blue.")), Paragraph("Rest.")))

    assert cell.text == "Such as:\n• red,\n• blue.\nRest."


def test_dashed_lines_below_a_plain_block_are_its_list(build_document):
    def cell(code, level):
        lists = code == "EC2.Students1" and level >= 4
        return "Fly in ways such as:\n\n- upward,\n- downward, and\n- round." if lists else "<p>Kites.</p>"

    text = build_document(cell)

    expected = (Paragraph("Fly in ways such as:"), BulletList(("upward,", "downward, and", "round.")))
    assert cell_of(text, "EC2.Students1", 5).blocks == expected
    assert cell_of(text, "EC2.Students1", 4).blocks == expected
    assert cell_of(text, "EC2.Students1", 3).blocks == (Paragraph("Kites."),)


def test_headings_in_another_order_are_obeyed(build_document):
    page = "Sustaining\tFully Implementing\tRefining and Expanding\tProgressing\tGetting Started\n"
    turned = "Getting Started\tProgressing\tRefining and Expanding\tFully Implementing\tSustaining\n"
    text = build_document().replace(page, turned)

    assert cell_of(text, "EC1.Leaders4", 1).text == "Kite EC1.Leaders4 flies 5 meters high."
    assert cell_of(text, "EC1.Leaders2", 1).text == "Kite EC1.Leaders2 flies 1 meters high."


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_endings_and_a_byte_order_mark_change_nothing(build_document, ending, tmp_path):
    text = build_document()
    file = tmp_path / "map.txt"
    file.write_bytes(("\ufeff" + text.replace("\n", ending)).encode())

    assert read_icmap_document(file) == parse_icmap_document(text)


def test_an_empty_cell_is_named_with_its_indicator_and_level(build_document):
    def cell(code, level):
        return (
            "" if (code, level) in {("EC1.Leaders3", 4), ("EC2.Teachers1", 1), ("EC3.Leaders1", 5)} else "<p>Kite.</p>"
        )

    assert missing_in(build_document(cell)) == [
        "EC1.Leaders3: Fully Implementing",
        "EC2.Teachers1: Getting Started",
        "EC3.Leaders1: Sustaining",
    ]


def test_a_cell_of_empty_tags_is_missing_too(build_document):
    def cell(code, level):
        return "<p> &nbsp; </p>" if (code, level) == ("EC1.Teachers1", 3) else "<p>Kite.</p>"

    assert missing_in(build_document(cell)) == ["EC1.Teachers1: Refining and Expanding"]


def test_a_missing_indicator_is_named_once_and_not_by_its_cells(build_document):
    text = build_document()
    row = next(line for line in text.split("\n") if line.startswith("<p>EC3.Teachers1:"))
    cells = next(line for line in text.split("\n") if line.startswith("<p>Kite EC3.Teachers1"))
    text = text.replace(row + "\n", "").replace(cells + "\n", "")

    assert missing_in(text) == ["EC3.Teachers1: the whole indicator (map)"]


def test_everything_missing_is_listed_in_one_run(build_document):
    text = build_document(lambda code, level: "" if (code, level) == ("EC1.Leaders2", 2) else "<p>Kite.</p>")
    text = text.replace("EC1.Students1\t", "EC9.Students1\t").replace("Standard:", "Norm:")
    text = text.replace("<p>Desired Outcome EC3:", "<p>Wish EC3:")

    assert missing_in(text) == [
        "the standard (At-A-Glance)",
        "EC1.Students1: its statement (At-A-Glance)",
        "EC3: the desired outcome (map)",
        "an indicator for what stands below the headings of a page: “Wish EC3: Kites of EC3 fly together. …”",
        "EC1.Leaders2: Progressing",
    ]


def test_a_document_without_its_at_a_glance_says_so_in_one_line(build_document):
    text = build_document()

    assert missing_in(text[text.index("\nIC Map: Kites\n") :]) == ["the At-A-Glance page"]


def test_a_sixth_block_is_refused_since_nobody_can_say_which_cell_is_which(build_document):
    def cell(code, level):
        twice = (code, level) == ("EC2.Strategic Alliances1", 3)
        return "First part.\n\nSecond part." if twice else "<p>Kite.</p>"

    missing = missing_in(build_document(cell))

    assert missing[0] == "EC2.Strategic Alliances1: cells that can be told apart, 6 stand under 5 headings"
    assert missing[1:] == [
        f"EC2.Strategic Alliances1: {name}"
        for name in ("Getting Started", "Progressing", "Refining and Expanding", "Fully Implementing", "Sustaining")
    ]


def test_a_heading_left_out_leaves_its_column_unread(build_document):
    text = build_document().replace("Refining and Expanding\n\nProgressing\n\nGetting Started\n", "Progressing\n")

    missing = missing_in(text)

    assert "EC1.Leaders1: cells that can be told apart, 5 stand under 3 headings" in missing
    assert "EC2.Students1: Getting Started" in missing
    assert not [line for line in missing if line.startswith("EC3")]


def test_an_indicator_printed_twice_is_refused(build_document):
    text = build_document()
    page = text[text.index("<p>EC3.Leaders1:") : text.index("<p>EC3.Leaders2:")]

    assert missing_in(text.replace(page, page + page)) == [
        "EC3.Leaders1: a single place in the map, it stands there twice"
    ]


def test_what_follows_the_map_is_not_taken_for_a_cell(build_document):
    text = build_document()

    assert parse_icmap_document(text + "\n\nMore of the white paper.\n") == parse_icmap_document(text)


def test_an_empty_file_lacks_everything():
    missing = missing_in("")

    assert missing[0] == "the At-A-Glance page"
    assert [line for line in missing if "whole indicator" in line] == [
        f"{code}: the whole indicator (map)" for code in INDICATOR_CODES
    ]


def test_a_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "map.pdf"
    file.write_bytes(b"%PDF-1.4 \xff\xfe\x00")

    with pytest.raises(UnreadableDocument, match=r"map\.pdf is not a text in UTF-8"):
        read_icmap_document(file)


needs_published = pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published document is not on this machine")

# P a paragraph, a number the items of a list; Getting Started first.
PUBLISHED_STRUCTURE = {
    "EC1.Leaders1": "P8 PPP PPP PPP PPP",
    "EC1.Leaders2": "PP PP2 P5P3 P6 P6",
    "EC1.Leaders3": "P2 P PPP PP P",
    "EC1.Leaders4": "P6 P6 PP PP P",
    "EC1.Teachers1": "PP PP PP PP4P PP4",
    "EC1.Students1": "P P P P PP2",
    "EC1.Strategic Alliances1": "PPP P PP PPP PPP",
    "EC2.Leaders1": "PPP P2 P5 PP PPPP",
    "EC2.Teachers1": "P P2 P P P4P",
    "EC2.Students1": "P3 P3 P3 P5 P7",
    "EC2.Strategic Alliances1": "P P P P P",
    "EC3.Leaders1": "P9 PP PPP PP P4",
    "EC3.Leaders2": "P P P P P",
    "EC3.Teachers1": "P P2 P P4 P4",
    "EC3.Students1": "P P4 P3 P2 P6",
    "EC3.Strategic Alliances1": "P P P4 P4 P4",
}


@needs_published
def test_the_published_document_is_read_whole():
    document = read_icmap_document(PUBLISHED)

    structure = {
        row.code: " ".join(
            "".join("P" if isinstance(block, Paragraph) else str(len(block.items)) for block in cell.blocks)
            for cell in row.cells
        )
        for row in document.indicators
    }
    assert structure == PUBLISHED_STRUCTURE
    assert sum(1 for row in document.indicators for cell in row.cells if cell.text) == 80


@needs_published
def test_the_published_document_says_five_statements_and_one_outcome_in_two_ways():
    document = read_icmap_document(PUBLISHED)

    assert [row.code for row in document.indicators if row.statement.differs] == [
        "EC1.Leaders3",
        "EC1.Leaders4",
        "EC1.Teachers1",
        "EC2.Students1",
        "EC3.Strategic Alliances1",
    ]
    assert [row.code for row in document.outcomes if row.wording.differs] == ["EC3"]


@needs_published
def test_the_published_cells_stand_at_their_own_level_and_carry_no_markup():
    cells = {
        (row.code, cell.level): cell.text for row in read_icmap_document(PUBLISHED).indicators for cell in row.cells
    }

    first_words = {
        ("EC1.Leaders1", 1): "Facilitate dialogue",
        ("EC1.Leaders2", 5): "Maintain,",
        ("EC2.Leaders1", 1): "Seek new partners.",
        ("EC2.Students1", 5): "Are self-directed",
        ("EC2.Students1", 1): "Seek support, on rare",
        ("EC2.Strategic Alliances1", 1): "Respond to",
        ("EC3.Leaders2", 2): "Adopt a process",
        ("EC3.Teachers1", 3): "Inform audiences",
        ("EC3.Strategic Alliances1", 2): "Inform stakeholders",
    }
    for place, words in first_words.items():
        assert cells[place].startswith(words), place
    assert not [
        place for place, text in cells.items() if any(mark in text for mark in ("<", ">", "&", "\t", "  ", "**"))
    ]
