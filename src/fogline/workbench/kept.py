"""What the server remembers of a ledger until it changes: the overview as it is sent, and the holders of some days."""

from __future__ import annotations

import gc
import gzip
import threading
from collections import OrderedDict
from typing import Any

import orjson

from fogline import __version__, picture
from fogline.claims import ClaimType
from fogline.desk import Desk
from fogline.errors import FoglineError
from fogline.ledger import ClaimQuery
from fogline.ledger.collector import uncollected
from fogline.ledger.outlines import outlines
from fogline.workbench.overview import overview

#: Days, policies and horizons whose holders are remembered: as far as a hand goes back and forth on a slider.
MAPS = 60
#: What the page asks of a map when it opens.
POLICY, HORIZON = "latest", 120


class Kept:
    """Answers that are a function of the ledger as it stands, made once for each state of it.

    They are JSON, gzipped as they are sent, and written as they are: checking 50,000 rows a second time would double
    the time to the first view.
    """

    def __init__(self, desk: Desk, ledger: str) -> None:
        self._desk = desk
        self._ledger = ledger
        # Two pages that ask the same at once wait for one answer; the overview never waits for a map.
        self._overviews, self._mapping = threading.Lock(), threading.Lock()
        self._overview: tuple[str, bytes] | None = None
        self._maps: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def overview(self, state: str) -> bytes:
        """The overview; made anew where `state` (`Desk.state`) is not that of the one remembered."""
        with self._overviews:
            if self._overview is None or self._overview[0] != state:
                self._overview = None  # the old one is not held while the new one is made
                self._overview = (state, _packed(self._made()))
            return self._overview[1]

    def holdings(self, state: str, on: str | None, as_known_on: str | None, policy: str, horizon: int) -> bytes:
        """Who holds each place on a day; the answers asked for last are remembered."""
        question = (state, on, as_known_on, policy, horizon)
        known = self._maps.get(question)
        if known is not None:
            return known
        with self._mapping:
            if question not in self._maps:
                self._maps[question] = _packed(self._mapped(on, as_known_on, policy, horizon))
                while len(self._maps) > MAPS:
                    self._maps.popitem(last=False)
            return self._maps[question]

    def warm(self) -> threading.Thread:
        """Make the first answers ahead of the first page: the overview, then the map of the newest day."""

        def make() -> None:
            try:
                state = self._desk.state()
                self.overview(state)
                newest = self._desk.newest_day()
                if newest is not None:
                    self.holdings(state, newest.isoformat(), None, POLICY, HORIZON)
                gc.freeze()  # millions of values that stay: the collector of cycles need not look through them again
            except FoglineError:
                return  # the page that asks will be told

        thread = threading.Thread(target=make, name="warming", daemon=True)
        thread.start()
        return thread

    @uncollected()
    def _made(self) -> dict[str, Any]:
        desk = self._desk
        newest = desk.newest_day()
        zones = desk.ledger.claims(ClaimQuery(types=(ClaimType.ZONE,), include_rejected=True))
        return {
            "head": desk.head(),
            "ledger": self._ledger,
            "version": __version__,
            **overview(outlines(desk.ledger), desk.ledger.links(), zones, desk.side_names()),
            "newest": newest.isoformat() if newest else None,
            "policies": list(picture.POLICIES),
            "viewpoints": [{"id": v, "name": picture.VIEWPOINT_NAMES[v]} for v in picture.VIEWPOINTS],
        }

    def _mapped(self, on: str | None, as_known_on: str | None, policy: str, horizon: int) -> dict[str, Any]:
        day, found = self._desk.holdings(on=on, as_known_on=as_known_on, policy=policy, horizon=horizon)
        return {
            "on": day.isoformat(),
            "as_known_on": as_known_on,
            "policy": policy,
            "horizon": horizon,
            "holdings": [
                {
                    "place": h.place.id,
                    "status": str(h.status),
                    "sides": [[s.side, str(s.basis)] for s in h.holders],
                    "present": [s.side for s in h.present],
                    "short": h.short(),
                    "sentence": h.sentence,
                }
                for h in found
            ],
        }


def _packed(value: dict[str, Any]) -> bytes:
    return gzip.compress(orjson.dumps(value), 1, mtime=0)
