"""The call without a command: which file the window opens, and the demo school that goes away with it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ezh_desktop import logs
from ezh_desktop.cli.window import WindowCall, run_window
from ezh_desktop.journal import CommandTools, JournalOpener
from ezh_desktop.settings import LAST_JOURNAL, Settings
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD

ROOT = Path(__file__).parents[2]


class Window:
    """Stands for the window: remembers what it was to open, and looks at it while it is open."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.calls: list[WindowCall] = []
        self.title = ""

    def __call__(self, call: WindowCall) -> int:
        self.calls.append(call)
        if call.password and call.path:
            session = JournalOpener(Settings(), cost=FLOOR, remember=False).sign_in(
                call.path, call.login, call.password
            )
            self.title = session.office.journal_title
            session.close()
        return self.code


def tools() -> CommandTools:
    return CommandTools(Settings(), cost=FLOOR)


def test_the_window_opens_the_file_that_is_named(tmp_path):
    window = Window()
    assert run_window([str(tmp_path / "журнал.ezh"), "--scheme", "dark"], tools, window) == 0
    assert window.calls == [WindowCall(tmp_path / "журнал.ezh", {"scheme": "dark"})]


def test_without_a_file_the_window_chooses_itself():
    window = Window(code=1)
    assert run_window([], tools, window) == 1
    assert window.calls == [WindowCall(None, {})]


def test_a_slip_opens_no_window(capsys):
    window = Window()
    assert run_window(["--banana"], tools, window) == 2
    assert "лишнее: --banana" in capsys.readouterr().err
    assert not window.calls


@pytest.fixture(scope="module")
def shown_demo(tmp_path_factory):
    """One run of `--demo`, which takes seconds: what the window saw, what was said, what is left."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: os.environ.get(name) for name in ("EZH_STATE_DIR", "EZH_CONFIG_DIR")}
    os.environ |= {"EZH_STATE_DIR": str(home / "state"), "EZH_CONFIG_DIR": str(home / "config")}
    old = logs.state_folder() / "demo" / "old"
    old.mkdir(parents=True)
    os.utime(old, (time.time() - 200_000,) * 2)
    window, err = Window(), io.StringIO()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stderr", err)
            code = run_window(["--demo"], tools, window)
        left = list((home / "state" / "demo").iterdir())
        last = Settings().get(LAST_JOURNAL)
    finally:
        os.environ |= {name: value for name, value in kept.items() if value}
    return code, window, err.getvalue(), left, last


def test_the_demo_opens_signed_in_as_the_teacher(shown_demo):
    code, window, said, _, _ = shown_demo
    assert code == 0
    (call,) = window.calls
    assert call.login == "teacher"
    assert "2026–2027" in window.title
    assert call.password in said


def test_the_demo_goes_away_with_its_window_and_is_not_remembered(shown_demo):
    _, window, _, left, last = shown_demo
    assert not window.calls[0].path.exists()
    assert left == []
    assert last == ""


def test_a_password_is_not_shown_by_the_value_of_a_call():
    assert PASSWORD not in repr(WindowCall(None, password=PASSWORD))


def run_program(*words: str, **how):
    return subprocess.run(
        [sys.executable, "-m", "ezh_desktop", *words], cwd=ROOT, capture_output=True, check=False, timeout=60, **how
    )


def test_the_program_speaks_to_a_console_that_lacks_cyrillic():
    done = run_program("--help", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert b"ezh-desktop" in done.stdout
    assert b"Traceback" not in done.stderr


def test_json_is_utf_8_on_any_console(tmp_path):
    done = run_program("info", str(tmp_path / "нет.ezh"), "--json", env={**os.environ, "PYTHONIOENCODING": "cp866"})
    assert done.returncode == 6
    assert "error" in done.stdout.decode("utf-8")
    assert "Файл журнала" in done.stderr.decode("cp866")


HEAVY = {"sqlalchemy", "sqlcipher3", "nacl", "reportlab"}


@pytest.mark.parametrize(
    ("does", "without"),
    [
        ("from ezh_desktop.__main__ import main; main(['--help'])", HEAVY | {"PySide6"}),
        ("import ezh_desktop.__main__, ezh_desktop.journal, ezh_desktop.ui.app", HEAVY),
    ],
    ids=["help", "window"],
)
def test_nobody_waits_for_a_library_before_there_is_something_to_see(does, without):
    probe = f"import sys; {does}; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, check=True, text=True)
    assert not without & set(done.stderr.split())
