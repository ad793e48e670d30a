"""What stands in the header: the nouns a reader may open, and the pages inside each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from dashboards.addresses import ENGAGEMENT, HOME, SCHOOLS
from tracker.permissions import can
from tracker.roles import Permission


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the header as this reader sees it."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu.

    Attributes:
        endpoint: Where it leads.
        prefixes: Paths that belong to it; "/" stands for that page alone.
    """

    text: str
    endpoint: str
    permission: Permission
    prefixes: tuple[str, ...]
    inside: tuple[Entry, ...] = ()


MENU: tuple[Entry, ...] = (
    Entry("Home", "home.show", Permission.HOME_SEE, ("/",)),
    Entry(
        "Schools",
        "dashboards.schools",
        Permission.DISTRICT_SEE,
        (SCHOOLS, "/school-years", "/thresholds", "/hour-rates"),
        inside=(
            Entry("Schools", "dashboards.schools", Permission.DISTRICT_SEE, (SCHOOLS,)),
            Entry("School years", "school_years.index", Permission.YEARS_OPEN, ("/school-years",)),
            Entry("Numbers in the rules", "thresholds.index", Permission.THRESHOLDS_WRITE, ("/thresholds",)),
            Entry("Rates of an hour", "hour_rates.index", Permission.THRESHOLDS_WRITE, ("/hour-rates",)),
        ),
    ),
    Entry("My engagement", "alliances.show", Permission.ALLIANCE_SEE, ("/alliance", ENGAGEMENT)),
    Entry(
        "Activities",
        "activities.index",
        Permission.ACTIVITIES_READ,
        ("/activities", "/log", "/to-confirm", "/series", "/partner-entries"),
        inside=(
            Entry("Activities", "activities.index", Permission.ACTIVITIES_READ, ("/activities", "/log")),
            Entry(
                "To confirm",
                "activities.to_confirm",
                Permission.ACTIVITIES_WRITE,
                ("/to-confirm", "/series", "/partner-entries"),
            ),
        ),
    ),
    Entry(
        "Partnerships",
        "partnerships.index",
        Permission.PARTNERSHIPS_READ,
        ("/partnerships", "/partners", "/agreements", "/evaluations", "/needs-and-offers", "/hand-overs"),
        inside=(
            Entry("Partnerships", "partnerships.index", Permission.PARTNERSHIPS_READ, ("/partnerships",)),
            Entry("Partners", "partners.index", Permission.PARTNERS_READ, ("/partners",)),
            Entry("Needs and offers", "board.index", Permission.PARTNERSHIPS_READ, ("/needs-and-offers",)),
            Entry("Agreements", "agreements.index", Permission.AGREEMENTS_READ, ("/agreements",)),
            Entry("Evaluations", "evaluations.index", Permission.EVALUATIONS_READ, ("/evaluations",)),
            Entry("Hand-overs", "hand_overs.index", Permission.PARTNERSHIPS_READ, ("/hand-overs",)),
        ),
    ),
    Entry("Records", "records.index", Permission.RECORDS_READ, ("/records", "/imports", "/thank-you")),
    Entry("Dashboards", "dashboards.show", Permission.DASHBOARDS_READ, ("/dashboards", "/indicators")),
    Entry(
        "The year",
        "years.index",
        Permission.YEAR_READ,
        ("/years", "/comparisons", "/actions", "/gaps", "/facts", "/roster", "/standards"),
        inside=(
            Entry("The year", "years.index", Permission.YEAR_READ, ("/years",)),
            Entry("Then and now", "comparisons.show", Permission.YEAR_READ, ("/comparisons",)),
            Entry("Actions", "actions.index", Permission.ACTIONS_READ, ("/actions",)),
            Entry("Gaps", "gaps.index", Permission.GAPS_READ, ("/gaps",)),
            Entry("Still true?", "facts.index", Permission.ATTESTATIONS_READ, ("/facts",)),
            Entry("The team", "roster.index", Permission.TEAM_READ, ("/roster",)),
            Entry("Standards", "crosswalks.index", Permission.DASHBOARDS_READ, ("/standards",)),
        ),
    ),
)

# Dash answers below a path of its own and has no endpoint in the sense of a view.
PATHS = {"dashboards.show": HOME, "dashboards.schools": SCHOOLS, "alliances.show": ENGAGEMENT}


def _is_at(prefixes: tuple[str, ...]) -> bool:
    path = request.path
    return any(path == prefix or (prefix != "/" and path.startswith(f"{prefix}/")) for prefix in prefixes)


def _links(entries: tuple[Entry, ...]) -> list[Link]:
    open_to = [entry for entry in entries if can(entry.permission)]
    # A page belongs to the first that claims it: the schools stand before the other dashboards.
    current = next((entry for entry in open_to if _is_at(entry.prefixes)), None)
    return [
        Link(entry.text, PATHS.get(entry.endpoint) or url_for(entry.endpoint), entry is current) for entry in open_to
    ]


def menu() -> list[Link]:
    """List the nouns that the reader may open."""
    return _links(MENU)


def submenu() -> list[Link]:
    """List the pages inside the noun in use; empty where it has one page only."""
    for entry in MENU:
        if entry.inside and _is_at(entry.prefixes):
            links = _links(entry.inside)
            return links if len(links) > 1 else []
    return []
