"""The program's log and its crash reports, in the user's state folder; neither holds personal data.

The log takes what the program itself says through `logging`: no names, topics, marks, or paths of people. A crash
report (отчёт об ошибке) holds versions, the kind of the error and the places in the code it passed, but neither the
error's message nor any value, because those may carry a child's name. A person sees one sentence, never a traceback.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_state_path

import ezh_desktop
from ezh_desktop.errors import EzhError

LOG_NAME = "ezh-desktop.log"
LOG_BYTES = 512 * 1024
LOG_FILES = 3
CRASHES_KEPT = 20

log = logging.getLogger("ezh_desktop")

Show = Callable[[str], None]


class BareFormatter(logging.Formatter):
    """Lines with time in UTC, level and place; of an exception only its kind is written."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: `2026-09-01T05:00:00.000Z INFO ezh_desktop.jobs: text [ValueError]`."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        kind = record.exc_info[0] if record.exc_info else None
        tail = f" [{kind.__name__}]" if kind else ""
        text = " ".join(record.getMessage().splitlines())
        return f"{when} {record.levelname} {record.name}: {text}{tail}"


def state_folder() -> Path:
    """The user's folder for logs and crash reports; the variable EZH_STATE_DIR names another."""
    named = os.environ.get("EZH_STATE_DIR")
    return Path(named) if named else user_state_path("ezh-desktop", appauthor=False)


def start(folder: Path | None = None) -> Path | None:
    """Begin the rotating log; gives its path, or None where the folder cannot be written: then there is no log."""
    place = (folder or state_folder()) / LOG_NAME
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(place, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(BareFormatter())
    stop()
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.info("start %s, Python %s, %s", ezh_desktop.__version__, platform.python_version(), platform.system())
    return place


def stop() -> None:
    """Close the log's file."""
    for handler in [h for h in log.handlers if isinstance(h, RotatingFileHandler)]:
        log.removeHandler(handler)
        handler.close()


def crash_text(error: BaseException, thread: str = "") -> str:
    """The report of a crash: what a programmer needs and nothing that a person entered."""
    lines = [
        f"ЭЖ Desktop {ezh_desktop.__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        f"thread {thread or threading.current_thread().name}",
    ]
    for link in _chain(error):
        lines.append(type(link).__qualname__)
        lines.extend(f"  {_place(frame)}" for frame in traceback.extract_tb(link.__traceback__))
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what led to it, the first cause last."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return links


def _place(frame: traceback.FrameSummary) -> str:
    """Module file below its last folder, line and function; the folders above may name a person."""
    path = Path(frame.filename)
    return f"{path.parent.name}/{path.name}:{frame.lineno} {frame.name}"


def write_crash(error: BaseException, folder: Path | None = None, thread: str = "") -> Path | None:
    """Write the crash report and give its path; None where it could not be written. The newest 20 are kept."""
    place = (folder or state_folder()) / "crashes"
    name = datetime.now(UTC).strftime("crash-%Y%m%d-%H%M%S-%f.txt")
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(crash_text(error, thread), encoding="utf-8")
        for old in sorted(place.glob("crash-*.txt"))[:-CRASHES_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return place / name


def message_for(error: BaseException, report: Path | None) -> str:
    """What a person is told: the error's own text where it is one of ours, else that the program erred."""
    if isinstance(error, EzhError):
        return error.text
    text = "Программа ошиблась. Всё, что показано сохранённым, осталось в журнале."
    if report is None:
        return text
    return f"{text} Отчёт без личных данных лежит здесь: {report}. Передайте его администратору."


def install_hooks(show: Show) -> None:
    """Send every error that nobody caught, in the main thread or another, to the crash report and then to `show`.

    `show` is called in the thread that failed; a window must hand it over to its own.
    """

    def tell(error: BaseException, thread: str) -> None:
        report = None if isinstance(error, EzhError) else write_crash(error, thread=thread)
        log.error("uncaught %s", type(error).__name__)
        show(message_for(error, report))

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        tell(error, threading.current_thread().name)

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            tell(args.exc_value, args.thread.name if args.thread else "")

    sys.excepthook = on_error
    threading.excepthook = on_thread_error
