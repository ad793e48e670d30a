"""Which column stands for what, where two could be meant by their names."""

from __future__ import annotations

from models.exchange.headings import proposed
from models.exchange.kinds import KINDS
from models.exchange.looking import look_at
from models.exchange.plan import AS_IT_IS


def test_the_day_of_a_form_is_that_of_what_happened_not_that_of_sending() -> None:
    heads = ["Timestamp", "What we did", "Date of visit"]
    cells = [["11/3/2026 9:14:22"], ["Talk"], ["11/2/2026"]]
    found = proposed(KINDS["activity"], heads, cells)
    assert (found[0] or "", found[2]) == ("", "occurred_on")
    assert proposed(KINDS["activity"], heads[:2], cells[:2])[0] == "occurred_on"


def test_a_column_of_partners_names_is_theirs_whatever_it_is_called() -> None:
    content = b"Who came?,What we did,When\nNorthwind Labs,Talk,2026-03-01\nMarlow Mill,Tour,2026-03-02\n"
    look = look_at(KINDS["activity"], content, AS_IT_IS, ["Northwind Labs", "Marlow Mill"])
    assert {one.heading: one.column for one in look.columns}["Who came?"] == "partner"
