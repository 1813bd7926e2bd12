"""Writes what is generated and kept in the repository anew: `python -m tests.regenerate`; read the difference then.

With `--screenshots` also the pictures of docs/screenshots; they take half a minute.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ezh_desktop.cli.parser import help_markdown
from tests.look import screenshots
from tests.reports import references

HELP = Path(__file__).parents[1] / "resources" / "help"


def main() -> None:
    """Write the paper's references, the generated help pages and, when asked, the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.regenerate")
    parser.add_argument("--screenshots", action="store_true", help="the pictures of docs/screenshots as well")
    wanted = parser.parse_args()
    references.regenerate()
    (HELP / "commands.md").write_text(help_markdown(), encoding="utf-8", newline="\n")
    if wanted.screenshots:
        screenshots.make()


if __name__ == "__main__":
    main()
