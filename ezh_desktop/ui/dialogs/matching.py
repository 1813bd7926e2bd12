"""Names of a timetable against those of the journal: each is one of ours, somebody new, or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.russian import count
from ezh_desktop.services.importing.timetable_names import (
    LABELS,
    LEAVE,
    NEW,
    Choice,
    How,
    NameKind,
    NameLine,
    Stock,
)
from ezh_desktop.ui import fitting, forms, theme
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone_children

_SIZE: Final = (820, 560)
_ROW_HEIGHT: Final = 26
_HEADS: Final = ("Что", "В файле", "Строк", "В журнале")
_WIDTHS: Final = (90, 230, 64)
ONE_OF_OURS: Final = "Выберите предмет класса или оставьте столбец вне журнала. Выбор запомнится на этом компьютере."
_LEFT_OUT: Final = "не вносить"
_ORDER: Final = (How.OPEN, How.NEW, How.GUESSED, How.CHOSEN, How.LEFT_OUT, How.FOUND)
_INK: Final = {How.OPEN: "block", How.NEW: "accent_text", How.GUESSED: "accent_text", How.LEFT_OUT: "text3"}

Index = QModelIndex | QPersistentModelIndex


class MatchModel(QAbstractTableModel):
    """The names, those first that want to be looked at, and what each is taken for or was just chosen."""

    def __init__(self, names: Sequence[NameLine], stocks: Mapping[NameKind, Stock], parent: QWidget) -> None:
        super().__init__(parent)
        self.names = sorted(names, key=lambda one: _ORDER.index(one.how))
        self.choices: dict[tuple[NameKind, str], Choice] = {}
        self._stocks = stocks

    def choose(self, row: int, choice: Choice) -> None:
        """Take up what a person said of a name."""
        self.choices[self.names[row].key] = choice
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(_HEADS) - 1))

    def meaning(self, row: int) -> str:
        """What the name is taken for, in words."""
        line = self.names[row]
        choice = self.choices.get(line.key)
        if choice is not None:
            return self._chosen(line, choice)
        if line.how is How.OPEN:
            return line.flaw.what if line.flaw else "нет ответа"
        return f"{_word_new(line.kind)}: {line.label}" if line.how is How.NEW else line.label

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Names."""
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Kind, name, rows, meaning."""
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Words and colours of a cell."""
        if not index.isValid():
            return None
        line, column = self.names[index.row()], index.column()
        if role == DISPLAY_ROLE or (role == TOOLTIP_ROLE and column in {1, 3}):
            return (LABELS[line.kind], line.text, str(line.used), self.meaning(index.row()))[column]
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{LABELS[line.kind]} «{line.text}»: {self.meaning(index.row())}"
        if role == Qt.ItemDataRole.ForegroundRole and column == len(_HEADS) - 1:
            ink = "text" if line.key in self.choices else _INK.get(line.how, "text2")
            return QColor(theme.ink(getattr(theme.tokens(), ink)))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """The columns' names."""
        return _HEADS[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None

    def _chosen(self, line: NameLine, choice: Choice) -> str:
        if choice == LEAVE:
            return _LEFT_OUT
        if isinstance(choice, int):
            return self._stocks[line.kind].by_ident[choice].label
        return f"{_word_new(line.kind)}: {choice.removeprefix(NEW) or line.label or line.text}"


def _word_new(kind: NameKind) -> str:
    return (
        "новый учитель" if kind is NameKind.TEACHER else "новый предмет" if kind is NameKind.SUBJECT else "новый класс"
    )


class MatchDialog(QDialog):
    """Goes through the names; `choices` are what the person has said, once the dialog is accepted."""

    def __init__(
        self,
        names: Sequence[NameLine],
        stocks: Mapping[NameKind, Stock],
        parent: QWidget | None = None,
        *,
        makes: bool = True,
    ) -> None:
        """`stocks` are those of ours that a name may be matched with; `makes`: else it may be the name of a new one."""
        super().__init__(parent)
        self._stocks, self._makes = stocks, makes
        forms.fill(self, known=(ElidedLabel,))
        self._table = forms.child(self, QTableView, "table")
        self._choice = forms.child(self, QComboBox, "choice")
        self._model = MatchModel(names, stocks, self)
        self._dress(names)
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        if self._model.rowCount():
            self._table.setCurrentIndex(self._model.index(0, len(_HEADS) - 1))
        self._table.setFocus()

    @property
    def choices(self) -> Mapping[tuple[NameKind, str], Choice]:
        """What was said of names, by kind and key of the name."""
        return self._model.choices

    def _dress(self, names: Sequence[NameLine]) -> None:
        tone_children(self)
        waiting = sum(line.how in {How.NEW, How.GUESSED, How.OPEN} for line in names)
        words = count(waiting, "название", "названия", "названий")
        heading = forms.child(self, ElidedLabel, "heading")
        heading.show_whole(f"Проверьте {words} из {len(names)}" if waiting else "Все названия узнаны")
        if not self._makes:
            forms.child(self, QLabel, "hint").setText(ONE_OF_OURS)
        self._table.setModel(self._model)
        self._table.setItemDelegate(SoftSelection(self._table))
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.verticalHeader().setVisible(False)
        self._table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self._table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            self._table.setColumnWidth(column, width)
        self._choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._choice.setAccessibleName("Что значит название")
        completer = self._choice.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def _connect(self) -> None:
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._show_choices())
        self._choice.activated.connect(self._on_picked)
        edit = self._choice.lineEdit()
        if edit is not None:
            edit.setAccessibleName("Что значит название")
            edit.editingFinished.connect(self._on_typed)
        forms.child(self, QPushButton, "take").clicked.connect(self.accept)
        forms.child(self, QPushButton, "cancel").clicked.connect(self.reject)
        help_key(self, "import")

    @property
    def _row(self) -> int:
        return self._table.currentIndex().row()

    def _show_choices(self) -> None:
        """What the current name may mean: a new one, nothing, or one of ours."""
        if self._row < 0:
            return
        line = self._model.names[self._row]
        self._choice.blockSignals(True)
        self._choice.clear()
        if self._makes and (line.how is not How.OPEN or line.kind is not NameKind.CLASS):
            self._choice.addItem(f"{_word_new(line.kind)}: {line.label or line.text}", NEW)
        self._choice.addItem(_LEFT_OUT, LEAVE)
        for one in sorted(self._stocks[line.kind].all, key=lambda one: one.key):
            if not one.ended:
                # Ids have 63 bits: they travel as text.
                self._choice.addItem(one.label, str(one.ident))
        self._choice.setEditText("" if line.how is How.OPEN and line.key not in self.choices else self._now())
        self._choice.blockSignals(False)
        message = forms.child(self, QLabel, "message")
        message.setText(line.flaw.remedy if line.flaw is not None else "")

    def _now(self) -> str:
        return self._model.meaning(self._row)

    def _on_picked(self, index: int) -> None:
        data = self._choice.itemData(index)
        if self._row >= 0 and data is not None:
            self._model.choose(self._row, int(data) if str(data).isdecimal() else str(data))

    def _on_typed(self) -> None:
        """A text that is none of the list is the name of a new one."""
        text = self._choice.currentText().strip()
        if self._row < 0 or not text or text == self._now():
            return
        keys = [name_key(self._choice.itemText(at)) for at in range(self._choice.count())]
        if name_key(text) in keys:
            self._on_picked(keys.index(name_key(text)))
        elif self._makes:
            self._model.choose(self._row, NEW + text)

    def accept(self) -> None:
        """Take up a text that is still being typed, and close."""
        self._on_typed()
        super().accept()
