"""What the import dialog does with a file, without a window: reads it, judges its rows, enters the good ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol, runtime_checkable

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.incoming import Judged, Outcome
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.russian import day_month, dotted
from ezh_desktop.errors import BadInput, EmptyTable
from ezh_desktop.exchange import period_marks, plan, pupils
from ezh_desktop.exchange.absences_table import holds_absences
from ezh_desktop.exchange.class_marks import holds_class_marks
from ezh_desktop.exchange.headers import Layout, data_lines, layout_by_hand
from ezh_desktop.exchange.oneroster import is_roster, read_roster
from ezh_desktop.exchange.school import LAYOUT as SCHOOL_LAYOUT
from ezh_desktop.exchange.school import SchoolTable
from ezh_desktop.exchange.schoolbook import holds_school
from ezh_desktop.exchange.schoolbook import read_book as read_school_book
from ezh_desktop.exchange.tables import Book, Sheet, book_of, file_bytes
from ezh_desktop.exchange.timetable import LAYOUT, TimetableTable, with_sheet
from ezh_desktop.exchange.timetables import holds_timetable, timetable_in, timetable_of
from ezh_desktop.exchange.values import read_date
from ezh_desktop.services.importing.base import Import, enter
from ezh_desktop.services.importing.people import demand_year
from ezh_desktop.services.importing.period_marks import CourseLine, markable_courses, plan_period_marks
from ezh_desktop.services.importing.plans import importable_courses, plan_plan
from ezh_desktop.services.importing.pupils import may_import, plan_pupils
from ezh_desktop.services.importing.school import may_import_school, plan_school
from ezh_desktop.services.importing.timetable import Options, may_import_timetable, plan_timetable
from ezh_desktop.services.importing.timetable_names import Choice, NameKind
from ezh_desktop.services.office import FileOffice
from ezh_desktop.ui.dialogs.classwork import AbsencesWork, ClassMarksWork
from ezh_desktop.ui.dialogs.importreading import UNDO, Reading, without_target


class Work(Protocol):
    """One kind of file that can be entered."""

    @property
    def title(self) -> str:
        """What the file holds: «Список класса»."""

    @property
    def target_label(self) -> str:
        """What it is entered into: «Класс»."""

    @property
    def free_target(self) -> bool:
        """Whether a target may be typed that is not there yet."""

    @property
    def undo(self) -> str:
        """How a mistake is put right afterwards."""

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """(key, label) of the kinds of columns."""

    def targets(self) -> Sequence[str]:
        """Classes or courses it may be entered into."""

    def read(self, book: Book, target: str) -> Reading:
        """Find the sheet and its columns and judge the rows; `target` "" is guessed. Raises BadInput, Refusal."""

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """Judge anew after something was put right by hand. Raises BadInput, Refusal."""


@runtime_checkable
class NamingWork(Work, Protocol):
    """A kind of file whose names a person may match with those of the journal."""

    def choose(self, choices: Mapping[tuple[NameKind, str], Choice]) -> None:
        """Take up what a person said of the file's names; it is kept when the file is entered."""


NO_CLASS: Final = "Какой класс, в файле не сказано. Впишите номер и букву, например 5А."


