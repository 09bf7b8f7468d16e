"""Everything of weighing and the picture that hangs on the reader, measured anew in one command.

`.venv/bin/python benchmarks/theatre.py` reads the theatre and dev reports into fresh ledgers with the reader and atlas
of the day, then prints who held what beside the facts, the links by kind with the verdicts on those that were judged
before, and what `check` can decide. Run it after new weights. `--keep FOLDER` keeps the ledgers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import fogline
import holders
import links


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="a folder for the ledgers; those that are there are not read again")
    parser.add_argument("--sets", default="dev,theatre", help="which of dev, theatre, other, train to read")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledgers = {name: (options.keep or Path(folder)) / f"{name}.db" for name in options.sets.split(",")}
        for name, ledger in ledgers.items():
            if not ledger.exists():
                ledger.parent.mkdir(parents=True, exist_ok=True)
                print(f"{name}: {fogline.open(str(ledger)).read(str(links.SETS[name])).links}")
        if "theatre" in ledgers:
            print("\nWho held what\n")
            holders.table(fogline.open(str(ledgers["theatre"])), "latest", full=False)
        print("\nLinks\n")
        found: dict[str, links.Found] = {}
        for name, ledger in ledgers.items():
            for link in links.links_of(name, str(ledger)):
                found.setdefault(link.id, link)
        links.table(found.values(), links.verdicts())
        print("\nMeasures\n")
        for name, ledger in ledgers.items():
            verdicts = Counter(c.verdict for c in fogline.open(str(ledger)).check())
            print(f"{name}: {', '.join(f'{n} {v}' for v, n in sorted(verdicts.items()))}")


if __name__ == "__main__":
    main()
