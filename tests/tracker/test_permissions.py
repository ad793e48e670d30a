"""Every route names who may reach it, and what is not named is refused."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from dashboards.page import Page
from dashboards.pages import engagement
from dashboards.shell import PAGES
from models.accounts import Role
from tests.cast import SIGNED_IN, Cast
from tests.tracker.conftest import ClientAs
from tracker.factory import BLUEPRINTS
from tracker.navigation import MENU, PATHS
from tracker.permissions import PUBLIC, permission_of, requires
from tracker.roles import ROLE_PERMISSIONS, Permission

OPEN_TO_ALL = {
    "joined_styles", "static", "accounts.login", "favicon", "activities.worker", "activities.no_connection",
    # Each opens with an address that only its person has: signed, or secret.
    "reminders.ask_off", "reminders.off", "calendar.feed",
    "accounts.invitation", "accounts.new_password", "accounts.new_address", "accounts.take_new_address",
    "alliances.asked", "alliances.ask_no_more", "alliances.no_more", "alliances.shared", "alliances.was_so",
    "charts.embedded",
    # Whoever forgot a password is not signed in.
    "accounts.forgotten", "accounts.second_step", "accounts.ask_passkey", "accounts.with_passkey",
    # So is whoever is on the way to a provider of their district, and back.
    "accounts.sign_in_with", "accounts.back_from_provider",
}  # fmt: skip


def own_endpoints(app: Flask) -> list[str]:
    """Every endpoint but those below the dashboards' prefix, which one guard covers."""
    return sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if not rule.rule.startswith("/dashboards/")}
        - {"/dashboards/"}
    )


def test_every_registered_route_names_a_permission_or_says_public(app: Flask) -> None:
    nameless = [endpoint for endpoint in own_endpoints(app) if permission_of(app, endpoint) is None]
    assert nameless == []


def test_only_the_sign_in_page_static_files_and_addresses_of_ones_own_are_public(app: Flask) -> None:
    public = {endpoint for endpoint in own_endpoints(app) if permission_of(app, endpoint) == PUBLIC}
    assert public == OPEN_TO_ALL


def test_a_route_that_names_nothing_is_refused_even_to_admins(app: Flask, client_as: ClientAs) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for person in Cast:
        assert client_as(person).get("/forgotten").status_code == 403


def test_a_required_permission_is_asked_of_everybody(app: Flask, client_as: ClientAs) -> None:
    app.add_url_rule("/evaluate", "evaluate", requires(Permission.EVALUATIONS_WRITE)(lambda: "done"))
    codes = {person: client_as(person).get("/evaluate").status_code for person in Cast}
    may = {Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN, Cast.OTHER_POINT_PERSON}
    assert codes == {person: 200 if person in may else 302 if person is Cast.NOBODY else 403 for person in Cast}


def test_every_role_has_permissions_and_may_reach_its_own_account() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert all(Permission.ACCOUNT in permissions for permissions in ROLE_PERMISSIONS.values())


def test_an_alliance_member_may_do_nothing_at_a_school() -> None:
    assert ROLE_PERMISSIONS[Role.ALLIANCE_MEMBER] == {
        Permission.ALLIANCE_SEE,
        Permission.ALLIANCE_WRITE,
        Permission.ACCOUNT,
    }


def test_nobody_at_a_school_sees_what_is_an_alliances_own() -> None:
    school_roles = set(Role) - {Role.ALLIANCE_MEMBER}
    assert not any(Permission.ALLIANCE_SEE in ROLE_PERMISSIONS[role] for role in school_roles)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
@pytest.mark.parametrize("permission", [Permission.AGREEMENTS_READ, Permission.DOCUMENTS_READ])
def test_contributors_and_viewers_open_no_agreements_and_no_documents(role: Role, permission: Permission) -> None:
    assert permission not in ROLE_PERMISSIONS[role]


def test_a_viewer_writes_nothing() -> None:
    assert not [one for one in ROLE_PERMISSIONS[Role.VIEWER] if one.value.endswith((":write", ":admin", ":confirm"))]


@pytest.mark.parametrize("person", SIGNED_IN)
def test_the_menu_offers_what_the_reader_may_open_and_every_offer_opens(client_as: ClientAs, person: Cast) -> None:
    client = client_as(person)
    page = client.get("/start", follow_redirects=True).text
    nav = page[page.index('id="menu"') : page.index("</nav>", page.index('id="menu"'))]
    links = [part.split('"')[0] for part in nav.split('href="')[1:]]
    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_every_entry_of_the_menu_leads_to_a_registered_page(app: Flask) -> None:
    entries = [*MENU, *(inner for entry in MENU for inner in entry.inside)]
    missing = [entry.endpoint for entry in entries if entry.endpoint not in {*app.view_functions, *PATHS}]
    assert missing == []


def test_every_area_is_registered_once(app: Flask) -> None:
    assert len({blueprint.name for blueprint in BLUEPRINTS}) == len(BLUEPRINTS)
    assert {blueprint.name for blueprint in BLUEPRINTS} <= set(app.blueprints)


@pytest.mark.parametrize("page", [*PAGES, None], ids=lambda page: page.title if page else "none")
def test_a_dashboard_is_closed_to_strangers_and_to_the_other_side(client_as: ClientAs, page: Page[Any] | None) -> None:
    path = page.path if page else "/dashboards/anything"
    answer = client_as(Cast.NOBODY).get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login?next={path}")
    for person, role in ((Cast.ALLIANCE, Role.ALLIANCE_MEMBER), (Cast.SCHOOL_ADMIN, Role.SCHOOL_ADMIN)):
        expected = 404 if page is None else 200 if page.permission in ROLE_PERMISSIONS[role] else 403
        assert client_as(person).get(path).status_code == expected, person
    assert page is None or (page.permission == Permission.ALLIANCE_SEE) is (page is engagement.PAGE)


@pytest.mark.parametrize("path", ["_dash-layout", "_dash-dependencies", "_reload-hash"])
def test_the_dashboards_own_addresses_answer_strangers_with_401(client_as: ClientAs, path: str) -> None:
    assert client_as(Cast.NOBODY).get(f"/dashboards/{path}").status_code == 401


def test_a_callback_of_somebody_signed_out_answers_401(client_as: ClientAs) -> None:
    answer = client_as(Cast.NOBODY).post("/dashboards/_dash-update-component", json={})
    assert answer.status_code == 401
    assert answer.json == {"error": "Sign in first."}
