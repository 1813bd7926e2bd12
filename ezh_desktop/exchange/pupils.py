"""Class lists (списки класса) of any usual shape, read into rows of pupils with the place of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Final

from ezh_desktop.domain.incoming import Flaw, GuardianLine, PupilRow
from ezh_desktop.domain.names import ClassName, PersonName
from ezh_desktop.errors import BadInput, EmptyTable, RuleRefused
from ezh_desktop.exchange.headers import ColumnKind, Layout, data_lines, find_layout, heading_key
from ezh_desktop.exchange.tables import Book, Line, Sheet, Value, clean, column_letter
from ezh_desktop.exchange.values import (
    PHONE,
    gender_of,
    is_full_name,
    is_given_first,
    looks_like_date,
    looks_like_full_name,
    looks_like_given_name,
    looks_like_patronymic,
    looks_like_word,
    may_be_date,
    may_be_full_name,
    read_date,
    read_full_name,
    read_gender,
    read_name_part,
    split_phone,
    without_number,
)

_PARENT: Final = r"мат(?:ь|ер)|мам|отец|отц|пап[аы]\b|родител|законн|представител|опекун|mother|father|parent|guardian"
_PHONE_WORDS: Final = r"\bтел|телефон|phone|\bмоб|\bсот|контакт|mobile"


def _is_phone(value: Value) -> bool:
    return isinstance(value, str) and PHONE.search(value) is not None


def _is_bare_phone(value: Value) -> bool:
    return isinstance(value, str) and _is_phone(value) and not any(map(str.isalpha, split_phone(value)[0]))


def _is_file_number(value: Value) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[А-ЯЁ]{1,2}\s?[-–/]\s?\d{1,5}", value) is not None


def _is_address(value: Value) -> bool:
    return isinstance(value, str) and re.search(r"(?i)\b(ул|д|кв|с|г|пос|дер|пер|пр)\.", value) is not None


def _is_gender(value: Value) -> bool:
    return read_gender(value) != ""


def _is_class(value: Value) -> bool:
    return class_in(str(value)) is not None and len(str(value)) < 8


KINDS: Final = (
    # What would be taken for something else by its words or its content is known, and left out.
    ColumnKind(
        "", "", r"зачисл|прибы|выбы|отчисл|поступ|медосмотр|выдач|\bвыдан|приказ|снилс|паспорт|свидетельств|полис"
    ),
    ColumnKind("", "", r"классн\w* руковод|учител|тьютор|воспитател|место работы|должност|образован|e ?mail|почт"),
    ColumnKind("file_number", "Личное дело", r"личн\w* дел|\bл ?д\b|\bдело\b|\bдела\b|алфавитн\w* книг|поименн"),
    ColumnKind("", "", rf"^(?=.*(?:{_PARENT}))(?=.*(?:рожд|birth))"),
    ColumnKind(
        "birth",
        "Дата рождения",
        r"рожд|родил|\bрод\b|\bд ?р\b|birth|\bdob\b",
        looks_like_date,
        strict=True,
        by_content=True,
        allows=may_be_date,
    ),
    ColumnKind(
        "mother_phone",
        "Телефон матери",
        rf"^(?=.*(?:мат(?:ь|ер)|мам|mother))(?=.*(?:{_PHONE_WORDS}))",
        _is_bare_phone,
        strict=True,
    ),
    ColumnKind(
        "father_phone",
        "Телефон отца",
        rf"^(?=.*(?:отец|отц|пап[аы]\b|father))(?=.*(?:{_PHONE_WORDS}))",
        _is_bare_phone,
        strict=True,
    ),
    ColumnKind(
        "parent_phone",
        "Телефон родителя",
        rf"^(?=.*(?:{_PARENT}))(?=.*(?:{_PHONE_WORDS}))",
        _is_bare_phone,
        strict=True,
    ),
    ColumnKind("mother", "Мать", r"мат(?:ь|ер)|\bмам|mother", repeats=True),
    ColumnKind("father", "Отец", r"отец|отц|\bпап[аы]\b|father", repeats=True),
    ColumnKind("guardian", "Родитель", _PARENT, repeats=True),
    ColumnKind("address", "Адрес", r"адрес|прожив|место жит|регистрац|address|прописк", None),
    ColumnKind("phone", "Телефон", _PHONE_WORDS, _is_phone, strict=True),
    ColumnKind(
        "gender", "Пол", r"^пол\b|\bпол$|gender|\bsex\b|м ж|^пол ребен", _is_gender, strict=True, by_content=True
    ),
    ColumnKind("surname", "Фамилия", r"^ф$"),
    ColumnKind("given", "Имя", r"^и$|^имя (?:и )?отчест|^и ?о$"),
    ColumnKind("patronymic", "Отчество", r"^о$|^отч$"),
    ColumnKind(
        "full_name",
        "Фамилия, имя, отчество",
        r"\bф ?и ?о?\b|фамилия\W+и?\W*имя|имя\W+фамилия|full ?name|полное имя",
        looks_like_full_name,
        strict=True,
        allows=may_be_full_name,
    ),
    ColumnKind(
        "full_name",
        "Фамилия, имя, отчество",
        r"фамил|\bимя|\bучени|обучающ|\bучащ|ребен|воспитанн|школьник|студент|student|\bname",
        looks_like_full_name,
        strict=True,
        allows=may_be_full_name,
    ),
    ColumnKind("surname", "Фамилия", r"фамил|surname|last ?name|family"),
    ColumnKind("patronymic", "Отчество", r"отчест|middle|patronym", None),
    ColumnKind("given", "Имя", r"\bимя|\bимена\b|first ?name|given|^name$"),
    ColumnKind("class", "Класс", r"^класс|^class\b|^литер", _is_class, strict=True, by_content=True),
    ColumnKind("number", "№", r"^(?:№|#|n|no|номер)(?: п п| пп| п)?$|^п п$|^пп$|№ п п|порядков"),
    ColumnKind(
        "full_name",
        "Фамилия, имя, отчество",
        "",
        is_full_name,
        by_content=True,
        allows=looks_like_full_name,
        least=0.5,
    ),
    ColumnKind("patronymic", "Отчество", "", looks_like_patronymic, by_content=True),
    ColumnKind("file_number", "Личное дело", "", _is_file_number, by_content=True),
    ColumnKind("phone", "Телефон", "", _is_phone, by_content=True),
    ColumnKind("address", "Адрес", "", _is_address, by_content=True),
)
"""Kinds of columns of a class list; the earlier wins where a heading fits several."""
BARE: Final = (
    ColumnKind("given", "Имя", "", looks_like_given_name, by_content=True, allows=looks_like_word, least=0.4),
    ColumnKind("surname", "Фамилия", "", looks_like_word, by_content=True),
)
"""Columns of a list without a header that has surname and given name apart."""
NEEDED: Final = (frozenset({"full_name"}), frozenset({"surname", "given"}))

CHOICES: Final = tuple(dict.fromkeys((kind.key, kind.label) for kind in KINDS if kind.key))
"""(key, label) of every kind a person may choose for a column."""

_FOOTER: Final = re.compile(
    r"(?i)^(?:утверждаю|согласовано|приказ|классный руков|директор|зам\b|завуч|секретарь|всего|итого|из них|подпись"
    r"|составил|дата|м\.\s?п|девочек|мальчиков)|_{3,}"
)
_GONE: Final = re.compile(r"(?i)(?:выбыл|отчислен)")
_OF_CLASS: Final = re.compile(r"(?i)класс|список|контингент|состав|учащи|ученик|обучающ")
_CLASS_IN_TEXT: Final = re.compile(
    r"(?<!\d)(1[01]|[1-9])\s?[-–—]?\s?[«\"'„]?\s?([А-ЯЁа-яёA-Za-z])\s?[»\"'“]?(?![А-ЯЁа-яёA-Za-z])"
)


@dataclass(frozen=True, slots=True)
class PupilTable:
    """A class list as it was read: rows in the file's order, lines left out with why, and how it was laid out."""

    sheet: Sheet
    layout: Layout
    rows: tuple[PupilRow, ...]
    skipped: tuple[tuple[int, str], ...] = ()


