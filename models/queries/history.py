"""What happened to a record, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.accounts import User
from models.continuum.rulebook.catalogue import Catalogue
from models.documents import Document
from models.exchange.choices import vocabularies_of
from models.history import Action, History
from models.kinds.columns import Holds
from models.kinds.kind import RecordKind
from models.needs import SchoolNeed
from models.partners import Partner, SchoolPartner, WorkforceNeed
from models.partnerships import LINES, PARTS, PartnershipCheck, PartnershipTerm, TermName
from models.queries.catalogue import NoRules, latest_catalogue
from models.record_kinds import KINDS
from models.scope import Scope
from models.wording import listed
from models.words import value_words, words

# One press of "Save" may be written in several steps: a record's parts are told with what was saved just before.
TOGETHER = timedelta(seconds=1)
MOST = 200
SENTENCES = {
    Action.CREATED: "entered this",
    Action.CHANGED: "changed this",
    Action.ARCHIVED: "archived this",
    Action.RESTORED: "restored this",
}
# Columns that hold an id: what names the thing behind it.
_NAMES: dict[str, InstrumentedAttribute[Any]] = {
    "partner_id": Partner.name,
    "merged_into_id": Partner.name,
    "need_id": SchoolNeed.text,
    "workforce_need_id": WorkforceNeed.text,
    "document_id": Document.filename,
    "user_id": User.name,
    "reviewed_by_id": User.name,
    "second_by_id": User.name,
    "owner_id": User.name,
}
# Columns that lead elsewhere, and would be read as codes.
_LEADS_ON = frozenset({"school_id", "partnership_id", "from_record", "gap", "done_by", "log_kind", "log_fill"})
# The shared entry of an organisation is told in the words of what a school notes of it.
_TOLD_AS = {"partner": SchoolPartner.kind}
_PARTS = {table.__tablename__: name for table, name in PARTS.items()}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field that changed.

    Attributes:
        name: The field in words.
        old: What it was, in words; empty where it held nothing.
        new: What it became, in words; empty where it was emptied.
    """

    name: str
    old: str
    new: str

    @property
    def text(self) -> str:
        """The change in one sentence."""
        if not self.old:
            return f"{self.name}: {self.new}"
        if not self.new:
            return f"{self.name} removed, was {self.old}"
        return f"{self.name}: {self.new}, was {self.old}"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that somebody did to a record.

    Attributes:
        at: When, in UTC.
        actor: The person, or what acted ("import of activity.csv").
        sentence: What was done: "changed this".
        lines: The fields that changed, in the order of the record.
    """

    at: datetime
    actor: str
    action: Action
    sentence: str
    lines: tuple[HistoryLine, ...]


def history_of(
    session: Session, scope: Scope, kind: str, record_id: int, *, also: Iterable[tuple[str, int]] = ()
) -> list[HistoryEntry]:
    """Tell the history of one record, newest first.

    Args:
        scope: What the reader may see; an alliance's scope sees no history.
        kind: The record's kind, such as `activity`.
        also: More (kind, id) told along with it, such as the shared entry of a partner organisation.

    Returns:
        At most 200 entries; empty for a record outside the scope.
    """
    if scope.partner_id is not None or not scope.school_ids:
        return []
    subjects = [(kind, record_id), *also]
    about = or_(*(and_(History.record_kind == one, History.record_id == number) for one, number in subjects))
    rows = session.scalars(
        select(History).where(about, History.school_id.in_(scope.school_ids)).order_by(History.id.desc()).limit(MOST)
    ).all()
    words_for = _Words(_names_behind(session, rows), _rules(session))
    return [_entry(group, words_for) for group in _together(rows)]


def last_change(session: Session, kind: str, record_id: int) -> History | None:
    """Find the latest change of a record; None where the history has none."""
    statement = select(History).where(History.record_kind == kind, History.record_id == record_id)
    return session.scalars(statement.order_by(History.id.desc()).limit(1)).first()


def _together(rows: Sequence[History]) -> list[list[History]]:
    """Group rows, newest first, into what one person did at one time; each group reads oldest first."""
    groups: list[list[History]] = []
    for row in rows:
        first = groups[-1][0] if groups else None
        by_the_same = first is not None and (first.actor, first.user_id) == (row.actor, row.user_id)
        if first and by_the_same and (first.at == row.at or (_is_part(first) and first.at - row.at < TOGETHER)):
            groups[-1].insert(0, row)
        else:
            groups.append([row])
    return groups


def _is_part(row: History) -> bool:
    """Say whether a row tells a part of a record, such as a partnership's stage, and not the record itself."""
    return next(iter(row.changes), "").partition(".")[0] in _PARTS


