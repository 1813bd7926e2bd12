"""«Документ»: what a reason of absence rests on, a certificate or the parents' application."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.ui import fonts
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog
from ezh_desktop.ui.widgets.signs import Kind
from ezh_desktop.ui.widgets.tone import tone


class DocumentDialog(BodyDialog):
    """`write` records the words; it waits for the disk in a thread of its own. Accepted once they are durable."""

    def __init__(self, whose: str, text: str, write: Callable[[str], object], parent: QWidget | None = None) -> None:
        """`whose` says of which absence, `text` is what stands there."""
        super().__init__("Документ о пропуске", "absences", parent)
        self._write = write
        self._background = Background(self)
        self._background.done.connect(lambda _result: self.accept())
        self._background.failed.connect(self._on_failed)
        heading, words = QLabel("Документ о пропуске"), QLabel(whose)
        tone(heading, px=fonts.TITLE, bold=True)
        tone(words, "text2")
        words.setWordWrap(True)
        self.field = QLineEdit(text, self)
        self.field.setPlaceholderText("Медицинская справка от 02.12.2026")
        self.field.setAccessibleName("Документ")
        for widget in (heading, words, self.field, self.notice):
            self.column.addWidget(widget)
        self.notice.hide()
        cancel, self.enter = QPushButton("Отмена"), QPushButton("Записать")
        self.enter.setProperty("kind", "primary")
        self.enter.setDefault(True)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.enter.clicked.connect(self._on_enter)
        self.lay_buttons(None, cancel, self.enter)
        self.field.setFocus()
        self.field.selectAll()
        self.fit()

    def _on_enter(self) -> None:
        text = self.field.text()
        if not self._background.running:
            self._background.start(lambda: self._write(text))

    def _on_failed(self, error: EzhError) -> None:
        self.say(Kind.REFUSAL, error.what, error.remedy)

    def reject(self) -> None:
        """Close; while the words are being written the dialog stays."""
        if not self._background.running:
            super().reject()
