"""A сочинение in Литература as one act (5.9): content to its cell, literacy to a written work of Русский язык.

Both marks are linked. Where the lesson of Русский язык is another teacher's, the literacy mark waits as a proposal.
Every act is one entry over two pages, and Ctrl+Z takes all of it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.kinds import SubjectKind, kind_or_plain
from ezh_desktop.domain.marks import MARKS, Slot, refuse_symbol
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.lesson_findings import ESSAY as CLAUSE
from ezh_desktop.domain.russian import day_month
from ezh_desktop.errors import Refusal, StaleRefused
from ezh_desktop.services.acts import Act, CellEntry, EnterCells, WriteLesson
from ezh_desktop.services.commands import Command
from ezh_desktop.services.deciding import Desk, command_of
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import OwnRows, Planned
from ezh_desktop.services.pages.build_course import Setting, build_course
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.essays import EssayNote
from ezh_desktop.storage.reading.course import read_classes, read_course, read_head
from ezh_desktop.storage.reading.essays import read_courses_beside, read_topic
from ezh_desktop.storage.reading.protocol import read_cursor

ENTER: Final = "essay.enter"
ACCEPT: Final = "essay.accept"
REFUSE: Final = "essay.refuse"
REMOVE: Final = "essay.remove"
KIND: Final = "essay"
WRITTEN: Final = frozenset(
    {"essay", "exposition", "grammar_dictation", "control_dictation", "control", "independent", "test"}
)
"""Kinds of lesson that are a written work of Русский язык."""
_FIRST: Final = int(Slot.FIRST)
_NAMED: Final = "сочинени"
NO_DATE: Final = CLAUSE.refuse(
    "На странице «Русский язык» нет свободной даты письменной работы.",
    "Отметка встанет на дату письменной работы с записанной темой, где клетка ученика пуста: "
    "вид урока выбирают в заголовке столбца.",
)


@dataclass(frozen=True, slots=True)
class EssayDate:
    """A date of Русский язык where a literacy mark may stand; `own` tells whether the person writes there."""

    course: int
    lesson: int
    day: date
    kind: str
    own: bool

    @property
    def words(self) -> str:
        """«14 ноября, диктант с грамматическим заданием»."""
        name = kind_or_plain(self.kind).name
        return f"{day_month(self.day)}, {name[:1].lower()}{name[1:]}"


@dataclass(frozen=True, slots=True)
class EssayMarks:
    """The two marks of one pupil's essay: content in the essay's own cell, literacy at `to`."""

    lesson: int
    pupil: int
    content: str
    literacy: str
    to: EssayDate


def takes_essay(page: CoursePage, lesson: LessonColumn | None) -> bool:
    """Whether the lesson is a сочинение of Литература."""
    return lesson is not None and page.subject_kind == SubjectKind.LITERATURE and lesson.kind == KIND


def essay_dates(office: FileOffice, page: CoursePage, lesson: int, pupil: int) -> tuple[EssayDate, ...]:
    """Free dates of written works in Русский язык for the pupil, the nearest to the lesson first.

    A date is taken when the pupil's cell is filled. Nothing but dates and kinds is given of a colleague's page.
    """
    day = page.lesson_by_id[lesson].day
    with office.reading() as db:
        courses = read_courses_beside(db, page.course, SubjectKind.RUSSIAN)
        found = [one for course in courses for one in _free(_page_of(office, db, course, page), pupil)]
    return tuple(sorted(found, key=lambda one: (abs((one.day - day).days), -one.day.toordinal())))


def _free(page: CoursePage, pupil: int) -> Iterator[EssayDate]:
    row = page.pupil_by_id.get(pupil)
    offered = {lesson for (lesson, one), note in page.essays.items() if one == pupil and note.waiting}
    for lesson in page.lessons:
        open_ = lesson.day <= page.today and not (lesson.cancelled or lesson.locked) and bool(lesson.topic)
        if not open_ or lesson.kind not in WRITTEN or row is None or not row.belongs(lesson.day):
            continue
        taken = any((cell := page.cells.get((lesson.lesson, pupil, slot))) and cell.value for slot in range(3))
        if not taken and lesson.lesson not in offered:
            yield EssayDate(page.course, lesson.lesson, lesson.day, lesson.kind, lesson.writable)


def _page_of(office: FileOffice, db: Any, course: int, beside: CoursePage) -> CoursePage:  # noqa: ANN401
    """The page of Русский язык as the file has it; what of it is told is decided by who asks for it."""
    head = read_head(db, course)
    if head is None:
        raise Refusal("Такой страницы в журнале нет.", "Обновите страницу.")
    setting = Setting(read_cursor(db), beside.today, beside.school_name, beside.year_label, beside.zone, {})
    return build_course(read_course(db, head, read_classes(db, course)), setting, office.actor)


# Acts


@dataclass
class _Whole:
    """One act over several pages: what each page's own decision gives is put together."""

    planned: list[Planned] = field(default_factory=list)
    demands: list[tuple[Action, About]] = field(default_factory=list)
    periods: set[tuple[int, int]] = field(default_factory=set)

    def add(self, act: Act, page: CoursePage, office: FileOffice) -> None:
        """What an act of one page would write, under that page's rights and rules; raises its Refusal."""
        command = command_of(act, Desk(page, office.actor, OwnRows()))
        if command is not None:
            self.planned += command.planned
            self.demands += command.demands
            self.periods |= command.periods

    def ask(self, action: Action, about: About, office: FileOffice) -> None:
        """Demand a right now, and again when it is written."""
        demand(office.actor, action, about)
        self.demands.append((action, about))

    def write(self, office: FileOffice, action: str, course: int) -> EntryRef:
        """Write it all as one act, and wait."""
        demands, periods = tuple(dict.fromkeys(self.demands)), frozenset(self.periods)
        return office.execute(Command(action, ("course", course), tuple(self.planned), demands, periods))


