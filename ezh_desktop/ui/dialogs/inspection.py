"""«Проверка журнала»: findings of a class or a teacher become remarks by a tick, own words are added: one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.inspections import (
    NO_REMARKS,
    NewRemark,
    drafts_of,
    hold_inspection,
    hold_teacher_inspection,
    replace_text,
    teachers_of,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.ui import fitting, fonts, forms
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone, tone_children

_SIZE = (860, 560)
_DAYS = 7
_DRAFT = USER_ROLE
_WHOLE_CLASS = 0
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True)
class _Found:
    """What the rules find in the school as remarks, the names of classes, and whom the remarks go to."""

    drafts: tuple[NewRemark, ...]
    classes: Mapping[int, str]
    teachers: tuple[tuple[int, str], ...]


class InspectionDialog(QDialog):
    """Reads the findings when it opens; accepted once the inspection is durable.

    All findings of the school lie in the list; those of the class, or of the teacher chosen above it, are in view.
    """

    def __init__(
        self, office: FileOffice, page: RemarksPage, parent: QWidget | None = None, *, teacher: int = _WHOLE_CLASS
    ) -> None:
        """`teacher` is the person whose records are inspected first; the class of the page by default."""
        super().__init__(parent)
        self._office, self._page, self._first = office, page, teacher
        self._classes: Mapping[int, str] = {}
        self._writing = False
        self._background = Background(self)
        forms.fill(self, known=(ElidedLabel,))
        self._who = forms.child(self, QComboBox, "who")
        self._list = forms.child(self, QTreeWidget, "findings")
        self._list.setItemDelegate(SoftSelection(self._list))
        self._own, self._conclusion = (forms.child(self, QLineEdit, name) for name in ("own", "conclusion"))
        self._deadline = forms.child(self, QDateEdit, "deadline")
        self._message = forms.child(self, QLabel, "message")
        self._add, self._all, self._cancel, self._enter = (
            forms.child(self, QPushButton, name) for name in ("add", "all", "cancel", "enter")
        )
        tone_children(self)
        self._heading = forms.child(self, ElidedLabel, "heading")
        self._who.addItem(f"{page.class_name} класс", _WHOLE_CLASS)
        self._list.setColumnCount(2)
        head = self._list.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        later = page.today + timedelta(days=_DAYS)
        # With the sheet and no buttons Qt leaves the text no edge.
        self._deadline.lineEdit().setTextMargins(7, 0, 0, 0)
        self._deadline.setMinimumDate(QDate(page.today.year, page.today.month, page.today.day))
        self._deadline.setDate(QDate(later.year, later.month, later.day))
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        self._say("Собираю недочёты…")
        self._background.start(self._read)
        self._show_chosen()

    @property
    def settled(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._background.running

    def _connect(self) -> None:
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._who.currentIndexChanged.connect(self._show_chosen)
        self._list.itemChanged.connect(self._show_button)
        self._own.returnPressed.connect(self._on_add)
        self._own.textChanged.connect(self._show_button)
        self._add.clicked.connect(self._on_add)
        self._all.clicked.connect(self._on_all)
        self._cancel.clicked.connect(self.reject)
        self._enter.clicked.connect(self._on_enter)
        help_key(self, "remarks")

    def _read(self) -> _Found:
        lines = [line for line in check_journal(self._office, CheckScope()).lines if line.finding.counts]
        drafts = drafts_of(self._office, lines)
        return _Found(drafts, {line.school_class: line.class_name for line in lines}, teachers_of(self._office, drafts))

    def _on_done(self, result: object) -> None:
        if self._writing:
            self.accept()
            return
        if isinstance(result, _Found):
            self._classes = result.classes
            for draft in result.drafts:
                self._put(draft, _UNCHECKED)
            for person, name in result.teachers:
                self._who.addItem(f"{name}, все классы", person)
            self._who.setCurrentIndex(max(0, self._who.findData(self._first)))
            self._show_chosen()
        self._list.setFocus()

    @property
    def _teacher(self) -> int:
        return int(self._who.currentData() or _WHOLE_CLASS)

    @property
    def _name(self) -> str:
        """The teacher's name, else the class's."""
        return self._who.currentText().removesuffix(", все классы")

    def _items(self) -> list[QTreeWidgetItem]:
        """What the list has in view."""
        items = [self._list.topLevelItem(at) for at in range(self._list.topLevelItemCount())]
        return [item for item in items if item is not None and not item.isHidden()]

    def _concerns(self, draft: NewRemark) -> bool:
        if self._teacher == _WHOLE_CLASS:
            return draft.school_class == self._page.school_class
        return draft.teacher == self._teacher

    def _show_chosen(self) -> None:
        """The findings of the chosen class or teacher; ticks of others stay, and are not recorded."""
        self._heading.show_whole(f"Проверка журнала, {self._name}")
        of_class = self._teacher == _WHOLE_CLASS
        self._list.setColumnHidden(1, of_class)
        words = (
            f"Без замечаний будет записано «{NO_REMARKS}»" if of_class else f"Проверены записи учителя: {self._name}."
        )
        self._conclusion.setPlaceholderText(words)
        for at in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(at)
            if item is not None:
                item.setHidden(not self._concerns(item.data(0, _DRAFT)))
        items = self._items()
        if items:
            self._list.setCurrentItem(items[0])
        if self.settled:
            self._say("" if items else "Недочётов нет.")
        self._show_button()

    def _on_failed(self, error: EzhError) -> None:
        self._writing = False
        self._say(error.text, fault=True)
        self._show_button()

    def _put(self, draft: NewRemark, state: Qt.CheckState) -> None:
        item = QTreeWidgetItem([draft.text, self._classes.get(draft.school_class, self._page.class_name)])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
        item.setCheckState(0, state)
        item.setData(0, _DRAFT, draft)
        item.setToolTip(0, draft.text)
        self._list.addTopLevelItem(item)

    def _chosen(self) -> list[NewRemark]:
        ticked = [item for item in self._items() if item.checkState(0) is _CHECKED]
        return [replace_text(item.data(0, _DRAFT), item.text(0)) for item in ticked]

    def _on_add(self) -> None:
        text = self._own.text().strip()
        if text:
            current = self._list.currentItem()
            near = current.data(0, _DRAFT).school_class if current is not None and self._teacher else 0
            where = near or self._page.school_class
            self._put(NewRemark(text, teacher=self._teacher or None, school_class=where), _CHECKED)
            self._own.clear()
            self._show_button()

    def _on_all(self) -> None:
        items = self._items()
        state = _UNCHECKED if items and all(item.checkState(0) is _CHECKED for item in items) else _CHECKED
        for item in items:
            item.setCheckState(0, state)

    def _show_button(self) -> None:
        number = len(self._chosen())
        words = count(number, "замечание", "замечания", "замечаний")
        of_class = self._teacher == _WHOLE_CLASS
        self._enter.setText(
            f"Записать {words}" if number else f"Записать {'без замечаний' if of_class else 'замечания'}"
        )
        self._enter.setEnabled(self.settled and bool(number or of_class))
        self._add.setEnabled(bool(self._own.text().strip()))

    def _on_enter(self) -> None:
        self._writing = True
        self._say("Записываю…")
        self._background.start(self._hold(self._chosen(), self._conclusion.text()))
        self._show_button()

    def _hold(self, remarks: list[NewRemark], conclusion: str) -> Callable[[], EntryRef]:
        """The act, for the other thread: of the class, or of the teacher in all classes."""
        office, school_class, name, teacher = self._office, self._page.school_class, self._name, self._teacher
        day: date = self._deadline.date().toPython()  # type: ignore[assignment]
        deadline = day if remarks else None
        if teacher == _WHOLE_CLASS:
            return lambda: hold_inspection(office, school_class, remarks, deadline, conclusion)
        return lambda: hold_teacher_inspection(office, name, remarks, deadline, conclusion)

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if fault:
            announce(self._message, text)

    def reject(self) -> None:
        """Close; while something is being read or written the dialog stays."""
        if self.settled:
            super().reject()
