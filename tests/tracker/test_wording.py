"""What pages say: a school's words, never an engine's, and no code that stands alone."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import wording
from models.accounts import User
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.catalogue import catalogue_on
from tests.browser.conftest import DEMO_DAY
from tests.callbacks import read
from tracker import create_app
from tracker.config import Settings, SettingsProblem
from tracker.demo_accounts import ACCOUNTS
from tracker.demo_cli import prepare
from tracker.extensions import db
from tracker.web_extensions import limiter

# Words of an engine, each as a pattern; what a school says instead stands in the templates.
NEVER = (
    r"keeps its level, with",
    r"out of (all|every|the) counts?",
    r"supported by records",
    r"\bin place\b(?! of)",
    r"\bMissing: \d",
    r"the same without it",
    r"\bheld\b",
    r"\badvisory\b",
    r"\bunknown\b",
    r"Any that runs",
    r"\bpapers?\b",
    r"The chain",
    r"\b[Aa]pprais",
    r"\bin charge\b",
    r"\b[Ff]acts\b",
    r"Who acted",
    r"no rule asks for it",
    r"look-back",
    r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{4}",
    r"\b\d{4}-\d{2}-\d{2}\b",
    r"[Oo]rganisation",
)
# At most once a page: it is said of every rule together.
ONCE = r"our setting, not the map"
INDICATOR_CODE = re.compile(r"\bEC\d\.[A-Z][A-Za-z]*(?: [A-Z][a-z]+)*\d+(?:\.[A-Z]{2}(?:\.\w+)?)?")
LEVEL_CODE = re.compile(r"\b(?:GS|PR|RE|FI|SU)\b")
BLOCKS = ("li", "td", "th", "p", "h1", "h2", "h3", "h4", "dd", "option", "label", "summary", "a", "figcaption")
# Pages of one route that each reader looks at; of indicators one reader looks at all.
EACH = 2
ALL = 50
# Routes that answer a file.
FILES = (
    "documents.download", "documents.look", "activities.export", "static", "years.book", "years.pdf",
    "alliances.agreement_file", "alliances.given_file",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a demo district of its own."""
    settings = Settings(testing=True, demo=True, data_dir=tmp_path_factory.mktemp("demo"), today=DEMO_DAY)
    prepare(settings)
    app = create_app(settings)
    limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def reader_of(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        token = user.session_token
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def rules_of(app: Flask) -> Catalogue:
    with app.app_context():
        return catalogue_on(db.session, DEMO_DAY)


def wordings_of(rules: Catalogue) -> frozenset[str]:
    """Collect the words of the map and our short ones for them: they are the catalogue's, not a page's."""
    return frozenset(
        (*(one.wording for one in rules.practices.values()), *(one.label for one in rules.groups.values()))
    )


def pages_of(app: Flask, client: FlaskClient, *, indicators: int = EACH) -> Iterator[tuple[str, BeautifulSoup]]:
    """Follow every link from the start page, some pages of each route, and the pages of some indicators."""
    routes = app.url_map.bind("localhost")
    seen: Counter[tuple[str, bool]] = Counter()
    known = {"/", "/alliance", *(f"/indicators/{indicator.slug}" for indicator in rules_of(app).indicators.values())}
    waiting = deque(known)
    while waiting:
        address = waiting.popleft()
        parts = urlsplit(address)
        endpoint, _ = routes.match(parts.path, method="GET")
        kind = (endpoint, bool(parts.query))
        seen[kind] += 1
        if seen[kind] > (indicators if kind == ("indicators.show", False) else EACH) or endpoint in FILES:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 302, 403, 404), f"{address} answered {answer.status_code}"
        if answer.mimetype != "text/html":
            continue
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        yield address, page
        for href in [link["href"] for link in page.select("a[href^='/']")] + [answer.headers.get("Location", "")]:
            if str(href).startswith("/") and not str(href).startswith("//") and str(href) not in known:
                known.add(str(href))
                waiting.append(str(href))


def said_in(page: BeautifulSoup) -> Iterator[NavigableString]:
    """List the texts of a page, without the map's own five cells and the engine's sentence of each rule."""
    for cell in page.select("ol.five .item, ol.five .para, li.check p.rule"):
        cell.decompose()
    for text in page.find_all(string=True):
        if type(text) is NavigableString and text.strip() and not text.find_parent(["script", "style", "code"]):
            yield text


