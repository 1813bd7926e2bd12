"""The check (verify, 9.2.3) finds every tampering by someone who holds the data key, and nothing in an honest file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from ezh_desktop import services
from ezh_desktop.domain.change import Change
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.errors import BadInput
from ezh_desktop.jobs.base import Job, JobPhase
from ezh_desktop.services.act_rights import KNOWN
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker, role_row
from ezh_desktop.services.verifying import HeadClaim, verify, verify_file
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.signin import How, sign_in
from tests.factories import PASSWORD, PUPILS, School, a_school, fake_clock, open_office, stepped_ids
from tests.services.tampering import (
    an_evening,
    cell_change,
    check,
    forged,
    kinds,
    last_session,
    other_account,
    raw_hand,
    rehash,
    signed,
    the_row,
)


@pytest.fixture(scope="module")
def evening_made(tmp_path_factory: pytest.TempPathFactory) -> School:
    """The tiny school after an evening of work."""
    school = a_school(tmp_path_factory.mktemp("evening") / "evening.ezh")
    an_evening(school)
    return school


@pytest.fixture
def evening(evening_made: School, tmp_path: Path) -> School:
    """A copy of it."""
    return evening_made.copied(tmp_path)


def test_an_honest_evening_of_work_has_no_findings(evening: School) -> None:
    report = check(evening)
    assert (report.findings, report.notices) == ((), ())
    assert (report.entries, report.sessions) == (17, 3)


def test_a_demo_school_of_weeks_has_no_findings(tmp_path: Path) -> None:
    path = tmp_path / "demo.ezh"
    maker = Maker(fake_clock(), stepped_ids(), FLOOR)
    make_demo_school(path, PASSWORD, options_of(2, 6, 5, date(2026, 11, 18)), maker)
    signed_in = sign_in(path, "director", PASSWORD, How(cost=FLOOR))
    report = verify_file(signed_in.sealed)
    signed_in.sealed.close()
    assert (report.findings, report.notices) == ((), ())
    assert report.entries > 300
    assert report.rows > 4000


def test_the_head_is_what_paper_prints(evening: School) -> None:
    office = open_office(evening, readonly=True)
    printed = office.head_text()
    office.close()
    assert check(evening).head == printed
    assert check(evening, printed).sound


def _sql(*statements: str) -> Callable[[Any, School], None]:
    def act(db: Any, _school: School) -> None:
        for statement in statements:
            assert db.execute(statement).rowcount != 0

    return act


_A_CELL = "(lesson, pupil, slot) = (SELECT lesson, pupil, slot FROM cell WHERE value <> '' ORDER BY 1, 2, 3 LIMIT 1)"
_OF_MIDDLE = "(session, seq) = (SELECT session, seq FROM entry WHERE n = 6)"
_TOUCH_BODY = "UPDATE {0} SET body = replace(body, '\"4\"', '\"5\"') WHERE {1}"

_PAST_THE_PROGRAM = {
    "a mark changed": (_sql(f"UPDATE cell SET value = '5' WHERE {_A_CELL}"), "row_changed"),
    "a cell removed": (_sql(f"DELETE FROM cell WHERE {_A_CELL}"), "row_missing"),
    "a cell added under an existing entry": (
        _sql(
            "INSERT INTO cell SELECT lesson, pupil, 1, course, '5', '', NULL, entry_session, entry_seq"
            f" FROM cell WHERE {_A_CELL}"
        ),
        "row_unrecorded",
    ),
    "a role added under an existing entry": (
        _sql(
            "INSERT INTO role_assignment SELECT 77, person, 'administrator', NULL, NULL, NULL, entry_session, entry_seq"
            " FROM role_assignment LIMIT 1"
        ),
        "row_unrecorded",
    ),
    "a verifying key replaced in the table": (
        _sql(f"UPDATE account SET sign_pub = '{'ab' * 32}' WHERE login = 'teacher'"),
        "row_changed",
    ),
    "a change's value altered": (_sql(_TOUCH_BODY.format("change", _OF_MIDDLE)), "hash"),
    "an entry's reason altered": (
        _sql("UPDATE entry SET body = json_set(body, '$[6]', 'иначе') WHERE n = 6"),
        "hash",
    ),
    "an entry moved in time": (_sql("UPDATE entry SET body = json_set(body, '$[3]', 5) WHERE n = 6"), "hash"),
    "an entry removed from the middle": (
        _sql(f"DELETE FROM change WHERE {_OF_MIDDLE}", "DELETE FROM entry WHERE n = 6"),
        "arrival",
    ),
    "a change added to an entry": (
        _sql(
            "INSERT INTO change (session, seq, k, scope, body)"
            f" SELECT session, seq, k + 1, scope, body FROM change WHERE {_OF_MIDDLE} ORDER BY k DESC LIMIT 1"
        ),
        "hash",
    ),
    "a change without its entry": (
        _sql(
            "INSERT INTO change (session, seq, k, scope, body) SELECT session, 99, 1, scope, body FROM change LIMIT 1"
        ),
        "reference",
    ),
    "a change filed under another course": (_sql(f"UPDATE change SET scope = 5 WHERE {_OF_MIDDLE}"), "scope"),
    "two sessions' accounts swapped": (
        _sql(
            "UPDATE session SET account = (SELECT account FROM session WHERE id <> s.id AND seq > 3 LIMIT 1)"
            " FROM (SELECT id FROM session) AS s WHERE session.id = s.id AND session.seq > 3"
        ),
        "session",
    ),
    "a session's computer renamed": (_sql("UPDATE session SET computer = 'другой'"), "session"),
    "a session moved in time": (_sql("UPDATE session SET opened = opened - 1"), "session"),
    "an empty session added": (
        _sql(
            "INSERT INTO session SELECT 1, account, computer, program, opened, NULL, 0, hash, sig FROM session LIMIT 1"
        ),
        "empty_session",
    ),
    "two signatures swapped": (
        _sql("UPDATE session SET sig = (SELECT sig FROM session AS o WHERE o.id <> session.id ORDER BY o.id LIMIT 1)"),
        "signature",
    ),
    "two entries' places swapped": (
        _sql(
            "UPDATE entry SET n = -1 WHERE n = 6",
            "UPDATE entry SET n = 6 WHERE n = 7",
            "UPDATE entry SET n = 7 WHERE n < 0",
        ),
        "order",
    ),
    "open heads hidden": (_sql("DELETE FROM loose_end"), "loose_end"),
    "a lesson moved to another day": (
        _sql("UPDATE lesson SET day = date(day, '+2 years') WHERE id = (SELECT min(id) FROM lesson)"),
        "lessons",
    ),
    "a lesson removed": (_sql("DELETE FROM lesson WHERE id = (SELECT max(id) FROM lesson)"), "lessons"),
    "the key text replaced": (_sql("UPDATE key_text SET text = replace(text, '\"gen\":1', '\"gen\":2')"), "key_text"),
    "the serial of the key text raised": (_sql("UPDATE key_text SET serial = serial + 1"), "key_text"),
    "the journal's name taken over": (
        _sql("UPDATE journal_info SET value = '00112233445566778899aabbccddeeff' WHERE name = 'journal'"),
        "hash",
    ),
    "a course taken away under its marks": (_sql("DELETE FROM course"), "reference"),
    "an entry that cannot be read": (_sql("UPDATE entry SET body = '[1]' WHERE n = 6"), "body"),
    "a change that is no change": (_sql(f"UPDATE change SET body = '[1]' WHERE {_OF_MIDDLE}"), "change"),
}


@pytest.mark.parametrize("name", _PAST_THE_PROGRAM)
def test_what_is_done_past_the_program_is_found(evening: School, name: str) -> None:
    act, expected = _PAST_THE_PROGRAM[name]
    with raw_hand(evening) as db:
        act(db, evening)
    report = check(evening)
    assert expected in kinds(report)
    assert not _personal(report)


def _personal(report: Any) -> list[str]:
    told = " ".join(one.text for one in (*report.findings, *report.notices))
    words = [word for name in PUPILS for word in name.split()] + ["Сотрудников", "Многочлены", "Устный ответ", "№ 12,"]
    return [word for word in words if word in told]


def test_text_that_is_no_text_is_a_finding_and_no_crash(evening: School) -> None:
    with raw_hand(evening) as db:
        db.execute("UPDATE person SET post = CAST(x'ff' AS TEXT)")
    assert kinds(check(evening)) == {"pages"}


def test_a_dropped_trigger_is_found(evening: School) -> None:
    sealed = open_sealed(evening.path, evening.key)
    with sealed.connection() as db:
        db.execute("DROP TRIGGER tr_cell_names_entry")
    sealed.close()
    assert kinds(check(evening)) == {"triggers"}


def test_a_trigger_of_another_hand_is_found(evening: School) -> None:
    sealed = open_sealed(evening.path, evening.key)
    with sealed.connection() as db:
        db.execute("CREATE TRIGGER sly AFTER INSERT ON cell BEGIN SELECT 1; END")
    sealed.close()
    assert kinds(check(evening)) == {"triggers"}


def test_an_entry_forged_with_new_hashes_lacks_the_signature(evening: School) -> None:
    with raw_hand(evening) as db:
        session = last_session(db)
        (n, seq, body) = db.execute("SELECT n, seq, body FROM entry ORDER BY n DESC LIMIT 1").fetchone()
        made = forged(body, p2=seq + 1)
        db.execute(
            "INSERT INTO entry (session, seq, n, body, hash) VALUES (?, ?, ?, ?, x'')", (session, seq + 1, n + 1, made)
        )
        rehash(db, evening, session)
    assert kinds(check(evening)) == {"signature"}


def test_a_mark_rewritten_in_table_and_protocol_with_new_hashes_lacks_the_signature(evening: School) -> None:
    with raw_hand(evening) as db:
        session = last_session(db)
        db.execute("UPDATE change SET body = replace(body, '\"4\"', '\"5\"') WHERE session = ?", (session,))
        db.execute("UPDATE cell SET value = '5' WHERE value = '4' AND entry_session = ?", (session,))
        rehash(db, evening, session)
    assert kinds(check(evening)) == {"signature"}


def test_an_earlier_session_cannot_be_rewritten_even_by_its_own_author(evening: School) -> None:
    with raw_hand(evening) as db:
        session = db.execute("SELECT session FROM entry WHERE n = 5").fetchone()[0]
        db.execute("UPDATE change SET body = replace(body, '\"4\"', '\"5\"') WHERE session = ?", (session,))
        rehash(db, evening, session)
    assert "tie" in kinds(check(evening))


def test_cut_last_entries_are_seen_by_the_head_alone(evening: School) -> None:
    before = check(evening).head
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")])
    printed = check(evening).head
    with raw_hand(evening) as db:
        session = last_session(db)
        row, _ = the_row(evening, "cell", f"entry_session = {session}")
        db.execute("DELETE FROM change WHERE session = ?", (session,))
        db.execute("DELETE FROM entry WHERE session = ?", (session,))
        db.execute("DELETE FROM session WHERE id = ?", (session,))
        (last,) = db.execute("SELECT session FROM entry ORDER BY n DESC LIMIT 1").fetchone()
        db.execute("UPDATE loose_end SET session = ?", (last,))
        base = db.execute(
            "SELECT session, seq FROM change WHERE json_extract(body, '$[0]') = 'cell'"
            " AND json_extract(body, '$[1]') = json_array(?, ?, ?) ORDER BY session DESC, seq DESC LIMIT 1",
            (row["lesson"], row["pupil"], row["slot"]),
        ).fetchone()
        db.execute(
            "UPDATE cell SET value = '4', entry_session = ?, entry_seq = ? WHERE (lesson, pupil, slot) = (?, ?, ?)",
            (*base, row["lesson"], row["pupil"], row["slot"]),
        )
    assert check(evening).sound, "nothing inside the file can show a clean cut"
    assert kinds(check(evening, printed)) == {"cut"}
    assert check(evening, before).sound


@pytest.mark.parametrize(
    "text", ["", "12", "12:", "12:zz", "x:3f9ac41b77d0e2b8", "12:3f9ac41b77d0e2b", "-1:3f9ac41b77d0e2b8"]
)
def test_a_head_that_cannot_be_one_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        HeadClaim.parse(text)


def test_a_whole_head_of_64_digits_is_compared_whole(evening: School) -> None:
    sealed = open_sealed(evening.path, evening.key)
    with sealed.connection(readonly=True) as db:
        (n, digest) = db.execute("SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1").fetchone()
    sealed.close()
    assert check(evening, f"{n}:{digest.hex()}").sound
    wrong = digest.hex()[:-1] + ("0" if digest.hex()[-1] != "0" else "1")
    assert kinds(check(evening, f"{n}:{wrong}")) == {"cut"}


def test_a_signed_mark_on_another_teachers_page_is_an_act_without_right(evening: School) -> None:
    signed(evening, "class_teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")])
    assert kinds(check(evening)) == {"right"}


def test_a_signed_mark_on_the_own_page_is_no_finding(evening: School) -> None:
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")])
    assert check(evening).sound


def test_a_person_who_makes_oneself_an_administrator_is_found(evening: School) -> None:
    teacher = evening.people["teacher"]
    change = Change("role_assignment", (78,), None, role_row(teacher.person, Role.ADMINISTRATOR))
    signed(evening, "teacher", "class.add", [change])
    assert kinds(check(evening)) == {"right"}


def test_rights_are_those_of_the_day_of_the_act(evening: School) -> None:
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")])
    row, base = the_row(evening, "course_teacher", f"course = {evening.courses['7А Алгебра']}")
    ended = Change("course_teacher", (row["id"],), {"end": None}, {"end": "2026-11-30"}, base=base)
    signed(evening, "deputy", "course.add", [ended])
    assert check(evening).sound
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "3")])
    assert kinds(check(evening)) == {"right"}


def test_a_blocked_account_may_not_go_on(evening: School) -> None:
    signed(evening, "admin", "account.block", [other_account(evening, "teacher")])
    assert check(evening).sound
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")])
    assert kinds(check(evening)) == {"right"}


def test_an_action_the_program_does_not_know_is_found(evening: School) -> None:
    signed(evening, "teacher", "cells.invent", [cell_change(evening, "Алгебра", "5")])
    assert kinds(check(evening)) == {"action"}


def test_a_known_action_with_rows_of_another_table_is_found(evening: School) -> None:
    signed(evening, "teacher", "cell.comment", [Change("homework_template", (1,), None, _template(evening))])
    assert kinds(check(evening)) == {"action"}


def _template(school: School) -> dict[str, Any]:
    return {"person": school.people["teacher"].person, "text": "§ 12", "position": 1, "ended": 0}


def test_an_act_signed_by_another_persons_key_is_found(evening: School) -> None:
    change = cell_change(evening, "Алгебра", "5")
    signed(evening, "teacher", "cells.enter", [change], signer=evening.people["class_teacher"].signer)
    assert kinds(check(evening)) == {"signature"}


def test_an_act_signed_by_a_made_up_key_is_found(evening: School) -> None:
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")], signer=SigningKey.generate())
    assert kinds(check(evening)) == {"signature"}


def test_an_account_that_no_entry_made_has_no_key(evening: School) -> None:
    evening.people["ghost"] = replace(evening.people["teacher"], account=4242, login="ghost")
    signed(evening, "ghost", "cells.enter", [cell_change(evening, "Алгебра", "5")])
    assert {"key", "right"} <= kinds(check(evening))


def test_a_session_signed_with_the_recovery_code_is_told_but_is_no_finding(evening: School) -> None:
    row, base = the_row(evening, "account", "login = 'admin'")
    fresh = bytes(SigningKey.generate().verify_key).hex()
    change = Change("account", (row["id"],), {"sign_pub": row["sign_pub"]}, {"sign_pub": fresh}, base=base)
    signed(evening, "admin", "account.recover", [change], signer=evening.code.sign_pair())
    report = check(evening)
    assert report.sound
    assert [notice.kind for notice in report.notices] == ["recovery"]


def test_the_recovery_code_may_not_sign_marks(evening: School) -> None:
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")], signer=evening.code.sign_pair())
    assert kinds(check(evening)) == {"right"}


def test_recovery_without_the_code_is_found(evening: School) -> None:
    row, base = the_row(evening, "account", "login = 'admin'")
    change = Change("account", (row["id"],), {"temporary": 0}, {"temporary": 1}, base=base)
    signed(evening, "admin", "account.recover", [change])
    assert kinds(check(evening)) == {"right"}


def test_a_clock_set_back_is_told_but_is_no_finding(evening: School) -> None:
    early = fake_clock(date(2026, 12, 1)).now_us()
    signed(evening, "teacher", "cells.enter", [cell_change(evening, "Алгебра", "5")], when=early)
    report = check(evening)
    assert [notice.kind for notice in report.notices] == ["backward"]


def test_an_act_based_on_a_value_that_never_stood_there_is_found(evening: School) -> None:
    with raw_hand(evening) as db:
        session = last_session(db)
        db.execute(
            'UPDATE change SET body = replace(body, \'"value","4","н"\', \'"value","3","н"\') WHERE session = ?',
            (session,),
        )
        rehash(db, evening, session)
    assert {"change", "signature"} <= kinds(check(evening))


def test_a_key_file_of_another_hand_is_found(evening: School) -> None:
    keys = evening.path.with_name(evening.path.name + ".keys")
    keys.write_bytes(keys.read_bytes().replace(b"argon2id13", b"argon2id14"))
    assert kinds(check(evening)) == {"key_file"}


def test_many_flaws_are_counted_and_the_first_ones_listed(evening: School) -> None:
    with raw_hand(evening) as db:
        for number in range(300):
            db.execute("INSERT INTO session VALUES (?, 1, '', '', 0, NULL, 0, x'', x'')", (number + 1,))
    report = check(evening)
    assert len(report.findings) == 200
    assert report.omitted == 100


def test_any_member_of_staff_may_check_and_the_head_stays(evening: School) -> None:
    office = open_office(evening, "medic", readonly=True)
    before = office.head_text()
    report = verify(office)
    assert report.sound
    assert office.head_text() == before
    office.close()


def test_the_check_runs_beside_a_window_that_is_open(evening: School) -> None:
    office = open_office(evening, "teacher")
    report = verify(office)
    office.close()
    assert report.sound


def test_a_cancelled_check_stops(evening: School) -> None:
    office = open_office(evening, "teacher", readonly=True)
    job = Job("Проверка", lambda progress: verify(office, None, progress))
    job.listen(lambda state: job.cancel())
    job.run()
    office.close()
    assert job.state.phase is JobPhase.CANCELLED


def test_the_check_tells_how_far_it_is(evening: School) -> None:
    told: list[tuple[int, int, str]] = []
    office = open_office(evening, "teacher", readonly=True)
    verify(office, None, lambda *step: told.append(step))
    office.close()
    assert told[0][2] == "Проверка файла"
    assert told[-1] == (0, 17, "Проверка протокола")


def test_every_action_the_program_writes_is_known_to_the_check_and_no_other() -> None:
    sources = [path for path in Path(services.__file__).parent.rglob("*.py") if path.name != "act_rights.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    written = set(re.findall(r'(?:Draft|Command|_act|_single|_write)\([^"()]*"([a-z_]+\.[a-z_]+)"', text))
    assert len(written) > 10
    assert written <= KNOWN.keys()
    assert {action for action in KNOWN if f'"{action}"' not in text} <= {"journal.found"}
