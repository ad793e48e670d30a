"""What a letter asks while it is written: whether its reader still wants it, how they sign in, the words of a school.

What it reads it reads in a session of its own: what was sent is noted while the letter is being written.
"""

from __future__ import annotations

from datetime import date

from models.accounts import User
from models.agreements import Agreement
from models.continuum.language.language import Language
from models.operations.signatures import signing_of
from models.queries.catalogue import catalogue_on
from models.queries.reminders import unwanted_by
from models.reminder_days import ReminderKind
from models.scope import Scope
from tracker.extensions import reading_session
from tracker.ways_in import provider_alone


def wants(user_id: int) -> bool:
    """Whether somebody with an account still wants mail of what schools ask them for, and write back."""
    with reading_session() as session:
        return not unwanted_by(session, [user_id], ReminderKind.REQUEST)


def signs_in_alone_with(user_id: int) -> str:
    """Say that somebody signs in with their district's provider alone; nothing where a password opens."""
    with reading_session() as session:
        user = session.get(User, user_id)
        return provider_alone(session, user) if user is not None else ""


def language_at(school_id: int, on: date) -> Language:
    """Give the words of a day at a school."""
    with reading_session() as session:
        return catalogue_on(session, on, scope=Scope.of_school(school_id)).language


def partner_may_sign(agreement_id: int, language: Language, on: date) -> bool:
    """Whether an agreement waits for its partner's signature: nobody of them signed it as it stands."""
    with reading_session() as session:
        agreement = session.get_one(Agreement, agreement_id)
        scope = Scope(partner_id=agreement.partnership.partner_id)
        return signing_of(session, agreement, language, scope=scope, today=on).is_open


def phrase(language: Language, name: str, code: str) -> str:
    """Give the words of a code; what stands on no list is the school's own words."""
    return language.phrase(name, code) if code in language.values(name) else code
