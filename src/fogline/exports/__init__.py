"""Hand on: briefs for readers, and claims in the forms that other tools take; no row without its claim ids."""

from fogline.exports.brief import BriefInput, Zone, brief, brief_markdown
from fogline.exports.formats import NAMES as FORMATS
from fogline.exports.formats import export
from fogline.exports.records import claim_record
from fogline.exports.table import ExportInput

__all__ = ["FORMATS", "BriefInput", "ExportInput", "Zone", "brief", "brief_markdown", "claim_record", "export"]
