"""The one exception family: a message names the item, what was found, what was expected, and the next step.

FoglineError
├── InputError       a file, page, table or option that cannot be used
├── PackError        a theatre pack or gazetteer file that is broken
├── LedgerError      a ledger that is missing, damaged, read-only, too new or out of room
├── QuestionError    a question that cannot be asked that way (bad date, unknown policy)
│   └── NotFoundError    a question about something that is not there (no such id, a place not known)
└── ComputeError     geometry that cannot be computed, with the reason
"""

from __future__ import annotations


class FoglineError(Exception):
    """Anything that Fogline reports to its user instead of a traceback."""


class InputError(FoglineError):
    """A source that cannot be read; the rest of the batch goes on."""

    def __init__(self, item: str, problem: str, step: str = "") -> None:
        self.item, self.problem, self.step = item, problem, step
        super().__init__(f"{item}: {problem}" + (f"; {step}" if step else ""))


class PackError(FoglineError):
    """A theatre pack or gazetteer file that is broken: names file, line and field."""


class LedgerError(FoglineError):
    """A ledger that cannot be opened, read or written."""


class QuestionError(FoglineError):
    """A question that cannot be asked that way."""


class NotFoundError(QuestionError):
    """A question about something that is not there."""


class ComputeError(FoglineError):
    """Something that cannot be computed, because."""
