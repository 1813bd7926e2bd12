"""Inspections of the journal (проверки, 3.5, 4.5.5, 6.2) and their remarks: planned, held, answered, accepted.

An inspection with its remarks is one act. A remark is never removed: it is answered and accepted, or cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import uncapped
from ezh_desktop.errors import Refusal, RuleRefused, StaleRefused
from ezh_desktop.services.checking import ReportLine
from ezh_desktop.services.class_head import class_head
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.inspection import Inspection, Remark, RemarksPage, RemarkState
from ezh_desktop.services.pages.today import WaitingRemark
from ezh_desktop.storage.reading.inspections import (
    read_class_head,
    read_class_teacher,
    read_inspections_of,
    read_own_remarks,
    read_remarks,
)
from ezh_desktop.storage.reading.places import read_school, read_year
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import as_day
from ezh_desktop.storage.reading.school_today import read_duties

HOLD: Final = "inspection.hold"
ANSWER: Final = "remark.answer"
ACCEPT: Final = "remark.accept"
CANCEL: Final = "remark.cancel"
POINTS: Final = (
    "своевременность заполнения",
    "наполняемость текущих отметок",
    "учёт пройденного материала по КТП",
    "запись домашнего задания",
    "учёт посещаемости",
    "сведения об обучающихся",
)
"""What an inspection looks at (4.5.5)."""
NO_REMARKS: Final = "Замечаний нет."
_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class NewRemark:
    """A remark to be made: the words, the clause it rests on, and whom and what it is about."""

    text: str
    clause: str = ""
    course: int | None = None
    lesson: int | None = None
    teacher: int | None = None
    school_class: int = 0


def may_inspect(office: FileOffice) -> bool:
    """Whether the person makes inspections."""
    return not office.readonly and may(office.actor, Action.WRITE, About(Thing.INSPECTION, office.clock.today()))


def remarks_page(office: FileOffice, school_class: int) -> RemarksPage:
    """The remarks of a class: all of them for who controls the journals, one's own for a teacher.

    Raises RightRefused for who may read none.
    """
    today, person = office.clock.today(), office.person.person
    own = About(Thing.INSPECTION, today, school_class=school_class, person=person)
    demand(office.actor, Action.READ, own)
    everything = may(office.actor, Action.READ, About(Thing.INSPECTION, today, school_class=school_class))
    with office.reading() as db:
        head = class_head(db, school_class)
        remarks = tuple(_remark(one) for one in read_remarks(db, school_class))
        inspections = tuple(_inspection(one) for one in read_inspections_of(db, school_class))
        cursor, school = read_cursor(db), read_school(db)[0]
    return RemarksPage(
        cursor=cursor,
        school_class=school_class,
        class_name=head[0],
        year_label=head[2],
        school_name=school,
        today=today,
        reader=person,
        may_write=may_inspect(office),
        remarks=tuple(one for one in remarks if everything or one.teacher == person),
        inspections=inspections if everything else (),
        whole=everything,
    )


def own_remarks(office: FileOffice) -> tuple[WaitingRemark, ...]:
    """What the person has to answer, the most urgent first."""
    with office.reading() as db:
        found = read_own_remarks(db, office.person.person)
    return tuple(WaitingRemark(one[0], one[1], one[2], as_day(one[3]), one[4]) for one in found)


def drafts_of(office: FileOffice, lines: Sequence[ReportLine]) -> tuple[NewRemark, ...]:
    """Remarks made of findings of classes, in their order.

    Each names its subject and clause, and goes to who teaches it, else to who leads the class.
    """
    today = office.clock.today().isoformat()
    asked = [line for line in lines if line.school_class]
    with office.reading() as db:
        leaders = {one: read_class_teacher(db, one, today) for one in {line.school_class for line in asked}}
        head = read_class_head(db, asked[0].school_class) if asked else None
        duties = read_duties(db, head[1]) if head else []
    teachers = {
        duty.course: duty.person
        for duty in duties
        if (duty.start or "") <= today and (duty.end is None or today <= duty.end)
    }
    return tuple(_draft(line, teachers.get(line.course, leaders[line.school_class])) for line in asked)


def teachers_of(office: FileOffice, drafts: Sequence[NewRemark]) -> tuple[tuple[int, str], ...]:
    """(person, full name) of everybody whom the remarks go to, by surname."""
    asked = {one.teacher for one in drafts}
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        duties = read_duties(db, year.year) if year else []
    known = {duty.person: duty for duty in duties if duty.person in asked}
    order = sorted(known.values(), key=lambda duty: duty.name_key)
    return tuple((one.person, PersonName(one.surname, one.given, one.patronymic).full) for one in order)


def _draft(line: ReportLine, teacher: int | None) -> NewRemark:
    finding = line.finding
    who = ", ".join(part for part in (line.subject, line.pupil) if part)
    words = f"{who}: {uncapped(finding.title)}" if who else finding.title
    text = f"{words}. {finding.detail}" if finding.detail else words
    told = f"{text} (п. {finding.clause})."
    return NewRemark(told, finding.clause, line.course or None, finding.lesson, teacher, line.school_class)


def hold_inspection(
    office: FileOffice, school_class: int, remarks: Sequence[NewRemark], deadline: date | None, conclusion: str
) -> EntryRef:
    """Record an inspection held today with its remarks, as one act; the nearest planned one becomes it. Waits.

    Raises RuleRefused for empty words and a deadline in the past, RightRefused for who makes no inspections.
    """
    page = remarks_page(office, school_class)
    conclusion = conclusion.strip() or ("" if remarks else NO_REMARKS)
    changes = _holding(office, page, _checked(page, remarks, deadline), deadline, conclusion)
    about = About(Thing.INSPECTION, page.today, school_class=school_class)
    return _execute(office, HOLD, changes, (Action.WRITE, about))


def hold_teacher_inspection(
    office: FileOffice, name: str, remarks: Sequence[NewRemark], deadline: date | None, conclusion: str
) -> EntryRef:
    """Record an inspection of one teacher's records in several classes, as one act. Waits.

    Each class that a remark is about gets its inspection; a planned one is taken as held only when it was planned for
    the page that all remarks of the class are about. Raises as `hold_inspection`, and RuleRefused without remarks.
    """
    if not remarks:
        raise RuleRefused("Ни одно замечание не отмечено.", "Отметьте хотя бы одно или добавьте своё.", "4.5.5")
    conclusion = conclusion.strip() or f"Проверены записи учителя: {name}."
    changes: list[Change] = []
    wanted: list[tuple[Action, About]] = []
    for school_class in dict.fromkeys(one.school_class for one in remarks):
        page = remarks_page(office, school_class)
        own = _checked(page, [one for one in remarks if one.school_class == school_class], deadline)
        changes += _holding(office, page, own, deadline, conclusion, whole=False)
        wanted.append((Action.WRITE, About(Thing.INSPECTION, page.today, school_class=school_class)))
    planned = tuple(Planned(one) for one in changes)
    return office.execute(Command(HOLD, ("school_class", remarks[0].school_class), planned, tuple(wanted)))


def _checked(page: RemarksPage, remarks: Sequence[NewRemark], deadline: date | None) -> list[NewRemark]:
    """The remarks in trimmed words. Raises RuleRefused."""
    trimmed = [replace_text(one, one.text.strip()) for one in remarks]
    if any(not one.text or len(one.text) > _MOST for one in trimmed):
        raise RuleRefused("Замечание пусто или слишком длинно.", f"Напишите его, не больше {_MOST} знаков.", "4.5.5")
    if remarks and (deadline is None or deadline < page.today):
        raise RuleRefused("Срок устранения уже прошёл.", "Назначьте день не раньше сегодняшнего.", "4.5.5")
    return trimmed


def _holding(
    office: FileOffice,
    page: RemarksPage,
    remarks: Sequence[NewRemark],
    deadline: date | None,
    conclusion: str,
    *,
    whole: bool = True,
) -> list[Change]:
    """The inspection of a class and its remarks; `whole` is False when only some of its pages were looked at."""
    new_id = system_ids()
    ident, change = _held(office, page, _planned_for(page, remarks, whole=whole), (conclusion, new_id()))
    return [change] + [_insert(office, page, (new_id(), ident), one, deadline) for one in remarks]


def replace_text(remark: NewRemark, text: str) -> NewRemark:
    """The remark in other words."""
    return replace(remark, text=text)


def answer_remark(office: FileOffice, school_class: int, remark: Remark, text: str) -> EntryRef:
    """Answer a remark, as the person saw it; an answer may be changed until it is accepted. Waits.

    Raises RuleRefused for an empty answer, RightRefused when the remark is another's, StaleRefused when it has changed.
    """
    page, text = remarks_page(office, school_class), text.strip()
    found = _living(page, remark)
    about = About(Thing.INSPECTION, page.today, school_class=school_class, person=found.teacher)
    demand(office.actor, Action.ANSWER, about)
    if not any(letter.isalnum() for letter in text):
        raise RuleRefused("Ответ пуст.", "Напишите, что исправлено.", "6.2")
    new: Row = {"answer": text, "answered": page.today.isoformat(), "state": RemarkState.ANSWERED.value}
    return _execute(office, ANSWER, [_update(page, found, new)], (Action.ANSWER, about))


def accept_remark(office: FileOffice, school_class: int, remark: Remark) -> EntryRef:
    """Accept what was answered, as the person read it: the remark is done. Waits.

    Raises RuleRefused while it is not answered, StaleRefused when the answer is another by now.
    """
    page = remarks_page(office, school_class)
    found = _living(page, remark)
    if found.state is not RemarkState.ANSWERED:
        raise RuleRefused("На замечание ещё не ответили.", "Принять можно ответ учителя.", "6.2")
    about = About(Thing.INSPECTION, page.today, school_class=school_class)
    new: Row = {"state": RemarkState.ACCEPTED.value}
    return _execute(office, ACCEPT, [_update(page, found, new)], (Action.ACCEPT, about))


def cancel_remark(office: FileOffice, school_class: int, remark: Remark) -> EntryRef:
    """Cancel a remark made by mistake: it stays in the file and on no page. Waits. Raises StaleRefused."""
    page = remarks_page(office, school_class)
    about = About(Thing.INSPECTION, page.today, school_class=school_class)
    new: Row = {"state": RemarkState.CANCELLED.value}
    return _execute(office, CANCEL, [_update(page, _living(page, remark), new)], (Action.WRITE, about))


def _living(page: RemarksPage, seen: Remark) -> Remark:
    """The remark as it stands; what the person decides, they decide about the words they saw."""
    found = page.remark_by_id.get(seen.remark)
    if found is None or found.state in {RemarkState.ACCEPTED, RemarkState.CANCELLED}:
        raise StaleRefused("Это замечание уже закрыто.", "Обновите страницу.")
    if found.entry != seen.entry:
        raise StaleRefused("Пока вы смотрели, это замечание изменили.", "Прочитайте его ещё раз и повторите.")
    return found


def _planned_for(page: RemarksPage, remarks: Sequence[NewRemark], *, whole: bool) -> Inspection | None:
    """The inspection that was due: of the one page that all remarks are about, else of the class if it was `whole`."""
    due = [one for one in page.inspections if one.held is None and not one.whole_school and one.planned <= page.today]
    pages = {one.course for one in remarks}
    order = (*(pages if len(pages) == 1 else ()), *((None,) if whole else ()))
    return next((one for course in order for one in due if one.course == course), None)


def _held(office: FileOffice, page: RemarksPage, plan: Inspection | None, fresh: tuple[str, int]) -> tuple[int, Change]:
    """The planned inspection becomes the held one, else a new one is made; `fresh` are its conclusion and id."""
    day, (conclusion, ident) = page.today.isoformat(), fresh
    if plan is not None:
        old: Row = {"held": None, "conclusion": plan.conclusion}
        new: Row = {"held": day, "conclusion": conclusion}
        return plan.inspection, Change("inspection", (plan.inspection,), old, new, page.school_class, plan.entry)
    with office.reading() as db:
        head = read_class_head(db, page.school_class)
    row: Row = {
        "year": head[1] if head else 0,
        "school_class": page.school_class,
        "course": None,
        "person": office.person.person,
        "planned": day,
        "held": day,
        "points": "; ".join(POINTS),
        "conclusion": conclusion,
        "cancelled": 0,
    }
    return ident, Change("inspection", (ident,), None, row, page.school_class)


def _insert(
    office: FileOffice, page: RemarksPage, ids: tuple[int, int], remark: NewRemark, deadline: date | None
) -> Change:
    row: Row = {
        "inspection": ids[1],
        "school_class": page.school_class,
        "course": remark.course,
        "teacher": remark.teacher,
        "author": office.person.person,
        "lesson": remark.lesson,
        "clause": remark.clause,
        "text": remark.text,
        "made": page.today.isoformat(),
        "deadline": deadline.isoformat() if deadline else None,
        "answer": "",
        "answered": None,
        "state": RemarkState.OPEN.value,
    }
    return Change("remark", (ids[0],), None, row, page.school_class)


def _update(page: RemarksPage, found: Remark, new: Row) -> Change:
    stored: Row = {
        "answer": found.answer,
        "answered": found.answered.isoformat() if found.answered else None,
        "state": found.state.value,
    }
    changed = {name: value for name, value in new.items() if stored[name] != value}
    if not changed:
        raise Refusal("Ничего не изменилось.")
    old = {name: stored[name] for name in changed}
    return Change("remark", (found.remark,), old, changed, page.school_class, found.entry)


def _execute(office: FileOffice, action: str, changes: Sequence[Change], wanted: tuple[Action, About]) -> EntryRef:
    subject = ("school_class", wanted[1].school_class or 0)
    return office.execute(Command(action, subject, tuple(Planned(one) for one in changes), (wanted,)))


def _remark(one: Any) -> Remark:  # noqa: ANN401 - a row of the driver
    (ident, made, text, clause, subject, subgroup, *author, post, teacher, surname, given, patronymic) = one[:14]
    deadline, answer, answered, state, session, seq, course, lesson = one[14:]
    return Remark(
        remark=ident,
        made=date.fromisoformat(made),
        text=text,
        clause=clause,
        place=f"{subject}, {subgroup}" if subgroup else subject,
        author=_signed(author, post),
        teacher=teacher,
        teacher_name=PersonName(surname, given, patronymic).full if surname else "",
        deadline=as_day(deadline),
        answer=answer,
        answered=as_day(answered),
        state=RemarkState(state),
        entry=EntryRef(session, seq),
        course=course,
        lesson=lesson,
    )


def _inspection(one: Any) -> Inspection:  # noqa: ANN401 - a row of the driver
    ident, planned, held, points, conclusion, school_class, course, session, seq, *name, post = one
    author = _signed(name, post) if name[0] else ""
    whole = school_class is None
    entry = EntryRef(session, seq)
    return Inspection(
        ident, date.fromisoformat(planned), as_day(held), points, conclusion, author, whole, entry, course
    )


def _signed(name: Sequence[str], post: str) -> str:
    """«Белова Ирина Олеговна, заместитель директора по УВР»."""
    full = PersonName(*name).full
    return f"{full}, {post[:1].lower()}{post[1:]}" if post else full
