"""Code points to UTF-16 code units and back: the one place where the two ways of counting meet.

Spans here count code points, as Python and the W3C's Web Annotations do. Browsers count UTF-16 code units: an emoji is
one code point and two units.
"""

from __future__ import annotations

from bisect import bisect_left


class Utf16:
    """The offsets of one text in both countings; made once a text, each look-up then takes log n.

    Example: in "a😀b" the "b" stands at code point 2 and unit 3.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        #: Code-point offsets of the characters that take two units.
        self._wide = [at for at, character in enumerate(text) if character > "\uffff"] if not text.isascii() else []
        #: Unit offsets at which those characters begin.
        self._units = [at + n for n, at in enumerate(self._wide)]

    def units(self, point: int) -> int:
        """The unit offset of a code-point offset; ValueError where the text has no such offset."""
        if not 0 <= point <= self._length:
            raise ValueError(f"offset {point} is not in a text of {self._length} code points")
        return point + bisect_left(self._wide, point)

    def point(self, unit: int) -> int:
        """The code-point offset of a unit offset; ValueError inside a pair or beyond the text."""
        if not 0 <= unit <= self._length + len(self._wide):
            raise ValueError(f"offset {unit} is not in a text of {self._length + len(self._wide)} units")
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            raise ValueError(f"offset {unit} is in the middle of a character")
        return unit - before