def choose_sheet(book: Book, wanted: str = "") -> tuple[Sheet, Layout]:
    """The sheet with the class list: the one named like the class, else the first that has one. Raises BadInput."""
    found = [
        (sheet, layout) for sheet in book.sheets if (layout := find_layout(sheet, KINDS, NEEDED, BARE)) is not None
    ]
    if not found:
        raise BadInput(
            f"В файле «{book.file}» не нашлось списка учеников.",
            "Нужен столбец с фамилией и именем. Назовите столбцы: Фамилия, Имя, Отчество, Дата рождения.",
        )
    return next((one for one in found if wanted and str(class_in(one[0].name)) == wanted), found[0])


def is_class_list(sheet: Sheet) -> bool:
    """Whether the sheet holds pupils."""
    return find_layout(sheet, KINDS, NEEDED, BARE) is not None


def read_pupils(sheet: Sheet, layout: Layout, today: date, school_class: str = "") -> PupilTable:
    """The pupils of the sheet. A row whose column «Класс» names another class than `school_class` carries a flaw."""
    rows: list[PupilRow] = []
    skipped = [(number, "строка скрыта в файле") for number in sheet.hidden_rows]
    lines = data_lines(sheet, layout)
    _demand_one_list(sheet, layout, lines)
    column = layout.column("full_name")
    given_first = column is not None and is_given_first(line.at(column) for line in lines)
    above: ClassName | None = None
    for line in lines:
        above = _class_heading(line, layout) or above
        uncounted = any((line.number, column) in sheet.unsure for column in layout.kinds)
        why = "" if uncounted else _no_pupil(line, layout)
        if why:
            skipped.append((line.number, why))
        else:
            reading = _Reading(sheet, layout, line, today, given_first=given_first)
            rows.append(reading.row(school_class, above))
    if not rows:
        raise EmptyTable(f"{sheet.spot(0).text}: под заголовком нет ни одной строки.", "Проверьте, тот ли это лист.")
    return PupilTable(sheet, layout, tuple(rows), tuple(sorted(skipped)))


