"""Find the agreements of a school by their end.

A school may have thousands of them; what ends next, or in one month, is asked for on pages of their own.

Revision: 0067
Follows: 0066
Made on: 2026-11-27
"""

from __future__ import annotations

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

TABLE = "agreements"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_index(op.f("ix_agreements_school_id_ends_on"), TABLE, ["school_id", "ends_on"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index(op.f("ix_agreements_school_id_ends_on"), TABLE)
