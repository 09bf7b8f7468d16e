"""`fogline distance`, `zone`, `border`, `corridor`: geography over the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say

if TYPE_CHECKING:
    from fogline.desk import Desk


def register(app: typer.Typer) -> None:
    for command in (distance, zone, border, corridor):
        app.command()(command)


def answer(json: bool, result: Any) -> None:
    """An answer as its sentence and details, or as JSON."""
    if json:
        print_json(result.as_json())
        return
    say(result.sentence)
    for line in getattr(result, "details", ()):
        say(f"  {line}")
    if result.unknown_because and result.unknown_because not in result.sentence:
        say(f"Cannot be computed, because {result.unknown_because}.")


def distance(
    a: Annotated[str, typer.Argument(help="Place.")],
    b: Annotated[str, typer.Argument(help="Place.")],
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Distance between two places in km, with the range that their precision leaves.

    Example: fogline distance "Al-Tanf" Zakf
    """
    with _desk(ledger) as desk:
        answer(json, desk.distance(a, b))


def zone(
    centre: Annotated[str, typer.Argument(help="Place at the centre.")],
    radius: Annotated[float, typer.Option(help="Radius in km.")],
    contains: Annotated[str | None, typer.Option(help="Is this place inside?")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """What lies inside a circle, given how well each place is known.

    Example: fogline zone "Al-Tanf" --radius 55 --contains Zakf
    """
    with _desk(ledger) as desk:
        answer(json, desk.zone(centre, radius, contains=contains))


def border(
    a: Annotated[str, typer.Argument(help="Country.")],
    b: Annotated[str, typer.Argument(help="Country.")],
    on: options.On = None,
    as_known_on: options.AsKnownOn = None,
    policy: options.Policy = "latest",
    horizon: options.Horizon = 120,
    viewpoint: Annotated[str | None, typer.Option(help="Boundary viewpoint; default the UN-recognised one.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Who holds how much of a border: held, inferred and unknown apart, as ranges.

    Example: fogline border Iraq Syria --on 2017-11-20
    """
    with _desk(ledger) as desk:
        answer(
            json,
            desk.border(a, b, on=on, as_known_on=as_known_on, policy=policy, horizon=horizon, viewpoint=viewpoint),
        )


def corridor(
    start: Annotated[str, typer.Argument(help="Place.")],
    end: Annotated[str, typer.Argument(help="Place.")],
    side: options.Side,
    on: options.On = None,
    as_known_on: options.AsKnownOn = None,
    policy: options.Policy = "latest",
    horizon: options.Horizon = 120,
    roads: Annotated[str | None, typer.Option(help="GeoJSON of roads; else places are joined by nearness.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Is there a connected way through places held by a side, and which places break it.

    Example: fogline corridor "Abu Kamal" Palmyra --side "Syrian government" --on 2017-11-20
    """
    with _desk(ledger) as desk:
        answer(
            json,
            desk.corridor(
                start, end, side=side, on=on, as_known_on=as_known_on, policy=policy, horizon=horizon, roads=roads
            ),
        )


def _desk(ledger: str) -> Desk:
    from fogline.desk import open as open_desk

    return open_desk(ledger, create=False)
