"""What every test stands in: no screen, folders of its own, and silence (an unexpected warning fails the test)."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt: tests need no screen unless the caller names one.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

LONG_SECONDS = 900

# A slow minute of a shared machine is no fault of the code, and a failure must come back when it is looked into.
hypothesis.settings.register_profile(
    "ezh", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("ezh")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests get a longer time limit, where they do not name one."""
    for item in items:
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONG_SECONDS))


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and logs of a test lie in folders of its own, for it and for the programs it starts."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("EZH_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("EZH_STATE_DIR", str(home / "state"))
    monkeypatch.delenv("EZH_PASSWORD", raising=False)
    monkeypatch.delenv("EZH_COPY_PASSWORD", raising=False)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log line of WARNING or above fails the test, unless the test asked for `expected_log` and looks at it."""
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    yield
    root.removeHandler(listener)
    if listener.lines and "expected_log" not in request.fixturenames:
        pytest.fail("unexpected log lines:\n" + "\n".join(listener.lines), pytrace=False)


@pytest.fixture
def expected_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """For a test that makes the program warn: pytest's `caplog`, and the line does not fail the test."""
    return caplog


@pytest.fixture(autouse=True)
def no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test of windows leaves no top-level window visible behind; others are not slowed by Qt."""
    yield
    if "qapp" not in request.fixturenames:
        return
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  # only tests of windows load Qt

    left = [type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible()]
    for window in QApplication.topLevelWidgets():
        window.close()
    if left:
        pytest.fail(f"windows left open: {', '.join(left)}", pytrace=False)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real tables and timetables that EZH_REAL_DATA names; without it the test is skipped."""
    named = os.environ.get("EZH_REAL_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip("EZH_REAL_DATA names no folder with real data")
    return Path(named)
