"""An agreement is signed on screen by both sides: who, when, what it said, and the hash of its file."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.agreements import Agreement
from models.queries.calendar import list_calendar
from models.scope import Scope
from models.signatures import Signature
from tests.cast import OTHER_PARTNER, PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partnership, an_agreement
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import SITE, letters
from tests.tracker.mail_server import Mailbox

PDF = b"%PDF-1.4\n%%EOF\n"


def sent_paper(
    session: Session, partner: str = PARTNER, point_person: str | None = "Pat Point", **fields: object
) -> int:
    """Put an agreement on record that was handed over and that nobody signed."""
    people = school_named(session), partner_named(session, partner)
    partnership = a_partnership(session, *people, point_person=point_person)
    given = {"signed_on": None, "submitted_on": TODAY - timedelta(days=3), "ends_on": TODAY + timedelta(days=300)}
    paper = an_agreement(session, partnership, **given | fields)
    session.commit()
    return paper.id


def sign(client: FlaskClient, address: str, page: str, name: str = "Jo Park") -> int:
    """Sign on a page, as it was read."""
    form = client.get(page).text
    version = re.findall(r'name="version"[^>]*value="(\d+)"', form)[-1]
    return client.post(address, data={"version": version, "name": name}).status_code


def stored(session: Session, number: int) -> Agreement:
    session.rollback()
    return session.get_one(Agreement, number)


def test_each_side_is_told_by_mail_once_when_the_other_has_signed(
    client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    member, point_person = user_of(db_session, Cast.ALLIANCE), user_of(db_session, Cast.POINT_PERSON)
    number = sent_paper(db_session, point_person=point_person.name)
    member_mail, point_mail = member.email, point_person.email
    db_session.rollback()
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    school_page, own_page = f"/agreements/{number}", f"/alliance/agreements/{number}"
    assert sign(alliance, f"{own_page}/sign", own_page) == 302
    again = {"version": stored(db_session, number).version, "name": "Jo Park"}
    refused = alliance.post(f"{own_page}/sign", data=again)
    assert refused.status_code == 422 and "Your side has signed it already" in refused.text
    (told,) = letters(mailbox)
    assert point_mail in mailbox.mails[0]["To"] and f"{PARTNER} signed" in mailbox.mails[0]["Subject"]
    assert f"Jo Park signed for {PARTNER}" in told and "Now your side" in told
    assert f"{SITE}{school_page}\r\n" in told and point.get(school_page).status_code == 200
    assert sign(point, f"{school_page}/sign-here", school_page, "Pat Point") == 302
    told = letters(mailbox)[-1]
    assert len(mailbox.mails) == 2 and member_mail in mailbox.mails[1]["To"]
    assert "Signed by both sides" in mailbox.mails[1]["Subject"]
    assert f"Pat Point signed for {SCHOOL}" in told and f"{SITE}{own_page}\r\n" in told


def test_what_was_handed_over_waits_on_the_own_page_until_it_is_signed(
    client_as: ClientAs, db_session: Session
) -> None:
    number, alliance = sent_paper(db_session), client_as(Cast.ALLIANCE)
    sent_paper(db_session, submitted_on=TODAY - timedelta(days=400))
    way = f'href="/alliance/agreements/{number}">Read, then sign'
    assert alliance.get(ENGAGEMENT).text.count("Read, then sign") == 1 and way in alliance.get(ENGAGEMENT).text
    assert sign(alliance, f"/alliance/agreements/{number}/sign", f"/alliance/agreements/{number}") == 302
    assert "Read, then sign" not in alliance.get(ENGAGEMENT).text
    assert "Read, then sign" not in client_as(Cast.OTHER_ALLIANCE).get(ENGAGEMENT).text


def test_an_agreement_stands_with_its_days_left_among_agreements_although_it_waits_as_well(
    client_as: ClientAs, db_session: Session
) -> None:
    sent_paper(db_session, signed_on=TODAY - timedelta(days=3), ends_on=TODAY + timedelta(days=17))
    sent_paper(db_session, signed_on=TODAY - timedelta(days=3), ends_on=None)
    sent_paper(db_session, submitted_on=TODAY - timedelta(days=400))
    page = client_as(Cast.ALLIANCE).get(ENGAGEMENT).text
    agreements = page[page.index('id="papers"') : page.index("own-pictures")]
    assert re.findall(r'class="tag[^>]*>([^<]*)<', agreements) == ["ends in 17 days", "no end"]
    assert "Its last day is" in page[: page.index('id="papers"')]


def test_an_agreement_stands_among_those_that_hold_until_both_have_signed_its_renewal(
    client_as: ClientAs, db_session: Session
) -> None:
    number = sent_paper(db_session, signed_on=TODAY - timedelta(days=300), ends_on=TODAY + timedelta(days=20))
    earlier = stored(db_session, number)
    renewal = an_agreement(
        db_session, earlier.partnership, renews=earlier, signed_on=None, submitted_on=TODAY,
        starts_on=TODAY + timedelta(days=21), ends_on=TODAY + timedelta(days=385),
    )  # fmt: skip
    db_session.commit()
    renewal_number = renewal.id
    db_session.rollback()
    alliance = client_as(Cast.ALLIANCE)
    assert "ends in 20 days" in alliance.get(ENGAGEMENT).text
    assert "ended or renewed" not in alliance.get("/alliance/agreements").text
    own_page, school_page = f"/alliance/agreements/{renewal_number}", f"/agreements/{renewal_number}"
    assert sign(alliance, f"{own_page}/sign", own_page) == 302
    assert "ends in 20 days" in alliance.get(ENGAGEMENT).text
    assert sign(client_as(Cast.POINT_PERSON), f"{school_page}/sign-here", school_page, "Pat Point") == 302
    assert "ends in 20 days" not in alliance.get(ENGAGEMENT).text
    assert "1 ended or renewed agreement" in alliance.get("/alliance/agreements").text


def test_a_draft_is_the_schools_own_and_what_was_signed_at_once_is_open_to_its_partner(
    client_as: ClientAs, db_session: Session
) -> None:
    days = {"draft": TODAY + timedelta(days=17), "at once": TODAY + timedelta(days=19)}
    sent_paper(db_session, submitted_on=None, ends_on=days["draft"])
    number = sent_paper(db_session, submitted_on=None, signed_on=TODAY - timedelta(days=90), ends_on=days["at once"])
    alliance = client_as(Cast.ALLIANCE)
    for address in (ENGAGEMENT, "/alliance/agreements"):
        page = alliance.get(address).text
        assert "ends in 17 days" not in page, address
        assert f'href="/alliance/agreements/{number}"' in page, address
    assert "ends in 19 days" in alliance.get(f"/alliance/agreements/{number}").text
    scope = Scope(school_ids=frozenset(), partner_id=partner_named(db_session, PARTNER).id)
    ends = list_calendar(db_session, scope=scope, name="", today=TODAY, kinds=())
    assert [one.on for one in ends] == [days["at once"]]


def test_who_signed_reads_that_their_signature_is_kept_and_takes_it_along(
    client_as: ClientAs, db_session: Session
) -> None:
    number, alliance = sent_paper(db_session), client_as(Cast.ALLIANCE)
    assert sign(alliance, f"/alliance/agreements/{number}/sign", f"/alliance/agreements/{number}") == 302
    assert "Your signature" in alliance.get("/account/kept").text
    (kept,) = alliance.get("/account/kept.json").json["signatures"]
    assert kept["name"] == "Jo Park" and PARTNER in kept["under"]
    assert client_as(Cast.OTHER_ALLIANCE).get("/account/kept.json").json["signatures"] == []


def test_with_the_signatures_of_both_sides_it_is_signed_and_the_hash_of_its_file_is_kept(
    client_as: ClientAs, db_session: Session
) -> None:
    number = sent_paper(db_session)
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    school_page, own_page = f"/agreements/{number}", f"/alliance/agreements/{number}"
    point.post(f"{school_page}/files", data={"file": (BytesIO(PDF), "terms.pdf")})
    page = alliance.get(own_page).text
    assert f"between {SCHOOL} and {PARTNER}" in page and "terms.pdf" in page
    link = re.search(rf'href="({own_page}/files/\d+)"', page)
    assert link and alliance.get(link[1], buffered=True).data == PDF
    assert sign(alliance, f"{own_page}/sign", own_page) == 302
    assert stored(db_session, number).signed_on is None
    again = {"version": stored(db_session, number).version, "name": "Jo Park"}
    assert alliance.post(f"{own_page}/sign", data=again).status_code == 422  # once for each side
    assert f"Jo Park</b> for {PARTNER}" in point.get(school_page).text
    assert sign(point, f"{school_page}/sign-here", school_page, "Pat Point") == 302
    paper = stored(db_session, number)
    assert paper.signed_on == TODAY
    first, second = db_session.scalars(select(Signature).order_by(Signature.id)).all()
    people = (user_of(db_session, Cast.ALLIANCE).id, user_of(db_session, Cast.POINT_PERSON).id)
    assert (first.user_id, second.user_id) == people and second.partner_id is None
    assert first.hashes == second.hashes == (hashlib.sha256(PDF).hexdigest(),)
    assert first.terms == second.terms and "Last day: " in first.terms and first.signed_on == TODAY
    assert "Pat Point" in alliance.get(own_page).text and "Sign it" not in alliance.get(own_page).text


def test_who_signed_other_terms_or_another_file_has_not_signed_these(client_as: ClientAs, db_session: Session) -> None:
    number = sent_paper(db_session)
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    school_page, own_page = f"/agreements/{number}", f"/alliance/agreements/{number}"
    sign(alliance, f"{own_page}/sign", own_page)
    point.post(f"{school_page}/files", data={"file": (BytesIO(PDF), "terms.pdf")})
    assert "has changed since" in point.get(school_page).text
    sign(point, f"{school_page}/sign-here", school_page)
    assert stored(db_session, number).signed_on is None
    assert sign(alliance, f"{own_page}/sign", own_page) == 302
    assert stored(db_session, number).signed_on == TODAY


def test_what_changed_while_it_was_read_is_read_again_before_it_is_signed(
    client_as: ClientAs, db_session: Session
) -> None:
    number = sent_paper(db_session)
    alliance, own_page = client_as(Cast.ALLIANCE), f"/alliance/agreements/{number}"
    before = stored(db_session, number).version
    stored(db_session, number).expected_outcome = "Ten places a year"
    db_session.commit()
    again = alliance.post(f"{own_page}/sign", data={"version": before, "name": "Jo"})
    assert again.status_code == 422 and "Read it again" in again.text and "Ten places" in again.text
    assert alliance.post(f"{own_page}/sign", data={"version": before + 1, "name": " "}).status_code == 422
    assert db_session.scalars(select(Signature)).all() == []


@pytest.mark.parametrize("fields", [{"submitted_on": None}, {"ends_on": TODAY - timedelta(days=1)}])
def test_a_draft_is_not_shown_and_what_is_over_is_not_signed(
    client_as: ClientAs, db_session: Session, fields: dict[str, object]
) -> None:
    number = sent_paper(db_session, **fields)
    answer = client_as(Cast.ALLIANCE).post(f"/alliance/agreements/{number}/sign", data={"version": 1, "name": "Jo"})
    assert answer.status_code == (404 if "submitted_on" in fields else 422)
    refused = client_as(Cast.POINT_PERSON).post(
        f"/agreements/{number}/sign-here", data={"version": stored(db_session, number).version, "name": "Jo"}
    )
    assert refused.status_code == 422 and "There is a problem" in refused.text


def test_another_alliance_finds_neither_agreement_nor_file_and_who_may_not_write_does_not_sign(
    client_as: ClientAs, db_session: Session
) -> None:
    number, theirs = sent_paper(db_session), sent_paper(db_session, OTHER_PARTNER)
    point = client_as(Cast.POINT_PERSON)
    point.post(f"/agreements/{theirs}/files", data={"file": (BytesIO(PDF), "theirs.pdf")})
    file_id = stored(db_session, theirs).documents[0].id
    alliance = client_as(Cast.ALLIANCE)
    for path in (f"{theirs}", f"{theirs}/files/{file_id}", f"{number}/files/{file_id}"):
        assert alliance.get(f"/alliance/agreements/{path}").status_code == 404, path
    assert alliance.post(f"/alliance/agreements/{theirs}/sign", data={"name": "Jo"}).status_code == 404
    said = {"version": "1", "name": "Jo"}
    assert point.post(f"/alliance/agreements/{number}/sign", data=said).status_code == 403
    for person, status in ((Cast.VIEWER, 403), (Cast.ALLIANCE, 403), (Cast.OTHER_POINT_PERSON, 404)):
        assert client_as(person).post(f"/agreements/{number}/sign-here", data=said).status_code == status
