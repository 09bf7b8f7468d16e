"""Room cli: the command line of Fogline."""

from fogline.cli.app import main

__all__ = ["main"]
