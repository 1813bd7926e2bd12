"""Health sheets made up in memory: a class with a leaver, an empty row and long words."""

from __future__ import annotations

from datetime import date

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.health import GROUPS, PLACES, Closed, HealthColumn, PeGroup
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.health import HealthPage, HealthRow

NAMES = (
    "Абдурахманова-Преображенская Александра", "Алексеев Максим", "Белова Дарья", "Васильев Артём",
    "Гаврилова Полина", "Дмитриев Егор", "Ёлкин Фёдор", "Жданова Вероника", "Захаров Никита", "Иванова Мария",
    "Калинин Глеб", "Кузнецова Анастасия", "Лазарев Тимофей", "Лебедева Ульяна", "Мельников Роман",
    "Миронова Софья", "Назаров Степан", "Орешкина Валентина", "Петров Илья", "Романова Ксения", "Сафиуллин Булат",
    "Тарасов Кирилл", "Фёдорова Алиса", "Шәйхетдинова Гөлнур", "Щербаков Матвей", "Юсупова Камила", "Чернышёва Анна",
)  # fmt: skip
ADVICE = ("", "Контроль осанки", "Коррекция зрения, первая парта", "Диета № 5, осмотр раз в полугодие", "")
LONG = "Ограничение прыжковой нагрузки до 01.12.2026; сидеть у окна на первой парте; контроль осанки раз в месяц; очки"
EVERYTHING = frozenset(HealthColumn)
OPEN = frozenset({HealthColumn.PE_GROUP, HealthColumn.DESK, HealthColumn.PLACE})
SEATS = frozenset({HealthColumn.DESK, HealthColumn.PLACE})
TODAY = date(2027, 5, 31)
GONE = 9


def health_page(*, columns=EVERYTHING, pupils=27, locked=0, long=0):
    """`locked` rows lie under another key, `long` rows have recommendations of many words."""
    rows = tuple(_row(at, columns, locked=at < locked, long=at < long) for at in range(pupils))
    return HealthPage(
        cursor=1,
        school_class=700,
        class_name="7А",
        year=20,
        year_label="2026/2027",
        school_name="МБОУ «СОШ № 12» г. Светлогорска",
        today=TODAY,
        columns=columns,
        writes=columns if columns == EVERYTHING else frozenset(),
        shows_fill=columns != SEATS,
        shows_birth=columns != SEATS,
        has_key=columns == EVERYTHING,
        rows=rows,
    )


def _row(at, columns, *, locked, long):
    name = NAMES[at] if at < len(NAMES) else f"Фамильный Иван {at + 1}"
    gone = at == GONE
    closed = Closed(GROUPS[at % 3], LONG if long else ADVICE[at % len(ADVICE)])
    opens = HealthColumn.GROUP in columns and not locked
    return HealthRow(
        pupil=at + 1,
        number=at + 1,
        name=name,
        birth_year="2013" if columns != SEATS else "",
        stays=(Membership(None, date(2026, 11, 16) if gone else None),),
        left=date(2026, 11, 16) if gone else None,
        order="№ 27-д от 16.11.2026" if gone else "",
        pe_group=list(PeGroup)[at % 5].value if HealthColumn.PE_GROUP in columns else "",
        desk=str(at % 6 + 1),
        place=PLACES[at % 3],
        closed=closed if opens else Closed(),
        filled=True,
        locked=locked,
        entry=EntryRef(1, at + 1),
        entered=date(2026, 9, 9),
    )
