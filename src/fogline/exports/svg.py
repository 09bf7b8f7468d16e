"""Small pieces of SVG, with every text and attribute escaped."""

from __future__ import annotations

from html import escape
from typing import Any

from fogline.exports.palette import Mark, shape_path

WHITE = "#ffffff"
INK = "#222222"


def tag(name: str, /, words: str = "", *, inner: str = "", **attributes: Any) -> str:
    """An element; `words` are escaped, `inner` is SVG already. `stroke_width=1` becomes `stroke-width="1"`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value), quote=True)}"'
        for key, value in attributes.items()
    )
    body = escape(words) + inner
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def _number(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def symbol(x: float, y: float, r: float, marks: list[Mark], *, contested: bool) -> str:
    """The sign of a place: the holder's shape; two halves where contested; an empty ring where unknown."""
    if not marks:
        ring = tag(
            "path", d=shape_path("ring", x, y, r), fill=WHITE, stroke=INK, stroke_width=1.2, stroke_dasharray="2 1.6"
        )
        return ring + tag("text", "?", x=x, y=y + 3.0, text_anchor="middle", font_size=8, fill=INK)
    if contested:
        left, right = marks[0].colour, marks[1].colour if len(marks) > 1 else WHITE
        half = f"M{x:.1f} {y - r:.1f}a{r:.1f} {r:.1f} 0 0 {{}} 0 {2 * r:.1f}z"
        return (
            tag("path", d=half.format(0), fill=left)
            + tag("path", d=half.format(1), fill=right)
            + tag("circle", cx=x, cy=y, r=r, fill="none", stroke=INK, stroke_width=1.4)
        )
    mark = marks[0]
    return tag("path", d=shape_path(mark.shape, x, y, r), fill=mark.colour, stroke=WHITE, stroke_width=0.8)


def hatch(id_: str, colour: str, second: str | None = None) -> str:
    """A pattern of slanting lines: for areas, and (with a second colour) for what is contested."""
    back = tag("rect", width=6, height=6, fill=second or WHITE, fill_opacity=1.0 if second else 0.35)
    lines = tag("rect", width=3 if second else 2, height=6, fill=colour)
    return tag(
        "pattern", inner=back + lines, id=id_, width=6, height=6,
        patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip
