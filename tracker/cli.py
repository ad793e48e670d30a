"""The `continuum` command: what there is, loaded when it is asked for, and how refusals are told."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from models.memory import unlooked_through

# Command -> module, its name there, and what the list of commands says of it.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "create-school": ("tracker.setup_cli", "create_school", "Add the school NAME under the short name SLUG."),
    "create-user": ("tracker.setup_cli", "create_user", "Add a person with one role at one place."),
    "demo": ("tracker.demo_cli", "demo", "Make an invented district if there is none yet, and serve it."),
    "district": ("tracker.setup_cli", "district", "Say, or change, in which time zone the district NAME lives."),
    "doctor": ("tracker.doctor_cli", "doctor", "Check settings, database and integrity."),
    "export": ("tracker.export_cli", "export_records", "Write a school's records of one KIND as UTF-8 CSV."),
    "icmap": ("tracker.icmap_cli", "icmap", "The published IC Map document."),
    "import": ("tracker.imports_cli", "import_records_command", "Import a FILE (CSV or XLSX) of one KIND of record."),
    "init": ("tracker.setup_cli", "init", "Make or update the tables and load the catalogue."),
    "progress": ("tracker.progress_cli", "progress", "Say which levels the records of SCHOOL support."),
    "remind": ("tracker.remind_cli", "remind", "Send the reminders that are due."),
    "serve": ("tracker.serve_cli", "serve", "Serve the product."),
    "work": ("tracker.remind_cli", "work", "Send reminders on their days, from the hour set on."),
}


class Commands(click.Group):
    """Commands that are imported when they are called; a refusal is one line on standard error and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _help = COMMANDS[cmd_name]
        with unlooked_through():
            command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, _attribute, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, tied to the application, which is only made when the command asks for it.

        Raises:
            ClickException: It was refused, or the database cannot be used; the message says what to do.
        """
        # Of Flask, and so only loaded once a command is really run.
        with unlooked_through():
            from flask.cli import ScriptInfo

            from tracker.command_application import create_command_app
            from tracker.command_problems import sentence_for

        ctx.obj = ctx.obj or ScriptInfo(create_app=lambda: create_command_app(), set_debug_flag=False)
        try:
            return super().invoke(ctx)
        except Exception as problem:
            sentence = sentence_for(problem)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from None


cli = Commands("continuum", help="Continuum: a partnership and communication tracker for STEM schools.")


def main() -> None:
    """Run the command line."""
    cli.main(prog_name="continuum")
