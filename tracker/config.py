"""Every setting of the product, read from the environment in one place.

The table in `docs/settings.md` says the same for people; a test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from models.days import read_day
from models.json_texts import json_text
from models.memory import ENGINE_MEGABYTES
from models.refusals import Refused
from models.reminder_days import Offsets, read_days
from models.wording import AMERICAN
from tracker.mail.server import check_address, read_mail_server
from tracker.openid_providers import Provider, read_providers

PREFIX = "CONTINUUM_"
FOLDER = Path("instance")
SHORTEST_KEY = 32
LAST_HOUR = 23
# Settings that may hold a password: no message repeats them.
SECRET = frozenset({"mail_url", "sign_in_with"})
KEY_MISSING = (
    f"{PREFIX}SECRET_KEY must be set to at least {SHORTEST_KEY} secret characters, for example from "
    "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
)


class SettingsProblem(Refused):
    """A setting is missing or cannot be read; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The product's settings.

    Attributes:
        testing: Only for the product's own tests: no throttling between cases, errors are raised.
        demo: The database is a demo's: its accounts may be shown on the sign-in page.
    """

    database_url: str = field(
        default="",
        metadata={"means": "Where records are kept, an SQLAlchemy address. Empty: an SQLite file in the data folder."},
    )
    data_dir: Path = field(
        default=FOLDER, metadata={"means": "Folder for the SQLite file, uploaded files and the demo's key."}
    )
    secret_key: str = field(
        default="",
        metadata={"means": "Signs sessions and forms. Required, at least 32 characters. The demo makes its own."},
    )
    files_dir: Path | None = field(
        default=None, metadata={"means": "Folder for uploaded files. Empty: `files` in the data folder."}
    )
    base_url: str = field(
        default="",
        metadata={
            "means": "Address under which people reach the product. With `https://` cookies are sent over HTTPS only."
        },
    )
    session_days: int = field(default=14, metadata={"means": "Days after which a session ends when it is not used."})
    form_days: int = field(
        default=90,
        metadata={
            "means": "Days for which a form that was sent is known, so that it is stored once however late it is sent "
            "again. Never less than a session lasts."
        },
    )
    sign_in_limit: str = field(
        default="5 per minute; 30 per hour",
        metadata={
            "means": "Refused sign-ins allowed for one account from one network address before it has to wait; known "
            "devices count for themselves."
        },
    )
    sign_in_account_limit: str = field(
        default="100 per hour; 300 per day",
        metadata={
            "means": "Refused sign-ins allowed for one account from everywhere. A device that was signed in to it "
            "before does not wait for those of others."
        },
    )
    sign_in_address_limit: str = field(
        default="30 per minute; 300 per hour",
        metadata={
            "means": "Refused sign-ins allowed from one network address before it has to wait, known devices apart."
        },
    )
    letter_limit: str = field(
        default="3 per hour; 10 per day",
        metadata={"means": "Letters for a new password that may be asked for with one address."},
    )
    sign_in_with: str = field(
        default="",
        metadata={
            "means": "Providers of a district's own sign-in by OpenID Connect, each as `name, issuer, client id, "
            "client secret`, divided by semicolons. Empty: people sign in with a password."
        },
    )
    invitation_days: int = field(default=14, metadata={"means": "Days for which an invitation stays open."})
    link_minutes: int = field(
        default=60, metadata={"means": "Minutes for which a mailed address for a new password or e-mail address opens."}
    )
    limiter_storage: str = field(
        default="",
        metadata={
            "means": "Where sign-ins are counted. Empty: a file of the data folder, for all processes of a machine "
            "together. Several machines need Redis; `memory://` counts in each process by itself."
        },
    )
    trusted_proxies: int = field(
        default=0, metadata={"means": "How many proxies in front of the product may tell the caller's address."}
    )
    today: date | None = field(
        default=None, metadata={"means": "Freezes the day, as YYYY-MM-DD, for demonstrations. Empty: the real day."}
    )
    locale: str = field(
        default=AMERICAN,
        metadata={"means": "How days and numbers are written: a country's English, such as `en_US` or `en_GB`."},
    )
    newest_rules_from: date | None = field(
        default=None,
        metadata={
            "means": "First day judged by the newest rules, as YYYY-MM-DD; earlier days keep the rules before them. "
            "Empty: all days in a new installation, in an older one the day on which `init` first brought them."
        },
    )
    engine_megabytes: int = field(
        default=ENGINE_MEGABYTES,
        metadata={
            "means": "Memory that each process may keep for schools it was asked about, in MB, about. "
            "Schools beyond it are read again."
        },
    )
    icmap_document: Path | None = field(
        default=None,
        metadata={"means": "The published IC Map document; `demo` and `icmap load` read it when no file is named."},
    )
    mail_url: str = field(
        default="",
        metadata={
            "means": "Mail server that takes letters and reminders, as `smtp://user:password@host:587` or, with TLS "
            "from the beginning, `smtps://user:password@host`. Empty: nothing is sent, and reminders stay in the "
            "outbox."
        },
    )
    mail_from: str = field(
        default="",
        metadata={
            "means": "Address that letters and reminders come from. Empty: `continuum@` and the host of the base URL."
        },
    )
    remind_days: str = field(
        default="90, 30, 7",
        metadata={
            "means": "Days before the end of an agreement on which its point person is reminded, unless the agreement "
            "says its own."
        },
    )
    remind_due_days: str = field(
        default="14, 0",
        metadata={
            "means": "Days before evaluations, actions, parts of a plan, hand-overs and statements are due on which "
            "people are reminded; 0 is the day itself."
        },
    )
    remind_hour: int = field(
        default=7, metadata={"means": "Hour of the day, at the school's place, from which `work` sends reminders."}
    )
    testing: bool = False
    demo: bool = False

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, demo: bool = False) -> Settings:
        """Read the settings from environment variables.

        Args:
            environ: Usually ``os.environ``. An empty variable counts as absent.
            demo: Whether a demo is served; it makes its own secret key.

        Raises:
            SettingsProblem: Values cannot be read; all of them are told.
        """
        settings, problems = read_settings(environ, demo=demo)
        if problems:
            raise SettingsProblem(" ".join(problems))
        return settings

    @property
    def database(self) -> str:
        """The address of the database, the SQLite file of the data folder where none is set."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.data_dir / 'continuum.db').absolute()}"

    @property
    def counts(self) -> str:
        """Where sign-ins are counted; the product's own tests count in memory."""
        if self.limiter_storage or self.testing:
            return self.limiter_storage or "memory://"
        return f"counts://{quote(str((self.data_dir / 'counts.db').absolute()))}"

    @property
    def files(self) -> Path:
        """The folder of uploaded files."""
        return (self.files_dir or self.data_dir / "files").absolute()

    @property
    def offsets(self) -> Offsets:
        """How long before their day people are reminded of things."""
        return Offsets(read_days(self.remind_days), read_days(self.remind_due_days))

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers with which people may sign in."""
        return read_providers(self.sign_in_with)

    @property
    def is_secure(self) -> bool:
        """Whether people reach the product over HTTPS."""
        return self.base_url.startswith("https://")

    def for_flask(self) -> dict[str, Any]:
        """Give the settings under Flask's and its extensions' names.

        Raises:
            SettingsProblem: There is no secret key, or a short one.
        """
        if len(self.secret_key) < SHORTEST_KEY and not self.testing:
            raise SettingsProblem(KEY_MISSING)
        return {
            "SETTINGS": self,
            "TESTING": self.testing,
            "TODAY": self.today,
            "SECRET_KEY": self.secret_key or "only-for-the-products-own-tests-000",
            "SQLALCHEMY_DATABASE_URI": self.database,
            # A server that was restarted must not cost the next person an error page.
            "SQLALCHEMY_ENGINE_OPTIONS": {"json_serializer": json_text}
            | ({} if self.database.startswith("sqlite") else {"pool_pre_ping": True}),
            "FILES_DIR": self.files,
            "BASE_URL": self.base_url,
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            # A form text of 1 MB is answered by its field, so it must get through the parser.
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
            "SESSION_COOKIE_NAME": "continuum",
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SECURE": self.is_secure,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=self.session_days),
            # A token lives as long as its session; otherwise a dashboard left open stops after an hour.
            "WTF_CSRF_TIME_LIMIT": None,
            "RATELIMIT_STORAGE_URI": self.counts,
            "RATELIMIT_HEADERS_ENABLED": True,
            "COMPRESS_MIMETYPES": [
                "text/html", "text/css", "text/javascript", "text/csv", "application/json", "image/svg+xml",
            ],
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 4,
        }  # fmt: skip


def read_settings(environ: Mapping[str, str], *, demo: bool = False) -> tuple[Settings, list[str]]:
    """Read the settings as far as they can be read.

    Returns:
        The settings, with the default where a value cannot be read; and a sentence for each such value.
    """
    known = {PREFIX + name.upper(): name for name in documented()}
    given = {known[name]: text.strip() for name, text in environ.items() if name in known and text.strip()}
    values: dict[str, Any] = {}
    problems = []
    for name, text in given.items():
        try:
            values[name] = _read(name, text)
        except ValueError:
            said = "what it is" if name in SECRET else repr(text)
            problems.append(f"{PREFIX + name.upper()} cannot be {said}. See docs/settings.md.")
    return Settings(**values, demo=demo), problems


def make_folder(path: Path) -> None:
    """Make a folder that a setting names, where it is not there yet; only the account that makes it may look in.

    Raises:
        SettingsProblem: It cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise SettingsProblem(
            f"The folder {path} cannot be made: {problem.strerror}. Check {PREFIX}DATA_DIR and {PREFIX}FILES_DIR."
        ) from None


def documented() -> dict[str, Any]:
    """List the settings that the environment may set: name -> its dataclass field."""
    return {setting.name: setting for setting in fields(Settings) if "means" in setting.metadata}


def unknown(environ: Mapping[str, str]) -> list[str]:
    """List variables that look like settings and are none: usually a slip of the pen."""
    known = {PREFIX + name.upper() for name in documented()}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _read(name: str, text: str) -> Any:
    """Turn the text of a variable into the setting's type.

    Raises:
        ValueError: It is no such value.
    """
    kind = str(documented()[name].type)
    if kind.startswith("Path"):
        return Path(text)
    if name == "remind_hour" and int(text) > LAST_HOUR:
        raise ValueError(text)
    if kind == "int":
        return _not_negative(int(text))
    if name in ("remind_days", "remind_due_days"):
        read_days(text)
    if kind.startswith("date"):
        return read_day(text)
    if name == "mail_url":
        read_mail_server(text)
    if name == "sign_in_with":
        read_providers(text)
    if name == "mail_from":
        check_address(text)
    if name == "base_url" and not text.startswith(("http://", "https://")):
        raise ValueError(text)
    return text


def _not_negative(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    return number
