"""The letter that tells a partner's people of an agreement that was handed over to them to sign.

Revision: 0077
Follows: 0076
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

LETTERS, AGREEMENT = "account_letters", "agreement_id"
KINDS = "ck_account_letters_kind_letterkind"
BEFORE = (
    "invitation", "forgotten", "new_address", "address_changed", "renewed", "guessed", "second_step", "request",
    "answered", "signed", "replied",
)  # fmt: skip
NOW = (*BEFORE, "handed_over")
OF_AGREEMENT, BY_AGREEMENT = "fk_account_letters_agreement_id", "ix_account_letters_agreement_id"


def _is_one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table(LETTERS) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(NOW))
        table.add_column(sa.Column(AGREEMENT, sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(OF_AGREEMENT), "agreements", [AGREEMENT], ["id"])
        table.create_index(op.f(BY_AGREEMENT), [AGREEMENT])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    letters = sa.table(LETTERS, sa.column("kind", sa.String()))
    op.execute(sa.delete(letters).where(letters.c.kind == "handed_over"))
    with op.batch_alter_table(LETTERS) as table:
        table.drop_index(op.f(BY_AGREEMENT))
        table.drop_constraint(op.f(OF_AGREEMENT), type_="foreignkey")
        table.drop_column(AGREEMENT)
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(BEFORE))