def _entry(rows: Sequence[History], told: _Words) -> HistoryEntry:
    loudest = next((row.action for row in rows if row.action is not Action.CHANGED), Action.CHANGED)
    lines = [line for row in rows for line in _lines(_kind_of(row), row.changes, told, quiet=_told_by(loudest))]
    return HistoryEntry(rows[-1].at, rows[0].actor, loudest, SENTENCES[loudest], tuple(dict.fromkeys(lines)))


def _kind_of(row: History) -> RecordKind:
    return KINDS[_TOLD_AS.get(row.record_kind, row.record_kind)]


def _told_by(action: Action) -> frozenset[str]:
    """Name the fields that the sentence itself tells."""
    return frozenset() if action is Action.CHANGED else frozenset({"record_status"})


def _lines(
    kind: RecordKind, changes: Mapping[str, Sequence[Any]], told: _Words, *, quiet: frozenset[str]
) -> list[HistoryLine]:
    table = next(iter(changes), "").partition(".")[0]
    if table in _PARTS:
        plain = {name.partition(".")[2]: pair for name, pair in changes.items()}
        return [_part_line(kind, table, plain, told)]
    lines = []
    for name, (old, new) in changes.items():
        if name in quiet or name in _LEADS_ON:
            continue
        before, after = told.of(kind, name, old), told.of(kind, name, new)
        if before or after:
            lines.append(HistoryLine(kind.label_of(name), before, after))
    return lines


def _part_line(kind: RecordKind, table: str, changes: Mapping[str, Sequence[Any]], told: _Words) -> HistoryLine:
    """Tell one dated part of a partnership on one line: a stage, point person, term or need, or what was said again."""
    if table == PartnershipCheck.__tablename__:
        return HistoryLine(
            LINES[changes["line"][1]], "", f"still true on {told.of(kind, 'said_on', changes['said_on'][1])}"
        )

    def at(index: int) -> str:
        values = {name: told.of(kind, name, pair[index]) for name, pair in changes.items()}
        what = next(
            (values[key] for key in ("text", "stage", "person", "need_id", "document_id") if values.get(key)), ""
        )
        first, end = values.get("from_on"), values.get("until_on")
        if table == PartnershipTerm.__tablename__ and "name" in changes and first and not what:
            what = "emptied"
        when = [f"from {first}" if first else "", f"until {end}" if end else ""]
        return ", ".join(part for part in (what, *when) if part)

    term = next((value for value in changes.get("name", ()) if value), None)
    return HistoryLine(TermName(term).label if term else _PARTS[table], at(0), at(1))


def _rules(session: Session) -> Catalogue | None:
    try:
        return latest_catalogue(session)
    except NoRules:
        return None


@dataclass(frozen=True, slots=True)
class _Words:
    """What turns stored values into words.

    Attributes:
        names: (column, id) -> what the id stands for.
        rules: Whose lists word the codes; None where none are stored.
    """

    names: Mapping[tuple[str, int], str]
    rules: Catalogue | None

    def of(self, kind: RecordKind, attribute: str, value: Any) -> str:
        """Word one value; empty for nothing and for ids that mean nothing to people."""
        if attribute in _NAMES and isinstance(value, int):
            return self.names.get((attribute, value), "")
        if attribute.endswith("_id") or value in (None, "", []):
            return ""
        if attribute in kind.levels and self.rules is not None:
            return self.rules.level_name(value)
        if attribute == "indicator" and self.rules is not None and value in self.rules.indicators:
            return self.rules.indicators[value].name
        column = kind.column_of(attribute)
        if attribute == "practice" or (column is not None and column.holds is Holds.EXEMPTED):
            return self._of_map(str(value))
        if column is None or column.choices is None:
            return value_words(value)
        codes = value if isinstance(value, list) else [value]
        return listed(self._code(vocabularies_of(column.choices), str(code)) for code in codes)

    def _of_map(self, key: str) -> str:
        """Word a practice, or a group that is not present."""
        practice = self.rules.practices.get(key) if self.rules is not None else None
        return practice.wording if practice is not None else self._code(("stakeholder_group",), key)

    def _code(self, names: Sequence[str], code: str) -> str:
        if self.rules is not None:
            for name in names:
                if code in self.rules.vocabularies.get(name, {}):
                    return self.rules.label(name, code)
        return words(code)


def _names_behind(session: Session, rows: Sequence[History]) -> dict[tuple[str, int], str]:
    """Find the names of everything that the changes mention by id, in one query per kind of thing."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        for name, pair in row.changes.items():
            column = name.rpartition(".")[2]
            if column in _NAMES:
                wanted.setdefault(column, set()).update(value for value in pair if isinstance(value, int))
    found: dict[tuple[str, int], str] = {}
    for column, ids in wanted.items():
        named = _NAMES[column]
        key = named.class_.id
        found.update(
            {(column, number): text for number, text in session.execute(select(key, named).where(key.in_(ids)))}
        )
    return found
