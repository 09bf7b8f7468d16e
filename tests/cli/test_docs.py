"""The command line's own reference: every command explains itself, and docs/cli.md says what `--help` says."""

from __future__ import annotations

from fogline.cli.reference import commands, reference
from tests.conftest import ROOT


def test_every_command_has_help_with_an_example() -> None:
    found = commands()
    assert len(found) >= 25
    for name, command in found:
        assert "Example: fogline " in (command.help or ""), name


def test_the_reference_in_the_docs_is_the_help_of_the_commands() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "run `.venv/bin/python -m fogline.cli.reference > docs/cli.md`"
