"""In which state a district is, and what an hour of a volunteer's time is worth there, year by year.

Revision: 0050
Follows: 0047
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0047"
branch_labels = None
depends_on = None

CHOSEN, RATES = "district_states", "state_rates"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        CHOSEN,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=True),
        *_made(CHOSEN),
    )
    op.create_index(op.f("ix_district_states_district_id"), CHOSEN, ["district_id"])
    op.create_table(
        RATES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("dollars", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=True),
        sa.CheckConstraint("dollars > 0", name=op.f("ck_state_rates_dollars_positive")),
        sa.CheckConstraint("year BETWEEN 1980 AND 2200", name=op.f("ck_state_rates_year_of_an_estimate")),
        *_made(RATES),
    )
    op.create_index(op.f("ix_state_rates_district_id"), RATES, ["district_id"])


def _made(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False, comment="the person's name"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f(f"fk_{table}_district_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
    ]


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table(RATES)
    op.drop_table(CHOSEN)
