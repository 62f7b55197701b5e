"""The command line, one module for each command or group of commands."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

import typer

from app.errors import DOMAIN_ERRORS

#: Command or group -> its module. A group's module has a `typer.Typer` named ``app``; any other
#: module has a function named like the command. In the order that ``--help`` shows.
COMMANDS = {
    "up": "app.cli.up",
    "serve": "app.cli.serve",
    "ingest": "app.cli.ingest",
    "watch": "app.cli.watch",
    "extract": "app.cli.batch",
    "resolve": "app.cli.batch",
    "explain": "app.cli.explain",
    "export": "app.cli.export",
    "drift": "app.cli.drift",
    "gazetteer": "app.cli.gazetteer",
    "db": "app.cli.db",
}


def build(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command-line application with these commands."""
    cli = typer.Typer(
        name="claimatlas",
        help="Maps what is claimed about an armed conflict, and who claims it.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )

    @cli.callback()
    def top(
        show_version: bool = typer.Option(
            False, "--version", help="Show the version and exit.", is_eager=True, callback=_version
        ),
    ) -> None:
        """Maps what is claimed about an armed conflict, and who claims it."""

    for name in names:
        module = importlib.import_module(COMMANDS[name])
        if name in ("gazetteer", "db"):
            cli.add_typer(module.app, name=name)
        else:
            cli.command(name)(getattr(module, name))
    return cli


def _version(wanted: bool) -> None:
    if wanted:
        try:
            typer.echo(f"claimatlas {version('claimatlas')}")
        except PackageNotFoundError:
            typer.echo("claimatlas (not installed)")
        raise typer.Exit


def _tell(error: typer.TyperException) -> None:
    """Print what is wrong with a call in one line, and which command's help has more."""
    context = getattr(error, "ctx", None)
    message = " ".join(str(getattr(error, "format_message", error.__str__)()).split())
    command = context.command_path if context else "claimatlas"
    if message:  # a group without a command has shown its help instead
        typer.echo(f"claimatlas: {message} (see '{command} --help')", err=True)


def main() -> None:
    """Console script: a wrong call or a domain error is one line on stderr and exit code 2."""
    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    # Importing every command takes a second; one is enough to run one.
    cli = build([asked] if asked in COMMANDS else COMMANDS)
    try:
        raise SystemExit(cli(standalone_mode=False))
    except typer.TyperException as error:
        _tell(error)
        raise SystemExit(2) from error
    except typer.Abort as error:
        raise SystemExit(1) from error
    except DOMAIN_ERRORS as error:
        typer.echo(f"claimatlas: {error}", err=True)
        raise SystemExit(2) from error
