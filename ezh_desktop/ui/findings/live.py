"""The findings of the page in view, kept up with what the person types: own edits first, the file's rows behind them.

The page is checked once in a pool's thread; after that an edit asks again only what it touched, in the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from ezh_desktop.domain.rules.checks import PageFindings
from ezh_desktop.domain.rules.index import CellFact, LessonFact, MarkFact
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import LessonColumn
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.models.marks import MarksModel, Place
from ezh_desktop.ui.models.topics import TopicsModel

PageModel: TypeAlias = MarksModel | TopicsModel
Check: TypeAlias = Callable[[int], PageFindings | None]
"""Checks a course page; asked in another thread."""

SOON_MS = 150
EDIT_MS = 60
"""How long after an edit the rules are asked: a key held down asks them once."""


class LiveFindings(QObject):
    """`changed` comes when `found` is another; `found` is None while nothing is known of the page."""

    changed = Signal()

    def __init__(self, check: Check, parent: QObject) -> None:
        super().__init__(parent)
        self._check = check
        self._work = Background(self)
        self._work.done.connect(self._on_checked)
        self._work.failed.connect(self._on_failed)
        self._model: PageModel | None = None
        self._asked = self._wanted = 0
        self._places: set[Place] = set()
        self._rows: set[int] = set()
        self._heads: set[int] = set()
        self._since: set[Place] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(EDIT_MS)
        self._later.timeout.connect(self.settle)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._on_soon)
        self.found: PageFindings | None = None

    @property
    def course(self) -> int:
        """The course whose page is watched, 0 for none."""
        return self._model.scope if self._model is not None else 0

    def watch(self, model: PageModel | None) -> None:
        """Watches the model of the page in view from now on; None when no course page is."""
        if model is self._model:
            return
        other = model is None or self._model is None or model.scope != self._model.scope
        self._model = model
        self._forget()
        if model is not None:
            model.dataChanged.connect(self._on_data)
            model.headerDataChanged.connect(self._on_header)
            model.modelReset.connect(self.ask)
        if other:
            self.found = None
            self.changed.emit()
        if model is not None:
            self.ask()

    def ask(self) -> None:
        """Reads the page's rows again soon: others may have written, and times and links the file alone knows.

        Soon, not at once: a page that is being opened, or turned past, has the processor for itself.
        """
        self._soon.start()

    def _on_soon(self) -> None:
        self._wanted = self.course
        if self._wanted and not self._work.running:
            self._asked, self._wanted = self._wanted, 0
            self._since = set(self._model.pending_places()) if isinstance(self._model, MarksModel) else set()
            course = self._asked
            self._work.start(lambda: self._check(course))

    def _on_checked(self, found: PageFindings | None) -> None:
        if self._asked == self.course:
            self.found = found
            self._lay_over()
            self.changed.emit()
        if self._wanted:
            self._on_soon()

    def _on_failed(self, _error: object) -> None:
        """A file that cannot be read says so where the page itself is read; here nothing is known."""
        self._on_checked(None)

    # Own edits

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        model = self._model
        if self.sender() is not model or model is None:
            return
        rows = range(first.row(), last.row() + 1)
        if isinstance(model, TopicsModel):
            self._rows.update(rows)
        else:
            edited = {(row, column) for row in rows for column in range(first.column(), last.column() + 1)}
            self._places |= edited
            self._since |= edited
        self._later.start()

    def _on_header(self, _orientation: object, first: int, last: int) -> None:
        if self.sender() is self._model:
            self._heads.update(range(first, last + 1))
            self._later.start()

    def _forget(self) -> None:
        """Nothing waits any more."""
        self._later.stop()
        for waiting in (self._places, self._rows, self._heads):
            waiting.clear()

    def settle(self) -> None:
        """Asks the rules about the edits that wait."""
        before = self.found
        if before is not None and self._model is not None:
            self.found = self._after(before, self._model)
        self._forget()
        if self.found is not before:
            self.changed.emit()

    def _after(self, found: PageFindings, model: PageModel) -> PageFindings:
        if isinstance(model, TopicsModel):
            lessons: Iterable[LessonColumn | None] = (model.lesson_at(row) for row in sorted(self._rows))
            return _with_lessons(found, lessons)
        heads = (model.columns[at].lesson for at in sorted(self._heads) if at < len(model.columns))
        found = _with_lessons(found, heads)
        for place in sorted(self._places):
            found = _with_place(found, model, place)
        return found

    def _lay_over(self) -> None:
        """Own acts that were perhaps not yet in the file when it was read lie over what was found there."""
        model, found = self._model, self.found
        if model is None or found is None:
            return
        found = _with_lessons(found, model.live.lessons)
        if isinstance(model, MarksModel):
            for place in sorted(self._since):
                found = _with_place(found, model, place)
        self.found = found


def _with_place(found: PageFindings, model: MarksModel, place: Place) -> PageFindings:
    row, column = place
    if row >= len(model.page.pupils) or column >= len(model.columns):
        return found
    pupil, thing = model.page.pupils[row].pupil, model.columns[column]
    if thing.lesson is None:
        seen = model.period_mark(row, column)
        old = found.index.period_marks.get((pupil, thing.key), MarkFact())
        mark = MarkFact(
            seen.value if seen else "", seen.reason if seen else "", "" if seen and seen.value else old.state
        )
        return found if mark == old else found.with_period_mark(pupil, thing.key, mark)
    cell = cell_fact(model, place)
    at = found.index.position.get(thing.lesson.lesson)
    old_cell = found.index.row(pupil).get(at, CellFact()) if at is not None else cell
    return found if cell == old_cell else found.with_cell(thing.lesson.lesson, pupil, cell)


def cell_fact(model: MarksModel, place: Place) -> CellFact:
    """A lesson's cell as the person sees it, as the rules want it."""
    first, second, debt = model.slots(*place)
    return CellFact(
        first.value if first else "",
        second.value if second else "",
        debt.value if debt else "",
        debt.for_work if debt and debt.value else None,
        first.reason if first else "",
    )


def _with_lessons(found: PageFindings, lessons: Iterable[LessonColumn | None]) -> PageFindings:
    for lesson in lessons:
        at = found.index.position.get(lesson.lesson) if lesson is not None else None
        if lesson is None or at is None:
            continue
        fact = _lesson_fact(found.index.lessons[at], lesson)
        if fact != found.index.lessons[at]:
            found = found.with_lesson(fact)
    return found


def _lesson_fact(old: LessonFact, lesson: LessonColumn) -> LessonFact:
    """The lesson as the person sees it; times, links and switches stay as the file has them."""
    kind = old.kind if lesson.kind_planned else kind_of_lesson(lesson.kind)
    return old._replace(kind=kind, topic=lesson.topic.strip(), homework=lesson.homework, plan_item=lesson.plan_item)
