"""Descriptions that hold a name: "Russian jets", "ISIS fighters", "pro-Iranian forces", "government of Iraq"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from fogline.atlas import actors_words as words
from fogline.atlas.actors_found import OF, Found
from fogline.atlas.actors_pack import Actor
from fogline.atlas.fold import fold
from fogline.claims import ActorKind

if TYPE_CHECKING:
    from fogline.atlas.actors_names import Names

_VERBS = "backed|supported|sponsored|funded|trained|armed|allied|aligned|linked|affiliated|led|loyal|equipped"
_BACKED = re.compile(
    rf"^(?P<who>[\w.’' -]+?)(?:-| (?=backed|led|allied|linked))(?P<verb>{_VERBS})[- ](?P<rest>.+)$", re.I
)
_PRO = re.compile(r"^pro-(?P<who>[\w’']+)[ -](?P<rest>.+)$", re.IGNORECASE)
_BACKED_BY = re.compile(rf"^(?P<rest>.+?) (?P<verb>{_VERBS}) by (?:the )?(?P<who>.+)$", re.IGNORECASE)
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
LINKING = frozenset(["of", "from", "in", "at", "with", "by", "for", "against", "and", "or", "anti", "non", "ex"])
#: Words between a state's adjective and its soldiers that change nothing ("Iraqi national army").
_FILLERS = frozenset(["national", "regular", "own", "ground", "elite", "federal", "main", "combined", "joint", "front"])
#: The designation of a weapon system ("F-15E", "Su-34").
_DESIGNATION = re.compile(r"\b[A-Za-z]{1,3}-?\d+[A-Z]*\b")
#: Nouns behind a state's adjective that make the state a backer of irregulars.
_IRREGULARS = frozenset(["militias", "militia", "mercenaries", "mercenary", "proxies", "proxy"])


class Descriptions:
    """Reads descriptions with the help of known names."""

    def __init__(self, names: Names, in_context: Callable[[str], Found | None]) -> None:
        self.names, self._in_context = names, in_context

    def backed(self, name: str) -> Found | None:
        """A group with a backer: a known group where the rest names one, else a described group, never the backer."""
        for pattern in (_PRO, _BACKED_BY, _BACKED):
            match = pattern.match(name)
            if match is None:
                continue
            verb = match.groupdict().get("verb", "pro").lower()
            led = self.headed(name) if verb == "led" else None
            if led is not None and not led.actor.startswith("described/"):
                return led  # "U.S.-led coalition aircraft"
            rest = self.names.named(words.trimmed(match["rest"]))
            if rest is not None and rest.kind is not ActorKind.DESCRIBED:
                return replace(rest, score=rest.score * 0.97)
            backer = (
                self.names.named(match["who"])
                or self.names.adjective(match["who"].title())
                or self.names.titled(match["who"])
            )
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

    def ministry(self, name: str) -> Found | None:
        media = _STATE_MEDIA.match(name)
        state = self.names.state(media["who"]) if media else None
        if state is not None:
            title = f"{state.name} state media"
            return Found(f"{state.id}/state-media", title, ActorKind.OUTLET, 0.85, "state media", side_of=state.id)
        for pattern in (_MINISTRY, _MINISTRY_BEHIND, _MINISTRY_OF):
            match = pattern.match(name)
            if match is None:
                continue
            state = self.names.state(match["who"])
            if state is None:
                continue
            what = fold(match["what"]).replace("defense", "defence").replace(" affairs", "")
            ident = f"{state.id}/{what.replace(' ', '-')}-ministry"
            title = f"{state.name} {what} ministry"
            return Found(ident, title, ActorKind.ORGANISATION, 0.9, "ministry of a state", side_of=state.id)
        return None

    def office(self, name: str) -> Found | None:
        """Who held a state's office on the day of the report ("the Russian foreign minister")."""
        if not name[:1].isupper() or self.names.scene.day is None:
            return None
        tokens = name.split()
        for size in (3, 2, 1):
            state = self.names.state(" ".join(tokens[:size])) if size < len(tokens) else None
            if state is None:
                continue
            title = fold(" ".join(tokens[size:])).replace("defense", "defence")
            for person in self.names.lexicon.holders(state.id, title):
                if any(fold(o.title) == title and o.held_on(self.names.scene.day) for o in person.offices):
                    return self.names.of_actor(person, 0.85, f"{title} of {state.name} on {self.names.scene.day}")
        return None

    def headed(self, name: str) -> Found | None:
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
        state = self.names.state(tokens[0]) if len(tokens) > 1 else None
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
        state = self.names.state(front)
        if state is not None:
            return self._of_state(state, noun, whole)
        owner = self.names.named(words.trimmed(front)) or self.names.titled(front) or self.backed(front)
        if owner is None and len(front.split()) > 1:
            owner = self.headed(front)
        if owner is not None and owner.actor.startswith("described/") and not owner.side_of:
            return None
        if owner is None or noun in words.CIVILIAN:
            return None
        actor = self.names.lexicon.get(owner.actor)
        if (
            actor is not None
            and actor.kind is ActorKind.PERSON
            and noun in words.MILITARY | words.POLITICAL | words.MEMBERS
        ):
            state = next((self.names.lexicon.get(o.of) for o in actor.offices if self.names.is_state(o.of)), None)
            if state is not None:
                return self._of_state(state, noun, whole)
        if noun in words.MEMBERS or noun in words.MILITARY or noun in words.POLITICAL:
            return replace(owner, score=owner.score * 0.94, why=f"{owner.why}, with {noun!r}")
        if noun in words.THINGS:
            return replace(owner, score=owner.score * 0.85, why=f"{noun!r} of {owner.name}")
        return None

    def _of_state(self, state: Actor, noun: str, whole: str) -> Found | None:
        forces = self.names.lexicon.get(f"{state.id}-mil")
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

    def of(self, name: str) -> Found | None:
        """`fighters of the Nusra Front`, `Armed Forces of Ukraine`, `government of Iraq`."""
        match = OF.match(name)
        if match is None:
            return None
        if words.is_name(match["left"]):
            known = self.names.known(match["left"])  # "Yemeni embassy in the United States"
            if known is not None:
                return replace(known, score=known.score * 0.95)
        left = fold(words.trimmed(match["left"])).split()
        right = words.trimmed(match["right"])
        size = words.head(left, words.COMMON)
        if not size or (match["own"] is None and self.names.state(right) is not None):
            return None
        noun = " ".join(left[-size:])
        found = self._behind(right, noun, name)
        if found is not None:
            return replace(found, score=found.score * 0.96)
        context = self._in_context(right)
        if context is not None and noun in words.MILITARY | words.MEMBERS:
            return replace(context, score=context.score * 0.95)
        return None
