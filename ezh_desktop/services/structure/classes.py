"""Classes of a year with their class teachers: made, changed, ended (4.1.4, 4.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.change import Change, Key
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.rights_table import Role, Thing
from ezh_desktop.domain.typed import several
from ezh_desktop.errors import BadInput, RuleRefused
from ezh_desktop.services.founding import role_row
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.people import class_changes
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    OVER,
    Line,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    chosen_year,
    day_before,
    demand_open,
    read_stored,
)
from ezh_desktop.services.structure.staff import StaffList, read_staff, staff_named
from ezh_desktop.services.year_setup import first_grade_break
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import Readable, row, rows

ADD: Final = "class.add"
GRADED: Final = "весь год"
UNGRADED: Final = "без отметок"
_SHIFTS: Final = ("1", "2", "3")
_TERMS: Final = {"quarter": 4, "half": 2}


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in the list of a dialog, with how many pupils learn in it today."""

    school_class: int
    name: str
    pupils: int


@dataclass(frozen=True, slots=True)
class ClassForm:
    """What a class is, as the form shows it: name, shift, room, terms, class teacher, from when it has marks."""

    line: Line
    stored: Stored
    year: YearLine
    schemes: Mapping[str, int]
    kinds: Mapping[int, str]
    staff: StaffList
    leading: Mapping[Key, Stored]
    """Roles of class teachers of this class."""
    courses: int
    """How many courses the class has."""

    @property
    def school_class(self) -> int:
        """The class's id."""
        return int(self.stored.key[0])

    def graded_choices(self, scheme: str) -> tuple[str, ...]:
        """From when marks are given (3.7) under a scheme of that title: all year, from a term on, never."""
        terms = _TERMS[self.kinds[self.schemes.get(scheme, self.stored.number("scheme"))]]
        word = "четверти" if terms == _TERMS["quarter"] else "полугодия"
        return (GRADED, *(f"с {number} {word}" for number in range(2, terms + 1)), UNGRADED)


def read_classes(office: FileOffice, year: int = 0) -> tuple[YearLine, tuple[ClassLine, ...]]:
    """The year and its classes in order. Raises BadInput without a year."""
    today = office.clock.today()
    with office.reading() as db:
        line = chosen_year(db, today, year)
        found = rows(db, _CLASSES, max(today.isoformat(), line.start), line.year)
    return line, tuple(ClassLine(*one) for one in found)


def read_class(office: FileOffice, school_class: int) -> ClassForm:
    """The form of a class."""
    today = office.clock.today()
    with office.reading() as db:
        stored = read_stored(db, "school_class", "id = ?", school_class)[school_class,]
        line = chosen_year(db, today, stored.number("year"))
        found = rows(db, "SELECT title, id, kind FROM term_scheme WHERE year = ? ORDER BY id", line.year)
        staff = read_staff(db)
        leading = read_stored(db, "role_assignment", "role = 'class_teacher' AND school_class = ?", school_class)
        courses = rows(db, "SELECT course FROM course_class WHERE school_class = ? AND ended = 0", school_class)
    schemes = {title: ident for title, ident, _ in found}
    kinds = {ident: kind for _, ident, kind in found}
    texts = _texts(stored, schemes, kinds, _leader(leading, staff, today))
    return ClassForm(Line(school_class, texts), stored, line, schemes, kinds, staff, leading, len(courses))


def _texts(stored: Stored, schemes: Mapping[str, int], kinds: Mapping[int, str], leader: str) -> dict[str, str]:
    title = next(title for title, ident in schemes.items() if ident == stored.number("scheme"))
    until, terms = stored.number("ungraded_until"), _TERMS[kinds[stored.number("scheme")]]
    word = "четверти" if terms == _TERMS["quarter"] else "полугодия"
    graded = GRADED if until <= 1 else UNGRADED if until > terms else f"с {until} {word}"
    return {
        "name": stored.text("name"),
        "shift": stored.text("shift"),
        "room": stored.text("room"),
        "scheme": title,
        "leader": leader,
        "graded": graded,
    }


def _leader(leading: Mapping[Key, Stored], staff: StaffList, today: date) -> str:
    present = [one for one in leading.values() if not one.row["end"] or one.text("end") >= today.isoformat()]
    return staff.names.get(present[-1].number("person"), "") if present else ""


def plan_classes(office: FileOffice, text: str, year: YearLine) -> Plan:
    """Make the classes named in a text: «1А, 1Б, 7а». Raises BadInput, RuleRefused on a name that is none or taken."""
    demand_open(year)
    names = [ClassName.read(part) for part in _names(text)]
    if not names:
        raise BadInput("Не названо ни одного класса.", "Впишите, например: 1А, 1Б, 7А.")
    work = Work(system_ids())
    with office.reading() as db:
        there = {one.text("name"): one for one in read_stored(db, "school_class", "year = ?", year.year).values()}
        for name in dict.fromkeys(names):
            stored = there.get(str(name))
            if stored is None:
                work.take(class_changes(db, name, year, (work.new_id(), work.new_id)))
            elif stored.number("ended"):
                # A year has one class of a name: who makes it again opens it again.
                work.put(stored, {"ended": 0}, int(stored.key[0]))
                work.take(_february(db, name, year, (int(stored.key[0]), work.new_id)))
            else:
                raise BadInput(f"Класс {name} в этом году уже есть.", "Двух классов с одним названием не бывает.")
    things = [Thing.SCHOOL_CLASS] + [Thing.SCHOOL] * ("holiday" in work.touched)
    return work.plan(ADD, ("academic_year", year.year), asks(office, *things))


