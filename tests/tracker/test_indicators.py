""" "Why this level?" tells the engine's answer, with links whose counts agree."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import IndicatorAnswer
from models.icmap import Indicator
from models.level_words import carried_words, gaps_words, one_more_of
from models.queries.continuum import continuum_of
from models.records import RecordStatus
from models.scope import Scope
from models.wording import day_words
from seed.catalogue import load_catalogue
from seed.loader import load_catalogue_rows
from tests.callbacks import CALLBACK, questions
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity
from tests.record_files import bring_demo
from tests.tracker.conftest import ClientAs

PAGE = "/indicators/ec3-teachers1"


@pytest.fixture
def told(db_session: Session) -> Session:
    """Teachers told students and families, and gave the PTA one talk."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    for audience in ("students", "families", "pta"):
        an_activity(db_session, school, audience=(audience,), occurred_on=TODAY - timedelta(days=30))
    db_session.commit()
    return db_session


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert found
    return found.group(1)


def page_of(client_as: ClientAs, address: str = PAGE) -> str:
    answer = client_as(Cast.SLT).get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_heading_says_the_level_and_the_way_to_the_next(client_as: ClientAs, told: Session) -> None:
    assert "Progressing, 0% of the way to Refining and Expanding" in page_of(client_as)


def test_archiving_one_record_changes_level_and_text_at_once(client_as: ClientAs, told: Session) -> None:
    from models.activities import Activity

    talk = next(one for one in told.scalars(select(Activity)) if "pta" in one.audience)
    talk.archive()
    told.commit()
    page = page_of(client_as)
    assert "Getting Started" in re.search(r"<h1>(.*?)</h1>", page, re.S).group(1)  # type: ignore[union-attr]
    assert "Still needed: 1 more act of communication or advocacy by teachers" in page


def test_a_past_day_reads_as_it_was(client_as: ClientAs, told: Session) -> None:
    past = (TODAY - timedelta(days=60)).isoformat()
    assert "too early to say" in page_of(client_as, f"{PAGE}?on={past}")


@pytest.mark.parametrize("on", ["tomorrow", "2026-02-30", "9999-01-01", "1066-10-14", "x" * 5000])
def test_a_day_that_cannot_be_asked_about_is_said_and_answered_for_today(
    client_as: ClientAs, told: Session, on: str
) -> None:
    assert "this is how it stands today" in page_of(client_as, f"{PAGE}?on={on}")


def test_each_cell_of_the_matrix_opens_why_at_its_level_and_that_leads_to_its_records(
    client_as: ClientAs, told: Session
) -> None:
    client = client_as(Cast.SLT)
    matrix = "".join(client.post(CALLBACK, json=one).text for one in questions(client, "", "/dashboards/"))
    plain = matrix.replace(r"\u002f", "/").replace(r"\u0026", "&").replace("&amp;", "&")
    cells = set(re.findall(rf"{PAGE}\?on=[\d-]+&level=\d#level-\d", plain))
    assert {href.rpartition("#")[2] for href in cells} == {f"level-{number}" for number in range(1, 6)}
    for href in cells:
        address, _, place = href.partition("#")
        page = client.get(address).text
        asked = re.search(rf'<(section|details)[^>]* id="{place}"[^>]*>.*?</\1>', page, re.S)
        assert asked and (asked[1] == "section" or " open>" in asked[0]), href
        records = re.search(r'href="(/activities\?indicator=[^"]+)">All activities that count here', asked[0])
        if records:
            listed = client.get(records[1].replace("&amp;", "&")).text
            assert 'class="row-link"' in listed and "left out" not in listed
    assert "“9” is no level of the map" in page_of(client_as, f"{PAGE}?level=9")


def test_the_count_of_records_equals_the_list_it_links_to(client_as: ClientAs, told: Session) -> None:
    page = page_of(client_as)
    links = re.findall(r'href="(/activities\?practice=[^"]+)">(\d+) record', page)
    assert links
    client = client_as(Cast.SLT)
    for address, number in links:
        listed = client.get(address.replace("&amp;", "&")).get_data(as_text=True)
        assert len(re.findall(r'class="row-link"', listed)) == int(number), address


