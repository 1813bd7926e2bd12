"""The delay after failed sign-ins (3.2, 7.7, 11.1)."""

import pytest

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.storage.delays import Failures, SignInDelays, delay_after

A, B = (b"j" * 16, b"a" * 16), (b"j" * 16, b"b" * 16)


class Running:
    """Running time that a test moves."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def running():
    return Running()


def test_the_delay_grows_from_the_third_failure_and_stops_at_a_minute():
    assert [delay_after(count) for count in range(1, 11)] == [0, 0, 2, 4, 8, 16, 32, 60, 60, 60]
    assert delay_after(10**6) == 60


def test_it_holds_for_one_login_of_one_journal_and_passes(running):
    delays = SignInDelays({}, running)
    for _ in range(3):
        delays.check(*A)
        delays.failed(*A)
    with pytest.raises(SignInTrouble, match="несколько раз") as caught:
        delays.check(*A)
    assert "через 2 с" in caught.value.text
    delays.check(*B)
    running.now += 2
    delays.check(*A)


def test_another_start_of_the_program_goes_on_counting(running):
    store = {}
    for _ in range(4):
        SignInDelays(store, running).failed(*A)
    assert SignInDelays(store, running).remaining(*A) == 4


def test_success_gives_the_failures_once_and_forgets_them(running):
    store = {}
    delays = SignInDelays(store, running)
    for _ in range(3):
        delays.failed(*A)
    assert delays.succeeded(*A) == Failures(3, 2)
    assert delays.succeeded(*A) == Failures(0, 0)
    assert store == {}


def test_a_restart_of_the_computer_starts_the_last_delay_again_and_never_locks_out(running):
    delays = SignInDelays({}, running)
    for _ in range(9):
        delays.failed(*A)
    running.now = 5.0
    assert delays.remaining(*A) == 60
    running.now = 66.0
    delays.check(*A)


@pytest.mark.parametrize("text", ["", "[]", "junk", '["a","b"]', "[null,null]"])
def test_a_spoiled_setting_is_no_obstacle(text, running):
    store = {}
    delays = SignInDelays(store, running)
    delays.failed(*A)
    store[next(iter(store))] = text
    delays.check(*A)