def _february(db: Readable, name: ClassName, year: YearLine, ids: tuple[int, NewId]) -> list[Change]:
    """The additional break of a class of grade 1, when it has none any more."""
    school_class, new_id = ids
    own = row(db, "SELECT 1 FROM holiday WHERE school_class = ? AND cancelled = 0", school_class)
    if name.grade > 1 or own is not None:
        return []
    return first_grade_break(new_id, year.year, academic_of(year), [school_class])


def _names(text: str) -> list[str]:
    """Names parted by commas, or by blanks where each is whole («1А 1Б»)."""
    parts = several(text)
    return [word for part in parts for word in (part.split() if len(part.split()) > 1 and _whole(part) else [part])]


def _whole(part: str) -> bool:
    try:
        return bool([ClassName.read(word) for word in part.split()])
    except RuleRefused:
        return False


def judge_class(work: Work, form: ClassForm, line: Line, today: date) -> None:
    """Compare the form with what is stored; faults stand in the table «class»."""
    new: dict[str, str | int | None] = {"room": line.text("room")}
    _name(work, line, new)
    if line.text("shift") in _SHIFTS:
        new["shift"] = int(line.text("shift"))
    else:
        work.fault("class", 0, "shift", "Смена бывает первой, второй или третьей.")
    scheme = form.schemes.get(line.text("scheme"))
    if scheme is None:
        work.fault("class", 0, "scheme", "Таких периодов нет.", "Выберите из списка.")
    else:
        new["scheme"] = scheme
    choices = form.graded_choices(line.text("scheme"))
    if line.text("graded") in choices:
        at = choices.index(line.text("graded"))
        new["ungraded_until"] = at + 1 if at else None
    else:
        work.fault("class", 0, "graded", "Выберите, с какого периода ставят отметки (п. 3.7).")
    work.put(form.stored, new, form.school_class)
    _lead(work, form, line, today)


def _name(work: Work, line: Line, new: dict[str, str | int | None]) -> None:
    with work.reading("class", 0, "name"):
        name = ClassName.read(line.text("name"))
        new |= {"name": str(name), "grade": name.grade, "letter": name.letter}


def _lead(work: Work, form: ClassForm, line: Line, today: date) -> None:
    """Another class teacher from today on; before the year begins, in the place of the first."""
    name = line.text("leader")
    if name_key(name) == name_key(form.line.text("leader")):
        return
    began = date.fromisoformat(form.year.start) < today
    for one in form.leading.values():
        if not one.row["end"]:
            ended = began and one.text("start") < today.isoformat()
            work.put(one, {"end": day_before(today) if ended else OVER}, form.school_class)
    if not name:
        return
    with work.reading("class", 0, "leader"):
        person = staff_named(work, form.staff, name)
        row = {**role_row(person, Role.CLASS_TEACHER, form.school_class), "start": today.isoformat() if began else None}
        work.add("role_assignment", row, scope=form.school_class)


def plan_end(office: FileOffice, form: ClassForm, *, pupils: int) -> Plan:
    """Take out a class made by mistake. Raises RuleRefused while it has pupils or courses."""
    if pupils or form.courses:
        raise RuleRefused(
            f"В {form.line.text('name')} уже есть ученики или предметы.",
            "Сначала переведите учеников и уберите предметы.",
        )
    work = Work(system_ids())
    work.put(form.stored, {"ended": 1}, form.school_class)
    with office.reading() as db:
        own = read_stored(db, "holiday", "school_class = ? AND cancelled = 0", form.school_class)
    for one in own.values():
        work.put(one, {"cancelled": 1})
    things = [Thing.SCHOOL_CLASS] + [Thing.SCHOOL] * bool(own)
    return work.plan("class.write", ("school_class", form.school_class), asks(office, *things))


def class_names(db: Readable, year: int) -> dict[str, int]:
    """The classes of a year: name → id, in order."""
    found = rows(db, "SELECT name, id FROM school_class WHERE year = ? AND ended = 0 ORDER BY grade, letter", year)
    return dict(found)


def grades_apart(one: str, other: str) -> int:
    """How many years of study lie between two classes; 0 of parallel ones, which pupils change between."""
    return abs(ClassName.read(one).grade - ClassName.read(other).grade) if one and other else 0


def short_name(full: str) -> str:
    """«Соколова Н. В.» of a full name, for narrow places."""
    return PersonName.read(full).initials


_CLASSES: Final = (
    "SELECT k.id, k.name, (SELECT count(DISTINCT m.pupil) FROM membership AS m WHERE m.school_class = k.id"
    " AND (m.end IS NULL OR m.end >= ?)) FROM school_class AS k"
    " WHERE k.year = ? AND k.ended = 0 ORDER BY k.grade, k.letter"
)
