"""The holders of many places at once, for questions about zones, borders and ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fogline.claims import Place, Weighed
from fogline.picture.holding import Holding
from fogline.picture.lineup import Lineup, SidesLike
from fogline.picture.who import who_holds


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question is to be answered: the options that `who`, `border`, `corridor` and `zone` share."""

    on: date
    as_known_on: date | None = None
    policy: str = "latest"
    horizon_days: int | None = None
    merge_allies: bool = False
    sides: SidesLike | None = None


class Claims(list[Weighed]):
    """Weighed claims that remember the answers about their places: what a question asked twice need not work out again.

    `base` are the claims that these differ from only as far as the places of `touched` (ids) go.
    """

    def __init__(self, weighed: Iterable[Weighed], base: Claims | None = None, touched: Iterable[str] = ()) -> None:
        super().__init__(weighed)
        self.known: dict[tuple[object, ...], dict[str, Holding]] = {}
        self._base, self._touched = base, frozenset(touched)

    def answers(self, asking: Asking, bare: bool) -> dict[str, Holding]:
        """The answers so far to one way of asking, by place id, those of the base among them."""
        key = (asking.on, asking.as_known_on, asking.policy, asking.horizon_days, asking.merge_allies,
               id(asking.sides), bare)  # fmt: skip
        if key not in self.known:
            old = self._base.answers(asking, bare) if self._base is not None else {}
            self.known[key] = {id_: h for id_, h in old.items() if id_ not in self._touched}
        return self.known[key]


def by_place(weighed: Iterable[Weighed]) -> dict[str, list[Weighed]]:
    """The claims that name each place, or a place inside it; one pass over all of them."""
    found: dict[str, list[Weighed]] = {}
    for w in weighed:
        ids = dict.fromkeys(
            id_ for ref in w.entry.places if ref.place is not None for id_ in (ref.place.id, *ref.place.within)
        )
        for id_ in ids:
            found.setdefault(id_, []).append(w)
    return found


def holdings(places: Iterable[Place], weighed: Sequence[Weighed], asking: Asking) -> Mapping[str, Holding]:
    """Who holds each of the places, by place id. Claims that harden one about another place keep that link."""
    return _each(places, weighed, asking, bare=False)


def standings(places: Iterable[Place], weighed: Sequence[Weighed], asking: Asking) -> Mapping[str, Holding]:
    """The same without sentences and without what speaks against: for questions that only count who holds what."""
    return _each(places, weighed, asking, bare=True)


def holding_of(place: Place, weighed: Sequence[Weighed], asking: Asking) -> Holding:
    """Who holds one place, asked in the same way as all others."""
    return _ask(place, weighed, asking, Lineup(asking.sides, asking.on), bare=False)


def _each(places: Iterable[Place], weighed: Sequence[Weighed], asking: Asking, *, bare: bool) -> Mapping[str, Holding]:
    found = weighed.answers(asking, bare) if isinstance(weighed, Claims) else {}
    wanted = list(places)
    missing = [p for p in wanted if p.id not in found]
    if missing:
        claims = by_place(weighed)
        lineup = Lineup(asking.sides, asking.on)
        for place in missing:
            found[place.id] = _ask(place, claims.get(place.id, ()), asking, lineup, bare=bare)
    return {place.id: found[place.id] for place in wanted}


def _ask(place: Place, weighed: Sequence[Weighed], asking: Asking, lineup: Lineup, *, bare: bool) -> Holding:
    return who_holds(
        place,
        weighed,
        on=asking.on,
        as_known_on=asking.as_known_on,
        policy=asking.policy,
        horizon_days=asking.horizon_days,
        sides=lineup,
        merge_allies=asking.merge_allies,
        inside=(),
        hangs_on=False,
        bare=bare,
    )


def places_of(weighed: Iterable[Weighed]) -> list[Place]:
    """Every place that the claims name, once, in order of id."""
    found = {ref.place.id: ref.place for w in weighed for ref in w.entry.places if ref.place is not None}
    return [found[id_] for id_ in sorted(found)]
