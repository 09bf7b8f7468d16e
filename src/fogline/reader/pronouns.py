"""Who a pronoun is: "they", "it" and "he" for whom the sentences above name; "we" and "I" are in voices.py."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from fogline.claims import ACTOR_ROLES, PLACE_ROLES, Claim, Mention, Role, Span
from fogline.reader import nations, salience
from fogline.reader.descriptions import LOOK_BACK
from fogline.reader.fullnames import full_name
from fogline.reader.mentions import SHORT
from fogline.reader.names import VERB_BEHIND, Kind, Named, Names, clean, is_pronoun
from fogline.reader.persons import like_a_person
from fogline.reader.phrases import head, is_many
from fogline.reader.sentences import sentence_at
from fogline.reader.speakers import SAYS
from fogline.reader.voices import SPEECH, Voices
from fogline.reader.words import NOUNS

#: Pronouns that take the nearest name rather than the subject.
_NEAREST = frozenset({"their", "its", "his", "her", "them", "him", "it", "itself", "themselves"})
_SOMEBODY = NOUNS["lone"] | NOUNS["person"]
#: The "Russian" of "Russian air strikes" names nobody whom a pronoun could mean.
ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:ian|can|ish|ese|[eq]i)|Saudi|Afghan")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|week|month"
_SAID = re.compile(
    rf"(?:[’']s)?(?:\s(?:has|have|had|also|later|then|earlier))*\s{SAYS.pattern}(?:\s(?:that|on|{_DAYS}))*\s\Z"
)
#: "The western allies are": a subject without a name.
_SUBJECT = re.compile(
    r"(?:(?<=[.;:,\n“\"]\s)|(?<=\n)|\b(?:that|but|while|as|when|after|because)\s)"
    r"(?:[Tt]he|[Aa]n?|[Tt]hese|[Tt]hose|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome)\s(?P<noun>(?:[a-z][\w-]*\s){0,2}?[a-z]{3,})"
    r"(?=\s(?:has|have|had|was|were|is|are|will|would|could|may|might|can|said|also|[a-z]{3,}ed)\b)"
)
_ADDING = re.compile(r"\b(?:saying|adding|claiming|insisting|stressing|warning|arguing|announcing)\s(?:that\s)?\Z")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_NOUN_BEHIND = re.compile(r"[ \u00a0][a-z]")
_SAYING = re.compile(rf"{SAYS.pattern}(?:\s+(?:that|on|in|last|{_DAYS}))*\s+\Z")


class Pronouns:
    """Who is meant by each pronoun of one report; `entity` names any other mention of it."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        claims: Sequence[Claim],
        names: Names,
        voices: Voices,
        entity: Callable[[Mention, Role | None, Claim], str],
    ) -> None:
        self._text, self._sentences, self._names = text, sentences, names
        self._voices, self._entity = voices, entity
        self._last_he: tuple[int, int, str] | None = None
        self._last: dict[bool, tuple[salience.Candidate, str]] = {}
        #: Whom "it" or "they" was found to mean where it stands.
        self._parties: dict[int, str] = {}
        #: For each sentence how many with words in them stand above it.
        self._rows = list(accumulate(int(_LETTERS.search(text, *s) is not None) for s in sentences))
        self._met = _met(claims)
        self._mentioned = sorted([*names.all, *_unnamed(text, names, self._met)], key=lambda n: (n.start, n.end))
        self._mentioned_starts = [n.start for n in self._mentioned]
        self._times = Counter(n.name for n in self._mentioned)

    def stands_for(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> str | None:
        """Whom a pronoun of this kind means; None where nobody fits. A source has no role."""
        opens = claim.type in SPEECH and role is Role.ACTOR and mention.text[:1].isupper()
        spoke = self._voices.spoke_before(mention, kind, claim) if role is None or opens else None
        found = self._pronoun(mention, kind, role, claim) or spoke if kind == "person" or not spoke else spoke
        if found and role is None:
            self._voices.found(mention, found)
        return found

    def _pronoun(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> str | None:
        if kind == "speaker":
            return self._voices.first_person(mention, claim)
        if kind == "relative":
            before = self._names.before(mention.start, within=0)
            return self._final(before[-1]) if before else None
        if (speaker := self._reported(mention, kind, role, claim)) is not None:
            return speaker
        taken = self._taken(mention, role, claim)
        if kind == "place":
            above = self._names.of_kind(Kind.PLACE, mention.start, 1)
            coded = [n for n in above if (n.start, n.end) in self._names.arguments] or above
            return self._final(coded[-1]) if coded else None
        if kind in ("neutral", "plural"):
            return self._party(mention, kind, role, claim, taken)
        best = self._salient(mention, Kind.PERSON, taken, source=role is None)
        here = sentence_at(self._sentences, mention.start)
        if self._last_he is not None and 0 <= here - self._last_he[0] <= 2 and self._last_he[2] not in taken:
            _, at, entity = self._last_he
            newer = best is not None and best.start > at and best.kind is Kind.PERSON and best.subject
            if newer and best is not None and self._text[at : at + 1].isupper():
                # "He advises Karim. He leads": who the sentence above began with goes on
                newer = sentence_at(self._sentences, best.start) != sentence_at(self._sentences, at)
            if not newer:
                self._last_he = (here, mention.start, entity)
                return entity
        met = self._met.get((best.start, best.end)) if best and best.name.islower() else None
        found = self._entity(*met) if met else self._final(best) if best else self._full_name(mention)
        if found:
            self._last_he = (here, mention.start, found)
        return found

    def _taken(self, mention: Mention, role: Role | None, claim: Claim) -> set[str]:
        """Whom a pronoun cannot mean: who has another role in the claim, and who says it in a quotation of his own."""
        others = [a for a in claim.args if a.role is not role and not a.span.overlaps(mention.span)]
        taken = {a.entity for a in others}
        taken |= {self._longer(clean(a.text)) or clean(a.text) for a in others if not is_pronoun(clean(a.text))}
        if role is not None and (quoted := self._voices.in_marks(mention.start)) is not None:
            speakers = [m for m in claim.sources if not quoted.contains(m.span)]
            taken |= {m.entity for m in speakers} | {clean(m.text) for m in speakers}
        return taken

    def _party(self, mention: Mention, kind: str, role: Role | None, claim: Claim, taken: set[str]) -> str | None:
        """The party or thing that "it" or "they" means, by `salience`."""
        many = kind == "plural"
        before = self._parties.get(mention.start)
        if before is not None and before not in taken and role not in PLACE_ROLES:
            return before  # one word in two claims means one
        here = self._row(mention.start)
        spans = [a.span for a in claim.args if not a.span.overlaps(mention.span)]
        above = [
            c
            for c in self._candidates(mention.start, here)
            if c.name not in taken and not any(s.start <= c.start < s.end for s in spans)
        ]
        last = self._last.get(many)
        if last is not None and here - last[0].sentence <= 2 and last[0].start < mention.start and last[1] not in taken:
            above.append(last[0])
        if (said := self._said_so(mention, above)) is not None:
            above = [said]
        objective = role is Role.TARGET or mention.text.lower() in ("them", "their", "its")
        chosen = salience.choose(above, mention.start, here, claim, role, many=many, objective=objective)
        if chosen is None:
            return None
        found = self._met.get((chosen.start, chosen.end))
        if chosen.again and last is not None:
            entity = last[1]
        else:
            entity = self._entity(*found) if found else self._longer(chosen.name) or chosen.name
        again = replace(
            chosen, start=mention.start, end=mention.end, sentence=here, subject=_stands_first(mention), again=True
        )
        self._last[many] = (again, entity)
        if role not in PLACE_ROLES:
            self._parties[mention.start] = entity
        return entity

    def _said_so(self, mention: Mention, above: Sequence[salience.Candidate]) -> salience.Candidate | None:
        """Who stands right before a verb of saying that the pronoun follows: "Hamas has said it"."""
        found = _SAID.search(self._text, max(0, mention.start - 60), mention.start)
        return next((c for c in above if found and c.end <= found.start() <= c.end + 1), None)

    def _candidates(self, at: int, here: int) -> Iterator[salience.Candidate]:
        first = self._sentences[bisect_left(self._rows, max(0, here - 2))].start if self._sentences else 0
        marks = self._voices.in_marks(at)
        for n in self._mentioned[bisect_left(self._mentioned_starts, first) : bisect_left(self._mentioned_starts, at)]:
            if n.end > at or ADJECTIVE.fullmatch(n.name) or self._describes(n) or self._is_rest_of_list(n):
                continue
            met = self._met.get((n.start, n.end))
            yield salience.Candidate(
                n.start,
                n.end,
                self._row(n.start),
                n.name,
                n.kind,
                n.subject,
                met is not None,
                n.start in self._names.spoke,
                met[1] if met else None,
                self._times[n.name],
                quoted=marks is None and self._voices.in_marks(n.start) is not None,
            )

    def _row(self, at: int) -> int:
        """Which sentence with words in it a place of the text is in: a lone quotation mark is none."""
        return self._rows[max(0, sentence_at(self._sentences, at))] if self._rows else 0

    def _describes(self, named: Named) -> bool:
        """Whether "US" stands as an adjective there: "US support", not "the US" or "US says"."""
        if named.name not in SHORT or self._text.endswith("the ", 0, named.start):
            return False
        return (
            _NOUN_BEHIND.match(self._text, named.end) is not None and VERB_BEHIND.match(self._text, named.end) is None
        )

    def _is_rest_of_list(self, named: Named) -> bool:
        """Whether a pair is the end of a list: "Romania and Slovakia" of "Poland, Romania and Slovakia"."""
        return " and " in named.name and self._text.endswith(", ", 0, named.start) and named.name[:1].isupper()

    def _full_name(self, mention: Mention) -> str | None:
        """The last full name that could be a person's, two sentences back: for "he" where none is known to be one."""
        above = [n for n in self._names.of_kind(Kind.GROUP, mention.start, 2) if like_a_person(n.name)]
        if not above:
            near = self._names.of_kind(Kind.OTHER, mention.start, 1)
            above = [n for n in near if like_a_person(n.name) and len(n.name.split()) < 4 and not nations.of(n.name)]
        return above[-1].name if above else None

    def _reported(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> str | None:
        """'The ministry said it had struck them': right behind the verb of saying, "it" and "they" are who said so."""
        if kind not in ("neutral", "plural") or role not in ACTOR_ROLES or not claim.sources:
            return None
        speaker = claim.sources[-1]
        if speaker.end >= mention.start:
            return None
        if is_pronoun(clean(speaker.text)):  # "It added that A fell, and that it struck B"
            goes_on = clean(speaker.text).lower() == clean(mention.text).lower() and not is_pronoun(speaker.entity)
            return speaker.entity if goes_on and self._text.endswith("that ", 0, mention.start) else None
        if _ADDING.search(self._text, max(0, mention.start - 30), mention.start):
            return speaker.entity
        if mention.start > speaker.end + 60:
            return None
        between = self._text[speaker.end : mention.start]
        return speaker.entity if _SAYING.search(between) and not re.search(r"[.;?!\n]", between) else None

    def _salient(self, mention: Mention, kind: Kind, taken: set[str], *, source: bool) -> Named | None:
        """The likeliest person or place above a pronoun.

        A subject pronoun takes the subject of this or the last sentence, another one the nearest name. The weights
        were set on the train split by coordinate search over steps of 0.5.
        """
        at = mention.start
        here = sentence_at(self._sentences, at)
        near = mention.text.lower() in _NEAREST
        quoted = self._voices.in_marks(at)
        best: tuple[float, Named] | None = None
        first = self._sentences[max(0, here - LOOK_BACK)].start if self._sentences else 0
        low, high = bisect_left(self._mentioned_starts, first), bisect_left(self._mentioned_starts, at)
        for named in self._mentioned[low:high]:
            if named.end > at or (named.kind is not kind and not _is_somebody(named.name)):
                continue
            if named.name in taken or self._final(named) in taken:
                continue
            index = sentence_at(self._sentences, named.start)
            weight = 1.0 if named.subject else 0.0
            weight -= 3.0 if named.kind is not kind else 0.0  # "a gunman" is less likely than a name
            weight += 1.0 if (named.start, named.end) in self._names.arguments else 0.0
            weight += 1.5 if source and named.start in self._names.spoke else 0.0
            if quoted is None and self._voices.in_marks(named.start) is not None:
                weight -= 1.5  # whom a speaker names is seldom who he is
            weight -= 1.5 * (here - index)
            weight -= (at - named.start) / 100 if near else (named.start - self._sentences[index].start) / 150
            if best is None or weight > best[0]:
                best = (weight, named)
        return best[1] if best else None

    def _longer(self, plain: str) -> str | None:
        return full_name(self._text, self._names, plain)

    def _final(self, named: Named) -> str:
        return self._longer(named.name) or named.name


def _met(claims: Sequence[Claim]) -> dict[tuple[int, int], tuple[Mention, Role | None, Claim]]:
    """The arguments and sources that are no pronouns, by where they stand; a source before an argument."""
    met: dict[tuple[int, int], tuple[Mention, Role | None, Claim]] = {}
    for claim in claims:
        for a in claim.args:
            if a.role not in (Role.QUANTITY, Role.TOPIC) and not is_pronoun(clean(a.text)):
                met.setdefault((a.start, a.end), (a.mention, a.role, claim))
        for m in claim.sources:
            if not is_pronoun(clean(m.text)):
                met[m.start, m.end] = (m, None, claim)
    return met


def _unnamed(
    text: str, names: Names, met: dict[tuple[int, int], tuple[Mention, Role | None, Claim]]
) -> Iterator[Named]:
    """The parties and things that have no name: "civilians" of a claim, "the allies" where they are a subject."""
    known = {(n.start, n.end) for n in names.all}
    for (start, end), (mention, role, _) in met.items():
        plain = clean(mention.text)
        if (start, end) not in known and plain:
            kind = Kind.PLACE if role in PLACE_ROLES else Kind.GROUP
            yield Named(start, end, plain, kind, role is not Role.TARGET or VERB_BEHIND.match(text, end) is not None)
    spans = sorted([*known, *met])
    starts = [s for s, _ in spans]
    for found in _SUBJECT.finditer(text):
        start, end = found.span("noun")
        at = bisect_left(starts, end)
        if at and spans[at - 1][1] > start:
            continue
        yield Named(start, end, found["noun"], Kind.GROUP, True)


def _is_somebody(name: str) -> bool:
    """Whether words without a name are of one person: "gunman", "local commander"."""
    return name.islower() and not is_many(name) and head(name) in _SOMEBODY


def _stands_first(mention: Mention) -> bool:
    return mention.text.lower() in ("it", "they")