def test_every_practice_shows_its_rule_and_the_page_says_once_whose_setting_it_is(
    client_as: ClientAs, told: Session
) -> None:
    page = page_of(client_as)
    assert "At least four acts of advocacy by teachers in three seasons of the last 12 months." in page
    assert page.count("our setting, not the map’s") == 1
    assert "Your district’s admin can change it" in page


def test_the_official_wording_is_shown_once_it_is_loaded(client_as: ClientAs, told: Session) -> None:
    assert "Our own short wording" in page_of(client_as)
    indicator = told.scalars(select(Indicator).where(Indicator.code == "EC3.Teachers1")).one()
    for cell in indicator.descriptors:
        cell.official = f"Published cell {cell.level}:\n• first item\n• second item"
    told.commit()
    page = page_of(client_as)
    assert "Our own short wording" not in page
    assert "Published cell 2:" in page and "second item" in page


def test_what_nobody_has_stated_is_for_the_team_to_say_and_no_row_of_zeros(client_as: ClientAs, told: Session) -> None:
    page = page_of(client_as, "/indicators/ec1-leaders1")
    assert "no level on record yet; Getting Started is for the team to say" in heading(page)
    assert "parts for the team to say" in page
    assert "0 of 1" not in page
    assert 'class="mark bad"' not in page
    assert "Still needed" not in page


def test_parts_for_the_team_to_say_are_one_line_that_unfolds_where_others_are_asked_too(
    client_as: ClientAs, told: Session
) -> None:
    bring_demo(told, school_named(told), "b")
    told.commit()
    page = page_of(client_as, "/indicators/ec1-teachers1")
    folds = re.findall(r'<details class="for-team"( open)?>', page)
    assert folds
    assert "" in folds


@pytest.fixture
def full(db_session: Session) -> Session:
    """The cast's school with the demo's third set of records."""
    load_catalogue_rows(db_session)
    bring_demo(db_session, school_named(db_session), "c")
    db_session.commit()
    return db_session


def test_no_page_tells_a_possible_level_or_a_code_alone(client_as: ClientAs, full: Session) -> None:
    indicators = load_catalogue().indicators.values()
    assert len(indicators) == 16
    for indicator in indicators:
        page = page_of(client_as, f"/indicators/{indicator.slug}")
        words = re.sub(r"<[^>]*>", " ", page.partition("<main")[2])
        # A practice asks what "possible partners" can offer.
        assert not re.search(r"\bpossible\b(?! partners)", words, re.I), indicator.code
        assert set(re.findall(r"EC\d\.[\w ]*?\d\b(?:\.[A-Z]{2}\.\w+)?", words)) <= {indicator.code}


def answered(session: Session, code: str, day: date = TODAY) -> tuple[Continuum, IndicatorAnswer]:
    school = school_named(session)
    continuum = continuum_of(session, scope=Scope.of_school(school.id, district_id=school.district_id))
    return continuum, continuum.indicator(code, day)


def test_gaps_stand_beside_the_level_and_first_in_what_is_missing(client_as: ClientAs, full: Session) -> None:
    rules, day = load_catalogue(), date(2025, 6, 30)
    continuum, _ = answered(full, "EC1.Leaders1", day)
    found = [one for one in continuum.on(day).indicators.values() if one.gaps]
    assert found
    for answer in found:
        page = page_of(client_as, f"/indicators/{rules.indicators[answer.code].slug}?on={day}")
        assert f", {gaps_words(answer)}" in heading(page)
        first = page.index('<section class="gaps"')
        assert first < page.index('id="below"')
        if answer.next_level:
            assert first < page.index('id="next"')
        for key in answer.gaps:
            assert f'href="#{key}"' in page[first : page.index("</section>", first)]
            assert f'id="{key}"' in page


