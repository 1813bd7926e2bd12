"""«Сотрудники и учётные записи» as an administrator uses it: by keys and mouse, on a real file, with real passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.services.pages.staff import Stand
from ezh_desktop.services.staff import staff_page
from ezh_desktop.services.verifying import verify
from ezh_desktop.ui import theme
from ezh_desktop.ui.dialogs.leaving import LeavingDialog
from ezh_desktop.ui.dialogs.manystaff import ManyStaffDialog
from ezh_desktop.ui.dialogs.person import PersonDialog
from ezh_desktop.ui.dialogs.slips import SlipsDialog
from ezh_desktop.ui.dialogs.staff import StaffDialog
from ezh_desktop.ui.widgets.workline import WorkLine
from tests.factories import School, open_office, raw
from tests.reports import reading
from tests.ui.paper_doors import StillPrinter
from tests.ui.staff_school import AgreeingDoors, make_school, signed_in

OWN = "сирень за окном 5"
_NONE = Qt.KeyboardModifier.NoModifier


class Administrator:
    """Sits at the dialog: presses keys, types, clicks, and sees the dialogs that open over it."""

    def __init__(self, dialog: StaffDialog, doors: AgreeingDoors, printer: StillPrinter) -> None:
        self.dialog, self.doors, self.printer = dialog, doors, printer

    @property
    def top(self) -> QDialog:
        """The uppermost dialog."""
        over = [child for child in self.dialog.findChildren(QDialog) if child.isVisible()]
        return over[-1] if over else self.dialog

    def presses(self, keys: str) -> None:
        top = self.top
        top.activateWindow()
        combination = QKeySequence(keys)[0]
        QTest.keyClick(top.focusWidget() or top, combination.key(), combination.keyboardModifiers())
        self.settles()

    def types(self, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self.top.focusWidget(), QKeyEvent(kind, 0, _NONE, letter))
        self.settles()

    def clicks(self, name: str) -> None:
        button = self.top.findChild(QPushButton, name)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settles()

    def button(self, text: str) -> QPushButton:
        """A button of the uppermost dialog by its words."""
        return next(one for one in self.top.findChildren(QPushButton) if one.text() == text)

    def field(self, name: str) -> QLineEdit:
        """The last field of the uppermost dialog that a screen reader calls so."""
        return [one for one in self.top.findChildren(QLineEdit) if one.accessibleName() == name][-1]

    def enabled(self, name: str) -> bool:
        return self.dialog.findChild(QPushButton, name).isEnabled()

    def text(self, name: str) -> str:
        return self.dialog.findChild(QPushButton, name).text()

    def rows(self) -> list[str]:
        model = self.dialog.findChild(QTableView, "table").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def chooses(self, *names: str) -> None:
        """Clicks rows, the later ones with Ctrl."""
        table = self.dialog.findChild(QTableView, "table")
        for number, name in enumerate(names):
            row = next(row for row, shown in enumerate(self.rows()) if shown.startswith(name))
            table.scrollTo(table.model().index(row, 0))
            modifier = Qt.KeyboardModifier.ControlModifier if number else _NONE
            at = table.visualRect(table.model().index(row, 0)).center()
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)
        self.settles()

    def says(self) -> str:
        return self.top.findChild(WorkLine, "work").text

    def waits(self) -> None:
        """Until nothing is being written anywhere."""
        for _ in range(4000):
            self.settles()
            if not any(line.running for line in self.dialog.findChildren(WorkLine)):
                break
            QTest.qWait(5)
        self.settles()
        assert not any(line.running for line in self.dialog.findChildren(WorkLine))

    def settles(self) -> None:
        for _ in range(3):
            QApplication.processEvents()

    def slips(self, path: Path) -> str:
        """Saves the slips that are shown, closes them, and gives what stands on them."""
        self.waits()
        assert isinstance(self.top, SlipsDialog)
        self.doors.path = path
        self.clicks("savePdf")
        self.waits()
        self.clicks("close")
        return "\n".join(reading.texts(path.read_bytes()))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return make_school(tmp_path_factory.mktemp("люди"))


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def admin(qapp, school) -> Iterator[Administrator]:
    theme.apply(theme.Scheme.LIGHT)
    session = signed_in(school)
    doors, printer = AgreeingDoors(), StillPrinter()
    dialog = StaffDialog(session.office, doors, lambda path, data: path.write_bytes(data), printer=printer)
    dialog.show()
    dialog.activateWindow()
    person = Administrator(dialog, doors, printer)
    person.settles()
    yield person
    while isinstance(person.top, SlipsDialog):
        person.waits()
        person.top.reject()
        person.settles()
    dialog.reject()
    dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    session.close()


def password_of(text: str, login: str) -> str:
    """The password printed below a login."""
    found = re.search(rf"{re.escape(login)}\s+Пароль для первого входа\s+(\S+)", text)
    assert found, text
    return found[1]


def stand(school: School, login: str) -> Stand:
    session = signed_in(school)
    try:
        return next(line.stand for line in staff_page(session.office).lines if line.login == login)
    finally:
        session.close()


class TestTheList:
    def test_it_opens_on_those_who_work_and_counts_the_others(self, admin):
        assert admin.text("working") == "Работают 11"
        assert (admin.text("without"), admin.text("waiting"), admin.text("closed")) == (
            "Без пароля 6", "Ждут входа 4", "Закрыты 2",
        )  # fmt: skip
        assert "Кравцов Денис Олегович" not in admin.rows()

    def test_one_holder_of_the_root_key_is_too_few_and_said(self, admin):
        assert "только у одного человека" in admin.says()

    @pytest.mark.parametrize(("words", "found"), [("сокол", 1), ("мед", 2), ("нат сок", 1), ("person1", 1), ("щ", 0)])
    def test_what_is_typed_narrows_the_list(self, admin, words, found):
        admin.types(words)
        assert len(admin.rows()) == found

    def test_keys_lead_from_the_search_into_the_list_and_open_a_person(self, admin):
        admin.types("соколова")
        admin.presses("Down")
        admin.presses("Return")
        assert isinstance(admin.top, PersonDialog)
        assert admin.top.findChild(QLineEdit, "surname").text() == "Соколова"

    def test_to_oneself_nothing_is_done_that_shuts_one_out(self, admin):
        admin.chooses("Орлова")
        assert admin.enabled("change")
        assert not any(admin.enabled(name) for name in ("password", "block", "leave"))

    def test_what_a_button_does_follows_the_account(self, admin):
        admin.chooses("Яковлева")
        assert admin.text("password") == "Учётная запись…"
        admin.clicks("closed")
        admin.chooses("Абдурахманова")
        assert admin.text("block") == "Разблокировать…"
        assert not admin.enabled("password")


class TestANewPerson:
    def test_from_the_key_to_the_first_sign_in_with_an_own_password(self, admin, school, tmp_path):
        """3.1: the person's first sign-in demands an own password; the slip is the only place of the first one."""
        admin.presses("Ins")
        for text in ("Щёголева", "Мария", "Игоревна", "Учитель музыки"):
            admin.types(text)
            admin.presses("Tab")
        assert admin.top.findChild(QLineEdit, "login").text() == "schegoleva"
        admin.presses("Return")
        paper = admin.slips(tmp_path / "листки.pdf")
        assert "Щёголева Мария Игоревна" in paper
        slip = password_of(paper, "schegoleva")
        assert "Щёголева Мария Игоревна" in admin.rows()
        first = signed_in(school, "schegoleva", slip)
        assert first.needs_own_password
        first.set_own_password(OWN)
        with pytest.raises(SignInTrouble):
            signed_in(school, "schegoleva", slip)
        again = signed_in(school, "schegoleva", OWN)
        assert again.office.person.roles == ("subject_teacher",)
        assert verify(again.office).findings == ()
        again.close()

    def test_a_taken_login_is_told_in_the_dialog_and_nothing_typed_is_lost(self, admin):
        admin.presses("Ins")
        for text in ("Новикова", "Инна", "", ""):
            admin.types(text)
            admin.presses("Tab")
        admin.presses("Ctrl+A")
        admin.types("person1")
        admin.clicks("write")
        admin.waits()
        assert "уже занято" in admin.says()
        assert admin.top.findChild(QLineEdit, "surname").text() == "Новикова"

    @pytest.mark.parametrize(("surname", "words"), [("", "фамилия и имя"), ("Новикова", "фамилия и имя")])
    def test_a_name_that_is_not_whole_is_refused_before_anything_is_written(self, admin, surname, words):
        admin.presses("Ins")
        admin.types(surname)
        admin.clicks("write")
        assert words in admin.says()

    def test_the_gender_follows_the_name_until_it_is_chosen(self, admin):
        admin.presses("Ins")
        admin.types("Новиков")
        admin.presses("Tab")
        admin.types("Илья")
        assert admin.top.findChild(QWidget, "male").isChecked()


