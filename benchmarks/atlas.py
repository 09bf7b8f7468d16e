"""What the atlas reaches on place names, beside the peers that find place names offline.

    .venv/bin/python benchmarks/atlas.py [../shared] [--short] [--wrong]

`--short` leaves out the peers and the speeds, `--wrong` lists what came out wrong.

flashgeotext and geotext are run where they can be imported (put them in an environment of their own and name its
site-packages in PYTHONPATH); neither gives coordinates, so each find of theirs is put at the most populous place of
that name.
Speeds are by processor time of one process.
"""

from __future__ import annotations

import csv
import importlib
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz

import atlas_corpora as corpora
import fogline.atlas as atlas
from fogline.atlas.fold import fold, skeletons, strip_article
from fogline.atlas.places import ENOUGH
from fogline.atlas.sphere import distance
from fogline.claims import Argument, Claim, ClaimType, Report, Role, Span

NEAR_KM = 161.0
VILLAGE_KM = 25.0
Spot = tuple[float, float]
#: What a score said and whether the answer was right, by set: filled as the sets are gone through.
Said = list[tuple[float, bool]]
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


def main() -> None:
    shared = Path(
        sys.argv[1] if len(sys.argv) > 1 and sys.argv[1][0] != "-" else Path(__file__).resolve().parents[2] / "shared"
    )
    opened = atlas.open()
    data = shared / "data" / "geoparsing"
    sets: dict[str, list[corpora.Document]] = {
        "LGL": list(corpora.lgl(data / "lgl.xml")),
        "GeoVirus": list(corpora.geovirus(data / "GeoVirus.xml")),
        "WOTR test": list(corpora.wotr(data / "wotr" / "test")),
    }
    said = given(opened, sets)
    if "--short" not in sys.argv:
        found(opened, {name: sets[name] for name in ("LGL", "GeoVirus")})
    said |= villages(opened, shared / "data" / "gazetteers" / "airwars_syria" / "airwars_syria_incidents_noPII.csv")
    said |= checked(opened, shared / "data" / "claims" / "dev", Path(__file__).with_name("atlas_dev150.csv"))
    reliability(said)
    if "--short" in sys.argv:
        return
    speed(sets["LGL"])


def reliability(sets: dict[str, Said]) -> None:
    """How often answers are right, by the score that they were given with; and the expected calibration error."""
    print("## Scores: said, and right\n")
    print("| said | " + " | ".join(sets) + " |\n" + "| --- " * (len(sets) + 1) + "|")
    for low, high in pairwise(BINS):
        cells = []
        for said in sets.values():
            inside = [pair for pair in said if low <= pair[0] < high]
            share = sum(ok for _, ok in inside) / len(inside) if inside else 0
            mean = sum(score for score, _ in inside) / len(inside) if inside else 0
            cells.append(f"{mean:.2f} → {share:.2f} ({len(inside):,})" if inside else "–")
        print(f"| {low:.2f}–{min(high, 1):.2f} | " + " | ".join(cells) + " |")
    print("| expected calibration error | " + " | ".join(f"{ece(said):.3f}" for said in sets.values()) + " |\n")


def ece(said: Said) -> float:
    """Mean distance between what scores say and how often they are right, over ten equal bins, weighted by size."""
    total = 0.0
    for n in range(10):
        inside = [pair for pair in said if n <= min(pair[0] * 10, 9.999) < n + 1]
        total += abs(sum(score for score, _ in inside) - sum(ok for _, ok in inside))
    return total / max(1, len(said))


