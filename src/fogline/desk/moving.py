"""The claims that can move control of a place, kept for the next question as long as nothing new is recorded."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from fogline import picture
from fogline.claims import Weighed
from fogline.ledger import ClaimQuery, Ledger


class Moving:
    """Asked for by every map and corridor; of 50,000 claims the reading alone takes seconds, so it is done once.

    Threads that ask at once wait for one reading. What is given back is shared: look, do not change.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._head: str | None = None
        self._claims: Sequence[Weighed] = ()

    def claims(self) -> Sequence[Weighed]:
        """Standing claims of the types that can move control, weighed."""
        with self._lock:
            head = self._ledger.head().chain
            if head != self._head:
                self._claims = self._ledger.weighed(ClaimQuery(types=picture.MOVING))
                self._head = head
            return self._claims
