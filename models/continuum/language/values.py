"""The values people choose from: one class per vocabulary, with everything that is said of a value.

What a value is like ("both sides talk", "stands beyond school") is said here once, as a mark; facts, sets, forms and
the scripts of pages read the marks. A mark that is not said is false or None: such a value follows no special way.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Lists in TOML and JSON are read as tuples, so that values can be compared and hashed.
Codes = Annotated[tuple[str, ...], Field(strict=False)]


class Value(BaseModel):
    """One value of a vocabulary.

    Attributes:
        code: What is stored.
        label: What people read on forms and charts.
        phrase: Its wording in mid-sentence, where the label would not do.
        local: Not in the published document; added for practical use.
        touches: Codes of the indicators it may count toward.
        usual: Its place among the values offered first; the others stand behind them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    code: str = Field(min_length=1)
    label: str = Field(min_length=1)
    phrase: str | None = None
    local: bool = False
    touches: Codes = ()
    usual: int | None = Field(default=None, ge=1)


class Actor(Value):
    """Who acted.

    Attributes:
        says_way: What they did is said by a way of theirs, not by a purpose.
    """

    says_way: bool = False


class Role(Value):
    """Who took part or was reached.

    Attributes:
        counts_as: The role it counts as where roles reached by dialogue are counted.
        leads: A training that inducts it inducts who leads.
    """

    counts_as: str | None = None
    leads: bool = False


class Kind(Value):
    """Kind of an activity.

    Attributes:
        noun, nouns: What one activity of it is called, and several; an act of it where nothing is said.
        talk, talks: The same where both sides spoke; a conversation where nothing is said.
    """

    noun: str | None = None
    nouns: str | None = None
    talk: str | None = None
    talks: str | None = None


class Group(Value):
    """Stakeholder group: one of those that breadth is counted in."""


class Seat(Value):
    """What a seat on the leadership team stands for.

    Attributes:
        group: The stakeholder group it counts as; None counts as none.
    """

    group: str | None = None


class Audience(Value):
    """Whom something was for.

    Attributes:
        group: The stakeholder group it counts as; None stands outside of them all.
        beyond_school: It stands beyond the school.
        beyond_class: Reaching it goes beyond one's own class.
        community: It belongs to the community that one-to-many channels reach.
        spoken_to: What alliances say to it in advocacy is speaking up.
        decision_maker: It decides on funding, resources and classes.
        key_leader: Key leaders are among it.
        sphere: A body in which key leaders have influence.
        invited: It is invited to shape mission, vision and goals.
    """

    group: str | None = None
    beyond_school: bool = False
    beyond_class: bool = False
    community: bool = False
    spoken_to: bool = False
    decision_maker: bool = False
    key_leader: bool = False
    sphere: bool = False
    invited: bool = False


class KeyLeader(Value):
    """Group of key leaders, as the first version listed them."""


class Channel(Value):
    """By what means.

    Attributes:
        outlet: One of the outlets that are refreshed.
        reaches_community: One to many: it reaches the community where its audience belongs to it.
        two_way: Both sides talk, where nothing else is said.
        asks_two_way: The form asks whether both sides talked.
        formality: Whether it is formal, where nothing else is said.
        advocacy: Using it is advocacy, whatever was chosen.
        beyond_class: Using it goes beyond one's own class.
        digital: A digital means.
        print: A printed one.
        gathering: People come together.
        by_alliances: A named partner acted, whoever else did.
        gives_way: The way of what alliances do by it, where none is said.
        unsaid_topic: Its topic where alliances use it and none is said.
        student_facing: Students are there, where nothing else is said.
        students_share: Students who took part in it told others themselves.
    """

    outlet: bool = False
    reaches_community: bool = False
    two_way: bool = False
    asks_two_way: bool = False
    formality: str | None = None
    advocacy: bool = False
    beyond_class: bool = False
    digital: bool = False
    print: bool = False
    gathering: bool = False
    by_alliances: bool = False
    gives_way: str | None = None
    unsaid_topic: str | None = None
    student_facing: bool = False
    students_share: bool = False


class Topic(Value):
    """What it was about.

    Attributes:
        about_stem: It is about STEM at the school in the wide sense.
    """

    about_stem: bool = False


class TrainingTopic(Value):
    """What a training was about.

    Attributes:
        reaches_dialogue: Such a training reaches roles with dialogue.
        trains_roles: Such a training with a partner trains both sides for their roles.
    """

    reaches_dialogue: bool = False
    trains_roles: bool = False


class Purpose(Value):
    """What partnership work was for.

    Attributes:
        topic: A topic that it has, whatever else was said.
        two_way: Both sides talk, where a partner is named and no channel.
        partner_optional: It can be done with no organization at the table yet.
        by_alliances, gives_way, unsaid_topic, student_facing: As of a channel.
    """

    topic: str | None = None
    two_way: bool = False
    partner_optional: bool = False
    by_alliances: bool = False
    gives_way: str | None = None
    unsaid_topic: str | None = None
    student_facing: bool = False


class Way(Value):
    """What students did or asked for, what form an alliance's act took, what a request was for.

    Attributes:
        of: Whose it is: the code of an actor, or `match` for requests.
        given: What alliances so do is a gift, and answers a request.
        spoken: It is what alliances' advocacy to those who decide is.
        brings: The way of a request for what is so given.
        partner_optional: As of a purpose.
    """

    of: str
    given: bool = False
    spoken: bool = False
    brings: str | None = None
    partner_optional: bool = False


class Ask(Value):
    """What an act of advocacy asks for.

    Attributes:
        takes: A rule that asks for this takes those too.
    """

    takes: Codes = ()


class Norm(Value):
    """Norm of dialogue.

    Attributes:
        counted: It counts among the norms a process must have.
    """

    counted: bool = True


class Formality(Value):
    """Whether it was formal."""


class SourceData(Value):
    """Kind of data behind a need or a choice.

    Attributes:
        selects: A partner chosen on it is chosen on data.
    """

    selects: bool = False


class Wellbeing(Value):
    """Domain of wellbeing."""


class RecordStatus(Value):
    """Whether a record counts."""


class Mark(Value):
    """A yes-or-no field."""
