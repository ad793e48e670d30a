"""Which kind of record a line speaks of: an activity, or what has a record of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from models.one_line.days import DayRead
from models.one_line.fields import Field
from models.one_line.findings import Findings
from models.one_line.numbers import heads_before
from models.one_line.phrases import Hit
from models.one_line.sides import Side

# What students do; partners who do the same give their hours.
VOLUNTEERING = "volunteer"
_WORTH = frozenset(("worth", "value", "valued"))
_RECEIVED = frozenset(("got", "getting", "receive", "received", "picked"))
_LASTING = frozenset(("week", "day", "month", "year", "semester", "hour", "free", "summer", "weekend"))
_JUDGING = frozenset(("judge", "judged", "judging"))
_REPLIES = ("answered", "answers", "fulfilled")


class Other(NamedTuple):
    """A record that is no activity."""

    record: str
    fields: tuple[Field, ...]


def other_record(found: Findings, *, who: Sequence[str]) -> Other | None:
    """Say which record a line speaks of where it is no activity, with its fields; None where it is one."""
    for read in (_thanks, _workforce, _training, _request, _gift):
        other = read(found, tuple(who))
        if other is not None:
            return other
    return None


def days_of(found: Findings) -> list[DayRead]:
    """List the days that are sure."""
    return [day for day in found.days if day.day is not None]


def partner_fields(found: Findings) -> list[Field]:
    """Give the organizations that are sure, each once."""
    fields: dict[str, Field] = {}
    for one in found.mentions:
        if one.sure:
            fields.setdefault(one.names[0], Field("partner", one.names[0], found.line.span(one.first, one.end)))
    return list(fields.values())


def _thanks(found: Findings, who: tuple[str, ...]) -> Other | None:
    thanks = found.sign("thanks")
    if thanks is None or found.only_spoken_of(thanks.first):
        return None
    told = [(one, hit) for one, hit in found.happenings if not found.only_spoken_of(hit.first)]
    if any(hit.first < thanks.first and not one.only_means for one, hit in told):
        return None
    modes = found.of("mode")
    public = [hit for hit in modes if hit.means[1] == "public"]
    mode = (public or modes)[:1]
    fields = partner_fields(found)[:1] + _day(found)
    fields += [Field("mode", hit.means[1], found.line.span(hit.first, hit.end)) for hit in mode]
    return Other("recognition", tuple(fields))


def _workforce(found: Findings, who: tuple[str, ...]) -> Other | None:
    needs = found.sign("workforce")
    if needs is None or found.only_spoken_of(needs.first):
        return None
    partners = [one for one in found.mentions if one.first < needs.first and found.side(one) in (Side.ACTS, Side.ALONE)]
    clause = found.line.words[needs.first].clause
    unnamed = any(at < needs.first and found.line.words[at].clause == clause for at in found.unnamed_organizations)
    if not partners and not unnamed and not (who == ("alliances",) and clause == found.main_clause):
        return None
    if any(not one.only_means and hit.first < needs.first for one, hit in found.happenings):
        return None
    days = _day(found, "stated_on")
    return Other("workforce", (*partner_fields(found)[:1], *days, Field("text", found.line.text.strip())))


def _training(found: Findings, who: tuple[str, ...]) -> Other | None:
    training = found.sign("training")
    if training is None or found.only_spoken_of(training.first):
        return None
    topics = found.of("training_topic")
    roles = [hit for hit in found.of("roles") if hit.means[1] in found.lexicon.data.sorts.trained]
    if not topics and not roles:
        return None
    strong = [one.name for one, hit in found.happenings if hit.first < training.first and not one.only_means]
    if strong or (not roles and any(hit.means[1] == "students" for hit in found.of("roles"))):
        return None
    told = list(dict.fromkeys(hit.means[1] for hit in topics))
    # "STEM" stands in the name of nearly everything: another topic says more.
    told = [code for code in told if code != "stem"] or told
    fields = _day(found) + partner_fields(found)[:1]
    if told:
        fields.append(_many(found, "topic", [hit for hit in topics if hit.means[1] in told]))
    if roles:
        fields.append(_many(found, "roles", roles))
    new = found.sign("new_people")
    if new is not None:
        fields.append(Field("induction", True, found.line.span(new.first, new.end)))
    return Other("training", tuple(fields))


def _request(found: Findings, who: tuple[str, ...]) -> Other | None:
    if any(
        one.kind == "advocacy" or set(one.way) & set(found.lexicon.data.sorts.applying)
        for one, _hit in found.happenings
    ):
        return None
    answered = _answers_of_a_partner(found)
    if answered is not None:
        return Other("match", tuple(_request_fields(found, answered, who)))
    asks = [hit for hit in found.signs if hit.means == "request"]
    for hit in sorted(asks, key=lambda hit: hit.first):
        told = [one for one in found.mentions if found.side(one) is Side.TOLD]
        to_ask = hit.first > 0 and found.line.words[hit.first - 1].plain in ("to", "and")
        asked = [one for one in told if hit.first < one.first <= hit.end + 4 or (to_ask and one.first < hit.first)]
        if asked and found.line.words[asked[0].first].clause == found.line.words[hit.first].clause:
            return Other("match", tuple(_request_fields(found, hit, who)))
    return None


def _answers_of_a_partner(found: Findings) -> Hit[str] | None:
    """Find what a partner said to a request that the line only speaks of: "Mercy said yes to hosting interns"."""
    for hit in sorted((hit for hit in found.signs if hit.means == "answers"), key=lambda hit: hit.first):
        clause = found.line.words[hit.first].clause
        before = [
            one for one in found.mentions if one.end <= hit.first and found.line.words[one.first].clause == clause
        ]
        if before and found.side(before[-1]) in (Side.ACTS, Side.ALONE, Side.THERE):
            return hit
    return None


def _request_fields(found: Findings, request: Hit[str], who: tuple[str, ...]) -> list[Field]:
    fields = partner_fields(found)[:1]
    answer = _answer(found, request)
    told = sorted(
        ((hit.first, hit.means in _REPLIES) for hit in found.signs if hit.means in (*_REPLIES, "request")),
    )
    for day in days_of(found):
        assert day.day is not None
        before = [replied for first, replied in told if found.line.words[first].start < day.start]
        name = "answered_on" if before and before[-1] else "occurred_on"
        if not any(field.name == name for field in fields):
            fields.append(Field(name, day.day, (day.start, day.end)))
    if answer is not None:
        fields.append(answer)
    raised = [hit for hit in found.of("roles") if hit.first < request.first and found.side(hit) is Side.ACTS]
    sorts = found.lexicon.data.sorts
    by = tuple(dict.fromkeys(hit.means[1] for hit in raised if hit.means[1] in sorts.asking))
    if by:
        fields.append(_many(found, "raised_by", [hit for hit in raised if hit.means[1] in by]))
    elif who:
        fields.append(Field("raised_by", who))
    things = [hit for hit in found.of("contribution_type") if hit.first > request.first]
    if things:
        place = found.line.span(things[0].first, things[0].end)
        theirs = [one for one in _in_their_words(found, "offer") if one.at and one.at[0] <= place[0] < one.at[1]]
        fields += theirs or [Field("offer", things[0].means[1], place)]
        if things[0].means[1] in sorts.things:
            fields.append(Field("way", ("resources",), place))
        return fields
    return [*fields, *_in_their_words(found, "offer")]


def _in_their_words(found: Findings, name: str) -> list[Field]:
    """Read what the partner named offers, as its record has it."""
    partners = {str(field.value) for field in partner_fields(found)}
    for one in found.offered:
        if partners & set(one.partners):
            return [Field(name, one.offer, found.line.span(one.first, one.end))]
    return []


def _answer(found: Findings, request: Hit[str]) -> Field | None:
    for name, code in found.lexicon.data.answers.items():
        behind = request.first if request.means == "answers" else request.end + 1
        hits = [hit for hit in found.signs if hit.means == name and hit.first >= behind]
        if hits:
            return Field("answer", code, found.line.span(hits[0].first, hits[0].end))
    return None


def _gift(found: Findings, who: tuple[str, ...]) -> Other | None:
    spoken = found.sign("gift_not")
    if spoken is not None:
        return None
    sure, gave = found.sign("gift_sure"), found.sign("gift")
    gave = sure or gave
    if gave is not None and not found.only_spoken_of(gave.first):
        return _given(found, gave, who, sure=sure is not None)
    from_partner = next((one for one in found.mentions if found.side(one) is Side.FROM), None)
    if found.money and from_partner is not None and not found.happenings:
        return Other("contribution", tuple(_gift_fields(found, Hit(0, 0, "gift"))))
    volunteered = found.sign("hours_given")
    work = volunteered is not None and any(
        hit.first <= volunteered.first
        for one, hit in found.happenings
        if one.purpose or (one.way and one.way != (VOLUNTEERING,))
    )
    if volunteered is not None and not work and found.hours and _partner_gives(found, volunteered.first, who):
        return Other("contribution", tuple(_gift_fields(found, volunteered)))
    return None


def _given(found: Findings, gave: Hit[str], who: tuple[str, ...], *, sure: bool) -> Other | None:
    before = found.line.words[max(0, gave.first - 1)].plain
    received = found.line.words[gave.first].plain in _RECEIVED
    by_us = before in ("we", "i") and who != ("alliances",) and not received
    to_partner = [one for one in found.mentions if gave.end <= one.first <= gave.end + 2]
    if by_us and to_partner and (found.money or found.hours or found.of("contribution_type")):
        return Other("contribution", (*_gift_fields(found, gave), Field("direction", "from_school")))
    worth = (
        sure
        or bool(found.money or found.hours)
        or any(hit.first >= gave.first for hit in found.of("contribution_type"))
    )
    lent = sure and any(one.end <= gave.first for one in found.mentions)
    if not by_us and worth and (lent or _partner_gives(found, gave.first, who) or found.money):
        return Other("contribution", tuple(_gift_fields(found, gave)))
    return None


def _partner_gives(found: Findings, verb: int, who: tuple[str, ...]) -> bool:
    giving = (Side.ACTS, Side.FROM, Side.BY, Side.ALONE)
    if any(found.side(one) in giving for one in found.mentions):
        return True
    other_actor = any(found.side(hit) is Side.ACTS and hit.means[1] != "alliances" for hit in found.of("roles"))
    return who == ("alliances",) and not other_actor


def _gift_fields(found: Findings, gave: Hit[str]) -> list[Field]:
    line = found.line
    fields = partner_fields(found)[:1] + _day(found)
    things = [hit for hit in found.of("contribution_type") if not found.only_spoken_of(hit.first)]
    after = [hit for hit in things if hit.first >= gave.first] or things
    # The longest of those that begin first says most: "gift cards" is no "card".
    if found.money:
        after = [hit for hit in things if _is_what_money_is(found, hit)]
    by_the_unit = found.lexicon.data.sorts.by_the_unit
    kind = min(after, key=lambda hit: (hit.means[1] in by_the_unit, hit.first, -hit.end), default=None)
    if found.money:
        money = found.money[0]
        fields += [Field("amount", money.amount, (money.start, money.end)), Field("unit", "dollars")]
    elif found.hours:
        fields += _hours(found)
    else:
        fields += _items(found, kind.first if kind is not None else min(gave.end + 1, len(line.words) - 1))
    if kind is not None:
        fields.append(Field("type", kind.means[1], line.span(kind.first, kind.end)))
    elif theirs := _in_their_words(found, "type"):
        fields += theirs
    elif found.money or found.hours:
        fields.append(Field("type", "funding" if found.money else "volunteer_hours"))
    allocated = _allocated(found, gave)
    # "Paid for 3 scholarships" names the gift itself.
    is_the_gift = allocated and kind is not None and gave.end <= kind.first and line.words[gave.end - 1].plain == "for"
    return [*fields, allocated] if allocated and not is_the_gift else fields


def _is_what_money_is(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether a thing is what a sum tells the worth of, or a sort of money: "lumber worth $300", a grant."""
    if hit.means[1] in found.lexicon.data.sorts.money:
        return True
    start = found.money[0].start
    # "20 microscopes ($1,800)" tells what they are worth.
    worth = any(word.plain in _WORTH for word in found.line.words) or found.line.text[max(0, start - 1) : start] == "("
    money = min(found.line.within(found.money[0].start, found.money[0].end))
    return worth or (hit.end <= money and found.line.words[hit.first].clause == found.line.words[money].clause)


