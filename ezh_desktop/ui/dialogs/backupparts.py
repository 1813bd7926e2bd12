"""Parts of the backup dialogs: a card for each medium, a line for each step with its sign, lines of facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QRadioButton, QWidget

from ezh_desktop.domain.russian import size
from ezh_desktop.services.backups import MediumLine
from ezh_desktop.ui import fonts, icons, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ALIGN_RIGHT, ALIGN_TOP, ANTIALIASING, ELIDE_RIGHT, NO_BRUSH, NO_PEN
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.tone import tone

CARD_HEIGHT = 50
STEP_HEIGHT = 24
MOST_LISTED = 8
_LABEL_WIDTH = 92
_TURN_MS = 50
_TURN_STEP = 24
_WHOLE_TURN = 360
_DRAWN = {"folder_open": (16, 40)}
"""Size and place of drawings that are not 20 px."""
PROTECTED = "защищена от записи: снимите защиту и вставьте снова"


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows: a bold line, a second one, words at the right, a drawing of 20 px; grey unless `usable`."""

    title: str
    second: str
    right: str
    usable: bool = True
    icon: str = "usb_stick"


class Card(QRadioButton):
    """One thing to choose, as wide as the dialog; a grey one says in amber why it cannot be chosen."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(CARD_HEIGHT)
        self.face = face
        self.show_face(face)
        theme.signals.changed.connect(self.update)

    def show_face(self, face: Face) -> None:
        """Changes what stands there."""
        self.face = face
        self.setEnabled(face.usable)
        said = (face.title, face.second, face.right)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the dialog gives."""
        return QSize(400, CARD_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Its words give way on a narrow screen."""
        return QSize(160, CARD_HEIGHT)

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - the whole card is the button
        """The whole card answers."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints card, radio, drawing and words with the tokens in force."""
        t = theme.tokens()
        chosen, can = self.isChecked(), self.face.usable
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            edge = QPen(theme.ink(t.accent if chosen else t.line2), 2 if self.hasFocus() else 1)
            p.setPen(edge)
            p.setBrush(theme.ink(t.accent_soft if chosen else t.surface if can else t.window))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            self._paint_radio(p)
            ink_of = t.text2 if can else t.disabled
            size, left = _DRAWN.get(self.face.icon, (20, 38))
            icons.paint(p, self.face.icon, left, (CARD_HEIGHT - size) / 2, ink_of, size=size)
            self._paint_words(p)

    def _paint_radio(self, p: QPainter) -> None:
        t = theme.tokens()
        middle = self.height() / 2
        ring = QRectF(12.5, middle - 7.5, 15, 15)
        colour = theme.ink(t.accent if self.isChecked() else t.border if self.face.usable else t.line2)
        p.setPen(QPen(colour, 1))
        p.setBrush(colour if self.isChecked() else theme.ink(t.surface))
        p.drawEllipse(ring)
        if self.isChecked():
            p.setPen(NO_PEN)
            p.setBrush(theme.ink(t.on_accent))
            p.drawEllipse(ring.center(), 3, 3)

    def _paint_words(self, p: QPainter) -> None:
        t, face = theme.tokens(), self.face
        right = fonts.metrics(fonts.SECOND).horizontalAdvance(face.right)
        room = QRectF(68, 0, self.width() - 68 - right - 28, self.height())
        for text, font, ink_of, up in (
            (face.title, (fonts.BODY, True), t.text if face.usable else t.text3, -8.5),
            (face.second, (fonts.SECOND, False), t.text2 if face.usable else t.warn_text, 9),
        ):
            p.setFont(fonts.font(font[0], bold=font[1]))
            p.setPen(theme.ink(ink_of))
            shown = p.fontMetrics().elidedText(text, ELIDE_RIGHT, int(room.width()))
            p.drawText(room.translated(0, up), int(ALIGN_LEFT), shown)
        p.setFont(fonts.font(fonts.SECOND))
        p.setPen(theme.ink(t.text2))
        p.drawText(QRectF(0, 0, self.width() - 14, self.height()), int(ALIGN_RIGHT), face.right)


class MediumCard(Card):
    """One medium to choose: its name, the room on it, the newest backup there."""

    def __init__(self, line: MediumLine, parent: QWidget | None = None) -> None:
        super().__init__(_face_of(line), parent)
        self.line = line
        self.show_line(line)

    def show_line(self, line: MediumLine) -> None:
        """Changes what stands there."""
        self.line = line
        self.show_face(_face_of(line))
        self.setToolTip("\n".join(line.details[:MOST_LISTED]))
        self.setAccessibleDescription("; ".join(line.details[:MOST_LISTED]))


def _face_of(line: MediumLine) -> Face:
    medium = line.medium
    icon = "folder_open" if line.is_folder else "usb_stick"
    if not medium.writable:
        return Face(medium.title, PROTECTED, "", usable=False, icon=icon)
    room = f"свободно {size(medium.free)} из {size(medium.total)}"
    maker = f"{medium.maker}, " if medium.maker and medium.maker != medium.title else ""
    return Face(medium.title, f"{maker}{room}", line.newest, icon=icon)


class Drawing(QWidget):
    """One icon of 20 px before a heading."""

    def __init__(self, parent: QWidget | None, icon: str, ink_of: str) -> None:
        super().__init__(parent)
        self._icon, self._ink = icon, ink_of
        self.setFixedSize(20, 20)
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        with QPainter(self) as p:
            icons.paint(p, self._icon, 0, 0, getattr(theme.tokens(), self._ink), size=20)


class StepState(Enum):
    """Where a step stands."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()


class StepSign(QWidget):
    """An empty ring, a turning arc, a tick or a cross, 16 px."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(18, 18)
        self._state = StepState.WAITING
        self._angle = 90
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self._on_turn)
        theme.signals.changed.connect(self.update)

    def show_state(self, state: StepState) -> None:
        """Changes the sign."""
        self._state = state
        if state is StepState.RUNNING:
            self._turn.start()
        else:
            self._turn.stop()
        self.update()

    def _on_turn(self) -> None:
        self._angle = (self._angle - _TURN_STEP) % _WHOLE_TURN
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t = theme.tokens()
        with QPainter(self) as p:
            if self._state is StepState.DONE:
                icons.paint(p, "checkmark_circle-filled", 1, 1, t.ok)
                return
            if self._state is StepState.FAILED:
                icons.paint(p, "error_circle-filled", 1, 1, t.block)
                return
            p.setRenderHint(ANTIALIASING)
            p.setBrush(NO_BRUSH)
            ring = QRectF(2, 2, 14, 14)
            p.setPen(QPen(theme.ink(t.line2), 1.6))
            p.drawEllipse(ring)
            if self._state is StepState.RUNNING:
                p.setPen(QPen(theme.ink(t.accent), 2))
                p.drawArc(ring, self._angle * 16, 250 * 16)