def enter_essay(office: FileOffice, course: int, marks: EssayMarks) -> EntryRef:
    """Write both marks of an essay; in a colleague's lesson the literacy mark becomes a proposal. Waits.

    Raises RuleRefused (5.9) where the lesson is no essay, the cell holds two marks or the essay has its literacy mark;
    StaleRefused when the date was taken meanwhile; and whatever the two pages refuse.
    """
    page = office.course_page(course)
    lesson = page.lesson_by_id.get(marks.lesson)
    if lesson is None or not takes_essay(page, lesson):
        raise CLAUSE.refuse("Этот урок — не сочинение по литературе.", "Вид урока выбирают в заголовке столбца.")
    second = page.cells.get((marks.lesson, marks.pupil, int(Slot.SECOND)))
    if second is not None and second.value:
        raise CLAUSE.refuse("В этой клетке уже две отметки.", "Сначала удалите вторую: её ставят в одном месте.")
    if (marks.lesson, marks.pupil) in page.essays:
        raise CLAUSE.refuse("За это сочинение уже есть отметка за грамотность.", "Сначала уберите её (Ctrl+U).")
    if marks.literacy not in MARKS or marks.content not in MARKS:
        raise refuse_symbol(marks.literacy if marks.content in MARKS else marks.content)
    if marks.to not in essay_dates(office, page, marks.lesson, marks.pupil):
        raise StaleRefused("Эта дата русского языка уже занята.", "Выберите следующую дату письменной работы.")
    whole = _Whole()
    whole.add(EnterCells(course, (_cell(page, marks.lesson, marks.pupil, marks.content),)), page, office)
    if marks.to.own:
        work = _Work(course, marks.lesson, lesson.topic, lesson.day)
        _stand(whole, office, marks.to, (work, marks.pupil, marks.literacy), page)
    else:
        about = Desk(page, office.actor, OwnRows()).about(Thing.PROPOSAL, lesson)
        whole.ask(Action.WRITE, about, office)
        whole.planned.append(Planned(_proposal(marks)))
    whole.periods.add((page.school_class, lesson.period))
    return whole.write(office, ENTER, course)


@dataclass(frozen=True, slots=True)
class _Work:
    """The essay that a literacy mark is for."""

    course: int
    lesson: int
    topic: str
    day: date

    @property
    def named(self) -> str:
        """How the lesson of Русский язык names it: by its own words where they say that it is an essay."""
        topic = self.topic.strip().rstrip(".")
        words = topic if _NAMED in topic.casefold() else f"Сочинение {topic}".strip()
        return f"{words} (литература, {day_month(self.day)})"


def _stand(whole: _Whole, office: FileOffice, to: EssayDate, of: tuple[_Work, int, str], beside: CoursePage) -> None:
    """Put a literacy mark into its cell, link it, and name the work in the lesson's topic."""
    work, pupil, literacy = of
    with office.reading() as db:
        page = _page_of(office, db, to.course, beside)
    lesson = page.lesson_by_id[to.lesson]
    whole.add(EnterCells(to.course, (_cell(page, to.lesson, pupil, literacy),)), page, office)
    if work.named.casefold() not in lesson.topic.casefold():
        topic = f"{lesson.topic.rstrip().rstrip('.')}. {work.named}"
        whole.add(WriteLesson(to.course, to.lesson, topic, None, lesson.record_entry), page, office)
    whole.planned.insert(0, Planned(_link(work, to, pupil)))


def _cell(page: CoursePage, lesson: int, pupil: int, value: str) -> CellEntry:
    stored = page.cells.get((lesson, pupil, _FIRST))
    return CellEntry(lesson, pupil, _FIRST, value, stored.entry if stored else None)


def _link(work: _Work, to: EssayDate, pupil: int) -> Change:
    # The scope is the essay's page: an undo goes there.
    row: Row = {
        "kind": KIND,
        "from_lesson": work.lesson,
        "to_lesson": to.lesson,
        "pupil": pupil,
        "from_slot": _FIRST,
        "to_slot": _FIRST,
        "cancelled": 0,
    }
    return Change("work_link", (system_ids()(),), None, row, work.course)


def _proposal(marks: EssayMarks) -> Change:
    row: Row = {
        "lesson": marks.to.lesson,
        "course": marks.to.course,
        "pupil": marks.pupil,
        "slot": _FIRST,
        "value": marks.literacy,
        "from_lesson": marks.lesson,
        "state": "waiting",
        "reason": "",
    }
    return Change("proposal", (system_ids()(),), None, row, marks.to.course)


