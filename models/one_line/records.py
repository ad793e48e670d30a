"""Which kind of record a line speaks of: an activity, or what has a record of its own."""

from __future__ import annotations

from collections.abc import Sequence

from models.one_line.acts import enrolled_at_a_center, says_so_of_oneself
from models.one_line.fields import Field, Other, day_field, days_of, in_their_words, many_field, partner_fields
from models.one_line.findings import Findings
from models.one_line.gifts import is_given_before, read_gift
from models.one_line.names import Mention
from models.one_line.numbers import whole_number
from models.one_line.phrases import Hit
from models.one_line.sides import Side

_UNDECIDED = frozenset(("maybe", "perhaps", "might", "considering", "undecided"))
_AGREED, _REFUSED, _PARTLY = "agreed", "refused", "partly"
# A partner's own answer stands at the head of its line: "we are happy to".
_OWN_ANSWER = 2
_REPORTS = frozenset(("said", "say", "says", "told", "answered", "replied", "responded"))
_QUESTIONS = frozenset(("would", "could", "can", "might", "will", "does", "do"))
_PARTNERING = frozenset(("partnering", "partnership", "partners"))
_ADVICE = frozenset(("advice", "ideas", "tips", "feedback", "suggestions", "pointers"))
_WENT = frozenset(("went", "attended", "took"))
_READ = frozenset(("article", "story", "post", "piece", "report", "essay", "column"))
_ASKING = frozenset(("asking", "requesting"))
_NEED = frozenset(("need", "needs", "needed", "wanted"))
_THEY = frozenset(("they", "he", "she"))
_WORK = "project_help"
_REPLIES = ("answered", "answers", "fulfilled")


def other_record(found: Findings, *, who: Sequence[str]) -> Other | None:
    """Say which record a line speaks of where it is no activity, with its fields; None where it is one."""
    for read in (_thanks, _workforce, _training, _request, _need, read_gift):
        other = read(found, tuple(who))
        if other is not None:
            return other
    return None


def _thanks(found: Findings, who: tuple[str, ...]) -> Other | None:
    thanks = found.sign("thanks")
    if thanks is None or found.only_spoken_of(thanks.first):
        return None
    told = [(one, hit) for one, hit in found.happenings if not found.only_spoken_of(hit.first)]
    if any(hit.first < thanks.first and not one.only_means for one, hit in told):
        return None
    if is_given_before(found, thanks.first):
        return None
    modes = found.of("mode")
    public = [hit for hit in modes if hit.means[1] == "public"]
    mode = (public or modes)[:1]
    fields = partner_fields(found)[:1] + day_field(found)
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
    days = day_field(found, "stated_on")
    return Other("workforce", (*partner_fields(found)[:1], *days, Field("text", found.line.text.strip())))


def _training(found: Findings, who: tuple[str, ...]) -> Other | None:
    training = found.sign("training")
    if training is None or found.only_spoken_of(training.first):
        return None
    topics, sorts = found.of("training_topic"), found.lexicon.data.sorts
    roles = [
        hit
        for hit in found.of("roles")
        if hit.means[1] in sorts.trained
        # "How to work with community partners" is what was learned, not who did.
        or (
            hit.means[1] == "alliances"
            and hit.first > training.first
            and found.side(hit) not in (Side.ABOUT, Side.INSIDE)
            and not any(topic.first < hit.first and hit.end <= topic.end for topic in topics)
        )
    ]
    own = tuple(who) if not roles and _went_themselves(found, training) and set(who) <= set(sorts.trained) else ()
    if not topics and not roles and not own and found.sign("new_people") is None:
        return None
    learned = {at for topic in topics for at in range(topic.first, topic.end)}
    strong = [one.name for one, hit in found.happenings if hit.first < training.first and not one.only_means]
    if strong or (
        not roles and any(hit.means[1] == "students" and hit.first not in learned for hit in found.of("roles"))
    ):
        return None
    told = list(dict.fromkeys(hit.means[1] for hit in topics))
    # "STEM" stands in the name of nearly everything: another topic says more.
    told = [code for code in told if code != "stem"] or told
    fields = day_field(found) + partner_fields(found)[:1]
    if told:
        fields.append(many_field(found, "topic", [hit for hit in topics if hit.means[1] in told]))
    if roles:
        fields.append(many_field(found, "roles", roles))
    elif own:
        fields.append(Field("roles", own))
    new = found.sign("new_people")
    if new is not None:
        fields.append(Field("induction", True, found.line.span(new.first, new.end)))
    return Other("training", tuple(fields))


