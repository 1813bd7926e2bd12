"""A second pair of eyes on the demo school: finds breaches of the regulation, knowing nothing of the generator.

It reads rows by plain SQL and holds them to the clauses strictly, so that what is not planted must not be found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ezh_desktop.domain.default_year import default_bells
from ezh_desktop.domain.figures import lies_far, mean, propose
from ezh_desktop.domain.kinds import SubjectKind, briefing_due, lesson_kind
from ezh_desktop.domain.rules import is_in_russian
from ezh_desktop.domain.timetable import LessonSeed, late

ZONE = ZoneInfo("Europe/Moscow")
KNOWN_ABBREVIATIONS = {"К.р.", "С.р.", "П.р.", "Л.р.", "Р.р.", "В.ч."}
ABBREVIATION = re.compile(r"^[А-ЯЁ]{1,2}[а-яё]?\.\s?[а-яё]{1,2}\.|[А-ЯЁ]{1,2}[а-яё]?\.\s?[а-яё]{1,2}\.$")
THEME = re.compile("«.+»")
NAMED_WORKS = {"control", "practical", "laboratory", "excursion"}


class Found(NamedTuple):
    clause: str
    class_name: str
    subject: str
    day: date | None
    pupil: str


class L(NamedTuple):
    """A living lesson of the filled days with its record."""

    lesson: int
    day: date
    number: int
    topic: str
    homework: str
    kind: Any
    individual: bool
    section: str


class Page(NamedTuple):
    course: int
    class_id: int
    class_name: str
    grade: int
    subject: str
    subject_id: int
    kind: SubjectKind
    graded: bool
    scheme: int
    lessons: list[L]


class Checker:
    def __init__(self, db: Any, demo_day: date, first_day: date) -> None:
        self.db, self.day, self.first = db, demo_day, first_day

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.db.execute(sql, values).fetchall()

    def findings(self) -> list[Found]:
        found: list[Found] = []
        for page in self.pages:
            found += self._topics(page)
            found += self._briefings(page)
            found += self._marks(page)
        return found + self._absences() + self._late() + self._weeks() + self._cards()

    @cached_property
    def pages(self) -> list[Page]:
        made = []
        for one in self.rows(
            "SELECT c.id, k.id, k.name, k.grade, s.name, s.id, s.kind, c.graded, coalesce(c.scheme, k.scheme),"
            " c.subgroup FROM course c JOIN course_class cc ON cc.course = c.id"
            " JOIN school_class k ON k.id = cc.school_class"
            " JOIN subject s ON s.id = c.subject"
        ):
            title = one[4] + (f", {one[9]}" if one[9] else "")
            lessons = [
                L(i, date.fromisoformat(d), n, t or "", h or "", lesson_kind(kind or "plain"), bool(ind), sec or "")
                for i, d, n, t, h, kind, ind, sec in self.rows(
                    "SELECT l.id, l.day, l.number, r.topic, r.homework, r.kind, r.individual, p.section FROM lesson l"
                    " LEFT JOIN lesson_record r ON r.lesson = l.id LEFT JOIN plan_item p ON p.id = r.plan_item"
                    " WHERE l.course = ? AND l.state = 'living' AND l.day >= ? AND l.day < ? ORDER BY l.day, l.number",
                    one[0], self.first.isoformat(), self.day.isoformat(),
                )
            ]  # fmt: skip
            made.append(Page(*one[:4], title, one[5], SubjectKind(one[6]), bool(one[7]), one[8], lessons))
        return made

    @cached_property
    def names(self) -> dict[int, str]:
        return {i: f"{s} {g}" for i, s, g in self.rows("SELECT id, surname, given FROM pupil")}

    @cached_property
    def cells(self) -> dict[int, dict[tuple[int, int], tuple[str, int | None]]]:
        made: dict[int, dict[tuple[int, int], tuple[str, int | None]]] = defaultdict(dict)
        for lesson, pupil, slot, value, work in self.rows("SELECT lesson, pupil, slot, value, for_work FROM cell"):
            made[lesson][pupil, slot] = (value, work)
        return made

    @cached_property
    def stays(self) -> dict[int, tuple[int, date, date]]:
        return {
            pupil: (
                class_id,
                date.fromisoformat(a) if a else date.min,
                date.fromisoformat(b) if b else date.max,
            )
            for pupil, class_id, a, b in self.rows("SELECT pupil, school_class, start, end FROM membership")
        }

    def members(self, page: Page) -> list[int]:
        listed = [pupil for pupil, (class_id, *_) in self.stays.items() if class_id == page.class_id]
        group = {row[0] for row in self.rows("SELECT pupil FROM subgroup_member WHERE course = ?", page.course)}
        return [pupil for pupil in listed if not group or pupil in group]

    def _found(self, clause: str, page: Page, day: date | None, pupil: int | None = None) -> Found:
        return Found(clause, page.class_name, page.subject, day, self.names[pupil] if pupil else "")

    def _topics(self, page: Page) -> list[Found]:
        found = []
        for lesson in page.lessons:
            assert is_in_russian(lesson.topic)
            assert is_in_russian(lesson.homework)
            assert page.grade > 1 or not lesson.homework
            if not lesson.topic:
                found.append(self._found("5.18", page, lesson.day))
            elif lesson.kind.code in NAMED_WORKS and not THEME.search(lesson.topic):
                found.append(self._found("5.19", page, lesson.day))
            if any(one not in KNOWN_ABBREVIATIONS for one in ABBREVIATION.findall(lesson.topic)):
                found.append(self._found("5.25", page, lesson.day))
        return found

    def _briefings(self, page: Page) -> list[Found]:
        found = []
        whole_year = self.rows("SELECT min(day) FROM lesson WHERE course = ?", page.course)[0][0]
        section = None
        for number, lesson in enumerate(page.lessons):
            first = number == 0 and lesson.day.isoformat() == whole_year
            new = section is not None and lesson.section != section
            due = briefing_due(page.kind, lesson.kind, first=first, new_section=new)
            if due and due not in lesson.topic and lesson.topic:
                found.append(self._found("5.20", page, lesson.day))
            section = lesson.section
        return found

    def _marks(self, page: Page) -> list[Found]:
        found: list[Found] = []
        present: dict[int, list[int]] = {}
        attended: dict[int, list[L]] = defaultdict(list)
        members = self.members(page)
        for lesson in page.lessons:
            cells = self.cells[lesson.lesson]
            inside = [p for p in members if self.stays[p][1] <= lesson.day <= self.stays[p][2]]
            assert {pupil for pupil, _ in cells} <= set(inside)
            present[lesson.lesson] = [p for p in inside if cells.get((p, 0), ("",))[0] != "н"]
            for pupil in present[lesson.lesson]:
                attended[pupil].append(lesson)
            marks = [value for value, _ in cells.values() if value != "н"]
            if not page.graded:
                assert not marks
            doubles = [pupil for pupil, slot in cells if slot == 1]
            assert not doubles or (page.kind.traits.double and lesson.kind.double)
        if not page.graded:
            return found
        found += self._weak(page, attended)
        found += self._works(page, present, attended)
        found += self._asked(page, present)
        found += self._periods(page, members)
        return found

    def _mark(self, lesson: L, pupil: int) -> list[str]:
        cells = self.cells[lesson.lesson]
        return [cells[pupil, slot][0] for slot in (0, 1) if (pupil, slot) in cells and cells[pupil, slot][0] != "н"]

    def _weak(self, page: Page, attended: dict[int, list[L]]) -> list[Found]:
        """Strictly: the very next lesson attended has a mark."""
        found = []
        for pupil, lessons in attended.items():
            for lesson, following in pairwise(lessons):
                if {"1", "2"} & set(self._mark(lesson, pupil)) and not self._mark(following, pupil):
                    found.append(self._found("5.6", page, lesson.day, pupil))
        return found

    def _works(self, page: Page, present: dict[int, list[int]], attended: dict[int, list[L]]) -> list[Found]:
        found = []
        terms = self.terms(page.scheme)
        paid = {
            (pupil, work): lesson
            for lesson in page.lessons
            for (pupil, slot), (_, work) in self.cells[lesson.lesson].items()
            if slot == 2
        }
        for lesson in page.lessons:
            if not lesson.kind.control or lesson.individual:
                continue
            without = [pupil for pupil in present[lesson.lesson] if not self._mark(lesson, pupil)]
            found += [self._found("5.7", page, lesson.day, pupil) for pupil in without]
            for (pupil, slot), (value, _) in self.cells[lesson.lesson].items():
                if slot == 0 and value == "н" and (pupil, lesson.lesson) not in paid:
                    later = [
                        one
                        for one in attended[pupil]
                        if one.day > lesson.day
                        and _term(terms, one.day) == _term(terms, lesson.day)
                        and (pupil, 2) not in self.cells[one.lesson]
                    ]
                    over = terms[_term(terms, lesson.day)][2] < self.day
                    if later or over:
                        found.append(self._found("5.7", page, lesson.day, pupil))
        return found

    def _asked(self, page: Page, present: dict[int, list[int]]) -> list[Found]:
        weeks: dict[date, list[L]] = defaultdict(list)
        for lesson in page.lessons:
            weeks[lesson.day - timedelta(days=lesson.day.weekday())].append(lesson)
        found = []
        for lessons in weeks.values():
            counted = [one for one in lessons if one.kind.questioned]
            here = sum(len(present[one.lesson]) for one in counted)
            asked = sum(bool(self._mark(one, pupil)) for one in counted for pupil in present[one.lesson])
            if here and asked * 100 < 15 * here:
                found.append(self._found("5.10", page, lessons[0].day))
        return found

    def terms(self, scheme: int) -> list[tuple[int, date, date]]:
        return [
            (i, date.fromisoformat(a), date.fromisoformat(b))
            for i, a, b in self.rows(
                "SELECT id, start, end FROM period WHERE scheme = ? AND kind IN ('quarter', 'half') ORDER BY number",
                scheme,
            )
        ]

    def _periods(self, page: Page, members: list[int]) -> list[Found]:
        found = []
        for period, start, end in self.terms(page.scheme):
            if start < self.first:
                continue
            given = dict(
                self.rows(
                    "SELECT pupil, value FROM period_mark WHERE subject = ? AND period = ? AND course = ?",
                    page.subject_id, period, page.course,
                )
            )  # fmt: skip
            lessons = [one for one in page.lessons if start <= one.day <= end]
            if end >= self.day and not given:
                continue
            for pupil in members:
                if not self.stays[pupil][1] <= end <= self.stays[pupil][2]:
                    continue
                values = [
                    int(self.cells[one.lesson][pupil, slot][0])
                    for one in lessons
                    for slot in (0, 1, 2)
                    if self.cells[one.lesson].get((pupil, slot), ("н",))[0] != "н"
                ]
                proposal = propose(mean(values))
                assert proposal.mark is not None, "marks are too few for a period mark"
                if not given[pupil]:
                    if pupil not in self._extended(page, period):
                        found.append(Found("5.14", page.class_name, page.subject, end, self.names[pupil]))
                    continue
                if lies_far(int(given[pupil]), proposal):
                    found.append(self._found("5.13", page, lessons[-1].day, pupil))
                else:
                    assert int(given[pupil]) == proposal.mark
        return found

    def _extended(self, page: Page, period: int) -> set[int]:
        """Whose studies are extended for a term (5.15), with a lesson recorded."""
        decided = self.rows(
            "SELECT pupil FROM period_mark WHERE subject = ? AND period = ? AND course = ? AND state = 'extended'",
            page.subject_id, period, page.course,
        )  # fmt: skip
        taught = self.rows("SELECT pupil FROM individual_lesson WHERE course = ? AND cancelled = 0", page.course)
        return {pupil for (pupil,) in decided} & {pupil for (pupil,) in taught}

    def _absences(self) -> list[Found]:
        reasons: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for pupil, *rest in self.rows("SELECT pupil, start, end, first_lesson, last_lesson FROM absence_reason"):
            reasons[pupil].append(tuple(rest))
        found = set()
        for pupil, day, number, name in self.rows(
            "SELECT c.pupil, l.day, l.number, k.name FROM cell c JOIN lesson l ON l.id = c.lesson"
            " JOIN membership m ON m.pupil = c.pupil JOIN school_class k ON k.id = m.school_class WHERE c.value = 'н'"
        ):
            if not any(a <= day <= b and (x is None or x <= number <= y) for a, b, x, y in reasons[pupil]):
                found.add(Found("5.14", name, "", date.fromisoformat(day), self.names[pupil]))
        return sorted(found)

    def _late(self) -> list[Found]:
        found, bells = [], default_bells()
        place = {one.lesson: (page, one) for page in self.pages for one in page.lessons}
        for us, lesson in self.rows(
            "SELECT utc_us, json_extract(body, '$[5][1]') FROM entry WHERE action = 'lesson.fill'"
        ):
            page, one = place[lesson]
            if late(us, LessonSeed(0, one.day, one.number, 1), bells, ZONE):
                found.append(self._found("4.4.1", page, one.day))
        return found

    def _weeks(self) -> list[Found]:
        confirmed = set(self.rows("SELECT school_class, monday FROM week_confirmation WHERE confirmed = 1"))
        found = []
        for class_id, name in self.rows("SELECT id, name FROM school_class"):
            days = {lesson.day for page in self.pages if page.class_id == class_id for lesson in page.lessons}
            for monday in sorted({day - timedelta(days=day.weekday()) for day in days}):
                over = monday + timedelta(days=6) < self.day
                if over and (class_id, monday.isoformat()) not in confirmed:
                    found.append(Found("4.3.7", name, "", monday, ""))
        return found

    def _cards(self) -> list[Found]:
        due = (self.day - self.first).days > 30
        return [
            Found("5.38", name, "", None, self.names[pupil])
            for pupil, name in self.rows(
                "SELECT m.pupil, k.name FROM membership m JOIN school_class k ON k.id = m.school_class"
                " WHERE coalesce(m.end, '9') >= ? AND m.pupil NOT IN (SELECT pupil FROM health_record)",
                self.day.isoformat(),
            )
            if due
        ] + [
            Found("5.30", name, "", None, self.names[pupil])
            for pupil, name in self.rows(
                "SELECT p.id, k.name FROM pupil p JOIN membership m ON m.pupil = p.id"
                " JOIN school_class k ON k.id = m.school_class WHERE '' IN (file_number, address, phone, patronymic)"
                " OR birth IS NULL OR file_checked = 0 OR NOT EXISTS (SELECT 1 FROM guardian g WHERE g.pupil = p.id)"
            )
        ]


def _term(terms: list[tuple[int, date, date]], day: date) -> int:
    return next(number for number, (_, start, end) in enumerate(terms) if start <= day <= end)
