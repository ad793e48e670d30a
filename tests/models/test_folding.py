"""One identity of an organization, and search that folds: case, accents, spaces and marks make no difference."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.folding import says
from models.operations.partners import organisation_named
from models.queries.activities import ActivityFilter, list_activities
from models.scope import Scope
from models.texts import folded, identity_key
from tests.factories import a_partner, a_school, an_activity

SAME = (
    ("Palmetto Paper", "Palmetto Paper Co."),
    ("palmetto paper", "Palmetto Paper Company, Inc."),
    ("Mercy Hospital", "mercy  hospital, Inc."),
    ("Lowe's", "Lowe’s"),
    ("Lowe's", "LOWES LLC"),
    ("The Boat Works", "Boat Works"),
    ("Boys & Girls Club", "Boys and Girls Club"),
    ("Smith Company", "Smith Co."),
    ("Milliken & Company", "Milliken and Co"),
    ("École d’Été", "ecole d'ete"),
    ("U.S. Forge", "US Forge"),
    ("Open End Mills", "Open\u00a0End  Mills"),
    ("Coca-Cola", "Coca Cola"),
    ("Coastal Robotics Corporation", "Coastal Robotics corp."),
    ("Zoë Lab", unicodedata.normalize("NFD", "Zoë Lab")),
)
OTHERS = (
    ("Smith", "Smith Co"),
    ("First Baptist Church", "Second Baptist Church"),
    ("Kestrel College", "Kestrel Technical College"),
    ("Inc", "LLC"),
    ("The", "Inc."),
    ("Mill 1", "Mill 2"),
    ("Anderson Co", "Anderson"),
    ("Smith & Co.", "Smith"),
    ("Birch Tree & Co", "Birch Tree"),
    ("Palmetto Paper Co.", "Palmetto Paper Mill"),
    ("C++ Club", "C Club"),
    ("中文学校", "日本学校"),
    ("!!!", "???"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_organization_have_one_key(one: str, other: str) -> None:
    assert identity_key(one) == identity_key(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_two_organizations_have_two_keys(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["The", "Inc.", "Mill", "Company", "&", "-", "CO"])).map(" ".join)
)
def test_a_key_is_its_own_key_and_never_empty_for_what_is_seen(name: str) -> None:
    key = identity_key(name)
    assert identity_key(key) == key
    assert bool(key) == bool(folded(name))


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Zs"], max_codepoint=0x24F), max_size=40))
def test_case_accents_and_spaces_change_no_key(name: str) -> None:
    assert identity_key(name.upper()) == identity_key(name.lower()) or "ı" in name or "ŉ" in name
    assert identity_key(unicodedata.normalize("NFD", name)) == identity_key(name)
    assert identity_key(f"  {name}\u2009") == identity_key(name)


def test_an_organization_is_found_by_any_name_of_its_key_and_first_by_its_own(session: Session) -> None:
    school = a_school(session)
    plain = a_partner(session, "Mercy Hospital", district=school.district)
    older = a_partner(session, "Mercy Hospital, Inc.", district=school.district)
    district = school.district_id
    assert organisation_named(session, "MERCY HOSPITAL LLC", district_id=district) is plain
    assert organisation_named(session, " Mercy  Hospital, Inc. ", district_id=district) is older
    assert organisation_named(session, "Mercy Clinic", district_id=district) is None


@pytest.mark.parametrize(
    ("said", "sought"),
    [
        ("École d'été", "ecole"),
        ("École d'été", "ÉCOLE D’ÉTÉ"),
        (unicodedata.normalize("NFD", "Émile"), "émile"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("100 % sure_thing", "100 % SURE_"),
    ],
)
def test_a_search_in_the_database_folds_as_the_product_does(session: Session, said: str, sought: str) -> None:
    an_activity(session, a_school(session), title=said)
    session.flush()
    assert session.scalars(select(Activity.title).where(says(Activity.title, sought))).all() == [said]
    assert not session.scalars(select(Activity.title).where(says(Activity.title, "nothing of it"))).all()


def test_activities_are_found_whatever_the_accents_of_title_note_and_partner(session: Session) -> None:
    school = a_school(session)
    an_activity(session, school, title="Visit to École Nord")
    an_activity(session, school, title="Talk", note="with Émile’s class")
    an_activity(session, school, title="Mill day", partners=[a_partner(session, "Étoile Mills")])
    session.flush()
    scope = Scope.of_school(school.id)
    for sought in ("ecole", "ÉMILE'S", "etoile"):
        assert list_activities(session, ActivityFilter(text=sought), scope=scope).total == 1, sought
