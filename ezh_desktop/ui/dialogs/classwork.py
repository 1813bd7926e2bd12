"""Tables of a class from paper, as the import dialog enters them: the summary sheet's marks, the page of absences."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final, Generic, TypeVar

from ezh_desktop import settings as preferences
from ezh_desktop.domain.incoming import Judged, Outcome
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.absences_table import AbsencesTable, read_absences
from ezh_desktop.exchange.class_marks import ClassMarksTable, read_class_marks
from ezh_desktop.exchange.headers import Layout
from ezh_desktop.exchange.tables import Book, Sheet
from ezh_desktop.services.importing.absences import classes_led, plan_absences, year_of
from ezh_desktop.services.importing.class_marks import PlannedMarks, classes_to_mark, plan_class_marks
from ezh_desktop.services.importing.timetable_names import LEAVE, NEW, Choice, NameKind
from ezh_desktop.services.office import FileOffice
from ezh_desktop.ui.dialogs.importreading import UNDO, Reading, without_target

NO_CLASS: Final = "Какого класса таблица, в ней не сказано. Выберите класс."
OTHER_CLASS: Final = "В таблице назван {} класс, его вы не вводите. Если это ошибка, выберите класс."
NOT_READ: Final = ("Файл ещё не прочитан.", "Выберите файл.")
MOST_SHOWN: Final = 7
"""So many columns leave room for what will become of a row."""
MOST_DAYS: Final = 5
"""What becomes of a pupil's absences takes more words."""
_MOST_NAMES: Final = 300


def kept_names() -> dict[str, str]:
    """What headings of subjects were said to mean on this computer: a subject's name, or `LEAVE`."""
    try:
        found = json.loads(preferences.Settings().get(preferences.IMPORT_NAMES) or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def keep_names(names: Mapping[str, str]) -> None:
    """Remember them for the next table."""
    merged = {**kept_names(), **names}
    latest = dict(list(merged.items())[-_MOST_NAMES:])
    preferences.Settings().put(preferences.IMPORT_NAMES, json.dumps(latest, ensure_ascii=False))


def the_class(said: str, classes: Mapping[str, int]) -> str:
    """The class that the file names, else the only one; "" when a person has to say."""
    if said in classes:
        return said
    return next(iter(classes)) if len(classes) == 1 and not said else ""


def all_come_in(layout: Layout, most: int) -> str:
    """That columns beyond those shown are entered too; the first one is of the names."""
    number = len(set(layout.kinds) | set(layout.headings))
    return f"показано столбцов: {most - 1} из {number - 1}, вносятся все" if number > most else ""


T = TypeVar("T", ClassMarksTable, AbsencesTable)


class _ClassWork(ABC, Generic[T]):
    """A table `T` of a whole class, entered at once: its class is the target."""

    title = ""
    target_label: Final = "Класс"
    free_target: Final = False
    undo: Final = UNDO
    choices: Final[Sequence[tuple[str, str]]] = ()

    def __init__(self, office: FileOffice, classes: Mapping[str, int]) -> None:
        self._office, self._classes = office, classes
        self._table: T | None = None

    def targets(self) -> Sequence[str]:
        """The classes whose table the person may enter."""
        return list(self._classes)

    def judge(self, sheet: Sheet, layout: Layout, target: str) -> Reading:
        """See `Work`. Without a class nothing can be entered yet."""
        if self._table is None:
            raise BadInput(*NOT_READ)
        table = self._table = self._table.with_sheet(sheet)
        school_class = self._classes.get(target)
        if school_class is None:
            waiting = (
                Judged(row.spot, row.name.full, Outcome.SAME, "Выберите класс", shown=(row.line, ""))
                for row in table.rows
            )
            said = table.class_name
            why = OTHER_CLASS.format(said) if said and said not in self._classes else NO_CLASS
            return without_target(sheet, layout, waiting, table.skipped, why)
        return self._judged(table, target, school_class)

    def _begin(self, table: T, layout: Layout, target: str) -> Reading:
        """Judge a table that was just read: for the class it names, unless one was chosen."""
        self._table = table
        return self.judge(table.sheet, layout, target or the_class(table.class_name, self._classes))

    @abstractmethod
    def _judged(self, table: T, target: str, school_class: int) -> Reading:
        """The table judged for that class, whose name is `target`."""


class ClassMarksWork(_ClassWork[ClassMarksTable]):
    """Period marks of a whole class (сводная ведомость): the columns of the person's own subjects."""

    title = "Отметки класса"

    def __init__(self, office: FileOffice) -> None:
        super().__init__(office, classes_to_mark(office))
        self._planned: PlannedMarks | None = None
        self._chosen: dict[tuple[NameKind, str], Choice] = {}

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        table = read_class_marks(book)
        self._chosen = {
            (NameKind.SUBJECT, key): LEAVE if name == LEAVE else NEW + name for key, name in kept_names().items()
        }
        return self._begin(table, table.layout(), target)

    def _judged(self, table: ClassMarksTable, target: str, school_class: int) -> Reading:
        planned = self._planned = plan_class_marks(self._office, table.rows, school_class, self._chosen)
        layout = table.layout(planned.own)
        return Reading(
            table.sheet,
            layout,
            target,
            planned.found,
            table.skipped,
            planned.names,
            planned.stocks,
            f"Отметки за периоды, {target}",
            makes=False,
            most=MOST_SHOWN,
            unseen=all_come_in(layout, MOST_SHOWN),
        )

    def choose(self, choices: Mapping[tuple[NameKind, str], Choice]) -> None:
        """See `NamingWork`. The next table of this computer will not ask again."""
        self._chosen |= choices
        ours = self._planned.stocks[NameKind.SUBJECT].by_ident if self._planned is not None else {}
        keep_names({key: ours[one].label if isinstance(one, int) else LEAVE for (_, key), one in choices.items()})


class AbsencesWork(_ClassWork[AbsencesTable]):
    """Absences of days before the journal is kept here, for the class teacher."""

    title = "Пропуски с бумаги"

    def __init__(self, office: FileOffice) -> None:
        super().__init__(office, classes_led(office))

    def read(self, book: Book, target: str) -> Reading:
        """See `Work`."""
        table = read_absences(book, year_of(self._office))
        return self._begin(table, table.layout, target)

    def _judged(self, table: AbsencesTable, target: str, school_class: int) -> Reading:
        found = plan_absences(self._office, table.rows, school_class)
        name, layout = f"Пропуски с бумаги, {target}", table.layout
        unseen = all_come_in(layout, MOST_DAYS)
        return Reading(table.sheet, layout, target, found, table.skipped, name=name, most=MOST_DAYS, unseen=unseen)
