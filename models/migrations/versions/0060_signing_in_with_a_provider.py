"""For which mail addresses a district's own sign-in may be used, and whether they may use nothing else.

Revision: 0060
Follows: 0059
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.add_column(
        "districts",
        sa.Column(
            "sign_in_domains",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="domains of mail addresses whose people may sign in with the district's provider",
        ),
    )
    op.add_column(
        "districts",
        sa.Column(
            "only_provider",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="whether people with such an address sign in with the provider alone",
        ),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_column("districts", "only_provider")
    op.drop_column("districts", "sign_in_domains")
