"""Hand-overs, with what was moved.

Revision: 0034
Follows: 0036
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("transition_id", sa.Integer(), nullable=False),
        sa.Column("leaver_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=True, comment="the person's name"),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["leaver_id"], ["users.id"], name=op.f("fk_hand_overs_leaver_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_hand_overs_school_id")),
        sa.ForeignKeyConstraint(["transition_id"], ["transitions.id"], name=op.f("fk_hand_overs_transition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
        sa.UniqueConstraint("transition_id", name=op.f("uq_hand_overs_transition_id")),
    )
    op.create_index(op.f("ix_hand_overs_leaver_id"), "hand_overs", ["leaver_id"])
    op.create_index(op.f("ix_hand_overs_school_id"), "hand_overs", ["school_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("hand_overs")
