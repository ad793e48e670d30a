"""What hangs on a partnership.

Revision: 0003
Follows: 0002
Made on: 2026-11-24
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice, create_record_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# In the order in which rows may name each other.
TABLES = (
    "partnerships",
    "agreements",
    "commitments",
    "evaluations",
    "partnership_needs",
    "partnership_stages",
    "partnership_terms",
    "point_people",
    "agreement_documents",
    "contributions",
)


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    create_record_table(
        "partnerships",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.Column("initiated_by", sa.Text(), nullable=False),
        sa.Column(
            "confirmed_on", sa.Text(), nullable=False, comment="days on which the facts were confirmed as still true"
        ),
        sa.Column("contact_interval_days", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "contact_interval_days IS NULL OR contact_interval_days > 0",
            name=op.f("ck_partnerships_contact_interval_positive"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > started_on", name=op.f("ck_partnerships_ended_after_started")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partnerships_partner_id")),
    )
    op.create_index(op.f("ix_partnerships_partner_id"), "partnerships", ["partner_id"])
    op.create_index(op.f("ix_partnerships_school_id_started_on"), "partnerships", ["school_id", "started_on"])
    create_record_table(
        "agreements",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column(
            "agreement_kind",
            choice("agreementkind", "proposal", "mou", "resource_plan", "data_sharing", "internship"),
            nullable=False,
        ),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="last day of the agreement"),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("expected_outcome", sa.String(length=4000), nullable=True),
        sa.Column("serves_workforce", sa.Boolean(), nullable=True),
        sa.Column("renews_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_agreements_ends_after_starts")
        ),
        sa.CheckConstraint("notice_days IS NULL OR notice_days >= 0", name=op.f("ck_agreements_notice_not_negative")),
        sa.CheckConstraint("renews_id IS NULL OR renews_id <> id", name=op.f("ck_agreements_renews_another")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_agreements_partnership_id")),
        sa.ForeignKeyConstraint(["renews_id"], ["agreements.id"], name=op.f("fk_agreements_renews_id")),
    )
    op.create_index(op.f("ix_agreements_partnership_id"), "agreements", ["partnership_id"])
    create_record_table(
        "commitments",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("unit", choice("unit", "dollars", "hours", "items"), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("allocated_to", sa.String(length=200), nullable=True),
        sa.Column("serves_workforce", sa.Boolean(), nullable=True),
        sa.Column("workforce_need_id", sa.Integer(), nullable=True),
        sa.Column("expected_outcome", sa.String(length=4000), nullable=True),
        sa.Column("confirmed_by", choice("confirmedby", "school", "partner", "both"), nullable=True),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_commitments_amount_not_negative")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_commitments_partnership_id")),
        sa.ForeignKeyConstraint(
            ["workforce_need_id"], ["workforce_needs.id"], name=op.f("fk_commitments_workforce_need_id")
        ),
    )
    op.create_index(op.f("ix_commitments_partnership_id"), "commitments", ["partnership_id"])
    create_record_table(
        "evaluations",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("side", choice("side", "school", "partner", "both"), nullable=False),
        sa.Column("strengths", sa.String(length=4000), nullable=True),
        sa.Column("weaknesses", sa.String(length=4000), nullable=True),
        sa.Column("academic", choice("finding", "positive", "mixed", "negative", "none", "not_an_aim"), nullable=True),
        sa.Column("academic_note", sa.String(length=4000), nullable=True),
        sa.Column("social", choice("finding", "positive", "mixed", "negative", "none", "not_an_aim"), nullable=True),
        sa.Column("social_note", sa.String(length=4000), nullable=True),
        sa.Column("physical", choice("finding", "positive", "mixed", "negative", "none", "not_an_aim"), nullable=True),
        sa.Column("physical_note", sa.String(length=4000), nullable=True),
        sa.Column("goal_alignment", sa.String(length=4000), nullable=True),
        sa.Column("actions_open", sa.String(length=4000), nullable=True),
        sa.Column("actions_done", sa.String(length=4000), nullable=True),
        sa.Column("teachers", sa.Boolean(), nullable=True, comment="teachers took part"),
        sa.Column("asks_students", sa.Boolean(), nullable=True, comment="it asks about student success"),
        sa.Column("asks_workforce", sa.Boolean(), nullable=True, comment="it asks about workforce needs"),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_evaluations_partnership_id")),
    )
    op.create_index(op.f("ix_evaluations_partnership_id"), "evaluations", ["partnership_id"])
    op.create_table(
        "partnership_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["school_needs.id"], name=op.f("fk_partnership_needs_need_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_partnership_needs_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_needs")),
        sa.UniqueConstraint("partnership_id", "need_id", name=op.f("uq_partnership_needs_partnership_id_need_id")),
    )
    op.create_index(op.f("ix_partnership_needs_need_id"), "partnership_needs", ["need_id"])
    op.create_table(
        "partnership_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            choice(
                "stage",
                "prospect",
                "exploring",
                "matched",
                "proposed",
                "active",
                "sustaining",
                "paused",
                "ended",
                "declined",
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_partnership_stages_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_stages")),
        sa.UniqueConstraint("partnership_id", "from_on", name=op.f("uq_partnership_stages_partnership_id_from_on")),
    )
    op.create_table(
        "partnership_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column(
            "name",
            choice(
                "termname",
                "short_goals",
                "long_goals",
                "outcomes",
                "education_goal",
                "curricular_goal",
                "led_by_teachers",
                "roles",
                "accountability",
                "guidelines",
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_partnership_terms_document_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_partnership_terms_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_terms")),
        sa.UniqueConstraint(
            "partnership_id", "name", "from_on", name=op.f("uq_partnership_terms_partnership_id_name_from_on")
        ),
    )
    op.create_table(
        "point_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column(
            "person", sa.String(length=200), nullable=False, comment="as written; a person of staff, never a student"
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day that no longer counts"),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_point_people_until_after_from")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnerships.id"], name=op.f("fk_point_people_partnership_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_point_people_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_people")),
        sa.UniqueConstraint("partnership_id", "from_on", name=op.f("uq_point_people_partnership_id_from_on")),
    )
    op.create_table(
        "agreement_documents",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_documents_agreement_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_agreement_documents_document_id")),
        sa.PrimaryKeyConstraint("agreement_id", "document_id", name=op.f("pk_agreement_documents")),
    )
    create_record_table(
        "contributions",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("unit", choice("unit", "dollars", "hours", "items"), nullable=True),
        sa.Column("allocated_to", sa.String(length=200), nullable=True),
        sa.Column("student_facing", sa.Boolean(), nullable=True),
        sa.Column("serves_workforce", sa.Boolean(), nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=True),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_contributions_amount_not_negative")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_contributions_commitment_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_contributions_partner_id")),
    )
    op.create_index(op.f("ix_contributions_commitment_id"), "contributions", ["commitment_id"])
    op.create_index(op.f("ix_contributions_partner_id"), "contributions", ["partner_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for table in reversed(TABLES):
        op.drop_table(table)
