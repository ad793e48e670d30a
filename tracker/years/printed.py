"""What is given out of a year: drawn from its report, and kept as it was drawn once the report is signed."""

from __future__ import annotations

from flask import render_template

from dashboards.theme import read_tokens
from models.exchange.year_books import year_book
from models.queries.year_reports import Report
from models.ratings import SPREADSHEET
from models.year_sheets import Sheet, sheet_of
from tracker.pages import FOLDER, styles_named
from tracker.pages import STYLES as STYLES_OF_PAGES

# What is printed of a year, by its word in addresses: what stands over it.
TITLES = {
    "glance": "STEM community at a glance",
    "map": "Our places on the map",
    "summary": "Our STEM community, on two pages",
}
TOKENS = read_tokens(FOLDER / "css" / "tokens.css")
# How it is laid out, and what a browser has besides, which prints it out of a page.
STYLES, PRINT = "styles", "print"
_DRESSED_BY = ("tokens", "base", "pieces", "years", "report")


def kept_of(report: Report) -> dict[str, str | bytes]:
    """Make all that is given out of a report: its spreadsheet, what is printed and the styles it is laid out by."""
    sheet = sheet_of(report)
    return (
        {SPREADSHEET: year_book(report, sheet)}
        | {what: printed_page(sheet, what) for what in TITLES}
        | {
            STYLES: "\n".join(printed_styles(sheet.foot)),
            PRINT: "".join(styles_named(*STYLES_OF_PAGES)),
        }
    )


def printed_page(sheet: Sheet, what: str) -> str:
    """Draw one of them: a whole document, of which the body is what stands on the paper."""
    return render_template("years/printed.html", sheet=sheet, what=what, title=TITLES[what], tokens=TOKENS)


def printed_styles(foot: str) -> list[str]:
    """Give the styles that it is laid out by, a later one wins."""
    return [*styles_named(*_DRESSED_BY), foot_styles(foot)]


def body_of(document: str) -> str:
    """Take out of a printed document what stands on the paper; nothing that people write holds a tag."""
    return document.partition("<body>")[2].rpartition("</body>")[0]


def foot_styles(foot: str, **others: str) -> str:
    """Write the foot of every printed sheet as styles: school, year and day left, the page's number right.

    Args:
        others: The foot of sheets of another kind, by the name that styles give their `page`.
    """
    named = {name: css_text(words) for name, words in others.items()}
    return render_template("years/paper.css", left=css_text(foot), others=named)


def css_text(text: str) -> str:
    """Write a text so that a style sheet takes it as one string, whatever is in it."""
    safe = "".join(letter if letter.isalnum() or letter in " ·.,-" else f"\\{ord(letter):x} " for letter in text)
    return f'"{safe}"'
