"""The line over the health sheet (5.38): how many rows are filled, who is wanting, what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.ui import fonts, icons, snap, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, ELIDE_RIGHT
from ezh_desktop.ui.widgets.commandbutton import command_button
from ezh_desktop.ui.widgets.linkbutton import LinkButton

HEIGHT = 34
_EDGE, _GAP, _ICON = 14, 12, 20
OPEN_ONLY = "Открытые графы: закрытые видит медицинский работник"
SEATS_ONLY = "Рекомендованные места"
NO_KEY = "Ключа закрытых сведений у вас ещё нет: можно заполнять открытые графы"


class HealthLine(QWidget):
    """`show_page` changes what is said; `pass_asked` comes from the offer to pass the key on."""

    pass_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("healthLine")
        self.setFixedHeight(HEIGHT)
        self._lead, self._detail, self._icon, self._ink = "", "", "", "text2"
        self.pass_button = LinkButton(self)
        self.pass_button.hide()
        self.pass_button.clicked.connect(self.pass_asked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 10, 0)
        self._row.setSpacing(_GAP)
        self._row.addStretch(1)
        self._row.addWidget(self.pass_button)
        theme.signals.changed.connect(self.update)

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part in (self._lead, self._detail) if part)

    def add_commands(self, commands: Sequence[tuple[QAction, str]]) -> None:
        """Adds flat buttons for actions: (action, icon)."""
        for action, icon in commands:
            button = command_button(action, icon, self)
            button.setVisible(action.isEnabled())
            action.enabledChanged.connect(button.setVisible)
            self._row.addWidget(button)

    def offer_key(self, words: str) -> None:
        """Offers to pass the key on, "" takes the offer away."""
        self.pass_button.setText(words)
        self.pass_button.setVisible(bool(words))

    def show_page(self, page: HealthPage) -> None:
        """Says something else."""
        self._lead, self._detail, self._icon, self._ink = _words_of(page)
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, the count, a sign, and the names as far as there is room."""
        t = theme.tokens()
        room = min((one.x() for one in self.findChildren(QPushButton) if one.isVisible()), default=self.width()) - 8
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            p.fillRect(self.rect(), theme.ink(t.surface))
            left = self._part(p, _EDGE, room, (self._lead, t.text, True))
            if self._icon and left + _ICON < room:
                icons.paint(p, self._icon, left, self.height() / 2 - 8, t.ok if self._ink == "ok" else t.warn)
                left += _ICON
            self._part(p, left, room, (self._detail, getattr(t, self._ink), False))
            snap.hline(p, 0, self.width(), self.height() - snap.hair(self.devicePixelRatioF()), theme.ink(t.line2))

    def _part(self, p: QPainter, left: float, right: float, look: tuple[str, str, bool]) -> float:
        words, colour, bold = look
        if not words or left >= right:
            return left
        measure = fonts.metrics(bold=bold)
        shown = measure.elidedText(words, ELIDE_RIGHT, right - left)
        p.setFont(fonts.font(bold=bold))
        p.setPen(theme.ink(colour))
        p.drawText(QRectF(left, 0, right - left, self.height()), ALIGN_LEFT, shown)
        return left + measure.horizontalAdvance(shown) + _GAP


def _words_of(page: HealthPage) -> tuple[str, str, str, str]:
    """Lead, detail, icon and token of the detail."""
    if not page.shows_fill:
        return SEATS_ONLY, "", "", "text2"
    lead = f"Заполнено {len(page.present) - len(page.wanting)} из {len(page.present)}"
    if page.whole and page.writes and not page.has_key:
        return lead, NO_KEY, "warning", "warn_text"
    if page.wanting:
        return lead, f"нет данных: {', '.join(one.name for one in page.wanting)}", "warning", "warn_text"
    if page.locked:
        rows = count(page.locked, "строка закрыта", "строки закрыты", "строк закрыто")
        return lead, f"{rows} прежним ключом", "warning", "warn_text"
    if not page.present:
        return lead, "", "", "text2"
    return lead, "всё внесено" if page.whole else OPEN_ONLY, "checkmark_circle", "ok" if page.whole else "text2"
