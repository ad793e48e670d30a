"""The Flask extensions, made once and bound to an application by the factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session

from models.base import Base
from tracker.served_files import Compression


class Database(SQLAlchemy):
    """Flask-SQLAlchemy on the domain's own base.

    `session` is one session per request; it is typed as the plain session that queries and operations take.
    """

    if TYPE_CHECKING:
        session: Session  # type: ignore[assignment]


db = Database(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
compress = Compression()
