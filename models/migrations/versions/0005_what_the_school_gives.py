"""Which way a contribution went; seats of the leadership team for several groups, and confirmed.

Revision: 0005
Follows: 0004
Made on: 2026-11-25
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CONTRIBUTIONS = sa.table(
    "contributions",
    sa.column("direction", sa.String),
    sa.column("record_status", sa.String),
    sa.column("status_before_archive", sa.String),
)
MEMBERS = sa.table(
    "roster_members", sa.column("id", sa.Integer), sa.column("group", sa.Text), sa.column("confirmed_on", sa.Text)
)


def _direction(*, nullable: bool) -> sa.Column[str]:
    choice = sa.Enum("to_school", "from_school", name="direction", native_enum=False, create_constraint=True, length=40)
    return sa.Column("direction", choice, nullable=nullable)


def upgrade() -> None:
    """Bring the tables here from the revision before: all that was given was given to the school."""
    with op.batch_alter_table("contributions") as table:
        table.add_column(_direction(nullable=True))
    op.execute(sa.update(CONTRIBUTIONS).values(direction="to_school"))
    with op.batch_alter_table("contributions") as table:
        table.alter_column("direction", existing_type=sa.String(length=40), nullable=False)

    with op.batch_alter_table("roster_members") as table:
        table.add_column(
            sa.Column(
                "confirmed_on",
                sa.Text(),
                nullable=True,
                comment="days on which the seat was confirmed as still held",
            )
        )
        table.alter_column(
            "group",
            existing_type=sa.String(length=40),
            type_=sa.Text(),
            existing_nullable=False,
            comment="groups represented: codes, or the school's own words",
        )
    several = sa.literal(";") + MEMBERS.c.group + sa.literal(";")
    op.execute(sa.update(MEMBERS).values(confirmed_on="", group=several).where(MEMBERS.c.group != ""))
    op.execute(sa.update(MEMBERS).values(confirmed_on="").where(MEMBERS.c.confirmed_on.is_(None)))
    with op.batch_alter_table("roster_members") as table:
        table.alter_column("confirmed_on", existing_type=sa.Text(), nullable=False)


def downgrade() -> None:
    """Take the tables back to the revision before.

    Of several groups a seat keeps the first. What the school gave is archived: without its direction it would read
    as given by the partner.
    """
    op.execute(
        sa.update(CONTRIBUTIONS)
        .where(CONTRIBUTIONS.c.direction == "from_school", CONTRIBUTIONS.c.record_status != "archived")
        .values(record_status="archived", status_before_archive=CONTRIBUTIONS.c.record_status)
    )
    with op.batch_alter_table("contributions") as table:
        table.drop_constraint(op.f("ck_contributions_direction_direction"), type_="check")
        table.drop_column("direction")

    bind = op.get_bind()
    for number, groups in bind.execute(sa.select(MEMBERS.c.id, MEMBERS.c.group)).all():
        first = next((group for group in groups.split(";") if group), "")
        bind.execute(sa.update(MEMBERS).where(MEMBERS.c.id == number).values(group=first[:40]))
    with op.batch_alter_table("roster_members") as table:
        table.alter_column(
            "group",
            existing_type=sa.Text(),
            type_=sa.String(length=40),
            existing_nullable=False,
            comment=None,
            existing_comment="groups represented: codes, or the school's own words",
        )
        table.drop_column("confirmed_on")