def _hours(found: Findings) -> list[Field]:
    hours = found.hours[0]
    amount, start = hours.amount, hours.start
    heads = heads_before(found.line.text, hours.start)
    if heads is not None:
        start, amount = heads[0], amount * heads[1]
    elif hours.each and (helpers := _helpers(found)):
        amount *= helpers
    return [Field("amount", _tidy(amount), (start, hours.end)), Field("unit", "hours")]


def _helpers(found: Findings) -> int | None:
    """Say how many people of a partner gave their hours: "3 engineers"; None where no number is said."""
    words = found.line.words
    for hit in found.of("roles"):
        said = words[hit.first - 1].plain if hit.first else ""
        if hit.means[1] == "alliances" and said.isascii() and said.isdecimal() and len(said) <= 4:
            return int(said)
    return None


def _items(found: Findings, thing: int) -> list[Field]:
    """Read how many things: a number shortly before the word that names them."""
    words = found.line.words
    for at in range(thing - 1, max(-1, thing - 4), -1):
        if at in found.taken or words[at].clause != words[thing].clause:
            break
        if words[at].plain.isascii() and words[at].plain.isdecimal() and len(words[at].plain) <= 6:
            place = found.line.span(at, at + 1)
            return [Field("amount", Decimal(words[at].plain), place), Field("unit", "items")]
    return []


