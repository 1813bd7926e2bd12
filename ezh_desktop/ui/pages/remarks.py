"""«Замечания»: what inspections found in a class's journal, the teachers' answers, and what is accepted (3.5, 6.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QWidget,
)

from ezh_desktop.domain.rights import About, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, dotted
from ezh_desktop.services.doors import Office, Place
from ezh_desktop.services.inspections import accept_remark, answer_remark, cancel_remark, remarks_page
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.inspection import Remark, RemarksPage, RemarkState
from ezh_desktop.ui.models.remarks import ANSWER, TEXT, RemarksModel
from ezh_desktop.ui.pages.base import CommandState, Tools
from ezh_desktop.ui.pages.tablepage import TablePage
from ezh_desktop.ui.printcommands import class_print_dialog

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

_WIDTHS = {0: 84, 2: 190, 3: 64, 5: 108}
_BUTTONS = (
    ("inspect", "clipboard_task"),
    ("answer_remark", "comment"),
    ("accept_remark", "checkmark"),
    ("cancel_remark", "dismiss"),
)
NOTHING = "Замечаний по ведению журнала нет."


class RemarksTab(TablePage):
    """A teacher sees and answers the own remarks; deputy and director see all, the deputy makes and accepts them."""

    name = "remarks"
    title = "Замечания"
    buttons = _BUTTONS
    help_page = "remarks"
    own_commands = frozenset(name for name, _ in _BUTTONS)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._page: RemarksPage | None = None
        self.model = RemarksModel(self)
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Замечания по ведению журнала")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.set_widths(_WIDTHS, (TEXT, ANSWER))
        table.selectionModel().currentRowChanged.connect(self._on_row)
        table.activated.connect(self._on_activated)

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """Who controls the journals, and teachers, who read what was said to them."""
        if not isinstance(office, FileOffice) or not place.school_class:
            return False
        person = office.person.person
        about = About(Thing.INSPECTION, office.clock.today(), school_class=place.school_class, person=person)
        return may(office.actor, Action.READ, about)

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._page.cursor if self._page else 0

    def scopes(self) -> frozenset[int]:
        """The class."""
        return frozenset({self._page.school_class}) if self._page else frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - remarks have no lesson
        """See `WindowPage.show_place`."""
        self._show(place.school_class)
        if self.model.rowCount():
            self.table.selectRow(0)
        self.commands_changed.emit()

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        if self._page is None:
            return
        current = self._current()
        self._show(self._page.school_class)
        row = self.model.row_of(current.remark) if current else None
        if row is not None:
            self.table.selectRow(row)
        self.commands_changed.emit()

    def _show(self, school_class: int) -> None:
        office = self.tools.office
        if not isinstance(office, FileOffice):
            return
        page = self._page = remarks_page(office, school_class)
        self.model.show_page(page)
        self.table.resizeRowsToContents()
        self.words.setText(_summary(page))

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {
            "inspect": self._on_inspect,
            "answer_remark": self._on_answer,
            "accept_remark": self._on_accept,
            "cancel_remark": self._on_cancel,
        }

    def command_state(self, name: str) -> CommandState:
        """What the person may do with the remark in view."""
        page, remark = self._page, self._current()
        if page is None or self.tools.office.readonly or self.acts.running:
            return CommandState(enabled=False)
        if name == "inspect":
            return CommandState(page.may_write)
        if remark is None:
            return CommandState(enabled=False)
        if name == "answer_remark":
            return CommandState(page.answerable(remark))
        if name == "accept_remark":
            return CommandState(page.may_write and remark.state is RemarkState.ANSWERED)
        return CommandState(page.may_write and remark.state in {RemarkState.OPEN, RemarkState.ANSWERED})

    def _current(self) -> Remark | None:
        return self.model.remark(self.table.currentIndex().row())

    def _on_row(self) -> None:
        self.commands_changed.emit()

    def _on_activated(self, _index: QModelIndex) -> None:
        """Enter: the teacher answers, the deputy accepts."""
        for name in ("answer_remark", "accept_remark"):
            if self.command_state(name).enabled:
                self.commands()[name]()
                return

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`."""
        return class_print_dialog(self.tools, self._page, self.name, parent) if self._page is not None else None

    def save_pdf(self, parent: QWidget) -> None:
        """The page on paper, saved where the person says."""
        office, page = self.tools.office, self._page
        if page is not None and isinstance(office, FileOffice):
            self.pdf.save_remarks(lambda: remarks_page(office, page.school_class), page.class_name, parent)

    # Acts

    def _on_inspect(self) -> None:
        # The dialog reads findings of the class when it opens.
        from ezh_desktop.ui.dialogs.inspection import InspectionDialog  # noqa: PLC0415

        office = self.tools.office
        if isinstance(office, FileOffice) and self._page is not None:
            self._open(InspectionDialog(office, self._page, self.window()))

    def _on_answer(self) -> None:
        from ezh_desktop.ui.dialogs.answer import AnswerDialog  # noqa: PLC0415 - see above

        office, page, remark = self.tools.office, self._page, self._current()
        if isinstance(office, FileOffice) and page is not None and remark is not None:
            self._open(
                AnswerDialog(
                    remark,
                    lambda text: answer_remark(office, page.school_class, remark, text),
                    self.window(),
                )
            )

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(self.reload)
        dialog.open()

    def _on_accept(self) -> None:
        self._write(accept_remark)

    def _on_cancel(self) -> None:
        self._write(cancel_remark)

    def _write(self, act: Callable[[FileOffice, int, Remark], object]) -> None:
        office, page, remark = self.tools.office, self._page, self._current()
        if isinstance(office, FileOffice) and page is not None and remark is not None:
            self.acts.write(lambda: act(office, page.school_class, remark))
            self.commands_changed.emit()


def _summary(page: RemarksPage) -> str:
    """«3 замечания, 1 ждёт ответа; проверен 02.12.2026»."""
    living = [one for one in page.remarks if one.state is not RemarkState.CANCELLED]
    held = [one.held for one in page.inspections if one.held]
    last = f"проверен {dotted(max(held))}" if held else ""
    if not living:
        return "; ".join(part for part in (NOTHING.rstrip("."), last) if part)
    waiting = sum(one.state is RemarkState.OPEN for one in living)
    words = count(len(living), "замечание", "замечания", "замечаний")
    wait = f", без ответа: {waiting}" if waiting else ""
    return "; ".join(part for part in (f"{words}{wait}", last) if part)
