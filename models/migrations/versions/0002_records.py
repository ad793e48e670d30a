"""Everything that a school logs.

Revision: 0002
Follows: 0001
Made on: 2026-11-24
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice, create_record_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# In the order in which rows may name each other.
TABLES = (
    "activities",
    "communication_reviews",
    "contacts",
    "coordinators",
    "dialogue_processes",
    "exemptions",
    "log_starts",
    "process_reviews",
    "recognitions",
    "roster_members",
    "school_needs",
    "school_partners",
    "trainings",
    "transitions",
    "workforce_needs",
    "activity_documents",
    "activity_partners",
    "attestations",
    "matches",
)


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    create_record_table(
        "activities",
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("activity_kind", choice("activitykind", "partnership", "communication", "advocacy"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("by", sa.Text(), nullable=False, comment="the role that acted: the hat worn that day"),
        sa.Column("initiated_by", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False, comment="who else took part"),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("formality", sa.String(length=40), nullable=True),
        sa.Column("two_way", sa.Boolean(), nullable=True),
        sa.Column("collects_input", sa.Boolean(), nullable=True),
        sa.Column("used_process", sa.Boolean(), nullable=True),
        sa.Column("promotes", sa.Boolean(), nullable=True),
        sa.Column("beyond_class", sa.Boolean(), nullable=True),
        sa.Column("researched", sa.Boolean(), nullable=True),
        sa.Column("student_facing", sa.Boolean(), nullable=True),
        sa.Column("serves_workforce", sa.Boolean(), nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True, comment="people reached"),
        sa.Column("students", sa.Integer(), nullable=True, comment="students who took part"),
        sa.Column("hours", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("not_for", sa.Text(), nullable=False, comment="indicators this record is kept out of"),
        sa.Column("also_for", sa.Text(), nullable=False, comment="indicators it supports though no rule matches"),
        sa.CheckConstraint("hours IS NULL OR hours >= 0", name=op.f("ck_activities_hours_not_negative")),
        sa.CheckConstraint("people IS NULL OR people >= 0", name=op.f("ck_activities_people_not_negative")),
        sa.CheckConstraint("students IS NULL OR students >= 0", name=op.f("ck_activities_students_not_negative")),
    )
    op.create_index(op.f("ix_activities_school_id_occurred_on_id"), "activities", ["school_id", "occurred_on", "id"])
    op.create_index(
        op.f("ix_activities_school_id_record_status_occurred_on_id"),
        "activities",
        ["school_id", "record_status", "occurred_on", "id"],
    )
    create_record_table(
        "communication_reviews",
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("wanted", sa.String(length=4000), nullable=True),
        sa.Column("finding", sa.String(length=4000), nullable=True),
        sa.Column("actions_open", sa.String(length=4000), nullable=True),
        sa.Column("actions_done", sa.String(length=4000), nullable=True),
    )
    create_record_table(
        "contacts",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on IS NULL OR until_on > from_on", name=op.f("ck_contacts_until_after_from")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_contacts_partner_id")),
    )
    op.create_index(op.f("ix_contacts_partner_id"), "contacts", ["partner_id"])
    op.create_index(op.f("ix_contacts_school_id_partner_id"), "contacts", ["school_id", "partner_id"])
    create_record_table(
        "coordinators",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.Column("confirmed_on", sa.Text(), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_coordinators_until_after_from")),
    )
    create_record_table(
        "dialogue_processes",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("norms", sa.Text(), nullable=False, comment="norm codes, or norms in the school's own words"),
        sa.Column("confirmed_on", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > adopted_on", name=op.f("ck_dialogue_processes_ended_after_adopted")
        ),
    )
    create_record_table(
        "exemptions",
        sa.Column("what", sa.String(length=40), nullable=False, comment="practice key or stakeholder group"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_exemptions_until_after_from")),
    )
    create_record_table("log_starts", sa.Column("from_on", sa.Date(), nullable=False))
    create_record_table(
        "process_reviews",
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.String(length=4000), nullable=True),
        sa.Column("actions_open", sa.String(length=4000), nullable=True),
        sa.Column("actions_done", sa.String(length=4000), nullable=True),
    )
    create_record_table(
        "recognitions",
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("mode", choice("recognitionmode", "private", "public"), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False, comment="stakeholder groups thanked"),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_recognitions_partner_id")),
    )
    op.create_index(op.f("ix_recognitions_partner_id"), "recognitions", ["partner_id"])
    create_record_table(
        "roster_members",
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_roster_members_until_after_from")),
    )
    create_record_table(
        "school_needs",
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="kinds of source data"),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=True),
    )
    create_record_table(
        "school_partners",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column(
            "assessed_on", sa.Text(), nullable=False, comment="days on which its possible contributions were appraised"
        ),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_school_partners_partner_id")),
    )
    op.create_index(op.f("ix_school_partners_partner_id"), "school_partners", ["partner_id"])
    op.create_index(op.f("ix_school_partners_school_id_partner_id"), "school_partners", ["school_id", "partner_id"])
    create_record_table(
        "trainings",
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False, comment="role groups reached"),
        sa.Column("induction", sa.Boolean(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_trainings_partner_id")),
    )
    op.create_index(op.f("ix_trainings_partner_id"), "trainings", ["partner_id"])
    create_record_table(
        "transitions",
        sa.Column("what", choice("transitionkind", "leadership", "partner_staff", "staff", "students"), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("done_on IS NULL OR done_on >= occurred_on", name=op.f("ck_transitions_done_after_change")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_transitions_partner_id")),
    )
    op.create_index(op.f("ix_transitions_partner_id"), "transitions", ["partner_id"])
    create_record_table(
        "workforce_needs",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_workforce_needs_text_given")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_workforce_needs_partner_id")),
    )
    op.create_index(op.f("ix_workforce_needs_partner_id"), "workforce_needs", ["partner_id"])
    op.create_table(
        "activity_documents",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_activity_documents_activity_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_activity_documents_document_id")),
        sa.PrimaryKeyConstraint("activity_id", "document_id", name=op.f("pk_activity_documents")),
    )
    op.create_table(
        "activity_partners",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_activity_partners_activity_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_activity_partners_partner_id")),
        sa.PrimaryKeyConstraint("activity_id", "partner_id", name=op.f("pk_activity_partners")),
    )
    op.create_index(op.f("ix_activity_partners_partner_id"), "activity_partners", ["partner_id"])
    create_record_table(
        "attestations",
        sa.Column("practice", sa.String(length=40), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("in_place", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_attestations_document_id")),
    )
    create_record_table(
        "matches",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", choice("answer", "accepted", "partial", "fulfilled", "declined"), nullable=True),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("expertise", sa.Boolean(), nullable=True),
        sa.Column("curricular_goal", sa.String(length=4000), nullable=True),
        sa.Column("intended_results", sa.String(length=4000), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("ranked", sa.Boolean(), nullable=True),
        sa.Column("selected", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "answered_on IS NULL OR requested_on IS NULL OR answered_on >= requested_on",
            name=op.f("ck_matches_answered_after_requested"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["school_needs.id"], name=op.f("fk_matches_need_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_matches_partner_id")),
    )
    op.create_index(op.f("ix_matches_need_id"), "matches", ["need_id"])
    op.create_index(op.f("ix_matches_partner_id"), "matches", ["partner_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for table in reversed(TABLES):
        op.drop_table(table)
