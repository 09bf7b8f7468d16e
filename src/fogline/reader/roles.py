"""Roles put right where the codebook's rulings decide them and grammar shows them.

* A head noun and its name are one place: "village of Tal Nasri" is not two (the coded train split never has both).
* "lost P to X": the capture is X's, the loser is its target (codebook section 6).
* An argument is a whole word: "pro" and "Iranian forces" are "pro-Iranian forces", "al" and "Tanf" are "al-Tanf"; a
  stretch of text fills one role of a claim, the one that the reader is surer of.
* Who stands behind "by" acts, and who stands behind "captured P from" lost it.
* `withdraw` has no target (section 2): "withdraw its soldiers" is the actor's own withdrawal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims import PLACE_ROLES, Argument, Claim, ClaimType, Mention, Role, Span
from fogline.reader import triggers
from fogline.reader.lexicons import load

_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_LOSE = re.compile(r"\b(?:lose|loses|losing|lost|loss|cede|ceded)\b", re.I)
_LEFT = re.compile(r"[\w’']+-\Z")
_RIGHT = re.compile(
    r"-(?!(?:held|controlled|run|backed|led|ruled|occupied|based|made|aligned|allied|supported)\b)[\w’]+"
)
_RANK = re.compile(
    r"(?:Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Mr|Mrs|Ms|Dr|Sen|Rep|President|Minister|General|Colonel|Major)\.?\Z"
)
_RANKED = re.compile(r"\.?(?:\s+(?:Gen|Lt|Col|Maj)\.)?(?:\s+[A-Z][\w’-]+){1,3}")
_LOST = ("lost", "lose", "losing", "fell", "fall")
_PARTIES = load("parties")
_PARTY_WORD = "|".join(
    sorted({*_PARTIES["armed"].split(), *_PARTIES["civilian"].split(), "jets", "warplanes"}, key=len, reverse=True)
)
_DAY = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    "September|October|November|December"
)
_OTHER_CLAUSE = r"who|which|that|after|before|when|while|and|but|was|were|said|by|held|led|be|\w+ed"
_NAME = r"[A-Z][\w’-]+(?:[ \u00a0][A-Z][\w’-]+){0,3}"
#: Up to eight words without another clause, then the preposition and a party: a name, or a noun of `parties.toml`.
_PARTY_BEHIND = {
    word: re.compile(
        rf"(?:[ \u00a0]+(?!(?:{_OTHER_CLAUSE})\b)[\w’'-]+){{0,8}}?[ \u00a0]+{word}[ \u00a0]+"
        rf"(?:(?:the|an?|its|their|two|three|several)[ \u00a0]+)?"
        rf"(?P<party>(?:[\w’-]+[ \u00a0]+){{0,3}}?(?i:{_PARTY_WORD})\b|(?!(?:{_DAY})\b){_NAME})"
    )
    for word in ("by", "from")
}
_TO = re.compile(r"\bto\s+(?:the\s+)?\Z", re.I)


def tidy(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with types of fixed phrases, doubled places merged and roles as ruled; same order, same triggers."""
    return [_with_agent(text, _tidied(text, c)) for c in triggers.settle(claims)]


def _tidied(text: str, claim: Claim) -> Claim:
    right = _RIGHT.match(text, claim.trigger.end)
    if right and "-" not in claim.trigger_text and len(claim.trigger_text) <= 5:  # "de" of "de-escalation"
        whole = Span(claim.trigger.start, right.end())
        claim = replace(claim, trigger=whole, trigger_text=whole.of(text))
    args = _whole(text, claim.args)
    if claim.type is ClaimType.WITHDRAW:
        args = [a for a in args if a.role is not Role.TARGET]
    if claim.type is ClaimType.CAPTURE and _LOSE.search(claim.trigger_text):
        args = _gainer_first(text, claim.trigger, args)
    places = [a for a in args if a.role in PLACE_ROLES]
    heads = {a for a in places for b in places if b.start > a.end and _OF.fullmatch(text, a.end, b.start)}
    args = [a for a in args if a not in heads]
    sources = tuple(_named(text, m) for m in claim.sources)
    same = tuple(args) == claim.args and sources == claim.sources
    return claim if same else replace(claim, args=tuple(args), sources=sources)


