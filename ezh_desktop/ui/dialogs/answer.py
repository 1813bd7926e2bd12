"""«Ответить на замечание»: the remark above, the answer below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.services.pages.inspection import Remark
from ezh_desktop.ui import fonts
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog
from ezh_desktop.ui.widgets.signs import Kind
from ezh_desktop.ui.widgets.tone import tone

_HEIGHT = 96


class AnswerDialog(BodyDialog):
    """`write` records the answer; it waits for the disk in a thread of its own. Accepted once it is durable."""

    def __init__(self, remark: Remark, write: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__("Ответ на замечание", "remarks", parent)
        self._write = write
        self._background = Background(self)
        self._background.done.connect(lambda _result: self.accept())
        self._background.failed.connect(self._on_failed)
        heading, words, who = QLabel("Ответ на замечание"), QLabel(remark.text), QLabel(remark.author)
        tone(heading, px=fonts.TITLE, bold=True)
        words.setWordWrap(True)
        who.setWordWrap(True)
        tone(who, "text2", fonts.SECOND)
        self.answer = QPlainTextEdit(remark.answer, self)
        self.answer.setPlaceholderText("Что исправлено")
        self.answer.setAccessibleName("Ответ")
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(_HEIGHT)
        for widget in (heading, words, who, self.answer, self.notice):
            self.column.addWidget(widget)
        self.notice.hide()
        cancel, self.send = QPushButton("Отмена"), QPushButton("Ответить")
        self.send.setProperty("kind", "primary")
        self.send.setDefault(True)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.send.clicked.connect(self._on_send)
        self.answer.textChanged.connect(self._show_button)
        self.lay_buttons(None, cancel, self.send)
        self._show_button()
        self.answer.setFocus()
        self.fit()

    def _show_button(self) -> None:
        self.send.setEnabled(bool(self.answer.toPlainText().strip()) and not self._background.running)

    def _on_send(self) -> None:
        text = self.answer.toPlainText()
        self._background.start(lambda: self._write(text))
        self._show_button()

    def _on_failed(self, error: EzhError) -> None:
        self.say(Kind.REFUSAL, error.what, error.remedy)
        self._show_button()

    def reject(self) -> None:
        """Close; while the answer is being written the dialog stays."""
        if not self._background.running:
            super().reject()