class PupilsWork:
    """Class lists."""

    title: Final = "Список класса"
    target_label: Final = "Класс"
    free_target: Final = True
    undo: Final = f"{UNDO} Ушедших отчисляют приказом."

    def __init__(self, office: FileOffice) -> None:
        self._office = office
        self.choices: Sequence[tuple[str, str]] = pupils.CHOICES

    def targets(self) -> Sequence[str]:
        """The classes there are; a new one may be typed."""
        return list(dict.fromkeys(place.class_name for place in self._office.places()))

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        sheet, layout = pupils.choose_sheet(book, target)
        return self.judge(sheet, layout, target or pupils.guess_class(sheet, layout))

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`. Without a class, or while no column is known, nothing can be entered yet."""
        if not layout.kinds:
            return _unknown(sheet, layout, target, "фамилия и имя")
        name = ClassName.read(target) if target else None
        table = pupils.read_pupils(sheet, layout, self._office.clock.today(), str(name or ""))
        if name is None:
            waiting = (
                Judged(row.spot, f"{row.surname} {row.given}", Outcome.SAME, "Впишите класс") for row in table.rows
            )
            return without_target(sheet, layout, waiting, table.skipped, NO_CLASS)
        return Reading(sheet, layout, str(name), plan_pupils(self._office, table.rows, name), table.skipped)


NO_SUBJECTS: Final = "Сначала введите предметы классов: «Школа → Предметы и учителя…»."
NO_COURSE: Final = "Чей это план, в файле не сказано. Выберите класс и предмет: начните печатать, например 7А."


def _course_title(line: CourseLine) -> str:
    return f"{line.class_name} {line.subject_name}" + (f", {line.subgroup}" if line.subgroup else "")


def _near(courses: Mapping[str, CourseLine], file: str, sheet: Sheet) -> Sequence[str]:
    """The courses whose subject and grade the file's name and title speak of."""
    first = " ".join(str(cell) for line in sheet.lines[:5] for cell in line.cells)
    text = f"{file} {first}".casefold()
    return [
        title for title, line in courses.items() if line.subject_name.casefold() in text and str(line.grade) in text
    ]


def _only(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else ""


class PlanWork:
    """Lesson plans (КТП)."""

    title: Final = "КТП"
    target_label: Final = "Предмет"
    free_target: Final = False
    undo: Final = f"{UNDO} Новый файл изменит только то, что в нём другое."

    def __init__(self, office: FileOffice) -> None:
        self._office = office
        self.choices: Sequence[tuple[str, str]] = plan.CHOICES
        self._near: Sequence[str] = ()
        self._courses = {_course_title(line): line for line in importable_courses(office)}

    def targets(self) -> Sequence[str]:
        """The courses whose plan this person may enter; those that the file seems to speak of come first."""
        return sorted(self._courses, key=lambda title: title not in self._near)

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        sheet, layout = plan.choose_sheet(book)
        self._near = _near(self._courses, book.file, sheet)
        return self.judge(sheet, layout, target or _only(self._near or list(self._courses)))

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`. Without a course, or while no column is known, nothing can be entered yet."""
        if not layout.kinds:
            return _unknown(sheet, layout, target, "тема урока")
        table = plan.read_plan(sheet, layout)
        course = self._courses.get(target)
        if course is None:
            waiting = (Judged(row.spot, row.topic, Outcome.SAME, "Выберите предмет") for row in table.rows)
            return without_target(sheet, layout, waiting, table.skipped, NO_COURSE)
        return Reading(sheet, layout, target, plan_plan(self._office, table.rows, course), table.skipped)


NO_COURSE_OF_MARKS: Final = "По какому предмету отметки, в файле не сказано. Выберите класс и предмет."


class PeriodMarksWork:
    """Period marks of one course (отметки за периоды): what stood on paper before the program."""

    title: Final = "Отметки за периоды"
    target_label: Final = "Предмет"
    free_target: Final = False
    undo: Final = UNDO

    def __init__(self, office: FileOffice) -> None:
        self._office = office
        self.choices: Sequence[tuple[str, str]] = period_marks.CHOICES
        self._near: Sequence[str] = ()
        self._courses = {_course_title(line): line for line in markable_courses(office)}

    def targets(self) -> Sequence[str]:
        """The courses whose period marks this person enters; those that the file seems to speak of come first."""
        return sorted(self._courses, key=lambda title: title not in self._near)

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        sheet, layout = period_marks.choose_sheet(book)
        self._near = _near(self._courses, book.file, sheet)
        return self.judge(sheet, layout, target or _only(self._near or list(self._courses)))

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`. Without a course, or while no column is known, nothing can be entered yet."""
        if not layout.kinds:
            return _unknown(sheet, layout, target, "фамилия, имя и периоды")
        table = period_marks.read_marks(sheet, layout)
        course = self._courses.get(target)
        if course is None:
            waiting = (Judged(row.spot, row.name.full, Outcome.SAME, "Выберите предмет") for row in table.rows)
            return without_target(sheet, layout, waiting, table.skipped, NO_COURSE_OF_MARKS)
        return Reading(sheet, layout, target, plan_period_marks(self._office, table.rows, course.course), table.skipped)


