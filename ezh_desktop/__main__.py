"""Picks terminal or window, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ezh_desktop import logs
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.parser import command_of
from ezh_desktop.cli.run import run_command
from ezh_desktop.cli.window import WindowCall, run_window


def main(argv: Sequence[str] | None = None) -> int:
    """Do the command that the arguments name, or open the window; gives the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    logs.start()
    try:
        command = command_of(words)
        if command is None:
            return run_window(words, _tools, _open_window)
        return run_command(command, words[1:], _tools)
    except SystemExit as done:
        # `--help` and `--version` have said their words.
        return int(done.code or 0)
    finally:
        logs.stop()


def _tools() -> Tools:
    # Loaded when the call is understood: `--help` needs no database.
    from ezh_desktop.journal import CommandTools  # noqa: PLC0415
    from ezh_desktop.settings import Settings  # noqa: PLC0415

    return CommandTools(Settings())


def _open_window(call: WindowCall) -> int:
    from ezh_desktop.journal import run_windowed  # noqa: PLC0415

    return run_windowed(call.path, call.overrides, login=call.login, password=call.password)


if __name__ == "__main__":
    sys.exit(main())
