"""Strands of the protocol: numbers, hashes, knots, heads at any entry, signatures by the key in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.change import Change
from ezh_desktop.storage.chains import head_at
from ezh_desktop.storage.flaws import FlawKind
from ezh_desktop.storage.writer import head_now
from tests.storage.strands import RECOVERY, Hands, account_change, an_empty_journal, found, opened, proof_of, signer_of


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chains") / "chains.ezh"
    an_empty_journal(path)
    return path


def test_sessions_one_after_another_make_one_chain(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        for account in (1, 2, 3):
            strand = hands.open(account)
            hands.act(strand)
            hands.end(strand)
        assert found(db) == set()
        assert db.execute("SELECT count(*) FROM loose_end").fetchone()[0] == 1


@settings(max_examples=25)
@given(steps=st.lists(st.tuples(st.sampled_from(("open", "act", "end")), st.integers(0, 5)), max_size=25))
def test_windows_in_any_order_leave_no_flaw_and_every_earlier_head_can_be_found_again(
    journal: Path, steps: list[tuple[str, int]]
) -> None:
    with opened(journal) as db:
        hands, strands = Hands(db), []
        heads = {1: head_now(db)[1]}
        for what, which in steps:
            if what == "open" or not strands:
                strands.append(hands.open(1 + which % 3, f"ПК-{which}"))
            elif what == "act":
                hands.act(strands[which % len(strands)])
            else:
                hands.end(strands[which % len(strands)])
            n, head = head_now(db)
            assert heads.setdefault(n, head) == head, "the head may change only with an entry"
        assert found(db) == set()
        assert {n: head_at(db, n) for n in heads} == heads
        for n, head in list(heads.items())[::5]:
            assert proof_of(db, wanted=n).wanted_head == head


def test_the_head_of_no_entries_is_zeros_and_of_too_many_is_none(journal: Path) -> None:
    with opened(journal) as db:
        assert head_at(db, 0) == bytes(32)
        assert head_at(db, 2) is None


def test_ending_a_session_that_another_has_tied_does_not_move_the_head(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        first = hands.open(1)
        hands.open(2)
        before = head_now(db)
        hands.end(first)
        assert head_now(db) == before
        assert found(db) == set()


def test_a_session_that_goes_on_after_it_was_tied_is_loose_again(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        first = hands.open(1)
        hands.open(2)
        hands.act(first)
        assert db.execute("SELECT count(*) FROM loose_end").fetchone()[0] == 2
        assert found(db) == set()


def test_a_session_that_ties_less_than_stood_open_is_found(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        hands.open(1)
        untied = hands.writer.untied
        hands.writer.untied = lambda: untied()[:0]  # type: ignore[method-assign]
        hands.open(2)
        assert found(db) == {FlawKind.TIE}


def test_a_key_counts_from_the_entry_that_brought_it(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        admin = hands.open(1)
        hands.act(admin, account_change(7))
        strand = hands.open(7)
        hands.act(strand)
        assert found(db) == set()


def test_a_new_key_holds_for_later_sessions_and_the_old_one_for_earlier(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        old = hands.open(2)
        made = hands.act(old)
        row = db.execute("SELECT sign_pub, entry_session, entry_seq FROM account WHERE id = 2").fetchone()
        fresh = bytes(signer_of(9).verify_key).hex()
        base = type(made)(*row[1:])
        hands.act(old, Change("account", (2,), {"sign_pub": row[0]}, {"sign_pub": fresh}, base=base))
        hands.act(old)
        assert found(db) == set(), "the session goes on under the key it began with"
        hands.open(2)
        assert found(db) == {FlawKind.SIGNATURE}, "a new session under the old key is a forgery"


def test_the_recovery_key_signs_recovery_alone(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        strand = replace(hands.open(1), signer=RECOVERY)
        hands.end(strand)
        assert found(db) == {FlawKind.RECOVERY}
        hands.act(strand)
        assert found(db) == {FlawKind.RECOVERY, FlawKind.RIGHT}


def test_time_that_goes_back_is_flagged_in_a_session_and_across_a_knot(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        strand = hands.open(1)
        hands.now = 100
        hands.act(strand)
        assert proof_of(db).flaws.counts == {FlawKind.BACKWARD: 1}
        hands.now = 50
        hands.open(2)
        assert proof_of(db).flaws.counts == {FlawKind.BACKWARD: 2}
        assert proof_of(db).flaws.serious == 0


def test_a_demo_school_may_go_back_in_time(journal: Path) -> None:
    with opened(journal) as db:
        db.execute("INSERT INTO journal_info (name, value) VALUES ('demo_day', '2026-12-02')")
        hands = Hands(db)
        strand = hands.open(1)
        hands.now = 100
        hands.act(strand)
        assert found(db) == set()


def test_times_of_two_computers_that_know_nothing_of_each_other_are_not_compared(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        first, second = hands.open(1), hands.open(2)
        hands.now = 9_000
        hands.act(second)
        hands.now = 5_000
        hands.act(first)
        assert found(db) == set()
