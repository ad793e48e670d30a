"""What may be typed about people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField

from models.accounts import Role
from tracker.forms import Form, OneOf, Picks, TextBlock, choices

LIST = "One person a line: name, e-mail address, and what they are. A column copied from a spreadsheet does too."

LONGEST_LIST = 20_000  # characters


class InviteForm(Form):
    """A list of people to invite."""

    people = TextBlock(
        "Whom?",
        longest=LONGEST_LIST,
        required=True,
        missing="Write at least one line.",
        description=LIST,
        render_kw={"rows": 6, "spellcheck": "false"},
    )
    usual = Picks("As what, where the line does not say?")

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual.choices = choices([(role.value, role.label) for role in roles])
        if not self.usual.choices:
            del self.usual

    @property
    def usual_roles(self) -> list[Role]:
        """The roles of those whose line names none."""
        return [Role(code) for code in self.usual.data or ()] if "usual" in self else []

    def renew(self, text: str) -> None:
        """Leave in the form what could not be sent."""
        self.people.data, self.people.raw_data = text, [text]


class WaysInForm(Form):
    """Whose addresses may be used with the district's provider."""

    domains = TextBlock(
        "For which addresses?",
        longest=2_000,
        description="What stands behind the @, one a line. Only people who have an account here are let in.",
        render_kw={"rows": 3, "spellcheck": "false", "autocapitalize": "none"},
    )
    only_provider = BooleanField("People with such an address sign in this way alone, without a password here")


class RoleForm(Form):
    """One more role for somebody."""

    role = OneOf("One more role", required=True)

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices([("", "Choose"), *((role.value, role.label) for role in roles)])
