"""Reads what a partner gave: money, things, hours."""

from __future__ import annotations

from decimal import Decimal

from models.one_line.acts import PARENTS
from models.one_line.fields import Field, Other, day_field, in_their_words, partner_fields
from models.one_line.findings import Findings
from models.one_line.numbers import heads_before, whole_number
from models.one_line.phrases import Hit
from models.one_line.sides import Side
from models.one_line.verbless import gift_named_only

_WORTH = frozenset(("worth", "value", "valued"))
_ESTIMATED = frozenset(("about", "around", "roughly", "approx", "approximately", "est"))
_RECEIVED = frozenset(("got", "getting", "receive", "received", "picked"))
_SENT = frozenset(("sent", "sends", "send"))
_HAD = frozenset(("had", "have", "having"))
_OFFERING = frozenset(("happy", "willing", "glad", "able", "like", "love", "ready"))
_NEVER = frozenset(("cant", "cannot", "couldnt", "wont", "didnt", "not", "doesnt", "never"))
_LASTING = frozenset(("week", "day", "month", "year", "semester", "hour", "free", "summer", "weekend"))
_OF_OURS = frozenset(("of", "our", "the", "my", "their"))
# What it was for ends before what happened to it: "for a laser cutter received 11/6".
_NO_LONGER_FOR = frozenset(
    ("on", "in", "last", "this", "from", "by", "announced", "presented", "arrived", "received", "recd", "came", "for")
)
# Some of a school may get a gift, called by up to so many words: "the seventh grade robotics team".
_WITHIN_A_SCHOOL = frozenset(("club", "class", "team", "program"))
_OF_A_SCHOOL = frozenset(("the", "our", "my", "your"))
_SOME_AT_MOST = 6
_JUDGING = frozenset(("judge", "judged", "judging", "coach", "coached", "coaching"))
# What students do; partners who do the same give their hours.
VOLUNTEERING = "volunteer"


def read_gift(found: Findings, who: tuple[str, ...]) -> Other | None:
    """Read what a partner gave, or the school gave a partner; None where the line tells of no gift."""
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
    if _is_beside_its_sum(found):
        return Other("contribution", tuple(_gift_fields(found, Hit(0, 0, "gift"))))
    if _begins_with_money(found) and (who == ("alliances",) or from_partner):
        return Other("contribution", tuple(_gift_fields(found, Hit(0, 0, "gift"))))
    volunteered = found.sign("hours_given") or _volunteer_hours(found)
    work = volunteered is not None and any(
        hit.first < volunteered.end
        for one, hit in found.happenings
        if one.purpose or (one.way and one.way != (VOLUNTEERING,))
    )
    work = work and not (volunteered and _is_a_service(found, volunteered))
    if volunteered is not None and not work and found.hours and _partner_gives(found, volunteered.first, who):
        return Other("contribution", tuple(_gift_fields(found, volunteered)))
    named = gift_named_only(found)
    return Other("contribution", tuple(_gift_fields(found, named))) if named else None


def _is_a_service(found: Findings, did: Hit[str]) -> bool:
    """Whether what was done is in itself what a partner gives: "fixed our printer" is technical support."""
    by_the_unit = found.lexicon.data.sorts.by_the_unit
    return any(hit.first == did.first and hit.means[1] not in by_the_unit for hit in found.of("contribution_type"))


def is_given_before(found: Findings, at: int) -> bool:
    """Whether a partner gave something before a word of another clause: "Mercy sent six beds, thanks to Kelly"."""
    gave = found.sign("gift_sure") or found.sign("gift")
    if gave is None or gave.first >= at or found.line.words[gave.first].clause == found.line.words[at].clause:
        return False
    return any(one.end <= gave.first and found.side(one) is Side.ACTS for one in found.mentions)


def _is_beside_its_sum(found: Findings) -> bool:
    """Read "Mercy $500 scholarship announced at assembly": a partner at the head of a line, and a sum right behind."""
    if not found.money or found.of("ask"):
        return False
    money = min(found.line.within(found.money[0].start, found.money[0].end), default=0)
    return any(one.sure and one.first <= 1 and one.end == money for one in found.mentions) and money in found.taken


def _begins_with_money(found: Findings) -> bool:
    """Read "$250 for science fair prizes": a sum at the head of a line, and else only what it was for."""
    if not found.money or min(found.line.within(found.money[0].start, found.money[0].end), default=1):
        return False
    return all(found.only_spoken_of(hit.first) for _one, hit in found.happenings)


def _volunteer_hours(found: Findings) -> Hit[str] | None:
    """Read "18 volunteer hours", which says in itself that hours were given."""
    for one in found.hours:
        if "volunteer" in found.line.text[one.start : one.end].casefold():
            places = found.line.within(one.start, one.end)
            return Hit(min(places), max(places) + 1, "hours_given")
    return None


