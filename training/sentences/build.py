"""Hand-coded texts of this folder (`*.txt`) in the codebook's form, offsets computed.

A text is a line that begins with `= `, in which a backslash n stands for a break of line. Its claims follow:

    = Rebel units have yet to reach the oilfield, two officers said. They halted at Jaw.
    - advance reach /negative; a Rebel units; d oilfield; s two officers
    - advance halted /negative; a They=Rebel units; p Jaw

Fields: a actor, t target, p place, o origin, d destination, q quantity, k topic, s sources (outermost first, apart by
` > `), w time (`w 3 May 2015=2015-05-03` where it has a value). `words#2` is the second occurrence; without a number an
argument is the occurrence nearest to the trigger. `words=Entity` names the fullest name in the text. Labels after the
slash replace the defaults certain, positive, actual. Everything is checked: words that are not in the text, roles and
labels outside the codebook and claims coded twice stop the build with the line's number.

usage: python training/sentences/build.py (checks and counts them; train.py reads them through `items`)
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fogline.claims import Certainty, ClaimType, Mood, Polarity, Role
from fogline.reader.sentences import sentence_at, split

HERE = Path(__file__).parent
ROLES = {
    "a": Role.ACTOR,
    "t": Role.TARGET,
    "p": Role.PLACE,
    "o": Role.ORIGIN,
    "d": Role.DESTINATION,
    "q": Role.QUANTITY,
    "k": Role.TOPIC,
}
VOCABULARIES: dict[str, type[Certainty] | type[Polarity] | type[Mood]] = {
    "certainty": Certainty,
    "polarity": Polarity,
    "mood": Mood,
}


def find(text: str, words: str, near: int | None = None) -> dict[str, Any]:
    """The mention of `words` (perhaps `words#2` or `words=Entity`) in `text`, nearest to offset `near`."""
    words, _, entity = words.strip().partition("=")
    words, _, nth = words.partition("#")
    words = words.strip()
    starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not starts:
        raise ValueError(f"{words!r} does not stand in {text!r}")
    if nth:
        start = starts[int(nth) - 1]
    elif near is None:
        start = starts[0]
    else:
        start = min(starts, key=lambda s: abs(s - near))
    return {"text": words, "start": start, "end": start + len(words), "entity": entity.strip() or words}


def claim(text: str, line: str) -> dict[str, Any]:
    """One claim line as a record of the codebook."""
    head, *fields = [f.strip() for f in line.split(";")]
    head, _, labels = head.partition("/")
    kind, trigger_words = head.strip().split(" ", 1)
    trigger = find(text, trigger_words)
    entity = trigger.pop("entity")
    if entity != trigger["text"]:
        raise ValueError("a trigger has no entity")
    record: dict[str, Any] = {"trigger": trigger, "type": str(ClaimType(kind)), "args": [], "time": None, "sources": []}
    record |= {"certainty": "certain", "polarity": "positive", "mood": "actual"}
    for label in labels.split():
        field = next((f for f, v in VOCABULARIES.items() if label in {m.value for m in v}), None)
        if field is None:
            raise ValueError(f"label {label!r} is not in the codebook")
        record[field] = label
    for entry in fields:
        key, _, words = entry.partition(" ")
        if key == "s":
            record["sources"] = [find(text, w, trigger["start"]) for w in words.split(">")]
        elif key == "w":
            time = find(text, words, trigger["start"])
            value = time.pop("entity")
            record["time"] = time | {"value": None if value == time["text"] else value}
        else:
            record["args"].append({"role": str(ROLES[key])} | find(text, words, trigger["start"]))
    sentences = split(text)
    evidence = sentences[sentence_at(sentences, trigger["start"])]
    return record | {"evidence": {"start": evidence.start, "end": evidence.end}}


def items(path: Path) -> list[dict[str, Any]]:
    """Every text of a file with its claims, in text order."""
    found: list[dict[str, Any]] = []
    seen: set[tuple[int, str, int]] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.startswith("= "):
                found.append({"text": line[2:].strip().replace("\\n", "\n"), "claims": []})
            elif line.startswith("- "):
                record = claim(found[-1]["text"], line[2:])
                key = (len(found), record["type"], record["trigger"]["start"])
                if key in seen:
                    raise ValueError("the same claim is coded twice")
                seen.add(key)
                found[-1]["claims"].append(record)
            elif line.strip() and not line.startswith("#"):
                raise ValueError(f"expected '= ', '- ' or '#', found {line[:20]!r}")
        except (ValueError, KeyError, IndexError) as error:
            raise SystemExit(f"{path.name}:{number}: {error}") from error
    for item in found:
        item["claims"].sort(key=lambda c: (c["trigger"]["start"], c["type"]))
    return found


def main() -> None:
    total = claims = 0
    texts: set[str] = set()
    for path in sorted(HERE.glob("*.txt")):
        found = items(path)
        for item in found:
            if item["text"] in texts:
                raise SystemExit(f"{path.name}: written twice: {item['text']!r}")
            texts.add(item["text"])
        total += len(found)
        claims += sum(len(item["claims"]) for item in found)
        print(f"{path.stem}: {len(found)} texts, {sum(len(i['claims']) for i in found)} claims")
    print(f"together: {total} texts, {claims} claims")


if __name__ == "__main__":
    main()
