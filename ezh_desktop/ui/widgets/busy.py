"""Long work on the screen: a dialog with progress that can be folded into the status bar."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ezh_desktop.ui import fonts, icons
from ezh_desktop.ui.qttypes import NO_FOCUS
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.tone import tone


def remaining_text(seconds: float | None) -> str:
    """«осталось около 5 секунд», rounded as a person says it; empty when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 2:
        return "почти готово"
    if seconds < 60:
        step = 1 if seconds < 10 else 5
        return f"осталось около {round(seconds / step) * step} с"
    return f"осталось около {round(seconds / 60)} мин"


class BusyStrip(QWidget):
    """The same work folded into the status bar: its name, per cent, «Прервать»."""

    unfold_asked = Signal()
    abort_asked = Signal()

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self._title = title
        self._words = LinkButton(self, title)
        self._words.setFocusPolicy(NO_FOCUS)
        self._words.setToolTip("Показать окно работы")
        self._abort = LinkButton(self, "Прервать")
        self._abort.setFocusPolicy(NO_FOCUS)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self._words)
        row.addWidget(self._abort)
        self._words.clicked.connect(self.unfold_asked)
        self._abort.clicked.connect(self.abort_asked)

    def show_percent(self, percent: int) -> None:
        """Changes the figure."""
        self._words.setText(f"{self._title}, {percent} %")


class BusyDialog(QDialog):
    """Progress of one job. It decides nothing: `abort_asked` and `folded` tell what the person wants.

    Closing the window by Esc or its cross folds it: the work goes on and nothing is lost.
    """

    abort_asked = Signal()
    folded = Signal()

    def __init__(self, parent: QWidget | None, title: str, note: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setMinimumWidth(440)
        self._heading, self._note, self._words = QLabel(title, self), QLabel(note, self), QLabel(self)
        self._bar = QProgressBar(self)
        self._fold = QPushButton("Свернуть в строку состояния", self)
        self._abort = QPushButton("Прервать", self)
        self._finished = False
        self._build()
        self._fold.clicked.connect(self.fold)
        self._abort.clicked.connect(self._on_abort_clicked)

    def show_progress(self, done: float, seconds_left: float | None = None, step: str = "") -> None:
        """`done` from 0 to 1; `step` is what is being done now."""
        percent = max(0, min(100, int(done * 100)))
        self._bar.setValue(percent)
        words = (f"{percent} %", remaining_text(seconds_left), step)
        self._words.setText(", ".join(word for word in words if word))

    def finish(self) -> None:
        """The work has ended, whatever its outcome: the dialog goes."""
        self._finished = True
        self.close()

    def fold(self) -> None:
        """Hides the dialog; the status bar shows the work from now on."""
        self.hide()
        self.folded.emit()

    def reject(self) -> None:
        """Esc folds."""
        self.fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross folds until the work has ended."""
        if self._finished:
            super().closeEvent(event)
            return
        event.ignore()
        self.fold()

    def _build(self) -> None:
        tone(self._heading, px=fonts.TITLE, bold=True)
        tone(self._note, "text2")
        tone(self._words)
        self._note.setVisible(bool(self._note.text()))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName(self.windowTitle())
        icons.dress(self._fold, "arrow_down")
        self._abort.setAutoDefault(False)
        self._fold.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for widget in (self._heading, self._note):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(self._words)
        column.addSpacing(16)
        row = QHBoxLayout()
        row.addWidget(self._fold)
        row.addStretch(1)
        row.addWidget(self._abort)
        column.addLayout(row)

    def _on_abort_clicked(self) -> None:
        self._abort.setEnabled(False)
        self._words.setText("Прерывается…")
        self.abort_asked.emit()
