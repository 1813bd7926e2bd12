"""The page «Темы и задания»: picture 03, what is offered under its fields, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.services.pages.course import CoursePage, HomeworkTemplate, PlanTopic
from tests.look.pages.marks import NARROW, school_of, shot
from tests.look.registry import Scene as Look
from tests.look.registry import Shot, shows
from tests.ui.fake_office import SESSION, FakeOffice, a_page
from tests.ui.teacher import Teacher

THEMES = (
    "Умножение многочлена на многочлен. Доказательство тождеств",
    "Разложение многочленов на множители. Вынесение общего множителя за скобки",
    "Вынесение общего множителя за скобки. Решение уравнений",
    "К.р. № 3 по теме «Умножение многочленов»",
    "Анализ контрольной работы. Метод группировки",
    "Метод группировки",
    "Метод группировки. Решение уравнений",
    "Произведение разности и суммы двух выражений. С.р.",
    "Произведение разности и суммы двух выражений",
    "Преобразование многочлена в квадрат суммы или разности",
    "Применение различных способов разложения на множители",
    "Квадрат суммы и квадрат разности",
)


def topics_page() -> CoursePage:
    """7А Алгебра with its КТП, given up to yesterday but for one lesson."""
    page = a_page()
    plan = tuple(
        PlanTopic(9000 + n, n + 1, "", f"{THEMES[n % len(THEMES)]}", "§ 15, № 506, 509 (чётные)", "", 1 + (n % 9 == 8))
        for n in range(96)
    )
    lessons, given = [], 0
    for n, lesson in enumerate(page.lessons):
        if lesson.day < page.today and lesson.topic:
            taken = plan[given]
            given += 1
            homework = f"§ {12 + n % 5}, № {400 + 3 * n}" if lesson.kind == "plain" else ""
            lessons.append(replace(lesson, topic=taken.topic, plan_item=taken.item, homework=homework))
        else:
            ahead = plan[min(given + max(0, n - given - 1), len(plan) - 1)]
            lessons.append(replace(lesson, topic="", homework="", planned_topic=ahead.topic, planned_item=ahead.item))
    templates = (HomeworkTemplate(1, "Повторить § 14", 1, EntryRef(SESSION, 1)),)
    hours = sum(topic.hours for topic in plan)
    return replace(
        page, lessons=tuple(lessons), plan=plan, plan_title="Алгебра 7", hours_planned=hours, templates=templates
    )


def _topics(act: Callable[[Teacher], object]) -> Callable[[Teacher], None]:
    def run(teacher: Teacher) -> None:
        teacher.presses("Ctrl+2")
        act(teacher)

    return run


def _typed(words: str) -> Callable[[Teacher], object]:
    return lambda teacher: teacher.writes(words)


def _pending(teacher: Teacher) -> None:
    teacher.window.office.held = True
    teacher.presses("F8")


def _templates(teacher: Teacher) -> None:
    teacher.presses("F8")
    teacher.presses("Ctrl+E")


@shows("topics")
def topics(_look: Look) -> Iterator[Shot]:
    """The page in its states."""

    def office(**more: object) -> FakeOffice:
        return FakeOffice(pages={**school_of(), 1: replace(topics_page(), **more)})

    yield shot("offered", office(), _topics(_typed("Пр")))
    yield shot("opens", office(), _topics(lambda _teacher: None))
    yield shot("refused", office(), _topics(_typed("Polynomials")))
    yield shot("abbreviation", office(), _topics(_typed("Ф.о. Многочлены")))
    yield shot("whole-plan", office(), _topics(lambda teacher: teacher.presses("F3")))
    yield shot("templates", office(), _topics(_templates))
    yield shot("pending", office(), _topics(_pending))
    yield shot("no-plan", office(plan=(), hours_planned=0), _topics(lambda _teacher: None))
    yield shot("narrow", office(), _topics(_typed("Пр")), NARROW)