class SchoolWork:
    """A whole school: a workbook of sheets, or a OneRoster folder. Remembers what was said of its names."""

    title: Final = "Вся школа"
    target_label: Final = "Учебный год"
    free_target: Final = False
    undo: Final = UNDO
    choices: Final[Sequence[tuple[str, str]]] = ()

    def __init__(self, office: FileOffice) -> None:
        self._office = office
        self._chosen: dict[tuple[NameKind, str], Choice] = {}
        self._table: SchoolTable | None = None

    def targets(self) -> Sequence[str]:
        """The year that is open."""
        with self._office.reading() as db:
            return [demand_year(db, self._office.clock.today().isoformat()).label]

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        return self._take(read_school_book(book, self._office.clock.today()), target)

    def open_roster(self, path: Path) -> Reading:
        """Read a OneRoster folder by one of its files, or a packed one. Raises BadInput, Refusal."""
        return self._take(read_roster(path, self._office.clock.today()), "")

    def _take(self, table: SchoolTable, target: str) -> Reading:
        self._table, self._chosen = table, {}
        return self.judge(table.sheet, SCHOOL_LAYOUT, target)

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`."""
        if self._table is None:
            raise BadInput("Файл ещё не прочитан.", "Выберите файл со школой.")
        table, year = self._table, target or self.targets()[0]
        planned = plan_school(self._office, table.rows, self._chosen)
        return Reading(
            sheet, layout, year, planned.found, table.skipped, planned.names, planned.stocks, "Школа", table.notes, True
        )

    def choose(self, choices: Mapping[tuple[NameKind, str], Choice]) -> None:
        """See `NamingWork`."""
        self._chosen |= choices


_USUAL_START: Final = "сегодня, новым классам — весь год"


class TimetableWork:
    """Timetables of FET or of a spreadsheet. Remembers the file it has read and what was said of its names."""

    title: Final = "Расписание"
    target_label: Final = "Действует с"
    free_target: Final = True
    undo: Final = UNDO
    choices: Final[Sequence[tuple[str, str]]] = ()

    def __init__(self, office: FileOffice) -> None:
        self._office = office
        self._chosen: dict[tuple[NameKind, str], Choice] = {}
        self._table: TimetableTable | None = None

    def targets(self) -> Sequence[str]:
        """Days it may hold from: the usual one, today, the next Monday; another may be typed."""
        today = self._office.clock.today()
        return [_USUAL_START, dotted(today), dotted(today + timedelta(days=7 - today.weekday()))]

    def open(self, path: Path, data: bytes, target: str) -> Reading:
        """Read a file. Raises BadInput, Refusal."""
        self._table, self._chosen = timetable_in(path, data), {}
        return self.judge(self._table.sheet, LAYOUT, target)

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        self._table, self._chosen = timetable_of(Path(book.file), book), {}
        return self.judge(self._table.sheet, LAYOUT, target)

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`. The target is the first day, else the usual one."""
        if self._table is None:
            raise BadInput("Файл ещё не прочитан.", "Выберите файл с расписанием.")
        table = with_sheet(self._table, sheet)
        planned = plan_timetable(self._office, table.rows, Options(self._day(target), chosen=self._chosen))
        start = planned.start.day
        name = "Расписание на весь год" if planned.start.whole_year else f"Расписание с {day_month(start)}"
        skipped = tuple(sorted((*table.skipped, *planned.skipped)))
        return Reading(
            sheet,
            layout,
            target or _USUAL_START,
            planned.found,
            skipped,
            planned.names,
            planned.stocks,
            name,
            table.notes,
        )

    def choose(self, choices: Mapping[tuple[NameKind, str], Choice]) -> None:
        """Take up what a person said of the file's names; they are kept with the timetable when it is entered."""
        self._chosen |= choices

    def _day(self, target: str) -> date | None:
        try:
            day = read_date(target, self._office.clock.today())
        except ValueError:
            day = None
        if day is None and target not in {"", _USUAL_START}:
            raise BadInput(f"«{target}» — не дата.", "Впишите день так: 11.01.2027.")
        return day


_OF_CLASS: Final = frozenset({"classmarks", "absences"})
"""A workbook may hold both: what is empty of one may be full of the other."""
_ANY_YEAR: Final = AcademicYear(2000)
"""Whether a table has days is seen without their year."""
TEACHERS_ENTER: Final = "Отметки вносит учитель: каждый по своим предметам, из этой же таблицы."


