"""Who a pronoun is: "they", "it" and "he" by the ranker over what stands above them; "we" and "I" are in voices.py.

The pronouns of a report are gone through in the order of the text, so that one may mean whom another above it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fogline.claims import Claim, Mention, Role, Span
from fogline.reader.antecedents import Antecedents
from fogline.reader.fullnames import full_name
from fogline.reader.names import Kind, Names
from fogline.reader.phrases import kind_of
from fogline.reader.ranker import Ranker, Trace
from fogline.reader.voices import Voices

#: Kinds of pronouns that the ranker is for.
RANKED = frozenset({"person", "neutral", "plural"})


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun where it stands, with every role and claim that it is in; a source has no role."""

    mention: Mention
    kind: str
    uses: tuple[tuple[Role | None, Claim], ...]


def ranked(claims: Sequence[Claim]) -> Iterator[Pronoun]:
    """The pronouns that the ranker is for, in the order of the text."""
    found: dict[Span, tuple[Mention, str, list[tuple[Role | None, Claim]]]] = {}
    for claim in claims:
        mentions: list[tuple[Mention, Role | None]] = [(m, None) for m in claim.sources]
        mentions += [(a.mention, a.role) for a in claim.args if a.role not in (Role.QUANTITY, Role.TOPIC)]
        for mention, role in mentions:
            kind = kind_of(mention, source=role is None)
            if kind in RANKED:
                found.setdefault(mention.span, (mention, kind, []))[2].append((role, claim))
    for span in sorted(found):
        mention, kind, uses = found[span]
        yield Pronoun(mention, kind, tuple(uses))


class Anaphora:
    """Who is meant by each pronoun of one report; `antecedents` makes what they could mean, where one is asked for."""

    def __init__(
        self,
        text: str,
        claims: Sequence[Claim],
        names: Names,
        voices: Voices,
        antecedents: Callable[[], Antecedents],
        ranker: Ranker | None,
        trace: Trace | None,
    ) -> None:
        self._text, self._claims, self._names, self._voices = text, claims, names, voices
        self._antecedents, self._ranker, self._trace = antecedents, ranker, trace
        self._found: dict[Span, str] | None = None

    def pronoun(self, mention: Mention, kind: str, claim: Claim) -> str | None:
        """Whom a pronoun of this kind means; None where nobody fits."""
        if kind == "speaker":
            return self._voices.first_person(mention, claim)
        if kind == "relative":
            before = self._names.before(mention.start, within=0)
            return self._final(before[-1].name) if before else None
        if kind == "place":
            above = self._names.of_kind(Kind.PLACE, mention.start, 1)
            coded = [n for n in above if (n.start, n.end) in self._names.arguments] or above
            return self._final(coded[-1].name) if coded else None
        if self._found is None:
            self._found = {}
            self._rank(self._found)
        return self._found.get(mention.span)

    def _rank(self, found: dict[Span, str]) -> None:
        if self._ranker is None:
            return
        known = self._antecedents()
        for p in ranked(self._claims):
            seen = [(p.mention.span, known.look(p.mention, p.kind, role, claim)) for role, claim in p.uses]
            name = self._ranker.choose(seen, self._trace)
            if name is not None:
                found[p.mention.span] = name
                known.keep(p.mention, p.kind, name)

    def _final(self, name: str) -> str:
        return full_name(self._text, self._names, name) or name
