"""The report of a school year, whole, as plain JSON values: what is signed, and what pages of a year are drawn from.

A draft is made of the present; what is signed is made once and read ever after. So both are drawn by one template, and
nothing of it is looked up again: names, wordings, numbers and sentences stand in it as they were on that day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.judging.answers import IndicatorAnswer
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.rules.base import sentence_of
from models.continuum.rulebook.rules.listing import STATEMENT
from models.queries.icmap import IndicatorWording, list_wordings
from models.queries.year_numbers import partnership_numbers
from models.queries.years import YearLine
from models.rating_asks import Stand
from models.ratings import Assessment, SignOff
from models.scope import Scope
from models.wording import day_words, noun, number_word, sentence_case

# Since the second, practices say their rule in words and partnerships are counted; since the third, what the team
# said is counted apart from what is on record. What was signed before goes without.
FORMAT = 3
Report = dict[str, Any]


def signed_report(signed: SignOff) -> Report:
    """Read what was signed."""
    report: Report = json.loads(signed.snapshot)
    return report


def report_of(
    session: Session,
    assessment: Assessment,
    school: School,
    lines: Sequence[YearLine],
    *,
    continuum: Continuum,
    on: date,
    signed_by: str | None = None,
    signed_on: date | None = None,
    team: int = 0,
) -> Report:
    """Put the report of a year together.

    Args:
        lines: As `models.queries.years.lines_of` gives them for the same day.
        on: The day on which records are judged.
        signed_by: Who signs; None for a draft.
        team: Members of the leadership team on the day it is signed; 0 where no list of them is kept.
    """
    rules = continuum.rules_on(on.toordinal())
    wordings = list_wordings(session)
    outcomes = [
        {
            "code": outcome.code,
            "name": outcome.name,
            "indicators": [
                _indicator(line, continuum, rules, wordings.get(line.indicator.code), on)
                for line in lines
                if line.indicator.outcome == outcome.code
            ],
        }
        for outcome in rules.outcomes
    ]
    report: Report = {
        "format": FORMAT,
        "school": school.name,
        "district": school.district.name,
        "year": str(assessment.year),
        "next_year": str(assessment.year.end.year + 1),
        "judged_on": on.isoformat(),
        "judged_words": day_words(on),
        "signed_on": signed_on.isoformat() if signed_on else None,
        "signed_words": day_words(signed_on) if signed_on else "",
        "signed_by": signed_by,
        "team": team,
        "rules": rules.version,
        "rules_from": rules.in_force_from.isoformat(),
        "settings": rules.thresholds.model_dump(mode="json"),
        "cadences": {word: dict(counts) for word, counts in rules.cadences.items()},
        "levels": [
            {"number": one.number, "name": one.name, "short": short_level(one.name), "code": one.code}
            for one in rules.levels
        ],
        "numbers": partnership_numbers(session, continuum, assessment.year, scope=Scope.of_school(school.id), on=on),
        "outcomes": outcomes,
    }
    report["lead"] = lead_of(report)
    return report


def short_level(name: str) -> str:
    """Say a level in the one word that tells it from the others: Started, Progressing, Refining, Fully, Sustaining."""
    words = [word for word in name.split() if word != "Getting"]
    return words[0]


def _indicator(
    line: YearLine, continuum: Continuum, rules: Catalogue, wording: IndicatorWording | None, on: date
) -> dict[str, Any]:
    code, rating = line.indicator.code, line.rating
    answer = continuum.indicator(code, on) if code in rules.judged else None
    practices = _practices(continuum, answer, rules, code, on)
    counted = {(kind, ref) for practice in practices for kind, ref in practice["records"]}
    said = sum(kind == STATEMENT for kind, _ in counted)
    return {
        "code": code,
        "role": line.indicator.role,
        "name": line.indicator.name,
        "statement": wording.statement if wording else line.indicator.name,
        "is_official": bool(wording and wording.is_official),
        "cells": {
            str(level): [[text, is_item] for text, is_item in cell.lines]
            for level, cell in (wording.cells.items() if wording else ())
        },
        "last": line.last.existing if line.last else None,
        "existing": rating.existing,
        "desired": rating.desired,
        "rationale": rating.rationale or "",
        "below_because": rating.below_because.value if rating.below_because else "",
        "kept_up": rating.kept_up or "",
        "is_reviewed": line.is_reviewed,
        "reviewed_by": rating.reviewed_by.name if rating.reviewed_by else "",
        "second_by": rating.second_by.name if rating.second_by else "",
        "stand": line.stand.value,
        "supported": line.shown.supported,
        "possible": line.shown.possible,
        "unknown": line.shown.unknown,
        "progress": round(answer.progress, 4) if answer else None,
        "is_said": bool(counted) and said == len(counted),
        "records": len(counted) - said,
        "said": said,
        "things": {str(level.level): [level.met, level.total] for level in answer.levels} if answer else {},
        "practices": practices,
        "evidence": [
            {
                "title": piece.title,
                "record": piece.what or "",
                "file": piece.document.filename if piece.document else "",
                "sha256": (piece.document.sha256 or "") if piece.document else "",
                "link": piece.link or "",
                "dated_on": piece.dated_on.isoformat() if piece.dated_on else None,
            }
            for piece in line.evidence
        ],
    }


def _practices(
    continuum: Continuum, answer: IndicatorAnswer | None, rules: Catalogue, code: str, on: date
) -> list[dict[str, Any]]:
    """Give every practice as it stands, with the records that count toward it, and those that hold it for now."""
    found = []
    for practice in rules.practices_of(code):
        stands = answer.practices.get(practice.key) if answer else None
        keys = sorted(continuum.record_keys(practice.key, on)) if stands and practice.counts else []
        found.append(
            {
                "key": practice.key,
                "level": practice.level,
                "wording": practice.wording,
                "rule": sentence_of(practice.rule, rules.words) if practice.counts else "",
                "status": stands.status.value if stands else "",
                "share": round(stands.share, 4) if stands else None,
                "records": [[kind, ref] for kind, ref in keys],
                "held_by": [[kind, ref] for kind, ref in sorted(stands.held.records)] if stands and stands.held else [],
                "held_until": stands.held.until.isoformat() if stands and stands.held else None,
            }
        )
    return found


def lead_of(report: Mapping[str, Any]) -> str:
    """Say the year in two or three sentences: what rose and fell, where most stands, and where the team sees more."""
    lines = [line for outcome in report["outcomes"] for line in outcome["indicators"]]
    rated = [line for line in lines if line["is_reviewed"] and line["existing"] is not None]
    if not rated:
        return "Nothing is rated yet."
    sentences = [_moved(rated, len(lines))]
    stood = [(level["name"], sum(line["existing"] == level["number"] for line in rated)) for level in report["levels"]]
    most = sorted((one for one in stood if one[1]), key=lambda one: -one[1])[:2]
    if most:
        (name, many), *others = most
        first = f"{sentence_case(number_word(many))} {noun(many, 'stands', 'stand')} at {name}"
        sentences.append(", ".join([first, *(f"{number_word(of)} at {other}" for other, of in others)]) + ".")
    above = sum(Stand(line["stand"]).is_above for line in rated)
    if above:
        where = noun(above, "place", "places")
        sentences.append(f"In {number_word(above)} {where} the team rates higher than the records show, and says why.")
    return " ".join(sentences)


def _moved(rated: Sequence[Mapping[str, Any]], of_all: int) -> str:
    known = [line for line in rated if line["last"] is not None]
    if not known:
        many = f"All {number_word(of_all)}" if len(rated) == of_all else f"{_many(len(rated))} of {number_word(of_all)}"
        return f"{many} indicators are rated, for the first time."
    rose = sum(line["existing"] > line["last"] for line in known)
    fell = sum(line["existing"] < line["last"] for line in known)
    if len(rated) < of_all:
        seen = f"{_many(len(rated))} of {number_word(of_all)} indicators {noun(len(rated), 'was', 'were')} looked at"
        return f"{seen} so far: {_none_or(rose)} rose, {_none_or(fell)} fell."
    many = f"All {number_word(of_all)}" if rose == of_all else f"{_many(rose)} of {number_word(of_all)}"
    return f"{many} indicators rose, {_none_or(fell)} fell."


def _none_or(number: int) -> str:
    return number_word(number) if number else "none"


def _many(number: int) -> str:
    return sentence_case(number_word(number)) if number else "None"
