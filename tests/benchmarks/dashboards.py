"""Every dashboard by itself, of a school that logged little and of one that logged much, and schools side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dashboards.addresses import SCHOOLS
from dashboards.shell import PAGES
from models.accounts import District, Role, User
from models.activities import activity_partners
from models.database import make_engine
from models.memberships import Membership
from tests.benchmarks.found import Found, Sizes
from tests.benchmarks.schools import POINT_PERSON, district_of, school_of
from tests.benchmarks.visits import median_cpu, signed_in
from tracker.roles import ROLE_PERMISSIONS

# Activities of each school of a district: what is compared was stored before anybody asks.
EACH = 60
OF_A_SCHOOL, OF_AN_ALLIANCE = (
    tuple(page for page in PAGES if page.permission in ROLE_PERMISSIONS[role])
    for role in (Role.POINT_PERSON, Role.ALLIANCE_MEMBER)
)


def dashboards(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure each page of the dashboards, quiet and after a write, much logged against little; and what it sends."""
    quiet: dict[tuple[str, int], float] = {}
    written: dict[tuple[str, int], float] = {}
    sent: dict[str, float] = {}
    for size in (sizes.small, sizes.big):
        for page in (*OF_A_SCHOOL, *OF_AN_ALLIANCE):
            url = school_of(folder, size)
            if page in OF_AN_ALLIANCE:
                _make_alliance(url)
            with signed_in(folder, url) as visit:
                visit.dashboard(page.path)
                quiet[page.title, size] = median_cpu(lambda path=page.path: visit.dashboard(path))
                behind = median_cpu(lambda path=page.path: visit.dashboard(path), before=visit.write_elsewhere)
                written[page.title, size] = behind
                sent[page.title] = sum(len(brotli.compress(json.dumps(one).encode())) for one in visit.told) / 1024
    for page in (*OF_A_SCHOOL, *OF_AN_ALLIANCE):
        name, pair = page.title, f"{sizes.big:,} against {sizes.small:,}"
        yield Found(f"{name}, {sizes.big:,} activities", None, None, quiet[name, sizes.big])
        yield Found(f"{name}, {pair}", None, 1.5, quiet[name, sizes.big] / quiet[name, sizes.small], "x")
        yield Found(
            f"{name} after a write, {pair}", None, 3, written[name, sizes.big] / written[name, sizes.small], "x"
        )
        yield Found(f"{name}, what its parts are answered", None, 60, sent[name], "KB")


def compared(folder: Path, sizes: Sizes) -> Iterator[Found]:
    """Measure the dashboard of a district's schools, very many of them against a few; and what it sends."""
    needed, sent = {}, 0.0
    for number in (sizes.few_schools, sizes.many_schools):
        url = district_of(folder, [EACH] * number)
        _make_admin(url)
        with signed_in(folder, url) as visit:
            visit.dashboard(SCHOOLS)
            needed[number] = median_cpu(lambda: visit.dashboard(SCHOOLS))
            sent = sum(len(brotli.compress(json.dumps(one).encode())) for one in visit.told) / 1024
    what = f"Schools, {sizes.many_schools:,} of them against {sizes.few_schools}"
    yield Found(f"Schools, {sizes.many_schools:,} of them", None, None, needed[sizes.many_schools])
    yield Found(f"Schools, what its parts are answered, {sizes.many_schools:,} of them", None, 60, sent, "KB")
    yield Found(what, None, 3, needed[sizes.many_schools] / needed[sizes.few_schools], "x")


def _make_admin(url: str) -> None:
    """Make the one who asks an admin of the district, which is one role and not one at each of its schools."""
    with _only_role(url) as (session, person):
        district = session.scalars(select(District)).one()
        session.add(Membership(user=person, role=Role.DISTRICT_ADMIN, district_id=district.id))


def _make_alliance(url: str) -> None:
    """Make the one who asks a member of the organization with which most was done, and of nothing else."""
    with _only_role(url) as (session, person):
        partner_id = activity_partners.c.partner_id
        most = select(partner_id).group_by(partner_id).order_by(func.count().desc()).limit(1)
        session.add(
            Membership(
                user=person, role=Role.ALLIANCE_MEMBER, partner_id=session.scalars(most).one(), acts_as=("alliances",)
            )
        )


@contextmanager
def _only_role(url: str) -> Iterator[tuple[Session, User]]:
    """Take the roles of the one who asks away, to give another one."""
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        person = session.scalars(select(User).where(User.email.startswith(POINT_PERSON))).one()
        session.execute(delete(Membership).where(Membership.user_id == person.id))
        yield session, person
    engine.dispose()
