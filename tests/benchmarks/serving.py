"""The product as it is served: real workers, asked over the network, for what only they show."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from flask import Flask
from playwright.sync_api import Request, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School, User
from models.database import make_engine
from tests.benchmarks.schools import POINT_PERSON, ROOT, TODAY
from tests.callbacks import DASHBOARD
from tracker.config import Settings
from tracker.reader import PLACE

SECRET = "a-secret-of-the-benchmark-only-0000"
CHROMIUM = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
COMMAND = Path(sys.executable).parent / "continuum"
# So often every school is asked for, so that each worker has been asked for all.
ASKED = 5


def environment(folder: Path, url: str) -> dict[str, str]:
    """Give the settings of a command or server over a database."""
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "CONTINUUM_DATABASE_URL": url,
        "CONTINUUM_DATA_DIR": str(folder),
        "CONTINUUM_SECRET_KEY": SECRET,
        "CONTINUUM_TODAY": TODAY.isoformat(),
    }


def cookie_of(url: str, place: str | None = None) -> str:
    """Sign the cookie of a point person, at a place where they work."""
    app = Flask("signing")
    app.config.from_mapping(Settings(secret_key=SECRET).for_flask())
    engine = make_engine(url)
    with Session(engine) as session:
        token = session.scalars(select(User.session_token).where(User.email.startswith(POINT_PERSON))).one()
    engine.dispose()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    said = {"_user_id": token, "_fresh": True} | ({PLACE: place} if place else {})
    return f"continuum={signer.dumps(said)}"


@contextmanager
def served(folder: Path, url: str, *, workers: int) -> Iterator[tuple[str, psutil.Process]]:
    """Serve a database until the end; gives the address and the process whose children are the workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [str(COMMAND), "serve", "--port", str(port), "--workers", str(workers)]
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(arguments, env=environment(folder, url), cwd=ROOT, stdout=log, stderr=log)
    try:
        for _ in range(300):
            try:
                fetch(f"http://127.0.0.1:{port}/sign-in", {})
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def fetch(address: str, headers: Mapping[str, str], *, method: str = "GET", body: str | None = None) -> int:
    """Ask for an address, over a connection of its own, and say how many bytes came.

    Raises:
        RuntimeError: It was refused.
    """
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    connection.request(method, f"{parts.path}?{parts.query}", body=body, headers=dict(headers))
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{address} answered {answer.status}")
    return size


def proportional_memory(process: psutil.Process) -> float:
    """Give the megabytes of a process, what it shares with others divided among them."""
    told = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def memory_of_workers(folder: Path, url: str, *, schools: int) -> float:
    """Give the megabytes of two workers after both were asked for many schools."""
    engine = make_engine(url)
    with Session(engine) as session:
        asked = session.scalars(select(School.id).order_by(School.id).limit(schools)).all()
    engine.dispose()
    cookies = [cookie_of(url, f"s{school}") for school in asked]
    with served(folder, url, workers=2) as (address, server):
        for _ in range(ASKED):
            for cookie in cookies:
                fetch(f"{address}/", {"Cookie": cookie})
        return sum(proportional_memory(worker) for worker in server.children())


def first_load(folder: Path, url: str) -> tuple[float, Sequence[str]]:
    """Give the kilobytes of bodies that a first visit of the dashboards transfers, compressed, and what was asked for.

    A browser says what it asks for; each is then asked for again as browsers ask over HTTPS, with brotli.
    """
    cookie = cookie_of(url)
    with served(folder, url, workers=1) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        name, value = cookie.split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": address}])
        page = context.new_page()
        asked: list[Request] = []
        page.on("request", asked.append)
        page.goto(f"{address}{DASHBOARD}", wait_until="networkidle")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_load_state("networkidle")
        kilobytes = 0.0
        for request in asked:
            headers = {**request.all_headers(), "accept-encoding": "br, gzip"}
            headers = {name: value for name, value in headers.items() if not name.startswith(":")}
            headers.pop("content-length", None)
            kilobytes += fetch(request.url, headers, method=request.method, body=request.post_data) / 1024
        found = [request.url for request in asked]
        browser.close()
    return kilobytes, found
