"""The main window on real sealed files: what is typed is in the file, windows see each other, undo, rights."""

from __future__ import annotations

from datetime import date
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.services.closing import Pick, close_periods, unlock_periods
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.storage.door import Door
from ezh_desktop.ui.widgets.badge import Badge
from tests.factories import CoursePlan, PupilPlan, School, a_class, a_school, open_office, raw
from tests.reports import reading
from tests.ui.fake_office import NAMES
from tests.ui.watchdog import watched

TODAY = "2 декабря"
DAYS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    """7А with Алгебра and Русский язык of one teacher; one pupil left, one arrived."""
    pupils = (
        "Абрамова Дарья Олеговна",
        "Андреев Максим Ильич",
        PupilPlan("Жуков Матвей Романович", end=date(2026, 11, 15)),
        PupilPlan("Романов Глеб Ильич", start=date(2026, 11, 9)),
    )
    courses = (CoursePlan("Алгебра", weekdays=(2, 3)), CoursePlan("Русский язык", weekdays=(1, 2, 3), number=2))
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh", [a_class(pupils=pupils, courses=courses)])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def seat(sits, school):
    """Seats a person of the school at a window of its own."""
    return lambda login="teacher", **more: sits(open_office(school, login, **more))


def written(school) -> list[tuple[str, str]]:
    """Surname and value of every mark in the file."""
    sql = "SELECT surname, value FROM cell JOIN pupil ON pupil.id = cell.pupil WHERE slot = 0 ORDER BY surname"
    return [tuple(row) for row in raw(school, sql)]


def test_what_is_typed_is_in_the_file(seat, school):
    teacher = seat()
    assert teacher.stands_at() == ("Абрамова Дарья", TODAY)
    teacher.types("5 4")
    teacher.waits_saved()
    assert teacher.status() == "Сохранено в 10:43"
    assert written(school) == [("Абрамова", "5"), ("Андреев", "4")]


def test_two_entries_in_one_cell_before_the_first_is_durable(seat, school):
    teacher = seat()
    teacher.types("5")
    teacher.presses("Up")
    teacher.types("4")
    teacher.presses("Up")
    teacher.types("3")
    teacher.waits_saved()
    assert teacher.float_text() == ""
    assert written(school) == [("Абрамова", "3")]


def test_undo_and_redo_over_two_pages(seat, school):
    teacher = seat()
    teacher.opens("7А Алгебра")
    teacher.types("5")
    teacher.opens("7А Русский язык")
    teacher.types("н")
    teacher.waits_saved()
    teacher.presses("Ctrl+Z")
    teacher.presses("Ctrl+Z")
    teacher.waits_until(lambda: not teacher.window.desk.busy and teacher.title() == "7А, Алгебра — ЭЖ", "both undone")
    teacher.settles()
    assert teacher.sees_cell("Абрамова", TODAY) == ""
    assert written(school) == [("Абрамова", ""), ("Абрамова", "")]
    teacher.presses("Ctrl+Y")
    teacher.waits_saved()
    assert teacher.sees_cell("Абрамова", TODAY) == "5"


def test_an_act_in_one_window_appears_in_the_other(seat):
    one, other = seat(), seat()
    one.types("5")
    one.waits_saved()
    other.waits_until(lambda: other.sees_cell("Абрамова", TODAY) == "5", "the other window's mark", 2000)


def test_a_cell_changed_by_another_window_is_not_overwritten_silently(seat, school):
    one, other = seat(), seat()
    other.window._poll.stop()
    one.types("5")
    one.waits_saved()
    other.goes_to("Абрамова", TODAY)
    other.types("3")
    other.waits_until(lambda: not other.window.desk.busy and other.float_text() != "", "the refusal")
    assert "Сейчас: 5" in other.float_text()
    assert written(school) == [("Абрамова", "5")]


def test_two_marks_a_comment_and_the_history(seat, school):
    teacher = seat()
    teacher.opens("7А Русский язык")
    teacher.goes_to("Андреев", TODAY)
    teacher.presses("F4")
    teacher.chooses_kind("Сочинение")
    teacher.waits_saved()
    teacher.types("5 4")
    teacher.waits_saved()
    assert teacher.sees_cell("Андреев", TODAY) == "5/4"
    teacher.goes_to("Андреев", TODAY)
    teacher.presses("F2")
    teacher.answers("Переписано")
    teacher.waits_saved()
    teacher.presses("F9")
    assert "5/4" in teacher.float_text()
    assert "Примечание\nПереписано" in teacher.float_text()
    assert raw(school, "SELECT comment FROM cell WHERE slot = 0") == [("Переписано",)]


