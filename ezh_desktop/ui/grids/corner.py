"""The corner over the names: which term is shown, the way to its neighbours, and the titles of number and name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ezh_desktop.services.pages.course import PeriodColumn
from ezh_desktop.ui import fonts, icons, theme
from ezh_desktop.ui.grids.metrics import Metrics
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ALIGN_RIGHT, TAB_FOCUS
from ezh_desktop.ui.snap import hair, hline, vline
from ezh_desktop.ui.tokens import ink


class TermCorner(QWidget):
    """«II четверть ‹ ›»; `chosen` gives the id of the term to show."""

    # Ids have 63 bits and Qt's int has 32: they travel as objects.
    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._metrics = Metrics()
        self._terms: tuple[PeriodColumn, ...] = ()
        self._term: int | None = None
        self._menu = QMenu(self)
        self._title = QToolButton(self)
        self._before, self._after = QToolButton(self), QToolButton(self)
        self._build()
        theme.signals.changed.connect(self.update)

    def _build(self) -> None:
        self._title.setObjectName("term")
        self._title.setAccessibleName("Период")
        self._title.setToolTip("Период: Ctrl+[ и Ctrl+]")
        self._title.setMenu(self._menu)
        self._title.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The sign of the menu stands after the words.
        self._title.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        icons.dress(self._title, "chevron_down")
        for button, icon, name in (
            (self._before, "chevron_left", "Предыдущий период"),
            (self._after, "chevron_right", "Следующий период"),
        ):
            icons.dress(button, icon)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setIconSize(QSize(16, 16))
        for button in (self._title, self._before, self._after):
            button.setAutoRaise(True)
            button.setFocusPolicy(TAB_FOCUS)
        self._before.clicked.connect(self._on_before)
        self._after.clicked.connect(self._on_after)
        self._menu.triggered.connect(self._on_menu)

    @property
    def term(self) -> int | None:
        """The id of the term shown."""
        return self._term

    @property
    def text(self) -> str:
        """The title of the term shown."""
        return next((term.title for term in self._terms if term.period == self._term), "")

    def show_terms(self, terms: tuple[PeriodColumn, ...], current: int | None) -> None:
        """Offers the terms of a page."""
        self._terms, self._term = terms, current
        self._menu.clear()
        group = QActionGroup(self._menu)
        for term in terms:
            action = QAction(term.title, group)
            action.setData(term.period)
            action.setCheckable(True)
            action.setChecked(term.period == current)
            self._menu.addAction(action)
        self._refresh()

    def show_term(self, period: int) -> None:
        """Names another term as the shown one."""
        self._term = period
        for action in self._menu.actions():
            action.setChecked(action.data() == period)
        self._refresh()

    def step(self, by: int) -> None:
        """Asks for the term before (-1) or after (1)."""
        at = self._at()
        if self._terms and 0 <= at + by < len(self._terms):
            self.chosen.emit(self._terms[at + by].period)

    def lay_out(self, m: Metrics) -> None:
        """Takes the corner's size from the grid."""
        self._metrics = m
        self.setFixedSize(m.names, m.header)
        for button in (self._title, self._before, self._after):
            button.setFont(fonts.font(m.px(13), bold=button is self._title))
        width = min(self._title.sizeHint().width(), m.names - 2 * m.px(24) - 4)
        self._title.setGeometry(2, m.px(7), width, m.px(24))
        for place, button in enumerate((self._before, self._after)):
            button.setGeometry(m.names - (2 - place) * m.px(22) - m.px(4), m.px(7), m.px(22), m.px(24))
        self.update()

    def _refresh(self) -> None:
        self._title.setText(self.text)
        self._title.setVisible(bool(self._terms))
        at = self._at()
        self._before.setVisible(len(self._terms) > 1)
        self._after.setVisible(len(self._terms) > 1)
        self._before.setEnabled(at > 0)
        self._after.setEnabled(at < len(self._terms) - 1)
        self.lay_out(self._metrics)

    def _at(self) -> int:
        return next((at for at, term in enumerate(self._terms) if term.period == self._term), 0)

    def _on_before(self) -> None:
        self.step(-1)

    def _on_after(self) -> None:
        self.step(1)

    def _on_menu(self, action: QAction) -> None:
        self.chosen.emit(int(action.data()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edges, and the titles of the two columns below."""
        t, m = theme.tokens(), self._metrics
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.raised))
            line = QRectF(0, m.month + m.day - 2, m.number - m.px(6), m.px(16))
            p.setPen(ink(t.text2))
            p.setFont(fonts.font(m.px(12)))
            p.drawText(line, ALIGN_RIGHT, "№")
            p.drawText(QRectF(m.number + 2, line.top(), self.width(), line.height()), ALIGN_LEFT, "Фамилия, имя")
            width = hair(self.devicePixelRatioF())
            hline(p, 0, self.width(), self.height() - width, ink(t.line2))
            vline(p, self.width() - width, 0, self.height(), ink(t.line2))
