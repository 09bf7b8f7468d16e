"""What a near spelling is worth: names of the gazetteer taken out one at a time, and looked for among the rest.

    .venv/bin/python benchmarks/near_spellings.py

A name that is taken out while its place stays under its other names should lead back to the place; a name whose place
is taken out too should lead nowhere. From both follows how often a near spelling is right at a given coverage: reports
of a war name about one village in five that the shipped gazetteer holds. Nothing here looks at an evaluation set.
"""

from __future__ import annotations

import random
from collections import defaultdict

from rapidfuzz import process

import fogline.atlas as atlas
from fogline.atlas.fold import skeletons, sound, strip_article
from fogline.atlas.gazetteer import NEAR, SAME_BONES, SAME_SHORT_BONES, Block, alike

COUNTRIES, EACH, COVERAGE = ("SY", "IQ"), 1500, 0.22


def main() -> None:
    opened, rng = atlas.open(), random.Random(1)
    #: By consonants (six and more in one): right while held, wrong while held, answered though not held.
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    total = 0
    for country in COUNTRIES:
        block = opened.gazetteer.block(country)
        names: dict[str, set[str]] = defaultdict(set)
        for group in block.bones.values():
            for name, entry in group:
                if entry.place.level.value in ("settlement", "site"):
                    names[entry.place.id].add(name)
        # Sorted: sets come in another order in each run.
        items = sorted((name, place) for place, own in names.items() if len(own) > 1 for name in own if name.isascii())
        for name, place in rng.sample(items, min(EACH, len(items))):
            total += 1
            bones = min(6, max((len(b) for b in skeletons(name)), default=0))
            kept, gone = nearest(block, name, None), nearest(block, name, place)
            if kept is not None:
                counts[bones][0 if kept == place else 1] += 1
            counts[bones][2] += gone is not None
    print(f"{total:,} names; held: {sum(c[0] for c in counts.values()) / total:.1%} found again, "
          f"{sum(c[1] for c in counts.values()) / total:.1%} taken for another; "
          f"not held: {sum(c[2] for c in counts.values()) / total:.1%} taken for another\n")  # fmt: skip
    print(f"| consonants | right, held | wrong, held | answered, not held | right at {COVERAGE:.0%} coverage |")
    print("| --- " * 5 + "|")
    for bones, (right, wrong, stray) in sorted(counts.items()):
        sure = right * COVERAGE / max(1e-9, (right + wrong) * COVERAGE + stray * (1 - COVERAGE))
        print(f"| {bones}{' and more' if bones == 6 else ''} | {right} | {wrong} | {stray} | {sure:.2f} |")


def nearest(block: Block, name: str, without: str | None) -> str | None:
    """The place of the nearest spelling but the name itself, as the gazetteer finds it; None where none is near."""
    said, bare = sound(name), strip_article(name)
    best: tuple[float, str] | None = None
    if len(bare.replace(" ", "")) < 4:
        return None
    offers = [
        (alike(said, sound(other)), entry.place.id, other, SAME_BONES if len(bones) > 3 else SAME_SHORT_BONES)
        for bones in skeletons(name)
        if len(bones) >= 3
        for other, entry in block.bones.get(bones, ())
    ]
    near = block.initial.get(said[0], {}) if len(said) >= 6 else {}
    for other, _, _ in process.extract(said, near.keys(), score_cutoff=NEAR, limit=8):
        offers += [(alike(said, other) - 10, entry.place.id, "", NEAR - 10) for entry in near[other]]
    for ratio, place, other, enough in offers:
        same = other == name or strip_article(other) == bare
        if ratio >= enough and not same and place != without and (best is None or ratio > best[0]):
            best = (ratio, place)
    return best[1] if best else None


if __name__ == "__main__":
    main()
