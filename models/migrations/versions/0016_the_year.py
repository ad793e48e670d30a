"""The year's assessment: ratings, evidence, notes, who is on what, sign-offs, and when a district's year begins.

Revision: 0016
Follows: 0012
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

STATUSES = ("draft", "proposed", "confirmed", "cancelled", "archived")
BELOW = (
    "the quality is not there yet",
    "it is one person's work",
    "it is not school-wide",
    "another reason",
)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _create_record_table(name: str, *own: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        *own,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False, comment="the record's own id in the school's files"),
        sa.Column("record_status", _choice("recordstatus", *STATUSES), nullable=False),
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


def _of_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f(f"fk_{table}_assessment_id"))


def _of_user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table("districts") as table:
        table.add_column(
            sa.Column(
                "year_begins_in",
                sa.Integer(),
                nullable=False,
                server_default="7",
                comment="month with whose first day a school year begins",
            )
        )
        table.create_check_constraint(op.f("ck_districts_year_begins_in_a_month"), "year_begins_in BETWEEN 1 AND 12")
    _create_record_table(
        "assessments",
        sa.Column("name", sa.String(length=200), nullable=False, comment="what people call the year: 2025-26"),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("reopened_because", sa.String(length=4000), nullable=True),
        sa.UniqueConstraint("school_id", "first", name=op.f("uq_assessments_school_id_first")),
        sa.CheckConstraint("first_month BETWEEN 1 AND 12", name=op.f("ck_assessments_first_month_is_one")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["assessments.id"], name=op.f("fk_assessments_copied_from_id")),
    )
    _create_record_table(
        "ratings",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("existing", sa.Integer(), nullable=True),
        sa.Column("desired", sa.Integer(), nullable=True),
        sa.Column("rationale", sa.String(length=4000), nullable=True),
        sa.Column("below_because", _choice("below", *BELOW), nullable=True),
        sa.Column("kept_up", sa.String(length=200), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("assessment_id", "indicator", name=op.f("uq_ratings_assessment_id_indicator")),
        sa.CheckConstraint("existing BETWEEN 0 AND 5", name=op.f("ck_ratings_existing_is_a_level")),
        sa.CheckConstraint("desired BETWEEN 1 AND 5", name=op.f("ck_ratings_desired_is_a_level")),
        _of_assessment("ratings"),
        _of_user("ratings", "reviewed_by_id"),
        _of_user("ratings", "second_by_id"),
    )
    _create_record_table(
        "evidence",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN what IS NULL THEN 0 ELSE 1 END) + (CASE WHEN document_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN link IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_evidence_one_of_three"),
        ),
        _of_assessment("evidence"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_evidence_document_id")),
    )
    op.create_index(op.f("ix_evidence_assessment_id"), "evidence", ["assessment_id"])
    op.create_index(op.f("ix_evidence_school_id_what"), "evidence", ["school_id", "what"])
    _create_record_table(
        "rating_notes",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said", sa.String(length=4000), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=True),
        _of_assessment("rating_notes"),
    )
    op.create_index(op.f("ix_rating_notes_assessment_id"), "rating_notes", ["assessment_id"])
    op.create_table(
        "rating_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_visits")),
        _of_assessment("rating_visits"),
        _of_user("rating_visits", "user_id"),
    )
    op.create_index(op.f("ix_rating_visits_assessment_id_at"), "rating_visits", ["assessment_id", "at"])
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by_id", sa.Integer(), nullable=True),
        sa.Column("reopened_because", sa.String(length=4000), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_sign_offs_school_id")),
        _of_assessment("sign_offs"),
        _of_user("sign_offs", "signed_by_id"),
        _of_user("sign_offs", "reopened_by_id"),
    )
    op.create_index(op.f("ix_sign_offs_assessment_id"), "sign_offs", ["assessment_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for name in ("sign_offs", "rating_visits", "rating_notes", "evidence", "ratings", "assessments"):
        op.drop_table(name)
    with op.batch_alter_table("districts") as table:
        table.drop_constraint(op.f("ck_districts_year_begins_in_a_month"), type_="check")
        table.drop_column("year_begins_in")
