"""Words for stored codes and columns, where no list of the catalogue says better ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.wording import day_words, listed

# Codes whose words do not follow from the code itself.
_CODES = {
    "ctc": "Career and Technology Center",
    "mou": "Memorandum of understanding",
    "pta": "PTA",
    "sic": "School Improvement Council",
    "slt": "STEM leadership team",
    "stem": "STEM",
}
# Columns whose words do not follow from their name.
_FIELDS = {
    "activity_kind": "Kind",
    "agreement_kind": "Kind",
    "also_for": "Also counts for",
    "amount": "Amount",
    "ask": "Asked for",
    "assessed_on": "Checked what they can offer",
    "beyond_class": "Beyond the classroom",
    "by": "Who did it",
    "channel": "How",
    "audience": "For whom",
    "confirmed_on": "What we agreed was confirmed",
    "curricular_goal": "Curricular goal",
    "ends_on": "Last day",
    "ended_on": "Ended",
    "entered_by_id": "Entered by",
    "facts_confirmed": "What we agreed was confirmed",
    "is_key": "Key contact",
    "not_for": "Does not count for",
    "occurred_on": "Day",
    "partner_id": "Partner",
    "partners": "Partners",
    "partnership_id": "Partnership",
    "people": "People reached",
    "record_status": "Status",
    "renews_id": "Renews",
    "roles": "Who took part",
    "side": "Evaluated by",
    "signed_on": "Signed",
    "starts_on": "First day",
    "started_on": "Started",
    "students": "Students",
    "submitted_on": "Submitted",
    "two_way": "Two-way",
    "until_on": "Until",
    "way": "In what way",
}


def words(code: str) -> str:
    """Write a code as words: `social_media` becomes `Social media`."""
    return _CODES.get(code) or code.replace("_", " ").replace("-", " ").strip().capitalize()


def field_words(name: str) -> str:
    """Write a column's name as a label: `notice_days` becomes `Notice days`."""
    known = _FIELDS.get(name)
    return known or words(name.removesuffix("_id").removesuffix("_on"))


def value_words(value: Any) -> str:
    """Write a value of the history in words.

    Args:
        value: A JSON value: text, number, true or false, an ISO date, a list of these, or None (nothing).
    """
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return listed(value_words(item) for item in value)
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return day_words(date.fromisoformat(text))
        except ValueError:
            return text  # something a person wrote that only looks like a day
    return text
