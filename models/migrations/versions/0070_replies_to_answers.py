"""What a school says to a partner's answer to its request, and the letters that bring it.

Revision: 0070
Follows: 0067
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0067"
branch_labels = None
depends_on = None

MATCHES, LETTERS = "matches", "account_letters"
KINDS = "ck_account_letters_kind_letterkind"
BEFORE = (
    "invitation", "forgotten", "new_address", "address_changed", "renewed", "guessed", "second_step", "request",
    "answered", "signed",
)  # fmt: skip
NOW = (*BEFORE, "replied")
OF_MATCH = "fk_account_letters_match_id"
REPLY = "what the school said to the partner's own answer"


def _is_one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table(MATCHES) as table:
        table.add_column(sa.Column("reply", sa.String(length=4000), nullable=True, comment=REPLY))
        table.add_column(sa.Column("replied_on", sa.Date(), nullable=True))
    with op.batch_alter_table(LETTERS) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(NOW))
        table.add_column(sa.Column("match_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(OF_MATCH), MATCHES, ["match_id"], ["id"])
        table.create_index(op.f("ix_account_letters_match_id"), ["match_id"])


def downgrade() -> None:
    """Take the tables back to the revision before; what schools wrote back goes with it."""
    letters = sa.table(LETTERS, sa.column("kind", sa.String()))
    op.execute(sa.delete(letters).where(letters.c.kind == "replied"))
    with op.batch_alter_table(LETTERS) as table:
        table.drop_index(op.f("ix_account_letters_match_id"))
        table.drop_constraint(op.f(OF_MATCH), type_="foreignkey")
        table.drop_column("match_id")
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), _is_one_of(BEFORE))
    with op.batch_alter_table(MATCHES) as table:
        table.drop_column("replied_on")
        table.drop_column("reply")
