"""Small lists as schools keep them: what comes in, and what has to be asked, through the one reader."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.accounts import School
from models.exchange.answers import Answers
from models.exchange.choices import Words
from models.exchange.day_texts import DayWay
from models.exchange.kinds import KINDS
from models.exchange.looking import look_at, unit_of
from models.exchange.plan import Plan
from models.exchange.problems import causes
from models.exchange.questions import Questions, questions_of
from models.operations.imports import Prepared, prepare_import
from seed.catalogue import load_catalogue
from seed.said import load_lexicon
from tests.factories import a_partner, a_partnership
from tests.record_files import a_ruled_school, bring

FOLDER = Path(__file__).parent / "spreadsheets"
TODAY = date(2026, 11, 26)
PARTNERS = ("Weir Power", "Cedar Mill Library")
JEMEZ = "Jemez Mountains Electric Co-op"
WORDS = Words.of(load_catalogue(), load_lexicon().code_in)


@dataclass(frozen=True)
class Listed:
    """One list: what is said of it by hand, and what must come of it.

    Attributes:
        columns: Heading -> column, where the proposal is not enough.
        same: What holds in every row.
        days: How its days are read.
        new: Rows that come in.
        asked: Words, organisations and days that have to be asked.
        left_out: Column and the rows with which something is the matter.
    """

    kind: str
    new: int
    columns: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    days: DayWay = field(default_factory=lambda: DayWay(is_told=True))
    sheet: str | None = None
    asked: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)


VISITS = {"kind": "partnership", "purpose": "site_visit"}
COUNCIL = {"kind": "communication", "by": "leaders", "channel": "meeting"}
LISTS = {
    "visit-log.csv": Listed(
        "activity", 2, same=VISITS, asked=("Weir Powr", "Fall 2019"), left_out={"partner": 1, "occurred_on": 1},
        first={"occurred_on": date(2025, 9, 15), "students": 24, "title": "Tour of the control room"},
    ),
    "partner-list.csv": Listed(
        "org", 0, same={"added_on": "2026-11-26"}, asked=("Museum", "Utility", "Library", "Company"),
        left_out={"category": 5},
    ),
    "volunteer-hours.csv": Listed("contribution", 4, same={"unit": "hours"}, first={"amount": 1.5, "unit": "hours"}),
    "donations.csv": Listed(
        "contribution", 2, days=DayWay("us", is_told=True), same={"unit": "dollars"}, asked=("13/01/2026",),
        left_out={"occurred_on": 1},
    ),
    "european.csv": Listed(
        "activity", 2, columns={"Datum": "occurred_on", "Was": "title", "Wie": "channel", "Für wen": "audience",
        "Personen": "people"}, same={"kind": "communication", "by": "leaders"},
        days=DayWay("day-first", is_told=True), first={"occurred_on": date(2025, 9, 15), "people": 120},
    ),
    "sign-in.csv": Listed(
        "activity", 2, columns={"Parents": "beyond_class", "Came back": "two_way"},
        same={"kind": "communication", "by": "leaders", "channel": "info_night", "audience": "families"},
        days=DayWay("us", is_told=True), left_out={"people": 1}, first={"two_way": True, "people": 120},
    ),
    "contacts-bom.csv": Listed("contact", 1, left_out={"email": 1}, first={"name": "Noor Haddad", "is_key": True}),
    "needs-serials.csv": Listed("need", 2, first={"stated_on": date(2025, 9, 15), "critical": True}),
    "duplicate-columns.csv": Listed(
        "activity", 1, columns={"Notes (column D)": ""}, same={"kind": "communication", "by": "leaders"},
        first={"note": "first", "audience": ("families", "staff")},
    ),
    "requests.csv": Listed(
        "match", 2, columns={"Asked for": "offer", "Date asked": "occurred_on"},
        days=DayWay("us", is_told=True, year_start=date(2025, 7, 1)),
        first={"occurred_on": date(2025, 9, 12), "answered_on": date(2025, 10, 1), "answer": "accepted"},
    ),
    "roster.txt": Listed("roster", 2, days=DayWay("us", is_told=True), first={"person": "Kim Oduya"}),
    "thanks.csv": Listed("recognition", 1, asked=("shouted",), left_out={"mode": 1}, first={"mode": "public"}),
    "council-merged.xlsx": Listed(
        "activity", 2, sheet="Meetings", columns={"Who came": "audience", "Column D": "", "How long": "hours"},
        same=COUNCIL, first={"occurred_on": date(2025, 9, 15), "hours": 1.5, "audience": ("families",)},
    ),
    "gifts-serials.xlsx": Listed(
        "contribution", 2, columns={"On": "occurred_on"}, same={"unit": "dollars"},
        first={"occurred_on": date(2025, 9, 15), "amount": 1200},
    ),
    "agreements-offset.xlsx": Listed(
        "agreement", 1, columns={"Agreement": "kind"}, first={"ends_on": date(2026, 7, 31), "kind": "mou"},
    ),
    # A merged title, and a total that no program has computed.
    "family-nights.xlsx": Listed(
        "activity", 2, same={"kind": "communication", "channel": "info_night", "audience": "families"},
        first={"by": ("leaders",), "people": 142, "partner": ("Weir Power",), "occurred_on": date(2025, 10, 9)},
    ),
    "contacts-two-names.csv": Listed("contact", 2, first={"name": "Imani Okafor", "partner": "Weir Power"}),
    # The weekday shows which figure is the month.
    "tutoring-weekdays.txt": Listed(
        "activity", 2, same={"kind": "partnership", "by": "students", "way": "tutoring"},
        first={"occurred_on": date(2026, 3, 2), "hours": 1.5, "students": 8, "partner": ("Weir Power",)},
    ),
    "news-reached.csv": Listed(
        "activity", 2, same={"kind": "communication", "by": "leaders"}, days=DayWay("us", is_told=True),
        first={"people": 410, "audience": ("families",), "topic": ("progress",)},
    ),
    "gifts-shorthand.csv": Listed(
        "contribution", 2, same={"unit": "dollars"},
        first={"occurred_on": date(2025, 9, 26), "type": "funding", "amount": 1250, "partner": "Weir Power"},
    ),
    "partners-stages.csv": Listed(
        "org", 1, days=DayWay("us", is_told=True), first={"stage": "active", "offers": ("career_talks", "shadowing")},
    ),
}  # fmt: skip


@pytest.fixture
def school(sqlite_session: Session) -> School:
    school = a_ruled_school(sqlite_session)
    orgs = [{"ref": name, "name": name, "category": "industry", "added_on": "2024-01-05"} for name in PARTNERS]
    bring(sqlite_session, school, "org", *orgs)
    bring(sqlite_session, school, "partnership", {"ref": "p1", "partner": "Weir Power", "started_on": "2025-01-01"})
    sqlite_session.commit()
    return school


def opened(session: Session, school: School, name: str) -> tuple[Prepared, Questions]:
    """Read a list with what is proposed, and what is said of it by hand."""
    one = LISTS[name]
    kind, content = KINDS[one.kind], (FOLDER / name).read_bytes()
    plan = Plan(sheet=one.sheet)
    look = look_at(kind, content, plan, PARTNERS)
    columns = {found.heading: found.column for found in look.columns} | one.columns
    plan = replace(plan, columns=columns, same=one.same, answers=Answers(one.days), asks_all=True)
    prepared = prepare_import(session, school, one.kind, content, today=TODAY, plan=plan)
    return prepared, questions_of(kind, prepared.reading, WORDS, partners=PARTNERS, new_names=())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_comes_in_as_far_as_it_says_what_it_means(sqlite_session: Session, school: School, name: str) -> None:
    one = LISTS[name]
    prepared, asked = opened(sqlite_session, school, name)
    assert prepared.reading.is_whole, prepared.reading.refusals
    found = {cause.column: len(cause.lines) for cause in causes(prepared.reading.refusals)}
    assert (len(prepared.added), found) == (one.new, one.left_out)
    said = [word.said for word in (*asked.words, *asked.partners, *asked.days)]
    assert sorted(said) == sorted(one.asked)
    if one.first:
        _, row = prepared.added[0]
        assert {name: row[name] for name in one.first} == one.first


def test_every_list_of_the_folder_is_asked() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(LISTS)


def test_days_that_could_be_read_both_ways_are_counted_and_shown(sqlite_session: Session, school: School) -> None:
    _, asked = opened(sqlite_session, school, "donations.csv")
    assert (asked.survey.ambiguous, asked.survey.is_mixed) == (1, True)
    assert [(said, us, other) for said, us, other in asked.readings if us and other] == [
        ("12/01/2025", date(2025, 12, 1), date(2025, 1, 12))
    ]


def test_a_word_is_proposed_by_what_it_is_like(sqlite_session: Session, school: School) -> None:
    _, asked = opened(sqlite_session, school, "partner-list.csv")
    assert {word.said: word.proposal for word in asked.words} == {
        "Museum": "nonprofit", "Utility": "industry", "Library": "community_org", "Company": "business"
    }  # fmt: skip
    _, asked = opened(sqlite_session, school, "visit-log.csv")
    assert [(one.said, one.proposal) for one in asked.partners] == [("Weir Powr", "Weir Power")]


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("audience", "Rotary Club of Marlow", "civic"),
        ("by", "our faculty", "teachers"),
        ("purpose", "co-taught unit", "lesson_delivery"),
        ("activity_way", "signed up for robotics class", "enroll_stem"),
        ("channel", "Family night", "info_night"),
        ("category", "out-of-school provider", "service_provider"),
        ("category", "School district", "government"),
    ],
)
def test_what_the_catalogue_knows_people_to_say_is_proposed_and_never_taken(name: str, said: str, code: str) -> None:
    listed = WORDS.lists[name]
    assert (listed.proposal(said), listed.code_of(said)) == (code, None)


@pytest.mark.parametrize(
    ("said", "known", "proposal"),
    [
        # A place in common makes no two names alike, and what is proposed is stored by whoever presses on.
        ("Northern New Mexico College", ("New Mexico MESA",), ""),
        ("Jemez Mtns Electric Coop", (JEMEZ, "Kit Carson Electric"), JEMEZ),
        ("Weir Powr", PARTNERS, "Weir Power"),
    ],
)  # fmt: skip
def test_an_organization_is_proposed_only_where_its_whole_name_is_alike(
    sqlite_session: Session, school: School, said: str, known: tuple[str, ...], proposal: str
) -> None:
    content = f"Partner,Contact Person\n{said},Íñigo Martínez\n".encode()
    prepared = prepare_import(sqlite_session, school, "contact", content, today=TODAY, plan=Plan(asks_all=True))
    asked = questions_of(KINDS["contact"], prepared.reading, WORDS, partners=known, new_names=())
    assert [one.proposal for one in asked.partners] == [proposal]


def test_a_cell_that_says_nothing_is_empty_in_a_list_and_a_word_in_a_record_file(
    sqlite_session: Session, school: School
) -> None:
    rows = "Organization,Category,Added,Website\nMike's Auto & Tire,business,2024-08-01,{0}\n"
    for nothing in ("N/A", "n/a", "-", "—", "#N/A"):
        content = rows.format(nothing).encode()
        prepared = prepare_import(sqlite_session, school, "org", content, today=TODAY, plan=Plan(asks_all=True))
        assert [row["website"] for _, row in prepared.added] == [None], prepared.reading.refusals
    # Where something has to stand, it is asked about as any other word.
    content = b"Organization,Category,Added\nMike's,N/A,N/A\n"
    prepared = prepare_import(sqlite_session, school, "org", content, today=TODAY, plan=Plan(asks_all=True))
    assert sorted((one.column, one.value) for one in prepared.reading.refusals) == [
        ("added_on", "N/A"), ("category", "N/A")
    ]  # fmt: skip
    content = b"ref,name,category,added_on,website\no1,Mike's,business,2024-08-01,N/A\n"
    assert [
        one.column for one in prepare_import(sqlite_session, school, "org", content, today=TODAY).reading.refusals
    ] == ["website"]


def test_what_amounts_count_is_seen_from_their_heading() -> None:
    for name, unit in (
        ("volunteer-hours.csv", "hours"),
        ("donations.csv", "dollars"),
        ("gifts-serials.xlsx", "dollars"),
    ):
        look = look_at(KINDS["contribution"], (FOLDER / name).read_bytes(), Plan())
        assert unit_of(look.columns, load_catalogue().language) == unit


def test_a_list_of_agreements_names_a_partnership_by_its_partner_where_one_runs(
    sqlite_session: Session, school: School
) -> None:
    ranch = a_partner(sqlite_session, "Ghost Ranch, Inc.", district=school.district)
    one = a_partnership(sqlite_session, school, ranch)
    content = b"Partner,Kind,Signed\nGHOST RANCH,MOU,2025-09-03\nNobody Yet,MOU,2025-09-03\n"

    def brought() -> tuple[list[str], list[str]]:
        prepared = prepare_import(sqlite_session, school, "agreement", content, today=TODAY, plan=Plan(asks_all=True))
        refused = prepared.reading.refusals
        assert {problem.reason for problem in refused} == {"is not the ref of a partnership of this school"}
        return [row["partnership"] for _, row in prepared.added], [problem.value for problem in refused]

    assert brought() == ([one.ref], ["Nobody Yet"])
    # With two that run nobody knows which is meant, and of one that ended nobody signs anything.
    other = a_partnership(sqlite_session, school, ranch)
    assert brought() == ([], ["GHOST RANCH", "Nobody Yet"])
    one.ended_on = TODAY
    sqlite_session.flush()
    assert brought() == ([other.ref], ["Nobody Yet"])
