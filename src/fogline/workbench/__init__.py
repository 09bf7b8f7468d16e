"""Room workbench: the HTTP API and the page; it holds no state that the ledger lacks."""

from fogline.workbench.app import create_app
from fogline.workbench.server import serve

__all__ = ["create_app", "serve"]
