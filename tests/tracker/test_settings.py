"""Settings are read from the environment, refused in words, and documented."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tracker import create_app
from tracker.config import PREFIX, Settings, SettingsProblem, documented, unknown

TABLE = Path(__file__).parents[2] / "docs" / "settings.md"
KEY = "k" * 32


def rows_of_the_table() -> dict[str, tuple[str, str]]:
    found = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (default, means) for name, default, means in found}


def test_the_table_in_the_docs_and_the_settings_agree() -> None:
    told = {
        PREFIX + name.upper(): (f"`{one.default}`" if one.default not in ("", None) else "empty", one.metadata["means"])
        for name, one in documented().items()
    }
    assert rows_of_the_table() == told


def test_every_documented_setting_is_read() -> None:
    values = {
        "DATABASE_URL": ("postgresql://u:p@h/n", "postgresql://u:p@h/n"),
        "DATA_DIR": ("/srv/data", Path("/srv/data")),
        "SECRET_KEY": (KEY, KEY),
        "FILES_DIR": ("/srv/files", Path("/srv/files")),
        "BASE_URL": ("https://s.example", "https://s.example"),
        "SESSION_DAYS": ("3", 3),
        "FORM_DAYS": ("120", 120),
        "ENGINE_MEGABYTES": ("64", 64),
        "SIGN_IN_LIMIT": ("2 per minute", "2 per minute"),
        "SIGN_IN_ACCOUNT_LIMIT": ("8 per minute", "8 per minute"),
        "SIGN_IN_ADDRESS_LIMIT": ("9 per minute", "9 per minute"),
        "LETTER_LIMIT": ("1 per day", "1 per day"),
        "SIGN_IN_WITH": ("A, https://a.example, i, s", "A, https://a.example, i, s"),
        "INVITATION_DAYS": ("7", 7),
        "LINK_MINUTES": ("30", 30),
        "LIMITER_STORAGE": ("redis://h", "redis://h"),
        "TRUSTED_PROXIES": ("1", 1),
        "TODAY": ("2026-03-14", date(2026, 3, 14)),
        "LOCALE": ("en_GB", "en_GB"),
        "NEWEST_RULES_FROM": ("2026-07-01", date(2026, 7, 1)),
        "ICMAP_DOCUMENT": ("/srv/map.txt", Path("/srv/map.txt")),
        "MAIL_URL": ("smtps://u:p@mail.example", "smtps://u:p@mail.example"),
        "MAIL_FROM": ("office@s.example", "office@s.example"),
        "REMIND_DAYS": ("60, 14", "60, 14"),
        "REMIND_DUE_DAYS": ("3", "3"),
        "REMIND_HOUR": ("6", 6),
    }
    settings = Settings.from_env({PREFIX + name: text for name, (text, _) in values.items()})
    read = {name.upper(): getattr(settings, name) for name in documented()}
    assert read == {name: value for name, (_, value) in values.items()}


def test_an_empty_variable_counts_as_absent() -> None:
    assert Settings.from_env({f"{PREFIX}SESSION_DAYS": " "}).session_days == Settings().session_days


@pytest.mark.parametrize(("name", "text"), [
        ("SESSION_DAYS", "many"), ("SESSION_DAYS", "-1"), ("TODAY", "tomorrow"), ("MAIL_FROM", "the office"),
        ("REMIND_DAYS", "soon"), ("REMIND_HOUR", "24"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_with_its_name(name: str, text: str) -> None:
    with pytest.raises(SettingsProblem, match=f"{PREFIX}{name} cannot be '{text}'"):
        Settings.from_env({PREFIX + name: text})


@pytest.mark.parametrize(
    "address", ["mail.example", "http://u:a-secret@mail.example", "smtp://u:a-secret@h:port", "smtp://"]
)
def test_an_address_of_a_mail_server_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(SettingsProblem, match=f"{PREFIX}MAIL_URL cannot be what it is") as refusal:
        Settings.from_env({f"{PREFIX}MAIL_URL": address})
    assert "a-secret" not in str(refusal.value)


def test_variables_that_only_look_like_settings_are_named() -> None:
    assert unknown({f"{PREFIX}SECRET": "x", f"{PREFIX}SECRET_KEY": "x", "HOME": "/"}) == [f"{PREFIX}SECRET"]


@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_long_secret_key_nothing_starts(key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="SECRET_KEY must be set"):
        create_app(Settings(secret_key=key, data_dir=tmp_path))


def test_the_database_is_a_file_in_the_data_folder_until_another_is_named(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path / 'continuum.db'}"
    named = Settings(database_url="postgresql://u:p@h/n")
    assert named.database == "postgresql+psycopg://u:p@h/n"


def test_over_https_cookies_travel_over_https_only(tmp_path: Path) -> None:
    app = create_app(Settings(secret_key=KEY, data_dir=tmp_path, base_url="https://s.example"))
    assert app.config["SESSION_COOKIE_SECURE"] is True