def given(opened: atlas.Atlas, sets: dict[str, list[corpora.Document]]) -> dict[str, Said]:
    said: dict[str, Said] = {}
    print("## Mentions given: which place is meant\n")
    print("| set | mentions | held within 161 km | right of held | answered | right of answered | mentions/s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, documents in sets.items():
        total = held = right = answered = 0
        began = time.process_time()
        spent = 0.0
        for document in documents:
            toponyms = [t for t in document.toponyms if t.lat is not None and t.lon is not None]
            refs = opened.places_in(document.report, [t.span for t in toponyms])
            spent += time.process_time() - began
            for toponym, ref in zip(toponyms, refs, strict=True):
                total += 1
                ok = ref.place is not None and within(ref.place.lat, ref.place.lon, toponym)
                if ref.place is not None:
                    said.setdefault(name, []).append((ref.score, ok))
                hits = opened._places.held(document.report, toponym.span)
                held += ok or any(within(h.entry.place.lat, h.entry.place.lon, toponym) for h in hits)
                right += ok
                answered += ref.place is not None
            began = time.process_time()
        print(
            f"| {name} | {total:,} | {held / total:.1%} | {right / held:.1%} | {answered / total:.1%} | "
            f"{right / answered:.1%} | {total / spent:,.0f} |"
        )
    print()
    return said


def within(lat: float | None, lon: float | None, toponym: corpora.Toponym, km: float = NEAR_KM) -> bool:
    if lat is None or lon is None or toponym.lat is None or toponym.lon is None:
        return False
    return distance(lat, lon, toponym.lat, toponym.lon) <= km


def found(opened: atlas.Atlas, sets: dict[str, list[corpora.Document]]) -> None:
    print("## Mentions found by the tool itself: F1 at 161 km\n")
    print("| set | tool | precision | recall | F1 | of the span alone | characters/s |\n" + "| --- " * 7 + "|")
    tools: dict[str, Callable[[Report], Iterable[tuple[Span, Spot | None]]]] = {"Fogline": lambda r: ours(opened, r)}
    for peer in ("flashgeotext", "geotext"):
        made = peer_of(peer, opened)
        if made is None:
            print(f"| | {peer} | not installed: skipped | | | | |")
        else:
            tools[peer] = made
    for name, documents in sets.items():
        for tool, finder in tools.items():
            hit = spans = predicted = gold = characters = 0
            began = time.process_time()
            results = [list(finder(document.report)) for document in documents]
            spent = time.process_time() - began
            for document, result in zip(documents, results, strict=True):
                toponyms = [t for t in document.toponyms if t.lat is not None]
                characters += len(document.report.text)
                gold += len(toponyms)
                left = list(toponyms)
                # Toponyms whose coordinates the corpus does not give are neither right nor wrong.
                open_ones = [t.span for t in document.toponyms if t.lat is None]
                for span, spot in result:
                    match = next((t for t in left if t.span.overlaps(span)), None)
                    if match is None:
                        predicted += not any(span.overlaps(other) for other in open_ones)
                        continue
                    left.remove(match)
                    predicted += 1
                    spans += 1
                    hit += spot is not None and within(*spot, match)
            precision, recall = hit / max(1, predicted), hit / max(1, gold)
            loose = 2 * spans / max(1, predicted + gold)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            print(
                f"| {name} | {tool} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {loose:.3f} | "
                f"{characters / spent:,.0f} |"
            )
    print()


def ours(opened: atlas.Atlas, report: Report) -> Iterable[tuple[Span, Spot | None]]:
    for ref in opened.places_in(report):
        if ref.place is not None and ref.place.lat is not None and ref.place.lon is not None:
            yield ref.span, (ref.place.lat, ref.place.lon)


def peer_of(name: str, opened: atlas.Atlas) -> Callable[[Report], Iterable[tuple[Span, Spot | None]]] | None:
    """A peer as a finder of spans and coordinates; None where it is not installed."""
    try:
        module = importlib.import_module(name)
    except Exception as error:  # whatever an installation lacks
        print(f"{name}: {error}", file=sys.stderr)
        return None

    def largest(written: str) -> Spot | None:
        hits = opened.gazetteer.exact(fold(written))
        best = max(hits, key=lambda h: h.entry.population, default=None)
        return None if best is None or best.entry.spot is None else best.entry.spot

    if name == "flashgeotext":
        geotext = importlib.import_module("flashgeotext.geotext").GeoText()

        def flash(report: Report) -> Iterable[tuple[Span, Spot | None]]:
            for group in geotext.extract(input_text=report.text).values():
                for canonical, facts in group.items():
                    for start, end in facts["span_info"]:
                        yield Span(start, end), largest(canonical)

        return flash

    def plain(report: Report) -> Iterable[tuple[Span, Spot | None]]:
        places = module.GeoText(report.text)
        for written in {*places.cities, *places.countries}:
            for match in re.finditer(rf"\b{re.escape(written)}\b", report.text):
                yield Span(match.start(), match.end()), largest(written)

    return plain


def villages(opened: atlas.Atlas, path: Path) -> dict[str, Said]:
    """Names of Syrian places as incident reports give them, with the region; never shipped."""
    if not path.is_file():
        return {}
    said: dict[str, Said] = {}
    rows = [
        r
        for r in corpora.airwars(path)
        if r["lat"] and r["location_en"] and r["geo_precision"] in ("village", "town", "city")
    ]
    unique = list({(r["location_en"], r["region_en"]): r for r in rows}.values())
    sample = random.Random(0).sample(unique, min(1500, len(unique)))
    known = names_of_syria(opened)
    print("## Syrian village names (1,500 of the Airwars incidents, evaluation only)\n")
    print("| asked as | held | answered | within 25 km of answered | NIL of not held | answered of held |")
    print("| --- | --- | --- | --- | --- | --- |")
    for mode in ("place, region, Syria", "bare name, near Syria"):
        held = answered = right = missing = nil = reached = 0
        for row in sample:
            name = row["location_en"].split(",")[0]
            lat, lon = float(row["lat"]), float(row["lon"])
            holds = any(
                abs(y - lat) < 0.3 and abs(x - lon) < 0.35 and same_name(name, other) for other, (y, x) in known
            )
            if mode.startswith("place"):
                text = f"{row['location_en']}, {row['region_en']}, Syria"
                ref = opened.places_in(Report(text=text, name="v", theatre="syria"), [Span(0, len(name))])[0]
                place, score = ref.place, ref.score
            else:
                candidates = [c for c in opened.find(name, near="Syria") if c.known and c.score >= ENOUGH]
                place, score = (candidates[0].place, candidates[0].score) if candidates else (None, 0.0)
            held += holds
            missing += not holds
            if place is None or place.lat is None or place.lon is None:
                nil += not holds
                continue
            answered += 1
            reached += holds
            ok = distance(place.lat, place.lon, lat, lon) <= VILLAGE_KM
            right += ok
            said.setdefault(f"villages, {mode.partition(',')[0]}", []).append((score, ok))
            if "--wrong" in sys.argv and not ok:
                print(
                    mode[:5],
                    row["location_en"],
                    row["region_en"],
                    place.name,
                    place.id,
                    f"{score:.2f}",
                    file=sys.stderr,
                )
        print(
            f"| {mode} | {held:,} of {len(sample):,} | {answered:,} | {right / answered:.1%} | {nil / missing:.1%} | "
            f"{reached / held:.1%} |"
        )
    print()
    return said


def names_of_syria(opened: atlas.Atlas) -> list[tuple[str, Spot]]:
    block = opened.gazetteer.block("SY")
    return [
        (name, e.spot)
        for group in block.bones.values()
        for name, e in group
        if e.spot is not None and e.place.lat is not None
    ]


def same_name(one: str, other: str) -> bool:
    a, b = strip_article(fold(one)), strip_article(other)
    ratio = fuzz.ratio(a, b)
    return a == b or ratio >= 88 or (ratio >= 60 and bool(set(skeletons(a)) & set(skeletons(b))))


def checked(opened: atlas.Atlas, dev: Path, path: Path) -> dict[str, Said]:
    """The 150 development mentions that were checked by hand: what they should be, against what they are now."""
    if not dev.is_dir():
        return {}
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    answers: dict[tuple[str, int, int], list[tuple[str, float]]] = {}
    for name in {row["report"] for row in rows}:
        text = read(dev, name)
        side = json.loads((dev / "texts" / f"{name}.json").read_text(encoding="utf-8"))
        report = Report(text=text, name=name, title=side.get("title"), publisher=side.get("publisher"))
        claims = [
            claim_of(report, record)
            for record in json.loads((dev / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        ]
        for resolution in opened.resolve(report, claims):
            for ref in resolution.places:
                now = (ref.place.id if ref.place else "", ref.score)
                answers.setdefault((name, ref.span.start, ref.span.end), []).append(now)
    given_now = []
    for row in rows:
        now = answers.get((row["report"], int(row["start"]), int(row["end"])), [("?", 0.0)])
        # "The provinces of Homs and Hama" are two answers; the list names one of them.
        given_now.append(next((one for one in now if one[0] == row["expected"]), now[0]))
    right = [row for row, (place, _) in zip(rows, given_now, strict=True) if place == row["expected"]]
    if "--wrong" in sys.argv:
        for row, now in zip(rows, given_now, strict=True):
            if row not in right:
                print("dev150", row["report"], row["start"], row["end"], row["expected"], now, file=sys.stderr)
    first = sum(row["first_check"] == "right" for row in rows)
    nil = [row for row in rows if not row["expected"]]
    print("## 150 place mentions of the development claims, checked by hand\n")
    print("| right when first checked | right now | rightly not known now |\n| --- | --- | --- |")
    print(
        f"| {first} of {len(rows)} ({first / len(rows):.1%}) | {len(right)} ({len(right) / len(rows):.1%}) | "
        f"{sum(row in right for row in nil)} of {len(nil)} |\n"
    )
    return {
        "dev claims, by hand": [
            (score, row in right) for row, (place, score) in zip(rows, given_now, strict=True) if place
        ]
    }


def read(dev: Path, name: str) -> str:
    with (dev / "texts" / f"{name}.txt").open(encoding="utf-8", newline="") as stream:
        return stream.read()


def claim_of(report: Report, record: dict[str, object]) -> Claim:
    trigger = record["trigger"]
    args = tuple(
        Argument(Role(a["role"]), a["text"], a["start"], a["end"], a.get("entity") or a["text"])
        for a in record["args"]  # type: ignore[attr-defined]
    )
    return Claim(report.id, Span(trigger["start"], trigger["end"]), trigger["text"], ClaimType(record["type"]), args)  # type: ignore[index]


def speed(documents: Sequence[corpora.Document]) -> None:
    print("## Speed and size\n\n| what | figure |\n| --- | --- |")
    began = time.process_time()
    opened = atlas.open()
    opened.find("Al-Tanf")
    print(f"| open and first look-up | {(time.process_time() - began) * 1000:.0f} ms |")
    names = sorted({name for code in ("SY", "IQ", "UA") for name, _ in opened.gazetteer._artefact.names_in(code)})
    names = random.Random(0).sample(names, 6000)
    began = time.process_time()
    for name in names:
        opened.find(name)
    print(f"| exact names, each asked for the first time | {len(names) / (time.process_time() - began):,.0f} /s |")
    began = time.process_time()
    for _ in range(5):
        for name in names:
            opened.find(name)
    print(f"| exact names, warm | {5 * len(names) / (time.process_time() - began):,.0f} /s |")
    wrong = [name[:2] + "e" + name[3:] for name in names if name.isascii() and len(name) > 6]
    wrong = [name for name in wrong if not opened.gazetteer.has(name)]
    opened.find(wrong[0])
    began = time.process_time()
    for name in wrong:
        opened.find(name)
    print(f"| fuzzy names over the theatre's countries | {len(wrong) / (time.process_time() - began):,.0f} /s |")
    report = Report(text="Troops left Homs for Palmyra and Deir ez-Zor in Syria.", name="x", theatre="syria")
    spans = [Span(12, 16), Span(21, 28), Span(33, 44)]
    began = time.process_time()
    for _ in range(500):
        opened.places_in(report, spans)
    print(f"| mentions resolved in the context of a sentence | {1500 / (time.process_time() - began):,.0f} /s |")
    folder = Path(atlas.__file__).parent / "data"
    size = sum(
        p.stat().st_size for p in folder.iterdir() if p.suffix in (".npy", ".marisa", ".bin") or p.name == "meta.json"
    )
    print(f"| compiled gazetteer | {size / 1e6:.2f} MB |")


if __name__ == "__main__":
    main()
