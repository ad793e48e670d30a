"""What partners enter themselves: answers, workforce needs kept current, offers, changes of their people.

Revision: 0025
Follows: 0031
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0031"
branch_labels = None
depends_on = None

# What a partner's people may enter, and the school confirms or sends back.
FROM_PARTNERS = ("activities", "contributions", "evaluations", "workforce_needs", "transitions")
UNTIL = "ck_workforce_needs_until_after_stated"
ANSWERED_BY = "fk_matches_answered_by_id"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    for name in FROM_PARTNERS:
        op.add_column(name, sa.Column("returned_on", sa.Date(), nullable=True))
        op.add_column(name, sa.Column("school_word", sa.String(length=4000), nullable=True))
    with op.batch_alter_table("matches") as table:
        table.add_column(
            sa.Column(
                "message", sa.String(length=4000), nullable=True,
                comment="what the partner reads beside what is asked for",
            )
        )  # fmt: skip
        table.add_column(
            sa.Column("answer_by", sa.Date(), nullable=True, comment="day until which an answer would help")
        )
        table.add_column(
            sa.Column(
                "answer_note", sa.String(length=4000), nullable=True,
                comment="what the partner said: what it offers, or why not",
            )
        )  # fmt: skip
        table.add_column(sa.Column("answered_by_id", sa.Integer(), nullable=True, comment="the partner's own person"))
        table.create_foreign_key(op.f(ANSWERED_BY), "users", ["answered_by_id"], ["id"])
    with op.batch_alter_table("workforce_needs") as table:
        table.add_column(
            sa.Column(
                "confirmed_on", sa.Text(), server_default="", nullable=False,
                comment="days on which it was said to be still so",
            )
        )  # fmt: skip
        table.add_column(
            sa.Column("until_on", sa.Date(), nullable=True, comment="first day on which the need no longer stood")
        )
        table.create_check_constraint(op.f(UNTIL), "until_on IS NULL OR until_on > stated_on")
    with op.batch_alter_table("partners") as table:
        table.add_column(sa.Column("offers", sa.Text(), server_default="", nullable=False))
        table.add_column(
            sa.Column("offers_said_on", sa.Date(), nullable=True, comment="day on which it last said what it offers")
        )
    # What stands there already is filled; from now on every row says it itself.
    for name, column in (("workforce_needs", "confirmed_on"), ("partners", "offers")):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)
    op.add_column(
        "partnerships",
        sa.Column(
            "shown_on", sa.Date(), nullable=True,
            comment="since when the partner reads what was agreed; empty: not",
        ),
    )  # fmt: skip
    op.add_column(
        "transitions",
        sa.Column("leaves", sa.String(length=200), nullable=True, comment="an adult: students are named nowhere"),
    )
    op.add_column("transitions", sa.Column("follows", sa.String(length=200), nullable=True))
    op.add_column(
        "transitions",
        sa.Column("reached_at", sa.String(length=200), nullable=True, comment="mail address of whoever follows"),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("transitions") as table:
        for column in ("reached_at", "follows", "leaves"):
            table.drop_column(column)
    with op.batch_alter_table("partnerships") as table:
        table.drop_column("shown_on")
    with op.batch_alter_table("partners") as table:
        table.drop_column("offers_said_on")
        table.drop_column("offers")
    with op.batch_alter_table("workforce_needs") as table:
        table.drop_constraint(op.f(UNTIL), type_="check")
        table.drop_column("until_on")
        table.drop_column("confirmed_on")
    with op.batch_alter_table("matches") as table:
        table.drop_constraint(op.f(ANSWERED_BY), type_="foreignkey")
        for column in ("answered_by_id", "answer_note", "answer_by", "message"):
            table.drop_column(column)
    for name in FROM_PARTNERS:
        with op.batch_alter_table(name) as table:
            table.drop_column("school_word")
            table.drop_column("returned_on")
