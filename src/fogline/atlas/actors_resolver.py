"""Mentions of actors and sources to the actors they stand for.

Each mention is tried in this order, its fullest name in the report before its own words: a known name; a person behind
a title; a spokesman, who is the body that he speaks for; a source without a name; a group with a backer; a state or
group with a noun behind it ("Russian jets", "ISIS fighters"); "B of A"; a word that the scene explains ("the army").
What is left is an actor known only from reports (`entity/...`), a described group (`described/...`) or an unnamed
source (`unnamed/...`): never a guess at a known one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fogline.atlas import actors_words as words
from fogline.atlas.actors_lexicon import Lexicon
from fogline.atlas.actors_merge import Merge
from fogline.atlas.actors_pack import Actor
from fogline.atlas.actors_scene import Scene
from fogline.atlas.fold import fold
from fogline.claims import ACTOR_ROLES, ActorKind, ActorRef, Argument, Claim, Mention, PlaceRef, Report
from fogline.when import valid

_VERBS = "backed|supported|sponsored|funded|trained|armed|allied|aligned|linked|affiliated|led|loyal|equipped"
_BACKED = re.compile(
    rf"^(?P<who>[\w.’' -]+?)(?:-| (?=backed|led|allied|linked))(?P<verb>{_VERBS})[- ](?P<rest>.+)$", re.I
)
_PRO = re.compile(r"^pro-(?P<who>[\w’']+)[ -](?P<rest>.+)$", re.IGNORECASE)
_BACKED_BY = re.compile(rf"^(?P<rest>.+?) (?P<verb>{_VERBS}) by (?:the )?(?P<who>.+)$", re.IGNORECASE)
#: Where people are is not whose they are: of a state's name, only the first kind of preposition makes them its own.
_OF = re.compile(
    r"^(?P<left>.+?) (?:(?P<own>of|from|within|loyal to|belonging to|affiliated with|linked to|close to|with)"
    r"|in|at|inside|near|for|on) (?P<right>.+)$",
    re.IGNORECASE,
)
_MINISTRY = re.compile(r"^(?P<who>.+?)[’']?s? (?P<what>[a-z]+(?: and [a-z]+)?) ministry$", re.IGNORECASE)
_MINISTRY_BEHIND = re.compile(
    r"^(?P<who>.+?)[’']?s? ministry of (?P<what>[a-z]+)(?: affairs| and [a-z]+)*$", re.IGNORECASE
)
_MINISTRY_OF = re.compile(r"^ministry of (?P<what>[a-z]+)(?: of| in)? (?:the )?(?P<who>.+)$", re.IGNORECASE)
_STATE_MEDIA = re.compile(
    r"^(?P<who>.+?)[’']?s? (?:state|official|state-run|government)[- ](?:media|television|tv|news agency|radio)$",
    re.IGNORECASE,
)
_HELD = re.compile(r"[- ](?:held|controlled|occupied|run|owned|made|style)$", re.IGNORECASE)
_JOIN = re.compile(r",? and (?:the )?|, | & |/")
_UNIT = re.compile(r"\b(?:brigade|division|battalion|regiment|corps|squadron|company|legion|fleet|wing|task force)s?\b")
_OUTLET = re.compile(
    r"\b(?:news|news agency|tv|television|radio|newspaper|magazine|channel|times|post|daily|herald|journal)\b"
)
_BODY = re.compile(
    r"\b(?:committee|council|ministry|department|agency|organi[sz]ation|association|institute|center|centre|office|party|"
    r"union|commission|court|university|hospital|foundation|network|guard|police|service|observatory|assembly|parliament|bank)\b"
)
_GROUP = re.compile(
    r"\b(?:front|army|movement|militia|forces|group|jaish|jaysh|jabhat|liwa|harakat|faylaq|kataib|jund|ansar|rebels|fighters|"
    r"militants|terrorists)\b"
)
#: Verbs of `_BACKED` that make the one named first a backer, whose side the group is taken to share.
_BACKING = frozenset(
    [
        "backed",
        "supported",
        "sponsored",
        "funded",
        "trained",
        "armed",
        "allied",
        "aligned",
        "led",
        "loyal",
        "equipped",
        "pro",
    ]
)
#: Words that make what follows another party, not an adjective's noun.
_LINKING = frozenset(["of", "from", "in", "at", "with", "by", "for", "against", "and", "or", "anti", "non", "ex"])
#: Words between a state's adjective and its soldiers that change nothing ("Iraqi national army").
_FILLERS = frozenset(["national", "regular", "own", "ground", "elite", "federal", "main", "combined", "joint", "front"])
#: Kinds whose own name counts whatever adjective stands before it ("Iraqi Daesh fighters" are Daesh).
_KEEPS_ITS_NAME = frozenset((ActorKind.GROUP, ActorKind.UNIT, ActorKind.OUTLET, ActorKind.ORGANISATION))
#: The designation of a weapon system ("F-15E", "Su-34").
_DESIGNATION = re.compile(r"\b[A-Za-z]{1,3}-?\d+[A-Z]*\b")
#: Who has no spokesman, and who has no head that speaks for all of it.
_NO_HEAD = {
    False: frozenset((ActorKind.PERSON,)),
    True: frozenset(ActorKind) - {ActorKind.ORGANISATION, ActorKind.OUTLET},
}
#: Nouns behind a state's adjective that make the state a backer of irregulars.
_IRREGULARS = frozenset(["militias", "militia", "mercenaries", "mercenary", "proxies", "proxy"])


@dataclass(frozen=True, slots=True)
class Found:
    """What a mention stands for. `side_of` is the actor whose side it shares, where that is not its own."""

    actor: str
    name: str
    kind: ActorKind
    score: float
    why: str
    backer: str | None = None
    side_of: str | None = None


class Resolver:
    """Resolves the actors and sources of a report's claims against a lexicon. `merges` are decisions to be applied."""

    def __init__(self, lexicon: Lexicon, merges: Iterable[Merge] = ()) -> None:
        self.lexicon = lexicon
        self._merges = {merge.merged: merge for merge in merges if merge.stands}

    def resolve(
        self, report: Report, claims: Sequence[Claim], places: Iterable[PlaceRef] = ()
    ) -> list[tuple[tuple[ActorRef, ...], tuple[ActorRef, ...]]]:
        """For each claim its actors and targets, and its speakers, one for each of `claim.sources` in order.

        `places` are the report's resolved places: they tell where "the army" is. An argument of several parties
        ("Syrian and Russian jets") gives one reference for each.
        """
        scene = Scene(report, self.lexicon, places)
        theatre = scene.pack.name if scene.pack else ""
        reading = _Reading(self, scene, claims)
        out = []
        for claim in claims:
            span = valid(claim, report.published, report.kind)
            day = (span.start or span.end if span else None) or report.published
            speakers = tuple(
                self._ref(source, reading.one(source.text, source.entity, True), day, theatre)
                for source in claim.sources
            )
            actors = tuple(
                ref
                for arg in claim.args
                if arg.role in ACTOR_ROLES
                for ref in self._argument(reading, arg, speakers, day, theatre)
            )
            out.append((actors, speakers))
        return out

    def mention(self, text: str, entity: str | None = None, *, speaker: bool = False) -> ActorRef:
        """One mention on its own, without a report around it."""
        scene = Scene(Report(text="", name=""), self.lexicon)
        mention = Mention(text, 0, len(text), entity or text)
        return self._ref(mention, _Reading(self, scene, ()).one(text, entity or text, speaker), None)

    def _argument(
        self, reading: _Reading, arg: Argument, speakers: Sequence[ActorRef], day: date | None, theatre: str
    ) -> Iterator[ActorRef]:
        if fold(arg.entity) in words.FIRST_PERSON and not arg.entity.isupper() and speakers:
            speaker = speakers[-1]
            yield replace(
                speaker, span=arg.span, text=arg.text, role=arg.role, score=0.6 * speaker.score, why="the speaker's own"
            )
            return
        for found in reading.parties(arg.text, arg.entity):
            yield replace(self._ref(arg.mention, found, day, theatre), role=arg.role)

    def _ref(self, mention: Mention, found: Found, day: date | None, theatre: str | None = None) -> ActorRef:
        merge = self._merges.get(found.actor)
        if merge is not None:
            found = replace(found, actor=merge.kept, name=merge.kept_name, why=f"{found.why}; merged: {merge.reason}")
        side = None
        if not found.actor.startswith(("described/", "unnamed/", "unknown/")):
            side = self.lexicon.sides.of(found.side_of or found.actor, day, theatre=theatre)
        elif found.side_of:
            side = self.lexicon.sides.of(found.side_of, day, theatre=theatre)
        return ActorRef(
            span=mention.span,
            text=mention.text,
            actor=found.actor,
            name=found.name,
            kind=found.kind,
            score=round(found.score, 3),
            side=side.id if side else None,
            backer=found.backer,
            why=found.why,
        )