class StepLine(QWidget):
    """A step: sign, what is done, and at the right what came of it. `words` are for waiting, running and done."""

    def __init__(self, parent: QWidget | None, words: tuple[str, str, str]) -> None:
        super().__init__(parent)
        self._words = words
        self._sign, self._text, self._detail = StepSign(self), QLabel(self), QLabel(self)
        self.setFixedHeight(STEP_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 0, 0)
        row.setSpacing(13)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._detail)
        tone(self._detail, "text2", fonts.SECOND)
        self.show_state(StepState.WAITING)

    @property
    def text(self) -> str:
        """What stands there, for tests and screen readers."""
        return f"{self._text.text()} {self._detail.text()}".strip()

    def set_words(self, words: tuple[str, str, str]) -> None:
        """Other words for the three states."""
        self._words = words

    def show_state(self, state: StepState, detail: str = "") -> None:
        """Changes sign, words and what stands at the right."""
        waiting, running, done = self._words
        self._sign.show_state(state)
        self._text.setText({StepState.WAITING: waiting, StepState.DONE: done}.get(state, running))
        self._detail.setText(detail)
        inks = {StepState.WAITING: "text2", StepState.FAILED: "block"}
        tone(self._text, inks.get(state, "text"), bold=state is StepState.RUNNING)
        self.setAccessibleName(self.text)


class Facts(QWidget):
    """Lines of «what: value», as at the end of a backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Changes the lines; one whose value is empty is left out."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.shown = {name: value for name, value in facts if value}
        for number, (name, value) in enumerate(self.shown.items()):
            label, text = QLabel(name, self), ElidedLabel(self)
            tone(label, "text2", fonts.SECOND)
            tone(text)
            text.show_whole(value)
            self._grid.addWidget(label, number, 0, ALIGN_TOP)
            self._grid.addWidget(text, number, 1)
            # A child that is made later counts for nothing in a layout before it is shown.
            label.show()
            text.show()
