"""What the tables of several revisions have in common, from the first ones on.

Never change this: a revision stays what it was. One whose tables are otherwise brings its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def choice(name: str, *values: str) -> sa.Enum:
    """Give the type of a column that takes one of these words; a check in the table says so."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def create_record_table(name: str, *own: sa.schema.SchemaItem) -> None:
    """Create a table of logged records: its own columns and constraints, and those that every kind has."""
    op.create_table(
        name,
        *own,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the record's own id in the school's files"),
        sa.Column(
            "record_status",
            choice("recordstatus", "draft", "proposed", "confirmed", "cancelled", "archived"),
            nullable=False,
        ),
        sa.Column("status_before_archive", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("school_id", "ref", name=op.f(f"uq_{name}_school_id_ref")),
        sa.CheckConstraint("length(ref) > 0", name=op.f(f"ck_{name}_ref_given")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f(f"fk_{name}_school_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f(f"fk_{name}_entered_by_id")),
    )
