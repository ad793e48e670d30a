"""Whom a line names, and what each has to do with it: who did it, who took part, whom it was for."""

from __future__ import annotations

from collections.abc import Sequence

from models.one_line.acts import PARENTS, Act, says_so_of_oneself
from models.one_line.fields import Field, codes_in, place_of
from models.one_line.findings import Findings
from models.one_line.phrases import Hit
from models.one_line.said import Happening
from models.one_line.sides import Side

_WANTED = frozenset(("need", "needs", "needed", "hire", "hires", "hiring", "lack", "lacks"))
_HELP = frozenset(("help with students' projects", "help that students got", "mentoring"))
_ARTICLES = frozenset(("a", "an", "the"))
_US = frozenset(("us", "me", "our", "my"))
_LESSON = ("lesson_delivery",)
_OF_TEACHERS = frozenset(("mr", "mrs", "ms", "miss", "mx"))
# "Ms. van der Berg taught"
_TITLED_WITHIN = 5
_OURS = frozenset(("our", "my"))
_TOLD_OTHERS = frozenset(("wrote", "posted", "emailed", "sent", "mailed", "called", "asked", "shared", "published"))
_TELLS_OF = frozenset(("why", "how", "what", "whether", "that"))


def people_fields(found: Findings, act: Act, who: tuple[str, ...]) -> tuple[list[Field], list[Field]]:
    """Say who did it, and who else took part."""
    actors = _actors(found, act, who)
    happening = act.happening
    if happening and happening.by:
        by = [Field("by", who if who == PARENTS and says_so_of_oneself(found, act.hit) else happening.by)]
    elif not actors and who != ("alliances",) and (teacher := _titled_teacher(found, act)):
        by = [teacher]
    elif happening and happening.actor and (actor := _the_actor(found, happening, actors, who)):
        by = [actor]
    elif happening and happening.ours and who and who != ("alliances",):
        by = [Field("by", who)]
    elif actors:
        by = actors
    elif who and not (happening and happening.others_act):
        by = [Field("by", who)]
    elif not who:
        by = _listed(found)
    else:
        by = []
    acting = {code for field in by for code in codes_in(field)}
    roles = [field for field in _taking_part(found, act, who) if not set(codes_in(field)) & acting]
    return by, roles


def _actors(found: Findings, act: Act, who: tuple[str, ...]) -> list[Field]:
    """List those of whom the main clause says that they act."""
    main, fields = found.main_clause, []
    for hit in found.of("roles"):
        side = found.side(hit)
        if side is Side.ACTS and told_us(found, hit):
            continue
        if side is Side.BY or (side is Side.ACTS and found.line.words[hit.first].clause == main):
            code = hit.means[1]
            if _is_theirs(found, hit, who):
                code = "alliances"  # "our VP", as a partner says it, is theirs
            fields.append(Field("by", (found.lexicon.data.acts_as.get(code, code),), place_of(found, hit)))
    for one in found.mentions:
        if found.side(one) in (Side.BY, Side.ACTS) and found.line.words[one.first].clause == main:
            own = found.groups.get(one.names[0]) if one.sure else None
            fields.append(Field("by", (own.by if own else "alliances",)))
    if not (act.happening and act.happening.kind == "partnership"):
        # "Mercy Hospital" before a newsletter or a post is what it is about.
        fields = [field for field in fields if field.value != ("alliances",) or act.kind == "partnership" or field.at]
    return fields


def _titled_teacher(found: Findings, act: Act) -> Field | None:
    """Read who taught at the head of a line: "Mr. Ortiz taught a lesson" is a teacher's, whoever writes it."""
    words = found.line.words
    lesson = act.happening is not None and act.happening.purpose == _LESSON and act.hit is not None
    if not lesson or act.hit is None or words[0].plain not in _OF_TEACHERS or not 1 < act.hit.first < _TITLED_WITHIN:
        return None
    theirs = any(one.first < act.hit.first for one in found.mentions)
    return None if theirs else Field("by", ("teachers",), found.line.span(0, act.hit.first))


