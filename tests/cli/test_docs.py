"""The command line's own reference: every command explains itself, and docs/cli.md says what `--help` says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from fogline.cli.reference import commands, reference
from tests.cli.conftest import Ran
from tests.conftest import ROOT


def test_every_command_has_help_with_an_example() -> None:
    found = commands()
    assert len(found) >= 25
    for name, command in found:
        assert "Example: fogline " in (command.help or ""), name


def test_the_reference_in_the_docs_is_the_help_of_the_commands() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "run `.venv/bin/python -m fogline.cli.reference > docs/cli.md`"


def test_the_readme_shows_what_the_example_prints(fogline: Callable[..., Ran], tmp_path: Path) -> None:
    ledger = tmp_path / "example.db"
    assert fogline("read", ROOT / "examples" / "al-tanf-2017", "--ledger", ledger).status == 0
    shown = re.search(r"```text\n(\$ fogline .*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert shown is not None
    for part in shown[1].split("...\n"):
        command, _, words = part.partition("\n")
        printed = fogline(*shlex.split(command)[2:], "--ledger", ledger).out
        assert " ".join(words.split()) in " ".join(printed.split()), f"README.md shows another answer of `{command}`"
