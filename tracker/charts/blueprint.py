"""The area's blueprint; its modules hang their views on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("charts", __name__)
