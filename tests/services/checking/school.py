"""Demo schools in memory for the check: as generated, and broken further so that every clause is broken at least once.

What is broken is written past the protocol: the rules read rows, and nobody replays this school.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, NamedTuple, cast

from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.rights import Actor, RoleGrant, Standing
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.checking import CheckScope, ReportLine, check_journal
from ezh_desktop.services.demo.build import DemoFacts
from ezh_desktop.services.demo.options import ZONE, DemoOptions
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.health import HealthKey
from tests.services.demo_school import a_demo

DEPUTY = Actor(1, 1, (RoleGrant(Role.DEPUTY, Span(date.min)),), Standing())


class Place(NamedTuple):
    """Where a breach is."""

    clause: str
    class_name: str
    subject: str
    pupil: str


class OpenDb:
    """As much of an office as the check asks."""

    def __init__(self, db: Any, day: date, actor: Actor = DEPUTY) -> None:
        self.db, self.actor = db, actor
        self.clock = FrozenClock.at(day, time(20), ZONE)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        yield self.db


def check(db: Any, day: date, scope: CheckScope | None = None) -> tuple[ReportLine, ...]:
    """Everything that the deputy's check finds at eight in the evening of that day."""
    return check_journal(cast("FileOffice", OpenDb(db, day)), scope or CheckScope()).lines


def places(lines: tuple[ReportLine, ...]) -> Counter[Place]:
    """The findings by where they are."""
    return Counter(Place(one.finding.clause, one.class_name, one.subject, one.pupil) for one in lines)


def planted(facts: DemoFacts) -> Counter[Place]:
    """What the generator planted."""
    return Counter(Place(one.clause, one.class_name, one.subject, one.pupil) for one in facts.breaches)


@dataclass
class Broken:
    """A demo school to be broken: `want` is what was planted, by the generator and here."""

    db: Any
    day: date
    want: Counter[Place] = field(default_factory=Counter)

    def row(self, sql: str, *values: object) -> Any:
        """The first row; AssertionError when there is none."""
        found = self.db.execute(sql, values).fetchone()
        assert found is not None, sql
        return found

    def run(self, sql: str, *values: object) -> None:
        """One statement that changes something."""
        assert self.db.execute(sql, values).rowcount, sql

    def plant(self, clause: str, class_name: str = "", subject: str = "", pupil: int | None = None) -> None:
        """Note what was broken."""
        name = self.row("SELECT surname || ' ' || given FROM pupil WHERE id = ?", pupil)[0] if pupil else ""
        self.want[Place(clause, class_name, subject, name)] += 1

    def insert(self, table: str, **values: object) -> None:
        """A row under the entry of any other."""
        session, seq = self.row("SELECT session, seq FROM entry ORDER BY n LIMIT 1")
        values |= {"entry_session": session, "entry_seq": seq}
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *values.values())

    def new_id(self) -> int:
        """An id that nothing has."""
        return int(self.row("SELECT max(id) + 1 FROM (SELECT id FROM lesson UNION SELECT id FROM plan_item)")[0]) + len(
            self.want
        )

    def lesson(self, class_name: str, subject: str, where: str = "r.kind = 'plain'", skip: int = 0) -> Any:
        """(lesson, day, course) of a filled lesson since the new year that nothing else was planted in."""
        return self.row(
            "SELECT l.id, l.day, l.course FROM lesson l JOIN lesson_record r ON r.lesson = l.id JOIN course c"
            " ON c.id = l.course JOIN subject s ON s.id = c.subject JOIN course_class cc ON cc.course = c.id"
            " JOIN school_class k ON k.id = cc.school_class WHERE k.name = ? AND s.name = ? AND l.state = 'living'"
            f" AND l.day BETWEEN '2027-01-14' AND '2027-02-12' AND r.topic NOT LIKE '%нструктаж%' AND {where}"
            " ORDER BY l.day, l.number LIMIT 1 OFFSET ?",
            class_name, subject, skip,
        )  # fmt: skip

    def class_id(self, name: str) -> int:
        """The class of that name."""
        return int(self.row("SELECT id FROM school_class WHERE name = ?", name)[0])

    def member(self, class_name: str, skip: int = 0) -> int:
        """A pupil who is on the list all year."""
        return int(
            self.row(
                "SELECT pupil FROM membership WHERE school_class = ? AND start IS NULL AND end IS NULL"
                " ORDER BY list_number LIMIT 1 OFFSET ?",
                self.class_id(class_name), skip,
            )[0]
        )  # fmt: skip

    def distant_day(self, class_name: str, day: str, order: str) -> None:
        """A day of distance mode of a class, its homework taken away."""
        mode = {"school_class": self.class_id(class_name), "kind": "distance", "start": day, "end": day}
        year = self.row("SELECT id FROM academic_year")[0]
        self.insert("learning_mode", id=self.new_id(), year=year, order_text=order, cancelled=0, **mode)
        self.db.execute(
            "UPDATE lesson_record SET homework = '' WHERE lesson IN (SELECT l.id FROM lesson l JOIN course_class cc"
            " ON cc.course = l.course WHERE l.day = ? AND cc.school_class = ?)",
            (day, self.class_id(class_name)),
        )


