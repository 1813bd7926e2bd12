"""«Журнал индивидуальных занятий» (5.14, 5.15): lessons beside the timetable, held, planned and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QTimer
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.rules.individual import FORMS, IndividualRow
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.doors import Office, Place
from ezh_desktop.services.individual import (
    add_lessons,
    cancel_lesson,
    change_lesson,
    individual_page,
    may_read_individual,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.individual import IndividualLesson, IndividualPage
from ezh_desktop.ui import theme
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.importtable import RingDelegate
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.individual import (
    DAY,
    FORM,
    MARK,
    PUPIL,
    REASON,
    SUBJECT,
    TEACHER,
    TITLES,
    TOPIC,
    IndividualModel,
)
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.pages.base import CommandState, Scope, Tools, WindowPage
from ezh_desktop.ui.pdfsaving import PagePdf
from ezh_desktop.ui.printcommands import class_print_dialog
from ezh_desktop.ui.qttypes import EDIT_ROLE
from ezh_desktop.ui.widgets.commandbutton import command_button
from ezh_desktop.ui.widgets.tone import tone

_WIDTHS: Final = {DAY: 64, PUPIL: 170, SUBJECT: 130, FORM: 150, MARK: 74, REASON: 150, TEACHER: 170}
_BUTTONS: Final = (("individual_new", "add"), ("individual_cancel", "dismiss"))
NOTHING: Final = "Индивидуальных занятий не было."


class LessonDelegate(RingDelegate):
    """Fields over the cells: a list of forms in which another may be typed, plain lines elsewhere."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The field over a cell."""
        if index.column() != FORM:
            line = QLineEdit(parent)
            line.setAccessibleName(TITLES[index.column()])
            return line
        combo = QComboBox(parent)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.addItems(list(FORMS))
        combo.setAccessibleName(TITLES[FORM])
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands there, chosen whole."""
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, QLineEdit):
            line.setText(str(index.data(EDIT_ROLE) or ""))
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed on."""
        text = editor.currentText() if isinstance(editor, QComboBox) else editor.text()  # type: ignore[attr-defined]
        model.setData(index, text, EDIT_ROLE)


