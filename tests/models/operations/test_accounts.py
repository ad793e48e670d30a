"""People, memberships and passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.accounts import Role
from models.memberships import Membership
from models.operations.accounts import (
    AccountProblem,
    add_membership,
    change_password,
    create_school,
    create_user,
    hash_password,
    password_fits,
    refresh_hash,
)
from models.queries.accounts import find_by_token, find_district, find_user_by_email, schools_of_district
from tests.factories import PASSWORD, TODAY, a_district, a_membership, a_partner, a_school, a_user


def test_passwords_are_kept_as_argon2id_only() -> None:
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert password_fits(kept, PASSWORD)
    assert not password_fits(kept, PASSWORD + "x")


def test_an_account_without_a_password_fits_none() -> None:
    assert not password_fits(None, "")
    assert not password_fits(None, PASSWORD)
    assert not password_fits("not a hash", PASSWORD)


def test_a_new_password_replaces_what_stands_for_the_person_in_sessions(sqlite_session: Session) -> None:
    user = a_user(sqlite_session)
    token = user.session_token
    change_password(user, "another-long-password")
    sqlite_session.flush()
    assert find_by_token(sqlite_session, token, day=TODAY) is None
    found = find_by_token(sqlite_session, user.session_token, day=TODAY)
    assert found is not None
    assert (found.id, found.name, found.token, found.held) == (user.id, user.name, user.session_token, ())
    assert password_fits(user.password_hash, "another-long-password")


def test_a_hash_is_renewed_only_when_it_is_of_an_older_strength(sqlite_session: Session) -> None:
    user = a_user(sqlite_session)
    before = user.password_hash
    assert not refresh_hash(user, PASSWORD)
    assert user.password_hash == before
    user.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert refresh_hash(user, PASSWORD)
    assert password_fits(user.password_hash, PASSWORD)


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 201])
def test_passwords_too_short_or_too_long_are_refused(password: str) -> None:
    with pytest.raises(AccountProblem, match="A password"):
        hash_password(password)


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "123456789012", "qwertyuiop[]", "password1234", "continuum2026", "Pat.Jones2026", "ab" * 90],
)
def test_a_password_that_is_guessed_first_is_refused_for_a_new_account_and_for_an_old_one(
    sqlite_session: Session, password: str
) -> None:
    with pytest.raises(AccountProblem, match="easy to guess"):
        create_user(sqlite_session, "pat@school.example", "Pat Jones", password=password)
    user = create_user(sqlite_session, "pat@school.example", "Pat Jones", password=PASSWORD)
    before = user.password_hash
    with pytest.raises(AccountProblem, match="easy to guess"):
        change_password(user, password)
    assert user.password_hash == before


def test_one_address_has_one_account_however_it_is_written(session: Session) -> None:
    create_user(session, " Pat@School.Example ", "Pat", password=PASSWORD)
    session.flush()
    assert find_user_by_email(session, "PAT@school.example") is not None
    with pytest.raises(AccountProblem, match="already"):
        create_user(session, "pat@SCHOOL.example", "Pat", password=PASSWORD)


@pytest.mark.parametrize(
    "email", ["", "pat", "pat@", "pat@school", "pat @school.example", "p" * 250 + "@school.example"]
)
def test_what_is_no_address_is_refused(sqlite_session: Session, email: str) -> None:
    with pytest.raises(AccountProblem, match="not an e-mail address"):
        create_user(sqlite_session, email, "Pat", password=PASSWORD)


def test_two_schools_of_one_district_share_it(sqlite_session: Session) -> None:
    first = create_school(sqlite_session, "one", "One", district_name="Shared")
    sqlite_session.flush()
    second = create_school(sqlite_session, "two", "Two", district_name="  Shared ")
    sqlite_session.flush()
    assert first.district is second.district
    assert schools_of_district(sqlite_session, first.district_id) == [(first.id, first.name), (second.id, second.name)]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("where", ["school", "partner", "district", "nowhere"])
def test_a_role_is_held_at_its_own_kind_of_place_only(sqlite_session: Session, role: Role, where: str) -> None:
    district = a_district(sqlite_session)
    places = {
        "school": a_school(sqlite_session, district=district),
        "partner": a_partner(sqlite_session, district=district),
        "district": district,
    }
    fits = {Role.DISTRICT_ADMIN: "district", Role.ALLIANCE_MEMBER: "partner"}.get(role, "school") == where
    user = a_user(sqlite_session)
    given = {where: places[where]} if where in places else {}
    if fits:
        assert add_membership(sqlite_session, user, role, **given).role is role
        sqlite_session.flush()
    else:
        with pytest.raises(AccountProblem, match="and only there"):
            add_membership(sqlite_session, user, role, **given)


def test_the_table_itself_refuses_a_role_at_the_wrong_place(session: Session) -> None:
    school = a_school(session)
    user = a_user(session)
    session.add(Membership(user=user, role=Role.ALLIANCE_MEMBER, school=school))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(("days", "holds"), [(None, True), (1, True), (0, False), (-1, False)])
def test_a_membership_ends_on_its_first_day_without_it(sqlite_session: Session, days: int | None, holds: bool) -> None:
    user = a_user(sqlite_session)
    ended_on = None if days is None else TODAY + timedelta(days)
    school = a_school(sqlite_session)
    a_membership(sqlite_session, user, school=school, ended_on=ended_on)
    found = find_by_token(sqlite_session, user.session_token, day=TODAY)
    assert found is not None
    assert [(one.school_id, one.school, one.ended_on) for one in found.held] == (
        [(school.id, school.name, ended_on)] if holds else []
    )


def test_names_are_kept_as_people_see_them(sqlite_session: Session) -> None:
    turned = "River\u202eside\u200b Middle"
    school = create_school(sqlite_session, "riverside", turned, district_name="North\u2066 County\u2069")
    user = create_user(sqlite_session, "a\u200bda@school.example\u200e", "Ada\u202e Point", password="a long password")
    sqlite_session.flush()
    assert (school.name, school.district.name) == ("Riverside Middle", "North County")
    assert (user.email, user.name) == ("ada@school.example", "Ada Point")
    assert find_district(sqlite_session, " North  County\u200f") is school.district
