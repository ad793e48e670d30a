"""The fields of an activity that a line says."""

from __future__ import annotations

from collections.abc import Sequence, Set

from models.one_line.asks import ask_fields, speaks_up_for, urges
from models.one_line.fields import Field, codes_in, days_of, merged, partner_fields, place_of
from models.one_line.findings import Findings
from models.one_line.heads import Count
from models.one_line.names import Mention
from models.one_line.people import Act, audience_fields, people_fields
from models.one_line.phrases import Hit
from models.one_line.said import Happening
from models.one_line.sides import Side

_MOST_TOPICS = 3
# "Shared our project with the council" tells the council.
_HEARS = frozenset((Side.TOLD, Side.BESIDE))
_SPEAKS = frozenset(("spoke", "speaking", "spoken"))
_LISTENED = frozenset(("heard", "listened", "watched"))
_WRITTEN = frozenset(("wrote", "texted", "mailed", "notified", "reminded", "invited"))
# No more than that something was said.
_SAID = frozenset(("telling", "conversation"))
_OURSELVES = frozenset(("i", "we"))
_REACHED = ("people", "families")
Values = Hit[tuple[str, str]]


def activity_fields(found: Findings, *, who: Sequence[str]) -> list[Field]:
    """Give the fields of the log form that a line says.

    Args:
        who: For whom the person usually acts: they did it, where the line names nobody else.
    """
    act = _act(found, who)
    fields = [
        field._replace(name="partners", value=(str(field.value),))
        for field in partner_fields(found, only_partners=False)
    ]
    fields += _when(found)
    by, roles = people_fields(found, act, tuple(who))
    audience = audience_fields(found, act, by)
    speaks_up = speaks_up_for(found, act.kind, by, audience)
    asks_opinions = act.happening is not None and act.happening.collects_input
    asks = not asks_opinions and (speaks_up or found.sign("advocacy") is not None)
    ask = ask_fields(found, audience) if asks else []
    kind = "advocacy" if ask or speaks_up or urges(found, audience, asks) else act.kind
    if kind == "partnership" and not (act.happening and act.happening.audience):
        audience = []
    if kind is not None:
        fields.append(Field("kind", kind, place_of(found, act.hit)))
    fields += [*_tile(act, kind), *_how(found, act, kind), *by, *roles, *audience, *ask]
    fields += _purpose(found, act, kind, by)
    fields += _topics(found, act, {code for field in ask for code in codes_in(field)})
    fields += _numbers(found, act, by, who)
    fields += _marks(found, act, by, roles)
    return merged(fields)


def _act(found: Findings, who: Sequence[str]) -> Act:
    """Settle what happened: the surest thing that the line names and that its other words allow."""
    partner = "alliances" in who or bool(_partners(found))
    students = "students" in who or any(hit.means[1] == "students" for hit in found.of("roles"))
    told = [
        (one, hit)
        for one, hit in found.happenings
        if {
            "partner": partner,
            "students": students,
            "guest": _guest(found, hit),
            "teachers": partner and not students and _by_these(found, one.actor, who),
            None: True,
        }[one.needs]
        and not _is_not_theirs(found, one, hit, who)
    ]
    if (not told or told[0][0].way == found.lexicon.data.sorts.courses) and (enrolled := _enrolled_at_a_center(found)):
        return enrolled
    if (not told or told[0][0].name in _SAID) and (met := _body_met(found)):
        return met
    if not told and _with_partner(found) and (found.of("purpose") or not found.of("channel")):
        return Act(None, None, "partnership")
    if not told:
        channels = [hit for hit in found.of("channel") if not found.only_spoken_of(hit.first)]
        return Act(None, None, "communication" if channels else None)
    one, hit = told[0]
    kind: str = one.kind
    with_school = who == ("alliances",) and _with_the_school(found)
    if one.with_partner and (with_school or _with_partner(found)) and not _to_a_body(found, hit):
        kind = "partnership"
    return Act(one, hit, kind)


