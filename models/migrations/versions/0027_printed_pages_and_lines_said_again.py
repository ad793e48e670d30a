"""What was printed of a year when it was signed, and lines of partnerships that were said again.

Revision: 0027
Follows: 0028
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0028"
branch_labels = None
depends_on = None

PAGES, CHECKS = "signed_pages", "partnership_checks"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        PAGES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_pages")),
        sa.UniqueConstraint("sign_off_id", "name", name=op.f("uq_signed_pages_sign_off_id_name")),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_offs.id"], name=op.f("fk_signed_pages_sign_off_id")),
    )
    op.create_table(
        CHECKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_checks")),
        sa.UniqueConstraint(
            "partnership_id", "line", "said_on", name=op.f("uq_partnership_checks_partnership_id_line_said_on")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_partnership_checks_partnership_id")
        ),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table(CHECKS)
    op.drop_table(PAGES)
