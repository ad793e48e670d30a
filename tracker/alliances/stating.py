"""What a strategic alliance may type about itself: its needs, its offers, its view of a partnership, its people."""

from __future__ import annotations

from wtforms import HiddenField

from tracker.choices import Pairs
from tracker.forms import Day, Form, OneCard, Picks, TextBlock, TextLine, Version, choices


class SchoolsForm(Form):
    """Something that is told to one or several schools."""

    schools = Picks("Which schools should know?", required=True, missing="Choose at least one school.")

    def offer(self, schools: Pairs) -> None:
        """Put in the schools."""
        self.schools.choices = choices(schools)


class NeedForm(SchoolsForm):
    """A need of the workforce."""

    text = TextBlock(
        "Which people or skills do you need?",
        longest=1000,
        required=True,
        missing="Say which people or skills you need.",
        description="And by when, if you know: “Four welders by summer 2027”.",
    )


class OffersForm(Form):
    """What the organisation can offer."""

    version = Version()
    offers = Picks("What can you offer?")

    def offer(self, kinds: Pairs) -> None:
        """Put in what partners give."""
        self.offers.choices = choices(kinds)


class StillAgreedForm(Form):
    """That all that was agreed is still so."""

    version = Version()
    sure = HiddenField()


class RateForm(Form):
    """Five questions, one answer is enough."""

    strengths = TextBlock("What works well?", longest=2000, render_kw={"rows": 2})
    weaknesses = TextBlock("What does not?", longest=2000, render_kw={"rows": 2})
    effect = OneCard("Does it help students learn?")
    fit = TextBlock(
        "Does it still fit your goals, and does it lead to the people you need?", longest=2000, render_kw={"rows": 2}
    )
    change = TextBlock("What should change?", longest=2000, render_kw={"rows": 2})
    social = OneCard("And how students get on with one another and with others?")
    physical = OneCard("And their physical wellbeing?")

    def offer(self, findings: Pairs) -> None:
        """Put in what may be found."""
        for field in (self.effect, self.social, self.physical):
            field.choices = choices(findings)


class PeopleForm(SchoolsForm):
    """Somebody leaves, and somebody follows."""

    leaves = TextLine("Who leaves?", required=True, missing="Say who leaves.")
    occurred_on = Day("From when?", required=True, missing="Say from when.", description="The first day without them.")
    follows = TextLine("Who follows?", description="Leave it empty until you know.")
    reached_at = TextLine("Their e-mail")
