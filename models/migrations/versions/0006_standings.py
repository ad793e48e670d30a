"""Where each school stood at the ends of months and stands today.

Revision: 0006
Follows: 0005
Made on: 2026-11-25
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before; they fill when a school is next asked about."""
    op.create_table(
        "indicator_standings",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("supported", sa.Integer(), nullable=False),
        sa.Column("possible", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False, comment="part of the next level, 0 to 1"),
        sa.CheckConstraint("possible BETWEEN supported AND 5", name=op.f("ck_indicator_standings_possible_is_no_less")),
        sa.CheckConstraint("supported BETWEEN 0 AND 5", name=op.f("ck_indicator_standings_supported_is_a_level")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_indicator_standings_school_id")),
        sa.PrimaryKeyConstraint("school_id", "indicator", "on", name=op.f("pk_indicator_standings")),
    )
    op.create_index(op.f("ix_indicator_standings_on_school_id"), "indicator_standings", ["on", "school_id"])
    op.create_table(
        "school_standings",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("history_id", sa.Integer(), nullable=False),
        sa.Column("history_from", sa.Integer(), nullable=False),
        sa.Column("history_rows", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=500), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_school_standings_school_id")),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_school_standings")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("school_standings")
    op.drop_table("indicator_standings")
