"""Tells where a text names a student, or lists a class. Only what can be told for sure is refused.

Records about a student by name fall under the federal law on their privacy (FERPA); this product counts students.
People of partners, of the staff and of families are named all the time, so a name alone says nothing: it takes the word
beside it.
"""

from __future__ import annotations

import re

NO_STUDENTS = (
    "This seems to name a student. Say how many there were, or which grade: records about students by name fall under "
    "the federal law on their privacy (FERPA)."
)
NO_STUDENTS_IN_FILES = f"cannot be stored. {NO_STUDENTS}"
# A first and a last name, with an initial between them.
_WORD = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[A-Z][a-z]+)?(?:['’-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
_NAME = rf"(?P<first>{_WORD})(?: [A-Z]\.)? (?P<last>{_WORD}|(?:Mc|Mac|De|Di|Du|La|Le|O['’])[A-Z][a-z]+)"
# "Student Maria Lopez", "students Maria Lopez and Jake Hill"; a graduate or former student is somebody else's, and a
# student teacher is staff.
_BEFORE = re.compile(
    rf"(?<!\d )(?<!former )(?<!graduate )(?<!college )(?<!university )(?<!doctoral )"
    rf"\b(?:[Ss]tudents?|[Pp]upils?|\d{{1,2}}(?:st|nd|rd|th)[ -]graders?),?:? {_NAME}\b"
)
# "Maria Lopez, a student", "Jake Hill (7th grade)", "Ana Cruz, 8th grader".
_AFTER = re.compile(
    rf"\b{_NAME} ?[,(] ?(?:(?:one of )?(?:a|our|the) )?(?:[a-z]+ )?"
    r"(?:(?:student|pupil)\b(?! (?:teacher|coordinator|services|support|council|affairs|life|success|advis))"
    r"|\d{1,2}(?:st|nd|rd|th)[ -]grader\b|\d{1,2}(?:st|nd|rd|th) grade(?= ?[),.;]|$)|grade \d{1,2}(?= ?[),.;]|$))"
)
_NOT_THEIRS = re.compile(r"\b(?:former|graduate|college|university|doctoral|parent|mother|father|guardian)\b")
# Without one of these there is nothing to look for.
_MAY = re.compile(r"student|pupil|grade|class|roster|homeroom|period|\d[A-D]\b", re.IGNORECASE)
# What leads to a list of a class, and its names.
_CLASS = re.compile(
    r"\b(?:class(?:list| list)?|roster|homeroom|students?|pupils?|period \d|grade \d{1,2}|\d{1,2}(?:st|nd|rd|th)[ -]"
    r"graders?|\d{1,2}[A-D])\b[^:\n]{0,30}:\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(rf"(?:{_NAME}|{_WORD}, {_WORD})(?: ?\(?\d{{0,2}}\)?)?")
_SHORTEST_CLASS = 3
# Written with capitals as names are, and none.
_CAPITALS = """
academy action activity adviser advisers advisory affairs after all ambassador ambassadors and april art arts
assembly association at august award awards band board book both breakfast builders building business by camp
career careers celebration center challenge choice city club coach coaches coalition code college committee
community company competition conference coordinator council counselor counselors county court day days december
design dinner director display district drive each education elementary engineering entrepreneurs event every
exhibition expo fair family february festival field film first for forum foundation friday from fund gallery
garden government green group guide hall health high history house hub in inc innovation institute internship
internships is january july june junior lab labs leaders leadership league learning led library life lunch maker
makers march math may media meeting mentor mentoring mentors middle mock monday museum music national network
night november nurse nurses october of office officer on our outreach panel parent parents park partner partners
performance pilot pitch plan planning poster presentation presentations press program programs project projects
public recognition registration research resource review robotics run saturday school schools science senate
senior september services session show showcase skills society some space spring staff state studio study
success summer summit sunday support survey symposium talk teacher teachers team tech technology the their these
thursday time to tour tours town training trip tuesday tutor tutors union united university valley video visit
visits voice volunteer way wednesday week winter with work workshop world writing year youth zoo
"""
_NO_NAMES = frozenset(_CAPITALS.split())


def names_a_student(text: str) -> bool:
    """Say whether a text names a student by first and last name, or lists the names of a class."""
    if not _MAY.search(text):  # nearly all of them, and quickly
        return False
    if any(_is_name(found) for found in _BEFORE.finditer(text)):
        return True
    if any(_is_name(found) and not _NOT_THEIRS.search(found[0]) for found in _AFTER.finditer(text)):
        return True
    return any(_lists_names(text[found.end() :]) for found in _CLASS.finditer(text))


def _is_name(found: re.Match[str]) -> bool:
    return found["first"].lower() not in _NO_NAMES and found["last"].lower() not in _NO_NAMES


def _lists_names(rest: str) -> bool:
    """Say whether a text begins with a list of so many names that it is one of a class."""
    parts = re.split(
        r"\s*[;\n]\s*" if ";" in rest or "\n" in rest.strip() else r"\s*,\s*(?:and )?|\s+and\s+", rest.strip()
    )
    count = 0
    for part in parts:
        found = _ITEM.fullmatch(part.strip().rstrip("."))
        if found is None or (found["first"] and not _is_name(found)):
            break
        count += 1
    return count >= _SHORTEST_CLASS
