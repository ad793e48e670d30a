"""People, places, partner organisations, files, history and the IC Map.

Revision: 0001
Follows: nothing
Made on: 2026-11-24
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# In the order in which rows may name each other.
TABLES = (
    "districts",
    "levels",
    "outcomes",
    "rule_sets",
    "standards",
    "users",
    "indicators",
    "partners",
    "schools",
    "descriptors",
    "documents",
    "history",
    "memberships",
    "practices",
)


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "districts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint("name", name=op.f("uq_districts_name")),
    )
    op.create_table(
        "levels",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 5", name=op.f("ck_levels_one_to_five")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_levels")),
        sa.UniqueConstraint("code", name=op.f("uq_levels_code")),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="own short name"),
        sa.Column("official_at_a_glance", sa.Text(), nullable=True),
        sa.Column("official_map", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("code", name=op.f("uq_outcomes_code")),
    )
    op.create_table(
        "rule_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_sets")),
        sa.UniqueConstraint("in_force_from", name=op.f("uq_rule_sets_in_force_from")),
        sa.UniqueConstraint("version", name=op.f("uq_rule_sets_version")),
    )
    op.create_table(
        "standards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("official", sa.Text(), nullable=True),
        sa.Column(
            "loaded_at", sa.DateTime(timezone=True), nullable=True, comment="when the official wording was last loaded"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards")),
        sa.UniqueConstraint("code", name=op.f("uq_standards_code")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_token", sa.String(length=64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("session_token", name=op.f("uq_users_session_token")),
    )
    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=40),
            nullable=False,
            comment="as the map prints it, such as EC2.Strategic Alliances1",
        ),
        sa.Column("key", sa.String(length=40), nullable=False, comment="short form in practice keys, such as EC2.SA1"),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="own short name"),
        sa.Column("official_at_a_glance", sa.Text(), nullable=True),
        sa.Column("official_map", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_indicators_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("code", name=op.f("uq_indicators_code")),
        sa.UniqueConstraint("key", name=op.f("uq_indicators_key")),
    )
    op.create_index(op.f("ix_indicators_outcome_id"), "indicators", ["outcome_id"])
    op.create_table(
        "partners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("subtype", sa.String(length=40), nullable=True),
        sa.Column("sector", sa.String(length=200), nullable=True),
        sa.Column("town", sa.String(length=200), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_partners_named")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_partners_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("district_id", "name", name=op.f("uq_partners_district_id_name")),
    )
    op.create_table(
        "schools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_schools_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sa.UniqueConstraint("slug", name=op.f("uq_schools_slug")),
    )
    op.create_index(op.f("ix_schools_district_id"), "schools", ["district_id"])
    op.create_table(
        "descriptors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False, comment="own short wording"),
        sa.Column(
            "official", sa.Text(), nullable=True, comment="paragraphs, list items as lines that begin with a bullet"
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_descriptors_indicator_id")),
        sa.ForeignKeyConstraint(["level"], ["levels.number"], name=op.f("fk_descriptors_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_descriptors")),
        sa.UniqueConstraint("indicator_id", "level", name=op.f("uq_descriptors_indicator_id_level")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "filename",
            sa.String(length=200),
            nullable=False,
            comment="as the person named it; shown, never used as a path",
        ),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column(
            "sha256", sa.String(length=64), nullable=True, comment="None where only the name is known, as in imports"
        ),
        sa.Column("stored_name", sa.String(length=80), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_documents_size_not_negative")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_documents_school_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_documents_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_documents_stored_name")),
    )
    op.create_index(op.f("ix_documents_school_id"), "documents", ["school_id"])
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "actor",
            sa.String(length=200),
            nullable=False,
            comment="the person's name, or what acted: an import, the command line",
        ),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("action", choice("action", "created", "changed", "archived", "restored"), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_history_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_history_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_record_kind_record_id"), "history", ["record_kind", "record_id"])
    op.create_index(op.f("ix_history_school_id_id"), "history", ["school_id", "id"])
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            choice(
                "role",
                "district_admin",
                "school_admin",
                "point_person",
                "slt_member",
                "contributor",
                "viewer",
                "alliance_member",
            ),
            nullable=False,
        ),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column(
            "acts_as", sa.Text(), nullable=False, comment="for whom the person usually acts: default of `by` in the log"
        ),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="first day without this membership"),
        sa.CheckConstraint(
            "(role = 'district_admin' AND district_id IS NOT NULL AND school_id IS NULL AND partner_id IS NULL) OR (role = 'alliance_member' AND partner_id IS NOT NULL AND school_id IS NULL AND district_id IS NULL) OR (role NOT IN ('district_admin', 'alliance_member') AND school_id IS NOT NULL AND partner_id IS NULL AND district_id IS NULL)",
            name=op.f("ck_memberships_one_place_by_role"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_memberships_district_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_memberships_partner_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_memberships_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "user_id",
            "role",
            "district_id",
            "school_id",
            "partner_id",
            name=op.f("uq_memberships_user_id_role_district_id_school_id_partner_id"),
        ),
    )
    op.create_index(op.f("ix_memberships_partner_id"), "memberships", ["partner_id"])
    op.create_index(op.f("ix_memberships_school_id"), "memberships", ["school_id"])
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"])
    op.create_table(
        "practices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(length=500), nullable=False),
        sa.Column("group_key", sa.String(length=40), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_practices_indicator_id")),
        sa.ForeignKeyConstraint(["level"], ["levels.number"], name=op.f("fk_practices_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint("key", name=op.f("uq_practices_key")),
    )
    op.create_index(op.f("ix_practices_indicator_id"), "practices", ["indicator_id"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    for table in reversed(TABLES):
        op.drop_table(table)
