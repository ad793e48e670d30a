"""Actions: what somebody at a school means to do.

Revision: 0019
Follows: 0013
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0013"
branch_labels = None
depends_on = None

STATUSES = ("draft", "proposed", "confirmed", "cancelled", "archived")
ORIGINS = ("practice", "gap", "evaluation", "review", "plan", "own")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "actions",
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=True),
        sa.Column("origin", _choice("origin", *ORIGINS), nullable=False),
        sa.Column(
            "from_record", sa.String(length=200), nullable=True, comment="kind/ref of the record that it came from"
        ),
        sa.Column("gap", sa.String(length=200), nullable=True, comment="key of the gap that it came from"),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.String(length=200), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "done_by",
            sa.String(length=200),
            nullable=True,
            comment="kind/ref of the record that shows that it was done",
        ),
        sa.Column("log_kind", sa.String(length=40), nullable=True),
        sa.Column("log_fill", sa.JSON(), nullable=True, comment="argument of the form's address -> texts"),
        sa.Column("to_review", sa.Boolean(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("carried_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the record's own id in the school's files"),
        sa.Column("record_status", _choice("recordstatus", *STATUSES), nullable=False),
        sa.Column("status_before_archive", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("school_id", "ref", name=op.f("uq_actions_school_id_ref")),
        sa.CheckConstraint("length(ref) > 0", name=op.f("ck_actions_ref_given")),
        sa.CheckConstraint("owner_id IS NULL OR owner_name IS NULL", name=op.f("ck_actions_one_owner")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_actions_school_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_actions_assessment_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_actions_owner_id")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["actions.id"], name=op.f("fk_actions_copied_from_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_actions_entered_by_id")),
    )
    op.create_index(op.f("ix_actions_assessment_id"), "actions", ["assessment_id"])
    op.create_index(op.f("ix_actions_school_id_done_on"), "actions", ["school_id", "done_on"])
    op.create_index(op.f("ix_actions_school_id_done_by"), "actions", ["school_id", "done_by"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("actions")
