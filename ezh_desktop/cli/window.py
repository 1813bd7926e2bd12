"""The call without a command: what the window is to open, and the fresh demo school of `--demo`."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ezh_desktop import logs
from ezh_desktop.cli.asking import given_password
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output, make_safe
from ezh_desktop.cli.parser import read_window
from ezh_desktop.cli.run import guarded
from ezh_desktop.errors import DeviceTrouble, ExitCode

DEMO_FILE: Final = "Учебная школа.ezh"
DAY_SECONDS: Final = 24 * 60 * 60
DEMO_LOGIN: Final = "teacher"


@dataclass(frozen=True, slots=True)
class WindowCall:
    """What the window opens. `login` and `password` are given for the demo school alone: it is signed in to at once."""

    path: Path | None
    overrides: Mapping[str, str] = field(default_factory=dict)
    login: str = ""
    password: str = field(default="", repr=False)


OpenWindow = Callable[[WindowCall], int]


def run_window(argv: Sequence[str], make_tools: Callable[[], Tools], open_window: OpenWindow) -> ExitCode:
    """Open the window, with `--demo` on a new demo school that goes away with it."""
    make_safe(json_out=False)
    output = Output()

    def work() -> ExitCode:
        args = read_window(argv)
        call = WindowCall(args.file, args.settings)
        return ExitCode(_with_demo(call, make_tools(), open_window, output) if args.demo else open_window(call))

    return guarded(work, output)


def _with_demo(call: WindowCall, tools: Tools, open_window: OpenWindow, output: Output) -> int:
    folder = _demo_folder()
    try:
        return open_window(_demo_call(call, folder / DEMO_FILE, tools, output))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _demo_folder() -> Path:
    """A folder of its own for each demo, so that two of them do not meet."""
    place = logs.state_folder() / "demo"
    try:
        place.mkdir(parents=True, exist_ok=True)
        _clear_left(place)
        return Path(tempfile.mkdtemp(dir=place))
    except OSError as why:
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix="ezh-demo-"))
        raise DeviceTrouble(
            "Для учебной школы не нашлось места на диске.", "Освободите место и повторите.", f"errno {why.errno}"
        ) from why


def _clear_left(place: Path) -> None:
    """Remove demos that a crash or a switched-off computer left behind; a younger one may still be open."""
    for left in place.iterdir():
        if time.time() - left.stat().st_mtime > DAY_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _demo_call(call: WindowCall, path: Path, tools: Tools, output: Output) -> WindowCall:
    # The generator is not loaded for a window that opens a school's own journal.
    from ezh_desktop.services.accounts import one_time_password  # noqa: PLC0415
    from ezh_desktop.services.demo_school import LOGINS, make_demo_school, options_of  # noqa: PLC0415

    password = given_password() or one_time_password()
    output.say("Создаю учебную школу…")
    make_demo_school(path, password, options_of(None, None, None, tools.maker.clock.today()), tools.maker)
    output.say(f"Имена для входа: {', '.join(LOGINS)}. Пароль у всех: {password}")
    output.say("Школа исчезнет, когда окно закроется; чтобы сохранить её, сделайте файл: ezh-desktop demo ФАЙЛ.")
    return replace(call, path=path, login=DEMO_LOGIN, password=password)
