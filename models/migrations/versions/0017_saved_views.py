"""Views of lists that people saved, for themselves or for their school.

Revision: 0017
Follows: 0019
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import create_record_table

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the table here from the revision before."""
    create_record_table(
        "saved_views",
        sa.Column("list_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.String(length=2000), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id")),
    )
    op.create_index(op.f("ix_saved_views_school_id_list_key"), "saved_views", ["school_id", "list_key"])


def downgrade() -> None:
    """Take the table back to the revision before."""
    op.drop_index(op.f("ix_saved_views_school_id_list_key"), table_name="saved_views")
    op.drop_table("saved_views")