def _given(found: Findings, gave: Hit[str], who: tuple[str, ...], *, sure: bool) -> Other | None:
    before = found.line.words[max(0, gave.first - 1)].plain
    if before in _NEVER:
        return None
    if before == "to" and gave.first > 1 and found.line.words[gave.first - 2].plain in _OFFERING:
        return None  # "happy to host two interns" is offered, not given
    if found.line.words[gave.first].plain in _HAD and who != ("alliances",):
        return None  # who had interns is who gave them their place, not the school that sent them
    received = found.line.words[gave.first].plain in _RECEIVED
    if received and not (found.money or _is_so_many_things(found, gave)) and not _got_things(found, gave):
        return None  # "got help from", "got an answer from"
    by_us = before in ("we", "i") and who != ("alliances",) and not received
    to_partner = [one for one in found.mentions if gave.end <= one.first <= gave.end + 2]
    if by_us and to_partner and (found.money or found.hours or found.of("contribution_type")):
        return Other("contribution", (*_gift_fields(found, gave), Field("direction", "from_school")))
    worth = (
        sure
        or bool(found.money or found.hours)
        or any(hit.first >= gave.first for hit in found.of("contribution_type"))
        or _is_so_many_things(found, gave)
    )
    lent = sure and any(one.end <= gave.first for one in found.mentions)
    if not by_us and worth and (lent or _partner_gives(found, gave.first, who) or found.money):
        return Other("contribution", tuple(_gift_fields(found, gave, ours_given=who == ("alliances",))))
    return None


def _got_things(found: Findings, gave: Hit[str]) -> bool:
    got = next((hit for hit in found.of("contribution_type") if gave.first < hit.first < gave.end), None)
    return got is not None and got.means[1] in found.lexicon.data.sorts.things


def _is_so_many_things(found: Findings, gave: Hit[str]) -> bool:
    """Whether a number stands right behind what was done, and it is none of people: "sent 6 stethoscopes"."""
    at = gave.end - 1 if gave.length > 1 else gave.end
    if at >= len(found.line.words) or whole_number(found.line.words[at].plain) is None:
        return False
    people = any(one.first == at for one in found.counts)
    return not people and not any(at < hit.first <= at + 2 for hit in found.of("roles"))


def _partner_gives(found: Findings, verb: int, who: tuple[str, ...]) -> bool:
    giving = (Side.ACTS, Side.FROM, Side.BY, Side.ALONE)
    if any(found.side(one) in giving for one in found.mentions):
        return True
    # Parents who write give theirs: "four parents helped for three hours each".
    other_actor = any(
        found.side(hit) is Side.ACTS and hit.means[1] not in ("alliances", *who) for hit in found.of("roles")
    )
    return who in (("alliances",), PARENTS) and not other_actor


def _is_given_to(found: Findings, gave: Hit[str], field: Field) -> bool:
    """Whether an organization is who got it: a partner that "gave the career center an engine", "a check to FFA"."""
    if field.at is not None:
        places = found.line.within(*field.at)
        if min(places) > 0 and found.line.words[min(places) - 1].plain == "to":
            return True
    behind = found.line.words[gave.end - 1].end
    return field.at is not None and behind < field.at[0] <= behind + len(" the ")


def _gift_fields(found: Findings, gave: Hit[str], *, ours_given: bool = False) -> list[Field]:
    line = found.line
    fields = [field for field in partner_fields(found) if not (ours_given and _is_given_to(found, gave, field))][:1]
    fields += day_field(found)
    things = [hit for hit in found.of("contribution_type") if not found.only_spoken_of(hit.first)]
    after = [hit for hit in things if hit.first >= gave.first] or things
    # The longest of those that begin first says most: "gift cards" is no "card".
    if found.money:
        after = [hit for hit in things if _is_what_money_is(found, hit)]
    by_the_unit = found.lexicon.data.sorts.by_the_unit
    kind = min(after, key=lambda hit: (hit.means[1] in by_the_unit, hit.first, -hit.end), default=None)
    if kind is not None and kind.means[1] in found.lexicon.data.sorts.things and _gave_hours(found, gave):
        kind = None  # "gave 18 hours helping kids with the wire": the wire is what they worked on
    if found.money:
        money, first = found.money[0], found.lexicon.first
        fields += [Field("amount", money.amount, (money.start, money.end)), Field("unit", first("unit", "money"))]
    elif found.hours:
        fields += _hours(found)
    else:
        fields += _items(found, kind.first if kind is not None else min(gave.end + 1, len(line.words) - 1))
    if kind is not None:
        fields.append(Field("type", kind.means[1], line.span(kind.first, kind.end)))
    elif theirs := in_their_words(found, "type"):
        fields += theirs
    elif found.money or found.hours:
        fields.append(Field("type", "funding" if found.money else "volunteer_hours"))
    allocated = _allocated(found, gave)
    # "Paid for 3 scholarships" names the gift itself.
    is_the_gift = allocated and kind is not None and gave.end <= kind.first and line.words[gave.end - 1].plain == "for"
    return [*fields, allocated] if allocated and not is_the_gift else fields


def _gave_hours(found: Findings, gave: Hit[str]) -> bool:
    """Whether hours stand where what was given does."""
    if found.money or not found.hours:
        return False
    return gave.end <= min(found.line.within(found.hours[0].start, found.hours[0].end)) <= gave.end + 1


