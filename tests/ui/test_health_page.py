"""The page «Листок здоровья» as the medical worker uses it: keys alone fill a class (5.38); others see less."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.services.accounts import NewStaff, add_account, block_account
from ezh_desktop.services.opening import Opening
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.dialogs.printing import PrintDialog
from ezh_desktop.ui.grids.health import widths_for
from ezh_desktop.ui.help import HelpWindow, help_text
from ezh_desktop.ui.models.health import TITLES, Column
from ezh_desktop.ui.pages.health import HealthTab
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE
from tests.factories import CoursePlan, PupilPlan, a_class, fake_clock, open_office, raw
from tests.services.health_school import STAFF, HealthSchool, a_health_school, fill
from tests.ui.teacher import Teacher

GROUP, PE, DESK, PLACE, ADVICE = HealthColumn
PUPILS = (
    "Абрамова Дарья Олеговна",
    "Андреев Максим Ильич",
    PupilPlan("Жуков Матвей Романович", end=date(2026, 11, 16)),
    "Ковалёва Милана Игоревна",
)
COURSES = (CoursePlan("Алгебра"), CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> HealthSchool:
    path = tmp_path_factory.mktemp("health") / "health.ezh"
    return a_health_school(path, [a_class(pupils=PUPILS, courses=COURSES), a_class("8А", PUPILS[:1], ())], STAFF)


@pytest.fixture
def school(made, tmp_path) -> HealthSchool:
    return made.copied(tmp_path)


@pytest.fixture
def seat(sits, school):
    """Seats a person of the school at a window of its own."""

    def seated(login="medic", **how) -> Medic:
        person = Medic(sits(school.office(login), grid=False, **how))
        if login != "medic":
            person.window.open_course(school.school_class, tab="health")
            person.settles()
        return person

    seated.sits = sits
    return seated


class Medic:
    """Sits at a health sheet. Columns are named as the header says, rows by the beginning of a name."""

    def __init__(self, teacher: Teacher) -> None:
        self._teacher = teacher
        self.window = teacher.window

    def __getattr__(self, name):
        return getattr(self._teacher, name)

    @property
    def page(self) -> HealthTab:
        assert isinstance(self.window.page, HealthTab)
        return self.window.page

    @property
    def model(self):
        return self.page.grid.sheet

    def row(self, pupil: str) -> int:
        return next(at for at, one in enumerate(self.model.page.rows) if one.name.startswith(pupil))

    def column(self, title: str) -> int:
        return next(at for at, one in enumerate(self.model.columns) if TITLES[one] == title)

    def goes(self, pupil: str, title: str) -> None:
        rect = self.page.grid.cell_rect(self.row(pupil), self.column(title))
        self.clicks(self.page.grid.viewport(), rect.center())

    def sees(self, pupil: str, title: str) -> str:
        return self.model.index(self.row(pupil), self.column(title)).data() or ""

    def sees_row(self, pupil: str) -> list[str]:
        return [self.sees(pupil, TITLES[one]) for one in self.model.columns if one.health is not None]

    def hears(self, pupil: str, title: str) -> str:
        return str(self.model.index(self.row(pupil), self.column(title)).data(ACCESSIBLE_TEXT_ROLE))

    def stands_at(self) -> tuple[str, str]:
        row, column = self.page.grid.place
        return self.model.page.rows[row].name, TITLES[self.model.columns[column]]

    def float_text(self) -> str:
        shown = self.page.hand.shown
        return "\n".join(label.text() for label in shown.findChildren(QLabel) if label.text()) if shown else ""

    def listed(self) -> list[str]:
        completion = self.page.field.completion
        return [choice.text for choice in completion.offer.choices] if completion.isVisible() else []


def titles(person: Medic) -> list[str]:
    return [TITLES[column] for column in person.model.columns]


def test_5_38_the_medical_worker_lands_on_the_first_class_at_the_first_empty_row(seat):
    medic = seat()
    assert medic.tabs() == ["Листок здоровья"]
    assert medic.stands_at() == ("Абрамова Дарья", "Группа здоровья")
    assert titles(medic) == [TITLES[column] for column in Column if column is not Column.FILL]
    assert medic.page.line.text == "Заполнено 0 из 3 · нет данных: Абрамова Дарья, Андреев Максим, Ковалёва Милана"
    assert medic.sees("Абрамова", "Группа здоровья") == "не заполнено"


def test_5_38_a_class_is_filled_by_single_keys_down_the_columns(seat, school):
    medic = seat()
    for key in "123":
        medic.key(key)
    assert medic.stands_at() == ("Ковалёва Милана", "Группа здоровья")
    medic.goes("Абрамова", "Группа для физкультуры")
    for key in "опа":
        medic.key(key)
    medic.waits_saved()
    assert [medic.sees_row(name)[:2] for name in ("Абрамова", "Андреев", "Ковалёва")] == [
        ["I", "Основная"],
        ["II", "Подготовительная"],
        ["III", "Специальная «А»"],
    ]
    assert medic.sees("Жуков", "Группа здоровья") == ""
    assert medic.page.line.text == "Заполнено 3 из 3 · всё внесено"
    assert [one for (one,) in raw(school.school, "SELECT generation FROM health_record")] == [1, 1, 1]
    assert medic.window.navigation.model().index(1, 0).data() == "7А класс"


def test_the_letters_of_the_other_layout_pick_the_same_groups(seat):
    medic = seat()
    medic.goes("Абрамова", "Группа для физкультуры")
    medic.key("g")
    assert medic.sees("Абрамова", "Группа для физкультуры") == "Подготовительная"


def test_desk_place_and_advice_are_typed_along_a_row(seat, school):
    medic = seat()
    medic.key("2")
    medic.goes("Абрамова", "Парта")
    medic.writes("12")
    medic.presses("Tab")
    assert medic.stands_at() == ("Абрамова Дарья", "Место")
    medic.writes("ср")
    assert medic.page.field.field.text() == "средний ряд"
    medic.presses("Tab")
    medic.writes("Очки для дали")
    medic.presses("Return")
    medic.waits_saved()
    assert medic.sees_row("Абрамова") == ["II", "не заполнено", "12", "средний ряд", "Очки для дали"]
    assert medic.stands_at() == ("Андреев Максим", "Рекомендации")
    assert raw(school.school, "SELECT desk, place FROM health_record") == [("12", "средний ряд")]


def test_what_stands_in_the_class_already_is_offered_again(seat, school):
    office = school.office()
    fill(office, school.school_class, ("Андреев", GROUP, "1"), ("Андреев", ADVICE, "Контроль осанки"))
    office.close()
    medic = seat()
    medic.goes("Абрамова", "Группа здоровья")
    medic.key("1")
    medic.goes("Абрамова", "Рекомендации")
    medic.presses("Return")
    assert medic.listed() == ["Контроль осанки"]
    medic.writes("К")
    assert medic.page.field.field.text() == "Контроль осанки"
    medic.presses("Return")
    medic.waits_saved()
    assert medic.sees("Абрамова", "Рекомендации") == "Контроль осанки"


def test_enter_lists_the_groups_and_the_arrows_choose(seat):
    medic = seat()
    medic.goes("Абрамова", "Группа для физкультуры")
    medic.presses("Return")
    assert medic.listed() == [
        "Основная",
        "Подготовительная",
        "Специальная «А»",
        "Специальная «Б»",
        "Освобождение по справке",
    ]
    medic.presses("Down")
    medic.presses("Down")
    medic.presses("Return")
    medic.waits_saved()
    assert medic.sees("Абрамова", "Группа для физкультуры") == "Подготовительная"
    assert not medic.page.field.open
    assert medic.stands_at() == ("Андреев Максим", "Группа для физкультуры")


def test_a_letter_picks_from_the_open_list_too(seat):
    medic = seat()
    medic.goes("Абрамова", "Группа для физкультуры")
    medic.presses("Return")
    medic.key("с")
    medic.waits_saved()
    assert medic.sees("Абрамова", "Группа для физкультуры") == "Освобождение по справке"


def test_esc_leaves_the_cell_as_it_was(seat, school):
    medic = seat()
    medic.goes("Абрамова", "Парта")
    medic.writes("5")
    medic.presses("Escape")
    assert not medic.page.field.open
    assert medic.window.focusWidget() is medic.page.grid
    assert medic.sees("Абрамова", "Парта") == ""
    assert raw(school.school, "SELECT count(*) FROM health_record") == [(0,)]


def test_a_click_elsewhere_writes_what_was_typed(seat):
    medic = seat()
    medic.goes("Абрамова", "Парта")
    medic.writes("5")
    medic.goes("Андреев", "Парта")
    medic.waits_saved()
    assert medic.sees("Абрамова", "Парта") == "5"
    assert medic.stands_at() == ("Андреев Максим", "Парта")


def test_5_38_a_wrong_group_is_refused_beside_the_cell(seat):
    medic = seat()
    medic.key("7")
    assert "«7» — не группа здоровья" in medic.float_text()
    assert "п. 5.38 Положения" in medic.float_text()
    assert medic.stands_at() == ("Абрамова Дарья", "Группа здоровья")
    medic.key("1")
    assert medic.float_text() == ""


def test_a_refused_text_stays_in_its_field_with_the_reason_under_it(seat):
    medic = seat()
    medic.goes("Абрамова", "Рекомендации")
    medic.writes("Очки")
    medic.presses("Return")
    assert medic.page.field.open
    assert "Сначала укажите группу здоровья" in medic.page.field.completion.offer.message
    assert medic.page.field.field.text() == "Очки"


def test_the_row_of_a_leaver_is_not_filled(seat):
    medic = seat()
    medic.goes("Жуков", "Группа здоровья")
    medic.key("1")
    assert "Этого ученика в классе нет" in medic.float_text()
    assert "выб. 16.11.2026" in medic.hears("Жуков", "Группа здоровья")


def test_undo_and_redo_work_in_the_window(seat):
    medic = seat()
    medic.key("3")
    medic.waits_saved()
    medic.presses("Ctrl+Z")
    medic.waits_until(lambda: medic.sees("Абрамова", "Группа здоровья") == "не заполнено", "undone")
    medic.waits_saved()
    medic.presses("Ctrl+Y")
    medic.waits_until(lambda: medic.sees("Абрамова", "Группа здоровья") == "III", "redone")


def test_fill_down_clear_and_paste_are_one_act_each(seat, doors):
    medic = seat()
    doors.text = "1\tо\t2\n8\tп\t3\n"
    medic.presses("Ctrl+V")
    medic.waits_saved()
    assert medic.sees_row("Абрамова")[:3] == ["I", "Основная", "2"]
    assert medic.sees_row("Андреев")[1:3] == ["Подготовительная", "3"]
    assert "Андреев Максим: «8» — не группа здоровья." in medic.float_text()
    medic.goes("Абрамова", "Место")
    medic.writes("у доски")
    medic.presses("Return")
    medic.goes("Абрамова", "Место")
    medic.presses("Shift+Down")
    medic.presses("Ctrl+D")
    medic.waits_saved()
    assert medic.sees("Андреев", "Место") == "у доски"
    medic.presses("Ctrl+Delete")
    medic.waits_saved()
    assert [medic.sees(name, "Место") for name in ("Абрамова", "Андреев")] == ["", ""]
    medic.presses("Ctrl+Z")
    medic.waits_until(lambda: medic.sees("Андреев", "Место") == "у доски", "undone")


def test_5_38_closed_columns_never_reach_the_clipboard(seat, school, doors):
    office = school.office()
    fill(office, school.school_class, ("Абрамова", GROUP, "3"), ("Абрамова", ADVICE, "Очки"), ("Абрамова", DESK, "2"))
    office.close()
    medic = seat()
    medic.goes("Абрамова", "Группа здоровья")
    doors.text = "прежнее"
    medic.presses("Ctrl+C")
    assert doors.text == "прежнее"
    assert "не копируются" in medic.window.status.state_text
    for _ in range(4):
        medic.presses("Shift+Right")
    medic.presses("Ctrl+C")
    assert doors.text == "\t2\t"


def test_delete_empties_the_cell_and_a_cell_without_its_group_not(seat):
    medic = seat()
    medic.key("3")
    medic.presses("Up")
    medic.goes("Абрамова", "Рекомендации")
    medic.writes("Очки")
    medic.presses("Return")
    medic.goes("Абрамова", "Группа здоровья")
    medic.presses("Delete")
    assert "Рекомендации без группы здоровья не записать" in medic.float_text()
    medic.goes("Абрамова", "Рекомендации")
    medic.presses("Delete")
    medic.waits_saved()
    assert medic.sees("Абрамова", "Рекомендации") == ""


def test_a_row_under_a_former_key_is_replaced_aloud_and_brought_back(seat, school):
    office = school.office()
    fill(office, school.school_class, ("Абрамова", GROUP, "3"), ("Абрамова", ADVICE, "Очки"))
    before = raw(school.school, "SELECT sealed FROM health_record")
    office.close()
    admin = school.office("admin")
    block_account(admin, "medic")
    new = NewStaff(PersonName("Филатова", "Нина", "Аркадьевна"), "f", "filatova", [(Role.MEDICAL_WORKER, None)])
    opening = Opening({}, cost=FLOOR, clock=fake_clock())
    first = opening.sign_in(school.school.path, "filatova", add_account(admin, new, cost=FLOOR))
    admin.close()
    first.set_own_password("сирень за окном 5")
    medic = Medic(seat.sits(opening.sign_in(school.school.path, "filatova", "сирень за окном 5").office, grid=False))
    assert medic.sees("Абрамова", "Группа здоровья") == "закрыто"
    assert "прежним ключом" in medic.page.line.text or "нет данных" in medic.page.line.text
    medic.goes("Абрамова", "Группа здоровья")
    medic.presses("Delete")
    assert "Эта запись закрыта прежним ключом" in medic.float_text()
    medic.key("1")
    assert medic.float_text() == "Прежние закрытые сведения заменены\nВернуть: Ctrl+Z"
    medic.waits_saved()
    assert medic.sees("Абрамова", "Группа здоровья") == "I"
    medic.presses("Ctrl+Z")
    medic.waits_until(lambda: medic.sees("Абрамова", "Группа здоровья") == "закрыто", "undone")
    medic.waits_saved()
    assert raw(school.school, "SELECT sealed FROM health_record") == before


def test_the_next_unfilled_row_is_one_key_away(seat, school):
    office = school.office()
    fill(office, school.school_class, ("Абрамова", GROUP, "1"), ("Абрамова", PE, "о"), ("Ковалёва", GROUP, "1"))
    office.close()
    medic = seat()
    assert medic.stands_at() == ("Андреев Максим", "Группа здоровья")
    medic.presses("Shift+F8")
    assert medic.stands_at() == ("Ковалёва Милана", "Группа для физкультуры")
    medic.presses("Shift+F8")
    assert medic.stands_at() == ("Андреев Максим", "Группа здоровья")


def test_the_cursor_goes_right_after_an_entry_where_the_person_wants_that(seat):
    medic = seat()
    medic.presses("Ctrl+J")
    medic.key("2")
    assert medic.stands_at() == ("Абрамова Дарья", "Группа для физкультуры")


def test_5_38_the_class_teacher_sees_open_columns_and_the_fill_state_and_writes_nothing(seat, school):
    office = school.office()
    fill(office, school.school_class, ("Абрамова", GROUP, "3"), ("Абрамова", PE, "а"), ("Абрамова", DESK, "2"))
    office.close()
    teacher = seat("class_teacher")
    assert titles(teacher) == [
        "№", "Фамилия, имя", "Год рожд.", "Группа для физкультуры", "Парта", "Место", "Заполнено",
    ]  # fmt: skip
    assert teacher.sees_row("Абрамова") == ["Специальная «А»", "2", ""]
    assert [teacher.sees(name, "Заполнено") for name in ("Абрамова", "Андреев")] == ["да", "не заполнено"]
    assert teacher.page.line.text.startswith("Заполнено 1 из 3")
    teacher.page.grid.setFocus()
    teacher.key("о")
    assert "Листок здоровья заполняет медицинский работник" in teacher.float_text()
    assert not teacher.window.commands["paste"].isEnabled()
    assert not teacher.window.commands["next_unfilled"].isEnabled()


def test_5_38_a_subject_teacher_sees_where_to_sit_alone(seat):
    teacher = seat("teacher")
    assert titles(teacher) == ["№", "Фамилия, имя", "Парта", "Место"]
    assert teacher.page.line.text == "Рекомендованные места"


def test_what_another_window_writes_appears_by_itself(seat, school):
    medic = seat()
    second = school.office()
    fill(second, school.school_class, ("Ковалёва", GROUP, "2"))
    second.close()
    medic.waits_until(lambda: medic.sees("Ковалёва", "Группа здоровья") == "II", "seen")


def test_without_the_key_the_page_says_so_and_closed_cells_are_refused(sits, school):
    medic = Medic(sits(open_office(school.school, "medic"), grid=False))
    assert "Ключа закрытых сведений у вас ещё нет" in medic.page.line.text
    medic.key("1")
    assert "Ключа закрытых сведений у вас ещё нет" in medic.float_text()


def test_an_empty_class_says_one_grey_line(seat):
    medic = seat()
    medic.opens("8А класс")
    medic.waits_until(lambda: medic.page.page.class_name == "8А", "opened")
    assert medic.stands_at() == ("Абрамова Дарья", "Группа здоровья")


def test_a_pupil_is_found_in_any_class_by_name_alone(seat):
    medic = seat()
    medic.opens("8А класс")
    medic.presses("Ctrl+K")
    medic.writes("ковал")
    medic.waits_until(lambda: medic.window.search.found() == ["Ковалёва Милана, 7А"], "found")
    medic.presses("Return")
    assert medic.page.page.class_name == "7А"
    assert medic.stands_at()[0] == "Ковалёва Милана"


def test_words_for_the_screen_reader_name_pupil_and_column(seat):
    medic = seat()
    assert medic.hears("Абрамова", "Группа здоровья") == "Абрамова Дарья, группа здоровья: не заполнено"
    assert medic.hears("Абрамова", "Рекомендации") == "Абрамова Дарья, рекомендации: пусто"


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("room", [500, 700, 900, 1166, 1700])
def test_columns_never_need_more_room_than_there_is_but_for_their_least(room: int, zoom: int):
    columns = tuple(column for column in Column if column is not Column.FILL)
    widths = widths_for(columns, room, zoom)
    assert {Column.NAME, Column.GROUP, Column.PE_GROUP, Column.DESK, Column.PLACE, Column.ADVICE} <= widths.keys()
    if sum(widths.values()) > room + 3:
        assert Column.NUMBER not in widths
    else:
        assert sum(widths.values()) >= room - 3


def test_5_38_the_medical_worker_prints_the_full_sheet_from_the_window(seat, school):
    office = school.office()
    fill(office, school.school_class, ("Абрамова", GROUP, "3"), ("Абрамова", ADVICE, "Очки для дали"))
    office.close()
    medic = seat()
    dialog = prints(medic)
    assert "Очки для дали" in words_of(dialog.paper.data)
    dialog.close()


def test_5_38_the_class_teacher_prints_the_open_columns(seat, school):
    office = school.office()
    cells = (GROUP, "3"), (ADVICE, "Очки для дали"), (PE, "а")
    fill(office, school.school_class, *(("Абрамова", *cell) for cell in cells))
    office.close()
    teacher = seat("class_teacher")
    dialog = prints(teacher)
    words = words_of(dialog.paper.data)
    assert "специальная «А»" in words
    assert "Очки для дали" not in words
    dialog.close()


def test_the_sheet_is_saved_as_pdf_with_what_was_just_typed(sits, school, doors, tmp_path):
    saved = {}
    medic = Medic(sits(school.office(), grid=False, save=lambda path, data: saved.update({path: data})))
    medic.key("3")
    medic.goes("Абрамова", "Рекомендации")
    medic.writes("Очки для дали")
    target = tmp_path / "листок.pdf"
    doors.save_file = lambda *_args: target
    medic.presses("Ctrl+Shift+P")
    medic.waits_until(lambda: target in saved, "saved", ms=15_000)
    assert "Очки для дали" in words_of(saved[target])


def test_the_key_is_passed_on_by_one_press_and_one_answer(seat, school, doors):
    admin = school.office("admin")
    new = NewStaff(PersonName("Филатова", "Нина", "Аркадьевна"), "f", "filatova", [(Role.MEDICAL_WORKER, None)])
    opening = Opening({}, cost=FLOOR, clock=fake_clock())
    first = opening.sign_in(school.school.path, "filatova", add_account(admin, new, cost=FLOOR))
    admin.close()
    first.set_own_password("сирень за окном 5")
    asked = []
    doors.ask = lambda *args, **more: asked.append(args[1]) or True
    medic = seat()
    button = medic.page.line.pass_button
    assert button.text() == "Передать ключ: Филатова Нина Аркадьевна"
    medic.clicks(button)
    medic.waits_until(lambda: not button.isVisible(), "passed")
    assert asked == ["Передать ключ: Филатова Нина Аркадьевна"]
    second = opening.sign_in(school.school.path, "filatova", "сирень за окном 5")
    assert second.office.health_page(school.school_class).has_key
    second.close()


def test_f1_opens_the_help_of_the_sheet(seat):
    medic = seat()
    medic.presses("F1")
    shown = next(window for window in QApplication.topLevelWidgets() if isinstance(window, HelpWindow))
    assert "Листок здоровья" in shown.windowTitle() + help_text("health")
    shown.close()


def prints(person: Medic) -> PrintDialog:
    person.page.tools.doors.printers = list
    person.presses("Ctrl+P")
    dialog = next(one for one in person.window.findChildren(PrintDialog) if one.isVisible())
    person.waits_until(lambda: dialog.paper is not None, "drawn", ms=20_000)
    return dialog


def words_of(data: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
