"""The question of each week whether hours were given again, and the mail that carries it.

Revision: 0063
Follows: 0060
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice

revision = "0063"
down_revision = "0060"
branch_labels = None
depends_on = None

ASKS, REMINDERS = "hours_asks", "reminders"
KINDS = "ck_reminders_kind_reminderkind"
BEFORE = ("agreement", "evaluation", "contact", "action", "plan", "hand_over", "statement", "digest")
NOW = (*BEFORE[:-1], "hours", "digest")
ONE_OF_EACH = ("user_id", "school_id", "partner_id", "type", "occurred_on")


def _is_one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def _take_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table(REMINDERS) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(kinds))


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        ASKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("allocated_to", sa.String(length=200), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", choice("saidofhours", "yes", "no"), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(said IS NULL) = (said_at IS NULL)", name=op.f("ck_hours_asks_said_at_a_moment")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_hours_asks_user_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_hours_asks_school_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_hours_asks_partner_id")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contributions.id"], name=op.f("fk_hours_asks_contribution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_asks")),
        sa.UniqueConstraint("nonce", name=op.f("uq_hours_asks_nonce")),
        sa.UniqueConstraint(*ONE_OF_EACH, name=op.f(f"uq_hours_asks_{'_'.join(ONE_OF_EACH)}")),
    )
    op.create_index(op.f("ix_hours_asks_school_id"), ASKS, ["school_id"])
    _take_kinds(NOW)


def downgrade() -> None:
    """Take the tables back to the revision before; mails that asked go with them."""
    reminders = sa.table(REMINDERS, sa.column("kind", sa.String()))
    op.execute(sa.delete(reminders).where(reminders.c.kind == "hours"))
    _take_kinds(BEFORE)
    op.drop_table(ASKS)
