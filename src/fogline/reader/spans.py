"""One mention, one span: claims of a sentence that name the same words agree on where they begin and end.

The model reads each claim on its own and may cut "Deir ez-Zor" here and "parts of Deir ez-Zor" there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fogline.claims import PLACE_ROLES, Argument, Claim, Role, Span

_LONG = frozenset({Role.TOPIC, Role.QUANTITY})


def agree(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with arguments that overlap in one sentence and one kind of role brought to the same span.

    The span with the highest scores together stands. Topics and quantities keep their own.
    """
    sentences: dict[Span, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        sentences[claim.evidence].append(number)
    out = list(claims)
    for numbers in sentences.values():
        weights: dict[tuple[bool, Span], float] = defaultdict(float)
        for n in numbers:
            for a in out[n].args:
                if a.role not in _LONG:
                    weights[a.role in PLACE_ROLES, a.span] += a.score
        chosen = _chosen(weights)
        for n in numbers:
            args = tuple(_distinct(_moved(a, chosen, text) for a in out[n].args))
            out[n] = out[n] if args == out[n].args else replace(out[n], args=args)
    return out


def _chosen(weights: dict[tuple[bool, Span], float]) -> dict[tuple[bool, Span], Span]:
    """For each span the one that it gives way to: the weightiest that overlaps it, or itself."""
    order = sorted(weights, key=lambda k: (-weights[k], k[1].start - k[1].end, k))
    kept: list[tuple[bool, Span]] = []
    chosen: dict[tuple[bool, Span], Span] = {}
    for key in order:
        over = next((k for k in kept if k[0] == key[0] and k[1].overlaps(key[1])), None)
        if over is None:
            kept.append(key)
        chosen[key] = (over or key)[1]
    return chosen


def _moved(argument: Argument, chosen: dict[tuple[bool, Span], Span], text: str) -> Argument:
    span = chosen.get((argument.role in PLACE_ROLES, argument.span), argument.span)
    if argument.role in _LONG or span == argument.span:
        return argument
    words = span.of(text)
    return replace(argument, text=words, start=span.start, end=span.end, entity=words)


def _distinct(arguments: Iterable[Argument]) -> list[Argument]:
    """One argument a role and span, the surer one."""
    best: dict[tuple[Role, Span], Argument] = {}
    for argument in arguments:
        key = (argument.role, argument.span)
        if key not in best or argument.score > best[key].score:
            best[key] = argument
    return [best[key] for key in sorted(best, key=lambda k: (k[1], k[0]))]
