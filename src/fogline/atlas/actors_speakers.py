"""Sources: a spokesman is the body that he speaks for; people of a body are unnamed sources on its side."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from fogline.atlas import actors_words as words
from fogline.atlas.actors_found import JOIN, OF, Found
from fogline.atlas.actors_names import Names
from fogline.atlas.fold import fold
from fogline.claims import ActorKind

#: Who has no spokesman, and who has no head that speaks for all of it.
_NO_HEAD = {
    False: frozenset((ActorKind.PERSON,)),
    True: frozenset(ActorKind) - {ActorKind.ORGANISATION, ActorKind.OUTLET},
}


class Speakers:
    """Reads the mentions of sources of one report."""

    def __init__(self, names: Names, in_context: Callable[[str], Found | None]) -> None:
        self.names, self._in_context = names, in_context

    def speaker(self, name: str) -> Found | None:
        """A source: a spokesman is whom he speaks for; people of a body are unnamed sources on its side."""
        trimmed = words.trimmed(name)
        exact = self.names.named(trimmed)
        if exact is not None:
            return self._voice(exact)
        joint = self._joint(trimmed)
        if joint is not None:
            return joint
        person = self.names.titled(trimmed)
        if person is not None:
            return self._voice(person)
        spoken = self._spokesman(trimmed)
        if spoken is not None:
            return spoken
        unnamed = self._unnamed(trimmed)
        if unnamed is not None:
            return unnamed
        known = self.names.known(name)
        return self._voice(known) if known else None

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
                    body = self.names.known(part) if part else None
                    if body is None and part:
                        body = self._in_context(part)
                    heads = " ".join(folded[start : start + size]) in words.HEADS
                    if heads and part is before and after and words.is_name(after):
                        break  # a person with a name, who is a source of his own
                    if body is not None and body.kind is ActorKind.DESCRIBED:
                        return self.nameless(fold(name), name, body)
                    if body is not None and body.kind not in _NO_HEAD[heads]:
                        return replace(self._voice(body), score=body.score * 0.92, why=f"speaks for {body.name}")
                return None
        return None

    def _unnamed(self, name: str) -> Found | None:
        """A source without a name, on the side of the body that it is of, where that is said."""
        folded = fold(name)
        tokens = folded.split()
        left = OF.match(name)
        heads = [tokens] if left is None else [fold(left["left"]).split(), tokens]
        if not any(words.head(h, words.UNNAMED) for h in heads if h):
            return None
        body = self.names.known(left["right"]) if left is not None else None
        if body is not None and left is not None and not left["own"] and self.names.is_state(body.actor):
            body, name = None, left["left"]  # "UN official in Damascus": where he is, not whose he is
            tokens = fold(name).split()
        if body is None:
            size = words.head(tokens, words.UNNAMED)
            original = words.trimmed(name).split()
            prefix = " ".join(original[: len(original) - size]) if len(original) == len(tokens) else ""
            body = self.names.known(prefix) if prefix and "former" not in tokens else None
            if prefix and body is None and words.is_name(prefix) and left is None and "former" not in tokens:
                return None
        if body is None or body.backer is None:
            whole = self.names.known(name)  # "US-backed alliance of Syrian fighters"
            body = whole if whole is not None and whole.backer is not None else body
        if body is not None and body.kind is ActorKind.OUTLET:
            return self._voice(replace(body, score=body.score * 0.9, why=f"reporter of {body.name}"))
        return self.nameless(folded, name, body)

    def nameless(self, folded: str, name: str, body: Found | None) -> Found:
        plain = " ".join(word for word in folded.split() if word not in ("the", "a", "an"))
        why = f"unnamed, of {body.name}" if body else "unnamed"
        side_of = None
        if body is not None:
            side_of = body.side_of or (None if body.actor.startswith("described/") else body.actor)
        backer = body.backer if body is not None else None
        return Found(f"unnamed/{plain}", name, ActorKind.DESCRIBED, 0.9, why, backer=backer, side_of=side_of)

    def as_speaker(self, found: Found, name: str) -> Found:
        if found.kind is ActorKind.DESCRIBED:
            return self.nameless(fold(words.trimmed(name)), words.trimmed(name), found)
        return found

    def _joint(self, name: str) -> Found | None:
        """The first of joint sources ("A and B said"), where every one that has a name is known."""
        parts = [words.trimmed(part) for part in JOIN.split(name)]
        voices = [self.names.named(part) or self.names.titled(part) for part in parts if words.is_name(part)]
        if len(parts) < 2 or not voices or not all(voices):
            return None
        for known in voices:
            if known is not None:
                return replace(self._voice(known), score=known.score * 0.8, why=f"first of the joint source {name!r}")
        return None

    def _voice(self, found: Found) -> Found:
        """The body in whose name a spokesman or a press office speaks."""
        actor = self.names.lexicon.get(found.actor)
        body = self.names.lexicon.get(actor.speaks) if actor is not None and actor.speaks else None
        if actor is None or body is None:
            return found
        return Found(body.id, body.name, body.kind, found.score * 0.95, f"{actor.name} speaks for {body.name}")