def _is_not_theirs(found: Findings, one: Happening, hit: Hit[int], who: Sequence[str]) -> bool:
    """Whether what partners do is said of somebody else, or what students join is only what was talked of."""
    before = found.line.words[hit.first - 1].plain if hit.first else ""
    if one.by == ("alliances",) and before in _OURSELVES and "alliances" not in who:
        return True  # "I spoke about our career pathways"
    return before == "on" and "students" in one.actor and bool(one.way)  # "review on dual enrollment"


def _enrolled_at_a_center(found: Findings) -> Act | None:
    """Read "6 kids got into Hollis", where Hollis is a career and technology center by its name."""
    enrolled = found.sign("enrolled")
    center = found.lexicon.data.sorts.center
    centers = [
        one.names[0]
        for one in found.mentions
        if one.sure and any(hit.means[0] == "way" and hit.means[1] in center for hit in found.values_in(one.names[0]))
    ]
    if enrolled is None or not centers:
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


def _guest(found: Findings, hit: Hit[int]) -> bool:
    """Whether somebody from outside stands before what is told: a partner, one of its people, a person by name."""
    before = [one for one in found.mentions if one.first < hit.first]
    people = [one for one in found.of("roles") if one.means[1] == "alliances" and one.first < hit.first]
    titles = found.lexicon.data.words.titles
    named = [at for at in range(min(hit.first, 3)) if found.line.words[at].plain in titles]
    return bool(before or people or named)


def _to_a_body(found: Findings, hit: Hit[int]) -> bool:
    """Whether it was said to a club, a council, a board: to several, who listen."""
    bodies = found.lexicon.data.sorts.listening
    if found.line.words[hit.first].plain in _SPEAKS and not found.mentions:
        # "Chamber breakfast: I spoke about" is before the chamber.
        heard = [one for one in found.of("audience") if one.means[1] in bodies and one.end <= hit.first]
        if heard and not any(found.side(one) is Side.ACTS for one in heard):
            return True
    clause, titles = found.line.words[hit.first].clause, found.lexicon.data.words.titles
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
    titled = any(word.plain in titles and words[at - 1].plain in beside for at, word in enumerate(words) if at)
    return titled or any(hit.means[1] in school and found.side(hit) is Side.BESIDE for hit in found.of("roles"))


def _with_partner(found: Findings) -> bool:
    """Whether a partner was talked to, not only spoken of."""
    sides = {found.side(one) for one in _partners(found)}
    return bool(sides & {Side.BESIDE, Side.TOLD, Side.OBJECT, Side.ACTS, Side.INSIDE, Side.FROM})


def _partners(found: Findings) -> list[Mention]:
    """List the organizations named, without those that are sooner an audience: "the chamber"."""
    told = {at for hit in found.of("audience") for at in range(hit.first, hit.end)}
    return [one for one in found.mentions if one.sure or not told & set(range(one.first, one.end))]


def _when(found: Findings) -> list[Field]:
    days = days_of(found)
    return [Field("occurred_on", days[0].day, (days[0].start, days[0].end))] if days and days[0].day else []


def _tile(act: Act, kind: str | None) -> list[Field]:
    """Say which tile of the log asks for the rest."""
    if act.happening is None or kind is None:
        return []
    if kind == "advocacy":
        return [Field("tile", "decision")]
    code = act.happening.tile if kind == act.happening.kind else act.happening.with_partner
    return [Field("tile", code)] if code else []


