"""«Замены и переносы» as the deputy uses it, by keys: 4.4.3, 5.2."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from ezh_desktop.services.structure.base import save
from ezh_desktop.services.substitutions.acts import Pick, plan_substitutions
from ezh_desktop.services.substitutions.days import read_days
from ezh_desktop.ui import fitting
from ezh_desktop.ui.dialogs.hours import HoursDialog
from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog
from ezh_desktop.ui.dialogs.substitutions import SubstitutionsDialog
from tests.factories import open_office, raw
from tests.reports import reading
from tests.services.substitution_school import WEDNESDAY, a_substitution_school, entry
from tests.services.test_substitutions import fill
from tests.ui.clerk import Clerk, ClerkDoors


class PaperClerkDoors(ClerkDoors):
    """Writes where it is told."""

    def __init__(self, folder) -> None:
        super().__init__()
        self.folder = folder

    def save_file(self, parent, title, kinds, offered):
        return self.folder / offered.name


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_substitution_school(tmp_path_factory.mktemp("dialog") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    office = open_office(school, "deputy")
    yield office
    office.close()


@pytest.fixture
def deputy(office, qtbot, themed, tmp_path):
    dialog = SubstitutionsDialog(office, PaperClerkDoors(tmp_path), lambda path, data: path.write_bytes(data))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    yield Clerk(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.settled)


def stands_at(deputy: Clerk, hour: int, school_class: str) -> None:
    """Goes to a cell by arrow keys."""
    dialog = deputy.dialog
    dialog.grid.setFocus()
    deputy.presses("Ctrl+Home")
    names = [name for _, name in dialog.model.classes]
    deputy.presses(*["Down"] * dialog.model.numbers.index(hour), *["Right"] * names.index(school_class))


def reasons(deputy: Clerk, words: str) -> None:
    deputy.dialog.reason.setFocus()
    deputy.types(words)


def cell(deputy: Clerk, hour: int, column: int = 0) -> str:
    model = deputy.dialog.model
    return model.index(model.numbers.index(hour), column).data()


def is_away(deputy: Clerk, school, login: str) -> None:
    people = deputy.dialog.people
    deputy.chooses("Нет учителя", people.itemText(people.findData(school.people[login].person)))


def test_the_day_shows_hours_and_classes(deputy):
    assert [name for _, name in deputy.dialog.model.classes] == ["7А", "7Б"]
    assert cell(deputy, 3).startswith("Алгебра\n")
    assert cell(deputy, 4) == "Английский язык, 1\nАнглийский язык, 2"
    assert deputy.dialog.heading.whole == "Замены и переносы, ср 2 декабря"


def test_a_substitute_is_named_by_keys_alone(deputy, school, office):
    reasons(deputy, "болезнь")
    stands_at(deputy, 3, "7А")
    deputy.presses("Return")
    deputy.presses("Return")
    deputy.waits()
    maria = school.people["maria"].person
    assert raw(school, "SELECT person, reason FROM substitution") == [(maria, "болезнь")]
    assert cell(deputy, 3).startswith("Алгебра\n→ ")
    assert deputy.message() == "Назначено: 1 замена. Ctrl+Z отменит."


def test_the_reason_of_an_absent_teacher_does_not_stay_for_the_lessons_of_others(deputy, school):
    """A lesson of somebody else, cancelled after the substitutions, stood in the order as «болезнь»."""
    boris = next(name for name in (deputy.dialog.people.itemText(at) for at in range(1, 9)) if name)
    deputy.chooses("Нет учителя", boris)
    deputy.dialog.reason.setCurrentText("болезнь")
    deputy.chooses("Нет учителя", deputy.dialog.people.itemText(0))
    assert deputy.dialog.reason.currentText() == ""


def test_without_a_reason_the_field_is_asked_for(deputy, school):
    stands_at(deputy, 3, "7А")
    deputy.presses("Ctrl+Return")
    assert deputy.message() == "Впишите причину."
    assert deputy.dialog.reason.hasFocus() or deputy.dialog.reason.lineEdit().hasFocus()
    assert raw(school, "SELECT count(*) FROM substitution") == [(0,)]


def test_the_lessons_of_who_is_away_get_their_best_substitutes_in_one_act(deputy, school):
    is_away(deputy, school, "boris")
    listed = deputy.dialog.absent
    assert [listed.index(row, 2).data() for row in range(listed.rowCount())] == ["7Б Физика", "7А Английский язык, 2"]
    assert listed.index(1, 4).data().startswith("объединение с подгруппой 1")
    reasons(deputy, "курсы")
    deputy.presses("Ctrl+Return")
    deputy.waits()
    assert raw(school, "SELECT count(*), count(DISTINCT entry_seq) FROM substitution") == [(2, 1)]
    deputy.presses("Ctrl+Z")
    deputy.waits()
    assert raw(school, "SELECT count(*) FROM substitution WHERE cancelled = 0") == [(0,)]


def test_where_nobody_proposes_itself_there_is_nothing_to_name(deputy, school, office):
    """The button said «Назначить замены: 0», could be pressed, and did nothing."""
    boris = school.people["boris"].person
    others = ("7Б Алгебра", "7Б Русский язык", "7А Русский язык", "7А Английский язык, 1")
    picks = [Pick(entry(office, title).held.lesson, boris) for title in others]
    save(office, plan_substitutions(office, picks, "курсы"))
    deputy.presses("F5")
    is_away(deputy, school, "teacher")
    button = deputy.dialog.assign
    assert (button.text(), button.isEnabled()) == ("Назначить замены", False)


def test_another_substitute_is_chosen_for_one_of_them(deputy, school):
    is_away(deputy, school, "boris")
    deputy.presses("Return", "Down")
    chosen = deputy.dialog.side.choice
    assert deputy.dialog.absent.picks[deputy.dialog.absent.entries[0].held.lesson] == chosen


def test_for_one_of_them_the_hour_is_given_to_another_subject(deputy, school):
    is_away(deputy, school, "class_teacher")
    side = deputy.dialog.side
    names = [side.list.item(row).text().split("\n")[0] for row in range(side.list.count())]
    deputy.presses("Return")
    side.list.setCurrentRow(names.index(office_name(deputy.dialog.office, school, "teacher")))
    deputy.chooses("Предмет замены", "Вместо него: Геометрия")
    assert deputy.dialog.absent.index(0, 3).data().endswith(", Геометрия")
    reasons(deputy, "болезнь")
    deputy.presses("Ctrl+Return")
    deputy.waits()
    assert raw(school, "SELECT other_course FROM substitution") == [(school.courses["7А Геометрия"],)]


def test_who_was_to_substitute_and_is_away_too_is_replaced(deputy, school, office):
    maria = school.people["maria"].person
    lesson = entry(office, "7А Алгебра").held.lesson
    save(office, plan_substitutions(office, [Pick(lesson, maria)], "болезнь"))
    deputy.presses("F5")
    is_away(deputy, school, "maria")
    listed = deputy.dialog.absent
    assert [listed.index(row, 2).data() for row in range(3)] == ["7Б Алгебра", "7А Алгебра", "7Б Русский язык"]
    assert lesson in listed.picks
    reasons(deputy, "болезнь")
    deputy.presses("Ctrl+Return")
    deputy.waits()
    assert maria not in entry(office, "7А Алгебра").held.holders


def test_period_marks_are_offered_with_the_last_lesson_of_the_term_alone(deputy, school):
    side = deputy.dialog.side
    stands_at(deputy, 3, "7А")
    assert side.with_marks.isHidden()
    deputy.dialog.show_day(date(2026, 12, 30))
    stands_at(deputy, 3, "7А")
    assert not side.with_marks.isHidden()
    side.with_marks.click()
    reasons(deputy, "болезнь")
    deputy.presses("Ctrl+Return")
    deputy.waits()
    assert raw(school, "SELECT with_period_marks FROM substitution") == [(1,)]


def test_a_teacher_for_good_is_changed_in_the_class_in_view(deputy):
    stands_at(deputy, 3, "7Б")
    deputy.clicks("Учитель меняется насовсем…")
    courses = deputy.dialog.findChild(CoursesDialog)
    assert courses.list.currentItem().text().startswith("7Б")
    courses.reject()


def test_who_is_in_two_places_is_told(deputy, school, office):
    days = deputy.dialog.days
    assert days.conflicts(WEDNESDAY) == {}
    physics = days.lessons[entry(office, "7Б Физика").held.lesson]
    twice = replace(physics, number=4)
    clashing = replace(days, lessons={**days.lessons, twice.lesson: twice})
    english = entry(office, "7А Английский язык, 2").held.lesson
    assert clashing.conflicts(WEDNESDAY) == {twice.lesson: "7А Английский язык, 2", english: "7Б Физика"}


def test_a_lesson_is_taken_and_put_into_another_hour(deputy, school, office):
    reasons(deputy, "семинар")
    stands_at(deputy, 3, "7А")
    deputy.presses("Ctrl+X")
    assert "выберите час" in deputy.message()
    stands_at(deputy, 6, "7А")
    deputy.presses("Ctrl+V")
    deputy.waits()
    assert cell(deputy, 6).startswith("Алгебра\nс 02.12, 3-й урок")
    assert cell(deputy, 3).startswith("Алгебра\n→ 02.12, 6-й урок")
    stands_at(deputy, 6, "7А")
    deputy.presses("Ctrl+R")
    deputy.waits()
    assert entry(office, "7А Алгебра").plain


def test_put_on_a_lesson_the_two_change_places(deputy, office):
    reasons(deputy, "экскурсия")
    stands_at(deputy, 3, "7А")
    deputy.presses("Ctrl+X")
    stands_at(deputy, 2, "7А")
    assert deputy.dialog.put.text() == "Поменять местами"
    deputy.presses("Ctrl+V")
    deputy.waits()
    assert (entry(office, "7А Алгебра").held.number, entry(office, "7А Русский язык").held.number) == (2, 3)


def test_a_taken_hour_is_refused_in_words(deputy, school):
    reasons(deputy, "семинар")
    stands_at(deputy, 3, "7Б")
    deputy.presses("Ctrl+X")
    stands_at(deputy, 4, "7Б")
    deputy.presses("Ctrl+V")
    assert "в этот час ведёт: 7А Английский язык, 2" in deputy.message()
    deputy.presses("Esc")
    assert deputy.dialog.carried is None
    assert deputy.dialog.isVisible()


def test_a_lesson_is_cancelled_and_several_give_way_to_an_event(deputy, school, office):
    reasons(deputy, "мороз")
    stands_at(deputy, 3, "7А")
    deputy.presses("Delete")
    deputy.waits()
    assert cell(deputy, 3) == "Алгебра\nотменён"
    stands_at(deputy, 3, "7Б")
    deputy.presses("Shift+Down", "Shift+Down", "Ctrl+E")
    deputy.waits()
    found = "SELECT count(*) FROM lesson_change WHERE kind = 'event'"
    assert raw(school, found) == [(2,)]


def test_an_extra_lesson_is_added_at_a_free_hour(deputy, school):
    reasons(deputy, "экзамен")
    stands_at(deputy, 6, "7А")
    assert deputy.dialog.assign.text() == "Добавить урок"
    deputy.presses("Return", "Return")
    deputy.waits()
    assert cell(deputy, 6).startswith("Алгебра\nдополнительный")


def test_the_hour_is_given_to_another_subject(deputy, school, office):
    reasons(deputy, "болезнь")
    stands_at(deputy, 2, "7А")
    side = deputy.dialog.side
    teacher = office_name(office, school, "teacher")
    names = [side.list.item(row).text().split("\n")[0] for row in range(side.list.count())]
    side.list.setCurrentRow(names.index(teacher))
    choices = [side.subjects.itemText(at) for at in range(side.subjects.count())]
    deputy.chooses("Предмет замены", next(one for one in choices if "Геометрия" in one))
    deputy.presses("Ctrl+Return")
    deputy.waits()
    assert cell(deputy, 2) == "Геометрия, дополнительный урок\nРусский язык → Геометрия"


def office_name(office, school, login: str) -> str:
    return read_days(office, WEDNESDAY).name(school.people[login].person)


def test_page_keys_go_to_the_next_school_day_and_back(deputy):
    deputy.presses("PgDown", "PgDown", "PgDown")
    assert deputy.dialog.heading.whole == "Замены и переносы, пн 7 декабря"
    deputy.presses("PgUp")
    assert deputy.dialog.heading.whole == "Замены и переносы, пт 4 декабря"


def test_a_lesson_with_entries_is_asked_about(deputy, school, office):
    teacher = open_office(school, "teacher")
    lesson = entry(office, "7А Алгебра").held.lesson
    fill(teacher, school.courses["7А Алгебра"], lesson)
    teacher.close()
    deputy.presses("F5")
    reasons(deputy, "мороз")
    stands_at(deputy, 3, "7А")
    deputy.presses("Delete")
    deputy.waits()
    assert deputy.dialog.doors.asked == ["На уроке есть записи."]
    assert "отменён" in cell(deputy, 3)


def test_the_order_of_the_day_is_written(deputy, tmp_path, qtbot):
    deputy.presses("Ctrl+P")
    assert deputy.message() == "На ср 2 декабря ни замен, ни переносов нет. Выберите другой день."
    reasons(deputy, "болезнь")
    stands_at(deputy, 3, "7А")
    deputy.presses("Ctrl+Return")
    deputy.waits()
    deputy.presses("Ctrl+P")
    qtbot.waitUntil(lambda: deputy.message().startswith("Сохранено:"), timeout=10_000)
    (made,) = tmp_path.glob("*.pdf")
    assert "Распоряжение о замене уроков" in reading.texts(made.read_bytes())[0]


def test_hours_are_shown_and_saved(deputy, tmp_path, qtbot):
    deputy.presses("Ctrl+H")
    hours = deputy.dialog.findChild(HoursDialog)
    qtbot.waitUntil(lambda: hours.settled and hours.model.rowCount() > 0)
    assert hours.months.currentText() == "Декабрь 2026"
    assert hours.message.text() == "По 02.12.2026 проведено 8 уроков, из них замен 0."
    hours.months.setCurrentIndex(2)
    qtbot.waitUntil(lambda: hours.settled and hours.message.text().startswith("По 30.11.2026"))
    hours.save_button.click()
    qtbot.waitUntil(lambda: hours.message.text().startswith("Сохранено:"))
    assert (tmp_path / "Часы учителей, ноябрь 2026.xlsx").stat().st_size > 0
    hours.reject()


def test_it_fits_the_smallest_screen(deputy, monkeypatch):
    small = QSize(1366 // 2, 768 // 2) - fitting.FRAME
    monkeypatch.setattr(fitting, "room", lambda _screen: small)
    deputy.dialog.hide()
    deputy.dialog.show()
    for _ in range(4):
        QApplication.processEvents()
    assert deputy.dialog.width() <= small.width()
    assert deputy.dialog.height() <= small.height()