def _named(text: str, source: Mention) -> Mention:
    """A source with its whole words, and with the name behind its rank: 'spokesman Maj. Gen' goes on."""
    start, end = source.span
    left = _LEFT.search(text, max(0, start - 20), start)
    start = left.start() if left else start
    name = _RANKED.match(text, end) if _RANK.search(text, start, end) else None
    end = name.end() if name else end
    words = text[start:end]
    return source if (start, end) == source.span else Mention(words, start, end, words)


def _with_agent(text: str, claim: Claim) -> Claim:
    """The claim with the party behind "by" as actor, or behind "captured P from" as target, where it lacks one.

    On the coded splits the party so found is one that coders put there in 95 of 100 cases.
    """
    role, word = Role.ACTOR, "by"
    if claim.type is ClaimType.CAPTURE and claim.roles(Role.ACTOR) and not claim.trigger_text.lower().startswith(_LOST):
        role, word = Role.TARGET, "from"
    if claim.roles(role) or claim.type in (ClaimType.DISTANCE, ClaimType.EXTENT):
        return claim
    found = _PARTY_BEHIND[word].match(text, claim.trigger.end, max(claim.trigger.end, claim.evidence.end))
    if found is None:
        return claim
    span = Span(*found.span("party"))
    if any(a.span.overlaps(span) for a in claim.args):
        return claim
    words = span.of(text)
    args = sorted([*claim.args, Argument(role, words, *span, words)], key=lambda a: a.start)
    return replace(claim, args=tuple(args))


def _whole(text: str, args: Sequence[Argument]) -> list[Argument]:
    """Arguments grown to whole words, joined where only a hyphen or space parts them, one per stretch of text."""
    grown = sorted((_grown(text, a) for a in args), key=lambda a: (a.start, a.end))
    out: list[Argument] = []
    for arg in grown:
        last = out[-1] if out else None
        if last is None or arg.start > last.end + 1 or (arg.start >= last.end and arg.role is not last.role):
            out.append(arg)
        elif arg.role is last.role and (arg.start < last.end or text[last.end : arg.start] in ("-", " ", "\u00a0")):
            out[-1] = _argument(text, last, Span(last.start, max(last.end, arg.end)), max(last.score, arg.score))
        elif arg.start < last.end and arg.score > last.score:
            out[-1] = arg
        elif arg.start >= last.end:
            out.append(arg)
    return out


def _grown(text: str, arg: Argument) -> Argument:
    """The argument with the rest of its hyphenated word; not over "-held" and the like: claims of their own."""
    start, end = arg.span
    left = _LEFT.search(text, max(0, start - 20), start)
    right = _RIGHT.match(text, end)
    if left:
        start = left.start()
    if right:
        end = right.end()
    return arg if (start, end) == arg.span else _argument(text, arg, Span(start, end), arg.score)


def _argument(text: str, arg: Argument, span: Span, score: float) -> Argument:
    words = span.of(text)
    return Argument(arg.role, words, span.start, span.end, words, score)


def _gainer_first(text: str, trigger: Span, args: Sequence[Argument]) -> list[Argument]:
    """'X lost P to Y': Y is the actor, X the target, whichever way round they were read."""
    gainer = next(
        (
            a
            for a in args
            if a.start > trigger.end and a.role in (Role.ACTOR, Role.TARGET) and _TO.search(text, trigger.end, a.start)
        ),
        None,
    )
    if gainer is None:
        return list(args)
    swapped = []
    for arg in args:
        if arg is gainer:
            swapped.append(replace(arg, role=Role.ACTOR))
        elif arg.role is Role.ACTOR and arg.end <= trigger.start:
            swapped.append(replace(arg, role=Role.TARGET))
        else:
            swapped.append(arg)
    return swapped
