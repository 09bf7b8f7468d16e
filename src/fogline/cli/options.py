"""Options that several commands share, each with one help text."""

from __future__ import annotations

from typing import Annotated

import typer

Ledger = Annotated[
    str,
    typer.Option(
        "--ledger",
        envvar="FOGLINE_LEDGER",
        help="Ledger: a file (SQLite; created when missing) or a postgresql:// URL.",
        show_envvar=True,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]
On = Annotated[str | None, typer.Option("--on", help="Day asked about (EDTF or ISO); default the newest reported day.")]
AsKnownOn = Annotated[
    str | None, typer.Option("--as-known-on", help="Only what had been reported by this day (EDTF or ISO).")
]
AsRecordedAt = Annotated[
    str | None, typer.Option("--as-recorded-at", help="The ledger as it stood at this time (ISO), reviews included.")
]
Policy = Annotated[str, typer.Option("--policy", help="latest, majority, against-interest or strict.")]
Horizon = Annotated[int, typer.Option("--horizon", help="Days after which evidence no longer decides.")]
MergeAllies = Annotated[bool, typer.Option("--merge-allies", help="Count allied sides as one, and say so.")]
Since = Annotated[str | None, typer.Option("--since", help="From this day on (EDTF or ISO).")]
Until = Annotated[str | None, typer.Option("--until", help="Up to this day (EDTF or ISO).")]
Side = Annotated[str, typer.Option("--side", help="A side, by any name that the atlas knows (`fogline sides`).")]

DEFAULT_LEDGER = "fogline.db"
