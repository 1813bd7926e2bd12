"""The line over the summary sheet: the period in view, what the cell is counted from, and the commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.russian import roman
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, ELIDE_RIGHT, EXPANDING, FIXED, NO_BRUSH, TAB_FOCUS
from ezh_desktop.ui.snap import frame_rect, hair, hline
from ezh_desktop.ui.tokens import ink
from ezh_desktop.ui.widgets.commandbutton import command_button

HEIGHT, CLOSE_HEIGHT = 36, 30
ALL = "Все периоды"
_EDGE = 12


class PeriodSwitch(QWidget):
    """«I II III IV Год Все периоды»; `chosen` gives the slot, None for all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("periodSwitch")
        self.setSizePolicy(FIXED, FIXED)
        self._slots: tuple[Slot | None, ...] = ()
        self._shown: Slot | None = None
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 1, 2, 1)
        self._row.setSpacing(0)
        theme.signals.changed.connect(self.update)

    def show_slots(self, slots: Sequence[Slot], shown: Slot | None) -> None:
        """Offers the terms of a class, the year, and all together."""
        terms = [slot for slot in slots if slot.is_term]
        quarters = [slot for slot in terms if slot.kind is PeriodKind.QUARTER] or terms
        year = [slot for slot in slots if slot.kind is PeriodKind.YEAR]
        offered: tuple[Slot | None, ...] = (*quarters, *year, None)
        if offered != self._slots:
            self._slots = offered
            self._build()
        self.show_slot(shown)
        self.setVisible(len(offered) > 2)

    def _build(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.deleteLater()
        for at, slot in enumerate(self._slots):
            button = QToolButton(self)
            button.setText(ALL if slot is None else roman(slot.number) if slot.is_term else "Год")
            button.setAccessibleName(ALL if slot is None else slot.title)
            button.setToolTip(f"{ALL if slot is None else slot.title}\nCtrl+Shift+PgUp и Ctrl+Shift+PgDn")
            button.setCheckable(True)
            button.setFocusPolicy(TAB_FOCUS)
            button.setFont(fonts.font())
            button.setMinimumWidth(34)
            self._group.addButton(button, at)
            self._row.addWidget(button)

    @property
    def texts(self) -> list[str]:
        """The words of the buttons."""
        return [button.text() for button in self._group.buttons()]

    def show_slot(self, slot: Slot | None) -> None:
        """Names another period as the one in view."""
        self._shown = slot if slot in self._slots else None
        for button, one in zip(self._group.buttons(), self._slots, strict=True):
            button.setChecked(one == self._shown)

    def step(self, by: int) -> None:
        """The period before (-1) or after (1)."""
        at = self._slots.index(self._shown) + by if self._shown in self._slots else -1
        if 0 <= at < len(self._slots):
            self._choose(self._slots[at])

    def _on_clicked(self, at: int) -> None:
        self._choose(self._slots[at])

    def _choose(self, slot: Slot | None) -> None:
        self.show_slot(slot)
        self.chosen.emit(slot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame around all of them."""
        with QPainter(self) as p:
            frame, width = frame_rect(QRectF(self.rect()), self.devicePixelRatioF())
            p.setRenderHint(ANTIALIASING)
            p.setBrush(NO_BRUSH)
            p.setPen(QPen(ink(theme.tokens().border), width))
            p.drawRoundedRect(frame, 4, 4)


class _Words(QWidget):
    """What is said of the cell: pupil and column in bold, the rest behind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lead = self.detail = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, EXPANDING)
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both parts; what does not fit is shortened at the right."""
        t = theme.tokens()
        with QPainter(self) as p:
            left = self._part(p, _EDGE, self.lead, t.text, bold=True)
            self._part(p, left + 8, self.detail, t.text2, bold=False)

    def _part(self, p: QPainter, left: float, text: str, colour: str, *, bold: bool) -> float:
        room = self.width() - left
        shown = fonts.metrics(bold=bold).elidedText(text, ELIDE_RIGHT, room) if room > 0 else ""
        p.setFont(fonts.font(bold=bold))
        p.setPen(ink(colour))
        width = fonts.metrics(bold=bold).horizontalAdvance(shown)
        p.drawText(QRectF(left, 0, width + 2, self.height() - 1), ALIGN_LEFT, shown)
        return left + width


class SummaryLine(QWidget):
    """The switch of periods, the words, and flat buttons for commands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summaryLine")
        self.setFixedHeight(HEIGHT)
        self.switch = PeriodSwitch(self)
        self._words = _Words(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_EDGE, 0, 10, 1)
        self._row.setSpacing(4)
        self._row.addWidget(self.switch)
        self._row.addWidget(self._words, 1)
        theme.signals.changed.connect(self.update)

    @property
    def text(self) -> str:
        """All of the words in one line."""
        return f"{self._words.lead} {self._words.detail}".strip()

    def set_close(self, close: bool) -> None:
        """Lower, in a class whose rows need the room."""
        self.setFixedHeight(CLOSE_HEIGHT if close else HEIGHT)

    def say(self, lead: str, detail: str = "") -> None:
        """Says something else."""
        self._words.lead, self._words.detail = lead, detail
        self._words.setAccessibleName(self.text)
        self._words.setToolTip(self.text)
        self._words.update()

    def add_commands(self, commands: Sequence[tuple[QAction, str]]) -> None:
        """Adds flat buttons for actions (action, icon), hidden while the action cannot be given."""
        for action, icon in commands:
            button = command_button(action, icon, self)
            button.setVisible(action.isEnabled())
            action.enabledChanged.connect(button.setVisible)
            self._row.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and the line below."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.surface))
            hline(p, 0, self.width(), self.height() - hair(self.devicePixelRatioF()), ink(t.line2))
