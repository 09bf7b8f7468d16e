"""Who speaks at a place of a report: in a quotation, in the sentences above, and whom "we" and "I" of it are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fogline.claims import SPEECH_ACTS, Claim, Mention, Role, Span
from fogline.reader import nations, sides
from fogline.reader.descriptions import LOOK_BACK
from fogline.reader.fullnames import full_name
from fogline.reader.names import Kind, Names
from fogline.reader.phrases import clean, head, is_many, is_pronoun
from fogline.reader.quotations import Kind as QuotationKind
from fogline.reader.quotations import Scope
from fogline.reader.sentences import sentence_at
from fogline.reader.words import ARMED, NOUNS, OPENERS

_FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
#: How many quotations that begin before a word are looked at: a block of as many paragraphs may be around it.
DEEPEST = 40
#: A speaker as a transcript names him, in front of a colon: "SENIOR ADMINISTRATION OFFICIAL", "MR. KIRBY".
_LABEL = re.compile(r"[A-Z][A-Z. ]{6,}")
_SEVERAL = ("Most ", "Many ", "Some ", "Several ", "Other ")
_SPOKEN_AS = NOUNS["person"] | NOUNS["speaker"]
#: One of a group: "we" is the group. Of a rebel or a fighter the group named above may be the enemy.
_MILITANTS = frozenset({"militant", "jihadist", "jihadi", "insurgent", "terrorist"})
_FIGHTERS = _MILITANTS | {"fighter", "rebel"}
_ARMIES = ("Army", "Front", "Forces", "Brigade", "State", "Movement")
_ACRONYM = re.compile(r"[A-Z]{2,6}")


class Voices:
    """The speakers and quotations of one report; `entity` names any mention of it, `group` the armed group above."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        claims: Sequence[Claim],
        publisher: str | None,
        scopes: Sequence[Scope],
        names: Names,
        entity: Callable[[Mention, Role | None, Claim], str],
        group: Callable[[int], str | None],
    ) -> None:
        self._text, self._sentences, self._publisher, self._names = text, sentences, publisher, names
        self._entity, self._group = entity, group
        quoted = [s for s in scopes if s.kind in (QuotationKind.MARKS, QuotationKind.BLOCK)]
        self._quoted = sorted(quoted, key=lambda s: (s.span.start, -s.span.end))
        self._quoted_starts = [s.span.start for s in self._quoted]
        speakers = {m for c in claims for m in c.sources}
        speakers |= {a.mention for c in claims if c.type in SPEECH_ACTS for a in c.roles(Role.ACTOR)}
        self._speakers = sorted(speakers, key=lambda m: (m.start, m.end))
        self._speaker_starts = [m.start for m in self._speakers]

    def spoke_as(self, noun: str, mention: Mention, claim: Claim) -> str | None:
        """Who "the source" or "the ministry" is: the last speaker named by that noun and more words."""
        for speaker in self._speakers_before(mention, LOOK_BACK):
            plain = clean(speaker.text)
            if " " in plain and (head(plain) == noun or (noun in _SPOKEN_AS and noun in plain.lower().split())):
                return self._entity(speaker, None, claim)
        return None

    def in_marks(self, at: int) -> Span | None:
        """The innermost quotation around a place of the text."""
        around = self._quotations(at)
        return around[-1].span if around else None

    def _quotations(self, at: int) -> list[Scope]:
        """The quotations around a place of the text, the innermost last."""
        high = bisect_right(self._quoted_starts, at)
        return [s for s in self._quoted[max(0, high - DEEPEST) : high] if at < s.span.end]

    def first_person(self, mention: Mention, claim: Claim) -> str | None:
        """ "I" is the speaker; "we" is the body that speaks, or the country or body that the speaker speaks for."""
        quoted = self._quotations(mention.start)
        inside = quoted[-1].span if quoted else None
        outside = [m for m in claim.sources if inside is None or not inside.contains(m.span)]
        told = any(s.speaker is not None for s in quoted)
        speaker = outside[-1] if outside else claim.sources[-1] if claim.sources and not told else None
        if speaker is not None and quoted and sides.is_paper(speaker.entity):
            speaker = self._person_before(mention) or speaker  # who speaks to the paper that prints it
        if speaker is None or speaker.span.overlaps(mention.span):
            speaker = next((s.speaker for s in reversed(quoted) if s.speaker is not None), None)
            if speaker is not None and not speaker.span.overlaps(mention.span):
                speaker = replace(speaker, entity=self._entity(speaker, None, claim))
        singular = clean(mention.text).lower() in _FIRST_SINGULAR
        if speaker is None and quoted:
            above = (s for s in self._speakers_before(mention, 2) if not is_pronoun(clean(s.text)))
            speaker = next((s for s in above if inside is None or not inside.contains(s.span)), None)
            speaker = speaker and replace(speaker, entity=self._entity(speaker, None, claim))
            person = self._person_before(mention)
            speaker = person if speaker is None or (person and person.start > speaker.start) else speaker
        if speaker is None:
            if quoted:
                return None
            return self._publisher if singular else sides.of_publisher(self._text, self._publisher) or self._publisher
        if speaker.span.overlaps(mention.span) or is_pronoun(clean(speaker.entity)):
            return None
        noun = head(clean(speaker.entity))
        if singular:  # a statement is no "I"
            lone = noun in NOUNS["person"] or noun in NOUNS["speaker"] or _LABEL.fullmatch(speaker.text) is not None
            name = clean(speaker.entity)
            return (
                speaker.entity if lone or not (name.islower() or is_many(name) or name.startswith(_SEVERAL)) else None
            )
        if noun in _FIGHTERS and not is_many(clean(speaker.entity)):
            return self._of_fighter(clean(speaker.entity), mention)
        body = noun in NOUNS["bodies"] or noun in NOUNS["group"] or _ACRONYM.fullmatch(clean(speaker.text))
        if body or (self._names.kind(clean(speaker.entity)) is Kind.GROUP and nations.is_country(speaker.entity)):
            return speaker.entity
        side = sides.speaks_for(self._text, self._names, speaker.entity)
        if side is None and _LABEL.fullmatch(speaker.text):  # the house's own people at its press call
            side = sides.of_publisher(self._text, self._publisher)
        return side

    def _of_fighter(self, speaker: str, mention: Mention) -> str | None:
        """The group of one fighter: in his own words, "SDF fighter"; of a bare "militant" the one group named above."""
        *own, noun = speaker.split()
        while own and own[0].lower() in OPENERS:
            own.pop(0)  # "another militant"
        if own:
            name = " ".join(own)
            return (full_name(self._text, self._names, name) or name) if self._is_group(name) else None
        return self._group(mention.start) if noun in _MILITANTS else None

    def _is_group(self, name: str) -> bool:
        """Whether the words before "fighter" are its group's name: "SDF", "Free Syrian Army"; not "Kurdish"."""
        known = name in self._names.short or name in self._names.called_group or name.lower() in ARMED
        return known or (self._names.kind(name) is Kind.GROUP and nations.of(name) is None) or name.endswith(_ARMIES)

    def _person_before(self, mention: Mention) -> Mention | None:
        """The last person who is a subject in this sentence or the last, outside quotations."""
        above = [n for n in self._names.of_kind(Kind.PERSON, mention.start, 2) if n.subject]
        best = next((n for n in reversed(above) if self.in_marks(n.start) is None), None)
        return (
            None
            if best is None
            else Mention(best.name, best.start, best.end, full_name(self._text, self._names, best.name) or best.name)
        )

    def _speakers_before(self, mention: Mention, within: int) -> Iterator[Mention]:
        """The speakers before a mention, at most `within` sentences above, the nearest first."""
        here = sentence_at(self._sentences, mention.start)
        for at in range(bisect_left(self._speaker_starts, mention.start) - 1, -1, -1):
            if sentence_at(self._sentences, self._speakers[at].start) < here - within:
                return
            yield self._speakers[at]
