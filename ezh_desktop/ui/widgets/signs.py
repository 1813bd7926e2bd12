"""Words with a sign: one line under a field, and a notice with its ground and bar in a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ezh_desktop.ui import fonts, icons, theme
from ezh_desktop.ui.qttypes import ALIGN_TOP, ANTIALIASING, EXPANDING, FIXED, NO_PEN
from ezh_desktop.ui.widgets.tone import tone

# A sign of 16 px and the air after it.
_SIGN_ROOM = 22


@dataclass(frozen=True, slots=True)
class Look:
    """Drawing and tokens of one kind of message."""

    icon: str
    sign: str
    text: str
    ground: str


class Kind(Enum):
    """What a message is; the sign differs besides the colour."""

    NOTE = Look("info", "accent_text", "text2", "info_bg")
    KEYBOARD = Look("keyboard", "warn_text", "warn_text", "warn_bg")
    WARNING = Look("warning", "warn", "warn_text", "warn_bg")
    FAULT = Look("error_circle-filled", "block", "block", "block_bg")
    REFUSAL = Look("prohibited", "block", "block", "block_bg")
    DONE = Look("checkmark_circle-filled", "ok", "ok", "ok_bg")


def announce(widget: QWidget, text: str) -> None:
    """Lets the screen reader say `text` without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Sign(QWidget):
    """The painted sign alone, 16 or 20 px."""

    def __init__(self, parent: QWidget | None = None, size: int = 16) -> None:
        super().__init__(parent)
        self._size = size
        self._kind: Kind | None = None
        self.setFixedSize(size, size)
        theme.signals.changed.connect(self.update)

    def show_kind(self, kind: Kind | None) -> None:
        """Changes the sign; None leaves the place empty."""
        self._kind = kind
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        with QPainter(self) as p:
            if self._kind is not None:
                look = self._kind.value
                icons.paint(p, look.icon, 0, 0, getattr(theme.tokens(), look.sign), size=self._size)


class SignLine(QWidget):
    """One line under a field. Its height stays when it is empty, so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = Sign(self)
        self._label = QLabel(self)
        self._label.setTextFormat(self._label.textFormat().PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, FIXED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SIGN_ROOM - 16)
        row.addWidget(self._sign)
        row.addWidget(self._label, 1)
        self.setFixedHeight(18)
        self.setSizePolicy(EXPANDING, FIXED)
        self.kind: Kind | None = None

    @property
    def text(self) -> str:
        """What stands there."""
        return self._label.text()

    def say(self, kind: Kind, text: str, *, aloud: bool = True) -> None:
        """Shows the message; `aloud` also sends it to the screen reader."""
        self.kind = kind
        self._sign.show_kind(kind)
        tone(self._label, kind.value.text, fonts.SECOND)
        self._label.setText(text)
        if aloud:
            announce(self, text)

    def has_room_for(self, text: str) -> bool:
        """Whether the text can stand there uncut."""
        return fonts.metrics(fonts.SECOND).horizontalAdvance(text) <= self.width() - _SIGN_ROOM

    def clear(self) -> None:
        """Empties the line."""
        self.kind = None
        self._sign.show_kind(None)
        self._label.clear()


class Notice(QWidget):
    """A message of two lines on its own ground with a bar at the left: «Журнал открыт на компьютере «Кабинет 12»»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = Kind.WARNING
        self._sign, self._title, self._detail = Sign(self), QLabel(self), QLabel(self)
        self._title.setWordWrap(True)
        self._detail.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._sign, 0, 0, ALIGN_TOP)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._detail, 1, 1)
        grid.setColumnStretch(1, 1)
        tone(self._title, bold=True)
        tone(self._detail, "text2", fonts.SECOND)
        theme.signals.changed.connect(self.update)

    def say(self, kind: Kind, title: str, detail: str = "") -> None:
        """Sets the words and the sign."""
        self._kind = kind
        self._sign.show_kind(kind)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t, look = theme.tokens(), self._kind.value
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            p.setPen(NO_PEN)
            p.setBrush(theme.ink(getattr(t, look.ground)))
            p.drawRoundedRect(QRectF(self.rect()), 4, 4)
            p.setBrush(theme.ink(getattr(t, look.sign)))
            p.drawRoundedRect(QRectF(0, 0, 3, self.height()), 1.5, 1.5)