def works_of(office: FileOffice) -> Mapping[str, Work]:
    """What this person may enter from files, by key, lists first."""
    found: dict[str, Work] = {"pupils": PupilsWork(office)} if may_import(office) else {}
    plans = PlanWork(office)
    if plans.targets():
        found["plan"] = plans
    if (of_class := ClassMarksWork(office)).targets():
        found |= {"classmarks": of_class, "periodmarks": PeriodMarksWork(office)}
    if (absences := AbsencesWork(office)).targets():
        found["absences"] = absences
    if may_import_timetable(office):
        found["timetable"] = TimetableWork(office)
    if may_import_school(office):
        found["school"] = SchoolWork(office)
    return MappingProxyType(found)


def read_file(path: Path, works: Mapping[str, Work], key: str = "", target: str = "") -> tuple[str, Reading]:
    """Read a file as the kind asked for, else as the first kind it fits. Raises BadInput, Refusal."""
    school = works.get("school")
    if isinstance(school, SchoolWork) and key in {"", "school"} and is_roster(path):
        return "school", school.open_roster(path)
    data = file_bytes(path)
    timetable = works.get("timetable")
    if isinstance(timetable, TimetableWork) and key in {"", "timetable"} and (key or holds_timetable(path, data)):
        return "timetable", timetable.open(path, data, target)
    if timetable is None and holds_timetable(path, data):
        raise BadInput(f"В файле «{path.name}» расписание.", "Расписание вводит администратор ЭЖ.")
    book = book_of(path.name, data)
    if isinstance(school, SchoolWork) and not key and holds_school(book):
        return "school", school.read(book, target)
    _demand_teacher(book, works, key)
    others = {
        name: works[name] for name in ("classmarks", "absences", "periodmarks", "pupils", "plan") if name in works
    }
    tried = {key: works[key]} if key else others
    fits = _first_fit(book, tried, target)
    if not isinstance(fits, BadInput):
        return fits
    if not key and "plan" not in works and _holds_plan(book):
        raise BadInput(f"В файле «{path.name}» план уроков, а вводить его пока не к чему.", NO_SUBJECTS)
    by_hand = _by_hand(book)
    chosen = next((name for name in works if name in tried and works[name].choices), "")
    if by_hand is not None and chosen:
        return chosen, works[chosen].judge(*by_hand, target)
    raise fits


def _first_fit(book: Book, tried: Mapping[str, Work], target: str) -> tuple[str, Reading] | BadInput:
    """The file as the first kind it fits, else why it is not the first of them. Raises EmptyTable, Refusal."""
    failed: BadInput | None = None
    empty: EmptyTable | None = None
    for name, work in tried.items():
        if empty is not None and name not in _OF_CLASS:
            break
        try:
            return name, work.read(book, target)
        except EmptyTable as why:
            empty = why
        except BadInput as why:
            failed = failed or why
    if empty is not None:
        raise empty
    return failed or BadInput("Вносить из файла вам нечего.")


def _demand_teacher(book: Book, works: Mapping[str, Work], key: str) -> None:
    """Refuse marks and absences of a class to who enters none: else the table would be read as a list of pupils."""
    if key:
        return
    marks, absences = holds_class_marks(book), holds_absences(book, _ANY_YEAR)
    if (marks and "classmarks" in works) or (absences and "absences" in works):
        return
    if marks:
        raise BadInput(f"В файле «{book.file}» отметки класса по предметам.", TEACHERS_ENTER)
    if absences:
        raise BadInput(f"В файле «{book.file}» пропуски.", "Пропуски с бумаги вводит классный руководитель.")


def _holds_plan(book: Book) -> bool:
    try:
        plan.choose_sheet(book)
    except BadInput:
        return False
    return True


def _by_hand(book: Book) -> tuple[Sheet, Layout] | None:
    """The fullest sheet, for a person to say what its columns hold; None where there are no columns."""
    sheet = max(book.sheets, key=lambda one: len(one.lines))
    return (sheet, layout_by_hand(sheet)) if sheet.width > 1 and len(sheet.lines) > 1 else None


def _unknown(sheet: Sheet, layout: Layout, target: str, what: str) -> Reading:
    """The rows of a sheet whose columns nobody has named yet."""
    lines = data_lines(sheet, layout)
    waiting = tuple(Judged(sheet.spot(line.number), "", Outcome.SAME, "Выберите столбцы") for line in lines)
    note = f"Столбцы не узнаны. Выберите над таблицей, где {what}."
    return Reading(sheet, layout, target, Import(waiting, None), (), notes=(note,))


def enter_reading(office: FileOffice, reading: Reading) -> Reading:
    """Write the good rows; gives what was written."""
    enter(office, reading.found)
    return reading
