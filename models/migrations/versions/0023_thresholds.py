"""A district's own numbers for the rules.

Revision: 0023
Follows: 0020
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "threshold_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False, comment="the person's name"),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_changes")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_threshold_changes_district_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_threshold_changes_user_id")),
    )
    op.create_index(op.f("ix_threshold_changes_district_id"), "threshold_changes", ["district_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index(op.f("ix_threshold_changes_district_id"), "threshold_changes")
    op.drop_table("threshold_changes")
