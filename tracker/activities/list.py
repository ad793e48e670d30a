"""The list of activities: its columns, its filters, and what can be done with several at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, g, request

from models.activities import Activity, ActivityKind
from models.continuum.rulebook.catalogue import Catalogue
from models.days import NotADay, read_day
from models.operations.activities import confirm_activity
from models.queries.activities import ActivityFilter, find_activity, first_activity_on, list_activities
from models.queries.continuum import continuum_of
from models.queries.counted import activities_toward
from models.queries.paging import Paged
from models.records import RecordStatus
from models.said_months import month_said
from models.series import Series
from models.wording import day_words
from tracker.activities.choices import offered_first
from tracker.activities.counted import Counted, Toward, counted_in
from tracker.choices import Pairs, partners_lately
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.lists.filters import Choice, Day, Filter, InMonth, InYear, Mine, Place, Search, Told
from tracker.lists.handling import Handling
from tracker.lists.listing import Asked, Column, Listing
from tracker.lists.partner_filter import PartnerFilter
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_on
from tracker.vocabulary import rules

LEVELS = {"GS": 1, "PR": 2, "RE": 3, "FI": 4, "SU": 5}
# Filters by a code of an activity: its part of the address and of the catalogue, and how they are called.
_BY_CODE = (
    ("by", "By", "Everybody", "by {}", Place.FIRST),
    ("channel", "How", "Any way", "through {}", Place.MORE),
    ("audience", "For whom", "Anybody", "for {}", Place.MORE),
    ("topic", "Topic", "Any topic", "about {}", Place.MORE),
)


def activity_or_404(activity_id: int) -> Activity:
    """Fetch an activity of the reader's school; 404 outside it."""
    activity = find_activity(db.session, activity_id, scope=reader().scope)
    return activity if activity is not None else abort(404)


def may_archive(record: Activity | Series) -> bool:
    """Say whether the reader may archive and restore an activity or series: whoever only contributes, their own."""
    return can(Permission.ACTIVITIES_ARCHIVE) or record.entered_by_id == reader().person.id


def may_confirm(activity: Activity) -> bool:
    """Say whether the reader may judge what waits: what an alliance entered, whoever answers for partnerships."""
    return activity.record_status is not RecordStatus.PROPOSED or can(Permission.ALLIANCE_CONFIRM)


def rules_asked_about() -> Catalogue:
    """Give the rules of the day that the address names: an earlier day may have judged by other practices."""
    try:
        day = read_day(request.args.get("on", "").strip())
    except NotADay:
        day = today()
    return rules_on(day)


def first_logged() -> date | None:
    """Give the day of the school's earliest activity, asked for once per request; None without any."""
    if "first_logged" not in g:
        g.first_logged = first_activity_on(db.session, scope=reader().scope)
    first: date | None = g.first_logged
    return first


def _codes(name: str) -> Callable[[], Pairs]:
    def options() -> Pairs:
        catalogue = rules()
        return [*offered_first(catalogue, name)] if catalogue else []

    return options


def _kinds() -> Pairs:
    catalogue = rules()
    return [(one.code, one.label) for one in catalogue.vocabularies["kind"].values()] if catalogue else []


def _years() -> Pairs:
    """List the school years with activities and the present one, latest first."""
    present, first = school_year(), first_logged()
    earliest = min(school_year(first), present) if first else present
    years = [str(present.back(years)) for years in range(present.first - earliest.first + 1)]
    return [(year, year) for year in years]


def _statuses() -> Pairs:
    return [(one.value, one.value.capitalize()) for one in RecordStatus if one is not RecordStatus.CONFIRMED]


def _practice(text: str) -> tuple[Any, str]:
    found = rules_asked_about()
    practice = found.practices[text]
    return practice.key, f"{found.indicators[practice.indicator].name}: “{practice.wording}”"


def _indicator(text: str) -> tuple[Any, str]:
    return text, rules_asked_about().indicators[text].name


def _outcome(text: str) -> tuple[Any, str]:
    found = {one.code: one for one in rules_asked_about().outcomes}[text]
    return text, f"{found.code} {found.name}"


def _nothing(text: str) -> tuple[Any, str]:
    return {"nothing": True}[text], "nothing"


def _level(text: str) -> tuple[Any, str]:
    level = LEVELS[text] if text in LEVELS else int(text)
    if level not in LEVELS.values():
        raise ValueError(text)
    return level, ""


def _settle(asked: Asked) -> None:
    """Say of what counted on which day, and toward what as a whole: its parts mean nothing alone."""
    toward = toward_of(asked)
    if toward is None and asked.is_on("toward"):
        on = asked.values["on"] = asked.get("on") or today()
        asked.args["on"] = on.isoformat()
        asked.words.pop("on", None)
        asked.words["toward"] += f" on {day_words(on)}"
        return
    if toward is not None and not toward.outcome:
        # An indicator belongs to its outcome, and says more.
        asked.words.pop("outcome", None)
    for name in ("on", "level"):
        asked.words.pop(name, None)
        if toward is None and asked.values.pop(name, None):
            asked.problems.append(f"“{name}” means nothing without what is to have counted.")
            del asked.args[name]
    if toward is None:
        return
    asked.values["on"], asked.args["on"] = toward.on, toward.on.isoformat()
    if toward.outcome:
        asked.words["outcome"] += f" on {day_words(toward.on)}"
    elif toward.practice:
        asked.words.pop("indicator", None)
        asked.words["practice"] += f" on {day_words(toward.on)}"
    else:
        levels = {LEVELS[one.code]: one.name for one in rules_asked_about().levels}
        name = f", {levels[toward.level]}," if toward.level in levels else ""
        asked.words["indicator"] += f"{name} on {day_words(toward.on)}"


