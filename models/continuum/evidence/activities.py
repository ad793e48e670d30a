"""What an activity says: one thing that happened is one record, and everything that follows from it is derived here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from models.continuum.evidence.facts import NONE, Fact, Row, Said, Spread, codes, make_fact, values_of
from models.continuum.language.fields import SAID_OF_ACTIVITY
from models.continuum.language.language import Language

# What of an activity's row decides what it says; title, note, hours and counts of people do not.
_READ = (*SAID_OF_ACTIVITY, "partner")
_MARKS = ("collects_input", "used_process", "researched", "serves_workforce", "planned")
ADVOCACY, COMMUNICATION, PARTNERSHIP = "advocacy", "communication", "partnership"


class ActivityReader:
    """Reads activities with one language. What equal rows say is worked out once."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._said: dict[tuple[Any, ...], tuple[Said, ...]] = {}

    def facts(self, row: Row, *, categories: frozenset[str], selected: bool) -> list[Fact]:
        """Read an activity: itself, and where it is one, an alliance's act or a use of the dialogue process.

        Args:
            row: An activity's record row.
            categories: Categories of its partners.
            selected: One of its partners had been selected on data by its day.
        """
        signature = (*map(row.get, _READ), categories, selected)
        said = self._said.get(signature)
        if said is None:
            said = self._said[signature] = tuple(self._say(row, categories, selected))
        on, ref, not_for = row["occurred_on"], ("activity", row["ref"]), codes(row, "not_for")
        day, partners, channel = on.toordinal(), codes(row, "partner"), codes(row, "channel")
        itself = ("activity", day, partners, channel)
        facts = []
        for one in said:
            identity: tuple[Any, ...] | None = None
            if one.kind == "activity":
                identity = itself
            elif one.kind == "alliance_act":
                identity = self.act_identity(day, partners, one.spread["forms"], itself)
            facts.append(make_fact(one, ref, on, identity=identity, not_for=not_for))
        return facts

    def act_identity(
        self, day: int, partners: frozenset[str], ways: frozenset[str], source: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """Tell acts of alliances apart: the same day, partners and ways are one act, whatever record says it."""
        if partners and self.language.derivations.acts_count_once:
            return ("alliance_act", day, partners, ways)
        return source

    @cached_property
    def _alliance_ways(self) -> frozenset[str]:
        return frozenset(code for code, value in self.language.values("way").items() if value.of == "alliances")

    def marked(self, vocabulary: str, mark: str) -> frozenset[str]:
        """List the values of a vocabulary that have a mark."""
        return self.language.marked(vocabulary, mark)

    def told_by(self, vocabulary: str, mark: str, among: Iterable[str]) -> frozenset[str]:
        """Collect what a mark of some values says: the topic of a purpose, the way of a channel."""
        values = self.language.values(vocabulary)
        found = (getattr(values[code], mark) for code in among if code in values)
        return frozenset(text for text in found if text)

    def _say(self, row: Row, categories: frozenset[str], selected: bool) -> list[Said]:
        derived = self.language.derivations
        channel, purpose, ask = codes(row, "channel"), codes(row, "purpose"), codes(row, "ask")
        partners, roles = codes(row, "partner"), codes(row, "roles")
        advocates = row["kind"] == ADVOCACY or bool(ask) or bool(channel & self.marked("channel", "advocacy"))
        two_way = self._two_way(row, channel, purpose, partners)
        talk = self.told_by("channel", "by_alliances", channel) | self.told_by("purpose", "by_alliances", purpose)
        by = self._actors(row, categories, talk=bool(talk), advocates=advocates)
        kinds = self._kinds(row, by, advocates=advocates, two_way=two_way)
        audience = codes(row, "audience")
        if row["kind"] == PARTNERSHIP and COMMUNICATION in kinds:
            audience |= self.told_by("category", "group", categories)
        topic = codes(row, "topic") | self.told_by("purpose", "topic", purpose)
        if not topic and talk and "alliances" in by:
            topic = self._unsaid("unsaid_topic", channel, purpose)
        way = self._ways(row, by, audience, advocates=advocates, talk=bool(talk), channel=channel, purpose=purpose)
        outside = audience & self.marked("audience", "beyond_school")
        beyond, facing = row.get("beyond_class"), row.get("student_facing")
        values = values_of(
            kind=kinds,
            by=by,
            initiated_by=codes(row, "initiated_by"),
            roles=roles,
            purpose=purpose,
            channel=channel,
            audience=audience,
            topic=topic,
            way=way,
            ask=ask,
            formality=codes(row, "formality") or self.told_by("channel", "formality", channel),
            two_way=two_way,
            beyond_class=bool(
                outside
                or channel & self.marked("channel", "beyond_class")
                or audience & self.marked("audience", "beyond_class")
            )
            if beyond is None
            else beyond,
            promotes=bool(row.get("promotes")) or advocates,
            has_partner=bool(partners),
            with_alliances=bool(partners) or "alliances" in by | roles,
            outside=bool(outside),
            reaches_community=bool(channel & self.marked("channel", "reaches_community"))
            and bool(outside or audience & self.marked("audience", "community")),
            partner_selected=selected,
            joint=bool(partners) and "teachers" in by | roles,
            student_facing=bool(
                channel & self.marked("channel", "student_facing") or purpose & self.marked("purpose", "student_facing")
            )
            if facing is None
            else facing,
            **{name: bool(row.get(name)) for name in _MARKS},
        )
        spread = {
            "partners": partners,
            "channels": channel,
            "topics": topic,
            "forms": way,
            "roles": by | roles,
            "stakeholder_groups": groups_of(audience, self.language),
        }
        said = [Said("activity", values, spread)]
        acts = advocates or bool(way & self._alliance_ways and derived.alliances_act_in_any_kind)
        if "alliances" in by and acts:
            act = values_of(way=way, audience=audience, planned=bool(row.get("planned")))
            said.append(Said("alliance_act", act, spread))
        if row.get("used_process"):
            said.append(Said("dialogue_reach", {}, reached(by | roles, self.language)))
        return said

    def _two_way(self, row: Row, channel: frozenset[str], purpose: frozenset[str], partners: frozenset[str]) -> bool:
        said = row.get("two_way")
        if said is not None:
            return bool(said)
        if channel:
            return bool(channel & self.marked("channel", "two_way"))
        return bool(partners and purpose & self.marked("purpose", "two_way"))

    def _actors(self, row: Row, categories: frozenset[str], *, talk: bool, advocates: bool) -> frozenset[str]:
        derived, by, roles = self.language.derivations, codes(row, "by"), codes(row, "roles")
        if talk and row.get("partner"):
            by |= {"alliances"}
        families = derived.families_act_as_alliances and "families" in by
        if families and categories & self.marked("category", "families_act"):
            by |= {"alliances"}
        shown = derived.students_share and row["kind"] == COMMUNICATION and not advocates and "students" in roles
        if shown and codes(row, "channel") & self.marked("channel", "students_share"):
            by |= {"students"}
        return by

    def _kinds(self, row: Row, by: frozenset[str], *, advocates: bool, two_way: bool) -> frozenset[str]:
        if advocates:
            return frozenset((ADVOCACY,))
        derived, kind = self.language.derivations, row["kind"]
        if two_way and row.get("partner"):
            if kind == PARTNERSHIP and "leaders" in by and derived.partnership_work_is_communication:
                return frozenset((PARTNERSHIP, COMMUNICATION))
            if kind == COMMUNICATION and derived.communication_is_partnership_work:
                return frozenset((PARTNERSHIP, COMMUNICATION))
        return frozenset((kind,))

    def _ways(
        self,
        row: Row,
        by: frozenset[str],
        audience: frozenset[str],
        *,
        advocates: bool,
        talk: bool,
        channel: frozenset[str],
        purpose: frozenset[str],
    ) -> frozenset[str]:
        way = codes(row, "way")
        if "alliances" not in by:
            return way
        spoke = advocates and bool(audience & self.marked("audience", "spoken_to"))
        if not self.language.derivations.alliances_act_in_any_kind:
            return way | self.marked("way", "spoken") if spoke else way
        if way:
            return way
        if spoke:
            return self.marked("way", "spoken")
        return self._unsaid("gives_way", channel, purpose) if talk else NONE

    def _unsaid(self, mark: str, channel: frozenset[str], purpose: frozenset[str]) -> frozenset[str]:
        return self.told_by("channel", mark, channel) | self.told_by("purpose", mark, purpose)


def groups_of(audiences: Iterable[str], language: Language) -> frozenset[str]:
    """Say which stakeholder groups audiences stand for; those outside every group stand for none."""
    values = language.values("audience")
    found = (values[code].group for code in audiences if code in values)
    return frozenset(group for group in found if group)


def reached(roles: frozenset[str], language: Language) -> Spread:
    """Say whom a use of the dialogue process, or a training on it, reached: a leadership team counts as leaders."""
    values = language.values("roles")
    return {"roles": frozenset((values[role].counts_as or role) if role in values else role for role in roles)}
