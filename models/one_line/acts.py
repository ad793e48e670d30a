"""Settles what happened: which of the things that a line names was done, and of what kind that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.one_line.findings import Findings
from models.one_line.names import Mention
from models.one_line.phrases import Hit
from models.one_line.said import Happening
from models.one_line.sides import Side
from models.one_line.verbless import guest_in_class, taught_by_a_partner, trip_to_a_partner

# "Shared our project with the council" tells the council.
_HEARS = frozenset((Side.TOLD, Side.BESIDE))
_SPEAKS = frozenset(("spoke", "speaking", "spoken"))
_LISTENED = frozenset(("heard", "listened", "watched"))
# No more than that something was said.
_SAID = frozenset(("telling", "conversation"))
_VISIT, _VISITED = "visit to a partner", "visit to the school"
_WORKED = frozenset(("spent", "spend", "spending", "worked", "working"))
_COUNCIL, _MEETING = "council or team meeting", "meeting"
_REVIEW = ("review",)
_PLANS = frozenset(("plan", "plans"))
_OWNED = frozenset(("our", "my", "the", "a", "their", "action", "his", "her"))
_OURSELVES = frozenset(("i", "we"))
_ABOUT_OURS = frozenset(("our", "my"))
# A parent who writes a line.
PARENTS = ("families",)


class Act(NamedTuple):
    """What happened, as far as it is settled."""

    happening: Happening | None
    hit: Hit[int] | None
    kind: str | None


def settle_act(found: Findings, who: Sequence[str]) -> Act:
    """Settle what happened: the surest thing that the line names and that its other words allow.

    Args:
        who: For whom the person usually acts, as codes of `by`.
    """
    theirs = any(hit.means[1] == "alliances" for hit in found.of("roles"))
    partner = "alliances" in who or bool(_partners(found)) or theirs
    called = bool(found.unnamed_organizations)
    students = "students" in who or any(hit.means[1] == "students" for hit in found.of("roles"))
    told = [
        (one, hit)
        for one, hit in found.happenings
        if {
            "partner": partner,
            "students": students,
            "guest": "alliances" in who or _guest(found, hit),
            "teachers": (partner or called) and not students and _by_these(found, one.actor, who),
            "helped": partner and "students" in who,
            "by_students": "students" in who,
            None: True,
        }[one.needs]
        and not _is_not_theirs(found, one, hit, who)
    ]
    if (not told or told[0][0].way == found.lexicon.data.sorts.courses) and (enrolled := enrolled_at_a_center(found)):
        return enrolled
    if (not told or told[0][0].name in _SAID) and (met := _body_met(found)):
        return met
    only_said = bool(told) and told[0][0].only_means and told[0][0].kind == "communication"
    if (not told or only_said) and (guest := guest_in_class(found)):
        return Act(*guest, guest[0].kind)
    if not told and (act := taught_by_a_partner(found) or trip_to_a_partner(found)):
        return Act(*act, act[0].kind)
    if not told and _with_partner(found) and (found.of("purpose") or not found.of("channel")):
        return Act(None, None, "partnership")
    if not told:
        channels = [hit for hit in found.of("channel") if not found.only_spoken_of(hit.first)]
        # With which partner is asked; that it was with one is what the line says.
        if not channels and any(len(one.names) > 1 for one in found.mentions if not one.sure):
            return Act(None, None, "partnership")
        return Act(None, None, "communication" if channels else None)
    # A station at the head of a line makes it news, whatever it told of.
    one, hit = next((pair for pair in told if pair[0].others_act and pair[1].first == 0), told[0])
    if one.name == _VISIT and ((not partner and _body_at_the_head(found)) or _is_our_tour(found, hit, who)):
        one = next(other for other in found.lexicon.data.happenings if other.name == _VISITED)
    met_theirs = one.name == _COUNCIL and _own_team_met_a_partner(found, hit)
    if met_theirs or (one.name == _COUNCIL and _partners_own_met(found, hit, who)):
        one = next(other for other in found.lexicon.data.happenings if other.name == _MEETING)
    kind: str = one.kind
    with_school = who == ("alliances",) and _with_the_school(found)
    if one.with_partner and (met_theirs or with_school or _with_partner(found)) and not is_to_a_body(found, hit):
        kind = "partnership"
    return Act(one, hit, kind)


def _is_not_theirs(found: Findings, one: Happening, hit: Hit[int], who: Sequence[str]) -> bool:
    """Whether what partners do is said of somebody else, or what students join is only what was talked of."""
    before = found.line.words[hit.first - 1].plain if hit.first else ""
    if one.by == ("alliances",) and is_where_it_was(found, hit):
        return True
    if one.by == ("alliances",) and tuple(who) == PARENTS and says_so_of_oneself(found, hit):
        return not _students_are_told(found)  # "I talked to the third graders about my job", as a parent says it
    if one.by == ("alliances",) and before in _OURSELVES and "alliances" not in who:
        return True  # "I spoke about our career pathways"
    talked_of = {word.plain for word in found.line.words[hit.first : hit.end + 1]}
    if one.by == ("alliances",) and "alliances" not in who and talked_of & _ABOUT_OURS and not _guest(found, hit):
        return True  # "spoke about our career center"
    if one.needs == "partner" and _is_a_thing(found, hit):
        return True
    if one.purpose == _REVIEW and not _partners(found) and _is_of_a_plan(found, hit):
        return True
    if before == "job" and hit.first > 1:
        before = found.line.words[hit.first - 2].plain
    clause = found.line.words[hit.first].clause
    if any(word.plain in _WORKED and word.clause == clause for word in found.line.words[: hit.first]):
        return False  # "spent 6 hours on homework help"
    # "Review on dual enrollment", "radio spot on the science fair", "met with Mercy on job shadows".
    return before == "on" and bool(("students" in one.actor and one.way) or one.ours or one.needs == "teachers")


def says_so_of_oneself(found: Findings, hit: Hit[int] | Hit[str] | None) -> bool:
    """Whether "I" or "we" stands right before what was done."""
    return hit is not None and hit.first > 0 and found.line.words[hit.first - 1].plain in _OURSELVES


def _students_are_told(found: Findings) -> bool:
    return any(hit.means[1] == "students" and found.side(hit) in _HEARS for hit in found.of("roles"))


def is_where_it_was(found: Findings, hit: Hit[int] | Hit[tuple[str, str]]) -> bool:
    """Whether somebody who decides was spoken to where partners do something: "told the mayor at the career fair"."""
    words = found.line.words
    if hit.first < 2 or words[hit.first - 1].plain not in ("the", "our", "a") or words[hit.first - 2].plain != "at":
        return False
    decide = found.lexicon.marked("audience", "decision_maker") | set(found.lexicon.data.sorts.bodies)
    return any(one.means[1] in decide and one.end < hit.first for one in found.of("audience"))


def _is_a_thing(found: Findings, hit: Hit[int]) -> bool:
    """Whether "plan" is what somebody has, not what was done: "our compost plan"."""
    words = found.line.words
    if hit.length > 1 or words[hit.first].plain not in _PLANS:
        return False
    return any(word.plain in _OWNED for word in words[max(0, hit.first - 2) : hit.first])


def _is_of_a_plan(found: Findings, hit: Hit[int]) -> bool:
    """Whether what was gone over is a plan: "went over the partnership plan" reviews no partnership."""
    words = found.line.words
    return hit.end < len(words) and words[hit.end].plain in _PLANS


def enrolled_at_a_center(found: Findings) -> Act | None:
    """Read "6 kids got into Hollis", where Hollis is a career and technology center by its name."""
    enrolled = found.sign("enrolled")
    center = found.lexicon.data.sorts.center
    centers = [
        one.names[0]
        for one in found.mentions
        if one.sure and any(hit.means[0] == "way" and hit.means[1] in center for hit in found.values_in(one.names[0]))
    ]
    spoken = [one for one in found.of("way") if one.means[1] in center and enrolled and enrolled.first < one.first]
    if enrolled is None or not (centers or spoken):
        return None
    happening = next(one for one in found.lexicon.data.happenings if one.way == center)
    return Act(happening, Hit(enrolled.first, enrolled.end, 0), happening.kind)


def _by_these(found: Findings, actor: Sequence[str], who: Sequence[str]) -> bool:
    """Whether some people do a thing: they are named, or the person is one of them and names nobody else."""
    named = {hit.means[1] for hit in found.of("roles") if found.side(hit) in (Side.ACTS, Side.ALONE)}
    return bool(named & set(actor) or (set(who) & set(actor) and not named & set(found.lexicon.data.sorts.asking)))


def _body_met(found: Findings) -> Act | None:
    """Read "SIC 3/3: they told us": a body alone at the head of a line, before its day or a break, met."""
    words = found.line.words
    bodies = {*found.lexicon.data.sorts.bodies, "staff"}
    head = next((hit for hit in found.of("audience") if hit.first == 0 and hit.means[1] in bodies), None)
    if head is None or head.end >= len(words):
        return None
    end = words[head.end - 1].end
    before_its_day = any(day.start - end <= 1 for day in found.days if day.start >= end)
    if not before_its_day and words[head.end].clause == words[0].clause:
        return None
    happening = next(one for one in found.lexicon.data.happenings if one.tile == "council" and one.channel)
    return Act(happening, Hit(0, head.end, 0), happening.kind)


def _is_our_tour(found: Findings, hit: Hit[int], who: Sequence[str]) -> bool:
    """Whether we are who gave a tour: "gave a tour to three people of the co-op"."""
    words = found.line.words
    at = hit.first - 1 - (hit.first > 1 and words[hit.first - 1].plain in ("a", "the"))
    if "alliances" in who or at < 0 or words[at].plain not in ("gave", "give", "giving"):
        return False
    subject = words[at - 1].plain if at and words[at - 1].clause == words[at].clause else "we"
    return subject in _OURSELVES and hit.end < len(words) and words[hit.end].plain in ("to", "for")


def _own_team_met_a_partner(found: Findings, hit: Hit[int]) -> bool:
    """Whether the school's own leaders or staff met with a partner: "our STEM leadership team met with Mercy"."""
    teams = found.lexicon.data.sorts.listeners
    own = any(
        one.means[1] in teams and one.first < hit.end and found.side(one) is Side.ACTS for one in found.of("roles")
    )
    beside = {one.first for one in _partners(found) if found.side(one) is Side.BESIDE}
    words, with_them = found.line.words, found.lexicon.data.words.beside
    # "With the college": that it was one is said, and which is asked.
    beside |= {at for at in found.unnamed_organizations if at > 1 and words[at - 2].plain in with_them}
    return own and any(hit.end <= at <= hit.end + 2 for at in beside)


