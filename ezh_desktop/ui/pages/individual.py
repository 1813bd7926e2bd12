"""«Журнал индивидуальных занятий» (5.14, 5.15): lessons beside the timetable, held, planned and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from ezh_desktop.domain.rules.individual import FORMS, IndividualRow
from ezh_desktop.domain.russian import count
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
from ezh_desktop.ui.dialogs.importtable import RingDelegate
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
from ezh_desktop.ui.pages.base import CommandState, Tools
from ezh_desktop.ui.pages.tablepage import TablePage
from ezh_desktop.ui.printcommands import class_print_dialog
from ezh_desktop.ui.qttypes import EDIT_ROLE

_WIDTHS: Final = {DAY: 64, PUPIL: 170, SUBJECT: 130, FORM: 140, MARK: 74, REASON: 150, TEACHER: 196}
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


class IndividualTab(TablePage):
    """Who teaches a subject of the class records and changes its rows; the others read."""

    name = "individual"
    title = "Индивидуальные"
    buttons = _BUTTONS
    help_page = "individual"
    own_commands = frozenset(name for name, _ in _BUTTONS)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._page: IndividualPage | None = None
        self._course = 0
        self.model = IndividualModel(self)
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(LessonDelegate(table))
        table.setAccessibleName("Журнал индивидуальных занятий")
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.set_widths(_WIDTHS, (TOPIC,))
        table.horizontalHeader().setMinimumSectionSize(60)
        self.model.typed.connect(self._on_typed)
        self.model.mistyped.connect(self.said)
        table.selectionModel().currentChanged.connect(self._on_moved)

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

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the teacher and the reason make room for the topic."""
        for column in (REASON, TEACHER):
            self.table.setColumnHidden(column, narrow)

    # Commands

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {"individual_new": self.ask_new, "individual_cancel": self._on_cancel}

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
            self.acts.write(lambda: change_lesson(office, page.school_class, lesson, row))

    def _on_cancel(self) -> None:
        office, page, current = self.tools.office, self._page, self._current()
        if isinstance(office, FileOffice) and page is not None and current is not None:
            self.acts.write(lambda: cancel_lesson(office, page.school_class, current))

    # Paper

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`."""
        return class_print_dialog(self.tools, self._page, self.name, parent) if self._page is not None else None

    def save_pdf(self, parent: QWidget) -> None:
        """The page on paper, saved where the person says."""
        office, page = self.tools.office, self._page
        if page is not None and isinstance(office, FileOffice):
            self.pdf.save_individual(lambda: individual_page(office, page.school_class), page.class_name, parent)


def _summary(page: IndividualPage) -> str:
    """«5 занятий, впереди 2, не записана тема: 1»."""
    if not page.lessons:
        return NOTHING.rstrip(".")
    words = count(len(page.lessons), "занятие", "занятия", "занятий")
    ahead = sum(one.day > page.today for one in page.lessons)
    silent = sum(one.day <= page.today and not one.topic for one in page.lessons)
    return words + (f", впереди {ahead}" if ahead else "") + (f", не записана тема: {silent}" if silent else "")
