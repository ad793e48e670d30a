"""The Flask extensions of the pages, made once and bound to an application by the factory."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from tracker.served_files import Compression

login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
compress = Compression()
