"""Get text and dates: files, folders, pages, feeds, archives and tables become reports, or say why not."""

from fogline.reports.datelines import find_dateline
from fogline.reports.sources import Failure, from_text, load

__all__ = ["Failure", "find_dateline", "from_text", "load"]
