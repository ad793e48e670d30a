"""The official wording with its versions, and a school's first hour.

Revision: 0018
Follows: 0017
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "map_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the texts"),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_wordings")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_map_wordings_district_id")),
    )
    op.create_index(op.f("ix_map_wordings_digest"), "map_wordings", ["digest"])
    op.create_table(
        "wording_loads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "actor", sa.String(length=200), nullable=False, comment="the person's name, or what acted: the command line"
        ),
        sa.Column("district_id", sa.Integer(), nullable=True, comment="where the person is"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_loads")),
        sa.ForeignKeyConstraint(["wording_id"], ["map_wordings.id"], name=op.f("fk_wording_loads_wording_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wording_loads_user_id")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_wording_loads_district_id")),
    )
    op.create_index(op.f("ix_wording_loads_wording_id"), "wording_loads", ["wording_id"])
    op.create_table(
        "first_hours",
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True, comment="when its team first looked at where it stands"),
        sa.Column("put_away_on", sa.Date(), nullable=True, comment="when it put the list of the first steps away"),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_first_hours")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_first_hours_school_id")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("first_hours")
    op.drop_table("wording_loads")
    op.drop_table("map_wordings")
