"""Forms for signing in and for the password."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length

from models.operations.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from tracker.forms import Form, TextLine

MAIL = {"type": "email", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
HOW_LONG = f"At least {SHORTEST_PASSWORD} characters. Several words are easy to remember and hard to guess."
NEEDS = f"A password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."


def _address(label: str, missing: str) -> StringField:
    return StringField(
        label, [InputRequired(missing), Length(max=254, message="That address is too long.")], render_kw=MAIL
    )


class LoginForm(Form):
    """E-mail address and password."""

    email = _address("E-mail", "Enter your e-mail address.")
    password = PasswordField(
        "Password", [InputRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )


class ForgottenForm(Form):
    """The address whose password was forgotten."""

    email = _address("E-mail", "Enter your e-mail address.")


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        "New password",
        [InputRequired("Enter a new password."), Length(SHORTEST_PASSWORD, LONGEST_PASSWORD, NEEDS)],
        description=HOW_LONG,
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again."), EqualTo("password", "Both new passwords must be the same.")],
        render_kw={"autocomplete": "new-password"},
    )


class JoinForm(NewPasswordForm):
    """What somebody who was invited says of themselves."""

    name = TextLine("Your name", required=True, render_kw={"autocomplete": "name"})


class AddressForm(Form):
    """Another address to sign in with; the password shows that it is they who ask."""

    email = _address("New e-mail address", "Enter the new address.")
    current = PasswordField(
        "Present password",
        [InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )


class NameForm(Form):
    """What somebody is called."""

    name = TextLine("Name", required=True, render_kw={"autocomplete": "name"})


class CodeForm(Form):
    """A code of the second step."""

    code = TextLine(
        "Code",
        longest=40,
        required=True,
        missing="Enter the code.",
        description="The six digits that your authenticator shows.",
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class PasskeyForm(Form):
    """What a device signed, as the browser tells it."""

    told = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """A new passkey: what the device made, and what it is called."""

    name = TextLine("Name of this device", longest=80, description="Such as: my phone, the computer in room 12.")
    current = PasswordField("Present password", render_kw={"autocomplete": "current-password"})


class PasskeyNameForm(Form):
    """What a passkey is called; the password where it is removed."""

    name = TextLine("Name of this device", longest=80)
    current = PasswordField("Present password", render_kw={"autocomplete": "current-password"})


class OwnPasswordForm(Form):
    """The present password, which shows that it is they who ask."""

    current = PasswordField(
        "Present password",
        [InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current = PasswordField(
        "Present password",
        [InputRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Refuse the present password as the new one.

        Raises:
            ValidationError: Nothing would change.
        """
        if field.data and field.data == self.current.data:
            raise ValidationError("The new password must differ from the present one.")
