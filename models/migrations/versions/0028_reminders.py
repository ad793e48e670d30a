"""Reminders: their outbox, what people chose about them, and when they were last seen to.

Revision: 0028
Follows: 0026
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS = ("agreement", "evaluation", "contact", "action", "plan", "hand_over", "statement", "digest")
STATES = ("due", "sending", "sent", "skipped")
ONE_OF_EACH = ("user_id", "school_id", "kind", "record_kind", "record_id", "for_on", "days_before")
AGREEMENTS = sa.table("agreements", sa.column("remind_days"))
BEFORE_ITS_END = "days before its end; empty: as usual, none: never"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("kind", choice("reminderkind", *KINDS), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("for_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("state", choice("reminderstate", *STATES), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=True),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True, comment="when it was sent or skipped"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(*ONE_OF_EACH, name=op.f(f"uq_reminders_{'_'.join(ONE_OF_EACH)}")),
        sa.CheckConstraint("(state = 'skipped') = (why IS NOT NULL)", name=op.f("ck_reminders_skipped_for_a_reason")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_reminders_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminders_user_id")),
    )
    op.create_index(op.f("ix_reminders_school_id_for_on"), "reminders", ["school_id", "for_on"])
    op.create_index(op.f("ix_reminders_record_kind_record_id"), "reminders", ["record_kind", "record_id"])
    op.create_index(op.f("ix_reminders_state"), "reminders", ["state"])
    op.create_table(
        "reminder_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("off", sa.Text(), nullable=False),
        sa.Column("calendar_key", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reminder_choices")),
        sa.UniqueConstraint("calendar_key", name=op.f("uq_reminder_choices_calendar_key")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminder_choices_user_id")),
    )
    op.create_table(
        "reminder_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_runs")),
        sa.CheckConstraint("id = 1", name=op.f("ck_reminder_runs_one_row")),
    )
    with op.batch_alter_table("agreements") as table:
        table.add_column(sa.Column("remind_days", sa.Text(), nullable=True, comment=BEFORE_ITS_END))
    op.execute(sa.update(AGREEMENTS).values(remind_days=""))
    with op.batch_alter_table("agreements") as table:
        table.alter_column("remind_days", existing_type=sa.Text(), nullable=False)


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("agreements") as table:
        table.drop_column("remind_days")
    for name in ("reminder_runs", "reminder_choices", "reminders"):
        op.drop_table(name)
