"""`fogline whatif`: the same question over assumed claims."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say
from fogline.errors import QuestionError


def register(app: typer.Typer) -> None:
    app.command(context_settings={"ignore_unknown_options": True})(whatif)


def whatif(
    words: Annotated[list[str], typer.Argument(help='"PLACE=SIDE"... -- QUESTION...: who, border, corridor or zone.')],
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """The answer before, after, and the difference, if places were held otherwise; nothing is stored.

    Example: fogline whatif "Abu Kamal=Syrian government" -- who "Abu Kamal" --on 2017-11-20
    """
    from fogline.desk import open as open_desk
    from fogline.desk.whatif import parse

    assumed, question = parse(words)
    if "--json" in question:
        question.remove("--json")
        json = True
    if not assumed:
        raise QuestionError('whatif needs at least one "PLACE=SIDE" before --')
    with open_desk(ledger, create=False) as desk:
        result = desk.what_if(assumed, question)
    if json:
        print_json(result.as_json())
        return
    say(f"before: {result.before.sentence}")
    say(f"after:  {result.after.sentence}")
    say(f"{result.sentence}")