class TestAKnownPerson:
    def test_a_new_surname_and_post(self, admin):
        admin.chooses("Зайцева")
        admin.presses("F2")
        admin.presses("Ctrl+A")
        admin.types("Ёлкина")
        admin.clicks("write")
        admin.waits()
        assert "Ёлкина Ольга Юрьевна" in admin.rows()

    def test_a_class_teacher_is_named_with_class_and_day_and_told_who_leads_the_class(self, admin, school):
        admin.chooses("Зайцева")
        admin.presses("F2")
        admin.clicks("addRole")
        role, school_class = [box for box in admin.top.findChildren(QComboBox) if box.isVisible()][-2:]
        role.setFocus()
        admin.types("К")
        assert role.currentText() == "Классный руководитель"
        school_class.setFocus()
        for _ in range(2):
            admin.presses("Down")
        assert school_class.currentText() == "7Б"
        assert "уже есть классный руководитель" in admin.top.findChild(QLabel, "note").text()
        admin.field("Роль с какого дня").setFocus()
        admin.types("1.12")
        admin.clicks("write")
        admin.waits()
        sql = (
            "SELECT start, end FROM role_assignment AS r JOIN person AS p ON p.id = r.person WHERE surname = 'Зайцева'"
        )
        assert ("2026-12-01", None) in raw(school, f"{sql} AND role = 'class_teacher'")

    def test_a_date_that_is_none_is_said_and_nothing_written(self, admin):
        admin.chooses("Зайцева")
        admin.presses("F2")
        until = admin.field("Роль по какой день")
        until.setFocus()
        admin.types("31.02")
        admin.clicks("write")
        assert "не дата" in admin.says()
        assert bool(until.property("fault"))

    def test_the_only_administrator_keeps_the_role(self, admin):
        admin.chooses("Орлова")
        admin.presses("F2")
        away = [one for one in admin.top.findChildren(QWidget) if one.accessibleName() == "Снять роль"][-1]
        QTest.mouseClick(away, Qt.MouseButton.LeftButton)
        admin.clicks("write")
        admin.waits()
        assert "единственный администратор" in admin.says()


