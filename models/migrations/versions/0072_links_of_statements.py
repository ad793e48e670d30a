"""Where what shows a statement lies, beside the file that may come with it.

Revision: 0072
Follows: 0068
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0068"
branch_labels = None
depends_on = None

LINK = "where what shows it lies; serves as a file does"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table("attestations") as table:
        table.add_column(sa.Column("link", sa.String(length=500), nullable=True, comment=LINK))


def downgrade() -> None:
    """Take the tables back to the revision before; the links go with it."""
    with op.batch_alter_table("attestations") as table:
        table.drop_column("link")
