"""The health sheet below the window (5.38): who reads which columns, what is refused, undo, and what the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.health import Closed, HealthColumn
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.errors import Refusal, RightRefused, RuleRefused, StaleRefused
from ezh_desktop.exchange.protocol_csv import protocol_csv
from ezh_desktop.services.accounts import NewStaff, add_account
from ezh_desktop.services.acts import HealthEntry, Redo, Undo, WriteHealth
from ezh_desktop.services.doors import TicketState
from ezh_desktop.services.health_keys import pass_on
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.opening import Opening
from ezh_desktop.services.protocol_page import protocol_page
from ezh_desktop.services.verifying import verify
from ezh_desktop.services.writing import Place
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import CoursePlan, PupilPlan, a_class, fake_clock, open_office, raw
from tests.services.health_school import STAFF, HealthSchool, a_health_school, entry, fill

GROUP, PE, DESK, PLACE, ADVICE = HealthColumn
SECRET = "Аллергия на цитрусовые, ВНФ-7"
GONE = PupilPlan("Жуков Матвей Романович", end=date(2026, 11, 16))
COURSES = (
    CoursePlan("Алгебра"),
    CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2),
    CoursePlan("Физическая культура", "coach", (2, 4), 5),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> HealthSchool:
    pupils = ("Абрамова Дарья Олеговна", "Андреев Максим Ильич", "Белова Ксения Павловна", GONE)
    path = tmp_path_factory.mktemp("health") / "health.ezh"
    return a_health_school(path, [a_class(pupils=pupils, courses=COURSES)], (*STAFF, "coach"))


@pytest.fixture
def school(made: HealthSchool, tmp_path: Path) -> HealthSchool:
    return made.copied(tmp_path)


@pytest.fixture
def medic(school: HealthSchool) -> Iterator[FileOffice]:
    office = school.office()
    yield office
    office.close()


def filled(school: HealthSchool, medic: FileOffice) -> None:
    cells = (GROUP, "3"), (PE, "подг"), (DESK, "№ 2"), (PLACE, "средний"), (ADVICE, SECRET)
    ticket = fill(medic, school.school_class, *(("Абрамова", *cell) for cell in cells))
    assert ticket.state is TicketState.DURABLE, ticket.error


def values(office: FileOffice, school_class: int, pupil: str = "Абрамова") -> list[str]:
    row = next(row for row in office.health_page(school_class).rows if row.name.startswith(pupil))
    return [row.value(column) for column in HealthColumn]


def test_5_38_the_medical_worker_fills_the_sheet_and_reads_it_again(school: HealthSchool, medic: FileOffice) -> None:
    page = medic.health_page(school.school_class)
    assert [row.name for row in page.rows] == ["Абрамова Дарья", "Андреев Максим", "Белова Ксения", "Жуков Матвей"]
    assert (len(page.present), len(page.wanting), page.has_key, page.whole) == (3, 3, True, True)
    filled(school, medic)
    assert values(medic, school.school_class) == ["III", "подготовительная", "2", "средний ряд", SECRET]
    page = medic.health_page(school.school_class)
    assert [row.name for row in page.wanting] == ["Андреев Максим", "Белова Ксения"]
    assert page.rows[0].entered == date(2026, 12, 2)
    assert verify(medic).findings == ()


def test_5_38_each_role_reads_exactly_its_columns(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    pe, desk = "подготовительная", ["2", "средний ряд"]
    wanted = {
        "admin": ["", pe, *desk, ""],
        "director": ["", pe, *desk, ""],
        "deputy": ["", pe, *desk, ""],
        "class_teacher": ["", pe, *desk, ""],
        "teacher": ["", "", *desk, ""],
        "coach": ["", pe, *desk, ""],
    }
    for login, seen in wanted.items():
        office = school.office(login, readonly=True)
        assert values(office, school.school_class) == seen, login
        page = office.health_page(school.school_class)
        assert not page.whole
        assert page.writes == frozenset()
        row = page.rows[0]
        assert (row.closed, row.sealed, row.generation, row.entered) == (Closed(), "", None, None), login
        assert page.shows_fill == (login not in {"teacher", "coach"})
        assert row.filled == page.shows_fill
        assert bool(row.birth_year) == page.shows_fill
        office.close()


def test_5_38_a_teacher_of_other_classes_reads_nothing(tmp_path: Path) -> None:
    courses = (CoursePlan("Алгебра", "class_teacher"),)
    school = a_health_school(tmp_path / "two.ezh", [a_class("7А", courses=courses), a_class("8А", leader="teacher")])
    office = school.office("class_teacher", readonly=True)
    office.health_page(school.school.classes["7А"])
    teacher = school.office("teacher", readonly=True)
    teacher.health_page(school.school.classes["8А"])
    with pytest.raises(RightRefused):
        teacher.health_page(school.school.classes["7А"])
    office.close()
    teacher.close()


@pytest.mark.parametrize("login", ["admin", "director", "deputy", "class_teacher", "teacher", "coach"])
@pytest.mark.parametrize("column", list(HealthColumn))
def test_5_38_nobody_else_writes_on_the_sheet(school: HealthSchool, login: str, column: HealthColumn) -> None:
    office = school.office(login)
    page = office.health_page(school.school_class)
    act = WriteHealth(school.school_class, (entry(page, "Абрамова", column, "1"),))
    with pytest.raises(RightRefused, match="медицинский работник"):
        office.submit(act)
    assert office.decide_health(act).act is None
    office.close()
    assert raw(school.school, "SELECT count(*) FROM health_record") == [(0,)]


def test_5_38_what_is_closed_stands_nowhere_in_the_file_not_even_for_the_holder_of_the_data_key(
    school: HealthSchool, medic: FileOffice
) -> None:
    filled(school, medic)
    fill(medic, school.school_class, ("Абрамова", ADVICE, f"{SECRET} снова"))
    medic.submit(Undo(medic.undoable())).wait(5)
    medic.close()
    stored = everything(school)
    assert "средний ряд".encode() in stored
    assert "подготовительная".encode() in stored
    for form in (SECRET, SECRET.casefold(), SECRET[:8]):
        for coded in (form.encode(), form.encode("utf-16-le"), form.encode("cp1251"), form.encode().hex().encode()):
            assert coded not in stored
    for file in school.school.path.parent.iterdir():
        assert SECRET[:8].encode() not in file.read_bytes()
        assert "средний ряд".encode() not in file.read_bytes(), "the file itself is not sealed"


def everything(school: HealthSchool) -> bytes:
    """All tables of the opened database as bytes: what a Python shell with the data key sees."""
    tables = raw(school.school, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    rows = [row for (table,) in tables for row in raw(school.school, f"SELECT * FROM {table}")]
    cells = (cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
    return b"\n".join(cells)


def test_5_38_with_all_their_secrets_the_others_do_not_open_it(school: HealthSchool, medic: FileOffice) -> None:
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - the attack alone needs it
    from nacl.secret import Aead  # noqa: PLC0415

    from ezh_desktop.storage.health import Record, unseal  # noqa: PLC0415

    filled(school, medic)
    ((pupil, year, sealed),) = raw(school.school, "SELECT pupil, year, sealed FROM health_record")
    record = Record(school.school.journal, pupil, year)
    others = {login: unlocked for login, (_, unlocked) in school.opened.items() if login != "medic"}
    for unlocked in others.values():
        assert unlocked.health_keys == {}
        assert unseal(sealed, record, unlocked.health_keys) is None
        for key in (unlocked.secrets.data, unlocked.root, unlocked.pair.box_seed, unlocked.pair.sign_seed):
            if key is not None:
                with pytest.raises(CryptoError):
                    Aead(key).decrypt(bytes.fromhex(sealed)[3:], record.bound())
    assert len(others) == 6


def test_the_protocol_view_and_its_export_hold_nothing_closed(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    director = school.office("director", readonly=True)
    page = protocol_page(director)
    assert page.lines[-1].what == "Листок здоровья"
    assert SECRET not in repr(page)
    assert SECRET[:8].encode() not in protocol_csv(page)
    director.close()


def test_acts_and_pages_show_nothing_closed_in_a_log(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    page = medic.health_page(school.school_class)
    act = WriteHealth(school.school_class, (entry(page, "Абрамова", ADVICE, SECRET),))
    assert SECRET not in repr((page, act, medic.decide_health(act)))


@pytest.mark.parametrize(
    ("column", "text", "kept"),
    [(GROUP, "6", ""), (GROUP, "нет", ""), (PE, "специальная", ""), (DESK, "0", ""), (DESK, "первая", ""),
     (PLACE, "у" * 41, ""), (GROUP, "iv", "IV"), (DESK, "парта 5", "5"), (PLACE, "у доски", "у доски")],
)  # fmt: skip
def test_5_38_what_a_column_cannot_hold_is_refused(
    school: HealthSchool, medic: FileOffice, column: HealthColumn, text: str, kept: str
) -> None:
    page = medic.health_page(school.school_class)
    act = WriteHealth(school.school_class, (entry(page, "Абрамова", column, text),))
    refused = medic.decide_health(act).refused
    assert bool(refused) is not bool(kept)
    if refused:
        assert isinstance(refused[0].why, RuleRefused)
        assert refused[0].why.clause == "5.38"
    else:
        medic.submit(act).wait(5)
        assert kept in values(medic, school.school_class)


def test_advice_needs_a_group_so_that_the_fill_state_is_true_for_all(school: HealthSchool, medic: FileOffice) -> None:
    page = medic.health_page(school.school_class)
    alone = WriteHealth(school.school_class, (entry(page, "Абрамова", ADVICE, SECRET),))
    assert "группу здоровья" in medic.decide_health(alone).refused[0].why.remedy
    filled(school, medic)
    page = medic.health_page(school.school_class)
    assert medic.decide_health(WriteHealth(school.school_class, (entry(page, "Абрамова", GROUP, ""),))).act is None
    both = (entry(page, "Абрамова", GROUP, ""), entry(page, "Абрамова", ADVICE, ""))
    medic.submit(WriteHealth(school.school_class, both)).wait(5)
    assert values(medic, school.school_class)[0] == ""
    assert raw(school.school, "SELECT sealed, generation FROM health_record") == [("", None)]


def test_of_a_paste_the_good_cells_are_written_and_the_refused_are_named(
    school: HealthSchool, medic: FileOffice
) -> None:
    page = medic.health_page(school.school_class)
    cells = [entry(page, "Абрамова", GROUP, "2"), entry(page, "Андреев", GROUP, "8"), entry(page, "Жуков", GROUP, "1")]
    decision = medic.decide_health(WriteHealth(school.school_class, tuple(cells)))
    assert decision.act == WriteHealth(school.school_class, (cells[0],))
    assert [cell.why.what for cell in decision.refused] == [
        "«8» — не группа здоровья.",
        "Этого ученика в классе нет.",
    ]


def test_quick_typing_builds_on_what_is_not_durable_yet(school: HealthSchool, medic: FileOffice) -> None:
    page = medic.health_page(school.school_class)
    tickets = [
        medic.submit(WriteHealth(school.school_class, (entry(page, "Абрамова", column, value),)))
        for column, value in ((GROUP, "2"), (ADVICE, SECRET), (PE, "о"), (DESK, "3"), (GROUP, "3"))
    ]
    assert all(ticket.wait(5) for ticket in tickets)
    assert [ticket.error for ticket in tickets] == [None] * 5
    assert values(medic, school.school_class) == ["III", "основная", "3", "", SECRET]


def test_what_this_window_wrote_meanwhile_hinders_no_further_entry(school: HealthSchool, medic: FileOffice) -> None:
    page = medic.health_page(school.school_class)
    for column, value in ((GROUP, "2"), (DESK, "3")):
        ticket = medic.submit(WriteHealth(school.school_class, (entry(page, "Абрамова", column, value),)))
        assert ticket.wait(5)
        assert ticket.error is None
    assert values(medic, school.school_class)[:3] == ["II", "", "3"]


def test_the_same_value_again_writes_nothing(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    before = medic.head_text()
    fill(medic, school.school_class, ("Абрамова", GROUP, "III"), ("Абрамова", DESK, "2"))
    assert medic.head_text() == before


def test_undo_and_redo_bring_closed_columns_back_and_forth(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    fill(medic, school.school_class, ("Абрамова", GROUP, "1"), ("Абрамова", ADVICE, ""))
    medic.submit(Undo(medic.undoable())).wait(5)
    assert values(medic, school.school_class)[0::4] == ["III", SECRET]
    medic.submit(Redo(medic.redoable())).wait(5)
    assert values(medic, school.school_class)[0::4] == ["I", ""]
    medic.submit(Undo(medic.undoable())).wait(5)
    medic.submit(Undo(medic.undoable())).wait(5)
    assert values(medic, school.school_class) == [""] * 5
    assert medic.health_page(school.school_class).rows[0].filled is False
    assert verify(medic).findings == ()


def test_what_somebody_changed_since_is_neither_overwritten_nor_undone(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    page = medic.health_page(school.school_class)
    second = school.office()
    fill(second, school.school_class, ("Абрамова", ADVICE, "Очки"))
    second.close()
    late = medic.decide_health(WriteHealth(school.school_class, (entry(page, "Абрамова", ADVICE, "Осанка"),)))
    why = late.refused[0].why
    assert isinstance(why, StaleRefused)
    assert why.present == "Очки"
    with pytest.raises(StaleRefused):
        medic.submit(Undo(medic.undoable()))


def test_a_late_refusal_shows_no_ciphertext(school: HealthSchool, medic: FileOffice) -> None:
    from ezh_desktop.services.commands import Command  # noqa: PLC0415
    from ezh_desktop.services.own import Planned  # noqa: PLC0415

    filled(school, medic)
    row = medic.health_page(school.school_class).rows[0]
    key = (row.pupil, medic.health_page(school.school_class).year)
    stale = Change("health_record", key, {"sealed": "00"}, {"sealed": "01"}, base=EntryRef(1, 1))
    with pytest.raises(StaleRefused) as refused:
        medic.execute(Command("health.write", ("school_class", 0), (Planned(stale),)))
    assert (refused.value.seen, refused.value.present) == ("", "")


def test_a_reading_session_writes_nothing(school: HealthSchool) -> None:
    office = school.office(readonly=True)
    page = office.health_page(school.school_class)
    assert page.whole
    assert page.writes == frozenset()
    with pytest.raises(RightRefused):
        office.submit(WriteHealth(school.school_class, (entry(page, "Абрамова", GROUP, "1"),)))
    office.close()


def test_without_the_key_open_columns_can_be_filled_and_closed_ones_not(school: HealthSchool) -> None:
    office = open_office(school.school, "medic")
    page = office.health_page(school.school_class)
    assert not page.has_key
    why = office.decide_health(WriteHealth(school.school_class, (entry(page, "Белова", GROUP, "1"),))).refused[0].why
    assert why.what == "Ключа закрытых сведений у вас ещё нет."
    fill(office, school.school_class, ("Белова", DESK, "4"))
    assert values(office, school.school_class, "Белова")[2] == "4"
    office.close()


def test_a_record_under_a_key_that_was_not_passed_on_is_locked_until_it_is(
    school: HealthSchool, medic: FileOffice
) -> None:
    filled(school, medic)
    stranger = replace(school.opened["medic"][0], id=b"12345678")
    second = replace_place(school, stranger)
    page = second.health_page(school.school_class)
    assert (page.locked, page.rows[0].locked, page.rows[0].closed) == (1, True, Closed())
    assert page.rows[0].filled
    assert values(second, school.school_class)[1] == "подготовительная"
    second.close()


def replace_place(school: HealthSchool, slot) -> FileOffice:
    office = school.office(readonly=True)
    place = office.place
    office._place = Place(place.sealed, place.journal, place.key, place.unlocked, slot)
    return office


def test_a_changed_sealed_value_is_damage_and_not_an_empty_cell(school: HealthSchool, medic: FileOffice) -> None:
    from ezh_desktop.errors import DamageTrouble  # noqa: PLC0415
    from tests.services.tampering import raw_hand  # noqa: PLC0415

    filled(school, medic)
    medic.close()
    with raw_hand(school.school) as db:
        db.execute("UPDATE health_record SET sealed = substr(sealed, 1, 100) || 'ffff' || substr(sealed, 105)")
    office = school.office(readonly=True)
    with pytest.raises(DamageTrouble, match="листка здоровья"):
        office.health_page(school.school_class)
    office.close()


def test_a_locked_window_of_a_former_medical_worker_writes_nothing_more(
    school: HealthSchool, medic: FileOffice
) -> None:
    page = medic.health_page(school.school_class)
    ident, session, seq = raw(
        school.school, "SELECT id, entry_session, entry_seq FROM role_assignment WHERE role = 'medical_worker'"
    )[0]
    from ezh_desktop.services.commands import Command  # noqa: PLC0415
    from ezh_desktop.services.own import Planned  # noqa: PLC0415

    admin = school.office("admin")
    ended = Change("role_assignment", (ident,), {"end": None}, {"end": "2026-12-01"}, base=EntryRef(session, seq))
    admin.execute(Command("account.roles", ("account", 0), (Planned(ended),)))
    admin.close()
    ticket = medic.submit(WriteHealth(school.school_class, (entry(page, "Абрамова", GROUP, "1"),)))
    ticket.wait(5)
    assert isinstance(ticket.error, RightRefused)


def test_the_sheet_read_last_is_not_shown_to_who_may_read_it_no_more(school: HealthSchool, medic: FileOffice) -> None:
    from ezh_desktop.services.commands import Command  # noqa: PLC0415
    from ezh_desktop.services.own import Planned  # noqa: PLC0415

    filled(school, medic)
    ident, session, seq = raw(
        school.school, "SELECT id, entry_session, entry_seq FROM role_assignment WHERE role = 'medical_worker'"
    )[0]
    admin = school.office("admin")
    ended = Change("role_assignment", (ident,), {"end": None}, {"end": "2026-12-01"}, base=EntryRef(session, seq))
    admin.execute(Command("account.roles", ("account", 0), (Planned(ended),)))
    admin.close()
    # The window has not yet looked at what others did; then it has.
    before = medic.health_page(school.school_class)
    medic.changes_since(before.cursor - 1)
    with pytest.raises(RightRefused):
        medic.health_page(school.school_class)


def test_the_sheet_is_read_anew_when_somebody_has_written(school: HealthSchool, medic: FileOffice) -> None:
    first = medic.health_page(school.school_class)
    assert medic.health_page(school.school_class) is first
    second = school.office()
    fill(second, school.school_class, ("Белова", DESK, "4"))
    second.close()
    assert values(medic, school.school_class, "Белова")[2] == "4"


def test_a_key_passed_on_opens_the_sheet_in_the_others_window(school: HealthSchool, medic: FileOffice) -> None:
    filled(school, medic)
    admin = school.office("admin")
    new = NewStaff(PersonName("Гришина", "Ольга", "Петровна"), "f", "grishina", [(Role.MEDICAL_WORKER, None)])
    opening = Opening({}, cost=FLOOR, clock=fake_clock())
    first = opening.sign_in(school.school.path, "grishina", add_account(admin, new, cost=FLOOR))
    admin.close()
    first.set_own_password("сирень за окном 5")
    second = opening.sign_in(school.school.path, "grishina", "сирень за окном 5")
    assert second.office.health_page(school.school_class).locked == 1
    pass_on(medic, second.office.person.account)
    assert values(second.office, school.school_class)[0] == "III"
    second.close()


def test_a_class_that_is_not_there_is_refused(medic: FileOffice) -> None:
    with pytest.raises(Refusal):
        medic.health_page(5)
    with pytest.raises(Refusal):
        medic.submit(WriteHealth(5, (HealthEntry(1, "group", "1"),)))
