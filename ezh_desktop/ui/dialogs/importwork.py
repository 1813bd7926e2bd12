"""What the import dialog does with a file, without a window: reads it, judges its rows, enters the good ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from ezh_desktop.domain.incoming import Judged, Outcome
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.exchange import plan, pupils
from ezh_desktop.exchange.headers import Layout
from ezh_desktop.exchange.tables import Book, Sheet, column_letter, read_book
from ezh_desktop.services.importing.base import Import, enter
from ezh_desktop.services.importing.plans import importable_courses, plan_plan
from ezh_desktop.services.importing.pupils import may_import, plan_pupils
from ezh_desktop.services.office import FileOffice

Skipped = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read and judged: the rows in the file's order, and for which class or course."""

    sheet: Sheet
    layout: Layout
    target: str
    found: Import
    skipped: Skipped

    @property
    def summary(self) -> str:
        """«Кодировка Windows-1251, разделитель «;», заголовок найден в строке 3, 27 строк»."""
        where = f"заголовок найден в строке {max(self.layout.header)}" if self.layout.header else "заголовка нет"
        sheet = f"лист «{self.sheet.name}»" if self.sheet.name else ""
        rows = count(len(self.found.judged), "строка", "строки", "строк")
        left = f"пропущено {len(self.skipped)}" if self.skipped else ""
        text = ", ".join(part for part in (self.sheet.note, sheet, where, rows, left) if part)
        return text[:1].upper() + text[1:]

    @property
    def button(self) -> str:
        """What the button will do: «Внести 21 и изменить 1»; "" when there is nothing to do."""
        new, changed = self.found.counts[Outcome.NEW], self.found.counts[Outcome.CHANGE]
        parts = [f"{word} {number}" for word, number in (("внести", new), ("изменить", changed)) if number]
        text = " и ".join(parts) or ("изменить план" if self.found.command is not None else "")
        return text[:1].upper() + text[1:]

    @property
    def done(self) -> str:
        """What was done, once it is."""
        new, changed = self.found.counts[Outcome.NEW], self.found.counts[Outcome.CHANGE]
        return f"Внесено {new}, изменено {changed}, отклонено {len(self.found.refused)}."

    def report(self) -> str:
        """The refused and skipped rows as a text table for the one who made the list."""
        lines = ["Строка;Столбец;Кто или что;Причина;Что сделать"]
        lines += [
            ";".join(_quoted(part) for part in (str(one.spot.row), one.column, one.who, _reason(one), one.remedy))
            for one in self.found.refused
        ]
        lines += [f"{number};;;{_quoted(f'Пропущена: {why}')};" for number, why in self.skipped]
        return "\r\n".join(lines) + "\r\n"


def _reason(one: Judged) -> str:
    return f"{one.words} (п. {one.clause} Положения)" if one.clause else one.words


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in ';"\r\n') else text


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


class PupilsWork:
    """Class lists."""

    title: Final = "Список класса"
    target_label: Final = "Класс"
    free_target: Final = True
    undo: Final = "Внесённое отменяется целиком: Ctrl+Z в окне журнала. Ушедшего выбывают приказом."

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
        """See `Work`. Without a class the list is read and nothing can be entered yet."""
        name = ClassName.read(target) if target else None
        table = pupils.read_pupils(sheet, layout, self._office.clock.today(), str(name or ""))
        if name is None:
            waiting = tuple(
                Judged(row.spot, f"{row.surname} {row.given}", Outcome.SAME, "Впишите класс") for row in table.rows
            )
            return Reading(sheet, layout, "", Import(waiting, None), table.skipped)
        return Reading(sheet, layout, str(name), plan_pupils(self._office, table.rows, name), table.skipped)


class PlanWork:
    """Lesson plans (КТП)."""

    title: Final = "КТП"
    target_label: Final = "Предмет"
    free_target: Final = False
    undo: Final = "Внесённое отменяется целиком: Ctrl+Z в окне журнала. Новый файл изменит только то, что в нём другое."

    def __init__(self, office: FileOffice) -> None:
        self._office = office
        self.choices: Sequence[tuple[str, str]] = plan.CHOICES
        lines = importable_courses(office)
        self._courses = {
            f"{line.class_name} {line.subject_name}" + (f", {line.subgroup}" if line.subgroup else ""): line
            for line in lines
        }

    def targets(self) -> Sequence[str]:
        """The courses whose plan this person may enter."""
        return list(self._courses)

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        sheet, layout = plan.choose_sheet(book)
        return self.judge(sheet, layout, target or self._guess(book.file, sheet))

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`. Without a course the plan is read and nothing can be entered yet."""
        table = plan.read_plan(sheet, layout)
        course = self._courses.get(target)
        if course is None:
            waiting = tuple(Judged(row.spot, row.topic, Outcome.SAME, "Выберите предмет") for row in table.rows)
            return Reading(sheet, layout, "", Import(waiting, None), table.skipped)
        return Reading(sheet, layout, target, plan_plan(self._office, table.rows, course), table.skipped)

    def _guess(self, file: str, sheet: Sheet) -> str:
        """The only course there is, or the only one whose subject and grade the file's name and title speak of."""
        first = " ".join(str(cell) for line in sheet.lines[:5] for cell in line.cells)
        text = f"{file} {first}".casefold()
        near = [
            title
            for title, line in self._courses.items()
            if line.subject_name.casefold() in text and str(line.grade) in text
        ]
        only = near or list(self._courses)
        return only[0] if len(only) == 1 else ""


def works_of(office: FileOffice) -> Mapping[str, Work]:
    """What this person may enter from files, by key, lists first."""
    found: dict[str, Work] = {"pupils": PupilsWork(office)} if may_import(office) else {}
    plans = PlanWork(office)
    if plans.targets():
        found["plan"] = plans
    return MappingProxyType(found)


def read_file(path: Path, works: Mapping[str, Work], key: str = "", target: str = "") -> tuple[str, Reading]:
    """Read a file as the kind asked for, else as the first kind it fits. Raises BadInput, Refusal."""
    book = read_book(path)
    tried = {key: works[key]} if key else works
    failed: EzhError | None = None
    for name, work in tried.items():
        try:
            return name, work.read(book, target)
        except BadInput as why:
            failed = failed or why
    raise failed or BadInput("Вносить из файла вам нечего.")


def enter_reading(office: FileOffice, reading: Reading) -> Reading:
    """Write the good rows; gives what was written."""
    enter(office, reading.found)
    return reading


def shown_columns(reading: Reading) -> list[int]:
    """The columns worth showing: those of a known kind or with a heading, at most as many as fit."""
    known = set(reading.layout.kinds) | set(reading.layout.headings)
    return sorted(known)[:_MOST_SHOWN]


_MOST_SHOWN: Final = 10


def letter(column: int) -> str:
    """«столбец B»."""
    return f"столбец {column_letter(column)}"
