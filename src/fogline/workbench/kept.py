"""What the server remembers of a ledger until it changes: the overview as it is sent, and the holders of some days."""

from __future__ import annotations

import gzip
import json
import threading
from collections import OrderedDict
from typing import Any

from fogline import __version__, picture
from fogline.claims import ClaimType
from fogline.desk import Desk
from fogline.errors import FoglineError
from fogline.ledger import ClaimQuery
from fogline.ledger.outlines import outlines
from fogline.workbench.overview import overview

#: Days, policies and horizons whose holders are remembered: as far as a hand goes back and forth on a slider.
MAPS = 60


class Kept:
    """Answers that are a function of the ledger as it stands, made once for each state of it."""

    def __init__(self, desk: Desk, ledger: str) -> None:
        self._desk = desk
        self._ledger = ledger
        self._lock = threading.Lock()
        self._overview: tuple[str, bytes, bytes] = ("", b"", b"")
        self._maps: OrderedDict[tuple[object, ...], dict[str, Any]] = OrderedDict()

    def overview(self, head: str) -> tuple[bytes, bytes]:
        """The overview as JSON and the same gzipped; made anew where `head` is not that of the one remembered."""
        with self._lock:  # two pages that ask at once wait for one answer
            if self._overview[0] != head:
                plain = self._made(head)
                self._overview = (head, plain, gzip.compress(plain, 1, mtime=0))
            return self._overview[1:]

    def holdings(self, head: str, on: str | None, as_known_on: str | None, policy: str, horizon: int) -> dict[str, Any]:
        """Who holds each place on a day; the answers asked for last are remembered."""
        question = (head, on, as_known_on, policy, horizon)
        known = self._maps.get(question)
        if known is not None:
            return known
        day, found = self._desk.holdings(on=on, as_known_on=as_known_on, policy=policy, horizon=horizon)
        answer = {
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
        with self._lock:
            self._maps[question] = answer
            while len(self._maps) > MAPS:
                self._maps.popitem(last=False)
        return answer

    def warm(self) -> threading.Thread:
        """Make the first answers ahead of the first page, beside the server's start."""

        def make() -> None:
            try:
                self.overview(self._desk.head())
                self._desk.warm()
            except FoglineError:
                return  # the page that asks will be told

        thread = threading.Thread(target=make, name="warming", daemon=True)
        thread.start()
        return thread

    def _made(self, head: str) -> bytes:
        # Written as it is: checking 50,000 rows a second time would double the time to the first view.
        desk = self._desk
        newest = desk.newest_day()
        zones = desk.ledger.claims(ClaimQuery(types=(ClaimType.ZONE,), include_rejected=True))
        value = {
            "head": head,
            "ledger": self._ledger,
            "version": __version__,
            **overview(outlines(desk.ledger), desk.ledger.links(), zones, desk.side_names()),
            "newest": newest.isoformat() if newest else None,
            "policies": list(picture.POLICIES),
            "viewpoints": [{"id": v, "name": picture.VIEWPOINT_NAMES[v]} for v in picture.VIEWPOINTS],
        }
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
