"""The panel «Недочёты страницы»: a list at the right of the page, filtered by three words, each row with one act."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.ui import fonts, icons, snap, theme
from ezh_desktop.ui.findings.rows import FindingRow, counted
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_CENTER,
    ANTIALIASING,
    CTRL,
    DISPLAY_ROLE,
    NO_BRUSH,
    NO_PEN,
    STATE_FOCUS,
    STATE_HOVER,
    STATE_SELECTED,
    TAB_FOCUS,
    TOOLTIP_ROLE,
    USER_ROLE,
)
from ezh_desktop.ui.widgets.tone import tone

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = USER_ROLE + 1
WIDTH = 275
TITLE = "Недочёты страницы"
NOTHING = "Недочётов нет"
_LEFT, _ICON, _PAD, _STEP = 12, 22, 9, 2
_WRAP = int(Qt.TextFlag.TextWordWrap)
_ICONS = {
    Severity.OVERDUE: ("error_circle-filled", "block"),
    Severity.WARN: ("warning", "warn"),
    Severity.ADVICE: ("info", "accent_text"),
    Severity.REMINDER: ("clock", "text2"),
}
_INKS = {Severity.OVERDUE: "block", Severity.WARN: "warn_text", Severity.ADVICE: "accent_text"}
_ROOT = QModelIndex()
_ALL, _OVERDUE, _NOW = range(3)


class FindingsModel(QAbstractListModel):
    """Rows of the filter in force; findings before reminders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[FindingRow] = []
        self._shown: list[FindingRow] = []
        self._filter = _ALL

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        """Takes the rows anew; says nothing when nothing has changed."""
        if list(rows) != self._all:
            self._all = list(rows)
            self._renew()

    def choose(self, number: int) -> None:
        """0 all, 1 overdue ones, 2 those with a button."""
        self._filter = number
        self._renew()

    def _renew(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._all if self._passes(row)]
        self.endResetModel()

    def _passes(self, row: FindingRow) -> bool:
        if self._filter == _OVERDUE:
            return row.finding.severity is Severity.OVERDUE
        return self._filter == _ALL or (bool(row.link) and row.finding.counts)

    def row_at(self, number: int) -> FindingRow | None:
        """The row in view at a place of the list."""
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows of the filter."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """The row for the delegate, and its words."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE):
            return row.spoken
        return row.finding.remedy or None if role == TOOLTIP_ROLE else None


