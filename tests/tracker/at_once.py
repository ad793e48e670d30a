"""Many requests at the same moment, each from a client of its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast, user_of
from tracker.extensions import db


def signed_in(app: Flask, person: Cast) -> FlaskClient:
    """A client of its own, signed in."""
    client = app.test_client()
    with app.app_context():
        token = user_of(db.session, person).session_token
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


def at_once(work: list) -> list:
    """Run functions in threads that all begin at the same moment; give their results in order."""
    gate = threading.Barrier(len(work))

    def run(function):
        gate.wait()
        return function()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))