def accept_essay(office: FileOffice, course: int, lesson: int, pupil: int, to: EssayDate | None = None) -> EntryRef:
    """Accept the literacy mark proposed in a cell of Русский язык, there or at another free date. Waits.

    Raises RuleRefused (5.9) when nothing waits there or the cell is taken, RightRefused to who may not accept it.
    """
    page = office.course_page(course)
    note = _waiting(page, lesson, pupil)
    column = page.lesson_by_id[lesson]
    target = to or EssayDate(course, lesson, column.day, column.kind, own=True)
    cell = page.cells.get((lesson, pupil, _FIRST))
    taken = to not in essay_dates(office, page, lesson, pupil) if to else cell is not None and bool(cell.value)
    if taken:
        raise CLAUSE.refuse("Клетка уже занята.", "Выберите следующую дату письменной работы.")
    whole = _Whole()
    whole.ask(Action.ACCEPT, Desk(page, office.actor, OwnRows()).about(Thing.PROPOSAL, column), office)
    work = _Work(note.course, note.lesson, _topic_of(office, note.lesson), note.day)
    _stand(whole, office, target, (work, pupil, note.value), page)
    whole.planned.append(Planned(_settled(note, {"state": "accepted"})))
    return whole.write(office, ACCEPT, course)


def refuse_essay(office: FileOffice, course: int, lesson: int, pupil: int) -> EntryRef:
    """Refuse the literacy mark proposed in a cell of Русский язык: the essay has none again. Waits."""
    page = office.course_page(course)
    note = _waiting(page, lesson, pupil)
    whole = _Whole()
    about = Desk(page, office.actor, OwnRows()).about(Thing.PROPOSAL, page.lesson_by_id[lesson])
    whole.ask(Action.ACCEPT, about, office)
    whole.planned.append(Planned(_settled(note, {"state": "refused"})))
    return whole.write(office, REFUSE, course)


def remove_literacy(office: FileOffice, course: int, lesson: int, pupil: int) -> EntryRef:
    """Take the literacy mark of an essay away, from either page; a proposal is withdrawn by who made it. Waits."""
    page = office.course_page(course)
    note = page.essays.get((lesson, pupil))
    if note is None or (note.waiting and not note.content):
        raise CLAUSE.refuse("Здесь нет отметки за грамотность сочинения.", "Встаньте на клетку сочинения.")
    whole = _Whole()
    if note.waiting:
        about = Desk(page, office.actor, OwnRows()).about(Thing.PROPOSAL, page.lesson_by_id[lesson])
        whole.ask(Action.WRITE, about, office)
        whole.planned.append(Planned(_settled(note, {"state": "refused", "value": ""})))
    else:
        russian, at = _literacy_side(office, page, lesson, note)
        # The link goes with the cell: what forbids to take one half alone is asked of a page without it.
        bare = _without(russian, at, pupil)
        whole.add(EnterCells(russian.course, (_cell(bare, at, pupil, ""),)), bare, office)
        gone = Change("work_link", (note.ident,), {"cancelled": 0}, {"cancelled": 1}, note.course, note.entry)
        whole.planned.append(Planned(gone))
    return whole.write(office, REMOVE, course)


def _literacy_side(office: FileOffice, page: CoursePage, lesson: int, note: EssayNote) -> tuple[CoursePage, int]:
    if not note.content:
        return page, lesson
    with office.reading() as db:
        for course in read_courses_beside(db, page.course, SubjectKind.RUSSIAN):
            russian = _page_of(office, db, course, page)
            if note.lesson in russian.lesson_by_id:
                return russian, note.lesson
    raise Refusal("Этого урока на странице «Русский язык» нет.", "Обновите страницу.")


def _without(page: CoursePage, lesson: int, pupil: int) -> CoursePage:
    return replace(page, essays={key: one for key, one in page.essays.items() if key != (lesson, pupil)})


def _waiting(page: CoursePage, lesson: int, pupil: int) -> EssayNote:
    note = page.essays.get((lesson, pupil))
    if note is None or note.content or not note.waiting:
        raise CLAUSE.refuse("Здесь не ждёт ни одна отметка за сочинение.", "Обновите страницу.")
    return note


def _settled(note: EssayNote, new: Row) -> Change:
    known: Row = {"state": "waiting", "value": note.value}
    return Change("proposal", (note.ident,), {name: known[name] for name in new}, new, note.course, note.entry)


def _topic_of(office: FileOffice, lesson: int) -> str:
    with office.reading() as db:
        return read_topic(db, lesson)


def offered(pages: Iterable[CoursePage]) -> Iterator[tuple[CoursePage, LessonColumn, int]]:
    """Of each own lesson of these pages where literacy marks wait to be accepted: page, lesson, how many."""
    for page in pages:
        waiting = Counter(at for (at, _), note in page.essays.items() if note.waiting and not note.content)
        for lesson in page.lessons:
            if lesson.lesson in waiting and lesson.writable:
                yield page, lesson, waiting[lesson.lesson]
