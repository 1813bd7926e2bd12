"""The model of «Темы и задания»: a row a lesson under headings of months, own pending acts laid over (5.17–5.27)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.russian import dotted_short, month_name, weekday_day_month
from ezh_desktop.services.acts import Act, SetLessonKind, WriteLesson, WriteLessons, WriteTemplate
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import CoursePage, HomeworkTemplate, LessonColumn
from ezh_desktop.ui.findings.rows import NO_SIGNS
from ezh_desktop.ui.models.duty import duties_begun
from ezh_desktop.ui.models.laid import NOT_DURABLE
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE

_ROOT = QModelIndex()


class Column(IntEnum):
    """What stands in a column."""

    NUMBER = 0
    DAY = 1
    KIND = 2
    TOPIC = 3
    HOMEWORK = 4
    NOTE = 5


TITLES = ("№", "Дата", "Вид", "Тема урока", "Домашнее задание", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the heading of a month, or a lesson with its number in the year."""

    heading: str = ""
    lesson: int = 0
    number: int = 0


class TopicsModel(QAbstractTableModel):
    """Rows change as a whole: a lesson's texts are few, and what is seen of one act is one row."""

    def __init__(self, page: CoursePage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._laid: dict[int, Act] = {}
        self.failed: set[int] = set()
        self.changed: frozenset[int] = frozenset()
        self.signs = NO_SIGNS
        """The findings that are told; whoever changes them paints anew."""
        self._ground = page
        self._arrange()

    def _arrange(self) -> None:
        live = self._ground
        for act in self._laid.values():
            live = written(live, act, None)
        self.live = live
        self.lines = _lines_of(live)
        self.row_of = {line.lesson: row for row, line in enumerate(self.lines) if line.lesson}

    @property
    def scope(self) -> int:
        """The course."""
        return self._ground.course

    @property
    def ground(self) -> CoursePage:
        """The page as it was read: its entries are what the person saw last."""
        return self._ground

    def lesson_at(self, row: int) -> LessonColumn | None:
        """The lesson of a row, None of a heading."""
        line = self.lines[row] if 0 <= row < len(self.lines) else Line()
        return self.live.lesson_by_id.get(line.lesson)

    def pending(self, lesson: int) -> bool:
        """Whether the row is being written."""
        return any(lesson in lessons_of(act) for act in self._laid.values())

    def rows_from(self, row: int) -> list[int]:
        """The rows of lessons that can be written, from a row on."""
        later = (at for at in sorted(self.row_of.values()) if at >= row)
        lessons = ((at, self.lesson_at(at)) for at in later)
        return [at for at, one in lessons if one is not None and one.writable and not one.locked and not one.cancelled]

    # What changes

    def take(self, page: CoursePage) -> None:
        """Takes the page as read anew."""
        before, lines = self.live, self.lines
        self._ground = page
        self._arrange()
        other = [lesson for lesson in self.live.lessons if before.lesson_by_id.get(lesson.lesson) != lesson]
        # A topic taken shifts the plan of every lesson after it: only what was entered counts as changed.
        self.changed = frozenset(
            lesson.lesson for lesson in other if _entered(lesson) != _entered(before.lesson_by_id.get(lesson.lesson))
        )
        if self.lines != lines:
            self.beginResetModel()
            self.endResetModel()
        else:
            self._tell({lesson.lesson for lesson in other})

    def lay(self, number: int, act: Act) -> int:
        """See `desk.Ground`."""
        self._laid[number] = act
        lessons = lessons_of(act)
        self.failed -= lessons
        self._arrange()
        self._tell(lessons)
        return 1 if isinstance(act, WriteTemplate) else len(lessons)

    def settle(self, number: int, entry: EntryRef | None, *, failed: bool = False) -> None:
        """See `desk.Ground`."""
        act = self._laid.pop(number, None)
        if act is None:
            return
        lessons = lessons_of(act)
        if entry is not None:
            self._ground = written(self._ground, act, entry)
        if failed:
            self.failed |= lessons
        self._arrange()
        self._tell(lessons)

    def _tell(self, lessons: frozenset[int] | set[int]) -> None:
        for row in sorted(self.row_of[lesson] for lesson in lessons if lesson in self.row_of):
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1), [DISPLAY_ROLE])

    # What the view asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lessons and headings."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The six columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """The shown text, the whole text as hint, the sentence for a screen reader."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == DISPLAY_ROLE:
            return line.heading or self.text(index.row(), Column(index.column()))
        if role == ACCESSIBLE_TEXT_ROLE:
            return line.heading or self.spoken(index.row(), Column(index.column()))
        lesson = self.lesson_at(index.row())
        if role == TOOLTIP_ROLE and index.column() == Column.NOTE and lesson is not None and lesson.told:
            return lesson.told
        if role == TOOLTIP_ROLE and index.column() in (Column.TOPIC, Column.HOMEWORK, Column.NOTE):
            return self.text(index.row(), Column(index.column())) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> object:
        """Titles of the columns."""
        if role in (DISPLAY_ROLE, ACCESSIBLE_TEXT_ROLE) and orientation == HORIZONTAL:
            return TITLES[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or self.lines[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def text(self, row: int, column: Column) -> str:
        """What a cell shows; a planned topic or kind stands there in pencil."""
        lesson = self.lesson_at(row)
        if lesson is None:
            return ""
        if column is Column.NUMBER:
            return str(self.lines[row].number)
        if column is Column.DAY:
            return _day(self.live, lesson)
        if column is Column.KIND:
            return kind_of_lesson(lesson.kind).abbreviation
        if column is Column.NOTE:
            return self.note(lesson)
        if column is Column.TOPIC:
            return lesson.topic or lesson.planned_topic
        return lesson.homework

    def spoken(self, row: int, column: Column) -> str:
        """«ср 2 декабря, тема: Степень»."""
        lesson = self.lesson_at(row)
        if lesson is None:
            return ""
        day, text = weekday_day_month(lesson.day), self.text(row, column)
        if column is Column.TOPIC and self.missing(lesson):
            return f"{day}, тема не записана"
        if column is Column.TOPIC and not lesson.topic:
            return f"{day}, по плану: {text}" if text else f"{day}, темы нет"
        named = {Column.TOPIC: "тема", Column.HOMEWORK: "задание", Column.KIND: "вид"}.get(column)
        return f"{day}, {named}: {text or 'нет'}" if named else f"{day}, {text}"

    def missing(self, lesson: LessonColumn) -> bool:
        """Whether a held lesson has no topic yet."""
        return lesson.day < self.live.today and self.live.lacks_topic(lesson)

    def note(self, lesson: LessonColumn) -> str:
        """The one thing to be known of a lesson beside its texts."""
        if lesson.told:
            return _short(lesson)
        if lesson.distance:
            return "дистанционно"
        if lesson.results_due is not None and lesson.results_due >= self.live.today and lesson.topic:
            return f"результаты {dotted_short(lesson.results_due)}"
        if self.missing(lesson):
            return "п. 5.18"
        if lesson.lesson in self.signs.lessons:
            return self.signs.lessons[lesson.lesson]
        item = self.live.plan_by_item.get(lesson.plan_item or 0)
        if lesson.topic:
            return "не по КТП" if item is None and self.live.plan else ""
        planned = self.live.plan_by_item.get(lesson.planned_item or 0)
        return f"план, № {planned.number}" if planned else ""

    def nearest(self) -> int | None:
        """The row of today's lesson (the first without a topic), else of the last held one, else the first."""
        lessons = [(row, one) for row in self.row_of.values() if (one := self.lesson_at(row)) is not None]
        today = [(row, one) for row, one in lessons if one.day == self.live.today]
        bare = [row for row, one in today if not one.topic]
        if today:
            return bare[0] if bare else today[0][0]
        held = [row for row, one in lessons if one.day < self.live.today]
        return held[-1] if held else (lessons[0][0] if lessons else None)


def _lines_of(page: CoursePage) -> list[Line]:
    shown = [lesson for lesson in page.lessons if not lesson.cancelled or lesson.topic or lesson.homework]
    lines, number, before = [], 0, None
    for _, month in groupby(shown, key=lambda lesson: (lesson.day.year, lesson.day.month)):
        lessons = list(month)
        lines.append(Line(heading=month_name(lessons[0].day).capitalize()))
        for lesson in lessons:
            number += 1
            lines += [Line(heading=words) for words in duties_begun(page, before, lesson)]
            lines.append(Line(lesson=lesson.lesson, number=number))
            before = lesson
    return lines


def _day(page: CoursePage, lesson: LessonColumn) -> str:
    """«ср 2 дек»; where a day has two lessons, the lesson's number too (5.21)."""
    weekday, day, month = weekday_day_month(lesson.day).split()
    twice = sum(one.day == lesson.day and not one.cancelled for one in page.lessons) > 1
    short = f"{weekday} {day} {month[:3]}"
    return f"{short}, {lesson.number} ур." if twice else short


def _entered(lesson: LessonColumn | None) -> tuple[str, str, EntryRef | None]:
    """What a person wrote of a lesson."""
    return (lesson.topic, lesson.homework, lesson.record_entry) if lesson else ("", "", None)


def lessons_of(act: object) -> frozenset[int]:
    """The lessons that an act writes."""
    if isinstance(act, WriteLessons):
        return frozenset(one.lesson for one in act.lessons)
    return frozenset({act.lesson}) if isinstance(act, WriteLesson | SetLessonKind) else frozenset()


def written(page: CoursePage, act: Act, entry: EntryRef | None) -> CoursePage:
    """The page after an act; `entry` recorded it, None while it is not durable."""
    if isinstance(act, WriteTemplate):
        rest = tuple(one for one in page.templates if one.template != act.template)
        mine = () if act.ended else (HomeworkTemplate(act.template, act.text, act.position, entry or NOT_DURABLE),)
        return replace(page, templates=(*rest, *mine))
    if isinstance(act, WriteLessons):
        for one in act.lessons:
            page = written(page, one, entry)
        return page
    found = lessons_of(act)
    lessons = tuple(_written(page, one, act, entry) if one.lesson in found else one for one in page.lessons)
    return replace(page, lessons=lessons) if found else page


def _written(page: CoursePage, lesson: LessonColumn, act: Act, entry: EntryRef | None) -> LessonColumn:
    kept = replace(lesson, record_entry=entry) if entry is not None else lesson
    if isinstance(act, SetLessonKind):
        due = page.results_due(lesson, kind_of_lesson(act.kind), act.results)
        return replace(kept, kind=act.kind, kind_planned=False, results_due=due)
    if not isinstance(act, WriteLesson):
        return kept
    topic = kept.topic if act.topic is None else act.topic
    homework = kept.homework if act.homework is None else act.homework
    item = kept.plan_item if act.plan_item is None else act.plan_item or None
    planned = page.plan_by_item.get(item or 0)
    entered = bool(kept.kind) and not kept.kind_planned
    kind = planned.kind if planned and planned.kind and topic and not entered else kept.kind
    return replace(kept, topic=topic, homework=homework, plan_item=item, kind=kind, kind_planned=not topic)


def _short(lesson: LessonColumn) -> str:
    """What is changed about the lesson, as short as the column; the hint says all."""
    if lesson.cancelled:
        return "урок отменён"
    return f"замена: {lesson.substitute.split()[0]}" if lesson.substitute else lesson.change.split(maxsplit=1)[0]
