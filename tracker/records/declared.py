"""Every kind of small record with its pages: a new kind is one more declaration here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.agreements import CONTRIBUTION
from models.assessments import ATTESTATION, EXEMPTION
from models.evaluations import COMMUNICATION_REVIEW, DIALOGUE_PROCESS, PROCESS_REVIEW
from models.needs import MATCH, SCHOOL_NEED
from models.partners import WORKFORCE_NEED
from models.stewardship import COORDINATOR, RECOGNITION, ROSTER_MEMBER, TRAINING, TRANSITION
from tracker.records.page import Asked, Group, Page
from tracker.roles import Permission

NOTE = Asked("note", "Note")
WHEN = Asked("occurred_on", "When?", missing="Say when it was.")
OPEN_ACTIONS = Asked("actions_open", "What still has to change?", "One action is enough.")
DONE_ACTIONS = Asked("actions_done", "What has changed because of it?")

REQUEST = Page(
    kind=MATCH,
    title="Requests to partners",
    one="a request",
    add="Ask a partner",
    about="What you asked a partner for, and what they answered. One answered request says more than ten meetings.",
    empty="Ask one partner for one thing a class needs, and note what they say.",
    saved="The request is on record.",
    group=Group.PARTNERS,
    first=(
        Asked("partner", "Whom did you ask?", missing="Choose the partner."),
        Asked("offer", "What did you ask for?", words="In your own words"),
        Asked("raised_by", "Who asked?"),
        Asked("requested_on", "When did you ask?", missing="Say when you asked."),
    ),
    more=(
        Asked("message", "What should they read?", "They read this beside what you ask for: when, how many, for whom."),
        Asked("answer_by", "Until when would an answer help?"),
        Asked("answer", "What did they answer?", nothing="No answer yet"),
        Asked("answered_on", "When did they answer?"),
        Asked("answer_note", "What did they say?", "What they offer instead, or why not."),
        Asked("need", "Which need of the school is it for?", nothing="None in particular"),
        Asked("way", "What does it bring?"),
        Asked("expertise", "They were asked because of what they know and can do"),
        Asked("curricular_goal", "Which goal of the curriculum does it serve?"),
        Asked("intended_results", "What should students gain from it?"),
        Asked("data", "What shows that it is needed?"),
        Asked("selected", "This partner was chosen over others"),
        Asked("ranked", "The partners that came into question were ranked"),
        NOTE,
    ),
    head=("offer", "need", "intended_results", "note"),
    shown=("partner", "raised_by", "answer"),
    with_them="Ask them for something",
    is_answered=True,
    acts_as="raised_by",
)

THANKS = Page(
    kind=RECOGNITION,
    title="Thanks",
    one="a thank-you",
    add="Thank someone",
    about="Whom you thanked, in public or in private.",
    empty="A card, a mention at the assembly, a post: note whom you thanked.",
    saved="The thank-you is on record.",
    group=Group.PARTNERS,
    first=(
        Asked("partner", "Which partner did you thank?", nothing="A group, no single partner"),
        Asked("mode", "How?", missing="Say whether it was private or public."),
        WHEN,
    ),
    more=(
        Asked("audience", "Which group was thanked?", "Leave it open for a partner: it is the partner’s own group."),
        NOTE,
    ),
    head=("partner", "audience", "note"),
    shown=("mode", "note"),
    with_them="Thank them",
)

GIFT = Page(
    kind=CONTRIBUTION,
    title="Gifts and hours",
    one="a gift",
    add="Note a gift or hours",
    about="What partners gave: money, hours, things. With a partnership or without one.",
    empty="A check, a box of parts, an afternoon of somebody's time: note how much it was.",
    saved="The gift is on record.",
    group=Group.PARTNERS,
    first=(
        Asked("partner", "Which partner?", missing="Choose the partner."),
        Asked("type", "What was given?", words="In your own words", missing="Say what was given."),
        Asked("amount", "How much?"),
        Asked("unit", "Counted in"),
    ),
    more=(
        WHEN,
        Asked("allocated_to", "For what?", "The course, project or program it went to."),
        Asked("direction", "Which way did it go?"),
        Asked("way", "In what way did they help?", "Left open, it follows from what was given."),
        Asked("student_facing", "It served students directly"),
        Asked("serves_workforce", "It served a workforce need of the partner"),
        Asked("planned", "It was agreed beforehand"),
        NOTE,
    ),
    head=("type", "way", "note"),
    shown=("partner", "amount", "unit", "allocated_to"),
    with_them="Note what they gave",
)

NEED = Page(
    kind=SCHOOL_NEED,
    title="What we need",
    one="a need",
    add="Add a need",
    about="What classes and the school need from partners: materials, skills, people, places.",
    empty="Write down one thing a class needs; then ask a partner for it.",
    saved="The need is on record.",
    group=Group.PARTNERS,
    first=(
        Asked("text", "What is needed?", "The thing, and the project or course it is for.", missing="Say what it is."),
        Asked("raised_by", "Who needs it?"),
        Asked("critical", "It is critical"),
        Asked("stated_on", "Since when do you know?", missing="Say since when."),
    ),
    more=(
        Asked("data", "What shows that it is needed?"),
        Asked("priority", "Priority", "1 comes first."),
        NOTE,
    ),
    head=("text",),
    shown=("raised_by", "critical", "data"),
    acts_as="raised_by",
)

WORKFORCE = Page(
    kind=WORKFORCE_NEED,
    title="Workforce needs",
    one="a workforce need",
    add="Note a workforce need",
    about="What skills and people your partners said they lack, and will lack.",
    empty="When a partner tells you whom they cannot find, note it: students should know.",
    saved="The workforce need is on record.",
    group=Group.PARTNERS,
    first=(
        Asked("partner", "Which partner said it?", missing="Choose the partner."),
        Asked("text", "Which people or skills do they need?", missing="Say what they need."),
        Asked("stated_on", "When did they say so?", missing="Say when."),
    ),
    more=(
        Asked("until_on", "First day on which they no longer needed them"),
        Asked("confirmed_on", "Days on which they said that it is still so"),
        NOTE,
    ),
    head=("text",),
    shown=("partner",),
    with_them="Note a workforce need",
)

TRAINED = Page(
    kind=TRAINING,
    title="Training",
    one="a training",
    add="Log training",
    about="Who learned what for working together: dialogue, meetings, roles in a partnership, STEM teaching.",
    empty="A session on dialogue or on roles in a partnership: note who was there.",
    saved="The training is on record.",
    group=Group.TALK,
    first=(
        Asked("topic", "What was it about?", missing="Choose what it was about."),
        Asked("roles", "Who took part?"),
        Asked("partner", "With which partner?", nothing="No partner"),
        WHEN,
    ),
    more=(Asked("induction", "It was for people new to the team or the work"), NOTE),
    head=("topic",),
    shown=("roles", "partner"),
    with_them="Log training with them",
)

COMMUNICATION = Page(
    kind=COMMUNICATION_REVIEW,
    title="Reviews of communication",
    one="a review of communication",
    add="Log a review of communication",
    about="A look at whether what you tell people has the effect you want.",
    empty="Ask at one meeting: what did we want people to know, and do they?",
    saved="The review is on record.",
    group=Group.TALK,
    first=(
        Asked("wanted", "What did you want to reach?"),
        Asked("finding", "What did you find?"),
        OPEN_ACTIONS,
        WHEN,
    ),
    more=(DONE_ACTIONS, NOTE),
    head=("finding", "wanted", "note"),
    shown=("actions_open", "actions_done"),
)

PROCESS = Page(
    kind=DIALOGUE_PROCESS,
    title="How we hold dialogue",
    one="a process for dialogue",
    add="Note the process you chose",
    about="The process that your school chose for talking productively, with its norms.",
    empty="If your team chose a way of holding dialogue, name it and tick its norms.",
    saved="The process is on record.",
    group=Group.TALK,
    first=(
        Asked("name", "What is it called?", missing="Give it a name."),
        Asked("norms", "Which norms belong to it?", words="Norms of your own, separated by semicolons"),
        Asked("adopted_on", "Since when?", missing="Say since when."),
    ),
    more=(
        Asked("ended_on", "First day on which it no longer applied"),
        Asked("confirmed_on", "Days on which you confirmed it"),
        NOTE,
    ),
    head=("name",),
    shown=("norms", "confirmed_on"),
    is_confirmed=True,
)

PROCESS_LOOK = Page(
    kind=PROCESS_REVIEW,
    title="Reviews of our dialogue",
    one="a review of our dialogue",
    add="Log a review of your dialogue",
    about="A look at how well the process is used: a norms inventory, an observer, a round at the end.",
    empty="Twice a year, ask how well the norms are kept, and note what you found.",
    saved="The review is on record.",
    group=Group.TALK,
    first=(Asked("finding", "What did you find?"), OPEN_ACTIONS, DONE_ACTIONS, WHEN),
    more=(NOTE,),
    head=("finding", "note"),
    shown=("actions_open", "actions_done"),
)

MEMBER = Page(
    kind=ROSTER_MEMBER,
    title="STEM leadership team",
    one="a member of the team",
    add="Add a member",
    about="Who is on the team, for which groups, from when until when.",
    empty="Add each member with the groups they stand for.",
    saved="The member is on record.",
    group=Group.TEAM,
    read=Permission.TEAM_READ,
    write=Permission.TEAM_WRITE,
    first=(
        Asked("person", "Who?", "Adults only: students are counted, never named.", missing="Say who it is."),
        Asked(
            "group", "For which groups?", missing="Choose at least one group.", words="Others, separated by semicolons"
        ),
        Asked(
            "role",
            "With which role in the team?",
            "The map asks for a role for every member: as long as one has none, that part is not there.",
        ),
        Asked("from_on", "Since when?", missing="Say since when."),
    ),
    more=(
        Asked("until_on", "First day on which they were no longer a member"),
        Asked("confirmed_on", "Days on which you confirmed the seat"),
        NOTE,
    ),
    head=("person",),
    shown=("group", "role", "until_on"),
    is_confirmed=True,
)

COORDINATES = Page(
    kind=COORDINATOR,
    title="Coordinator of partnerships",
    one="a coordinator",
    add="Name the coordinator",
    about="The one person who keeps all partnerships together.",
    empty="Name the person whom partners and teachers can turn to.",
    saved="The coordinator is on record.",
    group=Group.TEAM,
    read=Permission.TEAM_READ,
    write=Permission.TEAM_WRITE,
    first=(
        Asked("person", "Who?", missing="Say who it is."),
        Asked("from_on", "Since when?", missing="Say since when."),
    ),
    more=(
        Asked("until_on", "First day on which they no longer were"),
        Asked("confirmed_on", "Days on which you confirmed it"),
        NOTE,
    ),
    head=("person",),
    shown=("until_on", "confirmed_on"),
    is_confirmed=True,
)

CHANGE = Page(
    kind=TRANSITION,
    title="Changes of people",
    one="a change of people",
    add="Note a change of people",
    about="Somebody who mattered left or came, and the work was handed over.",
    empty="When a principal, a teacher or a partner’s contact changes, note it, and the day the hand-over was done.",
    saved="The change is on record.",
    group=Group.TEAM,
    read=Permission.TEAM_READ,
    write=Permission.TEAM_WRITE,
    first=(
        Asked("what", "Whose people changed?", missing="Choose whose people changed."),
        Asked("partner", "At which partner?", nothing="No partner"),
        Asked("occurred_on", "When?", "A day still to come will do, where you know it already.", missing="Say when."),
        Asked("done_on", "When was the hand-over done?", "Leave it empty until it is."),
    ),
    more=(
        Asked("leaves", "Who leaves?", "Adults only: students are named nowhere."),
        Asked("follows", "Who follows?"),
        Asked("reached_at", "E-mail of whoever follows"),
        NOTE,
    ),
    head=("what",),
    shown=("partner", "done_on", "note"),
)

STATEMENT = Page(
    kind=ATTESTATION,
    title="Statements",
    one="a statement",
    add="State what is so",
    about="What somebody of the leadership team says is so, or is not, with a note, file or link. The latest counts.",
    empty="Some things no log can know. Open an indicator, and say there what is so.",
    saved="Your statement is on record.",
    group=Group.STATEMENTS,
    read=Permission.ATTESTATIONS_READ,
    write=Permission.ATTESTATIONS_WRITE,
    first=(
        Asked("practice", "About what?", missing="Choose what it is about."),
        Asked("in_place", "Is it so?", missing="Say whether it is so."),
        Asked("note", "How do you know?", "What you saw, who decided it, where it is written."),
        Asked("file", "A file that shows it"),
    ),
    more=(
        Asked("link", "Or a link to it"),
        Asked("occurred_on", "As of which day?", missing="Say as of when."),
    ),
    head=("practice",),
    shown=("in_place", "file"),
)

NOT_HERE = Page(
    kind=EXEMPTION,
    title="Does not apply here",
    one="an exemption",
    add="Note what does not apply here",
    about="A thing that cannot exist at this school, or a group that is not present, with the reason.",
    empty="Only what cannot be: a school without a career center, say. What is only missing stays asked for.",
    saved="It is noted, and is not asked for meanwhile.",
    group=Group.STATEMENTS,
    read=Permission.ATTESTATIONS_READ,
    write=Permission.ATTESTATIONS_WRITE,
    first=(
        Asked("what", "What does not apply?", missing="Choose what does not apply."),
        Asked("note", "Why not?", missing="Say why it does not apply here."),
        Asked("from_on", "Since when?", missing="Say since when."),
    ),
    more=(Asked("until_on", "First day on which it applies again"),),
    head=("what",),
    shown=("note", "until_on"),
)

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        page.code: page
        for page in (
            REQUEST,
            NEED,
            GIFT,
            THANKS,
            WORKFORCE,
            TRAINED,
            COMMUNICATION,
            PROCESS,
            PROCESS_LOOK,
            MEMBER,
            COORDINATES,
            CHANGE,
            STATEMENT,
            NOT_HERE,
        )
    }
)
