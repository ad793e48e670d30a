"""Questions that a browser puts to a callback, checked first: Dash answers 500 to what it cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

# Properties of the address; a browser sends their text, or nothing before it knows it.
ADDRESS_PROPERTIES = frozenset({"search", "pathname", "hash", "href"})


class _Read(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Place(_Read):
    """A property of a component, such as the children of a part of the page."""

    id: str
    property: str


class Given(Place):
    """A property with its present value."""

    value: Any = None

    @property
    def is_plausible(self) -> bool:
        """Whether the value is of the kind that the property holds."""
        return self.property not in ADDRESS_PROPERTIES or self.value is None or isinstance(self.value, str)


class Question(_Read):
    """The body of one request to Dash.

    Attributes:
        output: All outputs in Dash's own notation; it names the callback.
        outputs: The same, read.
        changed: What made the browser ask: `component.property`.
    """

    output: str
    outputs: Place | list[Place]
    inputs: list[Given]
    state: list[Given] = []
    changed: list[str] = Field(default=[], alias="changedPropIds")


def read_question(body: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> Question | None:
    """Read a request to Dash.

    Args:
        body: What was sent: JSON. It is read by pydantic, which refuses what is nested too deeply to be read at all.
        callbacks: Dash's registered callbacks by their output.

    Returns:
        The question; None where no registered callback is asked, or not in the way it is.
    """
    try:
        question = Question.model_validate_json(body)
    except ValidationError:
        return None
    known = callbacks.get(question.output)
    if known is None or not all(given.is_plausible for given in (*question.inputs, *question.state)):
        return None
    is_same = (
        _names(question.outputs) == _outputs_of(question.output)
        and isinstance(question.outputs, list) is question.output.startswith("..")
        and _names(question.inputs) == [(one["id"], one["property"]) for one in known["inputs"]]
        and _names(question.state) == [(one["id"], one["property"]) for one in known["state"]]
    )
    return question if is_same else None


def _names(places: Place | list[Place] | list[Given]) -> list[tuple[str, str]]:
    return [(place.id, place.property) for place in (places if isinstance(places, list) else [places])]


def _outputs_of(output: str) -> list[tuple[str, ...]]:
    """Take Dash's notation apart: `id.property`, or `..id.property...id.property..` for several."""
    several = output.removeprefix("..").removesuffix("..") if output.startswith("..") else output
    return [tuple(name.rsplit(".", 1)) for name in several.split("...")]
