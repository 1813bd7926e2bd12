"""Running a command: what it raises becomes one Russian message and an exit code, never a traceback."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Callable, Sequence

from ezh_desktop import logs
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output, make_safe
from ezh_desktop.cli.parser import Command, read_command
from ezh_desktop.errors import ExitCode, EzhError, Trouble

log = logging.getLogger(__name__)

INTERRUPTED_TEXT = "Прервано."


def run_command(command: Command, argv: Sequence[str], make_tools: Callable[[], Tools]) -> ExitCode:
    """Do the command whose arguments are `argv`; `make_tools` is called once they are understood."""
    as_json = "--json" in argv
    make_safe(json_out=as_json)
    output = Output(json=as_json)

    def work() -> ExitCode:
        args = read_command(command, argv)
        module = importlib.import_module(f"ezh_desktop.cli.{command.module}")
        done: ExitCode = module.run(args, make_tools(), output)
        return done

    log.info("command %s", command.name)
    try:
        code = guarded(work, output)
        output.finish(code)
    except BrokenPipeError:
        # Whoever reads us has seen enough («| head»); Python would complain again at its own exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.DONE
    log.info("command %s ended with %d", command.name, code)
    return code


def guarded(work: Callable[[], ExitCode], output: Output) -> ExitCode:
    """Do the work; an error becomes a message on standard error and its exit code."""
    try:
        return work()
    except EzhError as error:
        _note(error)
        return output.fail(error)
    except KeyboardInterrupt:
        output.say(INTERRUPTED_TEXT)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  # the last door: a traceback is nothing for a teacher
        text = logs.message_for(error, logs.write_crash(error))
        log.error("crashed: %s", type(error).__name__)
        output.say(text)
        output.facts["error"] = text
        return ExitCode.OWN_FAULT


def _note(error: EzhError) -> None:
    detail = error.detail if isinstance(error, Trouble) else ""
    log.info("ended by %s %s", type(error).__name__, detail)
