"""Calendars as calendar programs read them: iCalendar, RFC 5545."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

MAKER = "-//Continuum//Calendar//EN"
# How often programs are asked to look again.
AGAIN = timedelta(hours=12)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day of a calendar.

    Attributes:
        uid: The same for the same thing for ever, so that programs move it and do not show it twice.
        address: Of its page.
        changed_at: When it was last changed.
    """

    uid: str
    on: date
    title: str
    text: str
    address: str
    changed_at: datetime


def calendar_of(entries: Iterable[Entry], *, name: str) -> bytes:
    """Write a calendar.

    Args:
        name: What calendar programs call it.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for one in entries:
        calendar.add_component(_event(one))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Entry) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at)
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", one.title[:_LONGEST])
    event.add("description", f"{one.text}\n{one.address}".strip())
    event.add("url", one.address)
    # It reminds and keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    return event
