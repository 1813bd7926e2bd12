"""The line over the lessons: hours of the КТП given of those planned, lag or lead, and three commands (5.18)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ezh_desktop.domain.russian import agreed
from ezh_desktop.services.pages.programme import Programme
from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, NO_PEN
from ezh_desktop.ui.widgets.commandbutton import command_button

HEIGHT = 34
_BAR, _GAP, _EDGE = 160, 16, 14
NO_PLAN = "КТП не введён"


class ProgrammeLine(QWidget):
    """`show_programme` changes what is said; parts that have no room are left out from the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("programmeLine")
        self.setFixedHeight(HEIGHT)
        self._programme = Programme(0, 0, 0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 10, 0)
        self._row.addStretch(1)
        theme.signals.changed.connect(self.update)

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part, _, _ in self._parts())

    def show_programme(self, programme: Programme) -> None:
        """Says something else."""
        self._programme = programme
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.update()

    def add_commands(self, commands: Sequence[tuple[QAction, str]]) -> None:
        """Adds flat buttons for actions: (action, icon)."""
        for action, icon in commands:
            button = command_button(action, icon, self)
            action.enabledChanged.connect(button.setEnabled)
            self._row.addWidget(button)

    def _parts(self) -> list[tuple[str, str, bool]]:
        """Words, token and weight of each part."""
        one = self._programme
        held = agreed(one.held, ("дан", "дано", "дано"), ("урок", "урока", "уроков"))
        if not one.planned:
            return [(NO_PLAN, "text2", False), (held, "text2", False)]
        parts = [(f"КТП: {one.given} из {one.planned} ч", "text", True)]
        if one.lag > 0:
            parts.append((f"Отставание {one.lag} ч, п. 5.18", "warn_text", False))
        elif one.lag < 0:
            parts.append((f"Опережение {-one.lag} ч", "text2", False))
        return [*parts, (held, "text2", False)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, words, the bar after the first of them."""
        t = theme.tokens()
        room = min((button.x() for button in self.findChildren(QPushButton)), default=self.width()) - 8
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            p.fillRect(self.rect(), theme.ink(t.surface))
            left: float = _EDGE
            for at, (words, ink_of, bold) in enumerate(self._parts()):
                width = fonts.metrics(bold=bold).horizontalAdvance(words)
                if left + width > room:
                    break
                p.setFont(fonts.font(bold=bold))
                p.setPen(theme.ink(getattr(t, ink_of)))
                p.drawText(QRectF(left, 0, width + 2, self.height()), ALIGN_LEFT, words)
                left += width + _GAP
                if at == 0 and self._programme.planned and left + _BAR < room:
                    self._bar(p, left)
                    left += _BAR + _GAP
            snap.hline(p, 0, self.width(), self.height() - snap.hair(self.devicePixelRatioF()), theme.ink(t.line2))

    def _bar(self, p: QPainter, left: float) -> None:
        """Given hours in the accent; a mark where the lessons held would be."""
        t, one, middle = theme.tokens(), self._programme, self.height() / 2
        p.setPen(NO_PEN)
        p.setBrush(theme.ink(t.pressed))
        p.drawRoundedRect(QRectF(left, middle - 3, _BAR, 6), 3, 3)
        p.setBrush(theme.ink(t.focus))
        p.drawRoundedRect(QRectF(left, middle - 3, _BAR * min(1.0, one.given / one.planned), 6), 3, 3)
        at = left + _BAR * min(1.0, one.held / one.planned)
        snap.vline(p, at, middle - 6, middle + 6, theme.ink(t.text), px=2)
