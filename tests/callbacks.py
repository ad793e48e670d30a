"""The dashboards' questions, written as a browser sends them."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

DASHBOARD = "/dashboards/"
CALLBACK = f"{DASHBOARD}_dash-update-component"


def questions(client: FlaskClient, search: Any = "") -> list[dict[str, Any]]:
    """Ask the dashboards for their callbacks and write the requests a browser would send for those of the address.

    Args:
        client: Somebody who may open the dashboards.
        search: The query of the address, or anything else that a request made by hand may hold in its place.
    """
    asked: list[dict[str, Any]] = []
    for callback in client.get(f"{DASHBOARD}_dash-dependencies").get_json():
        if callback["clientside_function"] or {one["id"] for one in callback["inputs"]} != {"url"}:
            continue
        names = callback["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        values = {"search": search, "pathname": DASHBOARD, "href": DASHBOARD}
        asked.append(
            {
                "output": callback["output"],
                "outputs": outputs if callback["output"].startswith("..") else outputs[0],
                "inputs": [one | {"value": values.get(one["property"])} for one in callback["inputs"]],
                "state": [],
                "changedPropIds": [],
            }
        )
    return asked