def _records(school: Broken) -> None:
    lesson, *_ = school.lesson("9А", "История")
    school.run("UPDATE lesson_record SET homework = 'д/з' WHERE lesson = ?", lesson)
    school.plant("5.22", "9А", "История")
    lesson, *_ = school.lesson("9А", "История", skip=1)
    school.run("UPDATE lesson_record SET homework = 'Нет' WHERE lesson = ?", lesson)
    school.plant("5.23", "9А", "История")
    lesson, *_ = school.lesson("1А", "Математика")
    school.run("UPDATE lesson_record SET homework = '§ 1' WHERE lesson = ?", lesson)
    school.plant("3.7", "1А", "Математика")
    twice = "r.kind = 'plain' AND EXISTS (SELECT 1 FROM lesson o WHERE o.course = l.course AND o.day = l.day"
    lesson, *_ = school.lesson("6А", "Русский язык", f"{twice} AND o.id <> l.id AND o.state = 'living')")
    school.run("UPDATE lesson_record SET topic = '' WHERE lesson = ?", lesson)
    school.plant("5.21", "6А", "Русский язык")


def _cells(school: Broken) -> None:
    lesson, _, course = school.lesson("9А", "Алгебра")
    pupil = school.row("SELECT pupil FROM cell WHERE lesson = ? AND slot = 0 AND value = '4'", lesson)[0]
    place = {"lesson": lesson, "pupil": pupil, "course": course, "comment": "", "for_work": None}
    school.insert("cell", slot=1, value="4", **place)
    school.plant("5.5", "9А", "Алгебра", pupil)
    lesson, _, course = school.lesson("4А", "Основы религиозных культур и светской этики")
    pupil = school.member("4А", 3)
    place |= {"lesson": lesson, "pupil": pupil, "course": course}
    school.insert("cell", slot=0, value="5", **place)
    school.plant("3.8", "4А", "Основы религиозных культур и светской этики", pupil)


def _works(school: Broken) -> None:
    lesson, *_ = school.lesson("8А", "Алгебра", "r.kind = 'independent'")
    school.run("UPDATE lesson_record SET individual = 1 WHERE lesson = ?", lesson)
    school.plant("5.8", "8А", "Алгебра")
    lesson, day, _ = school.lesson("8А", "Геометрия", "r.kind = 'independent'")
    early = (date.fromisoformat(day) - timedelta(days=3)).isoformat()
    school.run("UPDATE lesson_record SET results_due = ? WHERE lesson = ?", early, lesson)
    school.plant("4.4.8", "8А", "Геометрия")
    lesson, *_ = school.lesson("8А", "Литература", "r.kind = 'essay'")
    school.run("UPDATE cell SET value = '' WHERE lesson = ? AND slot = 1", lesson)
    school.plant("5.9", "8А", "Литература")


def _plans(school: Broken) -> None:
    for clause, kind, subject in (("6.2", "control", "Геометрия"), ("5.26", "practical", "География")):
        _, _, course = school.lesson("9А", subject)
        plan, position = school.row(
            "SELECT i.plan, i.position FROM plan_item i JOIN plan p ON p.id = i.plan WHERE p.course = ?"
            " ORDER BY i.position LIMIT 1 OFFSET 4",
            course,
        )
        item = {"plan": plan, "position": position, "section": "", "topic": "Пропущена", "homework": "", "hours": 1}
        school.insert("plan_item", id=school.new_id(), kind=kind, note="", ended=0, **item)
        school.plant(clause, "9А", subject)


