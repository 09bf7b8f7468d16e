"""Room desk: the one place that strings the rooms together.

`open(ledger)` gives a `Desk` with the verbs of the command line; `read_claims` needs no ledger.
"""

from __future__ import annotations

from fogline.desk.desk import Desk, open, sides
from fogline.desk.reading import evaluate, read_claims, read_files

__all__ = ["Desk", "evaluate", "open", "read_claims", "read_files", "sides"]