class _Reading:
    """The mentions of one report; remembers what each turned out to be."""

    def __init__(self, resolver: Resolver, scene: Scene, claims: Sequence[Claim]) -> None:
        self.lexicon, self.scene = resolver.lexicon, scene
        self._memo: dict[tuple[str, str, bool], Found] = {}
        self._tries: dict[str, Found | None] = {}
        mentions = [m for c in claims for m in (*c.sources, *(a.mention for a in c.args if a.role in ACTOR_ROLES))]
        names = {words.trimmed(m.entity) for m in mentions}
        #: Persons and groups named in full, by their last name.
        self._last: dict[str, set[str]] = {}
        for name in names:
            tokens = name.split()
            if len(tokens) > 1 and words.is_name(name) and not _JOIN.search(name):
                self._last.setdefault(fold(tokens[-1]), set()).add(name)
        self._jihadists = self._only_jihadists(names)
        self._ministries: tuple[Found, ...] = ()
        ministries = (self._known(name) for name in names if "ministry" in fold(name) and " " in name)
        self._ministries = tuple({found.actor: found for found in ministries if found is not None}.values())

    def _only_jihadists(self, names: Iterable[str]) -> Actor | None:
        """The one jihadist group that the report names, which its bare "militants" then are."""
        found = {}
        for name in names:
            for actor in self.lexicon.by_name(fold(name))[:1]:
                side = self.lexicon.sides.of(actor.id)
                if side is not None and side.id.rpartition("/")[2] in ("isis", "hts") and actor.kind is ActorKind.GROUP:
                    found[actor.id] = actor
        return next(iter(found.values())) if len(found) == 1 else None

    def parties(self, text: str, entity: str) -> Iterator[Found]:
        """The parties of an argument: one, or each of those that an "and" joins, where all are known."""
        one = self.one(text, entity, False)
        if one.actor.startswith(("entity/", "described/")) and one.backer is None:
            for whole in dict.fromkeys((entity, text)):
                found = self._several(words.trimmed(whole))
                if found:
                    yield from found
                    return
        yield one

    def _several(self, whole: str) -> list[Found]:
        """The parties that an "and" joins; empty unless at least one is known and the rest have no names."""
        joins = list(_JOIN.finditer(whole))
        if not 0 < len(joins) <= 4:
            return []
        parts = [part for part in _JOIN.split(whole) if part.strip()]
        last = parts[-1].split()
        size = words.head([fold(token) for token in last], words.COMMON)
        noun = " ".join(last[len(last) - size :]) if size < len(last) else ""
        if noun and all(fold(part) in self.lexicon.adjectives for part in parts[:-1]):
            parts = [*(f"{part} {noun}" for part in parts[:-1]), parts[-1]]  # "Syrian and Russian jets"
        elif not all(self._part(part) for part in parts):
            for join in joins:  # names that hold an "and" themselves
                pair = (self._part(whole[: join.start()]), self._part(whole[join.end() :]))
                if all(pair):
                    return list({f.actor: f for f in pair if f}.values())
        found = {part: self._part(part) or (self._part(f"{part} {noun}") if noun else None) for part in parts}
        if any(f is None and words.is_name(part, self.lexicon.adjectives) for part, f in found.items()):
            return []
        return list({f.actor: f for f in found.values() if f}.values())

    def _part(self, part: str) -> Found | None:
        found = self._known(part) or self._in_context(part)
        bare = found is not None and found.actor.startswith("described/") and not found.side_of
        return None if bare else found

    def one(self, text: str, entity: str, speaker: bool) -> Found:
        """What one mention stands for."""
        key = (text, entity, speaker)
        if key not in self._memo:
            self._memo[key] = self._one(text, entity, speaker)
        return self._memo[key]

    def _one(self, text: str, entity: str, speaker: bool) -> Found:
        shouted = entity.isupper() and len(entity) > 1  # "US" is no pronoun
        if (fold(entity) in words.PRONOUNS and not shouted) or not words.trimmed(entity):
            return Found(f"unknown/{fold(entity) or 'nobody'}", entity, ActorKind.UNKNOWN, 0.1, "a pronoun left open")
        # a name that is not known is not overruled by the description in the text
        nations = self.lexicon.adjectives
        overruled = words.is_name(words.trimmed(entity), nations) and not words.is_name(words.trimmed(text), nations)
        forms = (entity,) if overruled else (entity, text)
        for name in dict.fromkeys(forms):
            found = self._speaker(name) if speaker else self._known(name)
            if found:
                return found
        found = next((f for form in forms if (f := self._in_context(form))), None)
        if found:
            return self._as_speaker(found, entity) if speaker else found
        return self._unknown(entity, speaker)

    # -- speakers ---------------------------------------------------------------------------------------------------

    def _speaker(self, name: str) -> Found | None:
        """A source: a spokesman is whom he speaks for; people of a body are unnamed sources on its side."""
        trimmed = words.trimmed(name)
        exact = self._named(trimmed)
        if exact is not None:
            return self._voice(exact)
        joint = self._joint(trimmed)
        if joint is not None:
            return joint
        person = self._titled(trimmed)
        if person is not None:
            return self._voice(person)
        spoken = self._spokesman(trimmed)
        if spoken is not None:
            return spoken
        unnamed = self._unnamed(trimmed)
        if unnamed is not None:
            return unnamed
        known = self._known(name)
        return self._voice(known) if known else None

    def _voice(self, found: Found) -> Found:
        """The body in whose name a spokesman or a press office speaks."""
        actor = self.lexicon.get(found.actor)
        body = self.lexicon.get(actor.speaks) if actor is not None and actor.speaks else None
        if actor is None or body is None:
            return found
        return Found(body.id, body.name, body.kind, found.score * 0.95, f"{actor.name} speaks for {body.name}")

    def _spokesman(self, name: str) -> Found | None:
        tokens = name.split()
        folded = [fold(token) for token in tokens]
        for size in (3, 2, 1):
            for start in range(len(tokens) - size + 1):
                if " ".join(folded[start : start + size]) not in words.SPOKESMEN:
                    continue
                before = " ".join(tokens[:start])
                after = re.sub(r"^(?:for|of|from|by|at|in|on)\s+(?:the\s+)?", "", " ".join(tokens[start + size :]))
                for part in (before, after):
                    body = self._known(part) if part else None
                    if body is None and part:
                        body = self._in_context(part)
                    heads = " ".join(folded[start : start + size]) in words.HEADS
                    if heads and part is before and after and words.is_name(after):
                        break  # a person with a name, who is a source of his own
                    if body is not None and body.kind is ActorKind.DESCRIBED:
                        return self._nameless(fold(name), name, body)
                    if body is not None and body.kind not in _NO_HEAD[heads]:
                        return replace(self._voice(body), score=body.score * 0.92, why=f"speaks for {body.name}")
                return None
        return None

    def _unnamed(self, name: str) -> Found | None:
        """A source without a name, on the side of the body that it is of, where that is said."""
        folded = fold(name)
        tokens = folded.split()
        left = _OF.match(name)
        heads = [tokens] if left is None else [fold(left["left"]).split(), tokens]
        if not any(words.head(h, words.UNNAMED) for h in heads if h):
            return None
        body = self._known(left["right"]) if left is not None else None
        if body is None:
            size = words.head(tokens, words.UNNAMED)
            original = name.split()
            prefix = " ".join(original[: len(original) - size]) if len(original) == len(tokens) else ""
            body = self._known(prefix) if prefix and "former" not in tokens else None
            if prefix and body is None and words.is_name(prefix) and left is None and "former" not in tokens:
                return None
        if body is not None and body.kind is ActorKind.OUTLET:
            return self._voice(replace(body, score=body.score * 0.9, why=f"reporter of {body.name}"))
        return self._nameless(folded, name, body)

    def _nameless(self, folded: str, name: str, body: Found | None) -> Found:
        plain = " ".join(word for word in folded.split() if word not in ("the", "a", "an"))
        why = f"unnamed, of {body.name}" if body else "unnamed"
        side_of = None
        if body is not None:
            side_of = body.side_of or (None if body.actor.startswith("described/") else body.actor)
        return Found(f"unnamed/{plain}", name, ActorKind.DESCRIBED, 0.9, why, side_of=side_of)

    def _as_speaker(self, found: Found, name: str) -> Found:
        if found.kind is ActorKind.DESCRIBED:
            return self._nameless(fold(words.trimmed(name)), words.trimmed(name), found)
        return found

    def _joint(self, name: str) -> Found | None:
        """The first of joint sources ("A and B said"), where every one that has a name is known."""
        parts = [words.trimmed(part) for part in _JOIN.split(name)]
        voices = [self._named(part) or self._titled(part) for part in parts if words.is_name(part)]
        if len(parts) < 2 or not voices or not all(voices):
            return None
        for known in voices:
            if known is not None:
                return replace(self._voice(known), score=known.score * 0.8, why=f"first of the joint source {name!r}")
        return None

    # -- known names ------------------------------------------------------------------------------------------------

    def _known(self, name: str) -> Found | None:
        if name not in self._tries:
            self._tries[name] = None  # against running in a circle
            self._tries[name] = self._try(words.trimmed(name))
        return self._tries[name]

    def _try(self, name: str) -> Found | None:
        if not name:
            return None
        if " and " in name:  # several parties, unless it is one name or what belongs to one
            return self._named(name) or self._headed(name) or self._of(name)
        return (
            self._named(name)
            or self._titled(name)
            or self._adjective(name)
            or self._office(name)
            or self._modified(name)
            or self._backed(name)
            or self._ministry(name)
            or self._headed(name)
            or self._of(name)
            or self._last_name(name)
            or self._prefixed(name)
            or self._lowered(name)
        )

    def _named(self, name: str) -> Found | None:
        """A known name, as it stands or without a possessive ending."""
        folded = fold(name)
        for form, score in ((folded, 0.98), (folded[:-1] if folded.endswith("s") else "", 0.93)):
            if len(form) < 2 or (len(form) <= 4 and not any(c.isupper() for c in name)):
                continue
            for actor in self.lexicon.by_name(form):
                if len(form) <= 3 and not name[:2].isupper() and actor.kind is not ActorKind.PERSON:
                    continue
                return self._of_actor(actor, score if form == folded or " " in form else score - 0.03, "name")
        return None

    def _of_actor(self, actor: Actor, score: float, why: str) -> Found:
        return Found(actor.id, actor.name, actor.kind, score, why, actor.backer)

    def _titled(self, name: str) -> Found | None:
        """A known person behind titles ("Russian Foreign Minister Sergei Lavrov"), or before a description of him."""
        tokens = name.split()
        for size in range(min(5, len(tokens) - 1), 0, -1):
            for part, rest in ((tokens[-size:], tokens[:-size]), (tokens[:size], tokens[size:])):
                before = part == tokens[-size:] and rest == tokens[:-size]
                text = " ".join(part).strip(",.'’")
                if not text[:1].isupper() or (size == 1 and not before) or self._owned(rest, before):
                    continue
                for actor in self.lexicon.by_name(fold(text)) or self.lexicon.by_name(fold(text).removesuffix("s")):
                    if actor.kind is ActorKind.PERSON and (size > 1 or self._titles(rest)):
                        return self._of_actor(actor, 0.95 if size > 1 else 0.88, "person behind a title")
        return None

    def _owned(self, rest: Sequence[str], before: bool) -> bool:
        """Whether what stands beside a person is his and not a title ("regime of", "forces")."""
        folded = [fold(token) for token in rest]
        if before:
            return bool(folded) and (folded[-1] in _LINKING or folded[-1] == "to")
        return bool(words.head(folded, words.MILITARY | words.MEMBERS | words.THINGS | words.CIVILIAN))

    def _titles(self, tokens: Sequence[str]) -> bool:
        folded = [fold(token) for token in tokens]
        return any(words.head(folded[: n + 1], words.TITLES) for n in range(len(folded)))

    def _last_name(self, name: str) -> Found | None:
        """A last name alone, where the report names one person of that last name in full."""
        tokens = name.split()
        fuller = self._last.get(fold(tokens[-1]), set())
        if len(tokens) == 1 and len(fuller) == 1 and tokens[0][:1].isupper() and fold(name) not in words.COMMON:
            known = self._named(next(iter(fuller)))
            if known is not None and known.kind is ActorKind.PERSON:
                return replace(known, score=0.8, why=f"short for {next(iter(fuller))}")
        return None

    def _adjective(self, name: str) -> Found | None:
        """A nationality on its own: "Russians", "the American" mean the state's people, taken as the state."""
        folded = fold(name)
        actor = self.lexicon.adjectives.get(folded)
        people = None if actor else self.lexicon.adjectives.get(folded.removesuffix("s"))
        state = self.lexicon.get(actor or people or "") if name[:1].isupper() else None
        if state is None:
            return None
        theatres = {country for pack in self.lexicon.packs for country in pack.countries}
        if people and state.country in self.scene.countries | theatres:
            # "Syrians" in Syria are people; "Americans" there are the United States
            return Found(f"described/{folded}", name, ActorKind.DESCRIBED, 0.7, "people of the country, not the state")
        return self._of_actor(state, 0.7, "nationality")

    def _modified(self, name: str) -> Found | None:
        """A known name behind or before an adjective ("rebel FSA", "Reuters news agency")."""
        owner, _, owned = name.partition("’s " if "’s " in name else "'s ")
        known = self._named(owned) if owned and words.is_name(owner) else None
        if known is not None and known.kind not in (ActorKind.STATE, ActorKind.DESCRIBED):
            return replace(known, score=known.score * 0.95)  # "Hezbollah's Al-Manar TV"
        tokens = name.split()
        folded = [fold(token) for token in tokens]
        modifies = words.MODIFIERS | self.lexicon.adjectives.keys()
        first = next((index for index, token in enumerate(folded) if token not in modifies), 0)
        if first:
            rest_name = " ".join(tokens[first:])
            known = self._named(rest_name) or self._headed(rest_name)
            if known is not None and known.kind in _KEEPS_ITS_NAME and self._fits(known, folded[:first]):
                return replace(known, score=known.score * 0.95)
        for size in (2, 1):
            if len(tokens) <= size:
                continue
            for key, rest in ((folded[:size], tokens[size:]), (folded[-size:], tokens[:-size])):
                known = self._named(" ".join(rest)) if " ".join(key) in words.MODIFIERS else None
                if known is not None and known.kind not in (ActorKind.STATE, ActorKind.DESCRIBED):
                    return replace(known, score=known.score * 0.96)
            state = self._state(" ".join(tokens[:size]))
            body = self._named(" ".join(tokens[size:])) if state is not None else None
            actor = self.lexicon.get(body.actor) if body is not None else None
            if state is not None and body is not None and actor is not None and actor.country == state.country:
                return replace(body, score=body.score * 0.97)
        return None

    def _fits(self, known: Found, adjectives: Sequence[str]) -> bool:
        """Whether a body is of the nation that stands before it: the Turkish Red Crescent is not the Syrian one."""
        actor = self.lexicon.get(known.actor)
        if actor is None or actor.country is None or known.kind in (ActorKind.GROUP, ActorKind.UNIT):
            return True
        nations = [self.lexicon.get(self.lexicon.adjectives.get(word, "")) for word in adjectives]
        return all(nation is None or nation.country == actor.country for nation in nations)

    def _lowered(self, name: str) -> Found | None:
        """A known description behind common adjectives ("influential Daesh field commanders")."""
        tokens = name.split()
        first = next((index for index, token in enumerate(tokens) if token[:1].isupper()), 0)
        if not 0 < first <= 3 or any(fold(token) in _LINKING for token in tokens[:first]):
            return None
        return self._try(" ".join(tokens[first:]))

    def _prefixed(self, name: str) -> Found | None:
        """A force, group or body with something of it behind ("Syrian Air Force SU-22")."""
        tokens = name.split()
        for size in range(min(6, len(tokens) - 1), 0, -1):
            rest = tokens[size:]
            if words.head([fold(token) for token in rest], words.CIVILIAN):
                continue
            if len(rest) > 3 or sum(token[:1].isupper() for token in rest) > 1:
                continue
            known = self._named(" ".join(tokens[:size]))
            if known is not None and known.kind in (ActorKind.FORCE, ActorKind.GROUP, ActorKind.UNIT):
                return replace(known, score=0.7 if size > 1 else 0.6, why=f"{' '.join(rest)!r} of {known.name}")
        return None

    # -- composed descriptions --------------------------------------------------------------------------------------

    def _backed(self, name: str) -> Found | None:
        """A group with a backer: a known group where the rest names one, else a described group, never the backer."""
        for pattern in (_PRO, _BACKED_BY, _BACKED):
            match = pattern.match(name)
            if match is None:
                continue
            verb = match.groupdict().get("verb", "pro").lower()
            led = self._headed(name) if verb == "led" else None
            if led is not None and not led.actor.startswith("described/"):
                return led  # "U.S.-led coalition aircraft"
            rest = self._named(words.trimmed(match["rest"]))
            if rest is not None and rest.kind is not ActorKind.DESCRIBED:
                return replace(rest, score=rest.score * 0.97)
            backer = self._named(match["who"]) or self._adjective(match["who"].title()) or self._titled(match["who"])
            if backer is None:
                return None if rest is None else rest
            if words.head(fold(match["rest"]).split(), words.SPOKESMEN | frozenset(("news agency", "agency", "media"))):
                return None
            return Found(
                f"described/{fold(name)}",
                name,
                ActorKind.DESCRIBED,
                0.85,
                f"described by its backer ({verb})",
                backer=backer.actor if verb in _BACKING else None,
                side_of=backer.actor if verb in _BACKING else None,
            )
        return None

    def _ministry(self, name: str) -> Found | None:
        media = _STATE_MEDIA.match(name)
        state = self._state(media["who"]) if media else None
        if state is not None:
            title = f"{state.name} state media"
            return Found(f"{state.id}/state-media", title, ActorKind.OUTLET, 0.85, "state media", side_of=state.id)
        for pattern in (_MINISTRY, _MINISTRY_BEHIND, _MINISTRY_OF):
            match = pattern.match(name)
            if match is None:
                continue
            state = self._state(match["who"])
            if state is None:
                continue
            what = fold(match["what"]).replace("defense", "defence").replace(" affairs", "")
            ident = f"{state.id}/{what.replace(' ', '-')}-ministry"
            title = f"{state.name} {what} ministry"
            return Found(ident, title, ActorKind.ORGANISATION, 0.9, "ministry of a state", side_of=state.id)
        return None

    def _office(self, name: str) -> Found | None:
        """Who held a state's office on the day of the report ("the Russian foreign minister")."""
        if not name[:1].isupper() or self.scene.day is None:
            return None
        tokens = name.split()
        for size in (3, 2, 1):
            state = self._state(" ".join(tokens[:size])) if size < len(tokens) else None
            if state is None:
                continue
            title = fold(" ".join(tokens[size:])).replace("defense", "defence")
            for person in self.lexicon.holders(state.id, title):
                if any(fold(o.title) == title and o.held_on(self.scene.day) for o in person.offices):
                    return self._of_actor(person, 0.85, f"{title} of {state.name} on {self.scene.day}")
        return None

    def _state(self, words_: str) -> Actor | None:
        folded = fold(words_)
        for form in (folded, folded.removesuffix("s")):
            actor = self.lexicon.adjectives.get(form)
            for state in [self.lexicon.get(actor)] if actor else self.lexicon.by_name(form)[:1]:
                if state is not None and state.kind is ActorKind.STATE:
                    return state
        return None

    def _headed(self, name: str) -> Found | None:
        """A state, group or leader with a noun behind: "Russian jets", "ISIS fighters", "Assad's forces"."""
        tokens = name.split()
        folded = [fold(token) for token in tokens]
        for size in range(min(words.LONGEST, len(tokens) - 1), 0, -1):
            noun = " ".join(folded[-size:])
            if noun not in words.COMMON:
                continue
            found = self._behind(" ".join(tokens[:-size]), noun, name)
            if found is not None:
                return found
        state = self._state(tokens[0]) if len(tokens) > 1 else None
        if state is not None and _DESIGNATION.search(" ".join(tokens[1:])):
            return self._of_state(state, "aircraft", name)
        size = words.head(folded[1:], words.MILITARY)
        between = folded[1 : len(folded) - size]
        filled = all(w in _FILLERS or w in words.MILITARY or any(c.isdigit() for c in w) for w in between)
        if state is None or not size or not filled:
            return None
        return self._of_state(state, " ".join(folded[-size:]), name)

    def _behind(self, front: str, noun: str, whole: str) -> Found | None:
        front = _HELD.sub("", front)
        state = self._state(front)
        if state is not None:
            return self._of_state(state, noun, whole)
        owner = self._named(words.trimmed(front)) or self._titled(front) or self._backed(front)
        if owner is None and len(front.split()) > 1:
            owner = self._headed(front)
        if owner is not None and owner.actor.startswith("described/") and not owner.side_of:
            return None
        if owner is None or noun in words.CIVILIAN:
            return None
        actor = self.lexicon.get(owner.actor)
        if (
            actor is not None
            and actor.kind is ActorKind.PERSON
            and noun in words.MILITARY | words.POLITICAL | words.MEMBERS
        ):
            state = next((self.lexicon.get(o.of) for o in actor.offices if self._is_state(o.of)), None)
            if state is not None:
                return self._of_state(state, noun, whole)
        if noun in words.MEMBERS or noun in words.MILITARY or noun in words.POLITICAL:
            return replace(owner, score=owner.score * 0.94, why=f"{owner.why}, with {noun!r}")
        if noun in words.THINGS:
            return replace(owner, score=owner.score * 0.85, why=f"{noun!r} of {owner.name}")
        return None

    def _is_state(self, actor: str) -> bool:
        known = self.lexicon.get(actor)
        return known is not None and known.kind is ActorKind.STATE

    def _of_state(self, state: Actor, noun: str, whole: str) -> Found | None:
        forces = self.lexicon.get(f"{state.id}-mil")
        if noun in words.MILITARY and forces is not None:
            return Found(forces.id, forces.name, forces.kind, 0.92, f"armed forces of {state.name}")
        if noun in words.POLITICAL:
            return Found(state.id, state.name, state.kind, 0.92, f"government of {state.name}")
        if noun in _IRREGULARS:
            return Found(
                f"described/{fold(whole)}", whole, ActorKind.DESCRIBED, 0.8, "irregulars of a state", state.id, state.id
            )
        if noun in words.MEMBERS or noun in words.CIVILIAN:
            return Found(
                f"described/{fold(whole)}", whole, ActorKind.DESCRIBED, 0.7, "people of a country, not the state"
            )
        if noun in words.THINGS and forces is not None:
            return Found(forces.id, forces.name, forces.kind, 0.75, f"{noun!r} of {state.name}")
        return None

    def _of(self, name: str) -> Found | None:
        """`fighters of the Nusra Front`, `Armed Forces of Ukraine`, `government of Iraq`."""
        match = _OF.match(name)
        if match is None:
            return None
        if words.is_name(match["left"]):
            known = self._known(match["left"])  # "Yemeni embassy in the United States"
            if known is not None:
                return replace(known, score=known.score * 0.95)
        left = fold(words.trimmed(match["left"])).split()
        right = words.trimmed(match["right"])
        size = words.head(left, words.COMMON)
        if not size or (match["own"] is None and self._state(right) is not None):
            return None
        noun = " ".join(left[-size:])
        found = self._behind(right, noun, name)
        if found is not None:
            return replace(found, score=found.score * 0.96)
        context = self._in_context(right)
        if context is not None and noun in words.MILITARY | words.MEMBERS:
            return replace(context, score=context.score * 0.95)
        return None

    def _in_context(self, name: str) -> Found | None:
        """A word without a name, by the report's scene."""
        folded = fold(words.trimmed(name))
        if words.SAME.get(folded) == "jihadists":
            group = self._jihadists
            if group is None:
                return None
            return Found(group.id, group.name, group.kind, 0.6, "the one such group that the report names")
        if folded == "ministry" and len(self._ministries) == 1:
            return replace(self._ministries[0], score=0.7, why="the one ministry that the report names")
        for form in (folded, folded.removesuffix("s")):
            meant = self.scene.word(form)
            actor = self.lexicon.get(meant[0]) if meant else None
            if meant and actor:
                return self._of_actor(actor, meant[1], f"{folded!r} in a report on {self.scene.country}")
        return None

    def _unknown(self, name: str, speaker: bool) -> Found:
        """An actor that no lexicon knows: an entity of its own where it has a name, else a description."""
        text = words.trimmed(name)
        folded = fold(text)
        if folded in self.scene.place_names:
            return Found(f"described/{folded}", text, ActorKind.DESCRIBED, 0.4, "a place, not an actor")
        if folded in words.SAME or not words.is_name(text, self.lexicon.adjectives) or self._plain(text):
            if speaker:
                return self._nameless(folded, text, None)
            return Found(f"described/{folded}", text, ActorKind.DESCRIBED, 0.6, "a description, no name")
        kind, plain = _kind(folded, text), words.without_titles(text, self.lexicon.adjectives)
        if kind is ActorKind.PERSON or (plain != text and len(plain.split()) <= 4 and plain.istitle()):
            kind, text = ActorKind.PERSON, plain
        of = _OF.match(text) if kind is ActorKind.UNIT else None
        body = self._known(of["right"]) if of is not None and of["own"] else None
        side_of = body.actor if body is not None and not body.actor.startswith("described/") else None
        return Found(f"entity/{fold(text)}", text, kind, 0.5, "known only from reports", side_of=side_of)

    def _plain(self, text: str) -> bool:
        """Whether only the first word has a capital, and the report writes it without one elsewhere."""
        tokens = text.split()
        first = tokens[0].lower()
        return tokens[0][1:].islower() and all(t.islower() for t in tokens[1:]) and first in self.scene.lower_words


def _kind(folded: str, text: str) -> ActorKind:
    """What sort of actor an unknown name looks like."""
    for pattern, kind in (
        (_UNIT, ActorKind.UNIT),
        (_OUTLET, ActorKind.OUTLET),
        (_BODY, ActorKind.ORGANISATION),
        (_GROUP, ActorKind.GROUP),
    ):
        if pattern.search(folded):
            return kind
    tokens = text.split()
    capitals = sum(token[:1].isupper() for token in tokens)
    if 2 <= len(tokens) <= 5 and capitals >= 2:
        return ActorKind.PERSON
    return ActorKind.UNKNOWN
