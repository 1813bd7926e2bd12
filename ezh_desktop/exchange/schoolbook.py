"""One workbook with a whole school: sheets of staff, classes, pupils, subjects; told by their columns, then by names.

`empty_book` makes the workbook that a school fills in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from ezh_desktop.domain.incoming import Flaw
from ezh_desktop.domain.incoming_school import ClassRow, CourseRow, MemberRow, SchoolRows, StaffRow
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.typed import several, typed_hours
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange import pupils
from ezh_desktop.exchange.classnames import is_class
from ezh_desktop.exchange.headers import ColumnKind, Layout, data_lines, find_layout
from ezh_desktop.exchange.school import SchoolTable, make_table
from ezh_desktop.exchange.tables import Book, Line, Sheet, Value, clean
from ezh_desktop.exchange.values import looks_like_full_name, read_gender


def _is_class(value: Value) -> bool:
    return isinstance(value, str) and is_class(value)


_TEACHER: Final = r"учител|педагог|преподават|ведет|ф ?и ?о\b|teacher"
_CLASS: Final = ColumnKind("class", "Класс", r"^класс(?:ы)?$|^class", by_content=True, fits=_is_class)
_COURSES: Final = (
    _CLASS,
    ColumnKind("subgroup", "Подгруппа", r"групп|subgroup"),
    ColumnKind("hours", "Часов в неделю", r"час|^ч$|нагрузк|hours"),
    ColumnKind("teachers", "Учитель", _TEACHER),
    ColumnKind("subject", "Предмет", r"предмет|дисциплин|курс|subject"),
)
_CLASSES: Final = (
    ColumnKind("leader", "Классный руководитель", r"руковод|куратор|tutor"),
    ColumnKind("shift", "Смена", r"смен"),
    ColumnKind("room", "Кабинет", r"кабинет|\bкаб\b|аудитор|room"),
    _CLASS,
)
_STAFF: Final = (
    ColumnKind("gender", "Пол", r"^пол$|gender"),
    ColumnKind("post", "Должность", r"должност|предмет|position|роль"),
    ColumnKind("surname", "Фамилия", r"^фамилия$"),
    ColumnKind("given", "Имя", r"^имя$"),
    ColumnKind("patronymic", "Отчество", r"^отчество$"),
    ColumnKind(
        "name", "Фамилия, имя, отчество", r"ф ?и ?о\b|фамилия|сотрудник|учител|педагог|\bимя", looks_like_full_name
    ),
)
_SUBGROUPS: Final = re.compile(r"(.+?)(?:\s*[:—–-]\s*|\s+)(\S+(?:\s*(?:группа|гр\.?))?)$")
_GROUP_COLUMN: Final = re.compile(r"подгрупп")
_NAMED: Final = (
    ("staff", re.compile(r"сотрудник|учител|педагог|персонал|кадр|штат")),
    ("courses", re.compile(r"предмет|нагрузк|учебн\w* план|курс|тарифик")),
    ("classes", re.compile(r"^класс(?:ы)?$|руководит|комплект")),
    ("pupils", re.compile(r"учени|обучающ|учащ|контингент|дети|списк|список")),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A sheet that was understood."""

    kind: str
    sheet: Sheet
    layout: Layout


def holds_school(book: Book) -> bool:
    """Whether the workbook has sheets of more than one kind, pupils or subjects among them."""
    kinds = {part.kind for part in _parts(book)}
    return len(kinds) > 1 and bool(kinds & {"pupils", "courses"})


def read_book(book: Book, today: date) -> SchoolTable:
    """The school of a workbook. Raises BadInput when no sheet is understood."""
    parts = list(_parts(book))
    if not parts:
        raise BadInput(
            f"В файле «{book.file}» не нашлось листов школы.",
            "Возьмите пустую таблицу программы: её листы «Сотрудники», «Классы», «Ученики», «Предметы».",
        )
    reading = _Reading(today)
    for part in parts:
        reading.take(part)
    known = {part.sheet.name for part in parts}
    notes = [f"Лист «{sheet.name}» не понят и пропущен." for sheet in book.sheets if sheet.name not in known]
    notes += [f"Лист «{name}» скрыт и пропущен." for name in book.hidden]
    if not reading.rows.count:
        raise BadInput(f"Файл «{book.file}» пуст: под заголовками нет ни одной строки.", "Заполните листы.")
    return make_table(book.file, reading.rows, sorted(reading.skipped), notes)


