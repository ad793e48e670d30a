"""Ask before a signed year loses a record that it rests on: the year stays as it was signed, and says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.queries.catalogue import NoRules
from models.queries.continuum import continuum_of
from models.queries.record_names import name_records
from models.queries.signed_records import has_signed_years, moved_between, signed_years_of
from models.records import Record, RecordStatus
from models.scope import Scope
from tracker.came_from import came_from
from tracker.extensions import db
from tracker.reader import reader

# What the button on the asking page sends along.
SURE = "sure"
ARCHIVE = "Archive"
TAKE_BACK = "Take back"
# They are made anew for the asking page.
_OF_ONE_FORM = frozenset({"csrf_token", "once", SURE})


def ask_about(records: Iterable[Record], *, back: str, doing: str = ARCHIVE) -> ResponseReturnValue | None:
    """Ask whether records may be archived, or changed in another way that takes them from counts.

    See `ask_about_keys`; the records may be of several schools of the reader.
    """
    by_school: dict[int, list[RecordKey]] = defaultdict(list)
    for record in records:
        if record.record_status is not RecordStatus.ARCHIVED:
            by_school[record.school_id].append((record.kind, record.ref))
    return _ask(by_school, back=back, doing=doing)


def ask_about_keys(keys: Collection[RecordKey], *, back: str, doing: str = ARCHIVE) -> ResponseReturnValue | None:
    """Answer with a page that names the signed years resting on records; None where none does, or somebody is sure.

    The page sends the same form again, with the word of whoever reads it that they are sure.

    Args:
        keys: Kind and reference of each record of the reader's school that the request at hand would take from counts.
        back: Where to go for who would rather not.
        doing: What the request does to them, as a button says it.
    """
    return _ask({reader().scope.school_id: keys} if keys else {}, back=back, doing=doing)


class AskFirst(Exception):
    """What a button asks for would move signed years, and whoever pressed it has not said that they are sure.

    Attributes:
        moved: Signed year -> names of the indicators of which records would show something else.
    """

    def __init__(self, moved: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(", ".join(moved))
        self.moved = moved


class Watch:
    """Keeps how a school stands, so that what a button did can be asked about before it is committed.

    Args:
        was: The school before; None where there is nothing to ask about.
    """

    def __init__(self, was: Continuum | None = None) -> None:
        self._was = was

    def ask(self) -> None:
        """Ask before what was done is committed.

        Raises:
            AskFirst: It would move what records show of a signed year.
        """
        if self._was is None:
            return
        db.session.flush()
        scope = Scope.of_school(reader().scope.school_id)
        now = continuum_of(db.session, scope=scope)
        if now is self._was:
            return
        moved = moved_between(db.session, self._was, now, scope=scope)
        if moved:
            raise AskFirst(moved)


def watch_signed_years() -> Watch:
    """Begin to watch what the request at hand does to the signed years of the reader's school; ask it at the end."""
    scope = reader().scope
    if request.form.get(SURE) or scope.partner_id is not None or len(scope.school_ids) != 1:
        return Watch()
    if not has_signed_years(db.session, scope=scope):
        return Watch()
    try:
        return Watch(continuum_of(db.session, scope=Scope.of_school(scope.school_id)))
    except NoRules:  # nothing is judged
        return Watch()


def asking_page(asked: AskFirst) -> ResponseReturnValue:
    """Answer with a page that names the signed years that would move; it sends the same form again."""
    back = came_from()
    page = render_template(
        "years/moves.html",
        moved=asked.moved,
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in _OF_ONE_FORM],
        has_files=any(one.filename for one in request.files.values()),
        sure=SURE,
        back=back.href if back else url_for("home.show"),
    )
    return page, 409


def _ask(by_school: Mapping[int, Collection[RecordKey]], *, back: str, doing: str) -> ResponseReturnValue | None:
    if request.form.get(SURE):
        return None
    used = []
    for school_id, keys in by_school.items():
        scope = Scope.of_school(school_id)
        resting = signed_years_of(db.session, keys, scope=scope)
        named = name_records(db.session, resting, scope=scope)
        used += [(named[key], years) for key, years in sorted(resting.items()) if key in named]
    if not used:
        return None
    page = render_template(
        "years/used.html",
        used=used,
        years=sorted({year for _, years in used for year in years}),
        others=sum(len(set(keys)) for keys in by_school.values()) - len(used),
        fields=[(name, value) for name, value in request.form.items(multi=True) if name not in _OF_ONE_FORM],
        sure=SURE,
        doing=doing,
        back=back,
    )
    return page, 409