def _distance(school: Broken) -> None:
    school.distant_day("3А", "2027-01-17", "")
    school.plant("5.16", "3А")
    _, day, _ = school.lesson("2А", "Математика")
    school.distant_day("2А", day, "Приказ № 5-д")
    lesson = school.lesson("2А", "Математика", f"l.day = '{day}'")[0]
    school.run("UPDATE lesson_record SET homework = '§ 5' WHERE lesson = ?", lesson)
    school.plant("4.4.10", "2А", "Математика")
    day, class_name, subject, pupil = school.row(
        "SELECT l.day, k.name, s.name, min(c.pupil) FROM cell c JOIN lesson l ON l.id = c.for_work JOIN course u"
        " ON u.id = l.course JOIN subject s ON s.id = u.subject JOIN course_class cc ON cc.course = u.id"
        " JOIN school_class k ON k.id = cc.school_class WHERE c.slot = 2 AND k.name IN ('5А', '6А', '8А')"
        " AND u.subgroup = '' GROUP BY l.day, k.name HAVING count(*) = 1 LIMIT 1"
    )
    school.distant_day(class_name, day, "Приказ № 6-д")
    school.plant("5.27", class_name, subject, pupil)


def _cards(school: Broken) -> None:
    breaks = (
        ("5.29", "UPDATE guardian SET ended = 1 WHERE pupil = ?"),
        ("5.31", "UPDATE pupil SET birth = NULL WHERE id = ?"),
        ("5.32", "UPDATE pupil SET phone = '' WHERE id = ?"),
        ("5.38", "UPDATE health_record SET pe_group = '' WHERE pupil = ?"),
    )
    for number, (clause, sql) in enumerate(breaks):
        pupil = school.member("3А", number)
        school.run(sql, pupil)
        school.plant(clause, "3А", "", pupil)
    pupil = school.row("SELECT pupil FROM movement_order WHERE kind = 'departure'")[0]
    school.run("UPDATE movement_order SET number = '' WHERE kind = 'departure'")
    school.plant("5.36", "7А", "", pupil)
    school.run("UPDATE inspection SET cancelled = 1 WHERE id = (SELECT min(id) FROM inspection)")
    school.plant("3.5")


def _period_mark(school: Broken) -> None:
    """A mark of the second quarter that was never given, of a pupil with marks enough."""
    pupil = school.member("8А", 2)
    period, subject = school.row(
        "SELECT m.period, m.subject FROM period_mark m JOIN subject s ON s.id = m.subject JOIN period p"
        " ON p.id = m.period WHERE m.pupil = ? AND s.name = 'Физика' AND p.number = 2",
        pupil,
    )
    where = "pupil = ? AND period = ? AND subject = ?"
    school.run(f"UPDATE period_mark SET value = '' WHERE {where}", pupil, period, subject)
    school.plant("5.33", "8А", "Физика", pupil)


def _physical_education(school: Broken) -> None:
    """A pupil exempted for the second quarter whom nobody asked for theory."""
    pupil = school.member("4А", 5)
    subject = school.row("SELECT id FROM subject WHERE kind = 'physical_education'")[0]
    days = {"start": "2026-11-02", "end": "2026-12-30"}
    exempt = {"pupil": pupil, "subject": subject, "kind": "practical", "document": "Справка", "cancelled": 0}
    school.insert("exemption", id=school.new_id(), **exempt, **days)
    school.run(
        "UPDATE cell SET value = '' WHERE pupil = ? AND value <> 'н' AND lesson IN (SELECT l.id FROM lesson l"
        " JOIN course c ON c.id = l.course WHERE c.subject = ? AND l.day BETWEEN ? AND ?)",
        pupil, subject, *days.values(),
    )  # fmt: skip
    school.plant("5.11", "4А", "Физическая культура", pupil)


