"""A document with a cell that was cut, or that swallowed what stands beside or after it, is refused."""

import os
from pathlib import Path

import pytest

from seed.icmap_document import IncompleteDocument, parse_icmap_document

CHECKOUT = Path(__file__).resolve().parents[2]
SIBLING = CHECKOUT.parent / "shared" / "ic-map" / "engaged-stem-school-community.txt"
PUBLISHED = Path(os.environ.get("CONTINUUM_ICMAP_DOCUMENT") or SIBLING)
needs_published = pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published document is not on this machine")


def missing_in(text: str) -> list[str]:
    with pytest.raises(IncompleteDocument) as refusal:
        parse_icmap_document(text)
    return refusal.value.missing


LAST = "<p>Kite EC3.Strategic Alliances1 flies 1 meters high.</p>"


@pytest.mark.parametrize(
    ("whole", "cut", "complaint"),
    [
        (LAST, "<p>Kite EC3.Strategic Alliances1 flies", "EC3.Strategic Alliances1: the end of Getting Started"),
        (LAST, LAST.removesuffix("p>"), "EC3.Strategic Alliances1: the end of a cell, it stops within a tag"),
        (LAST, LAST.replace(" high.", " (high."), "EC3.Strategic Alliances1: the end of Getting Started, it opens"),
        (
            "flies 3 meters high.</p>\t<p>Kite EC3.Leaders2 flies 2",
            "flies 3 meters\n<p>Kite EC3.Leaders2 flies 2",
            "EC3.Leaders2",
        ),
        ("Kite EC2.Teachers1 flies 4 meters high.", "Kite EC2.Teachers1 flies,", "EC2.Teachers1: the end of Fully"),
        ("Kite EC2.Students1 flies 1 meters high.", "Kite EC2.Students1 and", "EC2.Students1: the end of Getting"),
    ],
    ids=["within a sentence", "within a tag", "within brackets", "at a page break", "inside a row", "in a plain block"],
)  # fmt: skip
def test_a_cell_that_was_cut_is_refused_with_its_place(build_document, whole, cut, complaint):
    text = build_document()
    assert text.count(whole) == 1

    missing = missing_in(text.replace(whole, cut))

    assert any(line.startswith(complaint) for line in missing), missing


def test_a_cell_that_goes_on_below_the_headings_of_the_next_page_is_refused(build_document):
    text = build_document()
    headings = "Sustaining\tFully Implementing\tRefining and Expanding\tProgressing\tGetting Started"
    whole = "<p>Kite EC1.Leaders4 flies 1 meters high.</p>"

    missing = missing_in(text.replace(whole, f"<p>Kite EC1.Leaders4.\n{headings}\nflies one meter high.</p>"))

    assert missing == [
        "an indicator for what stands below the headings of a page: “flies one meter high. …”",
    ]


@pytest.mark.parametrize(
    ("between", "complaint"),
    [
        (" White Paper: Kites", "Getting Started by itself, it runs on into the White Paper"),
        ("\nA New Chapter: Kites", "the end of its row, 2 more lines stand below it"),
        (" Kites are old." * 100, "Getting Started by itself, with 1,"),
    ],
    ids=["with its heading", "without its heading", "at length"],
)
def test_a_last_cell_that_swallowed_the_white_paper_is_refused(build_document, between, complaint):
    text = build_document()
    swallowed = text.replace("\t\t\t\t\t\n\nWhite Paper: Kites", between)
    assert swallowed != text

    missing = missing_in(swallowed)

    assert any(line.startswith(f"EC3.Strategic Alliances1: {complaint}") for line in missing), missing


def test_a_tab_lost_between_two_cells_is_refused(build_document):
    text = build_document()
    two = "flies 4 meters high.</p>\t<p>Kite EC1.Teachers1 flies 3"
    assert text.count(two) == 1

    assert "EC1.Teachers1: Getting Started" in missing_in(text.replace(two, two.replace("\t", " ")))


def test_a_file_that_ends_anywhere_within_the_map_is_refused(build_document):
    text = build_document()
    first, end = text.index("IC Map: Kites\nA **"), text.rindex("White Paper: Kites")

    for stop in range(first, end, 499):
        assert missing_in(text[:stop])
    assert missing_in(text[:end].rstrip()) == [
        "the White Paper that the table of contents names: the file may be cut before it"
    ]


@needs_published
def test_the_published_document_cut_anywhere_within_its_map_is_refused():
    text = PUBLISHED.read_bytes().decode("utf-8-sig")
    first, end = text.index("Sustaining"), text.rindex("White Paper")

    for stop in range(first, end, 3999):
        assert missing_in(text[:stop])
    assert missing_in(text[:end])