def _demand_one_list(sheet: Sheet, layout: Layout, lines: Sequence[Line]) -> None:
    """Refuse two lists side by side: of each row only one pupil would come in. Raises BadInput."""
    column = layout.column("full_name")
    if column is None:
        return
    heading = heading_key(layout.headings.get(column, ""))
    for other, text in layout.headings.items():
        if other in layout.kinds or not heading or heading_key(text) != heading:
            continue
        if any(looks_like_full_name(line.at(other)) for line in lines):
            place = sheet.spot(max(layout.header), column_letter(other)).text
            raise BadInput(
                f"{place}: рядом с первым списком стоит второй.", "Перенесите его под первый или на другой лист."
            )


def _class_heading(line: Line, layout: Layout) -> ClassName | None:
    """The class that a row between pupils names alone: «7Б», «7 Б класс»."""
    cells = [cell for cell in line.cells if cell != ""]
    if len(cells) != 1 or not isinstance(cells[0], str) or looks_like_full_name(cells[0]):
        return None
    text = re.sub(r"(?i)класса?|список|учащихся|учеников", "", cells[0])
    return class_in(text) if len(clean(text)) <= 6 and line.number not in layout.header else None


def class_in(text: str) -> ClassName | None:
    """The class a title or a file's name speaks of: «Список 7 «А» класса», «7a», «8Б.csv»; None without one."""
    for found in _CLASS_IN_TEXT.finditer(text):
        try:
            return ClassName.read(found[1] + found[2])
        except RuleRefused:
            continue
    return None


