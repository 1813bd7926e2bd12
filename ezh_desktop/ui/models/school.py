"""The tables of «Школа сегодня»: classes × days, and teachers, with what Enter opens from a cell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.rules.checks import found_clauses
from ezh_desktop.domain.russian import count, day_month
from ezh_desktop.services.checking import CheckReport, ReportLine
from ezh_desktop.services.pages.school_today import ClassLine, Fill, SchoolToday, TeacherLine
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.models.today import Kind, Row, Target
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, HORIZONTAL, TOOLTIP_ROLE, USER_ROLE

FILL_ROLE = USER_ROLE + 1
"""The `Fill` of a cell, for the delegate; None of a cell that is none."""
TEACHER_ROLE = USER_ROLE + 2

LATE_CLAUSE = "4.4.1"
"""The clause by which an entry is late."""

_ROOT = QModelIndex()
_EMPTY = SchoolToday(0, date.min, "", (), (), ())


def answer_rows(school: SchoolToday | None) -> list[Row]:
    """The classes whose answers to remarks wait to be accepted; nothing while none waits."""
    if school is None or not school.answers:
        return []
    rows = [
        Row(Kind.LINE, lead=f"{name} класс", action=count(number, "ответ", "ответа", "ответов"), target=target)
        for school_class, name, number in school.answers
        for target in (Target(school_class, None, "remarks"),)
    ]
    return [Row(Kind.HEADING, "Ответы на замечания ждут приёмки"), *rows]


def finding_rows(report: CheckReport | None, unfolded: str) -> list[Row]:
    """The clauses with their numbers of findings; below the unfolded one each finding with its place."""
    heading = Row(Kind.HEADING, "Недочёты по пунктам", note="" if report else "проверяются…")
    if report is None:
        return [heading]
    if not report.findings:
        return [heading, Row(Kind.QUIET, "Недочётов нет")]
    texts = {clause.clause: clause.text for clause in found_clauses()}
    rows = [heading]
    for clause, number in report.by_clause.items():
        rows.append(Row(Kind.LINE, lead=f"п. {clause}  {texts.get(clause, '')}", action=str(number), folds=clause))
        if clause == unfolded:
            rows += [_finding(line) for line in report.lines if line.finding.clause == clause and line.finding.counts]
    return rows


def _finding(line: ReportLine) -> Row:
    finding = line.finding
    place = " ".join(part for part in (line.class_name, line.subject) if part)
    words = ": ".join(part for part in (line.pupil, finding.title) if part)
    tab = "topics" if finding.lesson and not finding.pupil else "marks"
    scope = line.course or line.school_class
    target = Target(scope, finding.lesson, tab if line.course else "") if scope else None
    return Row(Kind.LINE, lead="      " + ", ".join(part for part in (place, words) if part), target=target)


def _target(fill: Fill | None) -> Target | None:
    """The lesson to look at, on its topics."""
    return Target(*fill.first, "topics") if fill is not None and fill.first else None


class _SchoolModel(QAbstractTableModel):
    """What both tables have in common."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.school = _EMPTY
        self._late: dict[int, int] = {}

    def show_late(self, report: CheckReport) -> None:
        """Takes the lessons that were filled too late from what the rules have found."""
        lines = [line for line in report.lines if line.finding.clause == LATE_CLAUSE and line.finding.lesson]
        self._late = {line.finding.lesson or 0: line.course for line in lines}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def late(self, lessons: Collection[int]) -> int:
        """How many of the lessons were filled too late."""
        return len(self._late.keys() & set(lessons))

    def _late_target(self, lessons: Collection[int]) -> Target | None:
        """The first of them, in the order of the check."""
        found = next((lesson for lesson in self._late if lesson in lessons), None)
        return Target(self._late[found], found, "topics") if found is not None else None

    def show_school(self, school: SchoolToday) -> None:
        """Takes the school anew; the same lines keep the cursor."""
        same = self._shape(school) == self._shape(self.school)
        if not same:
            self.beginResetModel()
        self.school = school
        if same and self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        elif not same:
            self.endResetModel()

    @staticmethod
    def _shape(school: SchoolToday) -> object:
        raise NotImplementedError


