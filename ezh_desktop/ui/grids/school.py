"""The tables of «Школа сегодня» as drawn: the emptier, the warmer; a bar beside each teacher."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ezh_desktop.services.pages.school_today import Fill, TeacherLine
from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.models.school import FILL_ROLE, TEACHER_ROLE, ClassesModel, TeachersModel
from ezh_desktop.ui.qttypes import (
    ALIGN_CENTER,
    ALIGN_LEFT,
    ALIGN_RIGHT,
    ANTIALIASING,
    DISPLAY_ROLE,
    ELIDE_RIGHT,
    HORIZONTAL,
    NO_BRUSH,
    NO_PEN,
    STATE_SELECTED,
    TAB_FOCUS,
)

Index = QModelIndex | QPersistentModelIndex

_ROW = 26
_MOST_ROWS = 12
_HEAD = 30
_NAME, _DAY, _TERM, _LATE, _ABSENT = 44, 34, 54, 60, 80
_MISSING, _LATE_OF_TEACHER, _SHARE = 78, 54, 94
_BAR = (44, 5)
_POOR = 75
_LOW = 90


class HeatDelegate(QStyledItemDelegate):
    """A day of a class: full days are quiet, the emptier a day, the warmer its ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Called by the view."""
        t, rect = theme.tokens(), QRectF(option.rect)
        fill, words = index.data(FILL_ROLE), str(index.data(DISPLAY_ROLE) or "")
        painter.save()
        painter.setRenderHint(ANTIALIASING)
        share = fill.percent if isinstance(fill, Fill) else None
        painter.fillRect(rect, theme.ink(t.surface))
        if share is not None and share < 100:
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -1.5), theme.ink(t.warn, 26 + round((100 - share) * 1.1)))
        last = not isinstance(fill, Fill)
        poor = share is not None and share < _POOR
        name = not index.column()
        painter.setFont(fonts.font(bold=poor or name))
        painter.setPen(theme.ink(t.text if last or poor else t.text2))
        painter.drawText(rect.adjusted(6, 0, 0, 0) if name else rect, ALIGN_LEFT if name else ALIGN_CENTER, words)
        snap.hline(painter, rect.left(), rect.right() + 1, rect.bottom(), theme.ink(t.line))
        _ring(painter, rect, option)
        painter.restore()


class TeacherDelegate(QStyledItemDelegate):
    """Name with subjects, two numbers, a share with its bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Called by the view."""
        line, rect = index.data(TEACHER_ROLE), QRectF(option.rect)
        if not isinstance(line, TeacherLine):
            return
        painter.save()
        painter.setRenderHint(ANTIALIASING)
        area = rect.adjusted(6, 0, -8, 0)
        if index.column() == TeachersModel.LATE:
            _paint_late(painter, area, str(index.data(DISPLAY_ROLE)))
        else:
            {0: _paint_name, 1: _paint_missing, 3: _paint_share}[index.column()](painter, area, line)
        snap.hline(painter, rect.left(), rect.right() + 1, rect.bottom(), theme.ink(theme.tokens().line))
        _ring(painter, rect, option, whole_row=index.column())
        painter.restore()


def _ring(p: QPainter, rect: QRectF, option: QStyleOptionViewItem, *, whole_row: int | None = None) -> None:
    """The ring of the current cell, or of the current row in parts."""
    if not option.state & STATE_SELECTED:
        return
    t = theme.tokens()
    if whole_row is not None:
        p.fillRect(QRectF(rect.left(), rect.top(), 3 if whole_row == 0 else 0, rect.height() - 1), theme.ink(t.focus))
        p.fillRect(rect.adjusted(0, 0, 0, -1), theme.ink(t.accent, 22))
        return
    ring, width = snap.frame_rect(rect.adjusted(0, 0, 0, -1), snap.dpr_of(p), 2)
    p.setPen(theme.ink(t.focus))
    pen = p.pen()
    pen.setWidthF(width)
    p.setPen(pen)
    p.setBrush(NO_BRUSH)
    p.drawRect(ring)


def _paint_name(p: QPainter, rect: QRectF, line: TeacherLine) -> None:
    t = theme.tokens()
    name = fonts.metrics().elidedText(line.name, ELIDE_RIGHT, rect.width())
    p.setFont(fonts.font())
    p.setPen(theme.ink(t.text))
    p.drawText(rect, ALIGN_LEFT, name)
    left = fonts.metrics().horizontalAdvance(name) + 8
    rest = rect.adjusted(left, 0, 0, 0)
    if rest.width() > 40:
        p.setFont(fonts.font(fonts.SECOND))
        p.setPen(theme.ink(t.text2))
        words = "не заполняет" if line.idle else line.subjects
        p.setPen(theme.ink(t.warn_text if line.idle else t.text2))
        p.drawText(rest, ALIGN_LEFT, fonts.metrics(fonts.SECOND).elidedText(words, ELIDE_RIGHT, rest.width()))


def _paint_missing(p: QPainter, rect: QRectF, line: TeacherLine) -> None:
    t = theme.tokens()
    poor = (line.fill.percent or 0) < _LOW
    p.setFont(fonts.font(bold=poor and bool(line.missing)))
    p.setPen(theme.ink(t.warn_text if poor and line.missing else t.text if line.missing else t.text2))
    p.drawText(rect, ALIGN_RIGHT, str(line.missing) if line.missing else "–")


def _paint_late(p: QPainter, rect: QRectF, words: str) -> None:
    p.setFont(fonts.font())
    p.setPen(theme.ink(theme.tokens().text if words.isdigit() else theme.tokens().text2))
    p.drawText(rect, ALIGN_RIGHT, words)


def _paint_share(p: QPainter, rect: QRectF, line: TeacherLine) -> None:
    t, share = theme.tokens(), line.fill.percent
    if share is None:
        return
    p.setFont(fonts.font())
    p.setPen(theme.ink(t.text))
    p.drawText(rect, ALIGN_RIGHT, str(share))
    bar = QRectF(rect.right() - 32 - _BAR[0], rect.center().y() - _BAR[1] / 2, *_BAR)
    p.setPen(NO_PEN)
    p.setBrush(theme.ink(t.line))
    p.drawRoundedRect(bar, 2.5, 2.5)
    bar.setWidth(bar.width() * share / 100)
    p.setBrush(theme.ink(t.warn if share < _LOW else t.accent))
    p.drawRoundedRect(bar, 2.5, 2.5)


class _QuietHeader(QHeaderView):
    """Small words on the ground; today's day stands on a pill."""

    def __init__(self, parent: QTableView, *, centred: bool) -> None:
        super().__init__(HORIZONTAL, parent)
        self._centred = centred
        self.setStretchLastSection(centred)

    def sizeHint(self) -> QSize:
        """Room above the first row."""
        return QSize(super().sizeHint().width(), _HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title."""
        t, model, area = theme.tokens(), self.model(), QRectF(rect)
        words = str(model.headerData(section, HORIZONTAL, DISPLAY_ROLE) or "")
        painter.save()
        painter.setRenderHint(ANTIALIASING)
        painter.fillRect(area, theme.ink(t.surface))
        painter.setFont(fonts.font(fonts.SECOND))
        painter.setPen(theme.ink(t.text2))
        if isinstance(model, ClassesModel) and model.day_at(section) == model.school.today:
            pill = QRectF(area.center().x() - 14, area.center().y() - 9, 28, 18)
            painter.setPen(NO_PEN)
            painter.setBrush(theme.ink(t.accent))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setPen(theme.ink(t.on_accent))
        align = ALIGN_LEFT if not section else ALIGN_CENTER if self._centred else ALIGN_RIGHT
        painter.drawText(area if align == ALIGN_CENTER else area.adjusted(6, 0, -8, 0), align, words)
        snap.hline(painter, area.left(), area.right() + 1, area.bottom(), theme.ink(t.line2))
        painter.restore()


class SchoolTable(QTableView):
    """`chosen` gives the `Target` of a cell or row, by Enter or one click."""

    chosen = Signal(object)

    def __init__(self, name: str, model: ClassesModel | TeachersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        model.setParent(self)
        heat = isinstance(model, ClassesModel)
        self.setModel(model)
        self.setItemDelegate(HeatDelegate(self) if heat else TeacherDelegate(self))
        self.setHorizontalHeader(_QuietHeader(self, centred=heat))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(TAB_FOCUS if not heat else self.focusPolicy())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if not heat:
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_activated)
        model.modelReset.connect(self.lay_out)

    def fit_height(self) -> None:
        """As high as its rows, up to a dozen: what stands below follows at once."""
        self.setFixedHeight(_HEAD + min(self.rows.rowCount(), _MOST_ROWS) * _ROW + 2)

    def lay_out(self) -> None:
        """Column widths: days are narrow, a name takes what is left."""
        head = self.horizontalHeader()
        if isinstance(self.rows, TeachersModel):
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            for column, width in enumerate((_MISSING, _LATE_OF_TEACHER, _SHARE), start=1):
                self.setColumnWidth(column, width)
            return
        days = len(self.rows.school.days)
        for column, width in enumerate((_NAME, *(_DAY,) * days, _TERM, _LATE, _ABSENT)):
            self.setColumnWidth(column, width)

    def _on_chosen(self, index: QModelIndex) -> None:
        target = self.rows.target(index)
        if target is not None:
            self.chosen.emit(target)

    def _on_activated(self, index: QModelIndex) -> None:
        """Enter: a click has been heard already where the platform activates by one."""
        if not self.style().styleHint(self.style().StyleHint.SH_ItemView_ActivateItemOnSingleClick):
            self._on_chosen(index)
