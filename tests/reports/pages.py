"""Believable course pages for paper: made-up pupils, a year of lessons by a timetable, marks by a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.services.pages.course import (
    CellMark,
    CoursePage,
    LessonColumn,
    Membership,
    PeriodColumn,
    PeriodMark,
    PupilRow,
    SubstitutionNote,
    TeacherSpan,
)

INFO = PrintInfo(datetime(2027, 5, 31, 14, 32), "Орлова Татьяна Викторовна", "12345:3f9ac41b77d0e2b8")  # noqa: DTZ001
SCHOOL = "МБОУ «СОШ № 12» г. Светлогорска"
YEAR_END = date(2027, 5, 31)
ENTRY = EntryRef(1, 1)

NAMES = (
    "Абдурахманова-Преображенская Александра",
    "Алексеев Максим",
    "Белова Дарья",
    "Васильев Артём",
    "Гаврилова Полина",
    "Дмитриев Егор",
    "Ёлкин Фёдор",
    "Жданова Вероника",
    "Захаров Никита",
    "Иванова Мария",
    "Калинин Глеб",
    "Кузнецова Анастасия",
    "Лазарев Тимофей",
    "Лебедева Ульяна",
    "Мельников Роман",
    "Миронова Софья",
    "Назаров Степан",
    "Орешкина Валентина",
    "Петров Илья",
    "Романова Ксения",
    "Сафиуллин Булат",
    "Тарасов Кирилл",
    "Фёдорова Алиса",
    "Хусаинова-Галимзянова Айгөл",
    "Цветкова Елизавета",
    "Шәйхетдинова Гөлнур",
    "Щербаков Матвей",
    "Эльдарханов Магомед-Расул",
    "Юсупова Камила",
    "Яковлева Милана",
)
TERMS = (
    (1, date(2026, 9, 1), date(2026, 10, 24)),
    (2, date(2026, 11, 5), date(2026, 12, 30)),
    (3, date(2027, 1, 11), date(2027, 3, 26)),
    (4, date(2027, 4, 5), date(2027, 5, 26)),
)
ROMAN = ("", "I", "II", "III", "IV")
SHORT_TOPICS = (
    "Частица как часть речи. Разряды частиц",
    "Отрицательные частицы НЕ и НИ. Различение частиц, приставки и союза ни – ни",
    "К.р. № 6. Изложение с элементами сочинения",
    "Анализ изложения, работа над ошибками",
    (
        "Повторение. Морфология и орфография: правописание суффиксов причастий и деепричастий, НЕ с разными частями "
        "речи, дефисное и слитное написание наречий"
    ),
)
LONG_TOPICS = (
    (
        "Россия в системе международных отношений конца XVI — начала XVII века: войны, союзы и торговля; работа "
        "с исторической картой и понятиями урока"
    ),
    (
        "Внутренняя политика первых Романовых: Соборное уложение 1649 года, положение сословий, развитие мануфактур "
        "и ярмарок; составление таблицы по параграфу"
    ),
)
HOMEWORKS = ("§ 67, упр. 401", "§ 70–72, упр. 417; таблица в тетради", "Без задания", "Повторить § 12–27", "")


def info() -> PrintInfo:
    """A printing of the last of May."""
    return INFO


def pupil(number: int, name: str, **more: object) -> PupilRow:
    """One line of the list, on it all year unless `stays` says otherwise."""
    surname, _, given = name.partition(" ")
    row = PupilRow(
        1000 + number, number, surname, given, "", given[-1:] in "ая" or given == "Айгөл", (Membership(None, None),)
    )
    return replace(row, **more)  # type: ignore[arg-type]


def pupils(count: int = 30) -> list[PupilRow]:
    """The list of 1 September."""
    return [pupil(number, NAMES[(number - 1) % len(NAMES)]) for number in range(1, count + 1)]


def leave(row: PupilRow, day: date, order: str) -> PupilRow:
    """The pupil leaves: `day` is the last one on the list."""
    start = row.stays[-1].start
    return replace(row, stays=(*row.stays[:-1], Membership(start, day)), left=day, departure_order=order)


def arrive(number: int, name: str, day: date, order: str) -> PupilRow:
    """A pupil who comes during the year, at the end of the list."""
    return pupil(number, name, stays=(Membership(day, None),), arrived=day, arrival_order=order)


def lesson_days(weekdays: tuple[int, ...]) -> list[tuple[int, date]]:
    """(term number, day) of all lessons; a weekday given twice has two lessons."""
    days = []
    for number, start, end in TERMS:
        for offset in range((end - start).days + 1):
            day = start + timedelta(days=offset)
            days += [(number, day)] * weekdays.count(day.weekday())
    return days


def lesson(index: int, term: int, day: date, **more: object) -> LessonColumn:
    """A held lesson with a topic and homework."""
    made = LessonColumn(
        lesson=5000 + index,
        day=day,
        number=2,
        part=0,
        starts="08:30",
        ends="09:15",
        kind="plain",
        kind_planned=False,
        topic=SHORT_TOPICS[index % len(SHORT_TOPICS)],
        homework=HOMEWORKS[index % len(HOMEWORKS)],
        planned_topic="",
        planned_homework="",
        period=term,
        substitute="",
        cancelled=False,
        distance=False,
        writable=True,
        locked=False,
        record_entry=ENTRY,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def periods(kinds: tuple[str, ...] = ("year", "exam", "final")) -> tuple[PeriodColumn, ...]:
    """Four quarters and what follows them."""
    quarters = [
        PeriodColumn(
            number, "quarter", number, f"{ROMAN[number]} четверть", f"{ROMAN[number]} ч.", start, end, True, False
        )
        for number, start, end in TERMS
    ]
    closing = {"year": "год", "exam": "экзамен", "final": "итоговая"}
    rest = [
        PeriodColumn(
            90 + index,
            kind,
            1,
            closing[kind],
            closing[kind],
            TERMS[0][1] if kind == "year" else None,
            TERMS[-1][2] if kind == "year" else None,
            False,
            False,
        )
        for index, kind in enumerate(kinds)
    ]
    return (*quarters, *rest)


def course_page(
    *,
    seed: int = 1,
    count: int = 30,
    weekdays: tuple[int, ...] = (0, 1, 3, 4),
    today: date = YEAR_END,
    topics: tuple[str, ...] | None = None,
    **more: object,
) -> CoursePage:
    """A year of one course: lessons on these weekdays, marks and «н» by the seed; coming lessons hold nothing."""
    chance = random.Random(seed)
    lessons = tuple(
        _filled(lesson(index, term, day), index, today, topics)
        for index, (term, day) in enumerate(lesson_days(weekdays))
    )
    listed = tuple(pupils(count))
    page = CoursePage(
        cursor=1,
        course=7,
        school_class=3,
        class_name="7А",
        grade=7,
        subject=2,
        subject_name="Русский язык",
        subject_kind="russian",
        subgroup="",
        graded=True,
        marks_allowed=True,
        homework_allowed=True,
        double_marks=True,
        year_label="2026/2027",
        school_name=SCHOOL,
        today=today,
        zone="Europe/Moscow",
        teachers=(TeacherSpan(1, "Соколова Марина Игоревна", None, None),),
        substitutions=(),
        pupils=listed,
        lessons=lessons,
        periods=periods(),
        gaps=(),
        exemptions=(),
        cells=_cells(chance, listed, lessons, today),
        period_marks=_period_marks(chance, listed, today),
        may_write_marks=True,
        hours_planned=136,
    )
    return replace(page, **more)  # type: ignore[arg-type]


def _filled(one: LessonColumn, index: int, today: date, topics: tuple[str, ...] | None) -> LessonColumn:
    if one.day > today:
        return replace(one, topic="", homework="", record_entry=None)
    kind = {7: "control", 15: "grammar_dictation", 23: "practical"}.get(index % 24, "plain")
    return replace(one, kind=kind, topic=topics[index % len(topics)] if topics else one.topic)


def _cells(
    chance: random.Random, listed: tuple[PupilRow, ...], lessons: tuple[LessonColumn, ...], today: date
) -> dict[tuple[int, int, int], CellMark]:
    cells = {}
    for one in lessons:
        full = one.kind in {"control", "grammar_dictation", "practical"}
        for row in listed:
            if one.day > today or (not full and chance.random() > 0.28):
                continue
            absent = chance.random() < 0.08
            cells[one.lesson, row.pupil, 0] = CellMark("н" if absent else chance.choice("345543542"), ENTRY)
            if one.kind == "grammar_dictation" and not absent:
                cells[one.lesson, row.pupil, 1] = CellMark(chance.choice("345"), ENTRY)
    return cells


def _period_marks(
    chance: random.Random, listed: tuple[PupilRow, ...], today: date
) -> dict[tuple[int, int], PeriodMark]:
    return {
        (row.pupil, period.period): PeriodMark(chance.choice("3445"), ENTRY)
        for row in listed
        for period in periods()
        if period.kind != "exam" and (period.end or YEAR_END) <= today
    }


def without(page: CoursePage, gone: PupilRow) -> CoursePage:
    """The page without entries outside the pupil's stays, with the pupil's line replaced."""
    cells = {
        key: cell
        for key, cell in page.cells.items()
        if key[1] != gone.pupil or gone.belongs(page.lesson_by_id[key[0]].day)
    }
    marks = {
        key: mark
        for key, mark in page.period_marks.items()
        if key[0] != gone.pupil
        or gone.belongs(next((one.end for one in page.periods if one.period == key[1]), None) or YEAR_END)
    }
    rows = tuple(gone if row.pupil == gone.pupil else row for row in page.pupils)
    return replace(page, pupils=rows, cells=cells, period_marks=marks)


def moving_page(**more: object) -> CoursePage:
    """A page with a pupil who left on 23 November and one who arrived on 11 January."""
    page = course_page(count=26, **more)  # type: ignore[arg-type]
    page = without(page, leave(page.pupils[21], date(2026, 11, 23), "№ 41-у от 20.11.2026"))
    came = arrive(27, "Чернышёва Анна", date(2027, 1, 11), "№ 2-у от 11.01.2027")
    cells = dict(page.cells)
    for one in page.lessons[::7]:
        if one.day >= date(2027, 1, 11) and one.day <= page.today:
            cells[one.lesson, came.pupil, 0] = CellMark("4", ENTRY)
    return replace(page, pupils=(*page.pupils, came), cells=cells)


def substituted_page(**more: object) -> CoursePage:
    """A page whose lessons of 21 and 22 September another teacher gave."""
    page = course_page(**more)  # type: ignore[arg-type]
    days = (date(2026, 9, 21), date(2026, 9, 22))
    name = "Кольцова Инна Андреевна"
    lessons = tuple(replace(one, substitute=name) if one.day in days else one for one in page.lessons)
    return replace(page, lessons=lessons, substitutions=(SubstitutionNote(name, True, days),))


def first_grade_page(**more: object) -> CoursePage:
    """Grade 1: no marks, no homework, only «н» (3.7)."""
    page = course_page(class_name="1А", grade=1, marks_allowed=False, homework_allowed=False, period_marks={}, **more)  # type: ignore[arg-type]
    return replace(
        page,
        cells={key: cell for key, cell in page.cells.items() if cell.value == "н"},
        lessons=tuple(replace(one, homework="", kind="plain") for one in page.lessons),
    )


def ungraded_page(**more: object) -> CoursePage:
    """A subject without marks (3.8)."""
    page = course_page(
        subject_name="Основы религиозных культур и светской этики",
        subject_kind="religious_cultures",
        graded=False,
        double_marks=False,
        period_marks={},
        **more,  # type: ignore[arg-type]
    )
    return replace(page, cells={key: cell for key, cell in page.cells.items() if cell.value == "н"})


def history_page(**more: object) -> CoursePage:
    """35 pupils, one lesson a week, topics of three lines: a spread closed by height."""
    page = course_page(
        count=35,
        weekdays=(2,),
        topics=LONG_TOPICS,
        class_name="7В",
        subject_name="История России. Всеобщая история",
        subject_kind="history",
        double_marks=False,
        teachers=(TeacherSpan(1, "Абдурахманова-Преображенская Екатерина Владиславовна", None, None),),
        substitutions=(SubstitutionNote("Лаврентьева-Богоявленская Софья Петровна", True, (date(2026, 10, 7),)),),
        hours_planned=34,
        **more,  # type: ignore[arg-type]
    )
    lessons = tuple(
        replace(one, kind="control" if one.kind != "plain" else "plain", homework="§ 12–13, вопросы 1–6 письменно")
        for one in page.lessons
    )
    return replace(page, lessons=lessons, cells={k: c for k, c in page.cells.items() if k[2] == 0})
