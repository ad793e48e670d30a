"""The `continuum` command: what there is, and how errors are told."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import OperationalError, ProgrammingError

from models.continuum.rulebook.reader import CatalogueProblem
from models.operations.accounts import AccountProblem
from models.queries.catalogue import NoRules
from seed.versions import RulesChanged
from tracker import create_app
from tracker.config import SettingsProblem
from tracker.demo_cli import demo
from tracker.export_cli import export_records
from tracker.imports_cli import import_records_command
from tracker.progress_cli import progress
from tracker.serve_cli import serve
from tracker.setup_cli import create_school, create_user, district, doctor, icmap, init


class Commands(AppGroup):
    """Flask's command group for this application; a refusal is one line on standard error and exit code 1."""

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> click.Context:
        """Tie commands to the application, which is only made when a command asks for it."""
        if extra.get("obj") is None:
            extra["obj"] = ScriptInfo(create_app=lambda: create_app(), set_debug_flag=False)
        return super().make_context(info_name, args, *more, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            ClickException: It was refused, or the database cannot be used; the message says what to do.
        """
        try:
            return super().invoke(ctx)
        except CatalogueProblem as problem:
            raise click.ClickException(f"The catalogue cannot be used.\n{problem}") from None
        except (SettingsProblem, AccountProblem, NoRules, RulesChanged) as problem:
            raise click.ClickException(" ".join(str(problem).split())) from None
        except (OperationalError, ProgrammingError) as problem:
            why = " ".join(str(problem.orig).split())
            raise click.ClickException(
                f"The database cannot be used: {why}. Check CONTINUUM_DATABASE_URL, and run `continuum init` once."
            ) from None


cli = Commands("continuum", help="Continuum: a partnership and communication tracker for STEM schools.")
for command in (
    init,
    demo,
    serve,
    create_school,
    create_user,
    district,
    icmap,
    progress,
    import_records_command,
    export_records,
    doctor,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli.main(prog_name="continuum")