def _parts(book: Book) -> Iterator[_Part]:
    for sheet in book.sheets:
        part = _part(sheet)
        if part is not None:
            yield part


def _part(sheet: Sheet) -> _Part | None:
    """By the sheet's name if its columns agree, else by the columns that tell most."""
    key = name_key(sheet.name)
    named = next((kind for kind, words in _NAMED if words.search(key)), "pupils" if is_class(sheet.name) else "")
    order = [named, *(kind for kind in _LAYOUTS if kind != named)] if named else list(_LAYOUTS)
    for kind in order:
        kinds, needed = _LAYOUTS[kind]
        layout = find_layout(sheet, kinds, needed, pupils.BARE if kind == "pupils" else ())
        if layout is not None:
            return _Part(kind, sheet, layout)
    return None


_LAYOUTS: Final[Mapping[str, tuple[Sequence[ColumnKind], Sequence[frozenset[str]]]]] = {
    "courses": (_COURSES, (frozenset({"class", "subject"}),)),
    "classes": (
        _CLASSES,
        (frozenset({"class", "leader"}), frozenset({"class", "shift"}), frozenset({"class", "room"})),
    ),
    "staff": (_STAFF, (frozenset({"name", "post"}), frozenset({"surname", "given", "post"}))),
    "pupils": (pupils.KINDS, pupils.NEEDED),
}


@dataclass
class _Reading:
    """The rows gathered from the sheets."""

    today: date
    rows: SchoolRows = field(default_factory=SchoolRows)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    _groups: dict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def take(self, part: _Part) -> None:
        """Read one sheet."""
        {"staff": self._staff, "classes": self._classes, "courses": self._courses, "pupils": self._pupils}[part.kind](
            part
        )

    def _lines(self, part: _Part) -> Iterator[Line]:
        for number in part.sheet.hidden_rows:
            self.skipped.append((number, f"лист «{part.sheet.name}»: строка скрыта в файле"))
        for line in data_lines(part.sheet, part.layout):
            if any(line.at(column) != "" for column in part.layout.kinds):
                yield line

    def _staff(self, part: _Part) -> None:
        found = []
        for line in self._lines(part):
            text = _texts(part.layout, line)
            name = text("name") or clean(" ".join((text("surname"), text("given"), text("patronymic"))))
            gender, flaws = read_gender(text("gender")), []
            if text("gender") and not gender:
                flaws.append(Flaw(f"Пол «{text('gender')}» непонятен.", "Впишите «м» или «ж».", _at(part, "gender")))
            spot = part.sheet.spot(line.number)
            found.append(StaffRow(spot, 0, name, text("post"), gender, tuple(flaws)))
        self.rows = replace(self.rows, staff=(*self.rows.staff, *found))

    def _classes(self, part: _Part) -> None:
        found = []
        for line in self._lines(part):
            text, flaws = _texts(part.layout, line), []
            shift = text("shift") or "1"
            if shift not in {"1", "2", "3"}:
                flaws.append(Flaw(f"Смена «{shift}» непонятна.", "Впишите 1, 2 или 3.", _at(part, "shift")))
                shift = "1"
            spot = part.sheet.spot(line.number)
            row = ClassRow(spot, 0, text("class"), text("leader"), int(shift), text("room"), tuple(flaws))
            found.append(row)
        self.rows = replace(self.rows, classes=(*self.rows.classes, *found))

    def _pupils(self, part: _Part) -> None:
        if not any(line.cells for line in data_lines(part.sheet, part.layout)):
            return
        by_number = {line.number: line for line in part.sheet.lines}
        column, groups = part.layout.column("class"), _group_column(part)
        table = pupils.read_pupils(part.sheet, part.layout, self.today)
        self.skipped += [(number, f"лист «{part.sheet.name}»: {why}") for number, why in table.skipped]
        own = pupils.guess_class(part.sheet, part.layout) if column is None else ""
        found = list(self.rows.members)
        for row in table.rows:
            line = by_number[row.spot.row]
            school_class = line.text(column) if column is not None else own
            place = len(found) + 1
            found.append(MemberRow(place, school_class, row))
            if groups is not None:
                self._group(school_class, line.text(groups), place)
        self.rows = replace(self.rows, members=tuple(found))
        self._put_members()

    def _group(self, school_class: str, text: str, place: int) -> None:
        """«Информатика 2; Английский язык: 1» as memberships of one pupil."""
        for one in several(text):
            found = _SUBGROUPS.fullmatch(one)
            if found is not None:
                self._groups[_key(school_class, found[1], found[2])].append(place)

    def _courses(self, part: _Part) -> None:
        found = []
        for line in self._lines(part):
            text, flaws = _texts(part.layout, line), []
            hours = 0
            if text("hours"):
                try:
                    hours = typed_hours(text("hours"))
                except BadInput as why:
                    flaws.append(Flaw(why.what, why.remedy, _at(part, "hours")))
            for key, what in (("class", "класс"), ("subject", "предмет")):
                if not text(key):
                    flaws.append(Flaw(f"Не назван {what}.", f"Впишите {what}.", _at(part, key)))
            classes = tuple(one for part_ in several(text("class")) for one in part_.split("+") if one.strip())
            row = CourseRow(
                spot=part.sheet.spot(line.number),
                line=0,
                classes=tuple(map(clean, classes)),
                subject=text("subject"),
                subgroup=text("subgroup"),
                hours_tenths=hours,
                teachers=tuple(several(text("teachers"))),
                flaws=tuple(flaws),
            )
            found.append(row)
        self.rows = replace(self.rows, courses=(*self.rows.courses, *found))
        self._put_members()

    def _put_members(self) -> None:
        """Pupils into the subgroups that they name: the sheets may stand in any order."""
        courses = tuple(
            replace(
                one,
                members=tuple(
                    place
                    for school_class in one.classes
                    for place in self._groups.get(_key(school_class, one.subject, one.subgroup), ())
                ),
            )
            if one.subgroup
            else one
            for one in self.rows.courses
        )
        self.rows = replace(self.rows, courses=courses)


