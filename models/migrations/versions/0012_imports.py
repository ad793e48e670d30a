"""Lists that schools bring, what each import did, and what words of theirs mean.

Revision: 0012
Follows: 0007
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("status", choice("importstatus", "open", "stored", "undone", "dropped"), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("new_partners", sa.JSON(), nullable=False),
        sa.Column("apart", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "ended_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was stored, dropped or, at last, undone",
        ),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("partners_added", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_imports_document_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_imports_school_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["users.id"], name=op.f("fk_imports_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_school_id_id"), "imports", ["school_id", "id"])
    op.create_table(
        "imported_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_imported_records_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_records")),
    )
    op.create_index(op.f("ix_imported_records_import_id_id"), "imported_records", ["import_id", "id"])
    op.create_table(
        "remembered_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("meant", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_remembered_words_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_words")),
        sa.UniqueConstraint("school_id", "about", "said", name=op.f("uq_remembered_words_school_id_about_said")),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("remembered_words")
    op.drop_index(op.f("ix_imported_records_import_id_id"), table_name="imported_records")
    op.drop_table("imported_records")
    op.drop_index(op.f("ix_imports_school_id_id"), table_name="imports")
    op.drop_table("imports")
