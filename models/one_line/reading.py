"""One line as people say it, read into the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from models.one_line.activities import activity_fields
from models.one_line.answers import Question, ReadLine, Span
from models.one_line.fields import Field, days_of, values_of
from models.one_line.findings import Findings
from models.one_line.lexicon import Lexicon
from models.one_line.names import NameBook
from models.one_line.own import OwnWords
from models.one_line.records import other_record
from models.wording import joined

TITLE_LIMIT = 200
ACTIVITY = "activity"
NOTHING_OWN = OwnWords()
# Where two fields are read from one part of a line, the mark speaks of the first of these.
_TELLS_MOST = (
    "occurred_on", "answered_on", "stated_on", "partners", "partner", "students", "people", "amount", "hours", "way",
    "purpose", "channel", "type", "ask", "by", "raised_by", "audience", "roles",
)  # fmt: skip


def name_book(names: Iterable[tuple[str, str]], lexicon: Lexicon) -> NameBook:
    """Make names ready for reading.

    Args:
        names: Each with what it stands for: the name of an organization, or that of which it is another.
    """
    return NameBook(names, lexicon.data.words, known=lexicon.known, bodies=lexicon.bodies, acts=lexicon.acts)


def read_line(
    text: str,
    *,
    words: Lexicon,
    names: NameBook,
    today: date,
    who: Sequence[str] = (),
    own: OwnWords = NOTHING_OWN,
) -> ReadLine:
    """Read what a line says. What is not understood stays in its rest; what is not sure is asked.

    Args:
        text: Anything; only the first 5,000 characters are read.
        words: How people say what the lists hold.
        names: Organizations that may be meant.
        today: The day on which it is said.
        who: For whom the person usually acts, as codes of `by`; empty where that is not to be taken for granted.
        own: What the school's own records say beside the names.

    Returns:
        Codes of the newest version's lists. No day ahead unless the line says so, no organization that is not sure.
    """
    found = Findings(text, lexicon=words, names=names, today=today, own=own)
    if not found.line.words:
        return ReadLine(ACTIVITY, {}, (), text.strip()[:TITLE_LIMIT], ())
    other = other_record(found, who=who)
    fields = list(other.fields) if other else activity_fields(found, who=who)
    values = values_of(fields)
    return ReadLine(
        record=other.record if other else ACTIVITY,
        values=values,
        spans=_spans(found.line.text, fields),
        rest=_rest(found),
        questions=tuple(_questions(found, fields)),
    )


def _spans(text: str, fields: Sequence[Field]) -> tuple[Span, ...]:
    """Give the parts that were read, none overlapping another: what tells most of each."""

    def rank(field: Field) -> tuple[int, int]:
        known = _TELLS_MOST.index(field.name) if field.name in _TELLS_MOST else len(_TELLS_MOST)
        return known, field.at[0] if field.at else 0

    spans: list[Span] = []
    taken: set[int] = set()
    for field in sorted((field for field in fields if field.at), key=rank):
        assert field.at is not None
        start, end = field.at
        places = set(range(start, end))
        if places & taken or field.name == "kind":
            continue
        taken |= places
        spans.append(Span(start, end, field.name, field.value, text[start:end]))
    return tuple(sorted(spans, key=lambda span: span.start))


def _rest(found: Findings) -> str:
    """Write the line without its days, which it would tell wrong when it is read later."""
    text, out, at = found.line.text, [], 0
    for day in days_of(found):
        before = re.sub(r"(?:\s*,)?\s*(?:\b(?:on|since))?\s*$", "", text[at : day.start][-40:], flags=re.IGNORECASE)
        out.append(text[at : day.start][:-40] + before)
        at = day.end
    out.append(text[at:])
    rest = " ".join("".join(out).split())
    rest = re.sub(r"\s+([,;.!?])", r"\1", rest)
    rest = re.sub(r"([,;])(?:\s*[,;])+", r"\1", rest).strip(" ,;:-–—")
    if len(rest) > TITLE_LIMIT:
        rest = rest[: TITLE_LIMIT - 1].rsplit(" ", 1)[0][: TITLE_LIMIT - 1] + "…"
    rest = rest or " ".join(text.split())[:TITLE_LIMIT]
    return rest[:1].upper() + rest[1:]


def _questions(found: Findings, fields: Sequence[Field]) -> Iterable[Question]:
    taken = {field.value for field in fields if field.name in ("partner", "partners")}
    asked: set[tuple[str, ...]] = set()
    for one in found.mentions:
        if one.sure or set(one.names) & taken or one.names in asked:
            continue
        asked.add(one.names)
        start, end = found.line.span(one.first, one.end)
        said = found.line.text[start:end]
        text = f"Is “{said}” {one.names[0]}?" if len(one.names) == 1 else f"Which partner is “{said}”?"
        yield Question(text, "partners", one.names)
    # What only one of them can give tells of a partner whom the line does not name.
    for offered in found.offered[:1] if not found.mentions else ():
        start, end = found.line.span(offered.first, offered.end)
        offers = "offers" if len(offered.partners) == 1 else "offer"
        text = f"{joined(offered.partners)} {offers} “{found.line.text[start:end]}”. Was it with them?"
        yield Question(text, "partners", offered.partners)
    for day in found.days:
        if day.question:
            yield Question(day.question, "occurred_on")
    if not found.days and found.spans_of_time:
        start, end = found.spans_of_time[0]
        yield Question(f"On which day was it? “{found.line.text[start:end]}” is read as none.", "occurred_on")
    for start, end in found.days_long[:1] if not found.hours else ():
        yield Question(f"How many hours was “{found.line.text[start:end]}”?", "hours")
    for count in (one for one in found.counts if one.up_to is not None):
        start, end = found.line.span(count.first, count.end)
        name = "students" if count.who == "students" else "people"
        yield Question(f"“{found.line.text[start:end]}”: {count.many} was taken. Was it more?", name)
    days = {day.day for day in days_of(found)}
    if len(days) > 1 and not any(field.name == "answered_on" for field in fields):
        yield Question("More than one day is named; the first was taken.", "occurred_on")
