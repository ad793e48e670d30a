"""People are invited, join, get further roles, forget passwords and leave, each as who may do it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.account_letters import AccountEvent, AccountLetter, LetterState
from models.accounts import Role, User
from models.invitations import Invitation
from models.memberships import Membership
from tests.cast import OTHER_SCHOOL, PARTNER, SCHOOL, Cast, school_named, user_of
from tests.factories import PASSWORD, a_partner, a_partnership
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import NEW_PASSWORD, address_in, letters
from tests.tracker.mail_server import Mailbox


def invite(client: FlaskClient, people: str, **fields: object) -> str:
    """Send a list of people, and give the page that comes."""
    data = {"people": people, "then": "send", **fields}
    return client.post("/people/invite", data=data, follow_redirects=True).text


def join(app: Flask, path: str, name: str = "Ada Moss", password: str = NEW_PASSWORD) -> tuple[FlaskClient, int]:
    """Open an invitation as a stranger and take it up."""
    client = app.test_client()
    client.get(path)
    return client, client.post(path, data={"name": name, "password": password, "repeated": password}).status_code


def roles_of(session: Session, email: str) -> set[Role]:
    session.rollback()  # what it sees now is what others stored since
    held = select(Membership).join(Membership.user).where(User.email == email, Membership.ended_on.is_(None))
    return {one.role for one in session.scalars(held)}


def test_somebody_invited_by_mail_chooses_a_password_and_works(
    app: Flask, client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    page = invite(client_as(Cast.SCHOOL_ADMIN), "Ada Moss, Ada@School.example, point person + SLT")
    assert "1 invitation on the way" in page and "open until" in page
    (text,) = letters(mailbox)
    assert "Hello Ada Moss" in text and f"point person and SLT member at {SCHOOL}" in text
    client, status = join(app, address_in(text))

    assert status == 302 and "Welcome. You can sign in" in client.get("/log").text
    assert roles_of(db_session, "ada@school.example") == {Role.POINT_PERSON, Role.SLT_MEMBER}
    again = app.test_client().post("/login", data={"email": "ada@school.example", "password": NEW_PASSWORD})
    assert again.status_code == 302


def test_an_invitation_opens_once(app: Flask, client_as: ClientAs, mailbox: Mailbox) -> None:
    invite(client_as(Cast.SCHOOL_ADMIN), "ada@school.example, teacher")
    path = address_in(letters(mailbox)[0])
    assert join(app, path)[1] == 302
    answer = app.test_client().get(path)
    assert answer.status_code == 410 and "It was taken up" in answer.text


def test_an_invitation_that_was_withdrawn_or_is_too_old_opens_nothing_and_says_so(
    app: Flask, client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    admin = client_as(Cast.SCHOOL_ADMIN)
    invite(admin, "ada@school.example, teacher\nlee@school.example, teacher")
    ada, lee = (address_in(text) for text in letters(mailbox))
    admin.post("/people/invitations/1/withdraw")
    second = db_session.scalars(select(Invitation).where(Invitation.email == "lee@school.example")).one()
    second.expires_at -= timedelta(days=30)
    db_session.commit()

    assert "withdrawn" in app.test_client().get(ada).text and join(app, ada)[1] == 410
    assert "send it again" in app.test_client().get(lee).text and join(app, lee)[1] == 410
    admin.post(f"/people/invitations/{second.id}/again")
    assert len(letters(mailbox)) == 3 and join(app, lee)[1] == 302


def test_who_has_an_account_takes_a_role_at_another_school_up_signed_in(
    app: Flask, client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    invite(client_as(Cast.SCHOOL_ADMIN), f"{Cast.OTHER_POINT_PERSON.email}, SLT")
    path = address_in(letters(mailbox)[0])
    stranger = app.test_client().get(path)
    assert "You have an account already" in stranger.text and 'name="password"' not in stranger.text
    wrong = client_as(Cast.VIEWER)
    assert "this invitation is for" in wrong.get(path).text
    wrong.post(path)
    assert roles_of(db_session, Cast.VIEWER.email) == {Role.VIEWER}
    right = client_as(Cast.OTHER_POINT_PERSON)
    assert "Take it up" in right.get(path).text
    right.post(path)
    assert roles_of(db_session, Cast.OTHER_POINT_PERSON.email) == {Role.POINT_PERSON, Role.SLT_MEMBER}


def test_a_list_is_read_line_by_line_and_what_cannot_be_sent_stays_with_its_reason(
    client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    listed = "\n".join(
        (
            "Ada Moss, ada@school.example, teacher",
            "Lee Park <lee@school.example>; point person / SLT member",
            f"Kim Ruiz\tkim@mill.example\talliance: {PARTNER}",
            "Jo, jo@school.example, point persn",
            "No Address, teacher",
            f"{Cast.VIEWER.email}, viewer",
            "Max, max@mill.example, alliance: Nobody Knows Inc",
            "ada@school.example, viewer",
            "Sam, sam@district.example, district admin",
            "Plain Name, plain@school.example",
        )
    )
    page = invite(client_as(Cast.SCHOOL_ADMIN), listed)
    sent = set(db_session.scalars(select(Invitation.email)))

    assert sent == {"ada@school.example", "lee@school.example", "kim@mill.example"}
    for reason in (
        "Did you mean point person?", "There is no e-mail address", "is viewer at", "There is no partner",
        "stands in the list twice", "You cannot make anybody district admin", "Say as what",
    ):  # fmt: skip
        assert reason in page, reason
    box = page[page.index("<textarea") : page.index("</textarea>")]
    assert "jo@school.example" in box and "lee@school.example" not in box
    assert len(letters(mailbox)) == 3


def test_the_usual_role_holds_for_lines_that_name_none(client_as: ClientAs, db_session: Session) -> None:
    invite(client_as(Cast.SCHOOL_ADMIN), "Ada, ada@school.example", usual="contributor")
    (role,) = db_session.scalars(select(Invitation)).one().roles
    assert role.role is Role.CONTRIBUTOR and role.acts_as == ("teachers",)


def test_looking_sends_nothing(client_as: ClientAs, db_session: Session) -> None:
    page = client_as(Cast.SCHOOL_ADMIN).post(
        "/people/invite", data={"people": "ada@school.example, teacher", "then": "look"}
    )
    assert "1 invitation would be sent" in page.text
    assert db_session.scalars(select(Invitation)).all() == []


def test_where_no_mail_leaves_the_admin_gives_the_address(app: Flask, client_as: ClientAs) -> None:
    page = invite(client_as(Cast.SCHOOL_ADMIN), "Ada, ada@school.example, teacher")
    found = re.search(r'value="http://localhost(/invitation/[^"]+)"', page)
    assert found and join(app, found[1])[1] == 302


@pytest.mark.parametrize("person", [*Cast])
def test_who_may_invite_whom(client_as: ClientAs, db_session: Session, person: Cast) -> None:
    client = client_as(person)
    invite(client, "a@school.example, teacher")
    invite(client, f"b@mill.example, alliance: {PARTNER}")
    invite(client, "c@district.example, district admin")
    sent = {email[0] for email in db_session.scalars(select(Invitation.email))}
    allowed = {
        Cast.POINT_PERSON: "b", Cast.SCHOOL_ADMIN: "ab", Cast.DISTRICT_ADMIN: "ac",
    }  # fmt: skip
    # The district's admin works at Hilltop High first, which does not know the organisation; so does its point person.
    assert sent == set(allowed.get(person, ""))


def test_a_point_person_sees_no_address_that_makes_an_admin(client_as: ClientAs) -> None:
    invite(client_as(Cast.SCHOOL_ADMIN), "a@school.example, school admin")
    page = client_as(Cast.POINT_PERSON).get("/people").text
    assert "a@school.example" not in page and "/invitation/" not in page
    assert client_as(Cast.POINT_PERSON).post("/people/invitations/1/again").status_code == 403


def test_another_schools_invitations_and_people_do_not_exist(client_as: ClientAs, db_session: Session) -> None:
    invite(client_as(Cast.SCHOOL_ADMIN), f"b@mill.example, alliance: {PARTNER}")
    other = client_as(Cast.OTHER_POINT_PERSON)
    assert other.post("/people/invitations/1/withdraw").status_code == 404
    theirs = user_of(db_session, Cast.OTHER_POINT_PERSON).id
    admin = client_as(Cast.SCHOOL_ADMIN)
    assert admin.get(f"/people/{theirs}").status_code == 404
    assert admin.post(f"/people/{theirs}/password").status_code == 404


def test_a_second_role_is_given_and_ended_and_its_history_tells(client_as: ClientAs, db_session: Session) -> None:
    admin, viewer = client_as(Cast.SCHOOL_ADMIN), user_of(db_session, Cast.VIEWER).id
    admin.post(f"/people/{viewer}/roles", data={"role": "slt_member"})
    assert roles_of(db_session, Cast.VIEWER.email) == {Role.VIEWER, Role.SLT_MEMBER}
    added = db_session.scalars(select(Membership).where(Membership.user_id == viewer).order_by(Membership.id)).all()[-1]
    assert added.began_on is not None
    page = admin.post(f"/people/{viewer}/roles/{added.id}/end", follow_redirects=True).text
    assert roles_of(db_session, Cast.VIEWER.email) == {Role.VIEWER}
    assert "SLT member at Riverside Middle from now on." in page and "No longer SLT member" in page


def test_with_whom_something_lies_hands_over_before_the_last_role_at_the_school_ends(
    client_as: ClientAs, db_session: Session
) -> None:
    teacher = user_of(db_session, Cast.CONTRIBUTOR)
    school = school_named(db_session)
    a_partnership(db_session, school, a_partner(db_session), point_person=teacher.name)
    db_session.commit()
    held = db_session.scalars(select(Membership).where(Membership.user_id == teacher.id)).one()
    end = f"/people/{teacher.id}/roles/{held.id}/end"
    admin = client_as(Cast.SCHOOL_ADMIN)
    first = admin.post(end)
    assert first.headers["Location"] == f"/hand-overs/new?leaves=u{teacher.id}"
    district = client_as(Cast.DISTRICT_ADMIN)
    district.post("/place", data={"place": f"s{school_named(db_session, OTHER_SCHOOL).id}"})
    db_session.rollback()
    for send in (end, f"/people/{teacher.id}/close"):
        told = district.post(send, follow_redirects=True).text
        assert f"1 thing lies with {teacher.name} at {school.name}. Somebody there hands over first." in told, send
    db_session.rollback()
    assert roles_of(db_session, Cast.CONTRIBUTOR.email) == {Role.CONTRIBUTOR}
    admin.post(f"/people/{teacher.id}/roles", data={"role": "viewer"})
    assert admin.post(end).headers["Location"] == f"/people/{teacher.id}", "another role is left"


def test_nobody_locks_out_the_last_admin(client_as: ClientAs, db_session: Session) -> None:
    admin, district = user_of(db_session, Cast.SCHOOL_ADMIN).id, user_of(db_session, Cast.DISTRICT_ADMIN).id
    client = client_as(Cast.DISTRICT_ADMIN)
    client.post("/place", data={"place": "s1"})
    held = db_session.scalars(select(Membership).where(Membership.user_id == admin)).one()
    page = client.post(f"/people/{admin}/roles/{held.id}/end", follow_redirects=True).text
    assert "last admin" in page and roles_of(db_session, Cast.SCHOOL_ADMIN.email) == {Role.SCHOOL_ADMIN}
    assert "last admin" in client.post(f"/people/{admin}/close", follow_redirects=True).text
    assert client.post(f"/people/{district}/close").status_code == 403


def test_a_closed_account_opens_nothing_until_it_is_opened_again(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    viewer, working = user_of(db_session, Cast.VIEWER).id, client_as(Cast.VIEWER)
    district = client_as(Cast.DISTRICT_ADMIN)
    district.post("/place", data={"place": "s1"})
    assert working.get("/").status_code == 200
    district.post(f"/people/{viewer}/close")
    assert working.get("/").status_code == 302
    sign_in = {"email": Cast.VIEWER.email, "password": PASSWORD}
    assert app.test_client().post("/login", data=sign_in).status_code == 401
    assert "account closed" in district.get("/people?state=left").text
    assert Cast.VIEWER.email not in district.get("/people").text
    district.post(f"/people/{viewer}/open")
    assert app.test_client().post("/login", data=sign_in).status_code == 302
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/people/{viewer}/close").status_code == 403


def test_who_leaves_a_partner_loses_access_at_once_and_the_hand_over_begins(
    client_as: ClientAs, db_session: Session
) -> None:
    theirs = client_as(Cast.ALLIANCE)
    assert theirs.get(ENGAGEMENT).status_code == 200
    user = user_of(db_session, Cast.ALLIANCE)
    held = db_session.scalars(select(Membership).where(Membership.user_id == user.id)).one()
    answer = client_as(Cast.POINT_PERSON).post(f"/people/at-partners/{held.id}/leave")
    assert "/hand-overs/at-partner/" in answer.location
    assert theirs.get(ENGAGEMENT).status_code == 403


def test_a_letter_that_cannot_leave_waits_and_leaves_with_the_next(
    app: Flask, client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    mailbox.refuse["ada@school.example"] = "451 come back later"
    invite(client_as(Cast.SCHOOL_ADMIN), "ada@school.example, teacher")
    assert letters(mailbox) == []
    letter = db_session.scalars(select(AccountLetter)).one()
    assert (letter.state, letter.told) == (LetterState.DUE, "451 come back later")
    mailbox.refuse.clear()
    app.test_client().post("/password/forgotten", data={"email": Cast.VIEWER.email})
    assert len(letters(mailbox)) == 2


def test_a_letter_refused_for_good_says_so_and_leaves_the_address_to_the_admin(
    client_as: ClientAs, mailbox: Mailbox
) -> None:
    mailbox.refuse["ada@school.example"] = "550 no such person"
    admin = client_as(Cast.SCHOOL_ADMIN)
    invite(admin, "ada@school.example, teacher")
    letters(mailbox)
    page = admin.get("/people").text
    assert "No letter left" in page and "/invitation/" in page


def test_what_happened_to_an_account_is_noted_with_who_did_it(client_as: ClientAs, db_session: Session) -> None:
    viewer = user_of(db_session, Cast.VIEWER).id
    db_session.rollback()
    client_as(Cast.SCHOOL_ADMIN).post(f"/people/{viewer}/leave")
    event = db_session.scalars(select(AccountEvent).where(AccountEvent.user_id == viewer)).one()
    assert (event.what, event.actor) == ("left", "School admin")
