"""Starting the workbench: loopback by default, any other address only with a token."""

from __future__ import annotations

import gc
import sys

import uvicorn

from fogline.errors import QuestionError
from fogline.workbench.app import create_app
from fogline.workbench.security import LOOPBACK


def serve(
    ledger: str, *, host: str = "127.0.0.1", port: int = 8017, token: str | None = None, tiles: str | None = None
) -> None:
    """Serve the workbench until stopped; QuestionError where another address is asked for without a token."""
    if host not in LOOPBACK and not token:
        raise QuestionError(
            f"--host {host}: other machines could read and change the ledger; give --token, or stay on 127.0.0.1"
        )
    # A large ledger makes millions of values that stay: looking through them for garbage at every turn would take as
    # long again as reading them (7.4 s against 4.6 s for 50,000 claims).
    gc.set_threshold(100_000, 20, 50)
    # A card that is asked for while a map is worked out waits for its turn again and again: with Python's own 5 ms, 25
    # cards took 70 ms then, with 1 ms they take 40.
    sys.setswitchinterval(0.001)
    hosts = LOOPBACK if host in LOOPBACK else LOOPBACK | {host.lower()}
    app = create_app(ledger, hosts=hosts, token=token, tiles=tiles, warm=True)
    where = f"http://{host}:{port}/" + (f"?token={token}" if token else "")
    sys.stderr.write(f"Fogline workbench on {where} (ledger {ledger}); stop with Ctrl-C\n")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, date_header=False)
