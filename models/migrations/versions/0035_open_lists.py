"""Open the lists of values that the catalogue has: its data says which there are, and no check of a table.

Revision: 0035
Follows: 0034
Made on: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_FINDINGS = ("positive", "mixed", "negative", "none", "not_an_aim")
_UNITS = ("dollars", "hours", "items")
# Table, column, name of its check, values that it allowed, and what a value that came since becomes on the way back:
# nothing where the column can be empty, else the value that lets it count least.
LISTS: tuple[tuple[str, str, str, tuple[str, ...], str | None], ...] = (
    (
        "partnership_stages",
        "stage",
        "stage",
        ("prospect", "exploring", "matched", "proposed", "active", "sustaining", "paused", "ended", "declined"),
        "exploring",
    ),
    (
        "agreements",
        "agreement_kind",
        "agreementkind",
        ("proposal", "mou", "resource_plan", "data_sharing", "internship"),
        "data_sharing",
    ),
    ("commitments", "unit", "unit", _UNITS, None),
    ("commitments", "confirmed_by", "confirmedby", ("school", "partner", "both"), None),
    ("contributions", "direction", "direction", ("to_school", "from_school"), "from_school"),
    ("contributions", "unit", "unit", _UNITS, None),
    ("evaluations", "side", "side", ("school", "partner", "both"), "school"),
    ("evaluations", "academic", "finding", _FINDINGS, None),
    ("evaluations", "social", "finding", _FINDINGS, None),
    ("evaluations", "physical", "finding", _FINDINGS, None),
    ("matches", "answer", "answer", ("accepted", "partial", "fulfilled", "declined"), None),
    ("recognitions", "mode", "recognitionmode", ("private", "public"), "private"),
    ("transitions", "what", "transitionkind", ("leadership", "partner_staff", "staff", "students"), "staff"),
)


def _by_table() -> dict[str, list[tuple[str, str, tuple[str, ...], str | None]]]:
    found: dict[str, list[tuple[str, str, tuple[str, ...], str | None]]] = {}
    for table, column, check, values, instead in LISTS:
        found.setdefault(table, []).append((column, f"ck_{table}_{column}_{check}", values, instead))
    return found


def upgrade() -> None:
    """Bring the tables here from the revision before."""
    for name, columns in _by_table().items():
        with op.batch_alter_table(name) as table:
            for _, check, _, _ in columns:
                table.drop_constraint(op.f(check), type_="check")


def downgrade() -> None:
    """Take the tables back to the revision before; values that came since give way to those that it knew."""
    for name, columns in _by_table().items():
        rows = sa.table(name, *(sa.column(column, sa.String()) for column, _, _, _ in columns))
        for column, _, values, instead in columns:
            op.execute(sa.update(rows).where(rows.c[column].not_in(values)).values({column: instead}))
        with op.batch_alter_table(name) as table:
            for column, check, values, _ in columns:
                allowed = ", ".join(f"'{value}'" for value in values)
                table.create_check_constraint(op.f(check), f"{column} IN ({allowed})")
