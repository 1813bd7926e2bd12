"""A paste of several lines over the lessons of «Темы и задания»: as many lessons from the current one, in one act."""

from __future__ import annotations

from collections.abc import Sequence

from ezh_desktop.services.acts import NO_ITEM, WriteLesson, WriteLessons
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui.models.topics import TopicsModel


def pasted(model: TopicsModel, rows: Sequence[int], lines: Sequence[str], *, into_homework: bool) -> WriteLessons:
    """The act of the lines over the rows, one a lesson; a tab parts topic from homework.

    Lines without a tab go to the field the cursor stands in. Lines beyond the last lesson are left.
    """
    written = []
    for row, line in zip(rows, lines, strict=False):
        lesson = model.lesson_at(row)
        if lesson is None:
            continue
        topic, homework = _parted(line, into_homework=into_homework)
        seen = model.ground.lesson_by_id[lesson.lesson].record_entry
        item = _item_of(model.live, topic) if topic is not None else None
        allowed = homework if model.live.homework_allowed else None
        written.append(WriteLesson(model.scope, lesson.lesson, topic, allowed, seen, item))
    return WriteLessons(model.scope, tuple(written))


def _parted(line: str, *, into_homework: bool) -> tuple[str | None, str | None]:
    """Topic and homework of a line, None of what it leaves as it is."""
    first, tab, second = line.partition("\t")
    if tab:
        return first.strip(), second.strip() or None
    return (None, first.strip()) if into_homework else (first.strip(), None)


def _item_of(page: CoursePage, topic: str) -> int | None:
    """The КТП's row with these words; own words are of no row."""
    if not topic:
        return NO_ITEM
    return next((one.item for one in page.plan if one.topic == topic), None)
