"""Letters that tell the other side of a signature under an agreement.

Revision: 0066
Follows: 0065
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

SIGNATURES, LETTERS = "signatures", "account_letters"
KINDS = "ck_account_letters_kind_letterkind"
BEFORE = (
    "invitation", "forgotten", "new_address", "address_changed", "renewed", "guessed", "second_step", "request",
    "answered",
)  # fmt: skip
NOW = (*BEFORE, "signed")
SIGNATURE = "fk_account_letters_signature_id"


def _is_one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def upgrade() -> None:
    """Bring the table here from the revision before."""
    with op.batch_alter_table(LETTERS) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(NOW))
        table.add_column(sa.Column("signature_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(SIGNATURE), SIGNATURES, ["signature_id"], ["id"])
        table.create_index(op.f("ix_account_letters_signature_id"), ["signature_id"])


def downgrade() -> None:
    """Take the table back to the revision before; letters about signatures go with it."""
    letters = sa.table(LETTERS, sa.column("kind", sa.String()))
    op.execute(sa.delete(letters).where(letters.c.kind == "signed"))
    with op.batch_alter_table(LETTERS) as table:
        table.drop_index(op.f("ix_account_letters_signature_id"))
        table.drop_constraint(op.f(SIGNATURE), type_="foreignkey")
        table.drop_column("signature_id")
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(BEFORE))
