"""The dashboards' questions, written as a browser sends them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from markupsafe import escape

from dashboards.still import ATTRIBUTE

DASHBOARD = "/dashboards/"
CALLBACK = f"{DASHBOARD}_dash-update-component"


def questions(client: FlaskClient, search: Any = "", path: str = DASHBOARD, *, token: str = "") -> list[dict[str, Any]]:
    """Ask the dashboards for their callbacks and write the requests a browser would send for one page.

    The first asks which page it is; the others are those of the parts that the answer holds.

    Args:
        client: Somebody who may open the dashboards.
        search: The query of the address, or anything else that a request made by hand may hold in its place.
        path: The page.
        token: What answers the check against forgery, where that is on.
    """
    callbacks = client.get(f"{DASHBOARD}_dash-dependencies").get_json()
    first = next(one for one in callbacks if [given["property"] for given in one["inputs"]] == ["pathname"])
    which = _question(first, "", path)
    parts = set(
        re.findall(r'"id": ?"([\w-]+)"', client.post(CALLBACK, json=which, headers={"X-CSRFToken": token}).text)
    )
    asked = [which]
    for callback in callbacks:
        if callback["clientside_function"] or {one["id"] for one in callback["inputs"]} != {"url"}:
            continue
        question = _question(callback, search, path)
        if parts & {one["id"] for one in _outputs(callback["output"])}:
            asked.append(question)
    return asked


def _question(callback: Mapping[str, Any], search: Any, path: str) -> dict[str, Any]:
    outputs = _outputs(callback["output"])
    values = {"search": search, "pathname": path, "href": path}
    return {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "inputs": [one | {"value": values.get(one["property"])} for one in callback["inputs"]],
        "state": [],
        "changedPropIds": [],
    }


def _outputs(output: str) -> list[dict[str, str]]:
    names = output.strip(".").split("...")
    return [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]


def links_in(told: str) -> set[tuple[str, str]]:
    """List the links of what dashboards answered, one answer after the other: the text of each and where it leads."""
    found: set[tuple[str, str]] = set()
    rest = told.strip()
    while rest:
        answer, end = json.JSONDecoder().raw_decode(rest)
        found |= set(_links(read(answer)))
        rest = rest[end:].strip()
    return found


def _links(shown: Any) -> Iterator[tuple[str, str]]:
    if isinstance(shown, list):
        for one in shown:
            yield from _links(one)
    if isinstance(shown, dict):
        if isinstance(shown.get("href"), str) and isinstance(shown.get("children"), str):
            yield shown["children"], shown["href"]
        for one in shown.values():
            yield from _links(one)


def read(shown: Any) -> Any:
    """Give what a dashboard answered with its still parts as components again."""
    if isinstance(shown, list):
        return [read(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    if shown.get(ATTRIBUTE):
        parts = _Parts()
        parts.feed(shown[ATTRIBUTE])
        others = {name: value for name, value in shown.items() if name != ATTRIBUTE}
        return {**others, "children": parts.open[0]["props"]["children"]}
    return {name: read(value) for name, value in shown.items()}


def as_html(shown: Any) -> str:
    """Write what a dashboard answered as a browser shows it, its still parts as they came."""
    if isinstance(shown, list):
        return "".join(map(as_html, shown))
    if not isinstance(shown, dict):
        return "" if shown is None else str(escape(shown))
    props = shown.get("props")
    if not isinstance(props, dict):
        return "".join(as_html(one) for one in shown.values() if isinstance(one, dict | list))
    tag = "a" if shown["type"] == "Link" else str(shown["type"]).lower()
    said = {"class" if name == "className" else name: value for name, value in props.items()}
    inner = said.pop(ATTRIBUTE, None) or as_html(said.pop("children", None))
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in said.items() if isinstance(value, str))
    return f"<{tag}{attributes}>{inner}</{tag}>"


class _Parts(HTMLParser):
    """Makes components of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict[str, Any]] = [{"type": "", "props": {"children": []}}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {"class": "className"}
        props: dict[str, Any] = {names.get(name, name): value for name, value in attrs}
        made = {"type": tag.capitalize(), "props": {**props, "children": []}}
        self.open[-1]["props"]["children"].append(made)
        if tag not in ("br", "col", "hr", "img"):
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        props = self.open.pop()["props"]
        if len(props["children"]) == 1:
            [props["children"]] = props["children"]

    def handle_data(self, data: str) -> None:
        self.open[-1]["props"]["children"].append(data)
