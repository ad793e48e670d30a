"""Organisations that were merged into another, with what was moved.

Revision: 0013
Follows: 0016
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table("partners") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_partners_merged_into_id"), "partners", ["merged_into_id"], ["id"])
        table.create_index(op.f("ix_partners_merged_into_id"), ["merged_into_id"])
    op.create_table(
        "partner_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False, comment="the person's name"),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["gone_id"], ["partners.id"], name=op.f("fk_partner_merges_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["partners.id"], name=op.f("fk_partner_merges_kept_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_merges")),
    )
    with op.batch_alter_table("partner_merges") as table:
        table.create_index(op.f("ix_partner_merges_gone_id"), ["gone_id"])
        table.create_index(op.f("ix_partner_merges_kept_id"), ["kept_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("partner_merges")
    with op.batch_alter_table("partners") as table:
        table.drop_index(op.f("ix_partners_merged_into_id"))
        table.drop_constraint(op.f("fk_partners_merged_into_id"), type_="foreignkey")
        table.drop_column("merged_into_id")
