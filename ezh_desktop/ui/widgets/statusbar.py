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


class StatusPart(QWidget):
    """A word with a 16-px icon before it."""

    def __init__(self, parent: QWidget | None = None, icon: str = "", ink_of: str = "text2") -> None:
        super().__init__(parent)
        self._icon = icon
        self._label = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(20 if icon else 0, 0, 0, 0)
        row.addWidget(self._label)
        tone(self._label, ink_of, fonts.SECOND)
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
        if self._icon:
            with QPainter(self) as p:
                icons.paint(p, self._icon, 0, (self.height() - 16) / 2, theme.tokens().text2)


class _Rule(QWidget):
    """A thin upright line between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(13, HEIGHT - 2)
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        with QPainter(self) as p:
            snap.vline(p, 6, 5, self.height() - 5, theme.ink(theme.tokens().line2))


class StatusBar(QStatusBar):
    """`details_asked` comes when a person presses «Подробнее» after a failed saving."""

    details_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(HEIGHT)
        self._sign = Sign(self)
        self._state = StatusPart(self)
        self._rule = _Rule(self)
        self._pending = StatusPart(self)
        self._details = LinkButton(self, "Подробнее")
        self._details.setFocusPolicy(NO_FOCUS)
        self.person = StatusPart(self, "person")
        self.backup = StatusPart(self, "shield_checkmark")
        self.zoom = StatusPart(self)
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
        self._rule.setVisible(bool(text) and bool(self._state.text))

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
        self.insertWidget(4, widget)
        widget.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground and the line above; nothing of the style's frames."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(QRectF(self.rect()), theme.ink(t.window))
            snap.hline(p, 0, self.width(), 0, theme.ink(t.line))

    def _build(self) -> None:
        self.setContentsMargins(2, 1, 2, 0)
        self._sign.setSizePolicy(FIXED, FIXED)
        for part in (self._sign, self._state, self._rule, self._pending, self._details):
            self.addWidget(part)
        for part in (self._rule, self._details):
            part.hide()
        for part in (self.person, self.backup, self.zoom):
            self.addPermanentWidget(part)
        self._details.clicked.connect(self.details_asked)

    def _say(self, kind: Kind | None, ink_of: str, text: str) -> None:
        self._details.hide()
        self._sign.show_kind(kind)
        self._state.show_text(text, ink_of)
