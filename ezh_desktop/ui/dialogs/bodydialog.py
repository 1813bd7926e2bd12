"""A dialog whose buttons stay while its body scrolls, as high as what is shown and never higher than the screen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ezh_desktop.ui import fitting, icons, taborder
from ezh_desktop.ui.help import show_help
from ezh_desktop.ui.qttypes import NO_FOCUS
from ezh_desktop.ui.widgets.signs import Kind, Notice, announce

WIDTH = 602


class BodyDialog(QDialog):
    """Put widgets into `column` and the buttons into `lay_buttons`, then call `fit` whenever parts come or go.

    `notice` is a message that the dialog puts where it belongs; `say` shows and hides it. F1 shows `help_page`.
    """

    def __init__(self, title: str, help_page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowIcon(icons.app_icon())
        self.notice = Notice(self)
        body = QWidget(self)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(24, 20, 24, 8)
        # What is hidden takes its spacing away with it.
        self.column.setSpacing(6)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(NO_FOCUS)
        area.setWidgetResizable(True)
        area.setWidget(body)
        for ground in (body, area.viewport()):
            ground.setAutoFillBackground(False)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(area, 1)
        self._buttons = QHBoxLayout()
        QShortcut(QKeySequence("F1"), self).activated.connect(partial(show_help, help_page, self))

    def lay_buttons(self, *buttons: QWidget | None) -> None:
        """The row below the body; None is the stretch between left and right."""
        self._buttons = row_of(*buttons)
        self._buttons.setContentsMargins(24, 10, 24, 16)
        self._whole.addLayout(self._buttons)

    def say(self, kind: Kind | None, title: str = "", detail: str = "") -> None:
        """Shows a message and reads it aloud; None takes it away."""
        self.notice.setVisible(kind is not None)
        if kind is None:
            self.notice.setAccessibleName("")
        else:
            self.notice.say(kind, title, detail)
            announce(self, f"{title} {detail}".strip())
        self.fit()

    def fit(self) -> None:
        """As high as what is shown, and never higher than the screen."""
        room = fitting.room(self.screen())
        width = min(WIDTH, room.width()) if room else WIDTH
        self.column.activate()
        body, wraps = self.column, self.column.hasHeightForWidth()
        height = body.totalHeightForWidth(width) if wraps else body.totalSizeHint().height()
        height += self._buttons.sizeHint().height()
        self.resize(width, min(height, room.height()) if room else height)
        taborder.by_layout(self)


def row_of(*widgets: QWidget | None, spacing: int = 8, grows: int = -1) -> QHBoxLayout:
    """Widgets in a row; None is a stretch, `grows` the number of the widget that takes the room left."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for number, widget in enumerate(widgets):
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 1 if number == grows else 0)
    if grows < 0 and None not in widgets:
        row.addStretch(1)
    return row
