"""The weeks that are printed: of the class or teacher in view, of all of them, and the board of the school (5.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.calendar import BellTable, WeekParity
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import WEEKDAYS, time_range
from ezh_desktop.domain.timetable import room_words
from ezh_desktop.errors import BadInput, UsageTrouble
from ezh_desktop.services.navigation import read_bell_table
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.timetable import BoardPage, WeekChange, WeekHour, WeekPage
from ezh_desktop.services.structure.base import Stored, chosen_year
from ezh_desktop.services.structure.loads import read_loads
from ezh_desktop.services.structure.timetable import items_on, read_teacher_timetable, read_timetable
from ezh_desktop.services.structure.timetable_grounds import Grounds, change_grounds, ground_of
from ezh_desktop.services.structure.timetable_page import WEEKS, Cell, Item, TimetableCourse, TimetablePage
from ezh_desktop.storage.reading.places import YearLine, read_class_names, read_school
from ezh_desktop.storage.reading.rows import Readable, rows

_MODES: Final = {"quarantine": "Карантин, дистанционное обучение", "distance": "Дистанционное обучение"}
_DAY: Final = timedelta(days=1)


def class_weeks(
    office: FileOffice, names: Iterable[ClassName] = (), day: date | None = None, year: int = 0
) -> tuple[WeekPage, ...]:
    """The weeks of these classes, without names of all that have a timetable; from the first day of the year on, or
    as they are on `day`.

    Raises RightRefused for who may not read the timetable, UsageTrouble for a class that is not there, BadInput when
    no class has a timetable.
    """
    found = _class_pages(office, tuple(str(name) for name in names), day, year)
    return _weeks(office, found)


def _class_pages(office: FileOffice, wanted: tuple[str, ...], day: date | None, year: int) -> list[TimetablePage]:
    line, start = _of_year(office, day, year)
    with office.reading() as db:
        classes = {name: ident for ident, name in read_class_names(db, line.year)}
    missing = [name for name in wanted if name not in classes]
    if missing:
        raise UsageTrouble(f"Класса {missing[0]} в журнале нет.", f"Классы: {', '.join(classes)}.")
    found = [read_timetable(office, classes[name], start) for name in wanted or classes]
    return _demand_any([page for page in found if wanted or page.cells])


def teacher_weeks(office: FileOffice, day: date | None = None, year: int = 0) -> tuple[WeekPage, ...]:
    """The weeks of all teachers who have lessons, by name. Raises as `class_weeks` does."""
    line, start = _of_year(office, day, year)
    _, people = read_loads(office, line.year, start)
    found = [read_teacher_timetable(office, one.person, line.year, start) for one in people]
    return _weeks(office, _demand_any([page for page in found if page.cells]))


def board_page(office: FileOffice, day: date | None = None, year: int = 0) -> BoardPage:
    """All classes side by side on a day, without one today: the board tells no changes; of another year its first day.

    Raises as `class_weeks` does.
    """
    line, start = _of_year(office, day, year)
    today = office.clock.today()
    now = line.start <= today.isoformat() <= line.end
    pages = _class_pages(office, (), day or (today if now else start), year)
    cells = {
        (page.name, *cell): "; ".join(f"{words}, {room}" if room else words for words, room in paper_words(page, items))
        for page in pages
        for cell, items in items_on(page, page.day).items()
    }
    with office.reading() as db:
        school = read_school(db)[0]
    used = {number for _, _, number in cells}
    numbers = tuple(one for one in sorted({*pages[0].numbers, *used}) if min(used) <= one <= max(used))
    names = tuple(page.name for page in pages)
    first = pages[0]
    weeks = _odd_since(pages)
    return BoardPage(school, "", first.year.label, first.day, first.week_days, numbers, names, cells, weeks)


def _of_year(office: FileOffice, day: date | None, year: int) -> tuple[YearLine, date]:
    """The year and the day that is shown; RightRefused for who may not read the timetable."""
    demand(office.actor, Action.READ, About(Thing.TIMETABLE, office.clock.today()))
    with office.reading() as db:
        line = chosen_year(db, office.clock.today(), year)
    return line, day or date.fromisoformat(line.start)


def _demand_any(pages: list[TimetablePage]) -> list[TimetablePage]:
    if not pages:
        raise BadInput("Расписания ещё нет: печатать нечего.", "Введите его: «Школа → Расписание…».")
    return pages


def week_page(office: FileOffice, page: TimetablePage) -> WeekPage:
    """A week on the page's day, and what changes after it."""
    return _weeks(office, [page])[0]


def _weeks(office: FileOffice, pages: Sequence[TimetablePage]) -> tuple[WeekPage, ...]:
    """Weeks of one year: its bells and what is the school's are read once for all of them."""
    year = pages[0].year.year
    with office.reading() as db:
        bells = read_bell_table(db, year)
        shifts = dict(rows(db, "SELECT id, shift FROM school_class WHERE year = ?", year))
        school = read_school(db)[0]
        modes = [_modes(db, page) if page.of_class else () for page in pages]
        acts = change_grounds(db, pages)
    return tuple(
        _week(page, school, _Hours(page, bells, shifts), (*_changes(page, acts), *ways))
        for page, ways in zip(pages, modes, strict=True)
    )


