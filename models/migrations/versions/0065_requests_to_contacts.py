"""Requests by mail reach key contacts who have no account, and such a contact may end them.

Revision: 0065
Follows: 0061
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0061"
branch_labels = None
depends_on = None

LINKS, LETTERS, MATCHES, CONTACTS = "request_links", "account_letters", "matches", "contacts"
TO_CONTACT = "fk_request_links_contact_id"
BY_CONTACT = "fk_matches_answered_by_contact_id"
ONE_PERSON = "ck_request_links_to_one_person"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table(CONTACTS) as table:
        table.add_column(
            sa.Column(
                "no_mail_since",
                sa.Date(),
                nullable=True,
                comment="day on which they asked for no more requests by mail",
            )
        )
    with op.batch_alter_table(MATCHES) as table:
        table.add_column(
            sa.Column(
                "answered_by_contact_id",
                sa.Integer(),
                nullable=True,
                comment="the partner's own person, where they have no account",
            )
        )
        table.create_foreign_key(op.f(BY_CONTACT), CONTACTS, ["answered_by_contact_id"], ["id"])
    with op.batch_alter_table(LINKS) as table:
        table.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(TO_CONTACT), CONTACTS, ["contact_id"], ["id"])
        table.create_index(op.f("ix_request_links_contact_id"), ["contact_id"])
        table.create_check_constraint(op.f(ONE_PERSON), "(user_id IS NULL) <> (contact_id IS NULL)")


def downgrade() -> None:
    """Take the tables back to the revision before; letters to contacts go, and whose word an answer of theirs was."""
    links = sa.table(LINKS, sa.column("id", sa.Integer()), sa.column("user_id", sa.Integer()))
    letters = sa.table(LETTERS, sa.column("request_id", sa.Integer()))
    to_contacts = sa.select(links.c.id).where(links.c.user_id.is_(None))
    op.execute(sa.delete(letters).where(letters.c.request_id.in_(to_contacts)))
    op.execute(sa.delete(links).where(links.c.user_id.is_(None)))
    with op.batch_alter_table(LINKS) as table:
        table.drop_constraint(op.f(ONE_PERSON), type_="check")
        table.drop_index(op.f("ix_request_links_contact_id"))
        table.drop_constraint(op.f(TO_CONTACT), type_="foreignkey")
        table.drop_column("contact_id")
        table.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table(MATCHES) as table:
        table.drop_constraint(op.f(BY_CONTACT), type_="foreignkey")
        table.drop_column("answered_by_contact_id")
    with op.batch_alter_table(CONTACTS) as table:
        table.drop_column("no_mail_since")
