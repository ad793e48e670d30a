"""Scripts of pages: what they import stands under an address that a browser may keep, and leads to what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import dashboards
from dashboards import PREFIX
from tests.cast import Cast
from tests.tracker.conftest import ClientAs
from tracker import scripts
from tracker.served_files import FOR_GOOD

ASSETS = Path(dashboards.__file__).parent / "assets"
IMPORTED = re.compile(r'from "([^"]+)"')


@pytest.mark.parametrize("name", scripts.all_scripts())
def test_a_script_and_all_it_imports_are_kept_for_good(client: FlaskClient, name: str) -> None:
    asked = [scripts.address(name)]
    for address in asked:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, FOR_GOOD), address
        assert answer.mimetype == "text/javascript"
        asked += [one for one in IMPORTED.findall(answer.text) if one not in asked]
    assert len(asked) == len({address.partition("?")[0] for address in asked})


def test_the_script_between_pages_and_the_network_names_its_imports_alike(client: FlaskClient) -> None:
    imported = IMPORTED.findall(client.get("/log-worker.js").text)
    assert imported == [scripts.address("waiting_store.js"), scripts.address("waiting_send.js")]


def test_a_dashboard_gives_its_own_scripts_the_address_of_the_one_that_they_share_with_other_pages(
    client_as: ClientAs,
) -> None:
    assert f'data-made-files="{scripts.address("made_files.js")}"' in client_as(Cast.POINT_PERSON).get(PREFIX).text
    written = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js")}
    assert written and [name for name, text in written.items() if scripts.ADDRESS in text] == []


def test_a_script_has_another_address_once_something_below_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def addresses() -> list[str]:
        scripts.script.cache_clear()
        scripts.address.cache_clear()
        return [scripts.address(f"{name}.js") for name in ("top", "middle", "below", "aside")]

    monkeypatch.setattr(scripts, "FOLDER", tmp_path)
    (tmp_path / "top.js").write_text('import { a } from "./middle.js";\na();\n')
    (tmp_path / "middle.js").write_text('import { b } from "/static/js/below.js";\nexport const a = b;\n')
    (tmp_path / "below.js").write_text("export const b = 1;\n")
    (tmp_path / "aside.js").write_text("export const c = 1;\n")
    before = addresses()
    (tmp_path / "below.js").write_text("export const b = 2;\n")
    after = addresses()
    monkeypatch.undo()
    scripts.script.cache_clear()
    scripts.address.cache_clear()
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, True, True, False]


def test_what_is_no_script_of_ours_is_not_found(client: FlaskClient) -> None:
    assert client.get("/static/js/nothing.js").status_code == 404
    assert client.get("/static/js/../pages.py").status_code == 404
