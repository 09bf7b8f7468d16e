"""CAMEO and PLOVER actor codes, for exports.

Source: CAMEO codebook 1.1b3, chapter 3 (state + role), and the PLOVER 2024 manual, which keeps CAMEO's sectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fogline.claims import ActorKind, ActorRef

if TYPE_CHECKING:
    from fogline.atlas.actors_lexicon import Lexicon

#: CAMEO role words of kinds of actor that carry no code of their own.
_ROLE: Final = {
    ActorKind.FORCE: "MIL",
    ActorKind.UNIT: "MIL",
    ActorKind.GROUP: "REB",
    ActorKind.OUTLET: "MED",
    ActorKind.STATE: "GOV",
}
#: PLOVER's sectors by CAMEO role word; the first that the code holds counts.
_SECTORS: Final = (
    ("MIL", "MIL"), ("SPY", "SPY"), ("COP", "COP"), ("REB", "REB"), ("SEP", "REB"), ("UAF", "UAF"), ("LEG", "LEG"),
    ("OPP", "OPP"), ("JUD", "JUD"), ("GOV", "GOV"), ("MED", "MED"), ("BUS", "BUS"), ("EDU", "EDU"), ("HLH", "HLH"),
    ("CVL", "CVL"), ("IGO", "IGO"), ("NGO", "NGO"), ("IMG", "REB"), ("ELI", "ELI"),
)  # fmt: skip


def cameo(ref: ActorRef, lexicon: Lexicon) -> str | None:
    """The CAMEO code of an actor ("SYRMIL"), or None where none can be given.

    A described group takes its country from its backer only as `backer` in other columns, never as its own code.
    """
    actor = lexicon.get(ref.actor)
    if actor is not None and actor.code:
        return f"{actor.code}GOV" if actor.kind is ActorKind.STATE and len(actor.code) == 3 else actor.code
    owner = lexicon.get(ref.actor.rpartition("/")[0])
    if owner is not None and owner.code:
        return f"{owner.code[:3]}GOV"
    if ref.actor.startswith("described/") and any(
        w in ref.actor for w in ("civilian", "people", "children", "residents")
    ):
        return "CVL"
    return _ROLE.get(ref.kind) if actor is not None else None


def plover_sector(code: str | None) -> str | None:
    """PLOVER's sector of a CAMEO code: "MIL" of "SYRMIL"."""
    if not code:
        return None
    parts = {code[index : index + 3] for index in range(0, len(code), 3)}
    return next((sector for role, sector in _SECTORS if role in parts), None)


def country_code(code: str | None) -> str | None:
    """The CAMEO country of a code (ISO 3166-1 alpha-3), None for international actors."""
    if not code or len(code) < 3 or code[:3] in ("IGO", "NGO", "IMG", "MED", "CVL", "REB", "MIL", "NGM", "MNC"):
        return None
    return code[:3]
