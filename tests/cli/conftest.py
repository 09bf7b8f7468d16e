"""Running commands as a script would: exit status, standard output and standard error apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from fogline.cli.app import main


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def fogline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """`fogline("who", "Al-Tanf", "--json")` runs the command in this process."""

    def run(*words: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["fogline", *(str(w) for w in words)])
        with pytest.raises(SystemExit) as done:
            main()
        captured = capsys.readouterr()
        code = done.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return run