class FindingDelegate(QStyledItemDelegate):
    """Paints a `FindingRow`: clause, title, who, and the words of its act."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words, wrapped in the panel."""
        row = index.data(ROW_ROLE)
        width = option.widget.viewport().width() if isinstance(option.widget, QListView) else WIDTH
        if not isinstance(row, FindingRow):
            return QSize(width, 0)
        high = sum(rect.height() + _STEP for _, _, rect in lines_of(row, width))
        return QSize(width, int(high) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Called by the view."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, FindingRow):
            return
        t, rect = theme.tokens(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(ANTIALIASING)
        snap.hline(painter, rect.left(), rect.right(), rect.bottom(), theme.ink(t.line))
        self._paint_ground(painter, rect, option)
        name, ink_of = _ICONS[row.finding.severity]
        icons.paint(painter, name, rect.left() + _LEFT - 2, rect.top() + _PAD, getattr(t, ink_of))
        top = rect.top() + _PAD
        for text, (px, bold, ink_name), size in lines_of(row, int(rect.width())):
            painter.setFont(fonts.font(px, bold=bold))
            painter.setPen(theme.ink(getattr(t, ink_name)))
            area = QRectF(rect.left() + _LEFT + _ICON, top, rect.width() - 2 * _LEFT - _ICON, size.height())
            painter.drawText(area, _WRAP, text)
            top += size.height() + _STEP
        painter.restore()

    @staticmethod
    def _paint_ground(p: QPainter, rect: QRectF, option: QStyleOptionViewItem) -> None:
        t, state, plate = theme.tokens(), option.state, rect.adjusted(4, 2, -4, -3)
        if state & (STATE_SELECTED | STATE_HOVER):
            p.setPen(NO_PEN)
            p.setBrush(theme.ink(t.accent_soft if state & STATE_SELECTED else t.hover))
            p.drawRoundedRect(plate, 4, 4)
        if state & STATE_FOCUS and state & STATE_SELECTED:
            ring, width = snap.frame_rect(plate, snap.dpr_of(p), 2)
            p.setPen(theme.ink(t.focus))
            pen = p.pen()
            pen.setWidthF(width)
            p.setPen(pen)
            p.setBrush(NO_BRUSH)
            p.drawRoundedRect(ring, 4, 4)


Style = tuple[int, bool, str]


def lines_of(row: FindingRow, width: int) -> list[tuple[str, Style, QRectF]]:
    """The paragraphs of a row with their font and the room they take in a panel of this width."""
    head = (fonts.SECOND, True, _INKS.get(row.finding.severity, "text2"))
    texts: list[tuple[str, Style]] = [(row.head, head), (row.finding.title, (fonts.BODY, False, "text"))]
    if row.detail:
        texts.append((row.detail, (fonts.SECOND, False, "text2")))
    if row.link:
        texts.append((row.link, (fonts.BODY, False, "accent_text")))
    room = QRectF(0, 0, width - 2 * _LEFT - _ICON, 1000)
    return [
        (text, style, fonts.metrics(style[0], bold=style[1]).boundingRect(room, _WRAP, text)) for text, style in texts
    ]


class FindingsList(QListView):
    """`wanted` gives a row to go to (Enter, a click), `mend_asked` one to mend (Ctrl+Enter, a click on its link)."""

    wanted = Signal(object)
    mend_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(FindingDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(TITLE)
        self._take_ground()
        theme.signals.changed.connect(self._take_ground)

    @property
    def findings(self) -> FindingsModel:
        """The model."""
        model = self.model()
        if not isinstance(model, FindingsModel):
            raise TypeError("the list has no model yet")
        return model

    def _take_ground(self) -> None:
        palette = theme.palette(theme.tokens())
        palette.setColor(palette.ColorRole.Base, theme.ink(theme.tokens().raised))
        self.setPalette(palette)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground is painted here: under a style sheet a shown view keeps the palette of the theme before."""
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), theme.ink(theme.tokens().raised))
            if self.findings.rowCount() == 0:
                p.setFont(fonts.font())
                p.setPen(theme.ink(theme.tokens().text2))
                p.drawText(QRectF(0, 0, self.viewport().width(), 60), ALIGN_CENTER, NOTHING)
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the place, Ctrl+Enter mends, Escape goes back to the page; everything else is Qt's."""
        row = self.findings.row_at(self.currentIndex().row())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            mends = bool(event.modifiers() & CTRL) and bool(row.link)
            (self.mend_asked if mends else self.wanted).emit(row)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the place; on the link it mends."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.findings.row_at(index.row())
        if row is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        on_link = bool(row.link) and self.link_rect(index).contains(event.position())
        (self.mend_asked if on_link else self.wanted).emit(row)

    def link_rect(self, index: Index) -> QRectF:
        """Where the words of a row's act stand on the viewport."""
        rect, row = QRectF(self.visualRect(index)), index.data(ROW_ROLE)
        size = lines_of(row, int(rect.width()))[-1][2]
        corner = QPointF(rect.left() + _LEFT + _ICON, rect.bottom() - _PAD - size.height() - _STEP)
        return QRectF(corner, QSizeF(size.width(), size.height() + _STEP))


class FindingsPanel(QWidget):
    """Title, filters and the list. `closed` comes from its cross."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsPanel")
        self.setFixedWidth(WIDTH)
        self.title = QLabel(TITLE, self)
        self.list = FindingsList(self)
        self._model = FindingsModel(self)
        self.list.setModel(self._model)
        self._filters = QButtonGroup(self)
        self._build()
        theme.signals.changed.connect(self.update)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 8, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setContentsMargins(_LEFT, 0, 8, 0)
        tone(self.title, "text", bold=True)
        cross = QToolButton(self)
        cross.setAccessibleName("Закрыть панель недочётов")
        cross.setFocusPolicy(TAB_FOCUS)
        cross.setFixedSize(26, 24)
        icons.dress(cross, "dismiss")
        cross.clicked.connect(self.closed)
        top.addWidget(self.title, 1)
        top.addWidget(cross)
        column.addLayout(top)
        column.addLayout(self._filter_row())
        column.addWidget(self.list, 1)

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_LEFT - 4, 0, 2, 0)
        row.setSpacing(0)
        for number in (_ALL, _OVERDUE, _NOW):
            button = QToolButton(self)
            button.setCheckable(True)
            button.setChecked(number == _ALL)
            button.setFocusPolicy(TAB_FOCUS)
            button.setFont(fonts.font(fonts.SECOND))
            self._filters.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._filters.idClicked.connect(self._model.choose)
        return row

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        """Shows the findings of a page; the row that was current stays so where it still is."""
        kept = self._model.row_at(self.list.currentIndex().row())
        self._model.show_rows(rows)
        real, overdue, now = counted(rows)
        for number, words in (
            (_ALL, f"Все {real}"),
            (_OVERDUE, f"Просрочено {overdue}"),
            (_NOW, f"Исправить сразу {now}"),
        ):
            self._filters.button(number).setText(words)
        at = next((n for n in range(self._model.rowCount()) if self._model.row_at(n) == kept), None)
        if kept is not None and at is not None:
            self.list.setCurrentIndex(self._model.index(at))

    def take_focus(self) -> None:
        """The keys go to the list, to its current row or the first."""
        if not self.list.currentIndex().isValid() and self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))
        self.list.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and the line at the left."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.ink(t.raised))
            snap.vline(p, 0, 0, self.height(), theme.ink(t.line2))
