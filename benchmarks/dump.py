"""How a dump of the size of all GeoNames loads: time, peak memory, and look-ups afterwards.

    .venv/bin/python benchmarks/dump.py MILLIONS [FOLDER]

Writes a file of so many million lines in the shape of GeoNames' allCountries.txt (made up here: names of syllables, two
to six alternate names each, some in Arabic or Cyrillic script, 250 countries), loads it as `fogline atlas add` does,
asks for names, and deletes everything again. Times are processor time of one process.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fogline.atlas.dumps import Dump, load_geonames
from fogline.atlas.fold import fold

SYLLABLES = "al an bar ber da dor el far gal ha in jo ka kun la lis mar mi na nor o pol qa ra ri sa sha ta tel um wa zu"
ARABIC, CYRILLIC = "ابتجحدرسشعفقكلمنهوي", "абвгдежзиклмнопрстуфхя"
CODES = [
    ("P", "PPL"),
    ("P", "PPL"),
    ("H", "STM"),
    ("S", "SCH"),
    ("T", "MT"),
    ("A", "ADM4"),
    ("L", "LCTY"),
    ("S", "FRM"),
]


def word(rng: random.Random, letters: str) -> str:
    return "".join(rng.choices(letters, k=rng.randint(4, 8)))


def lines(count: int, seed: int = 0) -> Iterator[str]:
    """Lines of the dump; names repeat as real ones do."""
    rng = random.Random(seed)
    stock = ["".join(rng.choices(SYLLABLES.split(), k=rng.randint(2, 4))).capitalize() for _ in range(400_000)]
    first = ["", "", "Tall ", "Wadi ", "Jabal ", "Upper ", "Saint ", "El ", "Río ", "Ḩājar "]
    for number in range(1, count + 1):
        name = rng.choice(first) + rng.choice(stock)
        others = [rng.choice(first) + rng.choice(stock) for _ in range(rng.randint(1, 4))]
        if number % 3 == 0:
            others.append(word(rng, ARABIC if number % 2 else CYRILLIC))
        kind, code = CODES[number % len(CODES)]
        land = chr(65 + number % 25) + chr(65 + number // 25 % 10)
        place = f"{rng.uniform(-85, 85):.5f}\t{rng.uniform(-180, 180):.5f}"
        yield (
            f"{number}\t{name}\t{name}\t{','.join(others)}\t{place}\t{kind}\t{code}\t{land}\t\t{number % 40:02}"
            f"\t\t\t\t{rng.randint(0, 4000)}\t\t200\tEtc/UTC\t2020-01-01\n"
        )


def main() -> None:
    count = int(float(sys.argv[1]) * 1e6)
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        source, target = Path(folder) / "all.txt", Path(folder) / "all.sqlite"
        with source.open("w", encoding="utf-8") as out:
            out.writelines(lines(count))
        print(f"{count:,} lines, {source.stat().st_size / 1e9:.2f} GB")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began, clock = time.process_time(), time.monotonic()
        kept = load_geonames(source, target)
        spent, wall = time.process_time() - began, time.monotonic() - clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = target.stat().st_size / 1e9
        print(f"{kept:,} places in {spent:,.0f} s of CPU ({wall:,.0f} s by the clock); {size:.2f} GB")
        print(f"peak memory {peak:,.0f} MiB ({before:,.0f} MiB before loading)")
        dump = Dump(target)
        sample = [line.split("\t") for line in lines(2_000)]
        began = time.process_time()
        found = sum(any(e.geonameid == int(p[0]) for e in dump.named(fold(p[1]))) for p in sample)
        print(f"{found} of {len(sample)} found by name; {len(sample) / (time.process_time() - began):,.0f} look-ups/s")
        dump.close()


if __name__ == "__main__":
    main()
