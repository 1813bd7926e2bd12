"""From an empty folder to a printed page, all in the window, as somebody who sees the program for the first time.

Keys and clicks beside the names are counted by step: a class of 24 with its subjects, teachers, subgroups and plans
takes at most 40 of them (4.1.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.errors import BadInput
from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.files import write_file
from ezh_desktop.services.verifying import verify
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui import theme
from ezh_desktop.ui.app import Desktop
from ezh_desktop.ui.dialogs.slips import SlipsDialog
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.signin.newjournal import FILE, NewJournalDialog, years_offered
from ezh_desktop.ui.signin.opener import MadeJournal
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog
from ezh_desktop.ui.signin.recoverypaper import SHEET, RecoveryPaperDialog
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.workline import WorkLine
from tests.factories import fake_clock
from tests.reports import reading
from tests.ui.newcomer import Newcomer, NewcomerDoors
from tests.ui.opener import GROUPS, StillOpener

TABLES = Path(__file__).parents[1] / "data" / "spreadsheets"
AUGUST, SEPTEMBER = date(2026, 8, 25), date(2026, 9, 9)
PASSWORD, OWN = "ромашка кирпич облако 5", "сирень за окном 5"
SURNAMES = (
    "Соколова Лебедева Орлова Павлова Волкова Зайцева Белова Комарова Титова Егорова Никитина Макарова Фролова Крылова "
    "Маслова Блинова Горина Шилова"
)
TEACHERS = [f"{surname} Ольга Ивановна" for surname in SURNAMES.split()]
FIGURE = 40
CLASS = ("список класса", "предметы и учителя", "подгруппы", "КТП")


class Calendar:
    """A clock that the test turns over to another day."""

    def __init__(self) -> None:
        self.clock: FrozenClock = fake_clock(AUGUST)

    def __getattr__(self, name: str):
        return getattr(self.clock, name)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def newcomer(qapp, qtbot, tmp_path, calendar) -> Iterator[Newcomer]:
    theme.apply(theme.Scheme.LIGHT)
    settings, doors = Settings(tmp_path / "settings.ini"), NewcomerDoors(tmp_path)
    opener = JournalOpener(settings, cost=FLOOR, clock=calendar)
    desktop = Desktop(opener, settings, doors, write_file)
    desktop.stay_open()
    desktop.start()
    yield Newcomer(desktop, doors, qtbot)
    if desktop.window is not None:
        desktop.window.close()
    if desktop.sign_in is not None:
        desktop.sign_in.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def makes_the_journal(me: Newcomer) -> None:
    me.begins("новый журнал")
    me.clicks("Новый журнал…")
    me.writes("МБОУ «СОШ № 12»")
    me.presses("Tab", "Tab", "Tab")
    me.writes(PASSWORD)
    me.presses("Tab")
    me.writes(PASSWORD)
    me.presses("Return")
    paper = me.waits_for(RecoveryPaperDialog)
    me.clicks("Сохранить лист в PDF…")
    me.writes(group_on(paper, paper.asked))
    me.presses("Return")
    me.waits_for(MainWindow)


def enters_the_class(me: Newcomer) -> None:
    """As the page of the set-up says: lists come from files by Ctrl+I."""
    me.begins("список класса")
    me.takes(TABLES / "Список 7А.xlsx")
    me.presses("Ctrl+I")
    me.writes("Яшин Богдан Викторович")
    me.presses("Return", "Return", "Return")


def enters_the_subjects(me: Newcomer) -> None:
    me.begins("предметы и учителя")
    me.clicks_line("Предметы и учителя")
    assert "Предметов ещё нет. «Обычные предметы 7 класса» внесёт их с часами учебного плана." in me.said()
    me.clicks("Обычные предметы 7 класса")
    for name in TEACHERS[:-1]:
        me.writes(name)
        me.presses("Return")
    me.writes(TEACHERS[-1])
    me.presses("Ctrl+S")
    me.begins("подгруппы")
    me.clicks("Подгруппы")
    me.clicks("Разделить пополам")
    me.presses("Ctrl+S", "Esc")


def enters_the_plans(me: Newcomer) -> None:
    me.begins("КТП")
    me.takes(TABLES / "КТП Алгебра 7.xlsx")
    me.presses("Ctrl+I", "Return")
    me.takes(TABLES / "КТП Русский язык 7.xlsx")
    me.clicks("Другой файл…")
    me.presses("Return", "Return")


def lays_the_wednesday(me: Newcomer) -> None:
    me.begins("расписание среды")
    me.clicks_line("Расписание")
    me.clicks_cell(me.front().tables["timetable"], 0, 2)
    for lesson in ("Алг", "Русск", "Ист", "Био"):
        me.strikes(lesson)
        me.presses("Return")
    me.presses("Ctrl+S", "Esc")


def gives_an_account(me: Newcomer) -> str:
    me.begins("учётная запись")
    me.clicks_line("Сотрудники и учётные записи")
    me.writes("Соколова")
    me.presses("F7", "Return")
    slips = me.waits_for(SlipsDialog)
    me.waits_until(lambda: slips.shown)
    me.clicks("Сохранить PDF…")
    me.presses("Return", "Esc")
    printed = reading.texts((me.doors.folder_of_all / "Реквизиты доступа.pdf").read_bytes())
    words = " ".join(printed).split()
    return words[words.index("входа", words.index("Пароль")) + 1]


def signs_in_as_teacher(me: Newcomer, slip: str) -> None:
    me.begins("первый вход учителя")
    me.presses("Ctrl+L", "Ctrl+A")
    me.writes("sokolova")
    me.presses("Tab")
    me.writes(slip)
    me.presses("Return")
    me.waits_for(OwnPasswordDialog)
    me.writes(OWN)
    me.presses("Tab")
    me.writes(OWN)
    first = me.desktop.sign_in
    me.presses("Return")
    me.waits_until(lambda: me.desktop.sign_in not in {None, first})
    me.writes(OWN)
    me.presses("Return")
    me.waits_for(MainWindow)


def keeps_a_lesson(me: Newcomer) -> None:
    me.begins("урок")
    me.presses("Return")
    me.strikes("5н")
    me.presses("Down")
    me.strikes("4")
    me.presses("Ctrl+2", "F8", "Return")


def group_on(paper: RecoveryPaperDialog, number: int) -> str:
    shown = next(one.text() for one in paper.findChildren(QLabel) if one.text().startswith(f"{number}. "))
    return shown.partition(".")[2].replace(" ", "")


def test_from_an_empty_folder_to_a_printed_page(newcomer, calendar, tmp_path):
    makes_the_journal(newcomer)
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix in {".ezh", ".keys", ".pdf"}) == [
        FILE, f"{FILE}.keys", f"{SHEET}.pdf",
    ]  # fmt: skip
    enters_the_class(newcomer)
    enters_the_subjects(newcomer)
    enters_the_plans(newcomer)
    assert newcomer.lines()[1:3] == [
        "2, Классы и ученики, готово: 1 класс, 24 ученика, Изменить",
        "3, Предметы и учителя, готово: 18 предметов классов, Изменить",
    ]
    assert sum(newcomer.spent[step] for step in CLASS) <= FIGURE, newcomer.spent
    assert verify(newcomer.desktop.window.office).sound
    lays_the_wednesday(newcomer)
    slip = gives_an_account(newcomer)
    newcomer.presses("Esc")

    calendar.clock = fake_clock(SEPTEMBER)
    signs_in_as_teacher(newcomer, slip)
    keeps_a_lesson(newcomer)
    newcomer.begins("страница в PDF")
    newcomer.presses("Ctrl+Shift+P")
    page = tmp_path / "7А Русский язык, I четверть.pdf"
    newcomer.waits_until(page.exists)
    assert (newcomer.doors.told, newcomer.doors.asked) == ([], [])
    printed = " ".join(reading.texts(page.read_bytes()))
    for word in ("Русский язык", "Соколова Ольга Ивановна", "Язык как развивающееся явление", "§1, упр. 3"):
        assert word in printed
    assert dict(newcomer.spent) == {
        "новый журнал": 10, "список класса": 6, "предметы и учителя": 20, "подгруппы": 4, "КТП": 9,
        "расписание среды": 22, "учётная запись": 8, "первый вход учителя": 7, "урок": 8, "страница в PDF": 2,
    }  # fmt: skip


def test_a_second_file_can_be_put_right_after_a_first_was_entered(newcomer):
    makes_the_journal(newcomer)
    newcomer.begins("")
    newcomer.takes(TABLES / "8Б.csv")
    newcomer.presses("Ctrl+I", "Return")
    assert newcomer.button("Закрыть").isVisible()
    newcomer.takes(TABLES / "Список 7А.xlsx")
    newcomer.clicks("Другой файл…")
    assert newcomer.button("Отмена").isVisible()
    newcomer.writes("Яшин Богдан Викторович")
    newcomer.presses("Return")
    assert newcomer.button("Внести 24").isEnabled()


def test_a_list_without_a_class_asks_for_it_first(newcomer):
    makes_the_journal(newcomer)
    newcomer.begins("")
    newcomer.takes(TABLES / "Список 5.xlsx")
    newcomer.presses("Ctrl+I")
    assert "Впишите номер и букву, например 5А." in newcomer.said()
    newcomer.writes("5а")
    newcomer.presses("Tab")
    assert newcomer.button("Внести 13").isEnabled()


def test_a_plan_that_comes_before_the_subjects_says_what_comes_first(newcomer):
    makes_the_journal(newcomer)
    newcomer.begins("")
    newcomer.takes(TABLES / "КТП Алгебра 7.xlsx")
    newcomer.presses("Ctrl+I")
    assert "план уроков, а вводить его пока не к чему. Сначала введите предметы классов" in newcomer.said()
    newcomer.takes(TABLES / "8Б.csv")
    newcomer.clicks("Другой файл…")
    assert newcomer.button("Внести 21").isEnabled()


class TestTheDialogOfTheNewJournal:
    @pytest.mark.parametrize(
        ("today", "offered"),
        [
            (date(2026, 5, 31), (["2025/2026", "2026/2027"], "2025/2026")),
            (date(2026, 6, 1), (["2025/2026", "2026/2027"], "2026/2027")),
            (date(2026, 9, 1), (["2026/2027", "2027/2028"], "2026/2027")),
            (date(2027, 1, 11), (["2026/2027", "2027/2028"], "2026/2027")),
        ],
    )
    def test_the_year_that_a_school_begins_now_is_offered(self, today, offered):
        assert years_offered(today) == offered

    def test_nothing_is_made_before_all_is_said(self, qtbot):
        dialog = NewJournalDialog(StillOpener(), NewcomerDoors(Path()))
        qtbot.addWidget(dialog)
        create = dialog.findChild(QPushButton, "set")
        for name in ("newPassword", "repeated"):
            dialog.findChild(PasswordField, name).setText(PASSWORD)
        assert not create.isEnabled()
        dialog.findChild(QLineEdit, "school").setText("Школа")
        assert create.isEnabled()
        dialog.findChild(QLineEdit, "login").setText(" ")
        assert not create.isEnabled()

    def test_a_file_that_lies_there_is_said_and_the_dialog_stays(self, qtbot):
        opener = StillOpener(refuses=BadInput("Файл «Журнал школы.ezh» уже есть.", "Выберите другое имя."))
        dialog = NewJournalDialog(opener, NewcomerDoors(Path("/журналы")))
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.findChild(QLineEdit, "school").setText("Школа")
        for name in ("newPassword", "repeated"):
            dialog.findChild(PasswordField, name).setText(PASSWORD)
        dialog.findChild(QPushButton, "set").click()
        qtbot.waitUntil(lambda: dialog.settled)
        assert "уже есть" in dialog.findChild(WorkLine, "work").text
        assert dialog.isVisible()
        assert opener.asked == [(Path("/журналы") / FILE, "Школа", "2026/2027", "admin")]


class TestTheRecoveryCode:
    @pytest.fixture
    def asking(self, tmp_path):
        return NewcomerDoors(tmp_path)

    @pytest.fixture
    def paper(self, qtbot, asking):
        made = MadeJournal(GROUPS, lambda: b"%PDF-sheet")
        dialog = RecoveryPaperDialog(made, asking, lambda path, data: path.write_bytes(data))
        qtbot.addWidget(dialog)
        dialog.show()
        yield dialog
        asking.agrees = True
        dialog.reject()

    def test_one_group_typed_back_from_the_paper_opens_the_way(self, paper):
        enter, group = paper.findChild(QPushButton, "enter"), paper.findChild(QLineEdit, "group")
        group.setText(GROUPS[paper.asked % len(GROUPS)])
        assert not enter.isEnabled()
        right = GROUPS[paper.asked - 1]
        group.setText(f"{right[:3]} {right[3:]}")
        assert enter.isEnabled()

    def test_all_nine_groups_are_shown(self, paper):
        assert [group_on(paper, number) for number in range(1, 10)] == list(GROUPS)

    def test_the_sheet_is_saved(self, qtbot, paper, tmp_path):
        paper.findChild(QPushButton, "savePdf").click()
        qtbot.waitUntil(lambda: paper.settled)
        assert (tmp_path / f"{SHEET}.pdf").read_bytes() == b"%PDF-sheet"

    def test_it_does_not_go_unasked(self, paper, asking):
        paper.reject()
        assert asking.asked == ["Закрыть без проверки кода?"]
        assert paper.isVisible()
        asking.agrees = True
        paper.reject()
        assert not paper.isVisible()