def _how(found: Findings, act: Act, kind: str | None) -> list[Field]:
    happening = act.happening
    told = [hit for hit in found.of("channel") if not found.only_spoken_of(hit.first)]
    outlets = found.lexicon.marked("channel", "outlet")
    letters = [hit for hit in told if hit.means[1] in found.lexicon.marked("channel", "advocacy")]
    if letters:
        return [Field("channel", (letters[0].means[1],), place_of(found, letters[0]))]
    if (
        happening
        and happening.channel
        and not (happening.name == "conversation" and act.hit and _to_a_body(found, act.hit))
    ):
        fields = [Field("channel", happening.channel, place_of(found, act.hit))]
        if outlets & set(happening.channel):
            said = (hit for hit in told if hit.means[1] in outlets)
            fields += [Field("channel", (hit.means[1],), place_of(found, hit)) for hit in said]
        return fields
    written = act.hit is not None and found.line.words[act.hit.first].plain in _WRITTEN
    if (
        act.hit
        and happening
        and happening.name in ("conversation", "telling")
        and not written
        and _to_a_body(found, act.hit)
    ):
        return [Field("channel", ("presentation",), place_of(found, act.hit))]
    if kind == "partnership":
        sorts = found.lexicon.data.sorts
        told = [hit for hit in told if hit.means[1] in sorts.talks]
        if happening and happening.way:
            told = [hit for hit in told if hit.means[1] in sorts.means]
    order = list(found.lexicon.data.said["channel"])
    told.sort(key=lambda hit: (order.index(hit.means[1]), hit.first))
    return [Field("channel", (told[0].means[1],), place_of(found, told[0]))] if told else []


def _purpose(found: Findings, act: Act, kind: str | None, by: Sequence[Field]) -> list[Field]:
    happening = act.happening
    if kind == "advocacy" and any("alliances" in codes_in(field) for field in by):
        return [Field("way", ("speaking",))]
    if kind != "partnership":
        return []
    if happening is None:
        return [field for field in _named_purpose(found) if field.value != ("planning",)]
    alliances = any("alliances" in codes_in(field) for field in by)
    if happening.way:
        return [
            Field(
                "way",
                happening.of_partners if alliances and happening.of_partners else happening.way,
                place_of(found, act.hit),
            )
        ]
    if happening.purpose == ("site_visit",) and {code for field in by for code in codes_in(field)} == {"students"}:
        return [Field("purpose", ("field_trip",), place_of(found, act.hit))]
    if _students_went_along(found, act, by):
        return [Field("purpose", ("field_trip",), place_of(found, act.hit))]
    if happening.purpose:
        also = [Field("way", happening.of_partners)] if alliances and happening.of_partners else []
        return [Field("purpose", happening.purpose, place_of(found, act.hit)), *also]
    return _named_purpose(found)


def _students_went_along(found: Findings, act: Act, by: Sequence[Field]) -> bool:
    """Whether a visit of the school's own to a partner was a trip of students: "went to the plant, 24 kids"."""
    if act.happening is None or act.happening.purpose != ("site_visit",) or act.hit is None:
        return False
    ours = any(set(found.lexicon.data.sorts.asking) & set(codes_in(field)) for field in by)
    return ours and any(one.who == "students" and one.first >= act.hit.first for one in found.counts)


def _named_purpose(found: Findings) -> list[Field]:
    """Read what it was for from the words that name it, whatever happened."""
    hits = [hit for hit in found.of("purpose") if hit.means[1] in found.lexicon.data.sorts.purposes]
    order = list(found.lexicon.data.said["purpose"])
    hits.sort(key=lambda hit: (hit.means[1] == "planning", order.index(hit.means[1])))
    return [Field("purpose", (hits[0].means[1],), place_of(found, hits[0]))] if hits else []


def _topics(found: Findings, act: Act, asked: Set[str]) -> list[Field]:
    fields: dict[str, Field] = {}
    for hit in found.of("topic"):
        said_already = ("funding" in asked and hit.means[1] == "funding_sources") or (
            hit.means[1] == "stem_value" if asked else hit.means[1] == "partnership" and act.kind == "partnership"
        )
        if said_already:
            continue
        if act.hit is not None and act.hit.first <= hit.first and hit.end <= act.hit.end and act.kind == "partnership":
            continue
        fields.setdefault(hit.means[1], Field("topic", (hit.means[1],), place_of(found, hit)))
    return list(fields.values())[:_MOST_TOPICS]