def toward_of(asked: Asked) -> Toward | None:
    """Give what the records asked for are to have counted toward; None where anything will do."""
    practice, indicator = asked.get("practice"), asked.get("indicator")
    if practice:
        indicator = rules_asked_about().practices[practice].indicator
    if not indicator and asked.get("outcome"):
        return Toward(asked.get("on") or today(), "", outcome=asked.get("outcome"))
    if not indicator:
        return None
    return Toward(asked.get("on") or today(), indicator, asked.get("level"), practice)


def counted_of(asked: Asked) -> Counted | None:
    """Find what counted toward what is asked about, once per request; None where nothing is."""
    toward = toward_of(asked)
    if toward is None:
        return None
    if "counted_asked" not in g:
        g.counted_asked = counted_in(db.session, toward, scope=reader().scope)
    found: Counted = g.counted_asked
    return found


def _used_of(asked: Asked) -> frozenset[str]:
    """Name the activities that counted toward something on the asked day."""
    continuum = continuum_of(db.session, scope=reader().scope)
    return activities_toward(continuum, rules_asked_about().judged, asked.get("on"))


def wanted_of(asked: Asked) -> ActivityFilter:
    """Write what is asked for as the question to the database."""
    first, end = asked.span
    counted = counted_of(asked)
    return ActivityFilter(
        start=first,
        end=end,
        kind=asked.get("kind"),
        partner_id=asked.get("partner"),
        status=asked.get("status") or RecordStatus.CONFIRMED,
        text=asked.get("q"),
        said_month=month_said(asked.get("q") or "", today()),
        refs=counted.activity_refs if counted else None,
        but=_used_of(asked) if asked.is_on("toward") and counted is None else frozenset(),
        entered_by_id=reader().person.id if asked.is_on("entered") else None,
        **{name: asked.get(name) for name, *_ in _BY_CODE},
    )


def _find(asked: Asked) -> Paged[Activity]:
    return list_activities(db.session, wanted_of(asked), scope=reader().scope, **asked.part)


def _names(asked: Asked) -> tuple[str, str]:
    kind = f"{asked.get('kind').value} " if asked.is_on("kind") else ""
    status = f"{asked.get('status').value} " if asked.is_on("status") else ""
    return f"{status}{kind}activity", f"{status}{kind}activities"


_COUNTED: tuple[Filter, ...] = (
    Told(name="practice", label="Counts toward", reads=_practice, drops=("on",), phrase="counted toward {}"),
    Told(name="indicator", label="Counts toward", reads=_indicator, drops=("level", "on"), phrase="counted toward {}"),
    Told(name="outcome", label="Counts toward", reads=_outcome, drops=("on",), phrase="counted toward {}"),
    Told(name="toward", label="Counts toward", reads=_nothing, drops=("on",), phrase="counted toward {}"),
    Told(name="level", label="Level", reads=_level),
    Day(name="on", label="On", place=Place.LINK),
)

HANDLING = Handling(
    table=Activity,
    area="activities",
    argument="activity_id",
    path="/activities",
    index="activities.index",
    write=Permission.ACTIVITIES_WRITE,
    fetch=activity_or_404,
    told_archived="Archived. It no longer counts; restore it here at any time.",
    told_restored="Restored. It is as it was before.",
    may_archive=may_archive,
    confirm=lambda one: confirm_activity(one, today=today()),
    may_confirm=may_confirm,
)

# Their keys are the heads of the file that the list is given out as.
LIST = Listing(
    key="activities",
    title="Activities",
    read=Permission.ACTIVITIES_READ,
    columns=(
        Column(key="date", label="When", sort="date", first="-", look="nowrap"),
        Column(key="what", label="What", sort="title", is_head=True),
        Column(key="kind", label="Kind", sort="kind", is_shown=False),
        Column(key="by", label="By", is_named=True),
        Column(key="how", label="How", is_named=True),
        Column(key="for", label="For whom", is_named=True),
        Column(key="topics", label="Topics", is_shown=False, is_named=True),
        Column(key="with", label="With", look="typed", is_named=True),
        Column(key="purpose", label="Purpose", is_shown=False, is_named=True),
        Column(key="way", label="Way", is_shown=False, is_named=True),
        Column(key="asks", label="Asked for", is_shown=False, is_named=True),
        Column(key="people", label="People", sort="people", first="-", look="number", is_named=True),
        Column(key="students", label="Students", is_shown=False, look="number", is_named=True),
        Column(key="hours", label="Hours", sort="hours", first="-", is_shown=False, look="number", is_named=True),
        Column(key="note", label="Note", is_shown=False, look="typed", is_named=True),
        Column(key="status", label="Status", is_shown=False, is_named=True),
        Column(key="entered", label="Entered by", is_shown=False, is_named=True),
    ),
    filters=(
        *_COUNTED,
        InYear(options=_years),
        Choice(name="kind", label="Kind", options=_kinds, every="All kinds", means=ActivityKind),
        *(
            Choice(name=name, label=label, options=_codes(name), every=every, phrase=phrase, place=place, lower=True)
            for name, label, every, phrase, place in _BY_CODE
        ),
        PartnerFilter(place=Place.MORE),
        Choice(
            name="status", label="Status", options=_statuses, every="Confirmed", means=RecordStatus, place=Place.MORE
        ),
        Day(name="from", label="From", phrase="from {}", place=Place.MORE),
        Day(name="to", label="To", phrase="until {}", place=Place.MORE),
        Search(),
        InMonth(),
        Mine(),
    ),
    order="-date",
    days="date",
    day_of=lambda one: one.occurred_on,
    find=_find,
    handling=HANDLING,
    partners=partners_lately,
    settle=_settle,
    name_rows=_names,
)
