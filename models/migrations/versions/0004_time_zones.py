"""A district's time zone: on which day it is there when something is entered.

Revision: 0004
Follows: 0003
Made on: 2026-11-25
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.add_column(
        "districts",
        sa.Column("time_zone", sa.String(length=64), nullable=True, comment="IANA name; empty means the server's"),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("districts") as table:
        table.drop_column("time_zone")
