"""A signature may be a paper that was signed by hand: its file, and in which position who signed it is.

Revision: 0076
Follows: 0075
Made on: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

SIGNATURES, PAPER, POSITION = "signatures", "document_id", "position"
IN_A_POSITION, OF_A_FILE = "ck_signatures_by_hand_in_a_position", "fk_signatures_document_id"


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    with op.batch_alter_table(SIGNATURES) as table:
        table.add_column(sa.Column(PAPER, sa.Integer(), nullable=True))
        table.add_column(sa.Column(POSITION, sa.String(length=200), nullable=True))
        table.create_foreign_key(op.f(OF_A_FILE), "documents", [PAPER], ["id"])
        table.create_check_constraint(op.f(IN_A_POSITION), f"({PAPER} IS NULL) = ({POSITION} IS NULL)")


def downgrade() -> None:
    """Take the tables back to the revision before."""
    signatures = sa.table(SIGNATURES, sa.column("id"), sa.column(PAPER))
    letters = sa.table("account_letters", sa.column("signature_id"))
    # Without its paper nobody signed: better gone than taken for a signature on screen.
    by_hand = sa.select(signatures.c.id).where(signatures.c[PAPER].is_not(None))
    op.execute(sa.delete(letters).where(letters.c.signature_id.in_(by_hand)))
    op.execute(sa.delete(signatures).where(signatures.c[PAPER].is_not(None)))
    with op.batch_alter_table(SIGNATURES) as table:
        table.drop_constraint(op.f(IN_A_POSITION), type_="check")
        table.drop_constraint(op.f(OF_A_FILE), type_="foreignkey")
        table.drop_column(POSITION)
        table.drop_column(PAPER)
