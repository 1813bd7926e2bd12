"""What floats beside a cell: why an entry was refused, and what stood in the cell before."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ezh_desktop.errors import Refusal
from ezh_desktop.ui import fonts
from ezh_desktop.ui.qttypes import ALIGN_TOP, NO_FOCUS
from ezh_desktop.ui.widgets.float import Float
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.signs import Kind, Sign
from ezh_desktop.ui.widgets.tone import tone

# Of the body; words wider than this wrap.
WIDTH = 216


def _label(parent: QWidget, text: str, ink_of: str = "text", px: int = fonts.BODY, *, bold: bool = False) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(label.textFormat().PlainText)
    tone(label, ink_of, px, bold=bold)
    return label


def _let_wrap(label: QLabel, px: int, *, bold: bool = False) -> None:
    """A text wider than the float wraps; the label keeps the width it needs."""
    width = int(fonts.metrics(px, bold=bold).horizontalAdvance(label.text())) + 2
    label.setWordWrap(width > WIDTH)
    label.setMinimumWidth(min(WIDTH, width))


class RefusalFloat(Float):
    """«4-» не поставить / what is allowed / clause; gone at the next key or after six seconds."""

    least = WIDTH

    def __init__(self, window: QWidget, title: str, lines: tuple[str, ...] = (), *, stays: bool = False) -> None:
        """`stays`: a list takes longer to read than six seconds."""
        super().__init__(window, "block", spoken=". ".join((title, *lines)), stays=stays)
        grid = QGridLayout(self)
        grid.setContentsMargins(11, 10, 14, 10)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        sign = Sign(self)
        sign.show_kind(Kind.REFUSAL)
        grid.addWidget(sign, 0, 0, ALIGN_TOP)
        heading = _label(self, title, bold=True)
        _let_wrap(heading, fonts.BODY, bold=True)
        grid.addWidget(heading, 0, 1)
        for row, line in enumerate(lines, start=1):
            second = _label(self, line, "text2", fonts.SECOND)
            _let_wrap(second, fonts.SECOND)
            grid.addWidget(second, row, 1)

    @classmethod
    def of(cls, window: QWidget, refusal: Refusal) -> RefusalFloat:
        """The float of a refusal: its words, the remedy, that nothing changed, and the clause."""
        clause = f"п. {refusal.clause} Положения" if refusal.clause else ""
        lines = (refusal.remedy, "Клетка не изменилась.", clause)
        return cls(window, refusal.what.rstrip("."), tuple(line for line in lines if line))


class ToldFloat(Float):
    """What was done beside what the person asked for, and how to take it back; gone like a refusal."""

    least = WIDTH

    def __init__(self, window: QWidget, title: str, remedy: str) -> None:
        super().__init__(window, spoken=f"{title}. {remedy}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 14, 10)
        column.setSpacing(1)
        heading = _label(self, title, bold=True)
        _let_wrap(heading, fonts.BODY, bold=True)
        column.addWidget(heading)
        column.addWidget(_label(self, remedy, "text2", fonts.SECOND))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One value of a cell: the newest first. `who` is «21 ноября, 08:30, Фомина Лидия Павловна».

    `reopened` is why the director had opened the closed period again.
    """

    value: str
    who: str
    reason: str = ""
    reopened: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the value, line by line."""
        reopened = f"После открытия закрытого периода, основание: {self.reopened}" if self.reopened else ""
        return tuple(note for note in (f"Причина: {self.reason}" if self.reason else "", reopened) if note)


class HistoryFloat(Float):
    """A cell's values with who and when, its comment, and what can be done; stays until Esc or another key."""

    least = 300
    restore_asked = Signal()
    comment_asked = Signal()

    def __init__(
        self,
        window: QWidget,
        title: str,
        lesson: str,
        lines: tuple[HistoryLine, ...],
        *,
        comment: str = "",
        undo: str = "",
        comments: bool = True,
    ) -> None:
        """`undo` is the value that «Вернуть …» brings back, empty for none; `comments` offers to write one."""
        told = ("; ".join((f"{line.value or 'пусто'}: {line.who}", *line.notes)) for line in lines)
        spoken = ". ".join((title, lesson, *told))
        super().__init__(window, "border", spoken=spoken, stays=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        column.addWidget(_label(self, title, bold=True))
        column.addWidget(_label(self, lesson, "text2", fonts.SECOND))
        column.addSpacing(8)
        column.addLayout(self._rows(lines))
        if comment:
            column.addSpacing(8)
            column.addWidget(_label(self, "Примечание", "text2", fonts.SMALL, bold=True))
            column.addWidget(_label(self, comment))
        column.addSpacing(6)
        column.addLayout(self._links(undo, comment if comments else None))

    def _rows(self, lines: tuple[HistoryLine, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        row = 0
        for number, line in enumerate(lines):
            value = line.value or "пусто"
            grid.addWidget(_label(self, value, "text" if number == 0 else "text2", bold=number == 0), row, 0)
            grid.addWidget(_label(self, line.who, "text2", fonts.SECOND), row, 1)
            row += 1
            for note in line.notes:
                told = _label(self, note, "text", fonts.SECOND)
                _let_wrap(told, fonts.SECOND)
                grid.addWidget(told, row, 1)
                row += 1
        return grid

    def _links(self, undo: str, comment: str | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        if undo:
            row.addWidget(self._link(f"Вернуть {undo}", self.restore_asked))
        if comment is not None:
            row.addWidget(self._link("Изменить примечание" if comment else "Добавить примечание", self.comment_asked))
        row.addStretch(1)
        row.addWidget(_label(self, "Esc", "text3", fonts.SECOND))
        return row

    def _link(self, text: str, signal: object) -> LinkButton:
        link = LinkButton(self, text)
        link.setFocusPolicy(NO_FOCUS)
        link.clicked.connect(signal)
        return link
