"""Reads lines that name who and what, and leave out the verb: "dentist from Blackwell in 2nd grade", "Rotary $500"."""

from __future__ import annotations

from models.one_line.findings import Findings
from models.one_line.phrases import Hit
from models.one_line.said import Happening
from models.one_line.sides import Side

_GUEST, _WORKSHOP = "talk by a guest", "workshop by a partner"
_TRIP, _VISIT = "field trip", "visit to a partner"
# Who goes on a trip, and who on a visit.
_VISITORS = frozenset(("teacher", "principal", "counselor", "coordinator", "director"))
_GOERS = frozenset(("class", "student", "kid", "grader", "grade", "gr", "club", "team", "pupil"))
_SENT = frozenset(("app", "application", "letter", "card", "note", "email", "survey", "video", "resume", "thank"))
# A guest stands at the head of such a line, and the partner shortly behind or before.
_HEAD, _TO_THE_PARTNER = 3, 3
_CLASSES = frozenset(("grade", "gr", "period", "block", "homeroom", "class", "classroom", "room"))
_ARRIVED = frozenset(("in", "arrived", "received", "recd", "here", "delivered", "came", "rcvd", "picked", "free"))
_AT_THE_HEAD = (Side.ALONE, Side.THERE, Side.ACTS)
_NO_GIFT = ("request", "need", "thanks", "answers", "workforce", "training", "gift_not")


def guest_in_class(found: Findings) -> tuple[Happening, Hit[int]] | None:
    """Find a partner's own at the head of a line that tells of a class, where no verb says what they did."""
    if not _tells_of_students(found):
        return None
    for hit in found.of("roles"):
        if hit.means[1] != "alliances" or hit.first > _HEAD or not _is_at_the_head(found, hit):
            continue
        theirs = hit.first == 0 or any(
            hit.end <= one.first <= hit.end + _TO_THE_PARTNER + 2 or hit.first - 1 <= one.end <= hit.first
            for one in found.mentions
        )
        if theirs:
            return _happening(found, _GUEST), Hit(hit.first, hit.end, 0)
    return None


def taught_by_a_partner(found: Findings) -> tuple[Happening, Hit[int]] | None:
    """Find a partner at the head of a line that does whatever it does with students: "Skyline flew w/ my kids"."""
    words = found.line.words
    theirs = next((one for one in found.mentions if one.first <= 1 and found.side(one) is not Side.OBJECT), None)
    if theirs is None or theirs.end >= len(words):
        return None
    with_students = any(
        hit.means[1] == "students" and found.side(hit) in (Side.BESIDE, Side.TOLD) and _is_ours(found, hit)
        for hit in found.of("roles")
    )
    if not with_students:
        return None
    return _happening(found, _WORKSHOP), Hit(theirs.first, theirs.end, 0)


def trip_to_a_partner(found: Findings) -> tuple[Happening, Hit[int]] | None:
    """Find who went and a partner behind "to": "Mr. Ott's shop class to Blue Ridge", "2 teachers to the mill"."""
    words = found.line.words
    for one in found.mentions:
        at = one.first - 1 - (one.first > 1 and words[one.first - 1].plain == "the")
        to = at > 0 and words[at].plain == "to" and words[at].clause == words[one.first].clause
        # "14 kids' apps to Ebbline" went, nobody else.
        to = to and words[at - 1].stem not in _SENT
        if to and any(word.stem in _GOERS for word in words[max(0, at - 3) : at]):
            return _happening(found, _TRIP), Hit(at, one.end, 0)
        if to and any(word.stem in _VISITORS for word in words[max(0, at - 3) : at]):
            return _happening(found, _VISIT), Hit(at, one.end, 0)
    return None


def _happening(found: Findings, name: str) -> Happening:
    return next(one for one in found.lexicon.data.happenings if one.name == name)


def _is_ours(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether students are the school's: "my kids", "30 students"."""
    before = found.line.words[max(0, hit.first - 3) : hit.first]
    return any(word.plain in ("my", "our") for word in before) or any(one.end == hit.end for one in found.counts)


def gift_named_only(found: Findings) -> Hit[str] | None:
    """Find what a partner gave where only the partner and the gift are named: a sum, or things that arrived."""
    if any(found.sign(name) is not None for name in _NO_GIFT) or found.of("ask"):
        return None
    if any(not found.only_spoken_of(hit.first) for _one, hit in found.happenings):
        return None
    giving = (Side.ALONE, Side.FROM, Side.ACTS, Side.BY, Side.THERE)
    partner = next((one for one in found.mentions if found.side(one) in giving), None)
    if partner is None:
        return None
    things = [hit for hit in found.of("contribution_type") if hit.means[1] in found.lexicon.data.sorts.things]
    arrived = any(word.plain in _ARRIVED for word in found.line.words[partner.end :])
    given = found.money or (things and arrived)
    return Hit(partner.first, partner.first + 1, "gift") if given else None


def _is_at_the_head(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether somebody begins a line, or stands right behind the partner that does: "Fairchild Foods chemist"."""
    behind_theirs = any(one.first == 0 and one.end in (hit.first, hit.first - 1) for one in found.mentions)
    return behind_theirs or found.side(hit) in _AT_THE_HEAD


def _tells_of_students(found: Findings) -> bool:
    if any(one.who == "students" for one in found.counts):
        return True
    return any(word.plain in _CLASSES for word in found.line.words)
