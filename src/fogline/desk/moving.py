"""The claims that can move control of a place, kept for the next question as long as nothing new is recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from fogline import picture
from fogline.claims import Weighed
from fogline.ledger import ClaimQuery, Ledger
from fogline.ledger.renewed import Marked, renewed


class Moving:
    """Asked for by every map and corridor; of 50,000 claims the reading alone takes a second, so it is done once.

    When something was recorded, only what it changed is read again. Threads that ask at once wait for one reading.
    What is given back is shared: look, do not change.
    """

    def __init__(self, ledger: Ledger, state: Callable[[], str]) -> None:
        """`state` gives a word that changes whenever the claims may have."""
        self._ledger = ledger
        self._now = state
        self._lock = threading.Lock()
        self._state: str | None = None
        self._marked: dict[int, Marked] = {}
        self._claims: Sequence[Weighed] = ()

    def claims(self) -> Sequence[Weighed]:
        """Standing claims of the types that can move control, weighed."""
        with self._lock:
            state = self._now()
            if state != self._state:
                self._marked = renewed(self._ledger, ClaimQuery(types=picture.MOVING), self._marked)
                self._claims = [marked.weighed for marked in self._marked.values()]
                self._state = state
            return self._claims
