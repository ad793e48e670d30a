"""The dashboards' questions, written as a browser sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient

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
