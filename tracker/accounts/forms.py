"""Forms for signing in and for the password."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, StringField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length

from models.operations.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from tracker.forms import Form


class LoginForm(Form):
    """E-mail address and password."""

    email = StringField(
        "E-mail",
        [InputRequired("Enter your e-mail address."), Length(max=254, message="That address is too long.")],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password", [InputRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(Form):
    """The present password and a new one."""

    current = PasswordField(
        "Present password",
        [InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        "New password",
        [
            InputRequired("Enter a new password."),
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                f"A password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            ),
        ],
        description=f"At least {SHORTEST_PASSWORD} characters. Several words are easy to remember and hard to guess.",
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again."), EqualTo("password", "Both new passwords must be the same.")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Refuse the present password as the new one.

        Raises:
            ValidationError: Nothing would change.
        """
        if field.data and field.data == self.current.data:
            raise ValidationError("The new password must differ from the present one.")