def _partners_own_met(found: Findings, hit: Hit[int], who: Sequence[str]) -> bool:
    """Whether those who met are the people of the partner who speaks: "our staff met your principal"."""
    before = found.line.words[hit.first - 1].plain if hit.first else ""
    return tuple(who) == ("alliances",) and before in _ABOUT_OURS


def _body_at_the_head(found: Findings) -> bool:
    """Whether those who decide came to see: "school board tour of the lab"."""
    decide = found.lexicon.marked("audience", "decision_maker") | set(found.lexicon.data.sorts.bodies)
    words = found.line.words
    return any(
        hit.means[1] in decide and (hit.first <= 1 or words[hit.first - 1].plain == "for")
        for hit in found.of("audience")
    )


def _guest(found: Findings, hit: Hit[int]) -> bool:
    """Whether somebody from outside stands before what is told: a partner, one of its people, a person by name."""
    before = [one for one in _partners(found) if one.first < hit.first]
    people = [one for one in found.of("roles") if one.means[1] == "alliances" and one.first < hit.first]
    titles = found.lexicon.data.words.titles
    named = [at for at in range(min(hit.first, 3)) if found.line.words[at].plain in titles]
    return bool(before or people or named)


def is_to_a_body(found: Findings, hit: Hit[int]) -> bool:
    """Whether it was said to a club, a council, a board: to several, who listen."""
    bodies = found.lexicon.data.sorts.listening
    if found.line.words[hit.first].plain in _SPEAKS and not found.mentions:
        # "Chamber breakfast: I spoke about" is before the chamber.
        heard = [one for one in found.of("audience") if one.means[1] in bodies and one.end <= hit.first]
        if heard and not any(found.side(one) is Side.ACTS for one in heard):
            return True
    clause, titles = found.line.words[hit.first].clause, found.lexicon.data.words.titles
    ends = [one.end for one in found.of("audience") if one.means[1] in bodies and one.end < len(found.line.words)]
    if any(found.line.words[at].plain in _LISTENED for at in ends):
        return True  # "the PTA heard our plan"
    return any(
        one.means[1] in bodies
        # "The mayor" is one, who is talked with.
        and found.line.words[one.end - 1].plain not in titles
        and hit.first <= one.first
        and (one.first <= hit.end + 3 or (found.side(one) in _HEARS and found.line.words[one.first].clause == clause))
        for one in found.of("audience")
    )


