"""The `fogline` command: one file a command, each thin over the desk."""

from __future__ import annotations

import os
import sys

import typer

from fogline import __version__
from fogline.errors import FoglineError

app = typer.Typer(
    name="fogline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read war reporting and keep the ledger of who says what: who holds what, says who, how well is it known.",
)


def _version(show: bool) -> None:
    if show:
        typer.echo(f"fogline {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Read war reporting and keep the ledger of who says what."""


def main() -> None:
    """Run the command line; every known error is one line on standard error and exit status 2."""
    from fogline.cli import commands

    commands.register(app)
    try:
        app()
    except FoglineError as error:
        sys.stderr.write(f"fogline: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe has gone (`| head`): say nothing, as other tools do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("fogline: stopped; what was acknowledged is stored, run the same command to go on\n")
        sys.exit(130)
