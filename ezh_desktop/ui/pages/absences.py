"""«Пропуски»: the class teacher looks through a week, gives the reasons by one key each and confirms it (4.3.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.russian import agreed, day_month
from ezh_desktop.errors import Refusal
from ezh_desktop.services.absences import absences_page, confirm_week, explain, may_read_absences, name_document
from ezh_desktop.services.class_attendance import attendance_page
from ezh_desktop.services.doors import Office, Place
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.absences import AbsencesPage, Week
from ezh_desktop.ui.grids.absences import AbsencesGrid
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.absences import FIRST_DAY
from ezh_desktop.ui.pages.actqueue import ActQueue
from ezh_desktop.ui.pages.base import CommandState, Scope, Tools, WindowPage
from ezh_desktop.ui.pdfsaving import PagePdf
from ezh_desktop.ui.printcommands import class_print_dialog
from ezh_desktop.ui.qttypes import ALIGN_CENTER, TAB_FOCUS
from ezh_desktop.ui.widgets.commandbutton import command_button
from ezh_desktop.ui.widgets.tone import tone

NO_WEEKS: Final = "Уроков у класса ещё не было."
KEYS: Final = "Причина дня: Б болезнь, У уважительная, П без причины, Delete убрать."
_REASONS: Final = {
    **dict.fromkeys("б,", AbsenceReason.ILLNESS),
    **dict.fromkeys("уe", AbsenceReason.VALID),
    **dict.fromkeys("пg", AbsenceReason.UNEXCUSED),
}
"""A key does the same in both layouts."""
_MISSED, _LESSONS = ("Пропущен", "Пропущено", "Пропущено"), ("урок", "урока", "уроков")
_BUTTONS: Final = (
    ("next_unfilled", "arrow_right"),
    ("comment", "note"),
    ("absence_days", "calendar_ltr"),
    ("confirm_week", "checkmark"),
)


class AbsencesTab(WindowPage):
    """Shows one week after another; who does not lead the class reads only."""

    name = "absences"
    title = "Пропуски"
    scope = Scope.CLASS
    help_page = "absences"
    own_commands = frozenset(
        {"confirm_week", "comment", "absence_days", "clear", "next_unfilled", "term_before", "term_after"}
    )

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._pdf = PagePdf(self)
        self._page: AbsencesPage | None = None
        self._narrow = False
        self._buttons: list[tuple[QWidget, str]] = []
        self._acts = ActQueue(self)
        self.grid = AbsencesGrid(self)
        self.choice = QComboBox(self)
        self.words = QLabel(self)
        self._empty = QLabel(NO_WEEKS, self)
        self._bar = QWidget(self)
        self._line = QHBoxLayout(self._bar)
        self._build()
        self.choice.activated.connect(self._on_chosen)
        self.grid.typed.connect(self._on_typed)
        self.grid.cleared.connect(self._on_clear)
        self.grid.zoom_asked.connect(self.zoom_asked)
        self.grid.selectionModel().selectionChanged.connect(self.commands_changed)

    def _build(self) -> None:
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.choice.setAccessibleName("Неделя")
        self.choice.setFocusPolicy(TAB_FOCUS)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for label in (self.words, self._empty):
            tone(label, "text2")
        self._empty.setAlignment(ALIGN_CENTER)
        self._line.setContentsMargins(14, 6, 14, 6)
        self._line.setSpacing(8)
        self._line.addWidget(self.choice)
        self._line.addStretch(1)
        self.words.setContentsMargins(14, 0, 14, 6)
        # The window may become narrower than this line: then `set_narrow` takes the buttons away.
        for widget in (self._bar, self.words):
            widget.setMinimumWidth(1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.words)
        column.addLayout(self._stack, 1)

    # What is shown

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """The class's own teacher, and who controls the journals."""
        return (
            isinstance(office, FileOffice)
            and bool(place.school_class)
            and may_read_absences(office, place.school_class)
        )

    @property
    def page(self) -> AbsencesPage | None:
        """The week shown."""
        return self._page

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._page.cursor if self._page else 0

    def scopes(self) -> frozenset[int]:
        """The class."""
        return frozenset({self._page.school_class}) if self._page else frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - a week has no lesson
        """See `WindowPage.show_place`; the class comes at the week that asks for something."""
        self._show(place.school_class, None)
        self._land()
        if self._page is not None and self._page.may_explain:
            self.said.emit(KEYS)

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        if self._page is not None:
            self._show(self._page.school_class, self._page.week.monday if self._page.week else None)

    def _show(self, school_class: int, monday: date | None) -> None:
        office = self.tools.office
        if not isinstance(office, FileOffice):
            return
        page = self._page = absences_page(office, school_class, monday)
        self.grid.table.show_page(page)
        self._stack.setCurrentIndex(0 if page.week else 1)
        self.choice.clear()
        for week in reversed(page.weeks):
            self.choice.addItem(_week_words(week), week.monday)
        self.choice.setEnabled(bool(page.weeks))
        if page.week is not None:
            self.choice.setCurrentIndex(len(page.weeks) - 1 - page.weeks.index(page.week))
        self.words.setText(_summary(page))
        self.commands_changed.emit()

    def _land(self) -> None:
        """On the first absence without a reason, else on the first cell."""
        if self.grid.table.rowCount() and self._page is not None and self._page.days:
            self.grid.go(*next(iter(self.grid.table.silent()), (0, FIRST_DAY)))

    def focus_widget(self) -> QWidget:
        """The table."""
        return self.grid

    def go_pupil(self, pupil: int) -> None:
        """See `WindowPage.go_pupil`."""
        rows = [row for row, one in enumerate(self._page.pupils) if one.pupil == pupil] if self._page else []
        if rows:
            self.grid.go(rows[0], max(FIRST_DAY, self.grid.currentIndex().column()))

    def set_zoom(self, percent: int) -> None:
        """Scales the table."""
        self.grid.set_zoom(percent)

    def refuse(self, why: Refusal) -> None:
        """Why an undo was refused."""
        self.said.emit(" ".join(part for part in (why.what, why.remedy) if part))

    # Commands

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {
            "confirm_week": self._on_confirm,
            "comment": self._on_document,
            "absence_days": self._on_days,
            "clear": self._on_clear,
            "next_unfilled": self._on_next,
            "term_before": lambda: self._go_week(-1),
            "term_after": lambda: self._go_week(1),
        }

    def take_commands(self, commands: Commands) -> None:
        """What the class teacher does stands above the table too."""
        words = {
            "next_unfilled": "Следующий без причины",
            "comment": "Документ",
            "absence_days": "За несколько дней",
            "confirm_week": "Подтвердить неделю",
        }
        for name, icon in _BUTTONS:
            action, button = commands[name], command_button(commands[name], icon, self)
            button.setText(words[name])
            action.changed.connect(self._show_buttons)
            self._buttons.append((button, name))
            self._line.addWidget(button)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Who does not write has none; on a narrow window the menu has them."""
        page = self._page
        for button, name in self._buttons:
            may = page is not None and (page.may_confirm if name == "confirm_week" else page.may_explain)
            button.setVisible(may and not self._narrow)
            button.setEnabled(self.command_state(name).enabled)

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the week's choice and the table stay."""
        self._narrow = narrow
        self.words.setVisible(not narrow)
        self._show_buttons()

    def command_state(self, name: str) -> CommandState:
        """See `WindowPage.command_state`."""
        page = self._page
        if page is None or page.week is None:
            return CommandState(enabled=False)
        if name == "confirm_week":
            return CommandState(page.confirmable)
        if name in {"term_before", "term_after"}:
            at = page.weeks.index(page.week) + (1 if name == "term_after" else -1)
            return CommandState(0 <= at < len(page.weeks))
        return CommandState(page.may_explain)

    def _go_week(self, step: int) -> None:
        page = self._page
        if page is None or page.week is None:
            return
        at = page.weeks.index(page.week) + step
        if 0 <= at < len(page.weeks):
            self._show(page.school_class, page.weeks[at].monday)
            self._land()
            self.said.emit(page.weeks[at].words)

    def _on_chosen(self) -> None:
        monday = self.choice.currentData()
        if self._page is not None and isinstance(monday, date):
            self._show(self._page.school_class, monday)
            self._land()
            self.grid.setFocus()

    def _on_next(self) -> None:
        """To the next absence of the week without a reason, round and round."""
        silent, index = self.grid.table.silent(), self.grid.currentIndex()
        if not silent:
            self.said.emit("Все причины за неделю указаны")
            return
        here = (index.row(), index.column())
        self.grid.go(*next((one for one in silent if one > here), silent[0]))
        self.grid.setFocus()

    # Acts

    def _places(self) -> list[tuple[int, date]]:
        """Pupil and day of every chosen cell."""
        found = (self.grid.table.place(index) for index in self.grid.selectedIndexes())
        return [place for place in found if place is not None]

    def _on_typed(self, letter: str) -> None:
        reason = _REASONS.get(letter.lower())
        if reason is None:
            self.said.emit(KEYS)
        else:
            self._give(reason)

    def _on_clear(self) -> None:
        self._give(AbsenceReason.NOT_GIVEN)

    def _give(self, reason: AbsenceReason) -> None:
        office, page, places = self.tools.office, self._page, self._places()
        if not isinstance(office, FileOffice) or page is None or not places:
            return
        if not page.may_explain:
            self.said.emit("Причины пропусков вносит классный руководитель")
            return
        self._acts.write(lambda: explain(office, page.school_class, places, reason))

    def _on_confirm(self) -> None:
        office, page = self.tools.office, self._page
        if isinstance(office, FileOffice) and page is not None and page.week is not None:
            monday = page.week.monday
            self._acts.write(lambda: confirm_week(office, page.school_class, monday))

    def _on_document(self) -> None:
        from ezh_desktop.ui.dialogs.document import DocumentDialog  # noqa: PLC0415 - once asked for

        office, page, places = self.tools.office, self._page, self._places()
        if not isinstance(office, FileOffice) or page is None or not places or not page.may_explain:
            return
        pupil, day = places[0]
        cell = page.cells.get((pupil, day))
        names = {one.pupil: one.name for one in page.pupils}
        dialog = DocumentDialog(
            f"{names[pupil]}, {day_month(day)}",
            cell.document if cell else "",
            lambda text: name_document(office, page.school_class, places, text),
            self.window(),
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(self.reload)
        dialog.open()

    def _on_days(self) -> None:
        from ezh_desktop.services.absence_days import class_year, explain_days  # noqa: PLC0415 - once asked for
        from ezh_desktop.ui.dialogs.absencedays import AbsenceDaysDialog  # noqa: PLC0415

        office, page, places = self.tools.office, self._page, self._places()
        if not isinstance(office, FileOffice) or page is None or not page.may_explain:
            return
        pupil, day = places[0] if places else (0, None)
        dialog = AbsenceDaysDialog(
            class_year(office, page.school_class),
            lambda given: explain_days(office, page.school_class, given)[1],
            self.window(),
            pupil=pupil,
            day=day,
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.reload)
        dialog.open()

    # Paper

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`: the months of the year, the present one among them."""
        return class_print_dialog(self.tools, self._page, self.name, parent) if self._page is not None else None

    def save_pdf(self, parent: QWidget) -> None:
        """The months of the year on paper, saved where the person says."""
        office, page = self.tools.office, self._page
        if page is not None and isinstance(office, FileOffice):
            self._pdf.save_absences(lambda: attendance_page(office, page.school_class), page.class_name, parent)


def _week_words(week: Week) -> str:
    """«12–16 октября (до начала журнала)»."""
    state = "до начала журнала" if week.before else "" if week.confirmed else "не подтверждена"
    return f"{week.words} ({state})" if state else week.words


def _summary(page: AbsencesPage) -> str:
    """«Пропущено 23 урока, без указания причины 3; неделя подтверждена»."""
    if page.week is None:
        return ""
    figures = page.figures()
    missed = agreed(figures.total, _MISSED, _LESSONS) if figures.total else "Пропусков нет"
    silent = f", без указания причины {figures.not_given}" if figures.not_given else ""
    doubtful = sum(cell.doubtful for cell in page.cells.values())
    doubt = f", не на всех уроках дня {doubtful}" if doubtful else ""
    if page.week.before:
        return f"{missed}{doubt}; неделя до начала журнала: буква сама отмечает пропуск дня"
    state = "неделя подтверждена" if page.week.confirmed else "неделя не подтверждена"
    return f"{missed}{silent}{doubt}; {state}"
