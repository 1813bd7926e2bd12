"""The status bar: whether everything is saved, long work folded in, who is signed in, the last backup, the zoom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from ezh_desktop.ui import fonts, icons, snap, theme
from ezh_desktop.ui.qttypes import FIXED, NO_FOCUS
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.signs import Kind, Sign, announce
from ezh_desktop.ui.widgets.tone import tone

HEIGHT = 24
RULE_ROOM = 13
# After sign, state, «Подробнее» and pending.
_FOLDED_AT = 4


class StatusPart(QWidget):
    """A word with a 16-px icon before it, and a thin line at its left if `ruled`."""

    def __init__(self, parent: QWidget | None = None, icon: str = "", *, ruled: bool = False) -> None:
        super().__init__(parent)
        self._icon = icon
        self._ruled = ruled
        self._left = RULE_ROOM if ruled else 0
        self._label = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(self._left + (20 if icon else 0), 0, 0, 0)
        row.addWidget(self._label)
        tone(self._label, "text2", fonts.SECOND)
        theme.signals.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What stands there."""
        return self._label.text()

    def show_text(self, text: str, ink_of: str = "") -> None:
        """Changes the words (and their colour); an empty text hides the part."""
        if ink_of:
            tone(self._label, ink_of, fonts.SECOND)
        self._label.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t = theme.tokens()
        with QPainter(self) as p:
            if self._icon:
                icons.paint(p, self._icon, self._left, (self.height() - 16) / 2, t.text2)
            if self._ruled:
                snap.vline(p, RULE_ROOM / 2, 4, self.height() - 4, theme.ink(t.line2))


class StatusBar(QStatusBar):
    """`details_asked` comes when a person presses «Подробнее» after a failed saving."""

    details_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(HEIGHT)
        self._sign = Sign(self)
        self._state = StatusPart(self)
        self._pending = StatusPart(self, ruled=True)
        self._details = LinkButton(self, "Подробнее")
        self._details.setFocusPolicy(NO_FOCUS)
        self.person = StatusPart(self, "person")
        self.backup = StatusPart(self, "usb", ruled=True)
        self.zoom = StatusPart(self, ruled=True)
        self._build()
        theme.signals.changed.connect(self.update)

    @property
    def state_text(self) -> str:
        """What is said about saving."""
        return self._state.text

    @property
    def pending_text(self) -> str:
        """What is said about entries that are not on the disk yet."""
        return self._pending.text

    def show_saved(self, text: str) -> None:
        """«Сохранено в 10:43»; nothing is pending any more."""
        self._say(Kind.DONE, "ok", text)
        self.show_pending("")

    def show_pending(self, text: str) -> None:
        """«записывается 1 отметка…» beside the last state; empty: nothing is."""
        self._pending.show_text(text)

    def show_slow(self, text: str = "Диск отвечает медленно") -> None:
        """After two seconds without an answer of the disk."""
        self._say(Kind.WARNING, "warn_text", text)
        announce(self, text)

    def show_failed(self, text: str) -> None:
        """The entry could not be saved; «Подробнее» tells why and what to do."""
        self._say(Kind.FAULT, "block", text)
        self._details.show()
        announce(self, text)

    def show_note(self, text: str) -> None:
        """A quiet word: «Отметки открыты для чтения»."""
        self._say(None, "text2", text)

    def take_in(self, widget: QWidget) -> None:
        """Long work that was folded into the bar."""
        self.insertWidget(_FOLDED_AT, widget)
        widget.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground and the line above; nothing of the style's frames."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(QRectF(self.rect()), theme.ink(t.window))
            snap.hline(p, 0, self.width(), 0, theme.ink(t.line))

    def _build(self) -> None:
        self.setContentsMargins(2, 1, 8, 0)
        self._sign.setSizePolicy(FIXED, FIXED)
        for part in (self._sign, self._state, self._details, self._pending):
            self.addWidget(part)
        self._details.hide()
        for part in (self.person, self.backup, self.zoom):
            self.addPermanentWidget(part)
        self._details.clicked.connect(self.details_asked)

    def _say(self, kind: Kind | None, ink_of: str, text: str) -> None:
        self._details.hide()
        self._sign.show_kind(kind)
        self._state.show_text(text, ink_of)
