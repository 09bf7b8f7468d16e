"""`fogline atlas`: look a name up, add local knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say, table

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look names up; add local knowledge.")


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="atlas")


@group.command()
def find(
    name: Annotated[str, typer.Argument(help="A place name in any spelling or script.")],
    near: Annotated[str | None, typer.Option(help="Rank by nearness to this place.")] = None,
    json: options.Json = False,
) -> None:
    """Candidates for a name with scores and reasons, or "not known".

    Example: fogline atlas find "Dier el-Zor"
    """
    from fogline import atlas

    found = atlas.open().find(name, near=near)
    if json:
        print_json(
            [
                {
                    "id": c.place.id,
                    "name": c.place.name,
                    "lat": c.place.lat,
                    "lon": c.place.lon,
                    "country": c.place.country,
                    "level": str(c.place.level),
                    "geometry": str(c.place.geometry),
                    "score": round(c.score, 3),
                    "known": c.known,
                    "why": c.why,
                    "source": c.place.source,
                }
                for c in found
            ]
        )
        return
    if not any(c.known for c in found):
        say(f"{name}: not known" + (" (nearest names below)" if found else ""))
    table(
        ("score", "place", "level", "country", "coordinates", "why"),
        (
            (
                f"{c.score:.2f}",
                c.place.name,
                str(c.place.level),
                c.place.country or "",
                "none published" if c.place.lat is None else f"{c.place.lat:.3f} {c.place.lon:.3f}",
                c.why,
            )
            for c in found
        ),
        wide=(1, 5),
    )


@group.command()
def actor(
    name: Annotated[str, typer.Argument(help="A name, alias or description of an actor.")],
    on: Annotated[str | None, typer.Option(help="Day of side and office; default: the last known.")] = None,
    json: options.Json = False,
) -> None:
    """Actors that a name may mean: kind, side and office on a day, codes of CAMEO and PLOVER, source.

    Example: fogline atlas actor "Lavrov" --on 2017-06-15
    """
    from fogline import atlas
    from fogline.desk.lookup import actors, day

    rows = actors(atlas.open(), name, day(on))
    if json:
        print_json(rows)
        return
    if not rows:
        say(f"{name}: not known")
    for row in rows:
        say(f"{row['name']}  [{row['id']}]  score {row['score']:.2f}, {row['why']}")
        codes = ", ".join(filter(None, (row["cameo"], row["plover"] and f"PLOVER {row['plover']}")))
        say(f"    {row['kind']}" + (f"; {codes}" if codes else "") + (f"; side: {row['side']}" if row["side"] else ""))
        for office in row["offices"]:
            until = office["until"] or ("today" if office["since"] else "")
            say(f"    {office['title']} of {office['of']}, {office['since'] or '?'} to {until or '?'}")
        if row["aliases"]:
            say(f"    also: {', '.join(row['aliases'][:8])}")
        say(f"    source: {row['source']}")


@group.command()
def add(
    file: Annotated[Path, typer.Argument(help="Theatre pack folder, GeoNames dump (.zip, .txt) or GeoJSON of places.")],
) -> None:
    """Add local knowledge: a theatre pack, a GeoNames country dump or GeoJSON of places.

    Example: fogline atlas add SY.zip
    """
    from fogline import atlas
    from fogline.atlas.home import add as add_file

    name, places = add_file(file)
    say(f"added {places} places from {file.name} as {name}")
    for note in atlas.open().notes:
        say(f"note: {note}")
