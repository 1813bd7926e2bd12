"""Weeks for paper: the sample's own, a stuffed one, and one of five days."""

from __future__ import annotations

from datetime import date

from ezh_desktop.reports.document import Document
from ezh_desktop.reports.timetable import add_week, week_title
from ezh_desktop.services.pages.timetable import BoardPage, WeekChange, WeekHour, WeekPage
from tests.reports.pages import INFO, SCHOOL

TIMES = ("8.30–9.15", "9.25–10.10", "10.30–11.15", "11.35–12.20", "12.30–13.15", "13.25–14.10", "14.20–15.05")
ENGLISH = ("Иностранный язык (английский), подгруппа 1 / 2", "31 / 33")
RUSSIAN, ALGEBRA, GEOMETRY = ("Русский язык", "14"), ("Алгебра", "21"), ("Геометрия", "21")
SPORT, CRAFT = ("Физическая культура", "спортзал"), ("Труд (технология)", "мастерская")
WEEK = (
    (RUSSIAN, ALGEBRA, ENGLISH, ("География", "25"), SPORT),
    (RUSSIAN, ("Литература", "14"), GEOMETRY, ("История", "18"), ("Физика", "27")),
    (ALGEBRA, ("Информатика", "29"), ENGLISH, ("География", "25"), CRAFT, CRAFT),
    (RUSSIAN, GEOMETRY, ("Обществознание", "18"), ENGLISH, SPORT),
    (RUSSIAN, ALGEBRA, ("Литература", "14"), ("История", "18"), ("Биология", "26")),
    (("Физика", "27"), ("Вероятность и статистика", "21"), ("Изобразительное искусство", "16"), ("Музыка", "16")),
)
CHANGES = (
    WeekChange(date(2026, 11, 2), date(2027, 5, 26), "Вторник, 5-й урок: Физика (было: География)"),
    WeekChange(date(2027, 1, 11), date(2027, 1, 16), "Дистанционное обучение", "Приказ № 4 от 09.01.2027"),
)


def _hour(at: int, day) -> WeekHour:
    subject, room = day[at] if at < len(day) else ("", "")
    return WeekHour(at + 1, TIMES[at], subject, room)


def week_page(days: int = 6, changes: tuple[WeekChange, ...] = CHANGES) -> WeekPage:
    week = tuple(tuple(_hour(at, day) for at in range(len(TIMES))) for day in WEEK[:days])
    return WeekPage(SCHOOL, "7А", "2026/2027", "7А класс", date(2026, 9, 1), week, changes)


def stuffed_page() -> WeekPage:
    """Twelve hours a day with the longest words there are, and thirty changes."""
    long = "Литературное чтение на родном (русском) языке, подгруппа 1 / 2 (нечёт); Основы религиозных культур"
    day = tuple(WeekHour(at, "13.30–14.15", long, "31 / 33; мастерская") for at in range(1, 13))
    changes = tuple(
        WeekChange(date(2026, 11, 2), date(2026, 12, at + 1), f"Вторник, {at + 1}-й урок: {long} (было: {long})")
        for at in range(30)
    )
    teacher = "Константинопольская-Преображенская Александра Вячеславовна"
    return WeekPage(SCHOOL, "", "2026/2027", teacher, date(2026, 9, 1), (day,) * 6, changes)


def board(classes: int = 7, week_days: int = 6) -> BoardPage:
    """A school of so many classes, each with the sample's week; every third cell is a long one."""
    names = tuple(f"{5 + at % 7}{'АБВГ'[at // 7]}" for at in range(classes))
    long = "Иностранный язык (английский), подгруппа 1 / 2, 31 / 33; Основы религиозных культур и светской этики"
    cells = {
        (name, weekday, number): long if (weekday + number) % 3 == 0 else WEEK[weekday - 1][(number - 1) % 4][0]
        for name in names
        for weekday in range(1, week_days + 1)
        for number in range(1, 8)
    }
    return BoardPage(SCHOOL, "", "2026/2027", date(2026, 9, 1), week_days, tuple(range(1, 8)), names, cells)


def drawn(page: WeekPage, first: int | None = None) -> bytes:
    """The PDF of a week."""
    document = Document(week_title(page), INFO)
    add_week(document, page, INFO, first)
    return document.data()
