"""The tabs of a page: words with an underline, badges of findings, two groups with a line between.

A QTabBar that paints itself: keys, mouse and the screen reader's tab list stay Qt's.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.qttypes import ALIGN_CENTER, ALIGN_LEFT, ELIDE_NONE, TAB_FOCUS
from ezh_desktop.ui.widgets.badge import NO_BADGE, Badge

HEIGHT = 42
PAD, LEAST_PAD = 14, 5
"""Room at both sides of the words, and what is left of it where the tabs have to stand closer."""
GROUP_GAP = 22
BADGE_GAP = 5


class PageTabs(QTabBar):
    """Add tabs by `addTab`; `set_badge` and `start_group` change their look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badges: dict[int, Badge] = {}
        self._group_starts: set[int] = set()
        self._hovered = -1
        self._pad = PAD
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(ELIDE_NONE)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setFocusPolicy(TAB_FOCUS)
        theme.signals.changed.connect(self.update)

    def set_badge(self, index: int, badge: Badge) -> None:
        """Findings of the page behind a tab."""
        if self._badges.get(index, NO_BADGE) == badge:
            return
        self._badges[index] = badge
        spoken = badge.spoken()
        self.setAccessibleTabName(index, f"{self.tabText(index)}, {spoken}" if spoken else "")
        self._fit()

    def start_group(self, index: int) -> None:
        """The tab at `index` begins the second group: a thin line stands before it."""
        self._group_starts.add(index)
        self._fit()

    def label_room(self, index: int) -> float:
        """Logical pixels for the words of a tab."""
        return self.tabRect(index).width() - 2 * self._pad - self._lead(index) - self._badge_room(index)

    def tabSizeHint(self, index: int) -> QSize:
        """Wide enough for the bold words, so that a change of page moves nothing."""
        return QSize(self._width(index, self._pad), HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Words of a tab are never cut."""
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        """All tabs that are shown."""
        return QSize(self._all(PAD), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Tabs are never scrolled: they stand closer, and the title of the page gives way."""
        return QSize(self._all(LEAST_PAD), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs stand as far apart as there is room."""
        self._pad = self._fitting_pad(event.size().width())
        super().resizeEvent(event)

    def _fit(self) -> None:
        """After a change of what the tabs hold."""
        self._pad = self._fitting_pad(self.width())
        self.setElideMode(ELIDE_NONE)  # Qt's only public door to a new layout of the tabs
        self.updateGeometry()
        self.update()

    def _fitting_pad(self, width: int) -> int:
        return next((pad for pad in range(PAD, LEAST_PAD, -1) if self._all(pad) <= width), LEAST_PAD)

    def _all(self, pad: int) -> int:
        return sum(self._width(index, pad) for index in range(self.count()) if self.isTabVisible(index))

    def _width(self, index: int, pad: int) -> int:
        words = fonts.metrics(bold=True).horizontalAdvance(self.tabText(index))
        return int(words + 2 * pad + self._lead(index) + self._badge_room(index)) + 1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tab under the mouse gets the full text colour."""
        super().mouseMoveEvent(event)
        hovered = self.tabAt(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        with QPainter(self) as p:
            for index in range(self.count()):
                if self.isTabVisible(index):
                    self._paint_tab(p, index)

    def _lead(self, index: int) -> int:
        return GROUP_GAP if index in self._group_starts else 0

    def _badge_room(self, index: int) -> float:
        width = self._badges.get(index, NO_BADGE).width()
        return width + BADGE_GAP if width else 0.0

    def _paint_tab(self, p: QPainter, index: int) -> None:
        t, rect = theme.tokens(), QRectF(self.tabRect(index))
        if index in self._group_starts:
            snap.vline(p, rect.left() + GROUP_GAP / 2, rect.center().y() - 8, rect.center().y() + 8, theme.ink(t.line2))
        rect.setLeft(rect.left() + self._lead(index))
        current = index == self.currentIndex()
        badge = self._badges.get(index, NO_BADGE)
        words = QRectF(rect.left() + self._pad, rect.top(), self.label_room(index), rect.height())
        p.setFont(fonts.font(bold=current))
        p.setPen(theme.ink(self._colour(index, current=current)))
        p.drawText(words, ALIGN_LEFT if badge.count else ALIGN_CENTER, self.tabText(index))
        badge.paint(p, words.left() + self._text_width(index, current=current) + BADGE_GAP, rect.center().y() + 1)
        if current:
            line = QRectF(rect.left() + self._pad - 1, rect.bottom() - 2, rect.width() - 2 * self._pad + 2, 2)
            p.fillRect(line, theme.ink(t.focus if self.hasFocus() else t.accent))
            if self.hasFocus():
                self._paint_ring(p, rect)

    def _text_width(self, index: int, *, current: bool) -> float:
        return fonts.metrics(bold=current).horizontalAdvance(self.tabText(index))

    def _colour(self, index: int, *, current: bool) -> str:
        t = theme.tokens()
        if not self.isTabEnabled(index):
            return t.disabled
        return t.text if current or index == self._hovered else t.text2

    def _paint_ring(self, p: QPainter, rect: QRectF) -> None:
        ring, width = snap.frame_rect(rect.adjusted(4, 6, -4, -6), snap.dpr_of(p), 2)
        pen = p.pen()
        pen.setColor(theme.ink(theme.tokens().focus))
        pen.setWidthF(width)
        p.setPen(pen)
        p.drawRoundedRect(ring, 4, 4)
