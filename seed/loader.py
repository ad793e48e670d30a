"""Brings the catalogue and the official wording into the database. Running it twice changes nothing.

Nothing here commits: the caller does, once, or rolls everything back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Base
from models.continuum.language.first import completed
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import parse_catalogue
from models.icmap import Descriptor, Indicator, Level, Outcome, Practice, RuleSet, Standard
from models.refusals import Refused
from seed.catalogue import NEWEST, VERSIONS, catalogue_data
from seed.icmap_document import IcMapDocument, texts_of
from seed.versions import Dated, RulesChanged, dated_versions

STANDARD_CODE = "EC"
STANDARD_NAME = "Engaged STEM School Community"

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did, in rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: LoadSummary) -> LoadSummary:
        return LoadSummary(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged"


class CatalogueNotLoaded(Refused):
    """The official wording has no rows to stand in yet."""


def load_catalogue_rows(
    session: Session,
    data: Mapping[str, Any] | None = None,
    *,
    today: date | None = None,
    newest_from: date | None = None,
) -> LoadSummary:
    """Bring outcomes, indicators, levels, our own wording, practices and the rules up to the catalogue.

    A practice that the catalogue has no more is retired from the day on which the catalogue is in force. Official
    wording stays as it is.

    Args:
        session: Left with the changes flushed and not committed.
        data: A catalogue as plain data; the versions that come with the product where None, each from the day on that
            `seed.versions.dated_versions` says.
        today: The first day of the newest version where an older one is stored; the day of the server where None.
        newest_from: Another first day of the newest version.

    Raises:
        CatalogueProblem: A catalogue is not sound; nothing was touched.
        RulesChanged: Other rules are stored under its version or for its first day; nothing was touched.
    """
    if data is not None:
        contents = [dict(data)]
    else:
        contents = _shipped(session, today or datetime.now().astimezone().date(), newest_from)
    catalogues = [parse_catalogue(content) for content in contents]
    summary = LoadSummary()
    for catalogue, content in zip(catalogues, contents, strict=True):
        summary += _store_rules(session, catalogue, content)
    # Screens speak the words of the newest version; what only older ones have is retired.
    *older, catalogue = catalogues
    summary += _put(session, Standard, "code", {STANDARD_CODE: {"name": STANDARD_NAME}})
    summary += _put(
        session, Level, "number", {level.number: {"code": level.code, "name": level.name} for level in catalogue.levels}
    )
    summary += _put(
        session,
        Outcome,
        "code",
        {row.code: {"position": at, "name": row.name} for at, row in enumerate(catalogue.outcomes, start=1)},
    )
    outcomes = {row.code: row.id for row in session.scalars(select(Outcome))}
    summary += _put(
        session,
        Indicator,
        "code",
        {
            row.code: {
                "key": row.key,
                "outcome_id": outcomes[row.outcome],
                "role": row.role,
                "position": at,
                "name": row.name,
            }
            for at, row in enumerate(catalogue.indicators.values(), start=1)
        },
    )
    indicators = {row.code: row.id for row in session.scalars(select(Indicator))}
    summary += _put_summaries(session, catalogue, indicators)
    for earlier in older:
        summary += _put_practices_of_old(session, earlier, indicators)
    return summary + _put_practices(session, catalogue, indicators)


def load_official_wording(session: Session, document: IcMapDocument, *, at: datetime | None = None) -> LoadSummary:
    """Show the official statement, outcomes, indicators and cells of a document that was read whole.

    Args:
        session: Left with the changes flushed and not committed.
        document: A complete document; an incomplete one cannot be made.
        at: The moment to note as loaded, now where None. It is noted only where something was new.

    Returns:
        One count for the standard, and for each outcome, indicator and cell: a hundred for the published map.

    Raises:
        CatalogueNotLoaded: The catalogue's rows are not in this database yet; nothing was touched.
    """
    return show_wording(session, texts_of(document), at=at)


def show_wording(session: Session, texts: Mapping[str, Any], *, at: datetime | None = None) -> LoadSummary:
    """Show the texts of a document, as `load_official_wording`.

    Args:
        texts: In the shape of `models.map_wordings.MapWording.texts`.

    Raises:
        CatalogueNotLoaded: As `load_official_wording`.
    """
    standard = session.scalar(select(Standard).where(Standard.code == STANDARD_CODE))
    outcomes = {row.code: row for row in session.scalars(select(Outcome))}
    indicators = {row.code: row for row in session.scalars(select(Indicator))}
    cells = {(row.indicator_id, row.level): row for row in session.scalars(select(Descriptor))}
    if (
        standard is None
        or not set(texts["indicators"]) <= set(indicators)
        or not set(texts["outcomes"]) <= set(outcomes)
    ):
        raise CatalogueNotLoaded("The catalogue is not in this database yet. Run `continuum init` first.")

    summary = _assign(standard, {"official": texts["standard"]})
    for code, (at_a_glance, of_map) in texts["outcomes"].items():
        summary += _assign(outcomes[code], {"official_at_a_glance": at_a_glance, "official_map": of_map})
    for code, read in texts["indicators"].items():
        at_a_glance, of_map = read["statement"]
        summary += _assign(indicators[code], {"official_at_a_glance": at_a_glance, "official_map": of_map})
        for level, text in enumerate(read["cells"], start=1):
            summary += _assign(cells[indicators[code].id, level], {"official": text})
    if summary.added or summary.changed:
        standard.loaded_at = at or datetime.now(UTC)
    session.flush()
    return summary


def _shipped(session: Session, today: date, newest_from: date | None) -> list[dict[str, Any]]:
    """Give the versions that come with the product and belong into this database, oldest first, as plain data."""
    contents = {version: catalogue_data(version) for version in VERSIONS[: VERSIONS.index(NEWEST) + 1]}
    shipped = [Dated(version, date.fromisoformat(content["in_force_from"])) for version, content in contents.items()]
    stored = {row.version: row.in_force_from for row in session.execute(select(RuleSet.version, RuleSet.in_force_from))}
    return [
        {**contents[version], "in_force_from": str(first)}
        for version, first in dated_versions(shipped, stored, today=today, newest_from=newest_from)
    ]


def _store_rules(session: Session, catalogue: Catalogue, content: dict[str, Any]) -> LoadSummary:
    """Add the rules as a version of their own; stored rules never change, so that past days stay as judged."""
    stored = session.scalar(select(RuleSet).where(RuleSet.version == catalogue.version))
    if stored is not None:
        # What an older one does not say is completed wherever it is read, and is no other rule.
        if completed(stored.content) != completed(content):
            raise RulesChanged(
                f"Other rules are stored as version {catalogue.version}. Give the changed catalogue a new version "
                "and the day from which it is in force; past days keep the rules they were judged by."
            )
        return LoadSummary(unchanged=1)
    other = session.scalar(select(RuleSet.version).where(RuleSet.in_force_from == catalogue.in_force_from))
    if other is not None:
        raise RulesChanged(
            f"Version {other} is in force from {catalogue.in_force_from} already. Give version {catalogue.version} "
            "a later day."
        )
    session.add(RuleSet(version=catalogue.version, in_force_from=catalogue.in_force_from, content=content))
    session.flush()
    return LoadSummary(added=1)


def _put_summaries(session: Session, catalogue: Catalogue, indicators: Mapping[str, int]) -> LoadSummary:
    stored = {(row.indicator_id, row.level): row for row in session.scalars(select(Descriptor))}
    summary = LoadSummary()
    for row in catalogue.indicators.values():
        for level, text in enumerate(row.summaries, start=1):
            cell = stored.get((indicators[row.code], level))
            if cell is None:
                session.add(Descriptor(indicator_id=indicators[row.code], level=level, summary=text))
                summary += LoadSummary(added=1)
            else:
                summary += _assign(cell, {"summary": text})
    session.flush()
    return summary


def _put_practices_of_old(session: Session, catalogue: Catalogue, indicators: Mapping[str, int]) -> LoadSummary:
    """Add the practices that only an older version has: its days are shown with them."""
    rows = _practice_rows(catalogue, indicators)
    known = set(session.scalars(select(Practice.key).where(Practice.key.in_(rows))))
    return _put(session, Practice, "key", {key: row for key, row in rows.items() if key not in known})


def _practice_rows(catalogue: Catalogue, indicators: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    return {
        practice.key: {
            "indicator_id": indicator_id,
            "level": practice.level,
            "position": at,
            "wording": practice.wording,
            "group_key": practice.group,
            "retired_on": None,
        }
        for code, indicator_id in indicators.items()
        for at, practice in enumerate(catalogue.practices_of(code), start=1)
    }


def _put_practices(session: Session, catalogue: Catalogue, indicators: Mapping[str, int]) -> LoadSummary:
    rows = _practice_rows(catalogue, indicators)
    summary = _put(session, Practice, "key", rows)
    for gone in session.scalars(select(Practice).where(Practice.key.not_in(rows), Practice.retired_on.is_(None))):
        gone.retired_on = catalogue.in_force_from
        summary += LoadSummary(changed=1)
    session.flush()
    return summary


def _put(session: Session, table: type[Row], key: str, rows: Mapping[Any, Mapping[str, Any]]) -> LoadSummary:
    """Bring the rows of a table up to the wanted ones, told apart by one column; others stay."""
    stored = {getattr(row, key): row for row in session.scalars(select(table))}
    summary = LoadSummary()
    for value, fields in rows.items():
        if value in stored:
            summary += _assign(stored[value], fields)
        else:
            session.add(table(**{key: value, **fields}))
            summary += LoadSummary(added=1)
    session.flush()
    return summary


def _assign(row: Base, fields: Mapping[str, Any]) -> LoadSummary:
    """Set only what differs, so that an equal row is not written at all."""
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    filled = _any_given(getattr(row, name) for name in fields)
    for name, value in differing.items():
        setattr(row, name, value)
    if not differing:
        return LoadSummary(unchanged=1)
    return LoadSummary(changed=1) if filled else LoadSummary(added=1)


def _any_given(values: Iterable[Any]) -> bool:
    return any(value is not None for value in values)
