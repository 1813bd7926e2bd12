"""«Числа правил»: every number of the regulation with the school's own value, changed in place as one act."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTableView, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.rule_numbers import numbers_page, set_numbers
from ezh_desktop.ui import fitting, fonts, forms
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.numberstable import NumbersModel, show_numbers
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.tone import tone, tone_children

_SIZE = (780, 600)


class NumbersDialog(QDialog):
    """Raises EzhError when the numbers cannot be read. Accepted once they are durable."""

    def __init__(self, office: FileOffice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._background = Background(self)
        forms.fill(self, known=(ElidedLabel,))
        self._table = forms.child(self, QTableView, "table")
        self._message = forms.child(self, QLabel, "message")
        self._default, self._cancel, self._save = (
            forms.child(self, QPushButton, name) for name in ("byDefault", "cancel", "save")
        )
        self._model = NumbersModel(numbers_page(office), self)
        tone_children(self)
        forms.child(self, ElidedLabel, "heading").show_whole(f"Числа правил, {self._model.page.year_label}")
        show_numbers(self._table, self._model)
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        self._show_buttons()

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._background.running

    def _connect(self) -> None:
        self._background.done.connect(lambda _result: self.accept())
        self._background.failed.connect(self._on_failed)
        self._model.refused.connect(self._on_failed)
        self._model.changed.connect(self._on_changed)
        self._table.selectionModel().currentRowChanged.connect(self._show_buttons)
        self._default.clicked.connect(self._on_default)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        help_key(self, "numbers")

    def _on_changed(self) -> None:
        self._say("")
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._save.setEnabled(self.settled and bool(self._model.edited))
        self._default.setEnabled(self.settled and self._table.currentIndex().isValid())

    def _on_default(self) -> None:
        self._model.by_default(self._table.currentIndex().row())

    def _on_save(self) -> None:
        office, values = self._office, self._model.edited
        self._background.start(lambda: set_numbers(office, values))
        self._show_buttons()

    def _on_failed(self, error: EzhError) -> None:
        self._say(error.text, fault=True)
        self._show_buttons()

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if fault:
            announce(self._message, text)

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()
