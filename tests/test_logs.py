"""Log and crash reports: what a programmer needs, nothing of a child, and one sentence for the person."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ezh_desktop import logs
from ezh_desktop.errors import DiskFullTrouble

SECRET = "Абдулкаримова Зарема"


@pytest.fixture(autouse=True)
def closed_afterwards() -> Iterator[None]:
    hooks = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hooks
    logs.stop()
    logs.log.setLevel(logging.NOTSET)


def failure() -> ValueError:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"отметка {SECRET}") from error
    except ValueError as error:
        return error


def test_the_log_lies_in_the_folder_that_the_variable_names() -> None:
    assert logs.start() == Path(os.environ["EZH_STATE_DIR"]) / "ezh-desktop.log"


def test_a_line_has_time_level_place_and_text() -> None:
    place = logs.start()
    logging.getLogger("ezh_desktop.jobs").info("print %d pages", 4)
    last = place.read_text(encoding="utf-8").splitlines()[-1]
    assert last[10] == "T"
    assert last.split(" ", 1)[1] == "INFO ezh_desktop.jobs: print 4 pages"


def test_of_an_exception_the_log_keeps_only_the_kind(expected_log: pytest.LogCaptureFixture) -> None:
    place = logs.start()
    try:
        raise failure()
    except ValueError:
        logs.log.exception("job failed")
    text = place.read_text(encoding="utf-8")
    assert "job failed [ValueError]" in text
    assert SECRET not in text
    assert "Traceback" not in text


def test_the_log_is_turned_over_and_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LOG_BYTES", 2000)
    place = logs.start()
    for n in range(200):
        logs.log.info("line %d", n)
    files = sorted(p.name for p in place.parent.iterdir())
    assert files == ["ezh-desktop.log", "ezh-desktop.log.1", "ezh-desktop.log.2"]
    assert all(p.stat().st_size <= 2000 for p in place.parent.iterdir())


def test_a_second_start_does_not_write_lines_twice() -> None:
    logs.start()
    place = logs.start()
    logs.log.info("once")
    assert place.read_text(encoding="utf-8").count("once") == 1


def test_a_folder_that_cannot_be_written_means_no_log_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert logs.start(tmp_path / "file" / "state") is None


def test_a_crash_report_names_kinds_and_places_but_no_value() -> None:
    report = logs.write_crash(failure())
    text = report.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "KeyError" in text
    assert "tests/test_logs.py:" in text
    assert SECRET not in text
    assert str(Path(__file__).parents[1]) not in text


def test_only_the_newest_crash_reports_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "CRASHES_KEPT", 3)
    reports = [logs.write_crash(failure()) for _ in range(5)]
    assert sorted(reports[0].parent.iterdir()) == reports[2:]


def test_a_report_that_cannot_be_written_is_not_promised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert logs.write_crash(failure(), tmp_path / "file") is None
    assert "Отчёт" not in logs.message_for(failure(), None)


def test_an_uncaught_error_becomes_one_sentence_and_a_report(
    expected_log: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []
    logs.install_hooks(shown.append)
    error = failure()
    sys.excepthook(type(error), error, error.__traceback__)
    assert shown[0].startswith("Программа ошиблась.")
    assert SECRET not in shown[0]
    assert len(list((logs.state_folder() / "crashes").iterdir())) == 1
    assert "Traceback" not in "".join(capsys.readouterr())


def test_an_uncaught_error_of_a_thread_is_told_as_well(expected_log: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []
    logs.install_hooks(shown.append)

    def broken() -> None:
        raise failure()

    thread = threading.Thread(target=broken, name="writer")
    thread.start()
    thread.join()
    assert len(shown) == 1
    assert "thread writer" in next((logs.state_folder() / "crashes").iterdir()).read_text(encoding="utf-8")


def test_trouble_that_nobody_caught_says_its_own_text_and_is_no_crash(expected_log: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []
    logs.install_hooks(shown.append)
    error = DiskFullTrouble("На диске нет места.", "Освободите место и повторите.")
    sys.excepthook(type(error), error, None)
    assert shown == ["На диске нет места. Освободите место и повторите."]
    assert not (logs.state_folder() / "crashes").exists()
