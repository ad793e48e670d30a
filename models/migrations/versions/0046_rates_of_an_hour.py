"""What an hour of a volunteer's time is worth in a district, from a day on.

Revision: 0046
Follows: 0041
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLE = "own_rates"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("dollars", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False, comment="the person's name"),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=True),
        sa.CheckConstraint("dollars IS NULL OR dollars > 0", name=op.f("ck_own_rates_dollars_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_rates")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_own_rates_district_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_own_rates_user_id")),
    )
    op.create_index(op.f("ix_own_rates_district_id"), TABLE, ["district_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table(TABLE)