def _week(page: TimetablePage, school: str, hours: _Hours, changes: tuple[WeekChange, ...]) -> WeekPage:
    return WeekPage(
        school,
        page.name if page.of_class else "",
        page.year.label,
        f"{page.name} класс" if page.of_class else page.name,
        max((day for day in page.starts if day <= page.day), default=date.fromisoformat(page.year.start)),
        tuple(hours.of_day(weekday) for weekday in range(1, page.week_days + 1)),
        tuple(sorted(changes, key=lambda one: one.start)),
        _odd_since([page]),
    )


def _odd_since(pages: Iterable[TimetablePage]) -> date | None:
    """The Monday of the first odd week, if an hour of these pages is held in every other week now or later."""
    for page in pages:
        if any(one.text("week") in WEEKS and _still_holds(one, page.day) for one in page.stored.values()):
            first = page.weeks_from or page.day
            return first - (first.isoweekday() - 1) * _DAY
    return None


def _still_holds(one: Stored, day: date) -> bool:
    return not one.row["valid_to"] or one.text("valid_to") >= day.isoformat()


class _Hours:
    """The hours of a week with their times, one bell table asked for all."""

    def __init__(self, page: TimetablePage, bells: BellTable, shifts: Mapping[int, int]) -> None:
        self._page, self._bells, self._shifts = page, bells, shifts
        self._items = items_on(page, page.day)

    def of_day(self, weekday: int) -> tuple[WeekHour, ...]:
        """The hours of a weekday, free ones too."""
        return tuple(self._hour((weekday, number)) for number in self._page.numbers)

    def _hour(self, cell: Cell) -> WeekHour:
        parts = paper_words(self._page, self._items.get(cell, ()))
        rooms = [room for _, room in parts if room]
        return WeekHour(cell[1], self._time(cell), "; ".join(words for words, _ in parts), "; ".join(rooms))

    def _time(self, cell: Cell) -> str:
        """The time of the classes that are taught; of a free hour only where every class has the same."""
        courses = [item.course for item in self._items.get(cell, ())]
        classes = {one for course in courses for one in self._page.groups[course].classes}
        if not classes:
            classes = {self._page.ident} if self._page.of_class else set(self._shifts)
        rung = {self._bells.get(self._shifts.get(one, 1), cell[1], self._page.day) for one in classes}
        bell = rung.pop() if len(rung) == 1 else None
        return _short(time_range(bell.start, bell.end)) if bell else ""


def _short(time: str) -> str:
    """«8.30–9.15», as schools write it."""
    return "–".join(part.replace(":", ".").removeprefix("0") for part in time.split("–"))


def paper_words(page: TimetablePage, items: Iterable[Item]) -> list[tuple[str, str]]:
    """Subject and room of what stands in a cell: «Английский язык, подгруппа 1 / 2» in «31 / 33»."""
    courses = {one.course: one for one in page.courses}
    groups: defaultdict[tuple[str, WeekParity], list[tuple[TimetableCourse, str]]] = defaultdict(list)
    for item in items:
        course = courses[item.course]
        groups[course.subject_name, item.week].append((course, item.room))
    return [(_subject(name, week, some), _joined(room for _, room in some)) for (name, week), some in groups.items()]


def _subject(name: str, week: WeekParity, some: list[tuple[TimetableCourse, str]]) -> str:
    subgroups = _joined(course.subgroup for course, _ in some)
    told = f"{name}, {_subgroup_words(subgroups)}" if subgroups else name
    return f"{told} ({WEEKS[week]})" if week in WEEKS else told


def _subgroup_words(names: str) -> str:
    """«подгруппа 1 / 2»; names that are words speak for themselves: «девочки»."""
    return f"подгруппа {names}" if names.replace(" / ", "").isdecimal() else names


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _changes(page: TimetablePage, grounds: Grounds) -> Iterator[WeekChange]:
    """Each hour that another timetable changes, until it changes again."""
    last = date.fromisoformat(page.year.end)
    bounds = [page.day, *(start for start in page.starts if start > page.day)]
    weeks = [_words_of(page, day) for day in bounds]
    for at in range(1, len(bounds)):
        for cell in sorted({*weeks[at - 1], *weeks[at]}):
            before, now = weeks[at - 1].get(cell, ""), weeks[at].get(cell, "")
            if before != now:
                later = next((bounds[n] for n in range(at + 1, len(bounds)) if weeks[n].get(cell, "") != now), None)
                words, order = _told(cell, before, now), ground_of(page, grounds, bounds[at], cell)
                yield WeekChange(bounds[at], later - _DAY if later else last, words, order)


def _words_of(page: TimetablePage, day: date) -> dict[Cell, str]:
    return {
        cell: "; ".join(f"{words}, {room_words(room)}" if room else words for words, room in paper_words(page, items))
        for cell, items in items_on(page, day).items()
    }


def _told(cell: Cell, before: str, now: str) -> str:
    hour = f"{WEEKDAYS[cell[0] - 1].capitalize()}, {cell[1]}-й урок"
    return f"{hour}: {now or 'урока нет'}" + (f" (было: {before})" if before else "")


def _modes(db: Readable, page: TimetablePage) -> tuple[WeekChange, ...]:
    """Quarantine and distance mode of a class from the page's day on."""
    found = rows(db, _LEARNING, page.year.year, page.ident, page.day.isoformat())
    return tuple(
        WeekChange(date.fromisoformat(first), date.fromisoformat(last), _MODES[kind], order)
        for kind, first, last, order in found
    )


_LEARNING: Final = (
    "SELECT kind, start, end, order_text FROM learning_mode WHERE year = ? AND cancelled = 0"
    " AND (school_class IS NULL OR school_class = ?) AND end >= ?"
)