def _few_marks(school: Broken) -> None:
    """A pupil with five marks of mean 4 in the second quarter of a two-hour subject: one «4» goes."""
    pupil, lesson, class_name, subject = school.row(
        "SELECT c.pupil, max(CASE WHEN r.kind = 'plain' AND c.slot = 0 AND c.value = '4' THEN c.lesson END),"
        " k.name, s.name FROM cell c JOIN lesson l ON l.id = c.lesson"
        " JOIN lesson_record r ON r.lesson = l.id JOIN course u ON u.id = l.course JOIN subject s ON s.id = u.subject"
        " JOIN course_class cc ON cc.course = u.id JOIN school_class k ON k.id = cc.school_class"
        " WHERE u.hours_tenths = 20 AND u.subgroup = '' AND l.day BETWEEN '2026-11-02' AND '2026-12-30'"
        " AND c.value BETWEEN '1' AND '5' AND k.grade > 4 AND s.kind <> 'physical_education'"
        " GROUP BY c.pupil, l.course HAVING count(*) = 5 AND sum(c.value) = 20 AND min(c.value) > '2'"
        " AND max(c.slot) = 0 AND sum(r.kind = 'plain' AND c.value = '4') > 0 LIMIT 1"
    )
    school.run("UPDATE cell SET value = '' WHERE pupil = ? AND lesson = ?", pupil, lesson)
    school.plant("4.4.2", class_name, subject, pupil)


MID_YEAR: tuple[Callable[[Broken], None], ...] = (
    _records, _cells, _works, _plans, _distance, _cards, _period_mark, _physical_education, _few_marks,
)  # fmt: skip


def _unguarded(db: Any) -> None:
    """Let rows be written past the protocol."""
    db.execute("PRAGMA foreign_keys = OFF")
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")


def broken_school() -> Broken:
    """Ten classes on 3 March with what the generator planted and one breach more of every other clause."""
    db, facts = a_demo(DemoOptions(today=date(2027, 3, 3)), HealthKey.make(1))
    _unguarded(db)
    school = Broken(db, facts.day, planted(facts))
    for breach in MID_YEAR:
        breach(school)
    return school


def ended_school() -> Broken:
    """Three classes that began with the program in the last weeks of the year, in June: all done but for three."""
    db, facts = a_demo(DemoOptions(classes=3, weeks=1, today=date(2027, 5, 26)), HealthKey.make(1))
    _unguarded(db)
    school = Broken(db, date(2027, 6, 20), planted(facts))
    db.execute("UPDATE lesson SET state = 'cancelled' WHERE day >= ?", (facts.day.isoformat(),))
    for name, kind in (("7А", "promoted"), ("7Б", "promoted"), ("9А", "admitted")):
        ident = school.class_id(name)
        db.execute("INSERT INTO week_confirmation SELECT school_class, '2027-05-24', 1, entry_session, entry_seq"
                   " FROM week_confirmation WHERE school_class = ? LIMIT 1", (ident,))  # fmt: skip
        for (pupil,) in db.execute("SELECT pupil FROM membership WHERE school_class = ?", (ident,)).fetchall():
            words = {"target": "", "free_text": "", "order_number": "", "protocol_number": "9", "position": 1}
            school.insert("council_decision", id=school.new_id() + pupil % 10**9, pupil=pupil, school_class=ident,
                          kind=kind, protocol_day="2027-05-26", cancelled=0, **words)  # fmt: skip
    sheet = {"pe_group": "basic", "desk": "1", "place": "", "position": None, "sealed": "x", "generation": 1}
    missing = "SELECT DISTINCT pupil FROM membership WHERE pupil NOT IN (SELECT pupil FROM health_record)"
    year = school.row("SELECT id FROM academic_year")[0]
    for (pupil,) in db.execute(missing).fetchall():
        school.insert("health_record", pupil=pupil, year=year, **sheet)
    for (course,) in db.execute("SELECT id FROM course").fetchall():
        report = {"course": course, "planned": 68, "held": 68, "fulfilled": 1, "reason": "", "confirmed_by": None}
        school.insert("programme_report", confirmed_on="2027-05-26", **report)
    _leave_undone(school)
    return school


def _leave_undone(school: Broken) -> None:
    course = school.row(
        "SELECT c.id FROM course c JOIN subject s ON s.id = c.subject JOIN course_class cc ON cc.course = c.id"
        " WHERE s.name = 'Алгебра' AND cc.school_class = ?",
        school.class_id("9А"),
    )[0]
    school.run("DELETE FROM programme_report WHERE course = ?", course)
    school.plant("5.24", "9А", "Алгебра")
    for clause, name in (("5.34", "7Б"), ("5.35", "9А")):
        pupil = school.member(name, 1)
        school.run("UPDATE council_decision SET cancelled = 1 WHERE pupil = ?", pupil)
        school.plant(clause, name, "", pupil)
