"""The foot of the summary sheet: how many pupils are in each group, and the class's figures by pupils.

Every number is a door: a press on a group goes to its next pupil.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.figures import ClassFigures, PupilGroup, round_half_up, share_text
from ezh_desktop.domain.russian import DASH, count
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, NO_PEN, TAB_FOCUS
from ezh_desktop.ui.snap import hline
from ezh_desktop.ui.tokens import ink

HEIGHT, CLOSE_HEIGHT = 27, 22
_EDGE, _PAD, _GAP = 8, 4, 6
_GROUPS = {
    PupilGroup.EXCELLENT: "Отличники",
    PupilGroup.ONE_FOUR: "с одной «4»",
    PupilGroup.GOOD: "хорошисты",
    PupilGroup.ONE_THREE: "с одной «3»",
    PupilGroup.PASSING: "успевающие",
    PupilGroup.FAILING: "неуспевающие",
    PupilGroup.NOT_ATTESTED: "не аттестованы",
    PupilGroup.NO_MARKS: "без отметок",
}
_GOOD = (PupilGroup.EXCELLENT, PupilGroup.ONE_FOUR, PupilGroup.GOOD)
_ALWAYS = frozenset(_GROUPS) - {PupilGroup.NOT_ATTESTED, PupilGroup.NO_MARKS}


class Figure(QAbstractButton):
    """«хорошисты 7»: quiet words, the number in bold. One that leads nowhere takes no focus."""

    def __init__(self, words: str, number: str, parent: QWidget, *, door: bool) -> None:
        super().__init__(parent)
        self._words, self._number = words, number
        self.setEnabled(door)
        self.setText(f"{words} {number}")
        self.setAccessibleName(self.text())
        self.setFocusPolicy(TAB_FOCUS)
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        words = fonts.metrics().horizontalAdvance(self._words) if self._words else -_PAD
        number = fonts.metrics(bold=True).horizontalAdvance(self._number)
        return QSize(int(words + number) + 3 * _PAD + 2, HEIGHT - 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, number, the ground under the mouse, the ring of the focus."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            body = QRectF(self.rect()).adjusted(1, 2, -1, -2)
            if self.isEnabled() and (self.underMouse() or self.hasFocus()):
                p.setPen(QPen(ink(t.focus), 2) if self.hasFocus() else NO_PEN)
                p.setBrush(ink(t.hover))
                p.drawRoundedRect(body, 4, 4)
            left: float = _PAD
            for words, bold, colour in ((self._words, False, t.text2), (self._number, True, t.text)):
                p.setFont(fonts.font(bold=bold))
                p.setPen(ink(colour))
                width = fonts.metrics(bold=bold).horizontalAdvance(words)
                p.drawText(QRectF(left, 0, width + 2, self.height()), ALIGN_LEFT, words)
                left += width + _PAD if words else 0


class SummaryFoot(QWidget):
    """`group_chosen` gives the group whose next pupil is wanted, `told` what is counted and the sum behind it.

    What has no room is left out from the right.
    """

    group_chosen = Signal(object)
    told = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summaryFoot")
        self.setFixedHeight(HEIGHT)
        self._figures: list[Figure] = []
        self._doors = QButtonGroup(self)
        self._doors.idClicked.connect(self._on_clicked)
        self._leads: list[PupilGroup | tuple[str, str]] = []
        theme.signals.changed.connect(self.update)

    @property
    def text(self) -> str:
        """All figures in one line."""
        return ", ".join(one.text() for one in self._figures)

    def set_close(self, close: bool) -> None:
        """Lower, in a class whose rows need the room."""
        self.setFixedHeight(CLOSE_HEIGHT if close else HEIGHT)
        self._lay_out()

    def show_figures(self, figures: ClassFigures | None, slot: Slot | None) -> None:
        """Counts of a period; nothing where there are no marks."""
        for old in self._figures:
            old.hide()
            old.deleteLater()
        self._figures, self._leads = [], []
        if figures is not None and slot is not None:
            self._add_groups(figures)
            self._add_shares(figures, slot)
        self._lay_out()

    def _add_groups(self, figures: ClassFigures) -> None:
        for group, words in _GROUPS.items():
            number = figures.groups.get(group, 0)
            if number or group in _ALWAYS:
                one = self._add(words, str(number), group if number else None)
                one.setToolTip(f"К следующему: {group.label}" if number else "")

    def _add_shares(self, figures: ClassFigures, slot: Slot) -> None:
        good = sum(figures.groups.get(group, 0) for group in _GOOD)
        passing = figures.n - figures.groups.get(PupilGroup.FAILING, 0)
        for words, share, who, part in (
            ("успеваемость", figures.progress, "учащиеся без «2» и «1»", passing),
            ("качество", figures.quality, "отличники, с одной «4» и хорошисты", good),
        ):
            how = f"{who}: {part} · 100 : {figures.n} = {share_text(share)}"
            self._add(words, _whole(share), (f"{words.capitalize()} по классу:", how)).setToolTip(how)
        pupils = count(figures.n, "ученика", "учеников", "учеников")
        when = "года" if slot.kind is PeriodKind.YEAR else slot.title.replace("четверть", "четверти")
        self._add("из", f"{pupils} на конец {when.replace('полугодие', 'полугодия')}")

    def _add(self, words: str, number: str, leads: PupilGroup | tuple[str, str] | None = None) -> Figure:
        """A figure; `leads` is the group or the words that a press on it gives."""
        one = Figure(words, number, self, door=leads is not None)
        self._figures.append(one)
        if leads is not None:
            self._doors.addButton(one, len(self._leads))
            self._leads.append(leads)
        return one

    def _on_clicked(self, at: int) -> None:
        leads = self._leads[at]
        if isinstance(leads, PupilGroup):
            self.group_chosen.emit(leads)
        else:
            self.told.emit(*leads)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has room is shown."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        left = _EDGE
        for one in self._figures:
            size = one.sizeHint()
            one.setGeometry(left, 1, size.width(), self.height() - 2)
            left += size.width() + _GAP
            one.setVisible(left - _GAP <= self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and the line above."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.surface))
            hline(p, 0, self.width(), 0, ink(t.line2))


def _whole(share: Fraction | None) -> str:
    """«96 %» or «–»; the exact share stands in the tooltip."""
    return DASH if share is None else f"{round_half_up(share)} %"
