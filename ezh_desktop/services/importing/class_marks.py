"""Period marks of a whole class from one table (5.12, 5.33): each teacher enters the columns of the own subjects.

The rules and rights are those of the pages: a column of a subject that somebody else teaches is left to that teacher,
who enters it from the same table. What comes in is one act, whatever the number of subjects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.incoming import Flaw, Judged, Outcome
from ezh_desktop.domain.incoming_marks import ClassMark, ClassMarksRow
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, join_and
from ezh_desktop.domain.subject_words import guess_subject
from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.commands import Command
from ezh_desktop.services.deciding import Desk, command_of, decide
from ezh_desktop.services.importing.base import Import, courses_for
from ezh_desktop.services.importing.class_list import ClassList, class_list
from ezh_desktop.services.importing.timetable_names import LEAVE, NEW, Choices, How, NameKind, NameLine, Ours, Stock
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import OwnRows
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn
from ezh_desktop.storage.reading.places import CourseLine, read_courses, read_year

ACTION: Final = "period_marks.enter"
NO_MARK: Final = frozenset(
    {"-", "–", "—", "осв", "осв.", "зач", "зач.", "зачет", "зачёт", "н/а", "н/а.", "на", "б/о", "бо"}
)
"""What paper has in place of a mark: it is left out, for none of it is one (5.4, 5.15)."""
_QUARTERS: Final = 4
_NAMED: Final = 2
_LISTED: Final = 3
"""So many subjects of others are named."""


@dataclass(frozen=True)
class PlannedMarks:
    """The import, the subjects of the table with what each is taken for, and those of the class.

    `own` are the table's subjects whose columns concern the person: those taught, and those nobody knows.
    """

    found: Import
    names: tuple[NameLine, ...]
    stocks: Mapping[NameKind, Stock]
    own: frozenset[str] = frozenset()


def classes_to_mark(office: FileOffice) -> dict[str, int]:
    """The classes in which the person gives period marks of something, by name in the journal's order."""
    return {line.class_name: line.school_class for line in courses_for(office, Action.WRITE, Thing.PERIOD_MARK)}


def plan_class_marks(
    office: FileOffice, incoming: Sequence[ClassMarksRow], school_class: int, chosen: Choices
) -> PlannedMarks:
    """Judge every row by the rules of the pages and make the one act of the good ones.

    `chosen` says what subjects of the table mean. Raises BadInput for an unknown class, RightRefused.
    """
    names = class_list(office, school_class)
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        lines = read_courses(db, year.year) if year is not None else []
    subjects = _Subjects([one for one in lines if one.school_class == school_class], names.name, chosen)
    used: dict[str, int] = defaultdict(int)
    for row in incoming:
        for mark in row.marks:
            used[mark.subject] += 1
    understood = {text: subjects.line(text, number) for text, number in used.items()}
    work = _Work(office, names, subjects, understood)
    judged = work.judge(incoming)
    found = Import(judged, work.command(), work.notes())
    own = frozenset(text for text, line in understood.items() if line.flaw is not None or work.teaches(line.label))
    return PlannedMarks(found, tuple(understood.values()), {NameKind.SUBJECT: subjects.stock}, own)


class _Subjects:
    """The subjects of the class and whom a heading means."""

    def __init__(self, lines: Sequence[CourseLine], class_name: str, chosen: Choices) -> None:
        self._class, self._chosen = class_name, chosen
        self.courses: defaultdict[str, list[CourseLine]] = defaultdict(list)
        for line in lines:
            self.courses[line.subject_name].append(line)
        ours = (Ours(own[0].course, name, name_key(name), EntryRef(0, 0)) for name, own in self.courses.items())
        self.stock = Stock.of(ours)

    def line(self, text: str, used: int) -> NameLine:
        """What a heading is taken for: what was chosen, the subject of that name, the one it shortens."""
        choice = self._chosen.get((NameKind.SUBJECT, name_key(text)))
        if choice == LEAVE:
            return NameLine(NameKind.SUBJECT, text, How.LEFT_OUT, label="не вносится", used=used)
        if choice is not None:
            known = self._known(choice)
            if known is not None:
                return NameLine(NameKind.SUBJECT, text, How.CHOSEN, known.ident, known.label, used=used)
        same = self.stock.by_key.get(name_key(text), ())
        if same:
            return NameLine(NameKind.SUBJECT, text, How.FOUND, same[0].ident, same[0].label, used=used)
        guess = guess_subject(text, list(self.courses))
        if guess:
            one = self.stock.by_key[name_key(guess)][0]
            return NameLine(NameKind.SUBJECT, text, How.GUESSED, one.ident, one.label, used=used)
        flaw = Flaw(f"Предмета «{text}» у {self._class} нет.", "Выберите, какой это предмет, или не вносите его.")
        return NameLine(NameKind.SUBJECT, text, How.OPEN, flaw=flaw, used=used)

    def _known(self, choice: int | str) -> Ours | None:
        if isinstance(choice, int):
            return self.stock.by_ident.get(choice)
        return next(iter(self.stock.by_key.get(name_key(choice.removeprefix(NEW)), ())), None)


