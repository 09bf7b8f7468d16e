"""Fogline reads war reporting and keeps the ledger of who says what.

>>> import fogline
>>> with fogline.open("desk.db") as desk:                      # doctest: +SKIP
...     desk.read("reports/")
...     print(desk.who_holds("Al-Tanf", on="2017-09-10").sentence)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fogline.desk import Desk, open, read_claims

__version__ = "0.1.0"
__all__ = ["Desk", "__version__", "open", "read_claims"]


def __getattr__(name: str) -> Any:
    # The rooms are loaded when first asked for: `import fogline` and `fogline --help` stay quick.
    if name in ("Desk", "open", "read_claims"):
        from fogline import desk

        return getattr(desk, name)
    raise AttributeError(f"module 'fogline' has no attribute {name!r}")
