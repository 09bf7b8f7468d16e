"""The reference in docs/cli.md, made from the commands' own help: `python -m fogline.cli.reference > docs/cli.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from fogline.cli.app import app
from fogline.cli.commands import register


def commands() -> list[tuple[str, Any]]:
    """Every command with its whole name ("atlas find"), in the order of the help page."""
    if not app.registered_commands:
        register(app)
    found: list[tuple[str, Any]] = []

    def walk(group: Any, before: str) -> None:
        for name, command in group.commands.items():
            if not hasattr(command, "commands"):
                found.append((before + name, command))
                continue
            if command.invoke_without_command:
                found.append((before + name, command))
            walk(command, f"{before}{name} ")

    walk(typer.main.get_command(app), "")
    return found


def reference() -> str:
    """The Markdown of docs/cli.md."""
    parts = [
        "# Command line",
        "",
        "Made from `--help`; `fogline COMMAND --help` says the same. Exit status: 0 done, 1 done but some inputs",
        "failed (named on standard error), 2 unusable arguments or a missing ledger. `--json` prints one JSON value",
        "and nothing else on standard output.",
    ]
    for name, command in commands():
        parts += ["", f"## fogline {name}", "", (command.help or "").strip(), ""]
        rows = [_row(p) for p in command.params if getattr(p, "name", "") != "help"]
        if rows:
            parts += ["| argument or option | says | default |", "| --- | --- | --- |", *rows]
    return "\n".join(parts) + "\n"


def _row(parameter: Any) -> str:
    option = parameter.opts[0].startswith("-")
    names = ", ".join(f"`{o}`" for o in parameter.opts) if option else f"`{parameter.name.upper()}`"
    shown = parameter.default
    default = f"`{shown}`" if isinstance(shown, str | int | float | Path) and not isinstance(shown, bool) else ""
    return f"| {names} | {(getattr(parameter, 'help', None) or '').replace('|', ' or ')} | {default} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
