"""Period marks from a table into the own page of their teacher (5.12, 5.13): what stood on paper before the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ezh_desktop.domain.incoming import Flaw, Judged, Outcome
from ezh_desktop.domain.incoming_marks import PeriodMarksRow
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.deciding import Desk, command_of, decide
from ezh_desktop.services.importing.base import Import, courses_for, refused
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import OwnRows
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow
from ezh_desktop.storage.reading.places import CourseLine

__all__ = ["CourseLine", "markable_courses", "plan_period_marks"]


class _Wanted(NamedTuple):
    """A row that speaks of a pupil of the page, with the entries it would make."""

    row: PeriodMarksRow
    pupil: PupilRow
    entries: tuple[PeriodEntry, ...]
    changed: bool


def markable_courses(office: FileOffice) -> list[CourseLine]:
    """The courses whose period marks the person may enter."""
    return courses_for(office, Action.WRITE, Thing.PERIOD_MARK)


def plan_period_marks(office: FileOffice, incoming: Sequence[PeriodMarksRow], course: int) -> Import:
    """Judge every row by the page's own rules and make the one act of the good ones. Raises RightRefused."""
    page = office.course_page(course)
    periods = {(one.kind, one.number): one for one in page.periods}
    found: dict[int, Judged] = {}
    wanted: list[_Wanted] = []
    seen: dict[int, int] = {}
    for at, row in enumerate(incoming):
        one = _judge(page, periods, row)
        if isinstance(one, Judged):
            found[at] = one
        elif one.pupil.pupil in seen:
            flaw = Flaw(f"Этот ученик уже стоит в строке {seen[one.pupil.pupil]}.", "Уберите одну из строк.")
            found[at] = refused(row.spot, row.name.full, flaw)
        else:
            seen[one.pupil.pupil] = row.spot.row
            wanted.append(one)
    good = list(_sound(office, page, wanted, found, incoming))
    entries = tuple(entry for one in good for entry in one.entries)
    command = None
    if entries:
        command = command_of(EnterPeriodMarks(course, entries), Desk(page, office.actor, OwnRows()))
    return Import(tuple(found[at] for at in range(len(incoming))), command)


def _judge(page: CoursePage, periods: dict[tuple[str, int], PeriodColumn], row: PeriodMarksRow) -> Judged | _Wanted:
    pupil = _pupil(page, row)
    if isinstance(pupil, Flaw):
        return refused(row.spot, row.name.full, pupil)
    entries, changed = [], False
    for (kind, number), text in row.marks.items():
        period = periods.get((kind.value, number))
        if period is None:
            flaw = Flaw("Такого периода у предмета нет.", "Уберите столбец.", row.columns[kind, number])
            return refused(row.spot, row.name.full, flaw)
        stored = page.period_marks.get((pupil.pupil, period.period))
        if stored is not None and stored.value == text:
            continue
        changed = changed or (stored is not None and stored.value != "")
        entries.append(PeriodEntry(pupil.pupil, period.period, text, stored.entry if stored else None))
    return _Wanted(row, pupil, tuple(entries), changed)


def _pupil(page: CoursePage, row: PeriodMarksRow) -> PupilRow | Flaw:
    """The pupil of the page; the patronymic decides between two of one name."""
    short = name_key(f"{row.name.surname} {row.name.given}")
    near = [one for one in page.pupils if name_key(one.name) == short]
    whole = [one for one in near if name_key(one.patronymic) == name_key(row.name.patronymic)]
    found = whole if len(whole) == 1 else near
    if len(found) == 1:
        return found[0]
    if found:
        return Flaw("В списке несколько учеников с этим именем.", "Добавьте отчество.")
    return Flaw("Такого ученика в списке предмета нет.", "Проверьте фамилию и имя.")


def _sound(
    office: FileOffice,
    page: CoursePage,
    wanted: Sequence[_Wanted],
    found: dict[int, Judged],
    incoming: Sequence[PeriodMarksRow],
) -> Iterator[_Wanted]:
    """The rows that the page takes whole; a refused mark refuses its row, with the clause."""
    act = EnterPeriodMarks(page.course, tuple(entry for one in wanted for entry in one.entries))
    why: dict[int, tuple[int, Refusal]] = {}
    if act.marks:
        for cell in decide(act, Desk(page, office.actor, OwnRows())).refused:
            why.setdefault(cell.pupil, (cell.column, cell.why))
    place = {row.spot: at for at, row in enumerate(incoming)}
    kinds = {one.period: (one.kind, one.number) for one in page.periods}
    for one in wanted:
        at, who = place[one.row.spot], one.row.name.full
        bad = why.get(one.pupil.pupil)
        if bad is not None:
            column = next((x for name, x in one.row.columns.items() if (name[0].value, name[1]) == kinds[bad[0]]), "")
            flaw = Flaw(bad[1].what, bad[1].remedy, column)
            found[at] = refused(one.row.spot, who, flaw, getattr(bad[1], "clause", ""))
            continue
        outcome = Outcome.SAME if not one.entries else Outcome.CHANGE if one.changed else Outcome.NEW
        words = {
            Outcome.SAME: "отметки те же",
            Outcome.CHANGE: "отметки изменятся",
            Outcome.NEW: "отметки будут внесены",
        }
        found[at] = Judged(one.row.spot, who, outcome, words[outcome])
        yield one