def _allocated(found: Findings, gave: Hit[str]) -> Field | None:
    """Read what it was for: what stands behind "for", up to the next break or day."""
    line = found.line
    for at in range(gave.first, len(line.words) - 1):
        leads = line.words[at].plain in ("for", "toward", "towards") or line.words[at].stem in _JUDGING
        given_to = line.words[at].plain == "to" and bool(found.money) and line.words[at + 1].plain in ("our", "my")
        if not (leads or given_to) or at in found.taken:
            continue
        end = at + 1
        while end < len(line.words) and line.words[end].clause == line.words[at].clause and end not in found.taken:
            if line.words[end].plain in ("on", "in", "last", "this", "from", "by") and end > at + 1:
                break
            end += 1
        lasting = any(word.stem in _LASTING for word in line.words[at + 1 : min(end, at + 3)])
        if end > at + 1 and not lasting and line.words[at + 1].plain not in ("us", "me", "about"):
            start, stop = line.span(at + 1, end)
            return Field("allocated_to", line.text[start:stop], (start, stop))
    return None


def _day(found: Findings, name: str = "occurred_on") -> list[Field]:
    day: DayRead | None = next(iter(days_of(found)), None)
    if day is None:
        return []
    value: date | None = day.day
    assert value is not None
    return [Field(name, value, (day.start, day.end))]


def _many(found: Findings, name: str, hits: Sequence[Hit[tuple[str, str]]]) -> Field:
    codes = tuple(dict.fromkeys(hit.means[1] for hit in hits))
    return Field(name, codes, found.line.span(hits[0].first, hits[0].end))


def _tidy(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
