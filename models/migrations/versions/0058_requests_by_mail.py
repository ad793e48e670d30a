"""Addresses by which an alliance answers a request from a mail, and the letters that carry them.

Revision: 0058
Follows: 0050
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0050"
branch_labels = None
depends_on = None

LINKS, LETTERS = "request_links", "account_letters"
KINDS = "ck_account_letters_kind_letterkind"
BEFORE = ("invitation", "forgotten", "new_address", "address_changed", "renewed", "guessed", "second_step")
NOW = (*BEFORE, "request", "answered")
REQUEST = "fk_account_letters_request_id"


def _is_one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    op.create_table(
        LINKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name=op.f("fk_request_links_match_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_request_links_user_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_request_links_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_links")),
        sa.UniqueConstraint("nonce", name=op.f("uq_request_links_nonce")),
    )
    op.create_index(op.f("ix_request_links_match_id"), LINKS, ["match_id"])
    op.create_index(op.f("ix_request_links_user_id"), LINKS, ["user_id"])
    with op.batch_alter_table(LETTERS) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(NOW))
        table.add_column(sa.Column("request_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(REQUEST), LINKS, ["request_id"], ["id"])
        table.create_index(op.f("ix_account_letters_request_id"), ["request_id"])


def downgrade() -> None:
    """Take the tables back to the revision before; letters about requests go with them."""
    letters = sa.table(LETTERS, sa.column("kind", sa.String()))
    op.execute(sa.delete(letters).where(letters.c.kind.in_(("request", "answered"))))
    with op.batch_alter_table(LETTERS) as table:
        table.drop_index(op.f("ix_account_letters_request_id"))
        table.drop_constraint(op.f(REQUEST), type_="foreignkey")
        table.drop_column("request_id")
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(BEFORE))
    op.drop_table(LINKS)
