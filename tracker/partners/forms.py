"""What may be typed about partners and their contacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField
from wtforms.validators import StopValidation

from models.addresses import NotAnAddress
from models.addresses import mail_address as read_mail_address
from models.addresses import website as read_website
from models.operations.partners import ContactEntry, Engagement, Organisation
from models.partners import SchoolPartner
from tracker.choices import Pairs, optional
from tracker.forms import Day, Form, OneOf, Picks, TextBlock, TextLine, Version, choices


def web_address(form: Any, field: Any) -> None:
    """Accept addresses of the web only, and complete those typed without their beginning.

    Raises:
        StopValidation: It is no web address.
    """
    try:
        field.data = read_website(field.data)
    except NotAnAddress as problem:
        raise StopValidation(str(problem)) from None


def mail_address(form: Any, field: Any) -> None:
    """Accept what looks like an e-mail address.

    Raises:
        StopValidation: It does not.
    """
    try:
        read_mail_address(field.data)
    except NotAnAddress as problem:
        raise StopValidation(str(problem)) from None


class PartnerForm(Form):
    """One partner: what the district's directory says of it, and what this school does."""

    version = Version()
    name = TextLine("Name", required=True, missing="Enter the organization's name.", render_kw={"list": "directory"})
    category = OneOf(
        "What sort of organization is it?", required=True, missing="Choose what sort of organization it is."
    )
    subtype = OneOf("More exactly")
    sector = TextLine("Sector", description="Such as health care, machine building, banking.")
    town = TextLine("Town")
    website = TextLine("Website", longest=500, extra=[web_address])
    added_on = Day("Known since", required=True, missing="Say since when you know it.")
    stage = OneOf("How far are you?", description="Once there is a partnership, its own stage is shown instead.")
    offers = Picks("What can they offer?")
    note = TextBlock("Note")

    def __init__(self, *args: Any, lists: Mapping[str, Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = choices(optional(lists["category"], "Choose …"))
        self.subtype.choices = choices(optional(lists["subtype"]))
        self.stage.choices = choices(optional(lists["stage"]))
        self.offers.choices = choices(lists["contribution_type"])

    @staticmethod
    def values_of(engaged: SchoolPartner) -> dict[str, Any]:
        """Give a partner's values under the names of the form's fields."""
        partner = engaged.partner
        return {
            **{name: getattr(partner, name) for name in ("name", "category", "subtype", "sector", "town", "website")},
            **{name: getattr(engaged, name) for name in ("added_on", "stage", "offers", "note", "version")},
        }

    def organisation(self) -> Organisation:
        """Give what is said of the organisation."""
        return Organisation(
            name=self.name.data or "",
            category=self.category.data or "",
            subtype=self.subtype.data or None,
            sector=self.sector.data,
            town=self.town.data,
            website=self.website.data,
        )

    def engagement(self) -> Engagement:
        """Give what the school says of it."""
        assert self.added_on.data is not None  # the form validated
        return Engagement(
            added_on=self.added_on.data,
            stage=self.stage.data or None,
            offers=tuple(self.offers.data or ()),
            note=self.note.data,
        )


class ContactForm(Form):
    """One person at a partner."""

    version = Version()
    name = TextLine("Name", required=True, missing="Enter the person's name.")
    title = TextLine("What they do there")
    email = TextLine("E-mail", longest=254, extra=[mail_address])
    phone = TextLine("Phone", longest=40)
    is_key = BooleanField("Key contact: the one to ask first")
    from_on = Day("Contact since")
    until_on = Day("Until", description="The first day on which they are no longer the contact.")
    note = TextBlock("Note")

    def entry(self) -> ContactEntry:
        """Give what was typed."""
        return ContactEntry(**self.fields())