class TestPasswords:
    def test_several_chosen_get_new_passwords_and_one_sheet(self, admin, school, tmp_path):
        admin.chooses("Соколова", "Филатова")
        admin.presses("F7")
        assert admin.doors.asked == ["Дать новый пароль: 2 сотрудника?"]
        paper = admin.slips(tmp_path / "листки.pdf")
        for login in ("person0", "person2"):
            session = signed_in(school, login, password_of(paper, login))
            assert session.needs_own_password
            session.close()

    def test_who_says_no_changes_nothing(self, admin, school):
        before = raw(school, "SELECT count(*) FROM entry")
        admin.doors.answer = False
        admin.chooses("Соколова")
        for keys in ("F7", "F8"):
            admin.presses(keys)
        admin.waits()
        assert raw(school, "SELECT count(*) FROM entry") == before

    def test_blocked_and_back(self, admin, school, tmp_path):
        admin.chooses("Соколова")
        admin.presses("F8")
        admin.waits()
        assert stand(school, "person0") is Stand.BLOCKED
        admin.clicks("closed")
        admin.chooses("Соколова")
        admin.presses("F8")
        paper = admin.slips(tmp_path / "листки.pdf")
        session = signed_in(school, "person0", password_of(paper, "person0"))
        assert session.needs_own_password
        session.close()

    def test_slips_that_nobody_has_are_not_thrown_away_unasked(self, admin):
        admin.chooses("Соколова")
        admin.presses("F7")
        admin.waits()
        admin.doors.answer = False
        admin.clicks("close")
        assert isinstance(admin.top, SlipsDialog)
        assert admin.doors.asked[-1] == "Закрыть без листков?"
        admin.clicks("print")
        admin.waits()
        assert admin.printer.sent[0]["title"] == "Реквизиты доступа"
        admin.presses("Escape")
        assert admin.top is admin.dialog


