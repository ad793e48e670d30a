"""What carries a partnership: the papers of it that end, and the days on which none had run out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.continuum.evidence.facts import Row
from models.continuum.language.language import Language
from models.continuum.time.calendar import NEVER
from models.continuum.time.spans import Spans


def in_agreement(rows: Iterable[Row], language: Language) -> Spans:
    """Say on which days no agreement of a partnership had ended, unless renewed by then.

    Args:
        rows: The partnership's agreements. Only those of kinds that can run out are looked at; an end still counts
            for the days of grace after it.
    """
    papers = [row for row in rows if row["kind"] in language.marked("agreement_kind", "ends")]
    if language.derivations.signed_papers_decide:
        return _signed_decide(papers, language.thresholds.agreement_grace_days)
    return _latest_end_decides(papers, language.thresholds.agreement_grace_days)


def _latest_end_decides(papers: Sequence[Row], grace: int) -> Spans:
    known = sorted((_begun(row), row["ends_on"].toordinal()) for row in papers if row.get("ends_on") is not None)
    if not known:
        return Spans.since(0)
    # Before the first agreement was made none had ended; from then on its latest end decides.
    spans, latest = [(0, known[0][0])], 0
    for (day, ends), following in zip(known, [*(day for day, _ in known[1:]), NEVER], strict=True):
        latest = max(latest, ends)
        spans.append((day, min(following, latest + grace + 1)))
    return Spans.of(spans)


def _begun(row: Row) -> int:
    days = [row[name].toordinal() for name in ("submitted_on", "signed_on", "starts_on") if row.get(name)]
    return min(days, default=0)


def _signed_decide(papers: Sequence[Row], grace: int) -> Spans:
    """Where any paper is signed only signed ones decide: a draft of a renewal carries nothing."""
    edges = sorted({0, *(_begun(row) for row in papers), *(_signed(row) for row in papers if row.get("signed_on"))})
    spans = []
    for start, end in zip(edges, [*edges[1:], NEVER], strict=True):
        last = _last_day(papers, start)
        spans.append((start, end if last is None else min(end, last + grace + 1)))
    return Spans.of(spans)


def _signed(row: Row) -> int:
    return int(row["signed_on"].toordinal())


def _last_day(papers: Sequence[Row], day: int) -> int | None:
    """Find the day after which nothing carries the partnership, as known on a day; None where there is no end."""
    signed = [row for row in papers if row.get("signed_on") and _signed(row) <= day]
    if signed:
        if any(row.get("ends_on") is None for row in signed):
            return None
        return int(max(row["ends_on"].toordinal() for row in signed))
    ends: list[int] = [row["ends_on"].toordinal() for row in papers if row.get("ends_on") and _begun(row) <= day]
    return max(ends, default=None)
