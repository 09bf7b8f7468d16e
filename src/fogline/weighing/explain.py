"""Why two claims are, or are not, about one event and of one origin: the features that decided, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fogline.claims import Link, Weighed
from fogline.weighing.facets import facets
from fogline.weighing.pairs import Likeness, compare
from fogline.weighing.settings import thresholds


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two claims side by side: how alike, whether one event, whether one source, and the links between them."""

    like: Likeness | None
    same_event: bool
    same_source: bool
    links: tuple[Link, ...]
    why: str


def explain(a: Weighed, b: Weighed, text_of: Callable[[str], str]) -> Explanation:
    """What weighing made of a pair. Claims of one event that are not alike themselves were joined through others.

    Example: two claims of different families (a strike, a zone) have no likeness: "they cannot be about one event".
    """
    found = facets([a.entry, b.entry], text_of)
    like = compare(found[a.entry.id], found[b.entry.id])
    same_event = a.event is not None and a.event == b.event
    same_source = a.origin.source == b.origin.source
    between = tuple(k for k in a.links if {k.a, k.b} == {a.entry.id, b.entry.id})
    return Explanation(like, same_event, same_source, between, f"{_event(like, same_event)}; {_origin(a, b)}")


def _event(like: Likeness | None, same: bool) -> str:
    join = thresholds("events")["join"]
    if like is None:
        return "they cannot be about one event (kind of claim, days or places rule it out)" + (
            ", but others join them" if same else ""
        )
    told = f"{like.score:.1f} points of {join:g} needed: {like.why or 'nothing in common'}"
    if same:
        return f"one event, {told}" if like.score >= join else f"one event through other claims ({told})"
    return f"not joined, {told}"


def _origin(a: Weighed, b: Weighed) -> str:
    x, y = a.origin, b.origin
    if x.statement == y.statement:
        return f"one statement of {x.source_name}"
    if x.source == y.source:
        return f"two statements of one source, {x.source_name}"
    return f"{x.source_name} ({x.why}) and {y.source_name} ({y.why})"