def _need(found: Findings, who: tuple[str, ...]) -> Other | None:
    """Read what a class or the school needs: a thing, or so many of something, that nobody was asked for yet."""
    needs = found.sign("need") or _begins_with_need(found)
    if needs is None or "alliances" in who or found.only_spoken_of(needs.first):
        return None
    within = range(needs.first, needs.end)
    happened = any(not found.only_spoken_of(hit.first) and hit.first not in within for _, hit in found.happenings)
    if happened and not (needs.first < 2 and not found.tells_of_what_is_over):
        return None
    # What those who decide were told of it is no list of wishes.
    if any(hit.means[1] in found.lexicon.data.sorts.bodies for hit in found.of("audience")):
        return None
    things = [hit for hit in found.of("contribution_type") if hit.first >= needs.first]
    if not things and (found.of("ask") or found.line.words[needs.end - 1].plain in ("of", "on")):
        return None  # "3 out of 5" are short of nothing
    by = [code for code in who if code in found.lexicon.data.sorts.asking]
    return Other("need", (*([Field("raised_by", tuple(by))] if by else []), Field("text", found.line.text.strip())))


def _begins_with_need(found: Findings) -> Hit[str] | None:
    """Read "Need: 30 petri dishes": the word alone at the head of a list."""
    return Hit(0, 1, "need") if found.line.words[0].plain in _NEED else None


def _went_themselves(found: Findings, training: Hit[str]) -> bool:
    """Whether those who tell it were trained: "I went to a workshop at Wexley State", not "I gave a workshop"."""
    return says_so_of_oneself(found, training) and found.line.words[training.first].plain in _WENT


def _request(found: Findings, who: tuple[str, ...]) -> Other | None:
    applying = set(found.lexicon.data.sorts.applying)
    if any(one.kind == "advocacy" or set(one.way) & applying for one, _hit in found.happenings):
        return None
    if enrolled_at_a_center(found) is not None:
        return None
    answered = _answers_of_a_partner(found, who)
    if answered is not None:
        return Other("match", tuple(_request_fields(found, answered, who)))
    if (asked_in := _question_to_a_partner(found)) is not None:
        return Other("match", tuple(_request_fields(found, asked_in, who)))
    asks = [hit for hit in found.signs if hit.means == "request" and not _only_to_partner(found, hit)]
    for hit in sorted(asks, key=lambda hit: hit.first):
        # "Asked for the Ag Center's sake" asks somebody else.
        told = [one for one in found.mentions if found.side(one) is Side.TOLD and not _is_behind_for(found, one)]
        # "Called Mercy to ask", "sent Mercy a letter asking".
        to_ask = hit.first > 0 and found.line.words[hit.first - 1].plain in ("to", "and")
        to_ask = to_ask or found.line.words[hit.first].plain in _ASKING
        asked = [one for one in told if hit.first < one.first <= hit.end + 4 or (to_ask and one.first < hit.first)]
        if _asks_for_advice(found, hit) or _is_for_readers(found, hit):
            continue
        if asked and found.line.words[asked[0].first].clause == found.line.words[hit.first].clause:
            return Other("match", tuple(_request_fields(found, hit, who)))
    return None


def _is_behind_for(found: Findings, one: Mention) -> bool:
    words = found.line.words
    at = one.first - 1
    while at > 0 and words[at].plain in ("the", "our", "a"):
        at -= 1
    return at >= 0 and words[at].plain == "for"


def _asks_for_advice(found: Findings, request: Hit[str]) -> bool:
    """Whether what a partner knows is asked for, nothing that it gives: "called the zoo for ideas"."""
    clause = found.line.words[request.first].clause
    behind = found.line.words[request.first : request.end + 4]
    return any(word.plain in _ADVICE and word.clause == clause for word in behind)


def _is_for_readers(found: Findings, request: Hit[str]) -> bool:
    """Whether what was written is read by others: "wrote an article about Halvorsen for the paper" asks nobody."""
    return any(word.plain in _READ for word in found.line.words[request.first + 1 : request.end])


def _question_to_a_partner(found: Findings) -> Hit[str] | None:
    """Read "Would Mercy take four of our kids?": a line that begins as a question to a partner."""
    words = found.line.words
    if found.sign("need") is not None:
        return None
    for one in found.mentions:
        at = one.first - 1
        while at > 0 and words[at].plain in ("the", "our"):
            at -= 1
        begins = at >= 0 and (at == 0 or words[at - 1].clause != words[at].clause)
        if begins and words[at].plain in _QUESTIONS and "?" in found.line.text:
            return Hit(at, one.end, "request")
    return None


def _only_to_partner(found: Findings, request: Hit[str]) -> bool:
    """Whether nothing is asked for but to become partners: that is a first contact."""
    return any(word.plain in _PARTNERING for word in found.line.words[request.end :])


