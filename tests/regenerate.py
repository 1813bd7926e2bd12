"""Writes what is generated and kept in the repository anew: `python -m tests.regenerate`; read the difference then."""

from __future__ import annotations

from pathlib import Path

from ezh_desktop.cli.parser import help_markdown
from tests.reports import references

HELP = Path(__file__).parents[1] / "resources" / "help"


def main() -> None:
    """Write the paper's references and the generated help pages."""
    references.regenerate()
    (HELP / "commands.md").write_text(help_markdown(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
