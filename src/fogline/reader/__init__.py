"""Claims out of text, in the words of the text: engines behind one protocol, the default one offline."""

from __future__ import annotations

from typing import Any

from fogline.reader.engine import Engine, engines, load, register

__all__ = ["Engine", "engines", "load", "register"]


def _local(**options: Any) -> Engine:
    from fogline.reader.local import LocalEngine  # the model is loaded only when it is asked for

    return LocalEngine(**options)


register("local", _local)