def naked_codes(page: BeautifulSoup) -> list[str]:
    """Find codes whose block holds no words beside them."""
    found = []
    for text in said_in(page):
        if INDICATOR_CODE.search(text):
            block = text.find_parent(BLOCKS)
            around = block.get_text(" ") if isinstance(block, Tag) else str(text)
            words = re.sub(r"[^A-Za-z ]", " ", INDICATOR_CODE.sub(" ", around)).split()
            if sum(len(word) > 2 for word in words) < 2:
                found.append(around.strip())
        if LEVEL_CODE.search(INDICATOR_CODE.sub("", text)):
            found.append(text.strip())
    return found


def without(wordings: frozenset[str], text: str) -> str:
    """Leave the map's words out of a text: a record may be about one of its practices."""
    for wording_of_map in wordings:
        text = text.replace(wording_of_map, "")
    return text


@pytest.mark.parametrize("email", [email for email, _ in ACCOUNTS])
def test_pages_speak_a_schools_words(demo_app: Flask, email: str) -> None:
    against = []
    read = 0
    wordings = wordings_of(rules_of(demo_app))
    most = ALL if email == ACCOUNTS[0][0] else EACH
    for address, page in pages_of(demo_app, reader_of(demo_app, email), indicators=most):
        read += 1
        told = [str(text) for text in said_in(page)]
        told += [str(tag[name]) for name in ("aria-label", "title", "placeholder") for tag in page.select(f"[{name}]")]
        against += [
            f"{address}: {' '.join(text.split())[:120]!r}"
            for text in told
            if any(re.search(pattern, text) and re.search(pattern, without(wordings, text)) for pattern in NEVER)
        ]
        against += [f"{address}: the code {code!r} stands alone" for code in naked_codes(page)]
        if len(re.findall(ONCE, page.get_text(" "), re.IGNORECASE)) > 1:
            against.append(f"{address}: whose setting the numbers are is said more than once")
    assert sorted(set(against)) == []
    assert read >= 1


def test_the_walk_reads_the_pages_that_matter(demo_app: Flask) -> None:
    email = ACCOUNTS[0][0]
    routes = demo_app.url_map.bind("localhost")
    read = {routes.match(urlsplit(one).path)[0] for one, _ in pages_of(demo_app, reader_of(demo_app, email))}
    assert read >= {
        "home.show", "activities.index", "activities.log", "activities.show", "partners.show", "partnerships.show",
        "agreements.show", "evaluations.show", "indicators.show",
    }  # fmt: skip


@pytest.mark.parametrize("search", ["", "?year=2024-25&outcome=EC3"])
def test_dashboards_speak_a_schools_words(demo_app: Flask, search: str) -> None:
    client = reader_of(demo_app, ACCOUNTS[0][0])
    demo_app.config["WTF_CSRF_ENABLED"] = False
    for part in ("continuum-standing", "continuum-growth", "continuum-mix"):
        question = {
            "output": f"{part}.children",
            "outputs": {"id": part, "property": "children"},
            "inputs": [{"id": "url", "property": "search", "value": search}],
            "changedPropIds": ["url.search"],
        }
        answer = client.post("/dashboards/_dash-update-component", json=question)
        assert answer.status_code == 200
        said = [text for text in _strings(read(answer.get_json())) if not text.startswith(("/", "20"))]
        assert len(said) > 20
        assert [text for text in said if any(re.search(pattern, text) for pattern in NEVER)] == []
        assert [text for text in said if re.fullmatch(r"GS|PR|RE|FI|SU", text)] == []


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("id", "x", "data-file", "data-csv-of", "data-drawing-of", "data-format", "data-link-to"):
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def test_an_installation_chooses_whose_customs_it_writes_by(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("british")
    try:
        create_app(Settings(testing=True, data_dir=folder, locale="en_GB"))
        assert wording.day_words(DEMO_DAY) == "20 May 2026"
    finally:
        create_app(Settings(testing=True, data_dir=folder))
    assert wording.day_words(DEMO_DAY) == "May 20, 2026"


def test_a_locale_that_nobody_knows_stops_the_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(SettingsProblem, match="CONTINUUM_LOCALE"):
        create_app(Settings(testing=True, data_dir=tmp_path_factory.mktemp("none"), locale="es_MX"))
