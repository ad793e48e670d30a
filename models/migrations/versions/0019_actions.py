"""Actions: what somebody at a school means to do.

Revision: 0019
Follows: 0013
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice, create_record_table

revision = "0019"
down_revision = "0013"
branch_labels = None
depends_on = None

ORIGINS = ("practice", "gap", "evaluation", "review", "plan", "own")


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    create_record_table(
        "actions",
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("practice", sa.String(length=40), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=True),
        sa.Column("origin", choice("origin", *ORIGINS), nullable=False),
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
        sa.CheckConstraint("owner_id IS NULL OR owner_name IS NULL", name=op.f("ck_actions_one_owner")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_actions_assessment_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_actions_owner_id")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["actions.id"], name=op.f("fk_actions_copied_from_id")),
    )
    op.create_index(op.f("ix_actions_assessment_id"), "actions", ["assessment_id"])
    op.create_index(op.f("ix_actions_school_id_done_on"), "actions", ["school_id", "done_on"])
    op.create_index(op.f("ix_actions_school_id_done_by"), "actions", ["school_id", "done_by"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("actions")