def guess_class(sheet: Sheet, layout: Layout) -> str:
    """The class the list is of, from what stands above it, the sheet's name, the file's name; "" when none says."""
    above = [str(cell) for line in sheet.lines if line.number < layout.first for cell in line.cells if cell]
    names = [*above, sheet.name, PurePath(sheet.file).stem]
    found = next((one for text in names if _OF_CLASS.search(text) and (one := class_in(text))), None)
    return str(found or next((one for text in (sheet.name, PurePath(sheet.file).stem) if (one := class_in(text))), ""))


def _no_pupil(line: Line, layout: Layout) -> str:
    """Why a line is no pupil at all: empty under the known headings, a signature, a total."""
    held = [clean(str(line.at(column))) for column in layout.kinds if line.at(column) != ""]
    named = [text for column, kind in layout.kinds.items() if kind != "number" and (text := str(line.at(column)))]
    if not held or not named:
        return "пустая строка"
    everything = [str(cell) for cell in line.cells if cell != ""]
    if len(everything) <= 3 and any(_FOOTER.search(text) for text in everything):
        return f"не ученик: «{everything[0][:40]}»"
    if len(named) == 1 and len(everything) <= 2 and not _may_be_name(named[0]):
        return f"не ученик: «{named[0][:40]}»"
    return ""


def _may_be_name(text: str) -> bool:
    """Whether a text that stands alone in its row may be somebody's name, be it written wrongly."""
    words = without_number(text).split()
    return len(words) > 1 and words[0][:1].isupper() and not any(char.isdigit() for char in " ".join(words))


