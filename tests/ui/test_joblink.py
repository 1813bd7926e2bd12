"""A job and its owner in the window: progress, outcome, error, stop, each in the window's thread."""

from __future__ import annotations

import threading

import pytest

from ezh_desktop.errors import Trouble
from ezh_desktop.ui.joblink import JobLink


@pytest.fixture
def link(qapp):
    made = JobLink()
    yield made
    made.stop()
    made.deleteLater()


def test_progress_comes_before_the_outcome(qtbot, link):
    told, threads = [], set()
    link.moved.connect(lambda state: (told.append(state.done), threads.add(threading.get_ident())))

    def work(progress):
        progress(1, 2, "Первое")
        progress(2, 2, "Второе")
        return "готово"

    with qtbot.waitSignal(link.done) as done:
        link.start("Работа", work)
    assert done.args == ["готово"]
    assert sorted(told) == told
    assert threads == {threading.get_ident()}
    assert not link.running


def test_an_error_for_people_is_given_and_the_next_job_may_start(qtbot, link):
    def fails(progress):
        raise Trouble("Не вышло.")

    with qtbot.waitSignal(link.failed) as failed:
        link.start("Работа", fails)
    assert failed.args[0].what == "Не вышло."
    with qtbot.waitSignal(link.done):
        link.start("Работа", lambda progress: 1)


def test_two_at_once_are_refused_and_a_cancel_is_told(qtbot, link):
    gate = threading.Event()

    def waits(progress):
        gate.wait(10)
        progress(1, 1)

    link.start("Работа", waits)
    with pytest.raises(RuntimeError):
        link.start("Другая", waits)
    link.cancel()
    with qtbot.waitSignal(link.cancelled):
        gate.set()


def test_a_fault_of_our_own_is_raised_where_crash_reports_are_made(qtbot, link):
    def errs(progress):
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught, qtbot.waitSignal(link.cancelled):
        link.start("Работа", errs)
        qtbot.waitUntil(lambda: not link.running)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_after_stop_nobody_is_told(qtbot, link):
    with qtbot.assertNotEmitted(link.done, wait=50):
        link.start("Работа", lambda progress: 1)
        link.stop()
