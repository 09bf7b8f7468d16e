"""How a brief words days, counts, answers and links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fogline.claims import LinkKind
from fogline.exports.footnotes import Pair
from fogline.picture import Holder, Holding, Status

_OVER = {
    "polarity": ": whether it is so",
    "holder": ": who holds it",
    "actor": ": who did it",
    "place": ": where",
    "date": ": when",
    "number": ": how many",
    "quantity": ": how many",
}
_HARDER = {
    "mood": ": a plan or expectation told as done",
    "certainty": ": told more surely than its source does",
    "attribution": ": told without its source",
    "sources": ": told without its source",
}


def is_name(words: str) -> bool:
    """Whether words name a place: "that area" and "the northwest" do not."""
    return any(word[:1].isupper() and len(word) > 2 for word in words.split())


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 origin", "2 origins"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(value: date | None) -> str:
    """A day as prose has it: 10 September 2017."""
    return f"{value.day} {value:%B %Y}" if value else "undated"


def short_day(value: date | None) -> str:
    """A day as tables have it: 10 Sep 2017."""
    return f"{value.day} {value:%b %Y}" if value else "undated"


def holder_words(holding: Holding) -> str:
    """The answer as a table has it."""
    names = [h.name + (f" ({h.share})" if h.share else "") for h in holding.holders]
    if holding.status is Status.UNKNOWN:
        last = holding.last_known
        return f"last known: {' and '.join(last.names)} ({short_day(last.on)})" if last else "nobody is said to"
    return " / ".join(names)


def backing(holding: Holding) -> str:
    """What an answer rests on: "5 reports, 2 origins, newest 10 Sep 2017"; empty where it rests on nothing."""
    holders: Sequence[Holder] = holding.holders
    if not holders:
        return ""
    origins = {origin.source for h in holders for origin in h.origins}
    newest = short_day(max(h.latest for h in holders))
    return f"{counted(sum(h.reports for h in holders), 'report')}, {counted(len(origins), 'origin')}, newest {newest}"


def link_words(pair: Pair) -> str:
    """The heading of a pair: what it is, and over what."""
    over = _OVER.get(pair.field or "", f": {pair.field}" if pair.field else "")
    match pair.kind:
        case LinkKind.HARDENS:
            return f"Hardened{_HARDER.get(pair.field or '', '')}"
        case LinkKind.RETRACTS:
            return "Taken back"
        case _:
            return f"Disputed{over}"