class _Reading:
    """One line being read."""

    def __init__(self, sheet: Sheet, layout: Layout, line: Line, today: date, *, given_first: bool) -> None:
        self._given_first = given_first
        self._sheet, self._layout, self._line, self._today = sheet, layout, line, today
        self._flaws: list[Flaw] = []

    def row(self, school_class: str, above: ClassName | None) -> PupilRow:
        """The pupil; `above` is the class named between the rows before this one."""
        name = self._name()
        birth = self._birth()
        gender = self._gender(name)
        self._check_class(school_class, above)
        self._check_gone()
        guardians, phone = self._guardians()
        columns = {kind: self._layout.letter(kind) for kind in dict.fromkeys(self._layout.kinds.values())}
        return PupilRow(
            spot=self._sheet.spot(self._line.number),
            surname=name.surname,
            given=name.given,
            patronymic=name.patronymic,
            birth=birth,
            gender=gender,
            file_number=self._text("file_number"),
            address=self._text("address"),
            phone=phone,
            guardians=guardians,
            flaws=tuple(self._flaws),
            columns=columns,
        )

    def _text(self, key: str) -> str:
        return self._line.text(self._layout.column(key))

    def _fault(self, key: str, what: str, remedy: str) -> None:
        self._flaws.append(Flaw(what, remedy, self._layout.letter(key)))

    def _name(self) -> PersonName:
        parts = self._text("surname") and self._text("given")
        self._demand_counted(("surname", "given") if parts else ("full_name", "surname", "given"))
        if self._text("full_name") or self._layout.column("surname") is None:
            name = read_full_name(self._text("full_name"), given_first=self._given_first)
            name, key = self._with_own_columns(name), "full_name"
        else:
            given, _, second = read_name_part(self._text("given")).partition(" ")
            patronymic = read_name_part(self._text("patronymic"))
            if second and (patronymic or not looks_like_patronymic(second.split()[0])):
                given, second = f"{given} {second}", ""
            surname = without_number(read_name_part(self._text("surname")))
            name, key = PersonName(surname, given, patronymic or second), "surname"
        if any(char.isdigit() for char in name.full):
            self._fault(key, f"В имени «{name.full}» цифра.", "Исправьте имя.")
        elif re.search("[A-Za-z]", name.full) and re.search("[А-Яа-яЁё]", name.full):
            self._fault(key, f"В имени «{name.full}» среди русских букв латинская.", "Наберите имя русскими буквами.")
        return name

    def _with_own_columns(self, name: PersonName) -> PersonName:
        """What stands in a column of its own beside the full one: «Фамилия, имя» and «Отчество».

        A single row with the whole name under «Фамилия» must not spoil the rows that have the parts apart.
        """
        given, patronymic = (read_name_part(self._text(key)) for key in ("given", "patronymic"))
        given, _, second = given.partition(" ")
        own = PersonName(name.surname, name.given or given, name.patronymic or patronymic)
        return own if name.given or own.patronymic else replace(own, patronymic=second)

    def _demand_counted(self, keys: Sequence[str]) -> None:
        for key in keys:
            column = self._layout.column(key)
            if column is not None and (self._line.number, column) in self._sheet.unsure:
                self._fault(key, "В клетке формула, которую никто не посчитал.", "Откройте файл в Excel и сохраните.")

    def _birth(self) -> date | None:
        self._demand_counted(("birth",))
        column = self._layout.column("birth")
        value = "" if column is None else self._line.at(column)
        if value == "":
            return None
        try:
            day = read_date(value, self._today)
        except (ValueError, OverflowError):
            self._fault("birth", f"Такой даты нет: {value}.", "Впишите день рождения так: 14.03.2013.")
            return None
        if day is None:
            self._fault("birth", f"«{value}» — не дата.", "Впишите день рождения так: 14.03.2013.")
        elif not 5 <= self._today.year - day.year <= 25:
            self._fault("birth", f"Такого возраста в школе не бывает: {day:%d.%m.%Y}.", "Проверьте год рождения.")
        return day

    def _gender(self, name: PersonName) -> str:
        text = self._text("gender")
        gender = read_gender(text) if text else gender_of(name)
        if text and not gender:
            self._fault("gender", f"Пол «{text}» непонятен.", "Впишите «м» или «ж».")
        elif not gender and name.given and "." not in name.given:
            self._fault("gender", "Пол неизвестен.", "Добавьте столбец «Пол» или впишите отчество.")
        return gender

    def _check_class(self, school_class: str, above: ClassName | None) -> None:
        stands = class_in(self._text("class")) if self._text("class") else above
        if not school_class or stands is None or str(stands) == school_class:
            return
        where = "В столбце «Класс»" if self._text("class") else "Над строкой"
        self._fault("class", f"{where} стоит {stands}.", f"Этот ученик не из {school_class}.")

    def _check_gone(self) -> None:
        said = next((cell for cell in self._line.cells if isinstance(cell, str) and _GONE.match(cell)), "")
        if said:
            self._fault("note", f"В строке стоит «{said[:40]}».", "Уберите строку, если ученик уже не учится здесь.")

    def _guardians(self) -> tuple[tuple[GuardianLine, ...], str]:
        """Parents with their telephones, and the telephone that belongs to no named parent."""
        found: list[GuardianLine] = []
        for key, relation in (("mother", "мать"), ("father", "отец")):
            parts = [split_phone(self._line.text(column)) for column in self._layout.columns(key)]
            name = " ".join(part for part, _ in parts if part)
            phone = next((phone for _, phone in parts if phone), "") or self._text(f"{key}_phone")
            if name:
                found.append(GuardianLine(name, relation, phone))
        for column in self._layout.columns("guardian"):
            name, phone = split_phone(self._line.text(column))
            if name:
                found.append(GuardianLine(name, "", phone))
        loose = self._text("parent_phone")
        if loose and found and not found[0].phone:
            found[0] = GuardianLine(found[0].name, found[0].relation, loose)
            loose = ""
        spare = "" if found else self._text("mother_phone") or self._text("father_phone")
        return tuple(found), self._text("phone") or loose or spare
