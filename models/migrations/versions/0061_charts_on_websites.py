"""Addresses by which a school shows a chart on its website.

Revision: 0061
Follows: 0064
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0064"
branch_labels = None
depends_on = None

LINKS = "embed_links"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        LINKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("chart", sa.String(length=40), nullable=False),
        sa.Column("asks", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_embed_links_school_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_embed_links_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embed_links")),
        sa.UniqueConstraint("nonce", name=op.f("uq_embed_links_nonce")),
    )
    op.create_index(op.f("ix_embed_links_school_id"), LINKS, ["school_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table(LINKS)
