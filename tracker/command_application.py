"""The application as commands use it: settings and database, and nothing that only pages need."""

from __future__ import annotations

import os

from flask import Flask

from tracker import storage
from tracker.config import Settings
from tracker.settings_check import use_locale


def create_command_app(settings: Settings | None = None) -> Flask:
    """Make an application that has a database and no pages.

    Args:
        settings: Where absent they are read from the environment.

    Raises:
        SettingsProblem: A setting is missing or cannot be read.
    """
    settings = settings or Settings.from_env(os.environ)
    use_locale(settings)
    app = Flask("tracker", static_folder=None)
    app.config.from_mapping(settings.for_flask())
    storage.register(app)
    return app
