"""The person's own password, asked for at the first sign-in with the one that an administrator gave."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from ezh_desktop.services.passwords import Estimate
from ezh_desktop.ui import fitting, fonts, forms, theme
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.keyboard import Keyboard
from ezh_desktop.ui.qttypes import ALIGN_RIGHT, ANTIALIASING, NO_PEN
from ezh_desktop.ui.widgets.passwordfield import PasswordField
from ezh_desktop.ui.widgets.plain import Air
from ezh_desktop.ui.widgets.signs import Kind, SignLine
from ezh_desktop.ui.widgets.workline import WorkLine

ADVICE = "Хороши три-четыре слова, не связанных между собой."
_WORDS = ("очень слабый", "слабый", "средний", "хороший", "надёжный")
_STEPS = 4


class StrengthBar(QWidget):
    """Four steps and a word, so that the strength is not told by colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.estimate: Estimate | None = None
        self.setFixedHeight(18)
        theme.signals.changed.connect(self.update)

    @property
    def words(self) -> str:
        """What the bar says."""
        return _WORDS[self.estimate.score] if self.estimate else ""

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Changes it; None is an empty field."""
        self.estimate = estimate
        self.setAccessibleName(f"Надёжность пароля: {self.words}" if estimate else "Надёжность пароля")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t = theme.tokens()
        room = self.width() - 100
        step = (room - 4 * (_STEPS - 1)) / _STEPS
        filled = max(1, self.estimate.score) if self.estimate else 0
        colour = t.ok if self.estimate and self.estimate.enough else t.warn
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            p.setPen(NO_PEN)
            for number in range(_STEPS):
                p.setBrush(theme.ink(colour if number < filled else t.line))
                p.drawRoundedRect(QRectF(number * (step + 4), self.height() / 2 - 2, step, 4), 2, 2)
            p.setFont(fonts.font(fonts.SECOND))
            p.setPen(theme.ink(t.text2))
            p.drawText(QRectF(room, 0, 100, self.height()), ALIGN_RIGHT, self.words)


class OwnPasswordDialog(QDialog):
    """`chosen(password)` comes with a good password typed twice; Esc leaves the sign-in undone."""

    chosen = Signal(str)

    def __init__(
        self,
        estimate: Callable[[str, list[str]], Estimate],
        known_words: list[str],
        parent: QWidget | None = None,
        keyboard: Keyboard | None = None,
        *,
        whose: str = "",
    ) -> None:
        """`known_words` are what a stranger would try first: login, school.

        `whose` is the login of another, whose password is set by the recovery code.
        """
        super().__init__(parent)
        self._estimate, self._known_words = estimate, known_words
        forms.fill(self, known=(Air, PasswordField, StrengthBar, SignLine, WorkLine))
        self._new = forms.child(self, PasswordField, "newPassword")
        self._repeated = forms.child(self, PasswordField, "repeated")
        self._strength = forms.child(self, StrengthBar, "strength")
        self._advice = forms.child(self, QLabel, "advice")
        self._message = forms.child(self, SignLine, "message")
        self._set = forms.child(self, QPushButton, "set")
        self._cancel = forms.child(self, QPushButton, "cancel")
        if whose:
            forms.child(self, QLabel, "heading").setText(f"Новый пароль для «{whose}»")
            forms.child(self, QLabel, "note").setText("Прежний пароль этого сотрудника больше не подойдёт.")
        self._connect(keyboard or Keyboard(self))
        self._on_edited()
        help_key(self, "signin")
        fitting.fit(self)
        self._new.setFocus()

    def _connect(self, keyboard: Keyboard) -> None:
        for field in (self._new, self._repeated):
            field.use(keyboard)
            field.textChanged.connect(self._on_edited)
            field.caps_changed.connect(self._on_edited)
        self._set.clicked.connect(self._on_set_clicked)
        self._cancel.clicked.connect(self.reject)

    def _on_edited(self) -> None:
        password, repeated = self._new.text(), self._repeated.text()
        estimate = self._estimate(password, self._known_words) if password else None
        self._strength.show_estimate(estimate)
        self._advice.setText((estimate.advice if estimate else "") or ADVICE)
        self._set.setEnabled(bool(estimate and estimate.enough and repeated == password))
        self._show_message(password, repeated)

    def _show_message(self, password: str, repeated: str) -> None:
        if repeated and not password.startswith(repeated):
            self._message.say(Kind.FAULT, "Пароли не совпадают", aloud=self._message.kind is not Kind.FAULT)
        elif self._new.caps or self._repeated.caps:
            self._message.say(Kind.KEYBOARD, "Включён Caps Lock", aloud=self._message.kind is not Kind.KEYBOARD)
        else:
            self._message.clear()

    def _on_set_clicked(self) -> None:
        password = self._new.text()
        self.chosen.emit(password)
        self.accept()
