"""Every wording that was ever shown is kept, and can be shown again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.icmap import Standard
from models.map_wordings import MapWording, WordingLoad
from models.queries.map_wordings import compared, latest_load, list_map_wordings, wording_is_loaded
from models.scope import Scope
from seed.icmap_document import UnreadableDocument, decode_icmap_document, parse_icmap_document
from seed.loader import load_catalogue_rows, load_official_wording
from seed.map_wordings import LOADED_BEFORE, keep_wording, load_document, use_wording
from tests.factories import a_district

Build = Callable[..., str]


@pytest.fixture
def texts(build_document: Build) -> tuple[str, str]:
    """Two documents that differ in one sentence."""
    first = build_document()
    return first, first.replace("in which every kite flies", "in which each kite flies")


def test_another_wording_takes_the_place_of_the_first_and_both_are_kept(
    session: Session, texts: tuple[str, str]
) -> None:
    load_catalogue_rows(session)
    first, second = (parse_icmap_document(text) for text in texts)
    assert load_document(session, first, filename="first.txt").added == 100
    assert load_document(session, second, filename="second.txt").changed == 1
    wordings = list_map_wordings(session, scope=Scope())
    assert [one.filename for one in wordings] == ["second.txt", "first.txt"]
    use_wording(session, wordings[1], actor="Ada Point")
    assert session.scalars(select(Standard)).one().official == "A kite school is one in which every kite flies."
    load = latest_load(session)
    assert load is not None and (load.actor, load.wording.filename) == ("Ada Point", "first.txt")
    assert session.scalar(select(func.count(WordingLoad.id))) == 3


def test_the_same_document_again_changes_nothing_and_is_kept_once(
    sqlite_session: Session, texts: tuple[str, str]
) -> None:
    load_catalogue_rows(sqlite_session)
    for _ in range(2):
        summary = load_document(sqlite_session, parse_icmap_document(texts[0]), filename="map.txt")
    assert (summary.added, summary.changed) == (0, 0)
    assert sqlite_session.scalar(select(func.count(MapWording.id))) == 1
    assert sqlite_session.scalar(select(func.count(WordingLoad.id))) == 1


def test_what_was_loaded_before_versions_were_kept_becomes_one(sqlite_session: Session, texts: tuple[str, str]) -> None:
    load_catalogue_rows(sqlite_session)
    load_official_wording(sqlite_session, parse_icmap_document(texts[0]))
    load_document(sqlite_session, parse_icmap_document(texts[1]), filename="second.txt")
    wordings = list_map_wordings(sqlite_session, scope=Scope())
    assert [one.filename for one in wordings] == ["second.txt", LOADED_BEFORE]
    use_wording(sqlite_session, wordings[1])
    assert wording_is_loaded(sqlite_session)
    assert "every kite" in (sqlite_session.scalars(select(Standard)).one().official or "")


def test_what_was_only_read_is_seen_where_it_was_brought(sqlite_session: Session, texts: tuple[str, str]) -> None:
    load_catalogue_rows(sqlite_session)
    here, there = a_district(sqlite_session), a_district(sqlite_session)
    keep_wording(sqlite_session, parse_icmap_document(texts[0]), filename="ours.txt", district_id=here.id)
    assert [one.filename for one in list_map_wordings(sqlite_session, scope=Scope(district_id=here.id))] == ["ours.txt"]
    assert list_map_wordings(sqlite_session, scope=Scope(district_id=there.id)) == []
    assert not wording_is_loaded(sqlite_session)


def test_a_document_is_shown_beside_what_is_shown_now(sqlite_session: Session, texts: tuple[str, str]) -> None:
    load_catalogue_rows(sqlite_session)
    wording = keep_wording(sqlite_session, parse_icmap_document(texts[0]), filename="map.txt")
    before = compared(sqlite_session, wording.texts)
    assert set(before.states) == {"new"}
    assert len(before.states) == 100
    use_wording(sqlite_session, wording)
    other = parse_icmap_document(texts[0].replace("EC2.Teachers1 flies 3 meters", "EC2.Teachers1 flies four meters"))
    after = compared(sqlite_session, keep_wording(sqlite_session, other, filename="other.txt").texts)
    differing = [
        (row.code, level)
        for one in after.outcomes
        for row in one.indicators
        for level, cell in enumerate(row.cells, start=1)
        if cell.state != "same"
    ]
    assert differing == [("EC2.Teachers1", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_as_editors_save_it(texts: tuple[str, str], encoding: str) -> None:
    assert decode_icmap_document(texts[0].encode(encoding), "map.txt") == parse_icmap_document(texts[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "the PDF itself"),
        (b"PK\x03\x04rest", "Word or OpenDocument"),
        (b"\xd0\xcf\x11\xe0rest", "old Word file"),
        (b"{\\rtf1 text}", "formatted text"),
        ("Gr\u00fc\u00dfe".encode("latin-1"), "Save it again with that encoding"),
        (b"text\x00text", "something else than text"),
        (b"\xff\xfex", "not a text"),
    ],
)
def test_a_file_that_holds_no_plain_text_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as refused:
        decode_icmap_document(content, "map.bin")
    assert str(refused.value).startswith("map.bin is not a text in UTF-8")