def _is_what_money_is(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether a thing is what a sum tells the worth of, or a sort of money: "lumber worth $300", a grant."""
    if hit.means[1] in found.lexicon.data.sorts.money:
        return True
    start = found.money[0].start
    # "20 microscopes ($1,800)" tells what they are worth.
    worth = any(word.plain in _WORTH for word in found.line.words) or found.line.text[max(0, start - 1) : start] == "("
    money = min(found.line.within(found.money[0].start, found.money[0].end))
    # "200 lbs of steel plate, about $900": nobody is unsure of a sum that was paid, only of what a thing is worth.
    guessed = money > 0 and found.line.words[money - 1].plain in _ESTIMATED
    worth = worth or (guessed and hit.end < money)
    return worth or (hit.end <= money and found.line.words[hit.first].clause == found.line.words[money].clause)


def _hours(found: Findings) -> list[Field]:
    hours = found.hours[0]
    amount, start = hours.amount, hours.start
    heads = heads_before(found.line.text, hours.start)
    if heads is not None:
        start, amount = heads[0], amount * heads[1]
    elif hours.each and (helpers := _helpers(found) or _hosted(found)):
        amount *= helpers
    return [Field("amount", _tidy(amount), (start, hours.end)), Field("unit", found.lexicon.first("unit", "hours"))]


def _helpers(found: Findings) -> int | None:
    """Say how many gave their hours: "3 engineers", "sent 2 techs", "four parents helped"; None for no number."""
    words = found.line.words
    for at in range(1, len(words)):
        if words[at - 1].plain in _SENT and (many := whole_number(words[at].plain)) is not None:
            return many
    for hit in found.of("roles"):
        at = hit.first - 1
        while at > 0 and words[at].plain in _OF_OURS:
            at -= 1  # "three of our nurses"
        many = whole_number(words[at].plain) if at >= 0 else None
        helped = hit.means[1] == "alliances" or ((hit.means[1],) == PARENTS and found.side(hit) is Side.ACTS)
        if helped and many is not None:
            return many
    return None


def _hosted(found: Findings) -> int | None:
    """Say how many students had those hours each, also as interns; None where no number is said."""
    counted = [one.many for one in found.counts if one.who == "students"]
    words = found.line.words
    before = (words[hit.first - 1].plain for hit in found.of("contribution_type") if hit.first)
    counted += [many for many in map(whole_number, before) if many is not None]
    return next(iter(counted), None)


def _items(found: Findings, thing: int) -> list[Field]:
    """Read how many things: a number before their unit, or shortly before the word that names them."""
    words = found.line.words
    for unit in found.units():
        many = whole_number(words[unit.first - 1].plain) if unit.first else None
        if many is not None:
            place = found.line.span(unit.first - 1, unit.end)
            return [Field("amount", Decimal(many), place), Field("unit", unit.means)]
    measures = found.lexicon.data.words.measures
    for at in range(len(words) - 1):
        measured = words[at + 1].stem in measures and at not in found.taken
        many = whole_number(words[at].plain) if measured else None
        if many is not None:
            things = found.lexicon.first("unit", "things")
            return [Field("amount", Decimal(many), found.line.span(at, at + 1)), Field("unit", things)]
    for at in range(thing - 1, max(-1, thing - 4), -1):
        if at in found.taken or words[at].clause != words[thing].clause:
            break
        many = whole_number(words[at].plain)
        if many is not None:
            place = found.line.span(at, at + 1)
            things = found.lexicon.first("unit", "things")
            return [Field("amount", Decimal(many), place), Field("unit", things)]
    return []


def _allocated(found: Findings, gave: Hit[str]) -> Field | None:
    """Read what it was for: what stands behind "for", up to the next break or day."""
    line = found.line
    for at in range(gave.first, len(line.words) - 1):
        leads = line.words[at].plain in ("for", "toward", "towards") or line.words[at].stem in _JUDGING
        given_to = line.words[at].plain == "to" and bool(found.money) and line.words[at + 1].plain in ("our", "my")
        if at in found.taken:
            continue
        end = at + 1
        while end < len(line.words) and line.words[end].clause == line.words[at].clause and end not in found.taken:
            if line.words[end].plain in _NO_LONGER_FOR and end > at + 1:
                break
            end += 1
        # "Donated 14 laptops to the coding club"
        to_some = line.words[at].plain == "to" and line.words[end - 1].plain in _WITHIN_A_SCHOOL
        to_some = to_some and 2 < end - at <= _SOME_AT_MOST and line.words[at + 1].plain in _OF_A_SCHOOL
        if not (leads or given_to or to_some):
            continue
        lasting = any(word.stem in _LASTING for word in line.words[at + 1 : min(end, at + 3)])
        if end > at + 1 and not lasting and line.words[at + 1].plain not in ("us", "me", "about"):
            start, stop = line.span(at + 1, end)
            return Field("allocated_to", line.text[start:stop], (start, stop))
    return None


def _tidy(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()
