"""The Flask extensions, made once and bound to an application by the factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session

from models.base import Base


class Database(SQLAlchemy):
    """Flask-SQLAlchemy on the domain's own base.

    `session` is one session per request; it is typed as the plain session that queries and operations take.
    """

    if TYPE_CHECKING:
        session: Session  # type: ignore[assignment]


class ClosingCompress(Compress):
    """Flask-Compress that closes the file it compressed: it puts its own stream in the file's place."""

    def after_request(self, response: Response | None) -> Response:
        """Compress an answer where the browser takes it, and close what it was read from afterwards."""
        plain = response.response if response else None
        answer = super().after_request(response)
        close = getattr(plain, "close", None)
        if answer.response is not plain and close is not None:
            answer.call_on_close(close)
        return answer


db = Database(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
compress = ClosingCompress()
