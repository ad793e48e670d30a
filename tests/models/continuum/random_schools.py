"""Random but plausible schools as record rows: every kind of record, every column, always the same for a seed.

A school is made of a few partners, some habits that repeat for months, and single records between them. Days lie in
four years, many of them on edges: month ends, 29 February, days exactly so many months before a day people ask about.
Codes are only those of the catalogue that is given, so one seed serves every version of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.continuum.rulebook.catalogue import Catalogue
from models.exchange.kinds import KINDS
from tests.models.continuum.random_values import FIRST, LAST, Draw, as_line, months_before

Row = dict[str, Any]
Rows = dict[str, list[Row]]

FEWEST, MOST = 20, 400
STUDENT_WAYS = (
    "project", "tutoring", "mentoring", "apply_internship", "propose_internship", "volunteer", "enroll_stem",
    "enroll_ctc",
)  # fmt: skip
ALLIANCE_WAYS = ("speaking", "funding", "people", "internships")
MATCH_WAYS = ("resources", "implementation")
TERMS = (
    "short_goals", "long_goals", "outcomes", "education_goal", "curricular_goal", "roles", "accountability",
    "guidelines",
)  # fmt: skip
LONG_NOTE = "Seen and agreed by the whole leadership team in its meeting"


def random_school(seed: int, catalogue: Catalogue, *, records: int | None = None) -> Rows:
    """Make one school.

    Args:
        seed: The same seed and catalogue give the same rows.
        catalogue: Whose codes, practices and indicators are used.
        records: How many records it has at least; 20 to 400 by the seed where nothing is said.

    Returns:
        Kind -> typed rows with all columns of the kind, in the order of entry.
    """
    return _Maker(seed, catalogue).school(records)


class _Maker(Draw):
    def __init__(self, seed: int, catalogue: Catalogue) -> None:
        super().__init__(seed, catalogue)
        self.rows: Rows = {kind: [] for kind in KINDS}
        self.partners: list[str] = []

    def school(self, records: int | None) -> Rows:
        wanted = records or round(FEWEST * (MOST / FEWEST) ** self.random.random())
        self._ground(wanted)
        singles: dict[Callable[[], None], int] = {
            self._activity: 30, self._match: 8, self._contribution: 8, self._evaluation: 6, self._agreement: 4,
            self._commitment: 5, self._org: 2, self._need: 3, self._recognition: 3, self._training: 4,
            self._attestation: 6, self._transition: 2, self._workforce: 2, self._commreview: 2, self._process: 1,
            self._procreview: 2, self._coordinator: 1, self._roster: 5, self._exemption: 1, self._logstart: 1,
            self._partnership: 2, self._habit: 12 if self.zeal > 0.5 else 4,
        }  # fmt: skip
        makers, weights = list(singles), list(singles.values())
        while sum(map(len, self.rows.values())) < wanted:
            self.random.choices(makers, weights)[0]()
        self._what_else_is_said()
        for some in self.rows.values():
            self.random.shuffle(some)
        return {kind: some for kind, some in self.rows.items() if some}

    def _ground(self, wanted: int) -> None:
        """Begin with what most schools have: partners, a partnership or two, often a set logging start."""
        for _ in range(self.random.randint(2, 3 + wanted // 60)):
            self._org()
        for _ in range(self.random.randint(0, 1 + wanted // 50)):
            self._partnership()
        if self.chance(0.6):
            self.add("logstart", from_on=self.random.choice((FIRST - timedelta(days=900), FIRST, self.day())))

    def _what_else_is_said(self) -> None:
        """Fill columns that came later by a chance of their own: all else of a seed's school stays as it was."""
        before, self.random = self.random, Random(f"else {self.seed}")
        for row in self.rows["workforce"]:
            row |= {"confirmed_on": self.days(row["stated_on"], 2)}
            row |= {"until_on": self.later(row["stated_on"], 30, 400, 800) if self.chance(0.2) else None}
        for row in self.rows["match"]:
            row |= {"message": self.text(0.3), "answer_note": self.text(0.3), "answer_by": self.later(LAST, 0, 30)}
        for row in self.rows["transition"]:
            row |= {"leaves": self.text(0.3), "follows": self.text(0.3), "reached_at": self.text(0.3)}
        self.random = before

    def partner(self) -> str:
        return self.random.choice(self.partners)

    def ref(self, kind: str, empty: float = 0.0) -> str | None:
        some = self.rows[kind]
        return self.random.choice(some)["ref"] if some and not self.chance(empty) else None

    def add(self, record: str, /, **fields: Any) -> Row:
        """Take in a row; columns that nothing was said of are empty, as a file's empty cells are."""
        status = "confirmed" if self.chance(0.88) else self.random.choice(self.codes("record_status"))
        row = {name: column.nothing for name, column in KINDS[record].columns.items()}
        row |= {"ref": f"{record}-{len(self.rows[record]) + 1}", "record_status": status}
        row |= {"note": LONG_NOTE if self.chance(0.15) else None, **fields}
        self.rows[record].append(row)
        return row

    # One maker a kind of record.

    def _org(self) -> None:
        name = f"Partner {len(self.partners) + 1}" if not self.partners or self.chance(0.9) else self.partner()
        added = self.day()
        self.add(
            "org", name=name, category=self.one("category"), subtype=self.one("subtype", 0.7), added_on=added,
            stage=self.one("stage", 0.2), assessed_on=self.days(added, 2), offers=self.some("contribution_type", 3),
            sector=self.text(0.2), town=self.text(0.3),
        )  # fmt: skip
        if name not in self.partners:
            self.partners.append(name)

    def _need(self) -> None:
        self.add(
            "need", text="Machines for the lab", stated_on=self.day(), critical=self.chance(0.5),
            data=self.some("data", 3), raised_by=self.some("by", 2), priority=self.random.choice((None, 1, 2)),
        )  # fmt: skip

    def _workforce(self) -> None:
        self.add("workforce", partner=self.partner(), stated_on=self.day(), text="Line staff")

    def _match(self) -> None:
        day = self.day()
        asked = self.later(day, 0, 0, 3, 40) if self.chance(0.5) else None
        answered = self.later(asked or day, 0, 7, 30, 61, 200) if self.chance(0.5) else None
        self.add(
            "match", partner=self.partner(), occurred_on=day, need=self.ref("need", 0.4),
            offer=self.one("contribution_type", 0.5), requested_on=asked, answered_on=answered,
            answer=self.one("match_status", 0.1, ("accepted", "partial", "fulfilled", "declined"))
            if answered or self.chance(0.1) else None,
            raised_by=("teachers",) if self.chance(0.5) else self.some("by", 2),
            way=self.some("way", 2, only=MATCH_WAYS), expertise=self.mark(0.7), curricular_goal=self.text(),
            intended_results=self.text(), data=self.some("data", 2), ranked=self.mark(), selected=self.mark(0.6),
        )  # fmt: skip

    def _partnership(self) -> None:
        started = self.day()
        written = started if self.chance(0.7) else self.day(started)
        terms = {name: self._term(written, self.text(1.0)) for name in TERMS if self.chance(max(0.4, self.zeal))}
        stages = [(started, "active" if self.chance(0.7) else self.one("stage"))]
        if self.chance(0.25):
            stages.append((self.day(started), self.one("stage")))
        person = [(started, "Kim Oduya")] if self.chance(0.8) else []
        if person and self.chance(0.3):
            person.append((self.day(started), None if self.chance(0.5) else "Lee Varga"))
        needs = self.ref("need", 0.5)
        self.add(
            "partnership", partner=self.partner(), started_on=started,
            ended_on=self.later(self.day(started), 1) if self.chance(0.2) else None, stage=as_line(stages),
            point_person=as_line(person), led_by_teachers=((written, True),) if self.chance(0.3) else (),
            needs=((written, (needs,)),) if needs else (), initiated_by=self.some("roles", 2),
            confirmed_on=self.days(started, 5), contact_interval_days=self.random.choice((None, 30, 45)), **terms,
        )  # fmt: skip

    def _term(self, written: date, text: str | None) -> tuple[tuple[date, str | None], ...]:
        """Make a text with its day, one in seven emptied or rewritten later."""
        line = [(written, text)]
        if self.chance(0.15):
            line.append((self.day(written), None if self.chance(0.6) else self.text(1.0)))
        return as_line(line)

    def _agreement(self) -> None:
        """Make an agreement, at times with a renewal of it that is signed, handed over or a draft."""
        if not self.rows["partnership"]:
            return self._partnership()
        partnership = self.random.choice(self.rows["partnership"])
        kind = self.one("agreement_kind")
        starts = self.day(partnership["started_on"]) if self.chance(0.8) else None
        ends = None if starts is None or self.chance(0.2) else months_before(starts, -12) - timedelta(days=1)
        for turn in range(2 if ends and self.chance(0.4) else 1):
            begins = self.random.choice((ends + timedelta(days=1), self.later(ends, 1, 31, 200))) if turn else starts
            submitted = self.later(begins or self.day(), -40, -7, 0, 10) if self.chance(0.75) else None
            ends = months_before(begins, -12) - timedelta(days=1) if ends and begins else ends
            self.add(
                "agreement", partnership=partnership["ref"], kind=kind, submitted_on=submitted,
                signed_on=self.later(submitted, 0, 14) if submitted and self.chance(0.6) else None, starts_on=begins,
                ends_on=ends, notice_days=self.random.choice((None, 30)), expected_outcome=self.text(),
                serves_workforce=self.mark(),
            )  # fmt: skip
        return None

    def _commitment(self) -> None:
        if not self.rows["partnership"]:
            return self._partnership()
        agreed = self.day()
        due = self.later(agreed, 30, 90, 200) if self.chance(0.85) else None
        workforce = self.ref("workforce", 0.5)
        self.add(
            "commitment", partnership=self.ref("partnership"), agreed_on=agreed,
            type=self.one("contribution_type", 0.2), way=self.one("way", 0.2, ALLIANCE_WAYS),
            amount=Decimal(40) if self.chance(0.5) else None,
            unit=self.one("unit", 0.5), due_on=due,
            received_on=self.later(due, -5, 0, 20, 30, 31, 90) if due and self.chance(0.7) else None,
            allocated_to=self.text(0.7), serves_workforce=workforce or self.mark(), expected_outcome=self.text(),
            confirmed_by=self.one("confirmed_by", 0.2) if self.chance(0.5) else "both",
        )  # fmt: skip
        return None

    def _contribution(self, day: date | None = None, **fields: Any) -> None:
        away = {"direction": "from_school"} if self.chance(0.1) else {}
        given = {
            "partner": self.partner(), "commitment": self.ref("commitment", 0.6),
            "type": self.one("contribution_type", 0.3), "way": self.some("way", 2, 0.4, ALLIANCE_WAYS),
            "amount": Decimal("1200.50") if self.chance(0.5) else None, "unit": self.one("unit", 0.5),
            "allocated_to": self.text(0.6), "student_facing": self.mark(), "serves_workforce": self.mark(),
            "planned": self.mark(),
        }  # fmt: skip
        self.add("contribution", **{**given, **away, **fields, "occurred_on": day or self.day()})

    def _activity(self, day: date | None = None, **fields: Any) -> None:
        self.add("activity", **{**self._act(), **fields, "occurred_on": day or self.day()})

    def _act(self) -> Row:
        """Fill an activity as people of one role do; other fields may say anything."""
        by = self.some("by", 2, 0.0) if self.chance(0.15) else (self.one("by"),)
        actor = by[0]
        with_partner = self.chance(0.75 if actor == "alliances" else 0.4)
        asks = self.chance(0.3) and actor in ("students", "teachers", "families")
        kinds = {"students": ("partnership", "communication", "advocacy"), "alliances": ("advocacy", "communication")}
        ways = {"students": STUDENT_WAYS, "alliances": ALLIANCE_WAYS}.get(str(actor), (*STUDENT_WAYS, *ALLIANCE_WAYS))
        partners = self.random.sample(self.partners, self.random.randint(1, min(3, len(self.partners))))
        return {
            "kind": self.random.choice(kinds.get(str(actor), ("partnership", "communication", "communication"))),
            "by": by, "title": "Night of bridges",
            "initiated_by": self.some("roles", 1, 0.5), "roles": self.some("roles", 3, 0.6),
            "purpose": self.some("purpose", 2, 0.4), "channel": self.some("channel", 2, 0.25),
            "audience": self.some("audience", 9 if self.chance(self.zeal) else 4, 0.2), "topic": self.some("topic", 3),
            "way": self.some("way", 2, 0.4 if actor in ("students", "alliances") else 0.9, ways),
            "ask": self.some("ask", 2, 0.0) if asks else (), "partner": tuple(sorted(partners)) if with_partner else (),
            "two_way": self.mark(0.7, 0.4), "formality": self.one("formality", 0.7), "collects_input": self.mark(),
            "used_process": self.mark(0.3), "promotes": self.mark(), "beyond_class": self.mark(0.5, 0.4),
            "researched": self.mark(), "student_facing": self.mark(), "serves_workforce": self.mark(),
            "planned": self.mark(), "people": self.random.choice((None, 12)),
            "students": self.random.choice((None, 30)), "hours": self.random.choice((None, Decimal("2.50"))),
            "link": self.random.choice((None, "https://school.example")),
            "not_for": self._indicators(), "also_for": self._indicators(),
        }  # fmt: skip

    def _indicators(self) -> tuple[str, ...]:
        return (self.random.choice(sorted(self.catalogue.indicators)),) if self.chance(0.04) else ()

    def _habit(self) -> None:
        """Repeat one act or gift, monthly or nearly so: what frequency words are met by."""
        start, every = self.day(FIRST, LAST - timedelta(days=200)), self.random.choice((29, 30, 31, 61, 91))
        act = None if self.chance(0.2) else self._act()
        partner = self.partner()
        for turn in range(self.random.randint(3, 24)):
            day = start + timedelta(days=turn * every + self.random.choice((0, 0, 0, 4)))
            if day <= LAST:
                self._activity(day, **act) if act else self._contribution(day, partner=partner)

    def _evaluation(self) -> None:
        if not self.rows["partnership"]:
            return self._partnership()
        partnership, day = self.ref("partnership"), self.day()
        for turn in range(2 if self.chance(0.35) else 1):
            findings = {name: self.one("finding", 0.3) for name in ("academic", "social", "physical")}
            texts = {
                name: self.text()
                for name in ("strengths", "weaknesses", "goal_alignment", "actions_open", "actions_done")
            }
            marks = {name: self.mark(0.6) for name in ("teachers", "asks_students", "asks_workforce")}
            self.add(
                "evaluation", partnership=partnership, side=self.one("side"), **findings, **texts, **marks,
                occurred_on=self.later(day, 30, 60, 61, 365) if turn else day,
            )  # fmt: skip
        return None

    def _review(self, kind: str, *names: str) -> None:
        self.add(kind, occurred_on=self.day(), **{name: self.text(0.7) for name in names})

    def _commreview(self) -> None:
        self._review("commreview", "wanted", "finding", "actions_open", "actions_done")

    def _procreview(self) -> None:
        self._review("procreview", "finding", "actions_open", "actions_done")

    def _recognition(self) -> None:
        partner = self.partner() if self.chance(0.5) else None
        audience = self.some("audience", 2)
        self.add("recognition", occurred_on=self.day(), mode=self.one("mode"), audience=audience, partner=partner)

    def _training(self) -> None:
        self.add(
            "training", occurred_on=self.day(), topic=self.some("training_topic", 2, 0.0),
            roles=self.some("roles", 4, 0.1),
            partner=self.partner() if self.chance(0.5) else None, induction=self.mark(),
        )  # fmt: skip

    def _process(self) -> None:
        adopted = self.day()
        self.add(
            "process", name="How we talk", adopted_on=adopted,
            norms=self.some("norms", 7), confirmed_on=self.days(adopted, 3),
            ended_on=self.later(adopted, 300, 900) if self.chance(0.2) else None,
        )  # fmt: skip

    def _transition(self) -> None:
        day = self.day()
        done = self.later(day, 0, 28, 60, 61, 96, 180) if self.chance(0.7) else None
        partner = self.partner() if self.chance(0.5) else None
        self.add("transition", what=self.one("transition"), occurred_on=day, partner=partner, done_on=done)

    def _stay(self) -> Row:
        """Choose the days of somebody's seat."""
        start = self.day(FIRST - timedelta(days=400))
        until = self.later(start, 30, 180, 400, 800) if self.chance(0.3) else None
        return {"person": "Robin Ash", "from_on": start, "until_on": until, "confirmed_on": self.days(start, 3)}

    def _coordinator(self) -> None:
        self.add("coordinator", **self._stay())

    def _roster(self) -> None:
        groups = [*self.codes("stakeholder_group"), "teachers", "leaders"]
        group = tuple(self.random.sample(groups, 2 if self.chance(0.2) else 1))
        self.add("roster", group=group, role=self.text(0.3), **self._stay())

    def _attestation(self) -> None:
        asked = sorted(key for key, one in self.catalogue.practices.items() if one.mode != "records")
        keys = asked if asked and self.chance(0.85) else sorted(self.catalogue.practices)
        self.add(
            "attestation", practice=self.random.choice(keys), occurred_on=self.day(), in_place=self.chance(0.85),
            note=self.random.choice((None, "Short", LONG_NOTE)), file="minutes.pdf" if self.chance(0.5) else None,
            link="https://school.example/minutes" if self.chance(0.2) else None,
        )  # fmt: skip

    def _exemption(self) -> None:
        what = self.random.choice((*self.codes("stakeholder_group"), *sorted(self.catalogue.practices)))
        start = self.day()
        until = self.later(start, 100, 365, 730) if self.chance(0.4) else None
        self.add("exemption", what=what, from_on=start, until_on=until, note="No such offer here")

    def _logstart(self) -> None:
        if self.chance(0.2):
            self.add("logstart", from_on=self.day())


def size(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Count a school's records."""
    return sum(map(len, rows.values()))
