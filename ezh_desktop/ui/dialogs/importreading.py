"""A file as the import dialog shows it: what was read, what will become of each row, what the button will do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ezh_desktop.domain.incoming import Judged, Outcome
from ezh_desktop.domain.russian import count
from ezh_desktop.exchange.headers import Layout
from ezh_desktop.exchange.tables import Sheet, column_letter
from ezh_desktop.services.importing.base import Import
from ezh_desktop.services.importing.timetable_names import How, NameKind, NameLine, Stock

Skipped = tuple[tuple[int, str], ...]
UNDO: Final = "Внесённое отменяется целиком: Ctrl+Z в окне журнала."


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read and judged: the rows in the file's order, and for which class or course.

    `names` are those of a timetable with what each is taken for, `stocks` those of ours they may be matched with.
    `name` stands in the heading instead of kind and target, `notes` tell how the file was understood.
    """

    sheet: Sheet
    layout: Layout
    target: str
    found: Import
    skipped: Skipped
    names: tuple[NameLine, ...] = ()
    stocks: Mapping[NameKind, Stock] = field(default_factory=dict)
    name: str = ""
    notes: tuple[str, ...] = ()
    fixed: bool = False
    """Whether cells cannot be put right here."""
    makes: bool = True
    """Whether a name may stand for a new one, that the act makes."""
    most: int = 10
    """How many columns are shown."""
    unseen: str = ""
    """What becomes of columns that are not shown."""

    @property
    def summary(self) -> str:
        """«Кодировка Windows-1251, разделитель «;», заголовок найден в строке 3, 27 строк»."""
        where = f"заголовок найден в строке {max(self.layout.header)}" if self.layout.header else "заголовка нет"
        where = "" if self.name else where
        sheet = f"лист «{self.sheet.name}»" if self.sheet.name else ""
        rows = count(len(self.found.judged), "строка", "строки", "строк")
        left = f"пропущено {len(self.skipped)}" if self.skipped else ""
        text = ", ".join(part for part in (self.sheet.note, sheet, where, rows, left, self.unseen) if part)
        return text[:1].upper() + text[1:]

    @property
    def button(self) -> str:
        """What the button will do: «Внести 21 и изменить 1»; "" when there is nothing to do."""
        new, changed = self.found.counts[Outcome.NEW], self.found.counts[Outcome.CHANGE]
        parts = [f"{word} {number}" for word, number in (("внести", new), ("изменить", changed)) if number]
        text = " и ".join(parts) or (self._rest if self.found.command is not None else "")
        return text[:1].upper() + text[1:]

    @property
    def _rest(self) -> str:
        return "изменить расписание" if self.names and not self.fixed else "изменить план"

    @property
    def said(self) -> str:
        """What the act does besides its rows, and how the file was understood."""
        return " ".join((*self.found.notes, *self.notes))

    @property
    def waiting(self) -> int:
        """How many names a person should look at: new ones, guesses, and those without an answer."""
        return sum(line.how in {How.NEW, How.GUESSED, How.OPEN} for line in self.names)

    @property
    def warning(self) -> str:
        """What becomes of names that nobody has looked at, "" when all are known."""
        new, open_ = (sum(line.how is how for line in self.names) for how in (How.NEW, How.OPEN))
        parts = [f"Незнакомых названий {new}: они будут созданы такими, как в файле."] if new else []
        parts += [f"Названий без ответа {open_}: их строки отклонены."] if open_ else []
        return " ".join(parts)

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


def without_target(sheet: Sheet, layout: Layout, waiting: Iterable[Judged], skipped: Skipped, why: str) -> Reading:
    """What was read while nobody knows for which class or course it is; `waiting` are its rows with what to do."""
    return Reading(sheet, layout, "", Import(tuple(waiting), None, (why,)), skipped)


def shown_columns(reading: Reading) -> list[int]:
    """The columns worth showing: those of a known kind or with a heading, at most as many as fit.

    The first stays, and of the others those with a fault.
    """
    known = sorted(set(reading.layout.kinds) | set(reading.layout.headings))
    faulty = {one.shown[1] for one in reading.found.refused if one.shown is not None}
    order = sorted(known, key=lambda column: (column != known[0], column_letter(column) not in faulty, column))
    return sorted(order[: reading.most])


def letter(column: int) -> str:
    """«столбец B»."""
    return f"столбец {column_letter(column)}"
