"""Where a school stands in short, so that a district pages through its schools without reading every line of them.

Revision: 0068
Follows: 0070
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0070"
branch_labels = None
depends_on = None

TABLE = "school_standings"
# What is stored has none of it: it is out of date from its first day, and stored anew when it is next read.
LONG_AGO = "2000-01-01"


def upgrade() -> None:
    """Bring the table here from the revision before."""
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("until", sa.Date(), nullable=False, server_default=LONG_AGO))
        batch.add_column(sa.Column("begun", sa.Date(), nullable=True))
        batch.add_column(sa.Column("levels", sa.String(length=100), nullable=False, server_default=""))
        batch.add_column(sa.Column("mean", sa.Float(), nullable=False, server_default="0", comment="of levels, 0 to 5"))
        batch.add_column(sa.Column("rose", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("fell", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table(TABLE) as batch:
        for name in ("until", "levels", "mean", "rose", "fell"):
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take the table back to the revision before."""
    with op.batch_alter_table(TABLE) as batch:
        for name in ("fell", "rose", "mean", "levels", "begun", "until"):
            batch.drop_column(name)
