"""The columns of record files, as they were agreed on."""

from __future__ import annotations

import pytest

from models.exchange.choices import Words
from models.exchange.kinds import KINDS
from seed.catalogue import load_catalogue

# Kind -> its columns beside ref, record_status and note; required ones end with an asterisk.
AGREED = {
    "org": "name* category* subtype added_on* stage assessed_on offers sector town website",
    "contact": "partner* name* title email phone is_key from_on until_on",
    "need": "text* stated_on* critical data raised_by priority",
    "match": "partner* occurred_on* need offer requested_on answered_on answer raised_by way expertise curricular_goal"
    " intended_results data ranked selected message answer_by answer_note",
    "partnership": "partner* started_on* ended_on stage point_person written_on short_goals long_goals outcomes"
    " education_goal curricular_goal led_by_teachers roles accountability guidelines needs initiated_by confirmed_on"
    " contact_interval_days",
    "agreement": "partnership* kind* submitted_on signed_on starts_on ends_on notice_days expected_outcome"
    " serves_workforce remind_days",
    "commitment": "partnership* agreed_on* type way amount unit due_on received_on allocated_to serves_workforce"
    " expected_outcome confirmed_by",
    "contribution": "partner* occurred_on* direction commitment type way amount unit allocated_to student_facing"
    " serves_workforce planned",
    "activity": "occurred_on* kind* by* title initiated_by roles purpose channel audience topic way ask partner two_way"
    " formality collects_input used_process promotes beyond_class researched student_facing serves_workforce planned"
    " people students hours link not_for also_for",
    "evaluation": "partnership* occurred_on* side* strengths weaknesses academic social physical goal_alignment"
    " actions_open actions_done teachers asks_students asks_workforce",
    "commreview": "occurred_on* wanted finding actions_open actions_done",
    "recognition": "occurred_on* mode* audience partner",
    "training": "occurred_on* topic* roles partner induction",
    "process": "name* adopted_on* norms confirmed_on ended_on",
    "procreview": "occurred_on* finding actions_open actions_done",
    "transition": "what* occurred_on* partner done_on leaves follows reached_at",
    "workforce": "partner* stated_on* text* confirmed_on until_on",
    "coordinator": "person* from_on* until_on confirmed_on",
    "roster": "person* group* role from_on* until_on confirmed_on",
    "attestation": "practice* occurred_on* in_place* file link",
    "exemption": "what* from_on* until_on",
    "logstart": "from_on*",
}


def test_every_agreed_kind_can_be_imported_and_no_other() -> None:
    assert set(KINDS) == set(AGREED)


@pytest.mark.parametrize("kind", AGREED)
def test_a_kind_has_its_agreed_columns(kind: str) -> None:
    columns = [column for name, column in KINDS[kind].columns.items() if name not in ("ref", "record_status", "note")]
    assert {f"{column.name}{'*' * column.required}" for column in columns} == set(AGREED[kind].split())
    assert KINDS[kind].columns["ref"].required
    assert KINDS[kind].columns["note"].required == (kind == "exemption")


def test_a_kind_is_named_only_by_later_kinds() -> None:
    order = list(KINDS)
    named = [(kind, column.refers_to) for kind in order for column in KINDS[kind].columns.values() if column.refers_to]
    assert all(order.index(target) < order.index(kind) for kind, target in named)


def test_every_list_of_codes_that_a_column_names_is_known() -> None:
    lists = Words.of(load_catalogue()).lists
    named = {column.choices for kind in KINDS.values() for column in kind.columns.values() if column.choices}
    assert named == set(lists)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("activity_kind", "partnership communication advocacy"),
        ("by", "leaders teachers students alliances families"),
        ("alliance_way", "speaking funding people internships"),
        ("match_way", "resources implementation"),
        ("data", "workforce community achievement survey demographics district"),
        ("finding", "positive mixed negative none not_an_aim"),
        ("training_topic", "dialogue meetings support iteration research stem role"),
    ],
)
def test_lists_hold_the_agreed_codes(name: str, codes: str) -> None:
    assert set(Words.of(load_catalogue()).lists[name].labels) == set(codes.split())
