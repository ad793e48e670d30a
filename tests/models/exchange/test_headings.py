"""Which column stands for what, where two could be meant by their names."""

from __future__ import annotations

import pytest

from models.exchange.headings import matched, other_languages, proposed
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


@pytest.mark.parametrize(
    ("kind", "heads", "columns"),
    [
        (
            "activity",
            "Datum, FIRMA, Was haben wir gemacht?, Anzahl der Schüler, Std., Bemerkungen",
            "occurred_on partner title students hours note",
        ),
        ("contribution", "Spender, Spendendatum, Betrag (€), Wofür", "partner occurred_on amount allocated_to"),
        ("org", "Name der Firma, Art, Ort, Branche", "name category town sector"),
        ("contact", "Betrieb, Ansprechpartnerin, Telefon, Funktion", "partner name phone title"),
        (
            "activity",
            "FECHA, Organizacion, Qué hicimos, Número de alumnos, Duración",
            "occurred_on partner title students hours",
        ),
        ("roster", "Nombre completo, Representa a, Desde, Hasta", "person group from_on until_on"),
    ],
)
def test_a_list_kept_in_another_language_is_known_by_its_headings(kind: str, heads: str, columns: str) -> None:
    assert matched(KINDS[kind], heads.split(", ")) == columns.split()


def test_headings_of_other_languages_name_columns_that_exist_and_none_takes_an_english_one() -> None:
    for language, headings in other_languages().items():
        every = [*headings.said, *(name for said in headings.of_kind.values() for name in said)]
        known = {name for kind in KINDS.values() for name in kind.columns}
        assert set(every) <= known, language
        assert set(headings.of_kind) <= set(KINDS), language
    # "Art" is a column's name in no kind, and "Form" none in English: what an English list calls something stays so.
    assert matched(KINDS["activity"], ["What", "How", "For whom"]) == ["title", "channel", "audience"]


@pytest.mark.parametrize(("heading", "column"), [("Cell #", "phone"), ("Phone #", "phone"), ("Cell", "phone")])
def test_a_number_sign_at_the_end_of_a_heading_is_a_number(heading: str, column: str) -> None:
    assert matched(KINDS["contact"], ["Contact", heading]) == ["name", column]
    assert matched(KINDS["activity"], ["# of students"]) == matched(KINDS["activity"], ["# students"]) == ["students"]


@pytest.mark.parametrize("last", ["Total: 2", "TOTAL", "Grand total $1,205.50", "Summe 12"])
def test_a_row_of_totals_that_holds_its_sum_in_one_cell_is_passed_over(last: str) -> None:
    content = f"Name,Company\nAna Ortiz,Northwind Labs\n{last},\n".replace("$1,205.50", "$1205.50").encode()
    look = look_at(KINDS["contact"], content, AS_IT_IS, ["Northwind Labs"])
    assert look.columns[0].examples == ("Ana Ortiz",)


def test_a_heading_that_names_one_column_twice_is_that_column_and_one_that_names_two_is_neither() -> None:
    found = matched(KINDS["contribution"], ["Amount / value", "Donor or company", "Date/Purpose"])
    assert found == ["amount", "partner", None]
