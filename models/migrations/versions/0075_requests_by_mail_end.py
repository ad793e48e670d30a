"""Requests by mail are a kind of mail that whoever has an account may end.

Revision: 0075
Follows: 0072
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0072"
branch_labels = None
depends_on = None

REMINDERS = "reminders"
KINDS = "ck_reminders_kind_reminderkind"
BEFORE = ("agreement", "evaluation", "contact", "action", "plan", "hand_over", "statement", "hours", "digest")
NOW = (*BEFORE[:-1], "request", "digest")


def _take_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table(REMINDERS) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), f"kind IN ({', '.join(repr(kind) for kind in kinds)})")


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    _take_kinds(NOW)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    reminders = sa.table(REMINDERS, sa.column("kind", sa.String()))
    op.execute(sa.delete(reminders).where(reminders.c.kind == "request"))
    _take_kinds(BEFORE)
