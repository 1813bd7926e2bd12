"""The header of the marks grid: months, dates and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from ezh_desktop.domain.russian import MONTHS_SHORT, month_name
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import LessonColumn
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.grids.ink import draw_centred, glyph, hatch, ring
from ezh_desktop.ui.grids.metrics import Metrics
from ezh_desktop.ui.grids.painting import paint_finding
from ezh_desktop.ui.models.columns import Column
from ezh_desktop.ui.qttypes import (
    ALIGN_LEFT,
    ANTIALIASING,
    HORIZONTAL,
    NO_PEN,
)
from ezh_desktop.ui.snap import hair, hline, vline
from ezh_desktop.ui.tokens import ink

if TYPE_CHECKING:
    from ezh_desktop.ui.grids.marks import MarksGrid

_HATCH_STEP = 7


class DateHeader(QHeaderView):
    """Three lines: month, day with today's pill, kind of the work; a ring marks a lesson without topic.

    A band under the month joins the lessons held at a distance.
    """

    def __init__(self, grid: MarksGrid) -> None:
        super().__init__(HORIZONTAL, grid)
        self._grid = grid
        self._widths: dict[int, int] = {}
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._on_section_clicked)

    def hold(self) -> None:
        """Forgets the widths of the page shown before."""
        self._widths = {}

    def lay_out(self, m: Metrics, widths: Mapping[int, int]) -> None:
        """Sets the width of a lesson as the common one, and those of the other columns one by one."""
        if self.defaultSectionSize() != m.lesson or not self._widths:
            self.setDefaultSectionSize(m.lesson)
            self._widths = {}
            # An equal default size resets nothing: the wide columns of the page before would stay.
            for index in range(self.count()):
                if index not in widths and self.sectionSize(index) != m.lesson:
                    self.resizeSection(index, m.lesson)
        if self._widths == widths:
            return
        for index in self._widths.keys() - widths.keys():
            self.resizeSection(index, m.lesson)
        for index, width in widths.items():
            if self._widths.get(index) != width:
                self.resizeSection(index, width)
        self._widths = dict(widths)

    def _on_section_clicked(self, section: int) -> None:
        place = self._grid.place
        self._grid.left_cell.emit()
        self._grid.go(place[0] if place else 0, section)
        self._grid.setFocus()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of kinds of the lesson under the mouse."""
        self._ask_kind(self.logicalIndexAt(event.pos()), event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The same menu by a double click."""
        self._ask_kind(self.logicalIndexAt(event.position().toPoint()), event.globalPosition().toPoint())

    def _ask_kind(self, section: int, at: QPoint) -> None:
        if section >= 0 and self._grid.marks.columns[section].lesson:
            self._grid.kind_asked.emit(section, at)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the whole header: it is one row."""
        t = theme.tokens()
        with QPainter(self.viewport()) as p:
            p.fillRect(self.viewport().rect(), ink(t.raised))
            if self._grid.has_page:
                shown = self._shown()
                for index, column, rect in shown:
                    self._paint_column(p, index, column, rect)
                self._paint_months(p, shown)
            height = self.height() - hair(self.devicePixelRatioF())
            hline(p, 0, self.width(), height, ink(t.line2))

    def _shown(self) -> list[tuple[int, Column, QRectF]]:
        """Visible columns with their rectangles."""
        columns = self._grid.marks.columns
        first, last = self.logicalIndexAt(0), self.logicalIndexAt(self.viewport().width() - 1)
        if first < 0:
            return []
        end = last if last >= 0 else len(columns) - 1
        return [
            (
                index,
                columns[index],
                QRectF(self.sectionViewportPosition(index), 0, self.sectionSize(index), self.height()),
            )
            for index in range(first, end + 1)
            if self._grid.shows_whole(index)
        ]

    def _paint_column(self, p: QPainter, index: int, column: Column, rect: QRectF) -> None:
        t, m, dpr = theme.tokens(), self._grid.metrics, self.devicePixelRatioF()
        width = hair(dpr)
        if column.after_gap:
            strip = QRectF(rect.left(), 0, m.gap, rect.height())
            p.fillRect(strip, hatch(t.holiday_bg, t.holiday_hatch, _HATCH_STEP, dpr))
            rect = rect.adjusted(m.gap, 0, 0, 0)
        place = self._grid.place
        if column.lesson is None:
            p.fillRect(rect, ink(t.period_bg))
            vline(p, rect.right() - width, 0, rect.height(), ink(t.line2))
            title = glyph(column.the_period.short, t.text, m.px(12), "bold", dpr)
            draw_centred(p, title, rect, dpr)
            self._paint_finding(p, column, rect)
            return
        body = rect.adjusted(0, m.month, 0, 0)
        if place and place[1] == index:
            p.fillRect(body, ink(t.accent, t.row_alpha))
        if column.lesson.distance:
            # Distance mode (5.16): the band runs on from one lesson to the next.
            p.fillRect(QRectF(body.left(), body.top(), body.width(), m.px(3)), ink(t.accent_text))
        vline(p, rect.right() - width, m.month, rect.height(), ink(t.line2 if column.closes_week else t.line))
        self._paint_day(p, index, column.lesson, QRectF(rect.left(), m.month, rect.width() - 1, m.day))
        self._paint_kind(p, column.lesson, QRectF(rect.left(), m.month + m.day, rect.width() - 1, m.px(16)))
        self._paint_finding(p, column, body)

    def _paint_finding(self, p: QPainter, column: Column, rect: QRectF) -> None:
        """The corner of a column that has findings below."""
        overdue = self._grid.marks.signs.columns.get(column.key)
        if overdue is not None:
            m = self._grid.metrics
            paint_finding(p, rect.left(), rect.top(), m.day, m, overdue=overdue)

    def _paint_day(self, p: QPainter, index: int, lesson: LessonColumn, rect: QRectF) -> None:
        t, m, dpr = theme.tokens(), self._grid.metrics, self.devicePixelRatioF()
        today = index == self._grid.today or lesson.day == self._grid.marks.page.today
        colour = t.on_accent if today else t.text3 if lesson.day > self._grid.marks.page.today else t.text
        if today:
            pill = QRectF(0, 0, min(rect.width() - 2, m.px(23)), rect.height() - 2)
            pill.moveCenter(rect.center())
            p.setRenderHint(ANTIALIASING, True)
            p.setPen(NO_PEN)
            p.setBrush(ink(t.accent))
            p.drawRoundedRect(pill, 4, 4)
            p.setRenderHint(ANTIALIASING, False)
        draw_centred(p, glyph(str(lesson.day.day), colour, m.px(12), "bold" if today else "", dpr), rect, dpr)

    def _paint_kind(self, p: QPainter, lesson: LessonColumn, rect: QRectF) -> None:
        t, m, dpr = theme.tokens(), self._grid.metrics, self.devicePixelRatioF()
        page = self._grid.marks.page
        short = kind_of_lesson(lesson.kind).abbreviation
        ahead = lesson.day > page.today
        if short:
            colour = t.text3 if ahead or lesson.kind_planned else t.text
            draw_centred(p, glyph(short, colour, m.px(11), "" if ahead else "bold", dpr), rect, dpr)
        if not ahead and page.lacks_topic(lesson):
            side = m.px(5)
            place = QRectF(rect.center().x() - side / 2 + 0.5, rect.center().y() - side / 2 + m.px(2), side, side)
            if short:
                place.moveTopRight(QPointF(rect.right() - 1, rect.top() - m.day + 2))
            draw_centred(p, ring(t.warn, side, 1.5 * m.zoom / 100, dpr), place, dpr)

    def _paint_months(self, p: QPainter, shown: list[tuple[int, Column, QRectF]]) -> None:
        t, m = theme.tokens(), self._grid.metrics
        runs = groupby(shown, key=lambda part: _month_of(part[1]))
        p.setFont(fonts.font(m.px(11), bold=True))
        for month, parts in runs:
            if not month:
                continue
            run = list(parts)
            left = run[0][2].left() + (m.gap if run[0][1].after_gap else 0)
            right = run[-1][2].right()
            hline(p, left, right, m.month - hair(self.devicePixelRatioF()), ink(t.line))
            vline(p, right - hair(self.devicePixelRatioF()), 0, m.month, ink(t.line2))
            room = QRectF(left + m.px(7), 0, right - left - m.px(8), m.month)
            words = fonts.metrics(m.px(11), bold=True)
            fitting = (title for title in month if words.horizontalAdvance(title) <= room.width())
            p.setPen(ink(t.text2))
            p.drawText(room, ALIGN_LEFT, next(fitting, ""))


def _month_of(column: Column) -> tuple[str, ...]:
    """«Декабрь» and «дек.» for a narrow place; nothing of a period's column."""
    if column.lesson is None:
        return ()
    day = column.lesson.day
    return month_name(day), MONTHS_SHORT[day.month - 1].capitalize()