class ClassesModel(_SchoolModel):
    """Classes × the last school days, the term, late entries, who is absent today; the class itself stands first."""

    @staticmethod
    def _shape(school: SchoolToday) -> object:
        return school.days, tuple(line.school_class for line in school.classes)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Classes."""
        return 0 if parent.isValid() else len(self.school.classes)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The class, days, the term, late entries, the absent."""
        return 0 if parent.isValid() or not self.school.classes else len(self.school.days) + 4

    @property
    def late_column(self) -> int:
        """Where late entries stand, right of the term."""
        return len(self.school.days) + 2

    def day_at(self, column: int) -> date | None:
        """The day of a column; None of the others."""
        days = self.school.days
        return days[column - 1] if 0 < column <= len(days) else None

    def fill(self, index: Index) -> Fill | None:
        """The fill behind a cell of a day or the term."""
        line, day = self.school.classes[index.row()], self.day_at(index.column())
        if day is not None:
            return line.days[day]
        return line.term if index.column() == len(self.school.days) + 1 else None

    def target(self, index: Index) -> Target | None:
        """What Enter opens."""
        line = self.school.classes[index.row()]
        if index.column() == self.late_column:
            return self._late_target(line.lessons)
        if index.column() > self.late_column and line.absent:
            return Target(line.school_class, None, "absences")
        return _target(self.fill(index) or line.days.get(self.school.today) or line.term)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Per cents, numbers, hints."""
        if not index.isValid():
            return None
        fill, line = self.fill(index), self.school.classes[index.row()]
        if role == FILL_ROLE:
            return fill
        if role == DISPLAY_ROLE:
            if fill is not None:
                return "" if fill.percent is None else str(fill.percent)
            if index.column() == self.late_column:
                return _number(self.late(line.lessons))
            return _absent(line) if index.column() else line.name
        if role == TOOLTIP_ROLE:
            return self._words(line, index.column())
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{line.name}, {self._head(index.column())}, {self._words(line, index.column())}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Days of the month."""
        if role != DISPLAY_ROLE or orientation != HORIZONTAL:
            return None
        day = self.day_at(section)
        if day is not None:
            return str(day.day)
        return {0: "Класс", self.late_column - 1: "всего", self.late_column: "поздно"}.get(section, "нет сегодня")

    def _head(self, column: int) -> str:
        day = self.day_at(column)
        if day is not None:
            return day_month(day)
        return {self.late_column - 1: "за период", self.late_column: "поздно"}.get(column, "нет сегодня")

    def _words(self, line: ClassLine, column: int) -> str:
        if column == self.late_column:
            return _late_words(self.late(line.lessons))
        if column in (0, self.late_column + 1):
            names = f": {', '.join(line.absentees)}" if line.absentees else ""
            return f"{count(line.absent, 'ученик', 'ученика', 'учеников')} из {line.pupils}{names}"
        day = self.day_at(column)
        fill = line.days[day] if day is not None else line.term
        if not fill.due:
            return "уроков не было"
        return f"записано {fill.done} из {count(fill.due, 'урока', 'уроков', 'уроков')}"


def _number(number: int) -> str:
    return str(number) if number else "–"


def _late_words(number: int) -> str:
    """«заполнено позже срока: 3 урока»."""
    return f"заполнено позже срока: {count(number, 'урок', 'урока', 'уроков')}" if number else "всё заполнено в срок"


def _absent(line: ClassLine) -> str:
    return f"{line.absent} из {line.pupils}" if line.absent else "–"


class TeachersModel(_SchoolModel):
    """Teachers, the emptiest first: name with subjects, lessons without a topic, those filled late, the share."""

    TITLES = ("Учитель", "без записи", "поздно", "заполнено")
    LATE = 2

    @staticmethod
    def _shape(school: SchoolToday) -> object:
        return tuple(line.person for line in school.teachers)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Teachers."""
        return 0 if parent.isValid() else len(self.school.teachers)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Name, missing, late, share."""
        return 0 if parent.isValid() else len(self.TITLES)

    def line(self, row: int) -> TeacherLine:
        """The teacher of a row."""
        return self.school.teachers[row]

    def target(self, index: Index) -> Target | None:
        """The first lesson without a topic; of the column of late entries the first of those."""
        if index.column() == self.LATE and (late := self._late_target(self.line(index.row()).lessons)):
            return late
        return _target(self.line(index.row()).fill)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts, and the line for the delegate."""
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role == TEACHER_ROLE:
            return line
        if role == DISPLAY_ROLE:
            share = f"{line.fill.percent} %" if line.fill.percent is not None else ""
            return (line.name, _number(line.missing), _number(self.late(line.lessons)), share)[index.column()]
        if role in {TOOLTIP_ROLE, ACCESSIBLE_TEXT_ROLE}:
            days = count(self.school.idle_days, "день", "дня", "дней")
            idle = f"; за {days} ничего не записано" if line.idle else ""
            late = _late_words(self.late(line.lessons))
            return f"{line.name}: {line.subjects}; записано {line.fill.done} из {line.fill.due}; {late}{idle}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return self.TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None
