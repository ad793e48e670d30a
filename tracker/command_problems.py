"""How a command tells what stopped it: one sentence that says what to do, never a traceback."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError

from models.continuum.language.refusals import CatalogueProblem
from models.refusals import Refused


def sentence_for(problem: Exception) -> str | None:
    """Say in words what stopped a command; None for what nobody foresaw, which shows where it happened."""
    if isinstance(problem, CatalogueProblem):
        return catalogue_sentence(problem)
    if isinstance(problem, Refused):
        return _one_line(str(problem))
    if isinstance(problem, OperationalError | ProgrammingError | InterfaceError):
        return (
            f"The database cannot be used: {_ended(reason(problem))} "
            "Check CONTINUUM_DATABASE_URL, and run `continuum init` once."
        )
    return None


def reason(problem: DBAPIError) -> str:
    """Give a database's own words for what is wrong, as one line."""
    return _one_line(str(problem.orig)).rstrip(".")


def _ended(text: str) -> str:
    """End a sentence, unless it asks something."""
    return text if text.endswith("?") else f"{text}."


def catalogue_sentence(problem: CatalogueProblem) -> str:
    """Say everything that is wrong in a catalogue, a line each."""
    return "The catalogue cannot be used; nothing was changed.\n" + "\n".join(f"  {one}" for one in problem.problems)


def _one_line(text: str) -> str:
    return " ".join(text.split())
