"""The area's blueprint, apart from its views so that each of their modules can take it."""

from flask import Blueprint

bp = Blueprint("years", __name__, url_prefix="/years")
