"""The brief: one question, what is said, by how many origins, disputed by whom, down to the words.

`brief` makes one HTML file that needs nothing else; `brief_markdown` the same content as Markdown. Both are a pure
function of a `BriefInput`: the same claims give the same bytes.
"""

from __future__ import annotations

from fogline.exports import brief_html, brief_text
from fogline.exports.brief_input import BriefInput, Zone
from fogline.exports.outline import outline

__all__ = ["BriefInput", "Zone", "brief", "brief_markdown"]


def brief(given: BriefInput) -> str:
    """The brief as one self-contained HTML file."""
    return brief_html.render(outline(given), given)


def brief_markdown(given: BriefInput) -> str:
    """The brief as Markdown, without the two drawings."""
    return brief_text.render(outline(given), given)
