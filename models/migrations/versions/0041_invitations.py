"""Invitations, letters about accounts, what happened to them, sessions that go on, and second steps.

Revision: 0041
Follows: 0035
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations.first_parts import choice

revision = "0041"
down_revision = "0035"
branch_labels = None
depends_on = None

PURPOSE = ("forgotten", "address")
LETTERKIND = ("invitation", "forgotten", "new_address", "address_changed", "renewed", "guessed", "second_step")
LETTERSTATE = ("due", "sending", "sent", "given_up")
ROLE = ("district_admin", "school_admin", "point_person", "slt_member", "contributor", "viewer", "alliance_member")
ONE_PLACE = (
    "(role = 'district_admin' AND district_id IS NOT NULL AND school_id IS NULL AND partner_id IS NULL)"
    " OR (role = 'alliance_member' AND partner_id IS NOT NULL AND school_id IS NULL AND district_id IS NULL)"
    " OR (role NOT IN ('district_admin', 'alliance_member') AND school_id IS NOT NULL"
    " AND partner_id IS NULL AND district_id IS NULL)"
)


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        "account_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", choice("purpose", *PURPOSE), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'address') = (email IS NOT NULL)", name=op.f("ck_account_links_address_of_its_own")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_account_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.UniqueConstraint("nonce", name=op.f("uq_account_links_nonce")),
    )
    op.create_index(op.f("ix_account_links_user_id"), "account_links", ["user_id"])
    op.create_table(
        "open_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_open_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_open_sessions_key")),
    )
    op.create_index(op.f("ix_open_sessions_user_id"), "open_sessions", ["user_id"])
    op.create_table(
        "account_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False, comment="the person's name, or what acted"),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_account_events_actor_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_account_events_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_account_events_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_events")),
    )
    op.create_index(op.f("ix_account_events_school_id_id"), "account_events", ["school_id", "id"])
    op.create_index(op.f("ix_account_events_user_id_id"), "account_events", ["user_id", "id"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (user_id IS NULL)", name=op.f("ck_invitations_taken_up_by_somebody")
        ),
        sa.CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitations_not_both")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_invitations_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_invitations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("nonce", name=op.f("uq_invitations_nonce")),
    )
    op.create_index(op.f("ix_invitations_email"), "invitations", ["email"])
    op.create_index(op.f("ix_invitations_school_id"), "invitations", ["school_id"])
    op.create_table(
        "account_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", choice("letterkind", *LETTERKIND), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("state", choice("letterstate", *LETTERSTATE), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=True),
        sa.Column("told", sa.String(length=200), nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True, comment="when somebody began to send it"),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True, comment="when it was sent or given up"),
        sa.CheckConstraint(
            "(state = 'given_up') = (why IS NOT NULL)", name=op.f("ck_account_letters_given_up_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_account_letters_invitation_id")),
        sa.ForeignKeyConstraint(["link_id"], ["account_links.id"], name=op.f("fk_account_letters_link_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_account_letters_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_account_letters_message_id")),
    )
    op.create_index(op.f("ix_account_letters_invitation_id"), "account_letters", ["invitation_id"])
    op.create_index(op.f("ix_account_letters_link_id"), "account_letters", ["link_id"])
    op.create_index(op.f("ix_account_letters_state"), "account_letters", ["state"])
    op.create_index(op.f("ix_account_letters_user_id"), "account_letters", ["user_id"])
    op.create_table(
        "invited_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("role", choice("role", *ROLE), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("acts_as", sa.Text(), nullable=False, comment="as in memberships"),
        sa.CheckConstraint(ONE_PLACE, name=op.f("ck_invited_roles_one_place_by_role")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_invited_roles_district_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_invited_roles_invitation_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_invited_roles_partner_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_invited_roles_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invited_roles")),
    )
    op.create_index(op.f("ix_invited_roles_invitation_id"), "invited_roles", ["invitation_id"])
    op.add_column(
        "memberships",
        sa.Column("began_on", sa.Date(), nullable=True, comment="first day with it; unknown for the oldest ones"),
    )
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_second_factors_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"])
    op.add_column(
        "districts",
        sa.Column(
            "needs_second_step",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="whether everybody must sign in with a second step",
        ),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_column("districts", "needs_second_step")
    op.drop_column("memberships", "began_on")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
    for name in ("invited_roles", "account_letters", "invitations", "account_events", "open_sessions", "account_links"):
        op.drop_table(name)
