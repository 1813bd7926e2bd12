"""«Планы уроков»: a plan half given, one with a fault and too long, the deputy's view, the smallest screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ezh_desktop.services.acts import WriteLesson
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.plans import plan_rows, read_plan_courses, read_plan_page
from ezh_desktop.ui.dialogs.structure.plans import PlansDialog
from tests.factories import a_class, a_school, open_office
from tests.look.pages.structure import LEAST, YesDoors
from tests.look.registry import Scene, Shot, shows

ROWS = (
    ("Повторение", "Действия с обыкновенными и десятичными дробями", "3", "№ 4–9"),
    ("Выражения", "Числовые выражения и выражения с переменными, сравнение их значений", "4", "п. 1, № 12, 14"),
    ("Выражения", "Свойства действий над числами", "2", "п. 4"),
    ("Выражения", "К.р. Выражения и тождества", "1", ""),
    ("Уравнения", "Уравнение и его корни", "5", "п. 6"),
    ("Уравнения", "Линейное уравнение с одной переменной", "48", "п. 7"),
)


@shows("plans")
def plans(_scene: Scene) -> Iterator[Shot]:
    """The teacher's own, the deputy's, the least screen."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б"), a_class("8А")])
        office = open_office(school, "teacher")
        year, courses = read_plan_courses(office)
        fields = ("section", "topic", "hours", "homework")
        lines = tuple(Line(0, dict(zip(fields, row, strict=True))) for row in ROWS)
        lines = (*lines[:-1], Line(0, {**lines[-1].texts, "hours": "40"}))
        save(office, plan_rows(office, read_plan_page(office, courses[0], year), lines))
        page = read_plan_page(office, courses[0], year)
        for at, lesson in enumerate(office.course_page(page.course.course).lessons[:8]):
            item = page.lines[0 if at < 3 else 1].ident
            course = office.course_page(page.course.course)
            office.submit(WriteLesson(course.course, lesson.lesson, "Тема", None, None, item), course).wait(5)
        dialog = PlansDialog(office, YesDoors(), course=page.course.course)
        yield Shot("own", dialog, (1320, 640))
        dialog = PlansDialog(office, YesDoors(), course=page.course.course)
        model = dialog.tables["plan"].lines
        model.paste(6, 1, "Present Simple\tмного\nЛинейная функция\t40")
        yield Shot("faults", dialog, (1320, 640))
        yield Shot("least", PlansDialog(office, YesDoors(), course=page.course.course), LEAST)
        office.close()
        office = open_office(school, "deputy")
        yield Shot("deputy", PlansDialog(office, YesDoors(), course=page.course.course), (1320, 640))
        office.close()
