"""A partnership, and the scope of the school that works in it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.partnerships import Partnership
from models.scope import Scope
from tests.factories import a_partner, a_partnership, a_school


@pytest.fixture
def partnership(sqlite_session: Session) -> Partnership:
    return a_partnership(sqlite_session, a_school(sqlite_session), a_partner(sqlite_session))


@pytest.fixture
def scope(partnership: Partnership) -> Scope:
    return Scope.of_school(partnership.school_id, district_id=partnership.school.district_id)
