"""Days: a time expression and the report's date become an EDTF value, and an EDTF value becomes an interval."""

from fogline.when.edtf import date_precision, interval, parse_day
from fogline.when.resolve import resolve, resolve_all
from fogline.when.valid import valid

__all__ = ["date_precision", "interval", "parse_day", "resolve", "resolve_all", "valid"]
