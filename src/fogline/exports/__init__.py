"""Hand on: briefs for readers, and claims in the forms that other tools take; no row without its claim ids."""

from fogline.exports.brief import BriefInput, Zone, brief, brief_markdown
from fogline.exports.records import claim_record

__all__ = ["BriefInput", "Zone", "brief", "brief_markdown", "claim_record"]
