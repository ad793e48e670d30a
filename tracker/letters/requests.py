"""What letters about requests say: what a school asks an alliance for, and what it answered."""

from __future__ import annotations

from datetime import date, datetime

from models.needs import Match
from models.partners import Contact
from models.records import RecordStatus
from models.reminder_days import ReminderKind
from models.request_links import RequestLink
from models.wording import day_words, stopped
from tracker.letters.links import no_more_path, request_path
from tracker.letters.readers import language_at, phrase, wants
from tracker.mail.site import site
from tracker.reminders.links import off_address


def request_words(link: RequestLink, now: datetime) -> tuple[str, str] | None:
    """Give subject and text of a request by mail; None where it needs no answer any more.

    Of the request it says what its partner may read, and nothing that the school wrote for itself.
    """
    match = link.match
    is_over = link.used_at is not None or link.expires_at <= now or match.answer
    if is_over or match.record_status is not RecordStatus.CONFIRMED:
        return None
    if link.contact is not None and not _is_asked(link.contact, now.date()):
        return None
    if link.user_id is not None and not wants(link.user_id):
        return None
    school, asked = match.school.name, _asked_for(match)
    lines = [f"{link.asked_by.name} of {school} asks {match.partner.name} for: {asked}."]
    if match.message:
        lines.append(match.message)
    if match.answer_by:
        lines.append(f"An answer would help until {day_words(match.answer_by)}.")
    lines.append(
        f"Yes, something else, or not this time: answer here, without signing in.\n\n{site()}{request_path(link)}"
    )
    lines.append(
        f"The address is yours alone. It shows only this request, takes one answer, and is open until "
        f"{day_words(link.expires_at.date())}."
    )
    if link.contact is not None:
        lines.append(
            f"{stopped(f'You get this because {school} has you as its key contact at {match.partner.name}')} "
            f"No more requests by mail:\n\n{site()}{no_more_path(link)}"
        )
    elif link.user_id is not None:
        lines.append(f"No more requests by mail:\n\n{off_address(link.user_id, ReminderKind.REQUEST)}")
    return f"{school} asks: {asked}", "\n\n".join(lines)


def _is_asked(contact: Contact, on: date) -> bool:
    """Whether somebody is still a key contact who is asked by mail."""
    is_over = contact.until_on is not None and contact.until_on <= on
    is_kept = contact.record_status is RecordStatus.CONFIRMED
    return is_kept and contact.is_key and not is_over and contact.no_mail_since is None


def answered_words(link: RequestLink, now: datetime) -> tuple[str, str] | None:
    """Give subject and text for whoever asked by mail; None where the answer was taken back."""
    match = link.match
    if not match.answer:
        return None
    language = language_at(match.school_id, match.answered_on or now.date())
    said = phrase(language, "match_status", match.answer)
    by = f"{match.who_answered} of {match.partner.name}" if match.who_answered else match.partner.name
    lines = [f"{by} answered your request ({_asked_for(match)}): {said}."]
    if match.answer_note:
        lines.append(match.answer_note)
    lines.append(f"The answer is on record:\n\n{site()}/records/match/{match.id}")
    return f"{match.partner.name} answered: {said}", "\n\n".join(lines)


def replied_words(match: Match, link: RequestLink | None) -> tuple[str, str] | None:
    """Give subject and text of what a school says to an answer; None where it says nothing any more.

    Args:
        link: The address from which it was answered, where that was somebody without an account.
    """
    if not match.reply or match.record_status is not RecordStatus.CONFIRMED:
        return None
    school = match.school.name
    lines = [f"{school} writes back about your answer ({_asked_for(match)}):", match.reply]
    if link is None:
        by = match.answered_by_id
        if by is None or not wants(by):
            return None
        lines.append(f"It stands beside your answer:\n\n{site()}/alliance/requests/{match.id}")
        lines.append(f"No more such mail:\n\n{off_address(by, ReminderKind.REQUEST)}")
    else:
        if link.contact is None or not _is_asked(link.contact, match.replied_on or match.occurred_on):
            return None
        lines.append(f"No more such mail:\n\n{site()}{no_more_path(link)}")
    return f"{school} writes back: {_asked_for(match)}", "\n\n".join(lines)


def _asked_for(match: Match) -> str:
    language = language_at(match.school_id, match.occurred_on)
    if match.offer:
        return phrase(language, "contribution_type", match.offer)
    return ", ".join(phrase(language, "match_way", way) for way in match.way) or "your help"
