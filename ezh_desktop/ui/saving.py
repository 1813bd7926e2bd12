"""What the status bar says about saving: saved at what time, how much is being written, a slow disk, a failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from PySide6.QtCore import QObject

from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.russian import clock_time, count, join_and
from ezh_desktop.errors import EzhError
from ezh_desktop.services.acts import (
    Act,
    CancelDecision,
    CommentCell,
    EnterCells,
    EnterDecision,
    EnterPeriodMarks,
    SetLessonKind,
    WriteLesson,
    WriteLessons,
    WriteTemplate,
)
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.widgets.statusbar import StatusBar

_Noun: TypeAlias = tuple[str, str, str]
_MARK: Final = ("отметка", "отметки", "отметок")
_TOPIC: Final = ("тема", "темы", "тем")
_HOMEWORK: Final = ("задание", "задания", "заданий")
_ROW: Final = ("запись", "записи", "записей")
_NOUNS: Final[Mapping[type, _Noun]] = MappingProxyType(
    {
        EnterCells: _MARK,
        EnterPeriodMarks: _MARK,
        CommentCell: ("примечание", "примечания", "примечаний"),
        SetLessonKind: ("вид урока", "вида урока", "видов урока"),
        WriteTemplate: ("шаблон", "шаблона", "шаблонов"),
        EnterDecision: ("решение совета", "решения совета", "решений совета"),
        CancelDecision: ("отмена решения", "отмены решения", "отмен решения"),
    }
)
READING = "Журнал открыт для чтения"
FROZEN = "Журнал открыт для чтения: там, где он лежит, писать нельзя"


def _noun_of(act: Act | None) -> _Noun:
    """What an act writes, by number."""
    if isinstance(act, WriteLessons):
        return _HOMEWORK if act.lessons and all(one.topic is None for one in act.lessons) else _TOPIC
    if isinstance(act, WriteLesson):
        return _HOMEWORK if act.topic is None else _TOPIC
    return _NOUNS.get(type(act), _ROW)


class SavingWords(QObject):
    """Follows the desk; the bar only shows."""

    def __init__(self, bar: StatusBar, desk: Desk, clock: Clock) -> None:
        super().__init__(bar)
        self._bar, self._desk, self._clock = bar, desk, clock
        self._trouble: EzhError | None = None
        desk.saved.connect(self._on_saved)
        desk.slow.connect(bar.show_slow)

    def _on_saved(self) -> None:
        if self._desk.unsaved:
            self._show_unsaved()
            return
        self._trouble = None
        self._bar.show_saved(f"Сохранено в {clock_time(self._clock.now_local().time())}")

    def show_waiting(self) -> None:
        """«записывается 1 отметка…», «записываются 2 темы…» while anything is pending."""
        numbers: Counter[_Noun] = Counter()
        for act, places in self._desk.pending():
            numbers[_noun_of(act)] += places
        parts = [count(number, *noun) for noun, number in numbers.items() if number]
        alone = sum(numbers.values()) == 1
        self._bar.show_pending(f"{'записывается' if alone else 'записываются'} {join_and(parts)}…" if parts else "")

    def show_reading(self, *, reading: bool) -> None:
        """Says that nothing can be entered in this session, else that nothing waits to be saved."""
        if reading:
            self._bar.show_note(FROZEN if getattr(self._desk.office, "frozen", False) else READING)
        elif not self._bar.state_text:
            self._bar.show_saved("Всё сохранено")

    def say(self, words: str) -> None:
        """A quiet word."""
        self._bar.show_note(words)

    def show_lost(self, error: EzhError | None) -> None:
        """An act was not written; «Подробнее» tells why."""
        self._trouble = error
        self._show_unsaved()

    def _show_unsaved(self) -> None:
        """What the disk did not take is said until it stands there after all."""
        cells = len(self._desk.unsaved)
        tail = f": {count(cells, 'отметка', 'отметки', 'отметок')}" if cells else ""
        self._bar.show_failed(f"Не записано{tail}")

    def show_trouble(self, error: EzhError) -> None:
        """The journal cannot be read just now."""
        self._trouble = error
        self._bar.show_failed("Журнал не отвечает")

    def details(self) -> tuple[str, str]:
        """What happened and what can be done."""
        if self._trouble is None:
            return "Запись не удалась.", ""
        return self._trouble.what, self._trouble.remedy
