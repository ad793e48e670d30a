"""Other people's standards, each with the practices of the map that show it: the same evidence, read for them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class OtherStandard(_Row):
    """One standard.

    Attributes:
        number: As its publisher numbers it.
        area: Under which heading it stands there.
        wording: What it asks for, in our own short wording.
        practices: Keys of the practices whose records show some of it; none where no record can.
        remark: What our records do not show of it, and where to look instead.
    """

    number: Text
    area: Text
    wording: Text
    practices: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    remark: Text | None = None


class Crosswalk(_Row):
    """A set of standards.

    Attributes:
        slug: Its word in addresses.
        name: What it is called.
        short: What a menu calls it.
        publisher: Whose it is.
        source: Where it is written.
        looked_up: The year in which it was read there.
        about: What it is for, in a sentence.
    """

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Text
    short: Text
    publisher: Text
    source: Text
    looked_up: Annotated[int, Field(ge=1990, le=2100)]
    about: Text
    standards: Annotated[tuple[OtherStandard, ...], Field(strict=False, min_length=1)]
