"""Whom a timetable means: its names of classes, subjects and teachers against those of the journal.

A name is found by itself, by what was chosen for it before, or by what it shortens; the others are offered to the
person: one of ours, a new one, or to be left out. What was chosen is kept in the year's settings, so that the next
import of the file asks nothing.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.incoming import Flaw
from ezh_desktop.domain.kinds import SubjectKind, kind_of
from ezh_desktop.domain.names import GRADES, ClassName, PersonName, name_key
from ezh_desktop.domain.rules import refuse_subject_name
from ezh_desktop.domain.subject_words import guess_subject
from ezh_desktop.errors import RuleRefused
from ezh_desktop.storage.reading.rows import Readable, row, rows

SETTING: Final = "timetable.names"
LEAVE: Final = "-"
NEW: Final = "+"

Choice: TypeAlias = int | str
"""The id of one of ours, `LEAVE`, or `NEW` with the name to be given to the new one («+» alone: the file's own)."""


_GRADE: Final = re.compile(r"(\d{1,2})(?:\s*-?\s*й)?(?:\s*(?:класс|кл\.?))?")
_SURNAME: Final = re.compile(r"(?:ов|ев|ин|ын|ск|цк|ко|юк|чук|их|ых|ян|дзе|швили|ец|ёнок)(?:а|ий|ой|ая)?$")


class NameKind(StrEnum):
    """What a name in a timetable is the name of."""

    CLASS = "class"
    SUBJECT = "subject"
    TEACHER = "teacher"


LABELS: Final[Mapping[NameKind, str]] = MappingProxyType(
    {NameKind.CLASS: "Класс", NameKind.SUBJECT: "Предмет", NameKind.TEACHER: "Учитель"}
)
Choices: TypeAlias = Mapping[tuple[NameKind, str], Choice]
"""(kind, `name_key` of the file's name) → what was chosen for it."""


_MATCH_CLASS: Final = "Сопоставьте его с одним из классов школы или не вносите."


class How(StrEnum):
    """How a name was understood."""

    FOUND = "found"
    CHOSEN = "chosen"
    GUESSED = "guessed"
    NEW = "new"
    LEFT_OUT = "left_out"
    OPEN = "open"
    """Nothing can be done with it before the person says what it means."""


@dataclass(frozen=True, slots=True)
class Ours:
    """One that the journal has: a class, a subject, a member of staff. `base` is its last entry, `ended` a class's."""

    ident: int
    label: str
    key: str
    base: EntryRef
    ended: bool = False
    extra: str = ""


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name of the file and what it is taken for: `ident` and `label` of ours or of the new one."""

    kind: NameKind
    text: str
    how: How
    ident: int = 0
    label: str = ""
    flaw: Flaw | None = None
    used: int = 0

    @property
    def key(self) -> tuple[NameKind, str]:
        """What a choice for it is kept under."""
        return self.kind, name_key(self.text)

    @property
    def usable(self) -> bool:
        """Whether rows with this name can come in."""
        return self.how not in {How.LEFT_OUT, How.OPEN}

    @property
    def tells(self) -> bool:
        """Whether the file's name will be understood so again without being asked: else the choice is kept.

        Teachers are kept always: a name that came as initials is put right by hand afterwards.
        """
        if self.kind is NameKind.TEACHER or self.how not in {How.FOUND, How.NEW}:
            return False
        return self.how is How.FOUND or _plain(self.kind, self.text) == name_key(self.label)

    @property
    def words(self) -> str:
        """«Йончев → Йончев Иван Петрович»."""
        return f"«{self.text}» — {self.label}"


@dataclass(frozen=True)
class Stock:
    """What the journal has of one kind, as names are looked up."""

    all: Sequence[Ours]
    by_key: Mapping[str, Sequence[Ours]] = field(default_factory=dict)
    by_ident: Mapping[int, Ours] = field(default_factory=dict)

    @classmethod
    def of(cls, all_: Iterable[Ours]) -> Stock:
        """The stock, indexed."""
        listed = list(all_)
        by_key: defaultdict[str, list[Ours]] = defaultdict(list)
        for one in listed:
            by_key[one.key].append(one)
        return cls(listed, dict(by_key), {one.ident: one for one in listed})


def read_stocks(db: Readable, year: int) -> dict[NameKind, Stock]:
    """Classes of the year, subjects, and staff that has not left."""
    classes = rows(db, "SELECT id, name, ended, entry_session, entry_seq FROM school_class WHERE year = ?", year)
    subjects = rows(db, "SELECT id, name, ended, entry_session, entry_seq, graded FROM subject ORDER BY position, id")
    people = rows(
        db,
        "SELECT id, surname, given, patronymic, entry_session, entry_seq FROM person WHERE ended IS NULL ORDER BY id",
    )
    return {
        NameKind.CLASS: Stock.of(
            Ours(ident, name, name_key(name), EntryRef(session, seq), bool(ended))
            for ident, name, ended, session, seq in classes
        ),
        NameKind.SUBJECT: Stock.of(
            Ours(ident, name, name_key(name), EntryRef(session, seq), extra=str(graded))
            for ident, name, ended, session, seq, graded in subjects
            if not ended
        ),
        NameKind.TEACHER: Stock.of(
            Ours(ident, name.full, name.key, EntryRef(session, seq))
            for ident, surname, given, patronymic, session, seq in people
            if (name := PersonName(surname, given, patronymic)).surname
        ),
    }


def read_choices(db: Readable, year: int) -> tuple[dict[tuple[NameKind, str], Choice], EntryRef | None, str]:
    """What was chosen before, the last entry of the setting (None: there is none yet), and its text."""
    found = row(
        db, "SELECT value, entry_session, entry_seq FROM year_setting WHERE year = ? AND name = ?", year, SETTING
    )
    if found is None:
        return {}, None, ""
    text, session, seq = found
    choices: dict[tuple[NameKind, str], Choice] = {}
    for kind, named in json.loads(text or "{}").items():
        choices |= {(NameKind(kind), key): value for key, value in named.items()}
    return choices, EntryRef(session, seq), text


def choices_change(year: int, old: str, base: EntryRef | None, choices: Choices) -> Change | None:
    """The setting as it is to be, None when it is so already."""
    named: defaultdict[str, dict[str, Choice]] = defaultdict(dict)
    for (kind, key), choice in sorted(choices.items()):
        named[kind.value][key] = choice
    text = json.dumps(named, ensure_ascii=False, separators=(",", ":")) if named else ""
    if text == old:
        return None
    before: Row | None = None if base is None else {"value": old}
    return Change("year_setting", (year, SETTING), before, {"value": text}, 0, base)


@dataclass(frozen=True)
class Understanding:
    """Looks names up. `make` are the kinds of which unknown ones are made new; others stay open."""

    stocks: Mapping[NameKind, Stock]
    chosen: Choices
    kept: Choices
    make: frozenset[NameKind]

    def line(self, kind: NameKind, text: str, used: int) -> NameLine:
        """What a name of the file is taken for."""
        key = (kind, name_key(text))
        choice = self.chosen.get(key, self.kept.get(key))
        found = self._chosen(kind, text, choice, used) if choice is not None else None
        return found or _found(kind, text, self.stocks[kind], used) or self._unknown(kind, text, used)

    def _chosen(self, kind: NameKind, text: str, choice: Choice, used: int) -> NameLine | None:
        """What was chosen; None when that one is gone, so that it is asked anew."""
        if choice == LEAVE:
            return NameLine(kind, text, How.LEFT_OUT, label="не вносится", used=used)
        if isinstance(choice, int):
            one = self.stocks[kind].by_ident.get(choice)
            return None if one is None else NameLine(kind, text, How.CHOSEN, one.ident, one.label, used=used)
        wanted = choice.removeprefix(NEW).strip() or text
        known = _found(kind, wanted, self.stocks[kind], used)
        if known is not None and known.ident:
            return NameLine(kind, text, How.CHOSEN, known.ident, known.label, used=used)
        return self._new(kind, text, wanted, used, asked=bool(choice.removeprefix(NEW)))

    def _unknown(self, kind: NameKind, text: str, used: int) -> NameLine:
        if kind in self.make:
            return self._new(kind, text, text, used, asked=False)
        remedy = "Выберите, кто это, создайте нового или не вносите."
        return NameLine(kind, text, How.OPEN, flaw=Flaw(f"{LABELS[kind]} «{text}» не найден.", remedy), used=used)

    def _new(self, kind: NameKind, text: str, wanted: str, used: int, *, asked: bool) -> NameLine:
        try:
            label = wanted if asked and kind is NameKind.SUBJECT else _NEW_LABEL[kind](wanted)
        except RuleRefused:
            what = f"Класса «{wanted}» быть не может: нужны номер от 1 до 11 и буква."
            return NameLine(kind, text, How.OPEN, flaw=Flaw(what, _MATCH_CLASS), used=used)
        refusal = refuse_subject_name(label) if kind is NameKind.SUBJECT else None
        if refusal is not None:
            return NameLine(kind, text, How.OPEN, flaw=Flaw(refusal.what, refusal.remedy), used=used)
        return NameLine(kind, text, How.NEW, 0, label, used=used)


def _found(kind: NameKind, text: str, stock: Stock, used: int) -> NameLine | None:
    """One of ours that the name tells; an open line when it tells several."""
    how = How.FOUND
    if kind is NameKind.CLASS:
        known, how = _classes(text, stock)
    elif kind is NameKind.SUBJECT:
        known = stock.by_key.get(name_key(text), ())[:1]
        if not known and (guess := guess_subject(text, [one.label for one in stock.all])):
            known, how = stock.by_key[name_key(guess)][:1], How.GUESSED
    else:
        known = _teachers(text, stock)
        how = How.FOUND if known and known[0].key == name_key(text) else How.GUESSED
    if len(known) > 1:
        several = ", ".join(f"«{one.label}»" for one in known)
        flaw = Flaw(f"Под именем «{text}» в журнале несколько человек: {several}.", "Выберите, кто из них ведёт уроки.")
        return NameLine(kind, text, How.OPEN, flaw=flaw, used=used)
    return NameLine(kind, text, how, known[0].ident, known[0].label, used=used) if known else None


def _classes(text: str, stock: Stock) -> tuple[Sequence[Ours], How]:
    """The class of that name; for a bare number the only class of the grade."""
    try:
        return stock.by_key.get(name_key(str(ClassName.read(text))), ()), How.FOUND
    except RuleRefused:
        grade = _grade(text)
        known = [one for one in stock.all if not one.ended and grade and ClassName.read(one.label).grade == grade]
        return (known if len(known) == 1 else ()), How.GUESSED


def _grade(text: str) -> int:
    """The grade that «8» or «8 класс» names, 0 when it names none."""
    found = _GRADE.fullmatch(name_key(text))
    return int(found[1]) if found and int(found[1]) in GRADES else 0


def read_teacher(text: str) -> PersonName:
    """«Иванова М.П.», «М. П. Иванова», «В.Йорданова», «Иванова Мария Петровна», «Йончев» as a name."""
    spaced = text.replace(".", ". ").split()
    initials = [word for word in spaced if word.endswith(".") or len(word) == 1]
    words = [word for word in spaced if word not in initials]
    if not words:
        return PersonName(text.strip(), "")
    if initials:
        given, patronymic = (*(one.rstrip(".") + "." for one in initials), "", "")[:2]
        return PersonName(" ".join(words), given, patronymic)
    if len(words) == 2 and _SURNAME.search(name_key(words[1])) and not _SURNAME.search(name_key(words[0])):
        # «Зоя Дичева» names the given name first.
        words.reverse()
    return PersonName.read(" ".join(words))


def _teachers(text: str, stock: Stock) -> Sequence[Ours]:
    """Those whom the name can mean: told by the whole name, else by the surname where nothing contradicts."""
    same = stock.by_key.get(name_key(text), ())
    if same:
        return same
    meant = read_teacher(text)
    return [one for one in stock.all if _means(meant, PersonName.read(one.label))]


def _means(meant: PersonName, ours: PersonName) -> bool:
    if name_key(meant.surname) != name_key(ours.surname):
        return False
    parts = ((meant.given, ours.given), (meant.patronymic, ours.patronymic))
    return all(_begins(short, full) for short, full in parts)


def _begins(short: str, full: str) -> bool:
    """Whether one may be the other: either says nothing, or one begins as the other does."""
    one, other = name_key(short).rstrip("."), name_key(full).rstrip(".")
    return not one or not other or other.startswith(one) or one.startswith(other)


def _plain(kind: NameKind, text: str) -> str:
    """The name as it would be looked up."""
    if kind is not NameKind.CLASS:
        return name_key(text)
    try:
        return name_key(str(ClassName.read(text)))
    except RuleRefused:
        return name_key(text)


def _new_class(text: str) -> str:
    """The class's name; the only class of a grade, which a small school calls by its number, gets the first letter."""
    grade = _grade(text)
    return str(ClassName(grade, "А") if grade else ClassName.read(text))


def _new_subject(text: str) -> str:
    """The curriculum's name where the file shortens one, else the file's own with a capital (5.1)."""
    known = kind_of(text) is not SubjectKind.OTHER and not text.isupper()
    return (not known and guess_subject(text, [one.name for one in CURRICULUM])) or text[:1].upper() + text[1:]


def _new_teacher(text: str) -> str:
    return read_teacher(text).full


_NEW_LABEL: Final = MappingProxyType(
    {NameKind.CLASS: _new_class, NameKind.SUBJECT: _new_subject, NameKind.TEACHER: _new_teacher}
)
