"""Every cue of hedge, plan, prediction, condition, demand, denial and retraction, with and without scope.

`tests/reader/cues.toml` holds the sentences. The engine must find the bracketed trigger and give it the labels; the
share right is printed (`pytest -s`) and held to a floor just under what was measured.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from fogline.claims import Certainty, Claim, ClaimType, Mood, Polarity, Report, Span
from fogline.reader import cues, local, retractions
from fogline.reader.sentences import split

HERE = Path(__file__).parent
#: Share right of the whole engine and of the cue rules alone (trigger given), just under what was measured.
ENGINE_FLOOR, RULES_FLOOR = 0.90, 0.97


@dataclass(frozen=True)
class Item:
    group: str
    cue: str
    labels: frozenset[str]
    text: str
    trigger: Span

    @property
    def shown(self) -> str:
        start, end = self.trigger
        return f"{self.text[:start]}[{self.text[start:end]}]{self.text[end:]}"


@cache
def items() -> tuple[Item, ...]:
    found = []
    for group, table in tomllib.loads((HERE / "cues.toml").read_text(encoding="utf-8")).items():
        for line in table["items"]:
            cue, labels, marked = (part.strip() for part in line.split("|"))
            start, end = marked.index("["), marked.index("]") - 1
            text = marked.replace("[", "").replace("]", "")
            found.append(Item(group, cue, frozenset(labels.split()), text, Span(start, end)))
    return tuple(found)


def labels(claim: Claim) -> frozenset[str]:
    default = (Certainty.CERTAIN, Polarity.POSITIVE, Mood.ACTUAL)
    read = (claim.certainty, claim.polarity, claim.mood)
    return frozenset(str(a) for a, b in zip(read, default, strict=True) if a is not b)


def by_rules(item: Item) -> frozenset[str]:
    """The labels that the rules give the trigger, without the model."""
    sentences = split(item.text)
    claim = Claim("r", item.trigger, item.trigger.of(item.text), ClaimType.CLASH)
    return labels(retractions.mark(item.text, sentences, cues.apply(item.text, sentences, [claim]))[0])


def table(results: Sequence[tuple[Item, frozenset[str] | None]]) -> tuple[float, str]:
    """Share right, and a table by group with the failures."""
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    wrong = []
    for item, read in results:
        right = read == item.labels
        groups[item.group].append(right)
        if not right:
            shown = "not found" if read is None else " ".join(sorted(read)) or "default"
            wrong.append(
                f"  {item.cue:18} want {' '.join(sorted(item.labels)) or 'default':22} read {shown:22} {item.shown}"
            )
    lines = [f"{group:12} {sum(v):3} of {len(v):3}" for group, v in groups.items()]
    share = sum(map(sum, groups.values())) / len(results)
    return share, "\n".join([*lines, f"{'all':12} {100 * share:.1f} %", *wrong])


def test_there_are_enough_items_and_none_is_in_training() -> None:
    assert len(items()) >= 300
    assert len({i.text for i in items()}) == len(items())
    trained = HERE.parents[1] / "training" / "sentences"
    lines = (line for p in trained.glob("*.txt") for line in p.read_text(encoding="utf-8").splitlines())
    texts = {line[2:].strip() for line in lines if line.startswith("= ")}
    assert texts
    assert not texts & {i.text for i in items()}


def test_rules_alone() -> None:
    share, shown = table([(i, by_rules(i)) for i in items()])
    print("\ncue rules, trigger given\n" + shown)
    assert share >= RULES_FLOOR, shown


def test_the_engine() -> None:
    engine = local.LocalEngine()
    results: list[tuple[Item, frozenset[str] | None]] = []
    for item in items():
        claims = engine.read(Report(item.text, "cue")).claims
        read = [labels(c) for c in claims if c.trigger.overlaps(item.trigger)]
        results.append((item, item.labels if item.labels in read else read[0] if read else None))
    share, shown = table(results)
    print("\nthe engine\n" + shown)
    found = [(i, r) for i, r in results if r is not None]
    print(f"of the {len(found)} triggers found: {100 * table(found)[0]:.1f} %")
    assert share >= ENGINE_FLOOR, shown


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Militias may, the mayor said, attack Wau.", "attack", set()),
        ("They won’t be allowed to advance beyond Wau.", "advance", {"predicted", "negative"}),
        ("Wau was cut off, which kept them from taking more.", "taking", {"negative"}),
        ("He will not allow it.", "will not allow", {"negative"}),
    ],
)
def test_scope(text: str, trigger: str, expected: set[str]) -> None:
    start = text.index(trigger)
    found = cues.evidence(text, Span(0, len(text)), Span(start, start + len(trigger)))
    assert {e.label for e in found} >= expected


def test_cue_features_name_every_cue() -> None:
    text = "If rebels may have failed to hold Wau, they must not attack."
    assert {label for _, _, label in cues.cue_features(text, Span(0, len(text)))} >= {
        "conditional",
        "possible",
        "negative",
        "demanded",
    }
