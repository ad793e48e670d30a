"""What somebody put off: it is asked for again on a day, and says why.

Revision: 0036
Follows: 0025
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "put_offs"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("put_off_on", sa.Date(), nullable=False),
        sa.Column("put_off_by_id", sa.Integer(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on > put_off_on", name=op.f("ck_put_offs_until_after_put_off")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_put_offs")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_put_offs_school_id")),
        sa.ForeignKeyConstraint(["put_off_by_id"], ["users.id"], name=op.f("fk_put_offs_put_off_by_id")),
    )
    op.create_index(op.f("ix_put_offs_school_id_until_on"), TABLE, ["school_id", "until_on"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table(TABLE)
