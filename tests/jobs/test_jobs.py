"""Jobs: progress, remaining time, cancel, result; and the thread they run on."""

from __future__ import annotations

import threading

import pytest

from ezh_desktop.jobs.base import Job, JobCancelled, JobPhase, JobState, Progress, remaining_seconds
from ezh_desktop.jobs.runner import JobRunner


class Ticks:
    """A clock that goes on by one second at each look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_a_job_gives_what_its_work_gives() -> None:
    job = Job("Печать", lambda progress: 42)
    job.run()
    assert job.result() == 42
    assert job.state.phase is JobPhase.DONE


def test_a_listener_sees_each_step_with_its_words_and_share() -> None:
    def work(progress: Progress) -> None:
        for page in range(1, 4):
            progress(page, 3, f"Страница {page}")

    job, seen = Job("Печать", work), list[JobState]()
    job.listen(seen.append)
    job.run()
    assert [s.words for s in seen] == ["", "Страница 1", "Страница 2", "Страница 3", "Страница 3"]
    assert [s.share for s in seen] == [None, pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0, 1.0]


def test_words_stay_until_there_are_others() -> None:
    def work(progress: Progress) -> None:
        progress(1, 2, "Чтение")
        progress(2, 2)

    job = Job("Проверка", work)
    job.run()
    assert job.state.words == "Чтение"


def test_the_remaining_time_goes_on_as_the_work_went() -> None:
    seen = list[JobState]()
    job = Job("Печать", lambda progress: [progress(n, 10) for n in (1, 2, 5)], clock=Ticks())
    job.listen(seen.append)
    job.run()
    assert [s.remaining for s in seen] == [None, 9.0, 8.0, 3.0, None]


@pytest.mark.parametrize(("done", "total", "spent"), [(0, 10, 5.0), (1, 0, 5.0), (1, 10, 0.5)])
def test_the_remaining_time_is_not_guessed(done: int, total: int, spent: float) -> None:
    assert remaining_seconds(done, total, spent) is None


def test_more_steps_than_foretold_leave_no_negative_time() -> None:
    assert remaining_seconds(12, 10, 5.0) == 0


def test_a_cancel_stops_the_work_at_its_next_step() -> None:
    steps = []

    def work(progress: Progress) -> None:
        for n in range(10):
            steps.append(n)
            if n == 3:
                job.cancel()
            progress(n, 10)

    job = Job("Печать", work)
    job.run()
    assert steps == [0, 1, 2, 3]
    assert job.state.phase is JobPhase.CANCELLED
    with pytest.raises(JobCancelled):
        job.result()


def test_a_job_cancelled_before_it_ran_does_nothing() -> None:
    job = Job("Печать", lambda progress: pytest.fail("ran"))
    job.cancel()
    job.run()
    assert job.state.phase is JobPhase.CANCELLED


def test_a_cancel_after_the_end_changes_nothing() -> None:
    job = Job("Печать", lambda progress: 1)
    job.run()
    job.cancel()
    assert job.result() == 1


def test_a_failure_is_kept_and_raised_where_the_result_is_asked_for() -> None:
    def work(progress: Progress) -> None:
        raise OSError("disk")

    job = Job("Печать", work)
    job.run()
    assert job.state.phase is JobPhase.FAILED
    assert isinstance(job.error, OSError)
    with pytest.raises(OSError, match="disk"):
        job.result()


def test_the_result_of_a_job_that_has_not_run_is_not_none_but_an_error() -> None:
    with pytest.raises(RuntimeError):
        Job("Печать", lambda progress: None).result()


def test_a_listener_that_fails_is_dropped_and_the_work_goes_on(expected_log: pytest.LogCaptureFixture) -> None:
    def gone(state: JobState) -> None:
        raise RuntimeError("window deleted")

    job = Job("Печать", lambda progress: 1)
    job.listen(gone)
    job.run()
    assert job.result() == 1
    assert [r.getMessage() for r in expected_log.records] == ["a job's listener failed: RuntimeError"]


def test_the_runner_works_beside_the_calling_thread_in_order() -> None:
    threads, order = [], []

    def work(n: int) -> int:
        threads.append(threading.current_thread())
        order.append(n)
        return n

    with JobRunner() as runner:
        jobs = [runner.start(f"Задание {n}", lambda progress, n=n: work(n)) for n in range(5)]
        assert all(job.wait(10) for job in jobs)
        assert [job.result() for job in jobs] == order == list(range(5))
    assert threading.current_thread() not in threads
    assert len(set(threads)) == 1


def test_one_failed_job_does_not_stop_the_next() -> None:
    def broken(progress: Progress) -> None:
        raise ValueError

    with JobRunner() as runner:
        first, second = runner.start("Первое", broken), runner.start("Второе", lambda progress: 2)
        assert first.wait(10)
        assert second.wait(10)
        assert second.result() == 2


def test_closing_the_runner_cancels_what_runs_and_what_waits() -> None:
    started = threading.Event()

    def endless(progress: Progress) -> None:
        started.set()
        while True:
            progress(0, 0)

    runner = JobRunner()
    jobs = [runner.start("Первое", endless), runner.start("Второе", endless)]
    assert started.wait(10)
    assert runner.open_jobs == tuple(jobs)
    assert runner.close(10)
    assert [job.state.phase for job in jobs] == [JobPhase.CANCELLED, JobPhase.CANCELLED]
    assert runner.open_jobs == ()


def test_a_closed_runner_takes_no_job() -> None:
    runner = JobRunner()
    assert runner.close()
    with pytest.raises(RuntimeError):
        runner.start("Печать", lambda progress: None)
