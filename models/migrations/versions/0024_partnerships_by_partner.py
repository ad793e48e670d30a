"""Partnerships found by their school and partner.

Revision: 0024
Follows: 0023
Made on: 2026-11-26
"""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NAME = "ix_partnerships_school_id_partner_id_started_on"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_index(NAME, "partnerships", ["school_id", "partner_id", "started_on"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index(NAME, "partnerships")