def test_a_mark_changed_after_the_closing_is_seen_on_the_page_and_in_its_history(seat, school):
    director = open_office(school, "director")
    quarter = [Pick(school.classes["7А"], Slot(PeriodKind.QUARTER, 1))]
    close_periods(director, quarter)
    unlock_periods(director, quarter, "ошибка учителя")
    director.close()
    teacher = seat()
    model, column = teacher.grid.marks, 1
    teacher.goes_to("Андреев", "2 сентября")
    teacher.types("4")
    teacher.waits_saved()
    teacher.waits_until(lambda: (face := model.face(1, column)) is not None and face.reopened, "the sign", 3000)
    assert "после открытия закрытого периода, основание: ошибка учителя" in model.hint(1, column)
    assert model.spoken(1, column).endswith("отметка 4, изменено после закрытия периода")
    assert model.face(0, column) is None
    teacher.goes_to("Андреев", "2 сентября")
    teacher.presses("F9")
    assert "После открытия закрытого периода, основание: ошибка учителя" in teacher.float_text()


def test_an_earlier_value_is_given_back(seat):
    teacher = seat()
    teacher.types("5")
    teacher.waits_saved()
    teacher.goes_to("Абрамова", TODAY)
    teacher.types("3")
    teacher.waits_saved()
    teacher.goes_to("Абрамова", TODAY)
    teacher.presses("Shift+F9")
    teacher.waits_saved()
    assert teacher.sees_cell("Абрамова", TODAY) == "5"


def test_a_paste_is_one_entry_of_the_protocol(seat, school, doors):
    teacher = seat()
    before = raw(school, "SELECT count(*) FROM entry")[0][0]
    doors.text = "5\n4\n3\n2"
    teacher.presses("Ctrl+V")
    teacher.waits_saved()
    assert "Вставлено: 3 клетки, отказано: 1" in teacher.float_text()
    assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1


def test_a_reader_of_the_page_is_told_why_nothing_can_be_entered(seat, school):
    teacher = seat("director")
    teacher.window.open_course(school.courses["7А Алгебра"])
    teacher.window.marks.grid.setFocus()
    teacher.types("5")
    assert teacher.float_text() != ""
    assert written(school) == []


def test_a_session_for_reading_says_so(seat):
    teacher = seat(readonly=True)
    assert "открыт для чтения" in teacher.status()
    teacher.types("5")
    assert "только для чтения" in teacher.float_text()


def test_a_person_without_a_course_sees_the_pages_of_classes(seat):
    medic = seat("medic")
    assert medic.tabs() == ["Листок здоровья"]
    assert medic.title() == "7А, листок здоровья — ЭЖ"


def test_the_file_is_given_back_when_the_window_closes(seat, school):
    teacher = seat()
    teacher.types("5")
    teacher.window.close()
    assert written(school) == [("Абрамова", "5")]
    again = seat()
    assert again.sees_cell("Абрамова", TODAY) == "5"


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> School:
    """Thirty pupils and a year of lessons."""
    courses = (CoursePlan("Русский язык", weekdays=DAYS, number=2), CoursePlan("Алгебра", weekdays=(2, 3, 4)))
    plan = a_class(pupils=[f"{name} Ивановна" for name in NAMES], courses=courses)
    return a_school(tmp_path_factory.mktemp("whole") / "school.ezh", [plan])


def test_a_column_typed_and_pages_changed_without_a_standstill(sits, whole, tmp_path):
    teacher = sits(open_office(whole.copied(tmp_path)))
    with watched():
        for _ in range(2):
            teacher.types("5" * 30)
            teacher.presses("Ctrl+PgDown")
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
    assert teacher.sees_cell("Абрамова", TODAY) == "5"


class HeldDoor(Door):
    """A disk that answers only when somebody waits for it."""

    def __init__(self) -> None:
        self.gate = Event()
        self.gate.set()

    def before_commit(self) -> None:
        self.gate.wait()


def test_paper_waits_for_what_was_typed_a_moment_before(sits, school, doors, monkeypatch, tmp_path):
    door = HeldDoor()
    office = open_office(school, door=door)

    def drain(seconds: float, drain=office.drain) -> bool:
        door.gate.set()
        return drain(seconds)

    monkeypatch.setattr(office, "drain", drain)
    monkeypatch.setattr(doors, "save_file", lambda *_: tmp_path / "page.pdf", raising=False)
    saved = {}
    teacher = sits(office, save=lambda path, data: saved.update({path.name: data}))
    before = office.head_text()
    door.gate.clear()
    teacher.types("5")
    teacher.presses("Ctrl+Shift+P")
    teacher.waits_until(lambda: "page.pdf" in saved, "the paper", 20_000)
    printed = " ".join(" ".join(reading.texts(saved["page.pdf"])).split())
    assert office.head_text() != before
    assert office.head_text() in printed


@pytest.mark.parametrize("width", [1366, 1280, 1024, 920])
def test_the_window_of_a_class_teacher_fits_the_screens_of_a_school(seat, width):
    """Tabs with badges made it 1404 px wide: on a screen of 1366 its right edge was out of sight."""
    window = seat("class_teacher").window
    for index in range(window.head.tabs.count()):
        window.head.tabs.set_badge(index, Badge(24))
    window.resize(width, 705)
    window.search.setFocus()
    QApplication.processEvents()
    assert window.width() == width
    chooser = next(one for one in window.head.findChildren(QComboBox) if one.accessibleName() == "Вкладка")
    assert window.head.tabs.isVisible() != chooser.isVisible()
    assert window.head.tabs.isVisible() == (width > 1300)