class IndividualTab(WindowPage):
    """Who teaches a subject of the class records and changes its rows; the others read."""

    name = "individual"
    title = "Индивидуальные"
    scope = Scope.CLASS
    help_page = "individual"
    own_commands = frozenset(name for name, _ in _BUTTONS)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._page: IndividualPage | None = None
        self._course = 0
        self._pdf = PagePdf(self)
        self._waiting: list[Callable[[], object]] = []
        self._background = Background(self)
        self._background.done.connect(self._on_written)
        self._background.failed.connect(self._on_failed)
        self.model = IndividualModel(self)
        self.table = QTableView(self)
        self.words = QLabel(self)
        self._line = QHBoxLayout()
        self._build()
        self.model.typed.connect(self._on_typed)
        self.model.mistyped.connect(self.said)
        self.table.selectionModel().currentChanged.connect(self._on_moved)
        self._take_colours()
        theme.signals.changed.connect(self._take_colours)

    def _build(self) -> None:
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        tone(self.words, "text2")
        self._line.setContentsMargins(14, 6, 14, 6)
        self._line.setSpacing(4)
        self._line.addWidget(self.words, 1)
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(LessonDelegate(table))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setWordWrap(True)
        table.setAccessibleName("Журнал индивидуальных занятий")
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        table.verticalHeader().hide()
        head = table.horizontalHeader()
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        head.setSectionResizeMode(TOPIC, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(60)
        head.setHighlightSections(False)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(0)
        column_.addLayout(self._line)
        column_.addWidget(table, 1)

    # What is shown

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """Who reads a page of the class, or all of them."""
        return (
            isinstance(office, FileOffice)
            and bool(place.school_class)
            and may_read_individual(office, place.school_class, place.course)
        )

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._page.cursor if self._page else 0

    def scopes(self) -> frozenset[int]:
        """The class and its courses."""
        page = self._page
        return frozenset({page.school_class, *page.course_by_id}) if page else frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - no lessons of the timetable
        """See `WindowPage.show_place`."""
        self._course = place.course
        self._show(place.school_class)
        if self.model.rowCount():
            self._stand_at(self.model.rowCount() - 1, TOPIC)
        self.commands_changed.emit()

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        if self._page is None:
            return
        current, column = self._current(), self.table.currentIndex().column()
        self._show(self._page.school_class)
        row = self.model.row_of(current.lesson) if current else None
        if self.model.rowCount():
            self._stand_at(self.model.rowCount() - 1 if row is None else row, max(column, 0))
        self.commands_changed.emit()

    def _show(self, school_class: int) -> None:
        office = self.tools.office
        if isinstance(office, FileOffice):
            page = self._page = individual_page(office, school_class)
            self.model.show_page(page)
            self.table.resizeRowsToContents()
            self.words.setText(_summary(page))

    def _stand_at(self, row: int, column: int) -> None:
        self.table.setCurrentIndex(self.model.index(row, column))

    def focus_widget(self) -> QWidget:
        """The table."""
        return self.table

    def go_pupil(self, pupil: int) -> None:
        """See `WindowPage.go_pupil`."""
        row = self.model.row_of_pupil(pupil)
        if row is not None:
            self._stand_at(row, PUPIL)

    def go_lesson(self, pupil: int, day: date | None) -> None:
        """To the topic of a pupil's lesson on a day."""
        row = self.model.row_on(pupil, day)
        if row is not None:
            self._stand_at(row, TOPIC)
            self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their words at this width, once the columns have shared it."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self.table.resizeRowsToContents)

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the teacher and the reason make room for the topic."""
        for column in (REASON, TEACHER):
            self.table.setColumnHidden(column, narrow)

    def _take_colours(self) -> None:
        """A chosen cell lies on the soft ground of lists."""
        t = theme.tokens()
        palette = theme.palette(t)
        palette.setColor(QPalette.ColorRole.Highlight, theme.ink(t.accent_soft))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink(t.text))
        self.table.setPalette(palette)

    # Commands

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {"individual_new": self.ask_new, "individual_cancel": self._on_cancel}

    def take_commands(self, commands: Commands) -> None:
        """The commands stand above the table too; one that cannot be given now is not shown."""
        for name, icon in _BUTTONS:
            action, button = commands[name], command_button(commands[name], icon, self)
            action.changed.connect(lambda button=button, action=action: button.setVisible(action.isEnabled()))
            button.setVisible(action.isEnabled())
            self._line.addWidget(button)

    def command_state(self, name: str) -> CommandState:
        """Who teaches here may record; a row is cancelled by who may change it."""
        page, current = self._page, self._current()
        if page is None or self.tools.office.readonly or not page.writable:
            return CommandState(enabled=False)
        return CommandState(name == "individual_new" or (current is not None and page.may_write(current)))

    def _current(self) -> IndividualLesson | None:
        return self.model.lesson(self.table.currentIndex().row())

    def _on_moved(self) -> None:
        self.commands_changed.emit()

    def ask_new(self, pupil: int = 0) -> None:
        """The dialog of a new lesson, of a pupil when one is named."""
        from ezh_desktop.ui.dialogs.individual import IndividualDialog  # noqa: PLC0415 - once asked for

        office, page = self.tools.office, self._page
        if not isinstance(office, FileOffice) or page is None or not page.writable:
            return
        current = self._current()
        chosen = pupil or (current.pupil if current else 0)
        dialog = IndividualDialog(
            page,
            lambda new: add_lessons(office, page.school_class, [new]),
            self.window(),
            course=self._course or (current.course if current else 0),
            pupil=chosen,
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(self.reload)
        dialog.open()

    def _on_typed(self, lesson: IndividualLesson, row: IndividualRow) -> None:
        office, page = self.tools.office, self._page
        if isinstance(office, FileOffice) and page is not None:
            self._write(lambda: change_lesson(office, page.school_class, lesson, row))

    def _on_cancel(self) -> None:
        office, page, current = self.tools.office, self._page, self._current()
        if isinstance(office, FileOffice) and page is not None and current is not None:
            self._write(lambda: cancel_lesson(office, page.school_class, current))

    def _write(self, act: Callable[[], object]) -> None:
        """Acts are written one after another: keys come faster than the disk."""
        self._waiting.append(act)
        self._start()

    def _start(self) -> None:
        if self._waiting and not self._background.running:
            self._background.start(self._waiting.pop(0))

    def _on_written(self, _result: object) -> None:
        self.reload()
        self.said.emit("Записано")
        self._start()

    def _on_failed(self, error: EzhError) -> None:
        if isinstance(error, Refusal):
            self.said.emit(error.text)
        else:
            self._waiting.clear()
            self.tools.doors.tell(self.window(), error.what, error.remedy)
        self.reload()
        self._start()

    # Paper

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`."""
        return class_print_dialog(self.tools, self._page, self.name, parent) if self._page is not None else None

    def save_pdf(self, parent: QWidget) -> None:
        """The page on paper, saved where the person says."""
        office, page = self.tools.office, self._page
        if page is not None and isinstance(office, FileOffice):
            self._pdf.save_individual(lambda: individual_page(office, page.school_class), page.class_name, parent)


def _summary(page: IndividualPage) -> str:
    """«5 занятий, впереди 2, не записана тема: 1»."""
    if not page.lessons:
        return NOTHING.rstrip(".")
    words = count(len(page.lessons), "занятие", "занятия", "занятий")
    ahead = sum(one.day > page.today for one in page.lessons)
    silent = sum(one.day <= page.today and not one.topic for one in page.lessons)
    return words + (f", впереди {ahead}" if ahead else "") + (f", не записана тема: {silent}" if silent else "")
