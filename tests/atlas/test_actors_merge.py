"""Which actors known only from reports are proposed as one: strong evidence, and never across sides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from fogline.atlas.actors_merge import across, propose, spellings
from fogline.atlas.fold import fold
from fogline.claims import (
    ActorKind,
    ActorRef,
    Claim,
    ClaimType,
    Geometry,
    LedgerClaim,
    Mood,
    Place,
    PlaceLevel,
    PlaceRef,
    ReportHead,
    Role,
    Span,
)

RAQQA = Place("p/raqqa", "Raqqa", 35.9, 39.0, PlaceLevel.SETTLEMENT, Geometry.POINT, "SY")
SYRIA = Place("p/sy", "Syria", 35.0, 38.0, PlaceLevel.COUNTRY, Geometry.AREA, "SY")
LEFT, RIGHT = "entity/omar abu layla", "entity/omar abu leila"


def ref(name: str, role: Role | None = Role.ACTOR, side: str | None = None, **rest: object) -> ActorRef:
    kind = rest.get("kind", ActorKind.PERSON)
    actor = rest.get("actor", f"entity/{fold(name)}")
    return ActorRef(Span(0, 1), name, str(actor), name, ActorKind(kind), 0.5, role, side)  # type: ignore[arg-type]


def claim(
    *refs: ActorRef,
    type_: ClaimType = ClaimType.HOLD,
    place: Place | None = RAQQA,
    mood: Mood = Mood.ACTUAL,
    report: str = "r",
) -> LedgerClaim:
    said = Claim("r", Span(0, 1), "x", type_, mood=mood)
    spots = () if place is None else (PlaceRef(Span(0, 1), place.name, place, 1.0, Role.PLACE),)
    return LedgerClaim("c", said, ReportHead(report, report), spots, refs)


def proposed(left: Sequence[LedgerClaim], right: Sequence[LedgerClaim]) -> list[tuple[str, str]]:
    found = propose([(RIGHT, LEFT)], {LEFT: left, RIGHT: right})
    return [(merge.kept, merge.merged) for merge in found]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Omar Abu Layla", "Omar Abu Leila", True),
        ("Mohammed Alloush", "Muhammad Allush", True),
        ("Abdul Rahman Saleh", "Abd al-Rahman Salih", True),
        ("Abdulrahman Saleh", "Abdel Rahman Saleh", True),
        ("Ahmed al-Jarba", "Ahmad Jarba", True),
        ("Khaled Khodja", "Khalid Khoja", True),
        ("Hassan Ali", "Hussein Ali", False),
        ("Mohammed Deif", "Mahmoud Deif", False),
        ("Omar Karami", "Amir Karimi", False),
        ("4th Brigade North", "5th Brigade North", False),
        ("Layla", "Leila", False),  # one word tells nobody apart
    ],
)
def test_names_that_are_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert spellings({"a": one, "b": other}) == ([("a", "b")] if same else [])


def test_the_one_of_whom_more_is_said_keeps_the_name() -> None:
    left, right = claim(ref("Omar Abu Layla")), claim(ref("Omar Abu Leila"))
    assert proposed([left, left], [right]) == [(LEFT, RIGHT)]
    assert proposed([left], [right, right]) == [(RIGHT, LEFT)]
    (merge,) = propose([(LEFT, RIGHT)], {LEFT: [left, left], RIGHT: [right]})
    assert "spelling" in merge.reason
    assert "Raqqa" in merge.reason


def test_without_company_or_with_a_country_only_a_name_is_not_enough() -> None:
    for place in (None, SYRIA):
        left = claim(ref("Omar Abu Layla"), place=place, report="one")
        assert proposed([left], [claim(ref("Omar Abu Leila"), place=place, report="other")]) == []
    assert proposed([left], [claim(ref("Omar Abu Leila"), report="one")]) == [(LEFT, RIGHT)]


SDF = {"actor": "pack/sdf", "kind": ActorKind.FORCE}
ISIS = {"actor": "pack/isis", "kind": ActorKind.GROUP}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (claim(ref("Omar Abu Layla", side="x/red")), claim(ref("Omar Abu Leila", side="x/blue"))),
        (claim(ref("Omar Abu Layla")), claim(ref("Omar Abu Leila", kind=ActorKind.GROUP))),
        (  # they belong to different sides
            claim(ref("Omar Abu Layla"), ref("SDF", Role.TARGET, "x/sdf", **SDF), type_=ClaimType.PART_OF),
            claim(ref("Omar Abu Leila"), ref("ISIS", Role.TARGET, "x/isis", **ISIS), type_=ClaimType.COMMAND),
        ),
        (  # one fights the side that the other is on
            claim(ref("Omar Abu Layla", side="x/sdf")),
            claim(ref("Omar Abu Leila"), ref("SDF", Role.TARGET, "x/sdf", **SDF), type_=ClaimType.CLASH),
        ),
        (  # named side by side
            claim(ref("Omar Abu Layla"), ref("Omar Abu Leila")),
            claim(ref("Omar Abu Leila"), ref("Omar Abu Layla")),
        ),
        (  # one takes the other prisoner
            claim(ref("Omar Abu Layla"), ref("Omar Abu Leila", Role.TARGET), type_=ClaimType.DETAIN),
            claim(ref("Omar Abu Leila")),
        ),
    ],
)
def test_never_across_sides_kinds_or_each_other(left: LedgerClaim, right: LedgerClaim) -> None:
    assert proposed([left], [right]) == []


def test_a_planned_allegiance_parts_nobody() -> None:
    joins = claim(
        ref("Omar Abu Layla"), ref("SDF", Role.TARGET, "x/sdf", **SDF), type_=ClaimType.PART_OF, mood=Mood.PLANNED
    )
    assert proposed([joins], [claim(ref("Omar Abu Leila", side="x/isis"))]) == [(LEFT, RIGHT)]


def test_across_says_why() -> None:
    one, other = claim(ref("Omar Abu Layla", side="x/red")), claim(ref("Omar Abu Leila", side="x/blue"))
    assert "x/red" in str(across([one], [other], LEFT, RIGHT))
    assert across([one], [claim(ref("Omar Abu Leila"))], LEFT, RIGHT) is None
    assert "group" in str(across([one], [claim(ref("Omar Abu Leila", kind=ActorKind.GROUP))], LEFT, RIGHT))
