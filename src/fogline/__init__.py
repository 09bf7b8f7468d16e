"""Fogline reads war reporting and keeps the ledger of who says what."""

__version__ = "0.1.0"
