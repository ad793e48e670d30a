"""Series of activities, why an activity was archived, and old forms found by their age.

Revision: 0020
Follows: 0018
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice, create_record_table

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.add_column("activities", sa.Column("archived_because", sa.String(length=200), nullable=True))
    create_record_table(
        "series",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("every", choice("every", "week", "two_weeks", "month", "quarter"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.CheckConstraint("last_on >= from_on", name=op.f("ck_series_last_not_before_first")),
    )
    op.create_table(
        "series_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_days")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_series_days_activity_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_days_series_id")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_series_days_activity_id")),
    )
    op.create_index(op.f("ix_series_days_series_id"), "series_days", ["series_id"])
    op.create_index(op.f("ix_sent_forms_sent_at"), "sent_forms", ["sent_at"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index(op.f("ix_sent_forms_sent_at"), "sent_forms")
    op.drop_table("series_days")
    op.drop_table("series")
    with op.batch_alter_table("activities") as table:
        table.drop_column("archived_because")
