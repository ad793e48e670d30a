"""Find what is stored of where a school stands by the day until which it is true.

Of a school's lines of two years a reader wants those that are still true on a day. Found by school and day, all of the
school's lines were read; today's are the sixteen that end last.

Revision: 0047
Follows: 0046
Made on: 2026-11-27
"""

from __future__ import annotations

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "indicator_standings"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.drop_index(op.f("ix_indicator_standings_on_school_id"), TABLE)
    op.create_index(op.f("ix_indicator_standings_school_id_until"), TABLE, ["school_id", "until"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index(op.f("ix_indicator_standings_school_id_until"), TABLE)
    op.create_index(op.f("ix_indicator_standings_on_school_id"), TABLE, ["on", "school_id"])
