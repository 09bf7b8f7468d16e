"""The user's own places: where they are kept, how a file is added, and the atlas put together from everything."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fogline.atlas import packs as theatre
from fogline.atlas.artefact import Artefact
from fogline.atlas.atlas import Atlas
from fogline.atlas.dumps import Dump, load_geojson, load_geonames
from fogline.atlas.gazetteer import Gazetteer
from fogline.errors import PackError

if TYPE_CHECKING:
    from fogline.atlas.actors import Cast

DATA = Path(__file__).parent / "data"


def data_folder() -> Path:
    """Where the user's own data is kept: $FOGLINE_HOME, else the platform's user data folder."""
    if home := os.environ.get("FOGLINE_HOME"):
        return Path(home)
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/fogline"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "fogline"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "fogline"


def assemble(names: Sequence[str] | None = None, extra: Sequence[Path] = ()) -> Atlas:
    """The atlas over the compiled gazetteer, the packs and the user's own data."""
    shipped = theatre.shipped()
    for name in names or ():
        if name not in shipped:
            raise PackError(
                f"pack {name!r}: not shipped; there are {', '.join(shipped)}; give the folder of another one"
            )
    chosen = [
        theatre.load(theatre.SHIPPED / name) for name in shipped if names is None or name in names or name == "world"
    ]
    own = data_folder() / "atlas"
    dumps = []
    if names is None and own.is_dir():
        chosen += [theatre.load(path.parent) for path in sorted(own.glob("packs/*/pack.toml"))]
        dumps = [Dump(path) for path in sorted(own.glob("dumps/*.sqlite"))]
    chosen += [theatre.load(Path(path)) for path in extra]
    gazetteer = Gazetteer(Artefact(DATA), chosen, dumps)
    return Atlas(gazetteer, lambda: _cast(chosen), theatre.disagreements(chosen))


def _cast(packs: Sequence[theatre.Pack]) -> Cast:
    """The actors of these packs, read when first asked for: a look-up of a place does not wait for them."""
    from fogline.atlas import actors

    return actors.open(packs)


def add(path: Path, progress: Callable[[int], None] = lambda _: None) -> tuple[str, int]:
    """Add a theatre pack (folder), a GeoNames dump (zip or text) or a GeoJSON file; gives its name and how many places.

    Everything is read before anything is kept: a broken file leaves no trace.
    """
    own = data_folder() / "atlas"
    if path.is_dir():
        pack = theatre.load(path)
        if not re.fullmatch(r"[\w.-]+", pack.name) or pack.name in theatre.shipped():
            raise PackError(
                f"{path / 'pack.toml'}: name: {pack.name!r} is not usable or is that of a shipped pack; rename it"
            )
        _cast([pack])  # its actors and sides must be readable too
        target = own / "packs" / pack.name
        draft = target.with_name(f".{pack.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(path, draft)
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
        return pack.name, len(pack.entries)
    if not path.is_file():
        raise PackError(f"{path}: not there; give a pack folder, a GeoNames dump or a GeoJSON file")
    database = own / "dumps" / f"{path.stem}.sqlite"
    if path.suffix.lower() in (".geojson", ".json"):
        return path.stem, load_geojson(path, database)
    if path.suffix.lower() == ".txt" or zipfile.is_zipfile(path):
        return path.stem, load_geonames(path, database, progress)
    raise PackError(f"{path}: neither a pack folder, nor a GeoNames dump (.zip, .txt), nor GeoJSON (.geojson)")
