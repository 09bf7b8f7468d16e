"""Who put a claim forward: the innermost source, brought to one name across reports.

A spokesman's word is his body's word; "the ministry" is the one ministry that the report names; "a monitor" is the one
monitor; unnamed sources are told apart only by who carries them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fogline.claims import ActorKind, ActorRef, LedgerClaim, Mention
from fogline.weighing.names import body_words, fold, is_unnamed, known_body, slug, words
from fogline.weighing.settings import lexicon

_MINISTRY = re.compile(
    r"(?:[A-Z][\w’']*\s+)?(?:[Dd]efen[cs]e|[Ff]oreign|[Ii]nterior)\s+[Mm]inistry(?:\s+in\s+[A-Z]\w+)?"
)
#: What follows a country that is only where a source has its desk.
_BASED = re.compile(r"-based(?:\s+[a-z]+){1,2}\b")
#: Characters on either side of a person's name in which the text may say whom he speaks for.
_NEAR = 120
_UNSURE = frozenset({ActorKind.DESCRIBED, ActorKind.UNKNOWN})
_REPORT_OF = re.compile(
    r"^(.*?)(?:['’]s|s)? (?:[\w-]+ )?(?:report|statement|study|website|facebook page|twitter)$", re.I
)


@dataclass(frozen=True, slots=True)
class Source:
    """Whom a claim counts for: `id` is what is counted, `name` what is shown; `how` says how the name was settled."""

    id: str
    name: str
    named: bool
    outlet: bool = False
    how: str = ""


def named(name: str, how: str = "") -> Source:
    """A source by its name; one id for all its names that the lists know."""
    body = known_body(name) or name
    return Source("source/" + slug(body_words(body)), body if known_body(name) else name, True, how=how)


def outlet(publisher: str | None, report: str) -> Source:
    """The publisher as a source of its own reports; a report without one counts for itself alone."""
    if not publisher:
        return Source("report/" + report, "unknown publisher", False, True, "the report names no publisher")
    found = named(re.sub(r"\s*\([^)]*\)$", "", publisher) or publisher)
    return Source(found.id, found.name, True, True)


class Sources:
    """The sources that one report quotes, each settled once for the whole report."""

    def __init__(self, report: str, entries: Sequence[LedgerClaim], text: str, carrier: Source) -> None:
        self._text, self._carrier = text, carrier
        mentions: dict[str, tuple[Mention, ActorRef | None]] = {}
        for entry in entries:
            for mention, ref in self._told(entry):
                mentions.setdefault(_name(mention, ref), (mention, ref))
        self._settled: dict[str, Source] = {}
        for name in sorted(mentions):
            mention, ref = mentions[name]
            found = self._by_itself(name, mention, ref)
            if found is not None:
                self._settled[name] = found
        self._full = dict(self._settled)
        if any(set(words(name)) & {"ministry"} for name in mentions):
            for full in _MINISTRY.findall(text):  # "the ministry" may be named in full where nothing is quoted from it
                if body_words(full) & set(lexicon("names")["same"].values()):
                    self._full.setdefault(full, named(full, f'"{full}"'))
        for name in sorted(mentions):
            if name not in self._settled:
                self._settled[name] = self._by_the_report(name)
            elif name in self._full:
                wider = self._widen(name, self._full)
                if wider is not None:
                    self._settled[name] = wider

    def of(self, entry: LedgerClaim) -> Source | None:
        """The source that counts for a claim: the innermost one that could be asked; None for the author's own word.

        An unnamed innermost source inside a named body's word adds nothing to that body's word, so the body counts; an
        unnamed source of an outlet ("Reuters, quoting a rebel spokesman") counts as that outlet's unnamed source.
        """
        chain = self.chain(entry)
        if not chain:
            return None
        inner = chain[-1]
        if inner.named:
            return inner
        for outer in reversed(chain[:-1]):
            if outer.named and not outer.outlet:
                return Source(outer.id, outer.name, True, how=f"an unnamed source ({inner.name}) in its own word")
            if outer.named:
                return _unnamed(inner.name, outer)
        return inner

    def chain(self, entry: LedgerClaim) -> list[Source]:
        """The settled sources of a claim, outermost first."""
        return [self._settled[_name(mention, ref)] for mention, ref in self._told(entry)]

    def _told(self, entry: LedgerClaim) -> Iterator[tuple[Mention, ActorRef | None]]:
        """The sources of a claim with what they resolve to; of "a UK-based monitor" it is the monitor that speaks."""
        for i, mention in enumerate(entry.claim.sources):
            ref = entry.speakers[i] if len(entry.speakers) == len(entry.claim.sources) else None
            based = _BASED.match(self._text, mention.end - mention.text.endswith("-"))
            if based is None:
                yield mention, ref
            else:
                words = self._text[mention.start : based.end()]
                yield Mention(words, mention.start, based.end(), words), None

    def _by_itself(self, name: str, mention: Mention, ref: ActorRef | None) -> Source | None:
        """Settles a name that needs no help from the report: known, or a proper name."""
        if _misread(mention, ref):
            return None
        known = ref is not None and _known(ref) and not is_unnamed(ref.name)
        for told in (name,) if known else (name, mention.entity, mention.text):
            body = known_body(told)
            if body is not None and not _is_loose(told):
                return _as_outlet(named(body, "" if fold(body) == fold(mention.text) else f'"{mention.text}"'), ref)
        if known:
            return _as_outlet(named(name, "" if fold(name) == fold(mention.text) else f'"{mention.text}"'), ref)
        if is_unnamed(mention.entity):
            return None
        person = ref is not None and ref.kind is ActorKind.PERSON
        body = self._speaks_for(mention.entity) if person or ref is None or ref.kind in _UNSURE else None
        if body is not None:
            found = named(body, f"{mention.entity} speaks for it")
            return _as_outlet(found, None)
        document = _REPORT_OF.match(mention.entity)
        if document and document.group(1) and not is_unnamed(document.group(1)):
            return _as_outlet(named(document.group(1), f'"{mention.text}"'), None)
        return _as_outlet(named(name), ref)

    def _by_the_report(self, name: str) -> Source:
        """Settles "the monitor", "the ministry", "activists" by what else the report names."""
        plain = set(words(name))
        monitors = set(lexicon("unnamed")["monitor"])
        if plain & monitors:
            fits = {s.id: s for s in self._full.values() if set(words(s.name)) & monitors}
            if len(fits) == 1:
                found = next(iter(fits.values()))
                return Source(found.id, found.name, True, found.outlet, f'"{name}" is the one monitor named')
        body = known_body(name)
        if body is not None:
            return named(body, f'"{name}"')
        wider = self._widen(name, self._full)
        return wider if wider is not None else _unnamed(name, self._carrier)

    def _widen(self, name: str, full: Mapping[str, Source]) -> Source | None:
        """The one source of the report whose name holds all the words of this shorter name."""
        short = body_words(name)
        heads = set(lexicon("unnamed")["definite"])
        nations = set(lexicon("names")["same"].values())
        if not (short & heads or short <= nations):
            return None
        fits = {s.id: s for s in full.values() if short < body_words(s.name)}
        if len(fits) != 1:
            return None
        found = next(iter(fits.values()))
        return Source(found.id, found.name, True, found.outlet, f'"{name}" is the one source so named in the report')

    def _speaks_for(self, person: str) -> str | None:
        """The body that the text gives a person: "Observatory director NAME", "NAME, head of the Observatory"."""
        roles = "|".join(lexicon("names")["roles"])
        last = re.escape(person.split()[-1]) if person.split() else ""
        if not last:
            return None
        inside = re.match(rf"(?P<body>.+?)\s+(?:{roles})\b", person, re.IGNORECASE)
        if inside and not is_unnamed(inside.group("body")):
            return inside.group("body")
        full = re.escape(person)
        before = re.compile(rf"((?:[A-Z][\w.’'-]*\s+){{1,6}})(?:{roles})\s+(?:[A-Z][a-z]+\.?\s+){{0,3}}{full}")
        name = r"((?:[\w.’'-]+\s+){0,2}(?:[A-Z][\w.’'-]*\s*(?:for |of )?){1,6})"
        after = re.compile(rf"{full}[, ]+(?:the\s+)?(?:{roles})\s+(?:of|for)\s+(?:the\s+)?{name}")
        for at in (m.start() for m in re.finditer(full, self._text)):
            around = self._text[max(0, at - _NEAR) : at + len(person) + _NEAR]
            for pattern in (before, after):
                m = pattern.search(around)
                if m:
                    body = m.group(1).strip()
                    if known_body(body) or not is_unnamed(body):
                        return body
        return None


def _name(mention: Mention, ref: ActorRef | None) -> str:
    if _misread(mention, ref):
        return mention.text
    return ref.name if ref is not None and _known(ref) else mention.entity or mention.text


def _misread(mention: Mention, ref: ActorRef | None) -> bool:
    """Whether "the ministry", "a source" was taken for an armed group that the sentence names."""
    offices = set(lexicon("unnamed")["offices"])
    if not (set(words(mention.text)) & offices and mention.text.islower()):
        return False
    if ref is not None and _known(ref):
        return ref.kind is ActorKind.GROUP
    return (
        mention.entity != mention.text and not set(words(mention.entity)) & offices and not known_body(mention.entity)
    )


def _known(ref: ActorRef) -> bool:
    return not ref.actor.startswith(("entity/", "unnamed/", "described/")) and ref.kind not in _UNSURE


def _is_loose(name: str) -> bool:
    """Whether a listed name is one that other bodies go by too ("the coalition", "the Britain-based group")."""
    return len(words(name)) == 1 and fold(name) in set(lexicon("unnamed")["definite"])


def _as_outlet(source: Source, ref: ActorRef | None) -> Source:
    outlets = lexicon("agencies")
    if (ref is not None and ref.kind is ActorKind.OUTLET) or source.name in outlets:
        return Source(source.id, source.name, source.named, True, source.how)
    return source


def _unnamed(name: str, carrier: Source) -> Source:
    return Source(
        f"unnamed/{carrier.id}/{slug(body_words(name))}",
        f"{name} ({carrier.name})",
        False,
        how=f"unnamed, via {carrier.name}",
    )
