"""The import dialog (picture 08): what will come in and what will not, row by row, put right where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError
from ezh_desktop.services.importing.timetable_names import Choices
from ezh_desktop.services.office import FileOffice
from ezh_desktop.ui import fitting, fonts, forms, icons
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.importreading import Reading
from ezh_desktop.ui.dialogs.importtable import ROW_HEIGHT, ImportModel, KindHeader, RingDelegate
from ezh_desktop.ui.dialogs.importwork import NamingWork, Work, enter_reading, read_file
from ezh_desktop.ui.dialogs.matching import MatchDialog
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import show_help
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.tone import tone, tone_children

TABLES = "Таблицы и расписания FET (*.xlsx *.xls *.ods *.csv *.txt *.fet);;Все файлы (*)"
_SIZE = (1060, 616)
_MOST_WIDTH = 190
_LEAST_WIDTH = 84
_WILL_WIDTH = 230
_LOOKS_ONLY = QAbstractItemView.EditTrigger.NoEditTriggers
_WHOLE = frozenset({"full_name", "surname", "given", "topic"})
_FILTERS: tuple[tuple[str, Outcome | None, str], ...] = (
    ("all", None, "Все"),
    ("onlyNew", Outcome.NEW, "Будут внесены"),
    ("onlyChange", Outcome.CHANGE, "Изменятся"),
    ("onlySame", Outcome.SAME, "Без изменений"),
    ("onlyRefused", Outcome.REFUSED, "Отклонены"),
)

Save = Callable[[Path, bytes], None]


class ImportDialog(QDialog):
    """Shows what a file would change and enters it. Nothing is written before the button is pressed."""

    def __init__(  # noqa: PLR0917 - the parts of the dialog
        self,
        office: FileOffice,
        works: Mapping[str, Work],
        path: Path,
        doors: Doors,
        save: Save,
        parent: QWidget | None = None,
    ) -> None:
        """`works` are what the person may enter; `save` writes the report of refused rows."""
        super().__init__(parent)
        self._office, self._works, self._path, self._doors, self._save = office, works, path, doors, save
        self._key = ""
        self._reading: Reading | None = None
        self._only: Outcome | None = None
        self._entered = False
        self._background = Background(self)
        self._then: Callable[[object], None] = self._on_read
        forms.fill(self, known=(ElidedLabel,))
        self._take_out()
        self._dress()
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        self.read_anew()

    @property
    def settled(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._background.running

    @property
    def reading(self) -> Reading | None:
        """What is shown."""
        return self._reading

    def _take_out(self) -> None:
        self._heading, self._summary, self._note = (
            forms.child(self, ElidedLabel, name) for name in ("heading", "summary", "note")
        )
        self._kind, self._target = (forms.child(self, QComboBox, name) for name in ("kind", "target"))
        self._kind_label, self._target_label, self._message = (
            forms.child(self, QLabel, name) for name in ("kindLabel", "targetLabel", "message")
        )
        self._table = forms.child(self, QTableView, "table")
        self._filters = {outcome: forms.child(self, QPushButton, name) for name, outcome, _ in _FILTERS}
        self._other, self._names, self._next, self._report, self._cancel, self._enter = (
            forms.child(self, QPushButton, name)
            for name in ("other", "names", "nextRefused", "report", "cancel", "enter")
        )

    def _dress(self) -> None:
        tone_children(self)
        tone(self._message, "text2", fonts.SECOND)
        icons.dress(self._next, "arrow_down", "text")
        self._model = ImportModel(self)
        self._head = KindHeader(self._table)
        self._table.setHorizontalHeader(self._head)
        self._table.setModel(self._model)
        self._edits = self._table.editTriggers()
        self._table.setItemDelegate(RingDelegate(self._table))
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        group = QButtonGroup(self)
        for button in self._filters.values():
            group.addButton(button)
        self._filters[None].setChecked(True)
        self._show_parts(shown=False)
        for key, work in self._works.items():
            self._kind.addItem(work.title, key)
        for widget in (self._kind, self._kind_label):
            widget.setVisible(len(self._works) > 1)

    def _connect(self) -> None:
        self._background.ended.connect(self._on_ended)
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._model.edited.connect(self._on_edited)
        self._head.chosen.connect(self._on_kind_of_column)
        self._kind.activated.connect(self._on_kind)
        self._target.activated.connect(self._on_target)
        for outcome, button in self._filters.items():
            button.clicked.connect(lambda _checked=False, only=outcome: self._show_only(only))
        self._next.clicked.connect(self._on_next)
        self._other.clicked.connect(self._on_other)
        self._names.clicked.connect(self._on_names)
        self._report.clicked.connect(self._on_report)
        self._cancel.clicked.connect(self.reject)
        self._enter.clicked.connect(self._on_enter)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._on_help)

    # Reading

    def read_anew(self, key: str = "", target: str = "") -> None:
        """Read the file as that kind, else as the kind it looks like."""
        path, works = self._path, self._works
        self._start(lambda: read_file(path, works, key, target), self._on_file)

    def _judge(self, change: Callable[[Reading], Reading]) -> None:
        reading = self._reading
        if reading is not None and self.settled and not self._entered:
            self._start(lambda: change(reading), self._on_read)

    def _start(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        if not self.settled:
            return
        self._then = then
        self._say("Читаю файл…")
        self._enter.setEnabled(False)
        self._background.start(work)

    def _on_ended(self) -> None:
        self._say("")

    def _on_done(self, result: object) -> None:
        self._then(result)

    def _on_file(self, result: object) -> None:
        if not isinstance(result, tuple):
            raise TypeError(type(result))
        key, reading = result
        self._key = key
        work = self._works[key]
        self._kind.setCurrentIndex(self._kind.findData(key))
        self._target_label.setText(work.target_label)
        self._target.setAccessibleName(work.target_label)
        self._target.setEditable(work.free_target)
        edit = self._target.lineEdit()
        if edit is not None:
            edit.setAccessibleName(work.target_label)
            edit.editingFinished.connect(self._on_target, Qt.ConnectionType.UniqueConnection)
        self._target.clear()
        self._target.addItems(list(work.targets()))
        self._take_entered(entered=False)
        self._on_read(reading)
        (self._table if reading.target or not reading.found.judged else self._target).setFocus()

    def _on_read(self, result: object) -> None:
        if not isinstance(result, Reading):
            raise TypeError(type(result))
        self._reading = result
        self._show_target(result.target)
        self._show_reading(result)

    def _on_failed(self, error: EzhError) -> None:
        """What is wrong with the file or the last change; what was shown stays, so that it can be put right."""
        if self._reading is None:
            self._show_parts(shown=False)
            self._summary.show_whole("")
            self._heading.show_whole(f"Файл «{self._path.name}»")
        else:
            self._show_reading(self._reading)
        self._say(error.text, fault=True)

    # Showing

    def _show_target(self, target: str) -> None:
        if self._target.isEditable():
            self._target.setEditText(target)
            edit = self._target.lineEdit()
            if edit is not None:
                edit.setCursorPosition(0)
        else:
            self._target.setCurrentIndex(self._target.findText(target))

    def _show_reading(self, reading: Reading) -> None:
        self._show_parts(shown=True)
        work = self._works[self._key]
        name = reading.name or f"{work.title} {reading.target}".strip()
        self._heading.show_whole(f"{name} из файла «{self._path.name}»")
        self._summary.show_whole(reading.summary)
        self._note.show_whole(reading.said)
        self._show_names(reading)
        counts = reading.found.counts
        for _, outcome, words in _FILTERS:
            number = len(reading.found.judged) if outcome is None else counts[outcome]
            self._filters[outcome].setText(f"{words} {number}")
            self._filters[outcome].setEnabled(number > 0)
        for widget in (self._next, self._report):
            widget.setEnabled(counts[Outcome.REFUSED] > 0)
        self._show_rows(reading)
        self._enter.setText(reading.button or "Вносить нечего")
        self._enter.setEnabled(bool(reading.button) and not self._entered)
        mend = "Строки исправляют в файле." if reading.fixed else "Строки можно исправить прямо здесь."
        self._say(f"{reading.warning or mend} {work.undo}")

    def _show_names(self, reading: Reading) -> None:
        """The button to the names of a timetable says how many of them want to be looked at."""
        self._names.setVisible(bool(reading.names))
        waiting = reading.waiting
        words = count(waiting, "название", "названия", "названий")
        self._names.setText(f"Проверить {words}…" if waiting else "Названия…")

    def _show_rows(self, reading: Reading) -> None:
        if self._only is not None and not reading.found.counts[self._only]:
            self._only = None
            self._filters[None].setChecked(True)
        self._model.show(reading, self._only)
        self._head.show_kinds(self._model.columns, reading, self._works[self._key].choices)
        self._fit_columns()
        if self._model.rowCount():
            self._stand_at(0)

    def _fit_columns(self) -> None:
        reading = self._reading
        if reading is None:
            return
        wanted = [
            min(max(self._table.sizeHintForColumn(at) + 14, self._head.wants(at)), _MOST_WIDTH)
            for at in range(len(self._model.columns))
        ]
        whole = [reading.layout.kinds.get(column) in _WHOLE for column in self._model.columns]
        room = self._table.viewport().width() - _WILL_WIDTH
        self._head.fit([max(_LEAST_WIDTH, width) for width in wanted], room, whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width there is, so that what will be stays in sight."""
        super().resizeEvent(event)
        self._fit_columns()

    def showEvent(self, event: QShowEvent) -> None:
        """Only a shown table knows its width."""
        super().showEvent(event)
        self._fit_columns()

    def _show_parts(self, *, shown: bool) -> None:
        """Of a file that could not be read there is nothing to filter, report or enter."""
        for widget in (
            *self._filters.values(),
            self._next,
            self._report,
            self._enter,
            self._target,
            self._target_label,
            self._names,
        ):
            widget.setVisible(shown)

    def _show_only(self, only: Outcome | None) -> None:
        self._only = only
        if self._reading is not None:
            self._show_rows(self._reading)

    def _stand_at(self, row: int) -> None:
        refused = self._model.judged(row).outcome is Outcome.REFUSED
        index = self._model.index(row, self._model.fault_column(row) if refused else 0)
        self._table.setCurrentIndex(index)
        self._table.scrollTo(index)

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if fault:
            announce(self._message, text)

    # What the person does

    def _on_edited(self, row: int, column: int, text: str) -> None:
        work = self._works[self._key]
        self._judge(lambda one: work.judge(one.sheet.with_cell(row, column, text), one.layout, one.target))

    def _on_kind_of_column(self, column: int, key: str) -> None:
        work = self._works[self._key]
        self._judge(lambda one: work.judge(one.sheet, one.layout.with_kind(column, key), one.target))

    def _on_kind(self, _index: int) -> None:
        self._reading = None
        self.read_anew(self._kind.currentData())

    def _on_target(self) -> None:
        target, work = self._target.currentText().strip(), self._works[self._key]
        if self._reading is not None and target != self._reading.target:
            self._judge(lambda one: work.judge(one.sheet, one.layout, target))

    def _on_next(self) -> None:
        at = self._table.currentIndex().row()
        rows = self._model.rowCount()
        order = [(at + step) % rows for step in range(1, rows + 1)] if rows else []
        found = next((row for row in order if self._model.judged(row).outcome is Outcome.REFUSED), None)
        if found is None:
            self._filters[Outcome.REFUSED].click()
        else:
            self._stand_at(found)
        self._table.setFocus()

    def _on_other(self) -> None:
        path = self._doors.open_file(self, "Ввод из файла", TABLES, self._path.parent)
        if path is not None and self.settled:
            self._path, self._reading, self._only = path, None, None
            self._model.show(None)
            self.read_anew()

    def _on_names(self) -> None:
        reading, work = self._reading, self._works[self._key]
        if reading is None or not isinstance(work, NamingWork) or not self.settled or self._entered:
            return
        dialog = MatchDialog(reading.names, reading.stocks, self, makes=reading.makes)
        dialog.accepted.connect(lambda: self._take_names(work, dialog.choices))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_names(self, work: NamingWork, choices: Choices) -> None:
        if choices:
            work.choose(choices)
            self._judge(lambda one: work.judge(one.sheet, one.layout, one.target))

    def _on_report(self) -> None:
        if self._reading is None:
            return
        offered = self._path.with_name(f"{self._path.stem}, отклонено.csv")
        path = self._doors.save_file(self, "Отчёт об отклонённых", "Таблица (*.csv)", offered)
        if path is None:
            return
        try:
            self._save(path, self._reading.report().encode("utf-8-sig"))
        except EzhError as error:
            self._say(error.text, fault=True)
        else:
            self._say(f"Отчёт сохранён: {path.name}")

    def _on_enter(self) -> None:
        reading, office = self._reading, self._office
        if reading is not None and reading.button and not self._entered:
            self._start(lambda: enter_reading(office, reading), self._on_entered)
            self._say("Записываю…")

    def _on_entered(self, result: object) -> None:
        if not isinstance(result, Reading):
            raise TypeError(type(result))
        self._take_entered(entered=True)
        self._enter.setEnabled(False)
        self._cancel.setFocus()
        self._say(result.done)
        announce(self._message, result.done)

    def _take_entered(self, *, entered: bool) -> None:
        """What was entered is looked at and closed; another file can be put right and entered again."""
        self._entered = entered
        self._table.setEditTriggers(_LOOKS_ONLY if entered else self._edits)
        self._cancel.setText("Закрыть" if entered else "Отмена")
        (self._cancel if entered else self._enter).setDefault(True)

    def _on_help(self) -> None:
        show_help("import", self)

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()
