"""One file a command; each adds itself to the application."""

from __future__ import annotations

from importlib import import_module

import typer

#: In the order of the help page: what a newcomer needs first stands first.
MODULES = (
    "read",
    "who",
    "claims",
    "show",
    "timeline",
    "disputes",
    "origins",
    "brief",
    "geography",
    "check",
    "whatif",
    "review",
    "publishers",
    "sides",
    "atlas",
    "places",
    "export",
    "evaluate",
    "readings",
    "care",
    "serve",
)


def register(app: typer.Typer) -> None:
    """Hang every command on the application."""
    for name in MODULES:
        import_module(f"{__name__}.{name}").register(app)
