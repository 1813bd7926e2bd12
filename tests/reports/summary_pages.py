"""Summary sheets made up in memory: a class with a leaver, an arrival, decisions, and every kind of term."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.council import Decided, DecisionKind
from ezh_desktop.domain.russian import Gender
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.summary import (
    CouncilEntry,
    Slot,
    SummaryMark,
    SummaryPage,
    SummaryPupil,
    SummarySubject,
)

NAMES = (
    "Русский язык",
    "Литература",
    "Иностранный язык (английский)",
    "Алгебра",
    "Геометрия",
    "Вероятность и статистика",
    "Информатика",
    "История",
    "Обществознание",
    "География",
    "Физика",
    "Биология",
    "Изобразительное искусство",
    "Музыка",
    "Труд (технология)",
    "Физическая культура",
    "Основы духовно-нравственной культуры народов России",
)
PUPILS = (
    "Абдурахманова-Преображенская Александра",
    "Алексеев Максим",
    "Белова Дарья",
    "Васильев Артём",
    "Гаврилова Полина",
    "Дмитриев Егор",
    "Ёлкин Фёдор",
    "Жуков Матвей",
    "Тарасов Кирилл",
    "Чернышёва Анна",
)
QUARTERS = (
    (date(2026, 9, 1), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 30)),
    (date(2027, 1, 11), date(2027, 3, 26)),
    (date(2027, 4, 5), date(2027, 5, 26)),
)
HALVES = ((QUARTERS[0][0], QUARTERS[1][1]), (QUARTERS[2][0], QUARTERS[3][1]))
REST = (Slot(PeriodKind.YEAR, 1), Slot(PeriodKind.EXAM, 1), Slot(PeriodKind.FINAL, 1))
LEFT, CAME = 8, 9


def _slots(kind, spans):
    return {Slot(kind, number): span for number, span in enumerate(spans, 1)}


def summary_page(*, subjects=17, grade=7, half=False, mixed=False, decided=True):
    """A class of ten; `mixed` gives the last subject half-years beside the quarters of the others."""
    quarters, halves = _slots(PeriodKind.QUARTER, QUARTERS), _slots(PeriodKind.HALF, HALVES)
    spans = halves if half else quarters | halves if mixed else quarters
    slots = (*spans, *REST)
    whole = (QUARTERS[0][0], QUARTERS[-1][1])
    made = []
    for at in range(subjects):
        own = halves if half or (mixed and at == subjects - 1) else quarters
        name = NAMES[at] if at < len(NAMES) else f"Курс по выбору, {at}-й"
        made.append(SummarySubject(at + 1, name, (at + 101,), MappingProxyType(dict.fromkeys((*own, *REST), at))))
    pupils = tuple(_pupil(number, name) for number, name in enumerate(PUPILS, 1))
    page = SummaryPage(
        cursor=1,
        school_class=700,
        class_name=f"{grade}А",
        grade=grade,
        ungraded_until=None,
        year_label="2026/2027",
        school_name="МБОУ «СОШ № 12» г. Светлогорска",
        today=date(2027, 5, 31),
        may_decide=True,
        pupils=pupils,
        subjects=tuple(made),
        slots=slots if made else (),
        spans=MappingProxyType(spans | dict.fromkeys(REST, whole)),
        marks=MappingProxyType({}),
        exempt=frozenset(),
        decisions=tuple(_decision(one, grade) for one in pupils if one.left is None) if decided else (),
    )
    return _marked(page)


def _pupil(number, name):
    gender = Gender.FEMALE if name.endswith("а") else Gender.MALE
    if number == LEFT + 1:
        left = date(2026, 11, 23)
        return SummaryPupil(number, number, name, gender, (Membership(None, left),), left, "№ 41-у от 20.11.2026")
    start = date(2027, 1, 12) if number == CAME + 1 else None
    return SummaryPupil(number, number, name, gender, (Membership(start, None),))


def _decision(pupil, grade):
    decided = Decided(DecisionKind.PROMOTED, "9", date(2027, 5, 26), f"{grade + 1}А")
    return CouncilEntry(pupil.pupil + 900, pupil.pupil, decided, EntryRef(1, pupil.pupil))


def _marked(page):
    """Marks everywhere a mark can stand but the exam's."""
    marks = {}
    for pupil in page.pupils:
        for subject in page.subjects:
            for slot in page.slots:
                if slot.kind is PeriodKind.EXAM or page.closed(pupil, subject, slot):
                    continue
                value = str(3 + (pupil.pupil + subject.subject * 2) % 3)
                marks[subject.subject, pupil.pupil, slot] = SummaryMark(value, subject.courses[0])
    values = {name: getattr(page, name) for name in page.__dataclass_fields__}
    return SummaryPage(**{**values, "marks": MappingProxyType(marks)})