def _key(school_class: str, subject: str, subgroup: str) -> tuple[str, str, str]:
    return name_key(school_class).replace(" ", ""), name_key(subject), name_key(subgroup)


def _texts(layout: Layout, line: Line) -> Callable[[str], str]:
    return lambda key: line.text(layout.column(key))


def _at(part: _Part, key: str) -> str:
    return part.layout.letter(key)


def _group_column(part: _Part) -> int | None:
    return next(
        (at for at, words in sorted(part.layout.headings.items()) if _GROUP_COLUMN.search(name_key(words))), None
    )


# The workbook to fill in

_SHEETS: Final[Sequence[tuple[str, Sequence[tuple[str, int]], str]]] = (
    (
        "Сотрудники",
        (("Фамилия, имя, отчество", 38), ("Должность", 30), ("Пол", 8)),
        "Пол нужен, только если его не видно по отчеству.",
    ),
    (
        "Классы",
        (("Класс", 10), ("Классный руководитель", 38), ("Смена", 8), ("Кабинет", 12)),
        "Руководитель записан так же, как на листе «Сотрудники».",
    ),
    (
        "Ученики",
        (
            ("Класс", 10),
            ("Фамилия", 20),
            ("Имя", 16),
            ("Отчество", 20),
            ("Дата рождения", 16),
            ("Пол", 8),
            ("Личное дело", 14),
            ("Адрес", 36),
            ("Телефон", 18),
            ("Мать", 34),
            ("Телефон матери", 18),
            ("Отец", 34),
            ("Телефон отца", 18),
            ("Подгруппы", 34),
        ),
        "Подгруппы: «Информатика 1; Иностранный язык (английский) 2».",
    ),
    (
        "Предметы",
        (("Класс", 12), ("Предмет", 34), ("Подгруппа", 12), ("Часов в неделю", 16), ("Учитель", 38)),
        "Подгруппа пуста, если предмет ведут у всего класса. Часы через неделю: 0,5.",
    ),
)


def empty_book() -> bytes:
    """The bytes of a workbook with empty sheets, their headings and a word on each."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#F0F1F4", "border": 1, "text_wrap": True, "valign": "vcenter"})
    note = book.add_format({"font_color": "#525A69", "italic": True})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for name, columns, words in _SHEETS:
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, words, note)
        for at, (title, width) in enumerate(columns):
            sheet.set_column(at, at, width, day if title == "Дата рождения" else text)
            sheet.write_string(1, at, title, head)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
    book.close()
    return data.getvalue()
