"""The sign-in window as a person meets it: keys, focus, what is said, and what runs where."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ezh_desktop.errors import KeyFileTrouble, MemoryTrouble, SignInTrouble
from ezh_desktop.ui import theme
from ezh_desktop.ui.keyboard import Layout, layout_of, seems_capital
from ezh_desktop.ui.signin.opener import JournalLine, OpenNotice
from ezh_desktop.ui.signin.ownpassword import OwnPasswordDialog, StrengthBar
from ezh_desktop.ui.signin.recovery import GroupField, RecoveryDialog
from ezh_desktop.ui.signin.window import SignInWindow
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import Kind, Notice, SignLine
from tests.look import checks
from tests.ui.opener import SCHOOL, NoDoors, StillOpener, StillSession

PATH = Path("/journals/shkola-2026.ezh")
WRONG = SignInTrouble("Имя или пароль не подошли.")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeKeyboard(QObject):
    """A system that tells layout and Caps Lock, as Windows does."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told_layout: Layout | None = None
        self.told_caps: bool | None = None

    def layout(self) -> Layout | None:
        return self.told_layout

    def caps_lock(self) -> bool | None:
        return self.told_caps


Make = Callable[..., SignInWindow]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    theme.apply(theme.Scheme.LIGHT)
    openers: list[StillOpener] = []

    def window(opener: StillOpener | None = None, path: Path | None = PATH, **known: object) -> SignInWindow:
        opener = opener or StillOpener()
        openers.append(opener)
        made = SignInWindow(opener, known.pop("doors", NoDoors()), path, **known)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        QApplication.processEvents()
        return made

    yield window
    for opener in openers:
        opener.release()


def press(widget: QWidget, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier | None = None) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers or Qt.KeyboardModifier.NoModifier, text))


def type_into(widget: QWidget, text: str) -> None:
    """Each letter as the key that gives it; Shift for capitals."""
    for letter in text:
        shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
        press(widget, Qt.Key(0), letter, shift)


def field(window: QWidget, name: str) -> QLineEdit:
    return window.findChild(QLineEdit, name)


def button(window: QWidget, text: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())


def message(window: QWidget) -> SignLine:
    return window.findChild(SignLine, "message")


def fill_in(window: SignInWindow, login: str = "sokolova", password: str = "тихий ручей") -> None:
    type_into(field(window, "login"), login)
    type_into(field(window, "password"), password)