def _with_the_school(found: Findings) -> bool:
    """Whether a partner's own met people of the school: "met with the principal"."""
    school = found.lexicon.data.sorts.asking
    words, titles = found.line.words, found.lexicon.data.words.titles
    beside = found.lexicon.data.words.beside
    # "Sen. Alvarez" is not of the school.
    outside = {at for hit in found.of("audience") for at in range(hit.first, hit.end)}
    titled = any(
        word.plain in titles and words[at - 1].plain in beside
        for at, word in enumerate(words)
        if at and at not in outside
    )
    return titled or any(
        hit.means[1] in school
        and (found.side(hit) is Side.BESIDE or (hit.first > 0 and words[hit.first - 1].plain == "your"))
        for hit in found.of("roles")
    )


def _with_partner(found: Findings) -> bool:
    """Whether a partner was talked to, not only spoken of."""
    sides = {found.side(one) for one in _partners(found)}
    bodies = found.lexicon.data.sorts.listening
    heard = {at for hit in found.of("audience") if hit.means[1] in bodies for at in range(hit.first, hit.end)}
    if Side.ALONE in sides and any(one.first == 0 and one.sure and 0 not in heard for one in found.mentions):
        return True  # "Sierra CC dean, lunch meeting"
    named_before = {hit.end for hit in found.of("roles")}
    if any(
        found.side(one) is Side.ALONE
        and one.first - 1 in named_before
        and found.line.words[one.first - 1].plain == "and"
        for one in _partners(found)
    ):
        return True  # "principal and Brightwater lunch"
    if any(found.line.text[: found.line.words[one.first].start].endswith("(") for one in _partners(found)):
        return True  # "coffee with Dev Malhotra (Lanternfish)"
    return bool(sides & {Side.BESIDE, Side.TOLD, Side.OBJECT, Side.ACTS, Side.INSIDE, Side.FROM})


def _partners(found: Findings) -> list[Mention]:
    """List the organizations named, without those that are sooner an audience: "the chamber"."""
    told = {at for hit in found.of("audience") for at in range(hit.first, hit.end)}
    return [one for one in found.mentions if one.sure or not told & set(range(one.first, one.end))]
