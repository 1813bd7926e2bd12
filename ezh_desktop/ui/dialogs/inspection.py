"""«Проверка журнала»: findings of a class become remarks by a tick, own words are added, all of it is one act."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.inspections import NewRemark, drafts_of, hold_inspection, replace_text
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.ui import fonts, forms
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.help import show_help
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.tone import tone, tone_children

_SIZE = (860, 560)
_DAYS = 7
_DRAFT = USER_ROLE
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class InspectionDialog(QDialog):
    """Reads the findings when it opens; accepted once the inspection is durable."""

    def __init__(self, office: FileOffice, page: RemarksPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._page = office, page
        self._writing = False
        self._background = Background(self)
        forms.fill(self, known=(ElidedLabel,))
        self._list = forms.child(self, QTreeWidget, "findings")
        self._own, self._conclusion = (forms.child(self, QLineEdit, name) for name in ("own", "conclusion"))
        self._deadline = forms.child(self, QDateEdit, "deadline")
        self._message = forms.child(self, QLabel, "message")
        self._add, self._all, self._cancel, self._enter = (
            forms.child(self, QPushButton, name) for name in ("add", "all", "cancel", "enter")
        )
        tone_children(self)
        forms.child(self, ElidedLabel, "heading").show_whole(f"Проверка журнала, {page.class_name} класс")
        later = page.today + timedelta(days=_DAYS)
        self._deadline.setMinimumDate(QDate(page.today.year, page.today.month, page.today.day))
        self._deadline.setDate(QDate(later.year, later.month, later.day))
        self._connect()
        room = self.screen().availableSize()
        self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height() - 40))
        self._say("Собираю недочёты…")
        self._background.start(self._read)
        self._show_button()

    @property
    def settled(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._background.running

    def _connect(self) -> None:
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._list.itemChanged.connect(self._show_button)
        self._own.returnPressed.connect(self._on_add)
        self._own.textChanged.connect(self._show_button)
        self._add.clicked.connect(self._on_add)
        self._all.clicked.connect(self._on_all)
        self._cancel.clicked.connect(self.reject)
        self._enter.clicked.connect(self._on_enter)
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: show_help("remarks", self))

    def _read(self) -> tuple[NewRemark, ...]:
        report = check_journal(self._office, CheckScope(class_name=self._page.class_name))
        return drafts_of(self._office, self._page.school_class, [line for line in report.lines if line.finding.counts])

    def _on_done(self, result: object) -> None:
        if self._writing:
            self.accept()
            return
        if isinstance(result, tuple):
            for draft in result:
                self._put(draft, _UNCHECKED)
            first = self._list.topLevelItem(0)
            if first is not None:
                self._list.setCurrentItem(first)
            self._say("" if first is not None else "Недочётов у класса нет.")
        self._list.setFocus()
        self._show_button()

    def _on_failed(self, error: EzhError) -> None:
        self._writing = False
        self._say(error.text, fault=True)
        self._show_button()

    def _put(self, draft: NewRemark, state: Qt.CheckState) -> None:
        item = QTreeWidgetItem([draft.text])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
        item.setCheckState(0, state)
        item.setData(0, _DRAFT, draft)
        item.setToolTip(0, draft.text)
        self._list.addTopLevelItem(item)

    def _chosen(self) -> list[NewRemark]:
        items = [self._list.topLevelItem(at) for at in range(self._list.topLevelItemCount())]
        return [
            replace_text(item.data(0, _DRAFT), item.text(0))
            for item in items
            if item is not None and item.checkState(0) is _CHECKED
        ]

    def _on_add(self) -> None:
        text = self._own.text().strip()
        if text:
            self._put(NewRemark(text), _CHECKED)
            self._own.clear()
            self._show_button()

    def _on_all(self) -> None:
        items = [self._list.topLevelItem(at) for at in range(self._list.topLevelItemCount())]
        state = _UNCHECKED if items and all(item and item.checkState(0) is _CHECKED for item in items) else _CHECKED
        for item in items:
            if item is not None:
                item.setCheckState(0, state)

    def _show_button(self) -> None:
        number = len(self._chosen())
        words = count(number, "замечание", "замечания", "замечаний")
        self._enter.setText(f"Записать {words}" if number else "Записать без замечаний")
        self._enter.setEnabled(self.settled)
        self._add.setEnabled(bool(self._own.text().strip()))

    def _on_enter(self) -> None:
        remarks, conclusion = self._chosen(), self._conclusion.text()
        day = self._deadline.date().toPython()
        deadline = day if remarks else None
        self._writing = True
        self._say("Записываю…")
        self._background.start(
            lambda: hold_inspection(self._office, self._page.school_class, remarks, deadline, conclusion)  # type: ignore[arg-type]
        )
        self._show_button()

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if fault:
            announce(self._message, text)

    def reject(self) -> None:
        """Close; while something is being read or written the dialog stays."""
        if self.settled:
            super().reject()
