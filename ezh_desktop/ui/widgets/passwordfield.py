"""The password field: layout sign РУС/ENG, an eye, and whether Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ezh_desktop.ui import fonts, icons, theme
from ezh_desktop.ui.keyboard import Keyboard, Layout, layout_of, seems_capital
from ezh_desktop.ui.qttypes import ALIGN_CENTER, ANTIALIASING, CURSOR_HAND, SHIFT, TAB_FOCUS

_Echo = QLineEdit.EchoMode


class LayoutSign(QWidget):
    """The small plate РУС or ENG; empty while the layout is not known."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.layout_shown: Layout | None = None
        self.setFixedSize(30, 20)
        theme.signals.changed.connect(self.update)

    def show_layout(self, layout: Layout | None) -> None:
        """Changes the plate and its spoken name."""
        self.layout_shown = layout
        self.setAccessibleName(f"Раскладка клавиатуры: {layout.spoken}" if layout else "")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        if self.layout_shown is None:
            return
        t = theme.tokens()
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            p.setPen(theme.ink(t.line2))
            p.setBrush(theme.ink(t.window))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            p.setPen(theme.ink(t.text2))
            p.setFont(fonts.font(fonts.SMALL, bold=True))
            p.drawText(QRectF(self.rect()), ALIGN_CENTER, self.layout_shown.value)


class PasswordField(QLineEdit):
    """`caps_changed(bool)` comes when Caps Lock is seen to be turned on or off; pasting from a manager is allowed."""

    caps_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyboard: Keyboard | None = None
        self._caps = False
        self.setEchoMode(_Echo.Password)
        self.sign = LayoutSign(self)
        self.eye = QToolButton(self)
        self.eye.setCheckable(True)
        self.eye.setFixedSize(24, 24)
        self.eye.setCursor(CURSOR_HAND)
        self.eye.setFocusPolicy(TAB_FOCUS)
        self.eye.toggled.connect(self._on_eye_toggled)
        self._on_eye_toggled(False)
        self.setTextMargins(0, 0, 68, 0)

    @property
    def caps(self) -> bool:
        """Whether Caps Lock is believed to be on."""
        return self._caps

    def use(self, keyboard: Keyboard) -> None:
        """Takes layout and Caps Lock from the system where it tells them."""
        self._keyboard = keyboard
        keyboard.changed.connect(self._ask_keyboard)
        self._ask_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Concludes layout and Caps Lock from what is typed."""
        letter = event.text()
        capital = seems_capital(letter, shifted=bool(event.modifiers() & SHIFT))
        if capital is not None:
            self._set_caps(capital)
        typed = layout_of(letter)
        if typed is not None:
            self.sign.show_layout(typed)
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Asks the system anew: the person may have come from another window."""
        super().focusInEvent(event)
        self._ask_keyboard()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Asks the system anew: the key may have been Caps Lock."""
        super().keyReleaseEvent(event)
        self._ask_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps plate and eye at the right edge."""
        super().resizeEvent(event)
        middle = self.height() // 2
        self.eye.move(self.width() - 32, middle - 12)
        self.sign.move(self.width() - 71, middle - 10)

    def changeEvent(self, event: QEvent) -> None:
        """A disabled field shows no plate."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.sign.setVisible(self.isEnabled())

    def _ask_keyboard(self) -> None:
        if self._keyboard is None:
            return
        layout, caps = self._keyboard.layout(), self._keyboard.caps_lock()
        if layout is not None:
            self.sign.show_layout(layout)
        if caps is not None:
            self._set_caps(caps)

    def _set_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps_changed.emit(on)

    def _on_eye_toggled(self, shown: bool) -> None:
        self.setEchoMode(_Echo.Normal if shown else _Echo.Password)
        icons.dress(self.eye, "eye_off" if shown else "eye")
        name = "Скрыть пароль" if shown else "Показать пароль"
        self.eye.setToolTip(name)
        self.eye.setAccessibleName(name)
