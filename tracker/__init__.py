"""The web application and the command line.

Importing this package loads nothing else: each command loads what it uses, and only a server loads the pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from tracker.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the web application; see `tracker.factory.create_app`."""
    from tracker.factory import create_app as make

    return make(settings)
