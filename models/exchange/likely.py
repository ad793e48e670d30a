"""What people write where a list of codes has another word: what it surely means, and what it may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_LIST = MappingProxyType
# List -> what people write -> the code it means.
SURE: Mapping[str, Mapping[str, str]] = _LIST(
    {
        "unit": {
            **dict.fromkeys(("$", "usd", "dollar", "money", "cash"), "dollars"),
            **dict.fromkeys(("hour", "hrs", "hr", "h"), "hours"),
            **dict.fromkeys(("item", "piece", "pieces", "each"), "items"),
        },
        "by": {
            **dict.fromkeys(("teacher", "faculty"), "teachers"),
            **dict.fromkeys(("student",), "students"),
            **dict.fromkeys(("leader", "principal", "admin", "administration", "administrators"), "leaders"),
            **dict.fromkeys(("partner", "partners", "alliance"), "alliances"),
            **dict.fromkeys(("parent", "parents", "family"), "families"),
        },
        "channel": {
            **dict.fromkeys(("e-mail", "emails", "mail blast"), "email"),
            **dict.fromkeys(("phone call", "call", "telephone"), "phone"),
            **dict.fromkeys(("facebook", "instagram", "social media post", "post"), "social_media"),
            **dict.fromkeys(("web site", "web page"), "website"),
        },
        "audience": {
            **dict.fromkeys(("parents", "parent", "family", "families and parents"), "families"),
            **dict.fromkeys(("student",), "students"),
            **dict.fromkeys(("teachers", "faculty"), "staff"),
            **dict.fromkeys(("pto",), "pta"),
            **dict.fromkeys(("school board members", "board of education"), "school_board"),
            **dict.fromkeys(("city council", "county council"), "local_council"),
        },
        "record_status": {
            **dict.fromkeys(("done", "complete", "completed", "held"), "confirmed"),
            **dict.fromkeys(("planned", "scheduled", "tentative", "upcoming"), "draft"),
            **dict.fromkeys(("canceled",), "cancelled"),
        },
        "answer": {
            **dict.fromkeys(("yes", "y", "agreed"), "accepted"),
            **dict.fromkeys(("no", "n", "refused"), "declined"),
            **dict.fromkeys(("done", "given", "received"), "fulfilled"),
            **dict.fromkeys(("partly", "some"), "partial"),
        },
    }
)
# List -> a word that may stand in what people write -> the code that it suggests; the more telling words come first.
SUGGESTED: Mapping[str, Mapping[str, str]] = _LIST(
    {
        "category": {
            **dict.fromkeys(("university", "college", "higher ed"), "higher_ed"),
            **dict.fromkeys(("pta", "pto", "parent", "booster"), "parent_group"),
            **dict.fromkeys(("student",), "student_group"),
            **dict.fromkeys(("staff",), "staff_group"),
            **dict.fromkeys(("museum", "zoo", "aquarium", "science center", "foundation", "charity", "non profit"),
                            "nonprofit"),
            **dict.fromkeys(("library", "libraries", "church", "faith", "community", "civic", "club"), "community_org"),
            **dict.fromkeys(("school", "district", "government", "city", "county", "state", "agency", "park",
                             "military"),
                            "government"),
            **dict.fromkeys(("tutoring", "after school", "afterschool", "provider", "service"), "service_provider"),
            **dict.fromkeys(("manufactur", "industr", "engineering", "plant", "factory", "utility", "energy"),
                            "industry"),
            **dict.fromkeys(("business", "company", "corporate", "corporation", "bank", "retail", "store", "restaurant",
                             "hospital", "health", "media", "for profit"), "business"),
        },
        "contribution_type": {
            **dict.fromkeys(("volunteer", "hours"), "volunteer_hours"),
            **dict.fromkeys(("cash", "money", "donation", "check", "sponsor", "$"), "funding"),
            **dict.fromkeys(("grant",), "grants"),
            **dict.fromkeys(("scholarship",), "scholarships"),
            **dict.fromkeys(("mentor",), "mentoring"),
            **dict.fromkeys(("tutor",), "tutoring"),
            **dict.fromkeys(("intern",), "internships"),
            **dict.fromkeys(("shadow",), "shadowing"),
            **dict.fromkeys(("speaker", "career"), "career_talks"),
            **dict.fromkeys(("visit", "tour", "field trip"), "site_visits"),
            **dict.fromkeys(("equipment", "computer", "laptop", "printer", "machine"), "equipment"),
            **dict.fromkeys(("material", "supplies", "kit"), "materials"),
            **dict.fromkeys(("room", "space", "facility"), "facilities"),
            **dict.fromkeys(("food", "goods", "in kind", "gift"), "in_kind_goods"),
        },
        "channel": {
            **dict.fromkeys(("family night", "stem night", "open house"), "info_night"),
            **dict.fromkeys(("meeting", "council", "conference"), "meeting"),
            **dict.fromkeys(("visit", "tour", "field trip"), "site_visit"),
            **dict.fromkeys(("speaker", "career"), "career_talk"),
            **dict.fromkeys(("flyer", "letter home"), "newsletter"),
            **dict.fromkeys(("talk", "presentation"), "presentation"),
            **dict.fromkeys(("fair", "festival"), "festival"),
        },
        "activity_kind": {
            **dict.fromkeys(("advoca", "legislat", "lobby"), "advocacy"),
            **dict.fromkeys(("newsletter", "communicat", "email", "news", "meeting", "night"), "communication"),
            **dict.fromkeys(("partner", "visit", "speaker", "lesson", "project", "trip"), "partnership"),
        },
        "purpose": {
            **dict.fromkeys(("field trip", "trip"), "field_trip"),
            **dict.fromkeys(("visit", "tour"), "site_visit"),
            **dict.fromkeys(("speaker", "career"), "career_talk"),
            **dict.fromkeys(("lesson", "class"), "lesson_delivery"),
            **dict.fromkeys(("fair", "competition", "event", "festival"), "event"),
            **dict.fromkeys(("project",), "project_help"),
            **dict.fromkeys(("plan", "meeting"), "planning"),
        },
    }
)  # fmt: skip


def plain(text: str) -> str:
    """Write a word of a list without what makes no difference."""
    return " ".join(re.sub(r"[-_/().,]+", " ", text).casefold().split())


def suggested(name: str, text: str) -> str | None:
    """Find the code that a word in a text suggests; None where none does."""
    said = f" {plain(text)}"
    return next((code for word, code in SUGGESTED.get(name, {}).items() if f" {word}" in said), None)
