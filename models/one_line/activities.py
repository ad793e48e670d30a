"""The fields of an activity that a line says."""

from __future__ import annotations

from collections.abc import Sequence, Set

from models.one_line.acts import Act, is_to_a_body, is_where_it_was, settle_act
from models.one_line.asks import ask_fields, speaks_up_for, urges
from models.one_line.fields import Field, codes_in, days_of, merged, partner_fields, place_of
from models.one_line.findings import Findings
from models.one_line.heads import Count
from models.one_line.people import audience_fields, people_fields
from models.one_line.phrases import Hit
from models.one_line.said import Happening
from models.one_line.sides import Side

_MOST_TOPICS = 3
_POST = "post"
_HOSTED = frozenset(("hosted", "host", "hosting", "welcomed"))
_NIGHT = ("info_night",)
_LISTENED = frozenset(("heard", "listened", "watched"))
_WRITTEN = frozenset(("wrote", "texted", "mailed", "notified", "reminded", "invited"))
_REACHED = ("people", "families")
Values = Hit[tuple[str, str]]


def activity_fields(found: Findings, *, who: Sequence[str]) -> list[Field]:
    """Give the fields of the log form that a line says.

    Args:
        who: For whom the person usually acts: they did it, where the line names nobody else.
    """
    act = settle_act(found, who)
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
    told = [hit for hit in found.of("channel") if not (found.only_spoken_of(hit.first) or is_where_it_was(found, hit))]
    outlets = found.lexicon.marked("channel", "outlet")
    letters = [hit for hit in told if hit.means[1] in found.lexicon.marked("channel", "advocacy")]
    if letters:
        return [Field("channel", (letters[0].means[1],), place_of(found, letters[0]))]
    if (
        happening
        and happening.channel
        and not (happening.name == "conversation" and act.hit and is_to_a_body(found, act.hit))
    ):
        fields = [Field("channel", happening.channel, place_of(found, act.hit))]
        if outlets & set(happening.channel):
            said = [hit for hit in told if hit.means[1] in outlets]
            if happening.name == _POST and said and not any(hit.means[1] in happening.channel for hit in said):
                fields = []  # "posted the plan on our website"
            fields += [Field("channel", (hit.means[1],), place_of(found, hit)) for hit in said]
        return fields
    written = act.hit is not None and found.line.words[act.hit.first].plain in _WRITTEN
    if (
        act.hit
        and happening
        and happening.name in ("conversation", "telling")
        and not written
        and is_to_a_body(found, act.hit)
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
    helpers = _was_helped(found, by)
    if happening.way:
        return [
            Field(
                "way",
                happening.of_partners if helpers and happening.of_partners else happening.way,
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
    hosted = act.hit.first and any(word.plain in _HOSTED for word in found.line.words[: act.hit.first])
    if hosted and any("alliances" in codes_in(field) for field in by):
        return any(one.who == "students" for one in found.counts)  # "we hosted 18 kids for a plant tour"
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
    aims = found.lexicon.data.sorts.aims if act.happening and act.happening.purpose == ("alignment_talk",) else ()
    for hit in found.of("topic"):
        if hit.means[1] in aims:
            continue  # that aims fit is what such a talk is
        if act.hit is not None and act.hit.first <= hit.first < act.hit.end and act.happening in _nights(found):
            continue  # "came to STEM night on Thursday" was there, and was not told of one
        said_already = ("funding" in asked and hit.means[1] == "funding_sources") or (
            hit.means[1] == "stem_value" if asked else hit.means[1] == "partnership" and act.kind == "partnership"
        )
        if said_already:
            continue
        if act.hit is not None and act.hit.first <= hit.first and hit.end <= act.hit.end and act.kind == "partnership":
            continue
        fields.setdefault(hit.means[1], Field("topic", (hit.means[1],), place_of(found, hit)))
    return list(fields.values())[:_MOST_TOPICS]


def _was_helped(found: Findings, by: Sequence[Field]) -> bool:
    """Whether somebody who helps a school acted: a partner, or parents."""
    return any(set(found.lexicon.data.sorts.helpers) & set(codes_in(field)) for field in by)


def _nights(found: Findings) -> list[Happening]:
    """List the happenings that are events of their own."""
    return [one for one in found.lexicon.data.happenings if one.channel == _NIGHT]


def _numbers(found: Findings, act: Act, by: Sequence[Field], who: Sequence[str]) -> list[Field]:
    fields: list[Field] = []
    acting = {code for field in by for code in codes_in(field)}
    heard = [
        one for one in found.counts if one.who == "students" and act.kind != "partnership" and _listened(found, one)
    ]
    ours = "students" in acting or (tuple(who) == ("students",) and act.kind == "partnership")
    students = [one for one in found.counts if one.who == "students" or (one.who == "us" and ours)]
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
        of_staff = of_staff or ("teachers" not in acting and act.kind == "communication" and _staff_are_told(found))
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


def _staff_are_told(found: Findings) -> bool:
    """Whether the school's own people were told something: then the number of teachers is how many heard it."""
    return any(hit.means == ("audience", "staff") and found.side(hit) is Side.TOLD for hit in found.of("audience"))


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
    given = happening and (happening.way or happening.of_partners) and _was_helped(found, by)
    if happening and (happening.student_facing or (given and any("students" in codes_in(field) for field in roles))):
        fields.append(Field("student_facing", True))
    return fields