def _answers_of_a_partner(found: Findings, who: tuple[str, ...]) -> Hit[str] | None:
    """Find what a partner said to a request that the line only speaks of: "Mercy said yes to hosting interns"."""
    for hit in sorted((hit for hit in found.signs if hit.means == "answers"), key=lambda hit: hit.first):
        if who == ("alliances",) and hit.first <= _OWN_ANSWER and not found.mentions:
            return hit  # "happy to host 2 interns"
        if any(word.stem == "question" for word in found.line.words[hit.end : hit.end + 2]):
            continue  # "answered my questions" is advice
        clause = found.line.words[hit.first].clause
        before = [
            one for one in found.mentions if one.end <= hit.first and found.line.words[one.first].clause == clause
        ]
        if before and found.side(before[-1]) in (Side.ACTS, Side.ALONE, Side.THERE, Side.FROM):
            return hit
        # "No luck with Mercy, they can't": the partner is named in the words before.
        named = [one for one in found.mentions if one.end <= hit.first]
        asked = any(one.means == "request" and one.first < hit.first for one in found.signs)
        if hit.first > 0 and found.line.words[hit.first - 1].plain in _THEY and named and not asked:
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
    # "Parents and Teachers" is the name of one, and no teacher.
    raised = [hit for hit in raised if not any(one.first < hit.first < one.end for one in found.mentions)]
    sorts = found.lexicon.data.sorts
    by = tuple(dict.fromkeys(hit.means[1] for hit in raised if hit.means[1] in sorts.asking))
    if by:
        fields.append(many_field(found, "raised_by", [hit for hit in raised if hit.means[1] in by]))
    elif who and who != ("alliances",):
        fields.append(Field("raised_by", who))
    things = _heads([hit for hit in found.of("contribution_type") if hit.first > request.first])
    things.sort(key=lambda hit: hit.means[1] in sorts.by_the_unit)
    if things:
        place = found.line.span(things[0].first, things[0].end)
        theirs = [one for one in in_their_words(found, "offer") if one.at and one.at[0] <= place[0] < one.at[1]]
        fields += theirs or [Field("offer", things[0].means[1], place)]
        if things[0].means[1] in sorts.things:
            fields.append(Field("way", ("resources",), place))
        return fields
    return [*fields, *in_their_words(found, "offer")]


def _heads(things: Sequence[Hit[tuple[str, str]]]) -> list[Hit[tuple[str, str]]]:
    """Leave out what only says which a thing behind it is: "the drone grant" is a grant."""
    begins = {hit.first for hit in things}
    # What one is to help with is no thing that was asked for: "to help us fix the robot".
    worked_on = {at for hit in things if hit.means[1] == _WORK for at in range(hit.first + 1, hit.end)}
    return [hit for hit in things if hit.end not in begins and hit.first not in worked_on]


def _is_asked(found: Findings, request: Hit[str], hit: Hit[str]) -> bool:
    """Whether words are what was asked: "asked if they could help"."""
    words, clause = found.line.words, found.line.words[hit.first].clause
    before = words[request.first : hit.first]
    asks = any(word.plain in ("if", "whether") and word.clause == clause for word in before)
    return asks and not any(word.plain in _REPORTS and word.clause == clause for word in before[1:])


def _answer(found: Findings, request: Hit[str]) -> Field | None:
    words = found.line.words
    is_open = any(word.plain in _UNDECIDED for word in words[request.end :])
    for name, code in found.lexicon.data.answers.items():
        behind = request.first if request.means == "answers" else request.end + 1
        hits = [hit for hit in found.signs if hit.means == name and hit.first >= behind]
        # "Asked if they could help" is the question, and "they said maybe" no answer.
        hits = [hit for hit in hits if not _is_asked(found, request, hit) and not (is_open and name == _AGREED)]
        if hits:
            partly = name != _REFUSED and _is_less_than_asked(found, request, hits[0])
            code = found.lexicon.data.answers[_PARTLY] if partly else code
            return Field("answer", code, found.line.span(hits[0].first, hits[0].end))
    return None


def _is_less_than_asked(found: Findings, request: Hit[str], reply: Hit[str]) -> bool:
    """Whether a smaller number was given than asked for: "asked them to take four, they'll take two"."""
    asked = _first_number(found, request.end, reply.first)
    given = _first_number(found, reply.first, reply.end + 2)
    return asked is not None and given is not None and given < asked


def _first_number(found: Findings, begin: int, end: int) -> int | None:
    words = found.line.words
    numbers = (whole_number(words[at].plain) for at in range(begin, min(end, len(words))) if at not in found.taken)
    return next((one for one in numbers if one is not None), None)