class TestMany:
    def test_twenty_in_one_go(self, admin, school, tmp_path):
        before = raw(school, "SELECT count(*) FROM entry")[0][0]
        admin.presses("Ctrl+L")
        assert isinstance(admin.top, ManyStaffDialog)
        names = [f"Новикова{letter} Инна Петровна; учитель" for letter in "абвгдежзиклмнопрстуф"]
        admin.top.focusWidget().insertPlainText("\n".join(names))
        assert admin.top.findChild(QPushButton, "make").text() == "Создать 20 учётных записей"
        admin.clicks("make")
        paper = admin.slips(tmp_path / "листки.pdf")
        assert paper.count("Пароль для первого входа") == 20
        assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
        session = signed_in(school, "novikovaf", password_of(paper, "novikovaf"))
        assert session.needs_own_password
        session.close()

    def test_what_cannot_be_made_is_red_with_its_reason_and_the_rest_is_made(self, admin):
        admin.presses("Ctrl+L")
        admin.top.focusWidget().insertPlainText("Новикова Инна\nСоколова Наталья Викторовна\nПетров И.\nНовикова Инна")
        model = admin.top.findChild(QTableView, "table").model()
        assert [model.index(row, 4).data() for row in range(4)] == [
            "сотрудник и учётная запись", "уже есть в журнале", "нет полного имени", "стоит в списке дважды",
        ]  # fmt: skip
        assert admin.top.findChild(QPushButton, "make").text() == "Создать 1 учётную запись"

    def test_a_login_is_put_right_in_the_table(self, admin):
        admin.presses("Ctrl+L")
        admin.top.focusWidget().insertPlainText("Новикова Инна\nНовикова Анна")
        model = admin.top.findChild(QTableView, "table").model()
        assert [model.index(row, 3).data() for row in range(2)] == ["novikova", "novikova.a"]
        model.setData(model.index(1, 3), "person1")
        assert model.index(1, 4).data() == "имя для входа занято"
        model.setData(model.index(1, 3), "anna")
        assert model.index(1, 4).data() == "сотрудник и учётная запись"

    def test_who_stands_in_the_journal_already_is_given_an_account(self, admin, school, tmp_path):
        admin.chooses("Яковлева")
        admin.presses("F7")
        admin.clicks("make")
        paper = admin.slips(tmp_path / "листки.pdf")
        session = signed_in(school, "yakovleva", password_of(paper, "yakovleva"))
        assert session.office.person.roles == ("subject_teacher",)
        session.close()
        assert raw(school, "SELECT count(*) FROM person WHERE surname = 'Яковлева'") == [(1,)]


class TestLeaving:
    def test_the_last_day_ends_account_and_roles(self, admin, school):
        admin.chooses("Соколова")
        admin.presses("Ctrl+Del")
        assert isinstance(admin.top, LeavingDialog)
        QTest.mouseClick(admin.button("Завершить работу"), Qt.MouseButton.LeftButton)
        admin.waits()
        assert stand(school, "person0") is Stand.ENDED
        assert "Соколова Наталья Викторовна" not in admin.rows()
        assert admin.text("closed") == "Закрыты 3"

    def test_what_wants_another_teacher_is_said_before(self, admin):
        admin.chooses("Сотрудниковад")
        admin.presses("Ctrl+Del")
        words = " ".join(label.text() for label in admin.top.findChildren(QLabel))
        assert "Ведёт: Алгебра. Назначьте другого учителя" in words

    def test_a_date_that_is_none_ends_nothing(self, admin):
        admin.chooses("Соколова")
        admin.presses("Ctrl+Del")
        admin.presses("Ctrl+A")
        admin.types("завтра")
        assert not admin.button("Завершить работу").isEnabled()


@pytest.mark.parametrize(("login", "shown"), [("admin", True), ("director", False), ("teacher", False)])
def test_the_command_stands_in_the_menu_of_the_administrator_alone(sits, school, login, shown):
    teacher = sits(open_office(school, login), grid=False)
    assert ("staff" in teacher.window.commands) is shown


def test_the_command_opens_the_list_over_the_window(sits, school):
    teacher = sits(open_office(school, "admin"), grid=False)
    teacher.window.commands["staff"].trigger()
    (dialog,) = teacher.window.findChildren(StaffDialog)
    assert dialog.isVisible()
    dialog.reject()