def _numbers(found: Findings, act: Act, by: Sequence[Field], who: Sequence[str]) -> list[Field]:
    fields: list[Field] = []
    acting = {code for field in by for code in codes_in(field)}
    heard = [
        one for one in found.counts if one.who == "students" and act.kind != "partnership" and _listened(found, one)
    ]
    students = [one for one in found.counts if one.who == "students" or (one.who == "us" and "students" in acting)]
    students = [one for one in students if one not in heard]
    fields += _summed(found, "students", students)
    if act.kind != "partnership":
        people = [one for one in found.counts if one.who in _REACHED] + heard
        of_staff = act.hit is not None and any(
            hit.means == ("audience", "staff") and act.hit.first <= hit.first < act.hit.end
            for hit in found.of("audience")
        )
        if "students" not in acting and act.kind == "communication":
            people += [one for one in found.counts if one.who == "us"]
        people = [one for one in people if not _is_one_of_several(found, one)]
        together = found.lexicon.data.sorts.told_together
        people += [one for one in found.counts if one.who in together and (of_staff or _is_told(found, one))]
        fields += _summed(found, "people", sorted(people, key=lambda one: one.first))
        fields += [
            Field("audience", ("families",), found.line.span(one.first, one.end))
            for one in people
            if one.who == "families"
        ]
    if found.hours:
        first = found.hours[0]
        fields.append(Field("hours", first.amount, (first.start, first.end)))
    if found.links:
        start, end, address = found.links[0]
        fields.append(Field("link", address, (start, end)))
    return fields


def _is_one_of_several(found: Findings, count: Count) -> bool:
    """Whether others without a number are listed before: "with parents and two reps" says not how many there were."""
    joined = count.first > 0 and found.line.words[count.first - 1].plain == "and"
    counted = {one.end for one in found.counts}
    return joined and any(
        hit.end == count.first - 1 and hit.end not in counted for hit in (*found.of("audience"), *found.of("roles"))
    )


def _listened(found: Findings, count: Count) -> bool:
    """Whether those counted are those who heard it: "18 kids heard from us"."""
    words = found.line.words
    return count.end < len(words) and words[count.end].plain in _LISTENED


def _is_told(found: Findings, count: Count) -> bool:
    return any(
        hit.end == count.end and found.side(hit) is Side.TOLD for hit in (*found.of("audience"), *found.of("roles"))
    )


def _summed(found: Findings, name: str, counts: Sequence[Count]) -> list[Field]:
    """Add up what is listed together, "10 boys and 12 girls"; else the first number is it."""
    if not counts:
        return []
    total, last = counts[0].many, counts[0]
    fields = [Field(name, total, found.line.span(last.first, last.end))]
    for one in counts[1:]:
        between = found.line.words[last.end : one.first]
        if len(between) > 1 or (between and between[0].plain not in ("and", "plus")) or one.who == "people" == last.who:
            break
        total, last = total + one.many, one
        fields = [Field(name, total, found.line.span(counts[0].first, one.end))]
    return fields


def _marks(found: Findings, act: Act, by: Sequence[Field], roles: Sequence[Field]) -> list[Field]:
    fields = []
    for sign, field in (("input", "collects_input"), ("process", "used_process"), ("promotes", "promotes"),
                        ("two_way", "two_way"), ("planned_ahead", "planned")):  # fmt: skip
        hit = found.sign(sign)
        if hit is not None and not (field in ("two_way", "collects_input") and act.kind == "partnership"):
            fields.append(Field(field, True, place_of(found, hit)))
    happening = act.happening
    if happening and happening.collects_input:
        fields.append(Field("collects_input", True))
    researched = found.sign("researched")
    if researched is not None and happening and "students" in happening.actor:
        fields.append(Field("researched", True, place_of(found, researched)))
    idea = found.sign("own_idea")
    if idea is not None:
        fields.append(Field("initiated_by", ("students",), place_of(found, idea)))
    given = (
        happening and (happening.way or happening.of_partners) and any("alliances" in codes_in(field) for field in by)
    )
    if happening and (happening.student_facing or (given and any("students" in codes_in(field) for field in roles))):
        fields.append(Field("student_facing", True))
    return fields
