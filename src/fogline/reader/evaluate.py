"""Predicted claims against coded ones, as codebook section 5 says, with tables that show where to work.

`score` gives the figures of the project's scorer, figure for figure (tests/reader/test_evaluate.py holds the two
together). `errors` lists the worst: what was missed, what was made up, and matched claims with most fields wrong.
Claims are in the codebook's form (`fogline.codebook.to_codebook`); figures are percent. Pure: no files are read here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fogline.claims import ACTOR_ROLES, PLACE_ROLES

Record = Mapping[str, Any]
_PLACES = frozenset(map(str, PLACE_ROLES))
_ACTORS = frozenset(map(str, ACTOR_ROLES))
#: Labels that nearly every claim has: accuracy on them is no evidence.
DEFAULTS = {"certainty": "certain", "polarity": "positive", "mood": "actual"}


@dataclass(slots=True)
class Tally:
    """How many were right, how many there are, how many were predicted."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, hit: int, gold: int, predicted: int) -> None:
        self.hit += hit
        self.gold += gold
        self.predicted += predicted

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 in percent, with the counts; 0 where there is nothing to count."""
        precision = self.hit / self.predicted if self.predicted else 0.0
        recall = self.hit / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": 100 * precision,
            "recall": 100 * recall,
            "f1": 100 * f1,
            "gold": self.gold,
            "predicted": self.predicted,
        }


def overlaps(a: Record, b: Record) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same_role(a: str, b: str) -> bool:
    """Roles match when equal, or when both are roles of places."""
    return a == b or (a in _PLACES and b in _PLACES)


def pair(
    gold: Sequence[Record], predicted: Sequence[Record], same: Callable[[Record, Record], bool]
) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping spans for which `same` holds, nearest starts first."""
    options = sorted(
        (abs(g["start"] - p["start"]), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if overlaps(g, p) and same(g, p)
    )
    pairs: list[tuple[int, int]] = []
    used_gold, used_predicted = set[int](), set[int]()
    for _, i, j in options:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs


def match(gold: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[int, int]]:
    """Claims that match: equal type, overlapping triggers."""
    return pair(_triggers(gold), _triggers(predicted), lambda a, b: a["type"] == b["type"])


def _triggers(claims: Sequence[Record]) -> list[Record]:
    return [{"start": c["trigger"]["start"], "end": c["trigger"]["end"], "type": c["type"]} for c in claims]


def _mentions(claims: Sequence[Record], roles: Collection[str]) -> list[Record]:
    spans = {(a["start"], a["end"]) for c in claims for a in c["args"] if a["role"] in roles}
    return [{"start": s, "end": e} for s, e in sorted(spans)]


def innermost(claim: Record) -> Record | None:
    return claim["sources"][-1] if claim["sources"] else None


def _any(_a: Record, _b: Record) -> bool:
    return True


def _arguments(gold: Record, predicted: Record) -> list[tuple[int, int]]:
    return pair(gold["args"], predicted["args"], lambda x, y: same_role(x["role"], y["role"]))


def _source_right(gold: Record, predicted: Record) -> bool:
    a, b = innermost(gold), innermost(predicted)
    return (a is None and b is None) or (a is not None and b is not None and overlaps(a, b))


def _value(claim: Record) -> str | None:
    value = (claim.get("time") or {}).get("value")
    return None if value is None else str(value)


def score(gold: Mapping[str, Sequence[Record]], predicted: Mapping[str, Sequence[Record]]) -> dict[str, Any]:
    """The scorer's figures over all reports of `gold`; a report that `predicted` lacks counts as no claims found.

    Returns "f1" (claims, triggers, places, actors, arguments: precision, recall, f1, gold, predicted), "accuracy on
    matched claims", "per label" (field to label to figures), "per type" (largest first) and "matched".
    """
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    per_type: defaultdict[str, Tally] = defaultdict(Tally)
    by_label: dict[str, defaultdict[str, Tally]] = {field: defaultdict(Tally) for field in DEFAULTS}
    right: Counter[str] = Counter()
    only: defaultdict[str, list[bool]] = defaultdict(list)
    matched = 0
    for name in sorted(gold):
        coded, read = gold[name], predicted.get(name, ())
        pairs = match(coded, read)
        tallies["claims"].add(len(pairs), len(coded), len(read))
        both = pair(_triggers(coded), _triggers(read), _any)
        tallies["triggers (any type)"].add(len(both), len(coded), len(read))
        for kind in {c["type"] for c in [*coded, *read]}:
            hit = sum(coded[i]["type"] == kind for i, _ in pairs)
            per_type[kind].add(hit, sum(c["type"] == kind for c in coded), sum(c["type"] == kind for c in read))
        for label, roles in (("places", _PLACES), ("actors", _ACTORS)):
            a, b = _mentions(coded, roles), _mentions(read, roles)
            tallies[label].add(len(pair(a, b, _any)), len(a), len(b))
        found = sum(len(_arguments(coded[i], read[j])) for i, j in pairs)
        tallies["arguments"].add(found, sum(len(c["args"]) for c in coded), sum(len(c["args"]) for c in read))
        matched += len(pairs)
        for i, j in pairs:
            _fields(coded[i], read[j], right, only, by_label)
    accuracy = {field: 100 * hits / matched if matched else 0.0 for field, hits in right.items()}
    return {
        "f1": {name: tally.figures() for name, tally in tallies.items()},
        "accuracy on matched claims": accuracy | {name: 100 * sum(v) / len(v) for name, v in only.items()},
        "per label": {f: {k: t.figures() for k, t in sorted(v.items())} for f, v in by_label.items() if v},
        "per type": {k: t.figures() for k, t in sorted(per_type.items(), key=lambda kv: -kv[1].gold)},
        "matched": matched,
    }


def _fields(
    gold: Record,
    predicted: Record,
    right: Counter[str],
    only: defaultdict[str, list[bool]],
    by_label: Mapping[str, defaultdict[str, Tally]],
) -> None:
    """Adds one matched claim to the accuracies and to the tallies of its labels."""
    right["source"] += _source_right(gold, predicted)
    for field, tallies in by_label.items():
        a, b = gold[field], predicted[field]
        right[field] += a == b
        for label in {a, b}:
            tallies[label].add(a == label == b, a == label, b == label)
    coded, read = _value(gold), _value(predicted)
    right["time value"] += coded == read
    if coded:
        only["time value, where gold has one"].append(coded == read)
    if innermost(gold) is not None:
        only["source, where gold has one"].append(_source_right(gold, predicted))
    right["attributed (yes/no)"] += bool(gold["sources"]) == bool(predicted["sources"])


def rare(figures: Mapping[str, Any]) -> dict[str, float]:
    """F1 of every label that is no default, with the two means that the reader is held to (0 where none was coded)."""
    labels = {k: v["f1"] for f, ls in figures["per label"].items() for k, v in ls.items() if k != DEFAULTS[f]}
    moods = [labels.get(k, 0.0) for k in ("planned", "predicted", "conditional", "demanded")]
    doubts = [labels.get(k, 0.0) for k in ("probable", "possible")]
    return {
        **labels,
        "mean of planned, predicted, conditional, demanded": sum(moods) / len(moods),
        "mean of probable, possible": sum(doubts) / len(doubts),
    }


@dataclass(frozen=True, slots=True)
class Mistake:
    """One claim that went wrong: `kind` is missed, made up or misread; `fields` says in what, as coded and as read."""

    report: str
    kind: str
    start: int
    type: str
    trigger: str
    evidence: str
    fields: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """Worse first: a wrong source, mood or polarity puts words into a mouth; a lost argument does not."""
        return {"made up": 4, "missed": 3}.get(self.kind, 0) + 2 * len(self.fields)


def errors(
    gold: Mapping[str, Sequence[Record]],
    predicted: Mapping[str, Sequence[Record]],
    texts: Mapping[str, str],
    limit: int = 50,
) -> list[Mistake]:
    """The worst mistakes, at most `limit`, worst first; `texts` maps the same names to the reports' texts."""
    found: list[Mistake] = []
    for name in sorted(gold):
        coded, read, text = gold[name], predicted.get(name, ()), texts.get(name, "")
        pairs = match(coded, read)
        hit_gold, hit_read = {i for i, _ in pairs}, {j for _, j in pairs}
        found += [_mistake(name, "missed", c, text) for i, c in enumerate(coded) if i not in hit_gold]
        found += [_mistake(name, "made up", c, text) for j, c in enumerate(read) if j not in hit_read]
        for i, j in pairs:
            fields = tuple(_differences(coded[i], read[j]))
            if fields:
                found.append(_mistake(name, "misread", coded[i], text, fields))
    return sorted(found, key=lambda m: (-m.weight, m.report, m.start, m.kind))[:limit]


def _mistake(report: str, kind: str, claim: Record, text: str, fields: tuple[str, ...] = ()) -> Mistake:
    trigger, evidence = claim["trigger"], claim.get("evidence") or claim["trigger"]
    words = text[trigger["start"] : trigger["end"]] or trigger.get("text", "")
    context = " ".join(text[evidence["start"] : evidence["end"]].split())
    return Mistake(report, kind, trigger["start"], claim["type"], words, context, fields)


def _differences(gold: Record, predicted: Record) -> Iterator[str]:
    for field in DEFAULTS:
        if gold[field] != predicted[field]:
            yield f"{field}: {gold[field]}, read {predicted[field]}"
    if not _source_right(gold, predicted):
        a, b = innermost(gold), innermost(predicted)
        yield f"source: {a['text'] if a else 'the author'}, read {b['text'] if b else 'the author'}"
    coded, read = _value(gold), _value(predicted)
    if coded and coded != read:
        yield f"time: {coded}, read {read}"
    lost = len(gold["args"]) - len(_arguments(gold, predicted))
    if lost:
        yield f"arguments: {lost} of {len(gold['args'])} not found"
