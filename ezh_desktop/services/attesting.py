"""Who has no mark for a term (5.14, 5.15): the extension of studies with its lessons, or «не аттестован» on grounds.

Both are decisions with a reason and never a symbol: the period's cell stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules import PeriodContext, is_in_russian, refuse_locked, refuse_period_mark
from ezh_desktop.domain.rules.individual import RECORDED, IndividualRow
from ezh_desktop.domain.rules.periods import NOT_ATTESTED, refuse_not_attested
from ezh_desktop.domain.rules.records import IN_RUSSIAN
from ezh_desktop.errors import Refusal, RuleRefused, StaleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.individual import NewLesson, individual_page, insertions
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.attesting import DENIED, EXTENDED, AttestingPage
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow
from ezh_desktop.services.pages.proposing import TERM_KINDS, lessons_of, period_absences, period_mean
from ezh_desktop.services.rule_numbers import numbers_in_force

EXTEND: Final = "attestation.extend"
DENY: Final = "attestation.deny"
WITHDRAW: Final = "attestation.withdraw"
_LONGEST: Final = 300


def attesting_page(office: FileOffice, course: int, pupil: int, period: int) -> AttestingPage:
    """The grounds and the decision of a pupil for a term.

    Raises RuleRefused where no mark can be missed: not a term, no marks in it, the pupil not in the class.
    """
    page = office.course_page(course)
    row, term = page.pupil_by_id.get(pupil), next((one for one in page.periods if one.period == period), None)
    if row is None or term is None or term.kind not in TERM_KINDS:
        raise NOT_ATTESTED.refuse(
            "Решение принимают за четверть или полугодие.", "Выберите клетку четверти или полугодия."
        )
    _demand_place(page, row, term)
    limit = numbers_in_force(office).not_attested
    held = page.period_marks.get((pupil, period))
    absences, marks = period_absences(page, pupil, term), len(period_mean(page, pupil, term).marks)
    journal = individual_page(office, row.school_class or page.school_class)
    own = (one for one in journal.lessons if (one.course, one.pupil) == (course, pupil))
    return AttestingPage(
        course=course,
        school_class=page.school_class,
        subject=page.subject,
        today=page.today,
        pupil=row,
        period=term,
        value=held.value if held else "",
        state=held.state if held else "",
        reason=held.reason if held else "",
        entry=held.entry if held else None,
        absences=absences,
        marks=marks,
        refused=_too_early(page, term) or refuse_not_attested(absences, marks, limit),
        journal=journal,
        lessons=tuple(one for one in own if term.start is None or one.day >= term.start),
    )


def _demand_place(page: CoursePage, row: PupilRow, term: PeriodColumn) -> None:
    """Raise what refuses any mark in this cell: a grade or a subject without marks, a term to come, membership."""
    stays = ((one.start, one.end) for one in row.stays)
    member = term.start is None or any(
        (start is None or term.end is None or start <= term.end) and (end is None or term.start <= end)
        for start, end in stays
    )
    context = PeriodContext(
        grade=page.grade,
        graded=page.graded and page.marks_allowed,
        begun=term.start is None or term.start <= page.today,
        member=member,
    )
    why = refuse_period_mark(context, "5")
    if why is not None:
        raise why


def _too_early(page: CoursePage, term: PeriodColumn) -> Refusal | None:
    """A term is judged once its last lesson is held: till then marks may come."""
    lessons = lessons_of(page, term)
    if lessons and max(one.day for one in lessons) > page.today:
        return NOT_ATTESTED.refuse("Уроки этого периода ещё идут.", "Пока можно провести индивидуальные занятия.")
    return None


def extend(office: FileOffice, seen: AttestingPage, reason: str, rows: Sequence[IndividualRow]) -> EntryRef:
    """Extend the studies of a pupil (5.14, 5.15): the decision with its lessons, held or planned, as one act. Waits.

    Raises RuleRefused without a reason or any lesson, StaleRefused when the cell has changed, RightRefused.
    """
    page = _fresh(office, seen)
    reason = _demand_reason(reason)
    if not rows and not page.lessons:
        raise RECORDED.refuse("Занятий не назначено.", "Назовите день занятия или сдачи пройденного.")
    new = [NewLesson(page.course, page.pupil.pupil, row) for row in rows]
    lessons = insertions(office, page.journal, new)
    about = About(Thing.INDIVIDUAL_LESSON, page.today, school_class=page.journal.school_class, course=page.course)
    more = ((Action.WRITE, about),) if lessons else ()
    return _execute(office, EXTEND, page, {"state": EXTENDED, "reason": reason}, lessons, more)


def leave_unattested(office: FileOffice, seen: AttestingPage, reason: str) -> EntryRef:
    """Record that a pupil is not attested (5.14). Waits. Raises RuleRefused where the clause does not hold."""
    page = _fresh(office, seen)
    if page.refused is not None:
        raise page.refused
    return _execute(office, DENY, page, {"state": DENIED, "reason": _demand_reason(reason)})


def withdraw(office: FileOffice, seen: AttestingPage) -> EntryRef:
    """Take the decision back, whichever it was; its lessons stay. Waits. Raises Refusal where none stands."""
    page = _fresh(office, seen, withdraws=True)
    if not page.state:
        raise Refusal("Решения нет, снимать нечего.", "Обновите страницу.")
    return _execute(office, WITHDRAW, page, {"state": "", "reason": ""})


def _fresh(office: FileOffice, seen: AttestingPage, *, withdraws: bool = False) -> AttestingPage:
    """The cell as it stands, for who may write in it; what the person decides, they decide about what they saw."""
    page = attesting_page(office, seen.course, seen.pupil.pupil, seen.period.period)
    demand(office.actor, Action.WRITE, _about(page))
    why = refuse_locked(page.period.title if page.period.locked else "")
    if why is not None:
        raise why
    if page.entry != seen.entry:
        raise StaleRefused("Пока вы смотрели, эту клетку изменили.", "Прочитайте её ещё раз и повторите.")
    if page.value and not withdraws:
        raise RuleRefused(f"Отметка за период уже стоит: {page.value}.", "Сначала удалите её.", "5.14")
    return page


def _demand_reason(reason: str) -> str:
    reason = reason.strip()
    if not any(letter.isalpha() for letter in reason):
        raise RECORDED.refuse("Причина не указана.", "Напишите её: болезнь, пропуски без уважительной причины.")
    if not is_in_russian(reason):
        raise IN_RUSSIAN.refuse("Причина записана не по-русски.", "Добавьте русские слова.")
    if len(reason) > _LONGEST:
        raise RECORDED.refuse("Причина записана слишком длинно.", f"Не больше {_LONGEST} знаков.")
    return reason


def _about(page: AttestingPage) -> About:
    return About(
        Thing.PERIOD_MARK,
        page.today,
        school_class=page.school_class,
        course=page.course,
        period=page.period.period,
    )


def _execute(  # noqa: PLR0917 - the parts of one act
    office: FileOffice,
    action: str,
    page: AttestingPage,
    new: Row,
    lessons: Sequence[Change] = (),
    more: tuple[tuple[Action, About], ...] = (),
) -> EntryRef:
    decided = _decided(page, new)
    changes = lessons if decided is None else (decided, *lessons)
    if not changes:
        raise Refusal("Ничего не изменилось.")
    return office.execute(
        Command(
            action,
            ("course", page.course),
            tuple(map(Planned, changes)),
            ((Action.WRITE, _about(page)), *more),
            frozenset({(page.school_class, page.period.period)}),
        )
    )


def _decided(page: AttestingPage, new: Row) -> Change | None:
    """The change of the cell's row; None when the same decision stands there already."""
    if page.entry is None:
        row: Row = {"course": page.course, "value": "", "proposed": "", **new}
        return Change("period_mark", page.key, None, row, page.course)
    stored: Row = {"state": page.state, "reason": page.reason}
    changed = {name: value for name, value in new.items() if stored[name] != value}
    if not changed:
        return None
    old = {name: stored[name] for name in changed}
    return Change("period_mark", page.key, old, changed, page.course, page.entry)