def told_us(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether somebody is who told us something: then they were listened to, and did nothing themselves."""
    words = found.line.words
    behind = [word.plain for word in words[hit.end : hit.end + 2]]
    return len(behind) == 2 and behind[0] in ("told", "asked", "gave") and behind[1] in ("me", "us")


def _is_theirs(found: Findings, hit: Hit[tuple[str, str]], who: tuple[str, ...]) -> bool:
    """Whether somebody is one of a partner's own who speaks: "our VP", "our librarians"."""
    led = hit.first > 0 and found.line.words[hit.first - 1].plain in _OURS
    code = hit.means[1]
    return who == ("alliances",) and found.lexicon.data.acts_as.get(code, code) == "leaders" and led


def _is_of_a_partner(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether somebody is a partner's: "Mercy's nursing instructor" is no teacher of the school."""
    words = found.line.words
    return any(
        (one.end <= hit.first <= one.end + 1 and words[one.end - 1].said.endswith(("'s", "’s")))
        # "Kestrel Tech dean", without the sign.
        or (one.end == hit.first and hit.means[1] == "leaders" and found.line.between(one.end - 1, one.end).isspace())
        for one in found.mentions
    )


def _the_actor(found: Findings, happening: Happening, actors: Sequence[Field], who: tuple[str, ...]) -> Field | None:
    """Give who does a thing that some people do: the one named, a partner where it can be theirs, or the usual one."""
    named = [hit for hit in found.of("roles") if hit.means[1] in happening.actor]
    acting = [field for field in actors if set(codes_in(field)) & set(happening.actor)]
    done_by = any(found.side(one) is Side.BY for one in found.mentions)
    if happening.of_partners and done_by and who != happening.actor:
        return Field("by", ("alliances",))  # "three girls are mentored by Skyline"
    if acting:
        return acting[0]
    if happening.of_partners and who == happening.actor and _is_passive(found, happening):
        return Field("by", who)  # "mentored by an engineer", as a student says it
    if happening.name in _HELP and who == happening.actor and _is_done_for_us(found, happening):
        return Field("by", who)  # "BayTech helped us", as a student says it
    for helper in found.lexicon.data.sorts.helpers if happening.of_partners else ():
        if any(helper in codes_in(field) for field in actors):
            return Field("by", (helper,), next((field.at for field in actors if field.at), None))
    done = (hit for one, hit in found.happenings if one is happening)
    if happening.of_partners and who == PARENTS and any(says_so_of_oneself(found, hit) for hit in done):
        return Field("by", who)  # "I mentor two girls", as a parent says it
    theirs = who != happening.actor and _begins_with_theirs(found, happening)
    if happening.of_partners and (who == ("alliances",) or theirs):
        return Field("by", ("alliances",))
    place = place_of(found, named[0]) if named else None
    return Field("by", happening.actor, place)


def _begins_with_theirs(found: Findings, happening: Happening) -> bool:
    """Whether what is done stands right behind the partner at the head of a line: "Bright Futures tutors math"."""
    places = [hit.first for one, hit in found.happenings if one is happening]
    titled = found.line.words[0].plain in found.lexicon.data.words.titles and 2 in places
    # "State U. students tutor" stands two words behind.
    behind = {place - back for place in places for back in range(3)}
    # "Three engineers from Skyline tutor our freshmen".
    people = (
        any(hit.means[1] == "alliances" and hit.first <= 1 for hit in found.of("roles")) and min(places, default=0) > 1
    )
    # "A Wexley State student tutors", "the Bright Futures people tutor".
    head = found.line.words[0].plain in _ARTICLES
    return titled or people or any(one.first <= head and one.end in behind for one in found.mentions)


def _is_done_for_us(found: Findings, happening: Happening) -> bool:
    hits = [hit for one, hit in found.happenings if one is happening]
    words = found.line.words
    return any(word.plain in _US for hit in hits for word in words[hit.first : hit.end + 1])


def _is_passive(found: Findings, happening: Happening) -> bool:
    """Whether a line begins with what was done to somebody: "mentored by"."""
    begins = any(one is happening and hit.first == 0 for one, hit in found.happenings)
    return begins and len(found.line.words) > 1 and found.line.words[1].plain == "by"


def _listed(found: Findings) -> list[Field]:
    """Give the first of those who are only listed, or went along: "site visit, principal and 4 teachers"."""
    for side in (Side.ALONE, Side.BESIDE):
        for hit in found.of("roles"):
            if hit.means[1] in found.lexicon.data.sorts.listed and found.side(hit) is side:
                return [Field("by", (hit.means[1],), place_of(found, hit))]
    return []


def _taking_part(found: Findings, act: Act, who: tuple[str, ...]) -> list[Field]:
    happening, sorts = act.happening, found.lexicon.data.sorts
    fields = [Field("roles", happening.roles)] if happening and happening.roles else []
    if happening and happening.of_partners and who == happening.actor and _is_done_for_us(found, happening):
        fields.append(Field("roles", who))  # "a college student helped us with math", as a student says it
    audiences = {(one.first, one.end) for one in found.of("audience")}
    talk = bool(happening and "students" in happening.audience)
    for hit in found.of("roles"):
        code, side = hit.means[1], found.side(hit)
        went_along = side is Side.TOLD and code == "teachers" and _is_visit_for(found, act, hit)
        # "Taught a lesson for 26 students": who is taught takes part.
        taught = bool(happening and happening.purpose == _LESSON and code == "students" and side is Side.TOLD)
        went_along = went_along or taught
        if side in (Side.TOLD, Side.INSIDE, Side.ABOUT, Side.FROM) and not went_along:
            continue
        if code == "students" and talk:
            continue
        if _is_theirs(found, hit, who) or _is_of_a_partner(found, hit) or told_us(found, hit):
            continue
        if code == "families" and (act.kind != "partnership" or side is Side.THERE) and side is not Side.ACTS:
            continue
        if code in sorts.told and (side in (Side.ALONE, Side.OBJECT) and act.kind == "communication"):
            continue
        if (hit.first, hit.end) in audiences and (
            code in sorts.listeners or (code == "leaders" and side is Side.THERE)
        ):
            continue
        if code == "alliances" and any(one.first == hit.first and one.end > hit.end for one in found.of("topic")):
            continue  # "updated with the partner list" speaks of partners
        if code == "alliances" and (found.mentions or side in (Side.ACTS, Side.OBJECT)):
            continue
        heard = code in sorts.told_together and side is Side.ALONE and act.kind == "communication"
        if heard and _is_counted(found, hit):
            continue  # "staff meeting, 26 teachers": so many heard it
        if side is Side.OBJECT and found.line.words[hit.end - 1].stem == "class":
            continue  # "approved a robotics class" speaks of a course
        if code == "students" and (not _several(found, hit) or _is_in_a_channel(found, hit)):
            continue
        if side is Side.OBJECT and found.is_promised(hit.first):
            continue  # "to see if they'd take a teacher"
        if side is Side.OBJECT and _WANTED & {
            word.plain for word in found.line.words[max(0, hit.first - 3) : hit.first]
        }:
            continue  # "needs more STEM teachers" speaks of none who were there
        if side is Side.OBJECT and (act.kind == "advocacy" or _only_told_of(found, hit, act)):
            continue
        fields.append(Field("roles", (code,), place_of(found, hit)))
    return fields


def _is_counted(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    staff = any(one.means == ("audience", "staff") for one in found.of("audience"))
    return staff and any(one.end == hit.end for one in found.counts)


def _is_visit_for(found: Findings, act: Act, hit: Hit[tuple[str, str]]) -> bool:
    """Whether somebody is named behind "a tour for"."""
    visit = act.happening is not None and act.happening.purpose == ("site_visit",)
    return visit and any(word.plain == "for" for word in found.line.words[max(0, hit.first - 3) : hit.first])


def _only_told_of(found: Findings, hit: Hit[tuple[str, str]], act: Act) -> bool:
    """Whether somebody stands in what is told, not in what was done: "how it helps kids", "the club's video"."""
    before = found.line.words[: hit.first]
    told = any(word.plain in _TELLS_OF and word.clause == found.line.words[hit.first].clause for word in before)
    outlets = found.lexicon.marked("channel", "outlet")
    return act.kind == "communication" and (told or bool(act.happening and outlets & set(act.happening.channel)))


def _is_in_a_channel(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether "class" only says whose a newsletter or a page is."""
    if found.line.words[hit.end - 1].plain != "class":
        return False
    return any(one.first <= hit.end <= one.end - 1 or one.first == hit.end for one in found.of("channel"))


def _several(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether students are meant, not "student projects"."""
    word = found.line.words[hit.end - 1]
    return hit.length > 1 or word.plain != "student"


def audience_fields(found: Findings, act: Act, by: Sequence[Field]) -> list[Field]:
    """Say whom it was for."""
    acting, sorts = {code for field in by for code in codes_in(field)}, found.lexicon.data.sorts
    fields = [Field("audience", act.happening.audience)] if act.happening and act.happening.audience else []
    for hit in found.of("audience"):
        code, side = hit.means[1], found.side(hit)
        if side in (Side.ABOUT, Side.FROM, Side.BY) or (code in acting and side is Side.ACTS):
            continue
        if code in sorts.doing and side is Side.ACTS and not told_us(found, hit):
            continue
        same = [one.means[1] for one in found.of("roles") if (one.first, one.end) == (hit.first, hit.end)]
        following = found.line.words[hit.end].plain if hit.end < len(found.line.words) else ""
        doing = (*found.lexicon.data.words.of_organizations, *_TOLD_OTHERS)
        if side is Side.ACTS and following in doing and acting.intersection(same):
            continue  # "our PTA president wrote" was written by her, and "the PTA posted" by them, not to them
        if act.kind == "partnership" and any(one.sure and one.first <= hit.first < one.end for one in found.mentions):
            continue  # the Historical Society that came hears nothing
        if code == "students" and side not in (Side.TOLD, Side.THERE):
            continue
        if code in sorts.sectors and side in (Side.INSIDE, Side.ACTS, Side.OBJECT) and not _joined_to_told(found, hit):
            continue
        if code == "staff" and _is_of_an_official(found, hit):
            continue
        if _is_where_i_am(found, hit):
            continue
        if code in sorts.before_nouns and side is Side.INSIDE and hit.length == 1 and found.only_spoken_of(hit.first):
            continue
        fields.append(Field("audience", (code,), place_of(found, hit)))
    for hit in found.of("roles"):
        if hit.means[1] == "teachers" and found.side(hit) is Side.TOLD:
            fields.append(Field("audience", ("staff",), place_of(found, hit)))
    heard = [one for one in found.mentions if one.sure and one.names[0] in found.groups]
    for one in heard:
        said = any(one.first <= hit.first < one.end for hit in found.of("audience"))
        if found.side(one) is Side.TOLD and not said:
            code = found.groups[one.names[0]].audience
            fields.append(Field("audience", (code,), found.line.span(one.first, one.end)))
    named = {code for field in fields for code in codes_in(field)}
    return [field for field in fields if not (field.value == ("students",) and "student_council" in named)]


def _is_of_an_official(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether "staff" is that of somebody who decides: "Senator Hale's staff"."""
    decide = found.lexicon.marked("audience", "decision_maker")
    owned = hit.first > 0 and found.line.words[hit.first - 1].said.endswith(("'s", "’s", "s'", "s’"))
    return owned and any(one.means[1] in decide and one.first < hit.first for one in found.of("audience"))


def _is_where_i_am(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    """Whether somebody tells who they are: "I'm on the student council"."""
    before = [word.plain for word in found.line.words[max(0, hit.first - 3) : hit.first]]
    return before[1:] == ["on", "the"] and before[0] in ("im", "am", "are")


def _joined_to_told(found: Findings, hit: Hit[tuple[str, str]]) -> bool:
    before = found.line.words[hit.first - 1].plain if hit.first else ""
    return before in ("and", "or")