def test_a_person_signs_in_by_typing_and_enter(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener()
    window = make(opener)
    assert QApplication.focusWidget() is field(window, "login")
    fill_in(window)
    with qtbot.waitSignal(window.signed_in, timeout=3000) as caught:
        press(field(window, "password"), Qt.Key.Key_Return)
    assert caught.args == [opener.session]
    assert opener.asked == [(PATH, "sokolova", "тихий ручей", False)]
    assert window.result() == SignInWindow.DialogCode.Accepted
    assert field(window, "password").text() == ""


def test_the_password_is_checked_outside_the_windows_thread(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener(holds=True)
    window = make(opener)
    fill_in(window)
    button(window, "Войти").click()
    busy = button(window, "Проверяется пароль…")
    assert not busy.isEnabled()
    assert field(window, "password").isReadOnly()
    qtbot.waitUntil(lambda: bool(opener.threads))
    assert opener.threads != [threading.get_ident()]
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        opener.release()


def test_with_a_known_login_the_password_has_the_focus(make: Make) -> None:
    window = make(login="sokolova")
    assert QApplication.focusWidget() is field(window, "password")


def test_nothing_can_be_pressed_before_both_fields_are_filled(make: Make) -> None:
    window = make()
    assert not button(window, "Войти").isEnabled()
    type_into(field(window, "login"), "sokolova")
    assert not button(window, "Только для чтения").isEnabled()
    type_into(field(window, "password"), "я")
    assert button(window, "Войти").isEnabled()
    assert button(window, "Только для чтения").isEnabled()


def test_for_reading_alone_is_passed_on(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener()
    window = make(opener)
    fill_in(window)
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        button(window, "Только для чтения").click()
    assert opener.asked[0][-1] is True


def test_tab_walks_from_the_login_to_the_links_and_back(make: Make) -> None:
    window = make()
    fill_in(window)
    walked = []
    for _ in range(8):
        walked.append(QApplication.focusWidget().objectName() or QApplication.focusWidget().accessibleName())
        press(QApplication.focusWidget(), Qt.Key.Key_Tab, "\t")
    first = walked.index("login")
    assert (walked[first:] + walked[:first])[:7] == [
        "login",
        "password",
        "Показать пароль",
        "enter",
        "readOnly",
        "recovery",
        "otherJournal",
    ]


def test_every_field_has_a_name_for_the_screen_reader(make: Make) -> None:
    window = make()
    assert field(window, "login").accessibleName() == "Имя для входа"
    assert field(window, "password").accessibleName() == "Пароль"
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
    labels = {label.text(): label.buddy() for label in window.findChildren(QLabel) if label.buddy()}
    assert labels == {"Имя для входа": field(window, "login"), "Пароль": field(window, "password")}


@pytest.mark.parametrize("login", ["", "sokolova"])
def test_no_label_is_cut_or_foreign(make: Make, login: str) -> None:
    window = make(login=login)
    assert checks.faults(window) == []


def test_caps_lock_is_noticed_by_a_capital_without_shift(make: Make) -> None:
    window = make(login="sokolova")
    press(field(window, "password"), Qt.Key(0), "Й")
    assert message(window).text == "Включён Caps Lock"
    assert message(window).kind is Kind.KEYBOARD
    press(field(window, "password"), Qt.Key(0), "й")
    assert message(window).text == ""


def test_a_capital_with_shift_is_no_caps_lock(make: Make) -> None:
    window = make(login="sokolova")
    type_into(field(window, "password"), "Ручей")
    assert message(window).text == ""


def test_the_system_tells_caps_lock_before_anything_is_typed(make: Make) -> None:
    keyboard = FakeKeyboard()
    keyboard.told_caps, keyboard.told_layout = True, Layout.RUSSIAN
    window = make(login="sokolova", keyboard=keyboard)
    assert message(window).text == "Включён Caps Lock"
    assert window.findChild(PasswordField).sign.layout_shown is Layout.RUSSIAN
    keyboard.told_layout = Layout.LATIN
    keyboard.changed.emit()
    assert window.findChild(PasswordField).sign.accessibleName() == "Раскладка клавиатуры: английская"


def test_the_sign_follows_the_layout_that_is_typed_in(make: Make) -> None:
    window = make(login="sokolova")
    password = window.findChild(PasswordField)
    assert password.sign.layout_shown is None
    for letter, shown in (("ы", "РУС"), ("s", "ENG"), ("5", "ENG"), ("Ё", "РУС")):
        type_into(password, letter)
        assert password.sign.layout_shown is not None
        assert password.sign.layout_shown.value == shown


@pytest.mark.parametrize(
    ("letter", "shifted", "caps"),
    [
        ("а", False, False),
        ("А", True, False),
        ("А", False, True),
        ("а", True, True),
        ("7", False, None),
        ("", False, None),
    ],
)
def test_what_a_letter_tells_about_caps_lock(letter: str, shifted: bool, caps: bool | None) -> None:
    assert seems_capital(letter, shifted=shifted) is caps


@pytest.mark.parametrize(("letter", "layout"), [("ж", Layout.RUSSIAN), ("q", Layout.LATIN), (";", None), ("", None)])
def test_what_a_letter_tells_about_the_layout(letter: str, layout: Layout | None) -> None:
    assert layout_of(letter) is layout


def test_the_eye_shows_the_password_and_hides_it_again(make: Make) -> None:
    window = make(login="sokolova")
    password = window.findChild(PasswordField)
    type_into(password, "ручей")
    assert password.displayText() != "ручей"
    password.eye.click()
    assert password.displayText() == "ручей"
    assert password.eye.accessibleName() == "Скрыть пароль"
    password.eye.click()
    assert password.displayText() != "ручей"


def refused(make: Make, qtbot: QtBot, opener: StillOpener, **known: object) -> SignInWindow:
    window = make(opener, **known)
    fill_in(window)
    button(window, "Войти").click()
    qtbot.waitUntil(lambda: message(window).kind is Kind.FAULT, timeout=3000)
    return window


def test_a_wrong_password_is_said_under_the_field_and_selected(make: Make, qtbot: QtBot) -> None:
    window = refused(make, qtbot, StillOpener(refuses=WRONG))
    assert message(window).text == "Имя или пароль не подошли."
    assert field(window, "password").selectedText()
    assert field(window, "password").property("fault") is True
    assert QApplication.focusWidget() is field(window, "password")
    assert button(window, "Войти").isEnabled()
    type_into(field(window, "password"), "д")
    assert message(window).text == ""
    assert field(window, "password").property("fault") is False


def test_what_helps_stands_below_the_buttons_and_nothing_jumps(make: Make, qtbot: QtBot) -> None:
    trouble = SignInTrouble("Неверный логин или пароль.", "Проверьте раскладку клавиатуры и Caps Lock.")
    window = make(StillOpener(refuses=trouble))
    fill_in(window)
    places = [b.geometry() for b in window.findChildren(QPushButton)]
    button(window, "Войти").click()
    qtbot.waitUntil(lambda: message(window).kind is Kind.FAULT, timeout=3000)
    assert window.findChild(QLabel, "remedy").text() == trouble.remedy
    QApplication.processEvents()
    assert [b.geometry() for b in window.findChildren(QPushButton)] == places
    assert checks.faults(window) == []


def test_a_refusal_too_long_for_the_line_becomes_a_notice(make: Make, qtbot: QtBot) -> None:
    trouble = SignInTrouble(
        "Код восстановления не подходит к этому журналу, либо файл журнала повреждён.",
        "Возьмите последний напечатанный лист восстановления этого журнала.",
    )
    window = make(StillOpener(refuses=trouble))
    fill_in(window)
    button(window, "Войти").click()
    notice = window.findChild(Notice)
    qtbot.waitUntil(notice.isVisible, timeout=3000)
    QApplication.processEvents()
    assert message(window).text == ""
    assert checks.faults(window) == []


def test_a_fault_does_not_make_a_read_only_journal_writable(make: Make, qtbot: QtBot) -> None:
    standing = OpenNotice("Папку журнала можно только читать", "Записать отметки не получится", read_only=True)
    opener = StillOpener(refuses=MemoryTrouble("Не хватило памяти."), notice=standing)
    window = make(opener)
    fill_in(window)
    button(window, "Войти для чтения").click()
    notice = window.findChild(Notice)
    qtbot.waitUntil(lambda: notice.accessibleName() == "Не хватило памяти.", timeout=3000)
    opener.refuses = None
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        button(window, "Войти для чтения").click()
    assert [asked[-1] for asked in opener.asked] == [True, True]


def test_a_fault_of_ours_leaves_a_window_that_can_be_used(make: Make, qtbot: QtBot) -> None:
    window = make(StillOpener(refuses=ZeroDivisionError()))
    fill_in(window)
    with qtbot.captureExceptions() as caught:
        button(window, "Войти").click()
        qtbot.waitUntil(lambda: bool(caught), timeout=3000)
    assert caught[0][0] is ZeroDivisionError
    assert button(window, "Войти").isEnabled()


def test_the_delay_is_counted_down_and_nobody_is_locked_out(make: Make, qtbot: QtBot) -> None:
    clock = Clock()
    opener = StillOpener(refuses=WRONG, waits=4)
    window = refused(make, qtbot, opener, now=clock)
    assert message(window).text == "Имя или пароль не подошли. Повторить можно через 4 с"
    assert not button(window, "Войти").isEnabled()
    press(field(window, "password"), Qt.Key.Key_Return)
    assert len(opener.asked) == 1
    clock.now += 2.5
    qtbot.waitUntil(lambda: message(window).text.endswith("через 2 с"), timeout=2000)
    type_into(field(window, "password"), "другой")
    assert "через 2 с" in message(window).text
    clock.now += 2
    qtbot.waitUntil(button(window, "Войти").isEnabled, timeout=2000)
    opener.refuses = None
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        button(window, "Войти").click()


@pytest.mark.parametrize(
    "trouble",
    [
        KeyFileTrouble("Рядом с журналом нет файла ключей.", "Введите код восстановления."),
        MemoryTrouble("Не хватило памяти для проверки пароля.", "Закройте другие программы и повторите."),
    ],
)
def test_what_is_no_fault_of_the_password_stands_above_it(make: Make, qtbot: QtBot, trouble: Exception) -> None:
    window = make(StillOpener(refuses=trouble))
    fill_in(window)
    button(window, "Войти").click()
    notice = window.findChild(Notice)
    qtbot.waitUntil(notice.isVisible, timeout=3000)
    assert notice.accessibleName() == trouble.what
    assert notice.accessibleDescription() == trouble.remedy
    assert message(window).text == ""
    QApplication.processEvents()
    assert checks.faults(window) == []


def test_a_journal_that_can_only_be_read_offers_only_that(make: Make, qtbot: QtBot) -> None:
    notice = OpenNotice("Папку журнала можно только читать", "Записать отметки не получится", read_only=True)
    opener = StillOpener(notice=notice)
    window = make(opener)
    assert not any(b.isVisible() for b in window.findChildren(QPushButton) if b.text() == "Только для чтения")
    fill_in(window)
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        button(window, "Войти для чтения").click()
    assert opener.asked[0][-1] is True


def test_another_journal_is_chosen_through_the_door(make: Make, tmp_path: Path) -> None:
    other = tmp_path / "lyceum.ezh"
    window = make(doors=NoDoors(other))
    school = window.findChild(ElidedLabel, "school")
    assert school.whole == SCHOOL
    button(window, "Другой журнал…").click()
    assert window.path == other
    assert window.findChild(ElidedLabel, "path").whole == str(other)


def test_without_a_journal_the_window_asks_for_one(make: Make) -> None:
    window = make(path=None)
    assert window.findChild(ElidedLabel, "school").whole == "Журнал не выбран"
    fill_in(window)
    assert not button(window, "Войти").isEnabled()


def test_a_journal_never_opened_here_is_named_by_its_file(make: Make) -> None:
    window = make(StillOpener(line=JournalLine(PATH)))
    assert window.findChild(ElidedLabel, "school").whole == "shkola-2026"


def test_esc_while_the_password_is_checked_closes_the_session_that_comes(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener(holds=True)
    window = make(opener)
    fill_in(window)
    button(window, "Войти").click()
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    with qtbot.waitSignal(window.rejected, timeout=3000):
        opener.release()
    assert opener.session.closed


def test_the_first_sign_in_asks_for_an_own_password(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener(session=StillSession(needs_own_password=True))
    window = make(opener)
    fill_in(window)
    button(window, "Войти").click()
    qtbot.waitUntil(lambda: window.findChild(OwnPasswordDialog) is not None, timeout=3000)
    dialog = window.findChild(OwnPasswordDialog)
    assert not button(dialog, "Задать пароль и войти").isEnabled()
    type_into(field(dialog, "newPassword"), "ромашка кирпич")
    assert dialog.findChild(StrengthBar).words
    type_into(field(dialog, "repeated"), "ромашка кирпиц")
    assert message(dialog).text == "Пароли не совпадают"
    assert not button(dialog, "Задать пароль и войти").isEnabled()
    press(field(dialog, "repeated"), Qt.Key.Key_Backspace, "\b")
    type_into(field(dialog, "repeated"), "ч")
    assert message(dialog).text == ""
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        button(dialog, "Задать пароль и войти").click()
    assert opener.session.own_password == "ромашка кирпич"
    assert not opener.session.closed


def test_declining_an_own_password_gives_the_session_back(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener(session=StillSession(needs_own_password=True))
    window = make(opener)
    fill_in(window)
    button(window, "Войти").click()
    qtbot.waitUntil(lambda: window.findChild(OwnPasswordDialog) is not None, timeout=3000)
    press(window.findChild(OwnPasswordDialog), Qt.Key.Key_Escape)
    assert opener.session.closed
    assert window.isVisible()


def test_a_weak_password_is_refused_in_words_and_steps(qtbot: QtBot) -> None:
    dialog = OwnPasswordDialog(StillOpener().estimate, ["sokolova"])
    qtbot.addWidget(dialog)
    dialog.show()
    type_into(field(dialog, "newPassword"), "пять5")
    type_into(field(dialog, "repeated"), "пять5")
    bar = dialog.findChild(StrengthBar)
    assert bar.words == "слабый"
    assert bar.accessibleName() == "Надёжность пароля: слабый"
    assert not button(dialog, "Задать пароль и войти").isEnabled()
    assert checks.faults(dialog) == []


GROUPS = [f"{11 * value:06d}" for value in (1, 512, 65535, 40000, 7, 3000, 12, 999, 31313)]


@pytest.fixture
def recovery(qtbot: QtBot) -> RecoveryDialog:
    theme.apply(theme.Scheme.LIGHT)
    dialog = RecoveryDialog(StillOpener().check_group)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def fields(dialog: RecoveryDialog) -> list[GroupField]:
    return sorted(dialog.findChildren(GroupField), key=lambda f: f.number)


def test_the_code_is_typed_without_touching_tab(recovery: RecoveryDialog, qtbot: QtBot) -> None:
    for digit in "".join(GROUPS):
        press(QApplication.focusWidget(), Qt.Key(0), digit)
    assert [f.text() for f in fields(recovery)] == GROUPS
    with qtbot.waitSignal(recovery.entered) as caught:
        press(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert caught.args == [" ".join(GROUPS)]


def test_a_wrong_group_is_named_at_once_and_keeps_the_cursor(recovery: RecoveryDialog) -> None:
    for digit in GROUPS[0] + "123456":
        press(QApplication.focusWidget(), Qt.Key(0), digit)
    assert message(recovery).text == "Ошибка в группе 2: «123456»."
    assert fields(recovery)[1].property("fault") is True
    assert QApplication.focusWidget() is fields(recovery)[1]
    assert not button(recovery, "Открыть журнал").isEnabled()


def test_letters_do_not_enter_a_group_and_backspace_goes_back(recovery: RecoveryDialog) -> None:
    for letter in "О1l2 3-45":
        press(QApplication.focusWidget(), Qt.Key(0), letter)
    assert fields(recovery)[0].text() == "12345"
    fields(recovery)[1].setFocus()
    press(fields(recovery)[1], Qt.Key.Key_Backspace, "\b")
    assert QApplication.focusWidget() is fields(recovery)[0]


def test_a_pasted_code_fills_all_groups(recovery: RecoveryDialog) -> None:
    QGuiApplication.clipboard().setText(" - ".join(GROUPS[:5]) + "\n" + " ".join(GROUPS[5:]))
    press(fields(recovery)[0], Qt.Key.Key_V, "\x16", Qt.KeyboardModifier.ControlModifier)
    assert [f.text() for f in fields(recovery)] == GROUPS
    assert button(recovery, "Открыть журнал").isEnabled()


def test_the_groups_are_named_for_the_screen_reader(recovery: RecoveryDialog) -> None:
    assert [f.accessibleName() for f in fields(recovery)] == [f"Группа {n} из 9" for n in range(1, 10)]
    assert checks.faults(recovery) == []


def test_the_recovery_code_opens_the_journal(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener()
    window = make(opener)
    button(window, "Код восстановления…").click()
    dialog = window.findChild(RecoveryDialog)
    for group, text in zip(fields(dialog), GROUPS, strict=True):
        type_into(group, text)
    with qtbot.waitSignal(window.signed_in, timeout=3000):
        button(dialog, "Открыть журнал").click()
    assert opener.asked == [(PATH, " ".join(GROUPS), "")]


def test_by_the_code_a_named_person_gets_a_new_password_and_the_dialog_says_whose(make: Make, qtbot: QtBot) -> None:
    opener = StillOpener(session=StillSession(needs_own_password=True, recovers="medic"))
    window = make(opener, login="medic")
    button(window, "Код восстановления…").click()
    dialog = window.findChild(RecoveryDialog)
    for group, text in zip(fields(dialog), GROUPS, strict=True):
        type_into(group, text)
    button(dialog, "Открыть журнал").click()
    qtbot.waitUntil(lambda: window.findChild(OwnPasswordDialog) is not None)
    assert opener.asked == [(PATH, " ".join(GROUPS), "medic")]
    words = [label.text() for label in window.findChild(OwnPasswordDialog).findChildren(QLabel)]
    assert "Новый пароль для «medic»" in words


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
def test_the_window_keeps_its_size_over_a_change_of_theme(make: Make, scheme: theme.Scheme) -> None:
    window = make(login="sokolova")
    theme.apply(scheme)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (760, 404)
    assert checks.faults(window) == []
    theme.apply(theme.Scheme.LIGHT)
