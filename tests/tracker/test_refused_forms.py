"""Every form of the product, filled with nothing and with nonsense: what is refused answers 422 and says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import PageForm, forms_of
from tests.tracker.walks import walk

NONSENSE = "<i>&\u202e" + "nonsense" * 2000
FEWEST_FORMS = {Cast.POINT_PERSON: 25, Cast.ALLIANCE: 1, Cast.NOBODY: 1}


def every_form(app: Flask, client: FlaskClient) -> Iterator[PageForm]:
    """Find the forms of every page that the reader may open, each once."""
    known = set()
    for address, status, page in walk(app, client, "GET"):
        if status != 200 or "<form" not in page:
            continue
        for form in forms_of(page, at=address):
            if form.shown and form.action not in known:
                known.add(form.action)
                yield form


# Forms of a list, and of a plan.
TICKED = ("/bulk", "/plan", "/partner-entries/confirm")


@pytest.mark.parametrize("person", FEWEST_FORMS)
@pytest.mark.parametrize("typed", ["", NONSENSE, None])
def test_what_is_refused_answers_422_and_says_so(
    app: Flask, client_as: ClientAs, world: Session, person: Cast, typed: str | None
) -> None:
    client = client_as(person)
    forms = list(every_form(app, client))
    wrong = []
    for form in forms:
        values = {name: [typed] for name in form.shown} if typed is not None else {}
        answer = client.post(form.action, data=form.values | values if typed is not None else {})
        says_so = 'class="error' in answer.text or "error-summary" in answer.text
        if answer.status_code == 302 and typed != NONSENSE:
            continue  # what may be empty was stored so
        if answer.status_code == 302 and form.action.endswith(TICKED):
            # Nothing is typed there, things are ticked: it leads back, and says on top what was ticked wrong.
            assert 'class="flash bad"' in client.get(answer.location).text, form.action
            continue
        if answer.status_code not in (422, 401, 409) or not says_so:
            wrong.append(f"{form.action} answers {answer.status_code}, and {'says' if says_so else 'does not say'} why")
    assert wrong == []
    assert len(forms) >= FEWEST_FORMS[person], [form.action for form in forms]
