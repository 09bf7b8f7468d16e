"""The protocol that every claim reader keeps, and the register of readers.

An engine reads a report and gives back a `Reading`. Whatever its method: every span is found in the text exactly
(code points, end exclusive), types, roles and labels are the codebook's, and the same report gives the same claims.
tests/reader/test_engine_contract.py holds any engine to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

from fogline.claims import Reading, Report
from fogline.errors import QuestionError


@runtime_checkable
class Engine(Protocol):
    """A claim reader. `version` changes whenever the same report might be read otherwise."""

    @property
    def name(self) -> str:
        """The name that the register knows it by."""

    @property
    def version(self) -> str:
        """Version of the method with the hash of its weights, as written on every reading."""

    def read(self, report: Report) -> Reading:
        """The claims of one report, in the order of their triggers."""

    def read_many(self, reports: Iterable[Report], processes: int = 1) -> Iterator[Reading]:
        """The readings of many reports, in their order, as they are done; memory does not grow with their number."""


_ENGINES: dict[str, Callable[..., Engine]] = {}


def register(name: str, make: Callable[..., Engine]) -> None:
    """Makes an engine known by name; `make` gets the options of `load`."""
    _ENGINES[name] = make


def engines() -> tuple[str, ...]:
    """The names that `load` takes."""
    return tuple(sorted(_ENGINES))


def load(name: str = "local", **options: Any) -> Engine:
    """The engine of that name, ready to read.

    Raises QuestionError where no such engine is registered.
    """
    make = _ENGINES.get(name)
    if make is None:
        raise QuestionError(f"engine {name!r} is not known; expected one of {', '.join(engines())}")
    return make(**options)
