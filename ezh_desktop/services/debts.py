"""Which mark may stand in a cell as the mark of a debt (долг, 5.7): «н» of the control work stays beside it."""

from __future__ import annotations

from ezh_desktop.domain.kinds import LESSON_KINDS
from ezh_desktop.domain.rules.cells import DEBT_MARK
from ezh_desktop.domain.russian import day_month
from ezh_desktop.services.acts import CellEntry
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.debts import paid_debt

_CONTROL = frozenset(kind.code for kind in LESSON_KINDS if kind.control)


def demand_debt(entry: CellEntry, lesson: LessonColumn, page: CoursePage, *, absent: bool) -> None:
    """Raise RuleRefused unless the mark stands for a control work that the pupil missed and has no mark for.

    `absent` is whether «н» stands in the work's own column, as the person sees it. In distance mode the mark may stand
    in that very column (5.27).
    """
    work = page.lesson_by_id.get(entry.work or 0)
    if work is None or work.kind not in _CONTROL:
        raise DEBT_MARK.refuse("Не выбрана контрольная работа.", "Назовите работу, за которую ставите отметку.")
    if not absent:
        raise DEBT_MARK.refuse("Пропуска за эту работу нет.", "Отметка стоит в её столбце.")
    if (work.day, work.number) >= (lesson.day, lesson.number) and not (lesson.distance and work is lesson):
        raise DEBT_MARK.refuse("Этот урок был раньше работы.", "Поставьте отметку на том уроке, когда её сдали.")
    paid = paid_debt(page, work.lesson, entry.pupil)
    if paid is not None and paid.lesson.lesson != lesson.lesson:
        raise DEBT_MARK.refuse(f"Отметка за эту работу уже стоит: {day_month(paid.lesson.day)}.", "Исправьте её там.")
    held = page.cells.get((entry.lesson, entry.pupil, entry.slot))
    if held is not None and held.value and held.for_work != work.lesson:
        raise DEBT_MARK.refuse("В клетке уже стоит отметка за другую работу.", "Выберите другой урок.")
