"""Claims in plain words, the same in tables, cards, briefs and links.

A claim is put as a noun phrase, because a noun needs no tense: "planned withdrawal of US special forces from
Al Tanf post, says DEBKA". Mood, certainty and polarity always stand in front, so that no shortening can lose them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TypedDict

from fogline.claims import Argument, Certainty, Claim, Mood, Phase, Polarity, Role


class _Pattern(TypedDict):
    noun: str
    parts: list[list[str]]


@cache
def _patterns() -> dict[str, _Pattern]:
    return tomllib.loads((files("fogline") / "wording.toml").read_text(encoding="utf-8"))


def modality(claim: Claim) -> str:
    """How surely and in what mood, in words; empty for a plain statement of fact: "planned", "probable, no"."""
    words = []
    if claim.mood is not Mood.ACTUAL:
        words.append(str(claim.mood))
    if claim.certainty is Certainty.UNKNOWN:
        words.append("uncommitted")
    elif claim.certainty is not Certainty.CERTAIN:
        words.append(str(claim.certainty))
    if claim.polarity is Polarity.NEGATIVE:
        words.append("no")
    if claim.phase is Phase.END:
        words.append("ended")
    return ", ".join(words)


def content(claim: Claim, name: Callable[[Argument], str] | None = None) -> str:
    """Who does what to whom and where, without source and modality; `name` puts an argument in other words."""
    name = name or (lambda a: a.entity or a.text)
    pattern = _patterns()[str(claim.type)]
    phrase = [pattern["noun"]]
    for preposition, role in pattern["parts"]:
        filled = list(dict.fromkeys(name(a) for a in claim.roles(Role(role))))
        if filled:
            phrase.append(f"{preposition} {' and '.join(filled)}".strip())
    return " ".join(phrase) if len(phrase) > 1 else f"{phrase[0].rstrip(':')} ({claim.trigger_text})"


def sources(claim: Claim, publisher: str | None = None) -> str:
    """The attribution chain, outermost first, joined by an arrow; the publisher's own word where it is empty."""
    chain = [s.entity or s.text for s in claim.sources]
    return " > ".join(chain) if chain else f"{publisher or 'the report'} (own word)"


def sentence(claim: Claim, name: Callable[[Argument], str] | None = None) -> str:
    """The claim with its modality in front: "planned withdrawal of U.S. forces from Al-Tanf"."""
    mode = modality(claim)
    return f"{mode} {content(claim, name)}" if mode else content(claim, name)