@dataclass
class _Wanted:
    """A row of a pupil with the entries it would make, by course, each with the mark of the table it comes from."""

    row: ClassMarksRow
    pupil: int
    entries: list[tuple[CoursePage, PeriodEntry, ClassMark]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    own: int = 0
    """Marks of the row that the person may give."""


class _Work:
    """A table being judged."""

    def __init__(
        self, office: FileOffice, names: ClassList, subjects: _Subjects, understood: Mapping[str, NameLine]
    ) -> None:
        self._office, self._names, self._subjects, self._understood = office, names, subjects, understood
        self._pages = {
            name: [office.course_page(line.course) for line in lines if _may_mark(office, line)]
            for name, lines in subjects.courses.items()
        }
        self._others: dict[str, int] = {}
        self._good: list[_Wanted] = []

    def teaches(self, subject: str) -> bool:
        """Whether the person gives marks of that subject of ours here."""
        return bool(self._pages.get(subject))

    def judge(self, incoming: Sequence[ClassMarksRow]) -> tuple[Judged, ...]:
        """The outcomes in the table's order; a refused mark refuses its row."""
        found: dict[int, Judged] = {}
        wanted: dict[int, _Wanted] = {}
        seen: dict[tuple[str, int], int] = {}
        for at, row in enumerate(incoming):
            one = self._wanted(row)
            if isinstance(one, Flaw):
                found[at] = _refused(row, one, "A")
                continue
            first = seen.setdefault((row.spot.sheet, one.pupil), row.spot.row)
            if first != row.spot.row:
                flaw = Flaw(f"Этот ученик уже стоит в строке {first}.", "Уберите одну из строк.")
                found[at] = _refused(row, flaw, "A")
                continue
            bad = self._filled(one)
            if bad is not None:
                found[at] = _refused(row, bad[0], bad[1].shown)
            else:
                wanted[at] = one
        refusals = self._decided(wanted.values())
        for at, one in wanted.items():
            bad_mark = refusals.get(id(one))
            found[at] = self._told(one) if bad_mark is None else _by_rule(one.row, *bad_mark)
            if bad_mark is None:
                self._good.append(one)
        return tuple(found[at] for at in range(len(incoming)))

    def _wanted(self, row: ClassMarksRow) -> _Wanted | Flaw:
        pupil = self._names.find(row.name)
        return pupil if isinstance(pupil, Flaw) else _Wanted(row, pupil)

    def _filled(self, one: _Wanted) -> tuple[Flaw, ClassMark] | None:
        """Fill in the entries; the first mark that nothing can be done with, and why."""
        for mark in one.row.marks:
            line = self._understood[mark.subject]
            if line.how is How.LEFT_OUT:
                continue
            if line.flaw is not None:
                return Flaw(line.flaw.what, line.flaw.remedy, mark.column), mark
            pages = self._pages[line.label]
            page = next((page for page in pages if one.pupil in page.pupil_by_id), None)
            if not pages:
                self._others[line.label] = self._others.get(line.label, 0) + 1
            elif name_key(mark.value) in NO_MARK:
                one.left.append(mark.value)
            elif page is None and len(pages) == len(self._subjects.courses[line.label]):
                return Flaw(f"В списке предмета «{line.label}» ученика нет.", "Уберите отметку.", mark.column), mark
            elif page is not None:
                one.own += 1
                flaw = self._entry(one, page, mark)
                if flaw is not None:
                    return flaw, mark
        return None

    @staticmethod
    def _entry(one: _Wanted, page: CoursePage, mark: ClassMark) -> Flaw | None:
        period = _period(page, mark)
        if period is None:
            return Flaw(f"Такого периода у предмета «{page.subject_name}» нет.", "Уберите отметку.", mark.column)
        stored = page.period_marks.get((one.pupil, period.period))
        if stored is not None and stored.value == mark.value:
            return None
        if stored is not None and stored.value:
            one.changed.append(f"{page.subject_name}, {period.short} {stored.value} → {mark.value}")
        entry = PeriodEntry(one.pupil, period.period, mark.value, stored.entry if stored else None)
        one.entries.append((page, entry, mark))
        return None

    def _decided(self, wanted: Iterable[_Wanted]) -> dict[int, tuple[Refusal, ClassMark]]:
        """The first mark of each row that its page refuses."""
        by_course: defaultdict[int, list[tuple[_Wanted, PeriodEntry, ClassMark]]] = defaultdict(list)
        pages: dict[int, CoursePage] = {}
        for one in wanted:
            for page, entry, mark in one.entries:
                pages[page.course] = page
                by_course[page.course].append((one, entry, mark))
        found: dict[int, tuple[Refusal, ClassMark]] = {}
        for course, entries in by_course.items():
            act = EnterPeriodMarks(course, tuple(entry for _, entry, _ in entries))
            decision = decide(act, Desk(pages[course], self._office.actor, OwnRows()))
            refused = {(cell.pupil, cell.column): cell.why for cell in decision.refused}
            for one, entry, mark in entries:
                why = refused.get((entry.pupil, entry.period))
                if why is not None:
                    found.setdefault(id(one), (why, mark))
        return found

    @staticmethod
    def _told(one: _Wanted) -> Judged:
        """What becomes of a good row, in words."""
        row, new = one.row, len(one.entries) - len(one.changed)
        left = f"; не отметки: {', '.join(dict.fromkeys(one.left))}" if one.left else ""
        if not one.entries:
            others = "Ваших отметок нет" if row.marks and not one.left else "Отметок нет"
            words = "Отметки те же" if one.own else others
            return Judged(row.spot, row.name.full, Outcome.SAME, words + left, shown=(row.line, ""))
        parts = [f"внести {count(new, 'отметку', 'отметки', 'отметок')}"] if new else []
        parts += [f"изменить {'; '.join(one.changed[:_NAMED])}"] if one.changed else []
        more = len(one.changed) - _NAMED
        parts += [f"и ещё {more}"] if more > 0 else []
        outcome = Outcome.CHANGE if one.changed else Outcome.NEW
        return Judged(row.spot, row.name.full, outcome, f"{', '.join(parts)}{left}", shown=(row.line, ""))

    def command(self) -> Command | None:
        """The one act of the good rows; None when nothing changes."""
        by_course: defaultdict[int, list[PeriodEntry]] = defaultdict(list)
        pages: dict[int, CoursePage] = {}
        for one in self._good:
            for page, entry, _ in one.entries:
                pages[page.course] = page
                by_course[page.course].append(entry)
        made = [
            command_of(EnterPeriodMarks(course, tuple(entries)), Desk(pages[course], self._office.actor, OwnRows()))
            for course, entries in by_course.items()
        ]
        parts = [one for one in made if one is not None]
        if not parts:
            return None
        return Command(
            ACTION,
            ("school_class", self._names.school_class),
            tuple(planned for one in parts for planned in one.planned),
            tuple(dict.fromkeys(demand for one in parts for demand in one.demands)),
            frozenset(period for one in parts for period in one.periods),
        )

    def notes(self) -> tuple[str, ...]:
        """Which columns are left to the teachers of their subjects."""
        if not self._others:
            return ()
        number = len(self._others)
        if number > _LISTED:
            subjects = count(number, "другого предмета", "других предметов", "других предметов")
            return (f"Столбцы {subjects} внесут из этой же таблицы их учителя.",)
        names = join_and([f"«{name}»" for name in self._others])
        if number == 1:
            return (f"Столбец {names} внесёт из этой же таблицы учитель предмета.",)
        return (f"Столбцы {names} внесут из этой же таблицы учителя предметов.",)


def _may_mark(office: FileOffice, line: CourseLine) -> bool:
    about = About(Thing.PERIOD_MARK, office.clock.today(), line.school_class, line.course)
    return may(office.actor, Action.WRITE, about)


def _period(page: CoursePage, mark: ClassMark) -> PeriodColumn | None:
    """The column meant; half-years of a sheet with quarters stand under I and II, or under II and IV."""
    periods = {(one.kind, one.number): one for one in page.periods}
    kind, number = mark.period
    found = periods.get((kind.value, number))
    if found is not None or kind is not PeriodKind.QUARTER:
        return found
    if mark.of < _QUARTERS:
        return periods.get((PeriodKind.HALF.value, number))
    return periods.get((PeriodKind.HALF.value, number // 2)) if number % 2 == 0 else None


def _refused(row: ClassMarksRow, flaw: Flaw, shown: str) -> Judged:
    return Judged(
        row.spot, row.name.full, Outcome.REFUSED, flaw.what, flaw.remedy, flaw.column, shown=(row.line, shown)
    )


def _by_rule(row: ClassMarksRow, why: Refusal, mark: ClassMark) -> Judged:
    clause = getattr(why, "clause", "")
    return Judged(
        row.spot, row.name.full, Outcome.REFUSED, why.what, why.remedy, mark.column, clause, (row.line, mark.shown)
    )
