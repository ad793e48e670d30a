"""What a school's team answered when somebody's acts were long missing.

Revision: 0026
Follows: 0024
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE = "silence_answers"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False, comment="whose acts are missing, as a code of `by`"),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_answers")),
        sa.UniqueConstraint("school_id", "role", "said_on", name=op.f("uq_silence_answers_school_id_role_said_on")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_silence_answers_school_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["users.id"], name=op.f("fk_silence_answers_said_by_id")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table(TABLE)