def test_a_held_part_names_the_records_that_hold_it_with_links_and_until_when(
    client_as: ClientAs, db_session: Session
) -> None:
    """The night of September 2025 has left its window, and holds."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    night = TODAY - timedelta(days=430)
    for on, fields in (
        (night, {"channel": ("info_night",), "audience": ("families",), "title": "STEM night"}),
        (TODAY - timedelta(days=30), {"audience": ("students",)}),
        (TODAY - timedelta(days=30), {"audience": ("families",)}),
    ):
        an_activity(db_session, school, occurred_on=on, **fields)
    db_session.commit()
    page = page_of(client_as)
    _, answer = answered(db_session, "EC3.Teachers1")
    held = answer.practices["EC3.T1.PR.1"].held
    assert held is not None
    part = page[page.index('id="EC3.T1.PR.1"') :]
    said = part[part.index("counted for now") : part.index("</p>", part.index("counted for now"))]
    assert re.search(r'thanks to <a class="quiet-link" href="/activities/\d+">STEM night</a>', said)
    assert f"until {day_words(held.until)}" in said


def test_a_level_that_is_carried_says_until_when_and_why(client_as: ClientAs, db_session: Session) -> None:
    """The tenth worked example, a year earlier: both talks left on March 3, and the night holds."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    for on, fields in (
        (date(2024, 9, 12), {"channel": ("info_night",), "audience": ("families", "staff")}),
        (date(2025, 1, 2), {"channel": ("presentation",), "audience": ("school_board",)}),
        (date(2025, 1, 2), {"channel": ("newspaper",), "audience": ("civic",)}),
        (date(2025, 6, 1), {"channel": ("email",), "audience": ("students", "families"), "beyond_class": False}),
    ):
        an_activity(db_session, school, occurred_on=on, **fields)
    db_session.commit()
    continuum, answer = answered(db_session, "EC3.Teachers1")
    assert answer.carried_until is not None
    page = page_of(client_as)
    assert carried_words(continuum, answer, load_catalogue()).removeprefix("carried") in page
    assert "Refining and Expanding was reached until" in page


def test_one_more_record_is_told_where_the_first_version_told_a_possible_level(
    client_as: ClientAs, told: Session
) -> None:
    page = page_of(client_as)
    panel = page[page.index("With one more record") :].partition("</section>")[0]
    continuum, answer = answered(told, "EC3.Teachers1")
    rules = load_catalogue()
    steps = one_more_of(continuum, answer.code, TODAY, rules)
    assert any(step.raises for step in steps)
    for step in steps:
        assert f'href="#{step.practice}">{step.wording}</a>' in panel
        assert step.raises is None or f"<b>{rules.level_name(step.raises)}</b>" in panel


def test_of_alternatives_the_farthest_is_shown_and_the_others_unfold(client_as: ClientAs, told: Session) -> None:
    page = page_of(client_as, "/indicators/ec3-strategic-alliances1")
    line = page[page.index('id="EC3.SA1.GS.1"') :]
    rule = line[line.index('<p class="rule">') : line.index("</p>", line.index('<p class="rule">'))]
    assert "about STEM workforce or industry needs" in rule
    assert ", or " not in rule
    others = line[line.index('<details class="others">') : line.index("</details>")]
    assert others.count("<li>or ") == 5


def test_what_the_team_said_is_told_apart_from_what_records_show(client_as: ClientAs, full: Session) -> None:
    page = page_of(client_as, "/indicators/ec1-leaders2")
    assert "said by the leadership team" in page
    assert re.search(r">\d+ statements?</a>", page)
    assert re.search(r">\d+ records?</a>", page)


def test_too_short_a_log_is_too_early_and_tells_one_more_record_all_the_same(
    client_as: ClientAs, told: Session
) -> None:
    page = page_of(client_as)
    assert "Too early to say" in page
    assert "With one more record" in page


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Cast.POINT_PERSON, 200), (Cast.SLT, 200), (Cast.SCHOOL_ADMIN, 200), (Cast.CONTRIBUTOR, 200),
        (Cast.VIEWER, 200), (Cast.ALLIANCE, 403), (Cast.NOBODY, 302),
    ],
)  # fmt: skip
def test_who_may_ask_why(client_as: ClientAs, told: Session, person: Cast, status: int) -> None:
    assert client_as(person).get(PAGE).status_code == status


def test_an_unknown_indicator_does_not_exist(client_as: ClientAs, told: Session) -> None:
    assert client_as(Cast.SLT).get("/indicators/ec9-leaders1").status_code == 404


def test_drafts_count_nowhere(client_as: ClientAs, told: Session) -> None:
    def without_token() -> str:
        return re.sub(r'name="(csrf_token|once)"\s+value="[^"]+"', "", page_of(client_as))

    before = without_token()
    an_activity(told, school_named(told), audience=("sic",), record_status=RecordStatus.DRAFT)
    told.commit()
    assert without_token() == before
