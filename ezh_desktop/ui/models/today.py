"""The rows of «Сегодня»: pure values that say what stands in each line and where Enter leads from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from ezh_desktop.domain.russian import count, day_month, plural, weekday_day_month
from ezh_desktop.services.pages.today import (
    ClassToday,
    DebtLine,
    LessonState,
    OfferLine,
    PlannedLesson,
    Questions,
    TodayLesson,
    TodayPage,
    Unfilled,
    WaitingRemark,
)
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, USER_ROLE

ROW_ROLE = USER_ROLE + 1
_ROOT = QModelIndex()
_SHOWN = 12


class Kind(Enum):
    """How a row is drawn."""

    HEADING = "heading"
    COLUMNS = "columns"
    LESSON = "lesson"
    WINDOW = "window"
    LINE = "line"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row leads: a course or class, a lesson of it, and the tab."""

    scope: int
    lesson: int | None
    tab: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `lead` stands before the bold `title`; `note` is in full colour when `warns`; `action` at the right.

    `folds` names what a line folds or unfolds below it; such a line leads nowhere.
    """

    kind: Kind
    title: str = ""
    lead: str = ""
    note: str = ""
    action: str = ""
    warns: bool = False
    lesson: TodayLesson | None = None
    target: Target | None = None
    folds: str = ""

    @property
    def alive(self) -> bool:
        """Whether the line can be chosen."""
        return self.target is not None or bool(self.folds)

    def spoken(self) -> str:
        """The line for a screen reader."""
        if self.lesson is not None:
            return spoken_lesson(self.lesson)
        return ", ".join(part for part in (self.lead, self.title, self.note, self.action) if part)


def main_rows(page: TodayPage) -> list[Row]:
    """Lessons of the day with their free hours, what is not filled, one's own class."""
    rows = list(_lesson_rows(page))
    if page.earlier:
        rows += [Row(Kind.HEADING, "Не заполнено раньше"), *(_earlier(one) for one in page.earlier[-_SHOWN:])]
        hidden = len(page.earlier) - _SHOWN
        if hidden > 0:
            rows.append(Row(Kind.QUIET, f"и ещё {count(hidden, 'урок', 'урока', 'уроков')} раньше"))
    for one in page.classes:
        rows.append(Row(Kind.HEADING, f"Мой класс {one.class_name}"))
        absent = ", ".join(one.absent)
        words = f"Сегодня нет на уроках: {absent}" if absent else "Сегодня «н» в классе ещё никому не поставлена"
        rows.append(Row(Kind.QUIET, words))
        rows += _absences(one)
    if page.declined:
        rows.append(Row(Kind.HEADING, "Просьбы отклонены", note="Ctrl+F12"))
        rows += [Row(Kind.QUIET, words) for words in page.declined]
    return rows


def _absences(one: ClassToday) -> Iterator[Row]:
    """What the class teacher owes: reasons (5.14), then weeks to confirm (4.3.7), the oldest named."""
    target = Target(one.school_class, None, "absences")
    if one.unexplained:
        pupils = count(one.unexplained, "ученика", "учеников", "учеников")
        words = f"Не указаны причины пропусков у {pupils}"
        yield Row(Kind.LINE, lead=words, action="Указать причины", target=target)
    if one.unconfirmed:
        more = len(one.unconfirmed) - 1
        rest = f", и ещё за {count(more, 'неделю', 'недели', 'недель')}" if more else ""
        words = f"Пропуски за {one.unconfirmed[0]} не подтверждены{rest}"
        yield Row(Kind.LINE, lead=words, action="Подтвердить", warns=True, target=target)


def beside_rows(page: TodayPage) -> list[Row]:
    """Whom to ask, debts of control works, and remarks of inspections that wait for an answer."""
    rows = [row for one in page.questions for row in _questions(one)]
    if rows:
        rows.insert(0, Row(Kind.HEADING, "Кого спросить", note="пп. 5.6, 5.10"))
    rows += [Row(Kind.HEADING, "Долги за контрольные", note="п. 5.7")]
    rows += [_debt(one) for one in page.debts] or [Row(Kind.QUIET, "Долгов нет")]
    if page.planned:
        rows.append(Row(Kind.HEADING, "Индивидуальные занятия", note="п. 5.14"))
        rows += [_planned(one, page) for one in page.planned]
    if page.offers:
        rows.append(Row(Kind.HEADING, "Отметки за сочинения", note="ждут вас, п. 5.9"))
        rows += [_offer(one) for one in page.offers]
    if page.due is not None:
        rows.append(Row(Kind.HEADING, "Конец периода", note=day_month(page.due)))
        rows.append(Row(Kind.QUIET, "Предварительные отметки и что осталось: Ctrl+Shift+V"))
    if page.remarks:
        rows.append(Row(Kind.HEADING, "Проверки журнала", note=f"без ответа: {len(page.remarks)}"))
        rows += [_remark(one, page) for one in page.remarks]
    return rows


def _questions(one: Questions) -> Iterator[Row]:
    yield Row(Kind.WINDOW, f"{one.subject}, {one.when}", lead=one.class_name)
    target = Target(one.course, one.lesson, "marks")
    for pupil in one.pupils:
        yield Row(Kind.LINE, lead=pupil.name, action=pupil.words, warns=pupil.overdue, target=target)


def _remark(one: WaitingRemark, page: TodayPage) -> Row:
    until = f"до {one.deadline:%d.%m}" if one.deadline else ""
    late = one.deadline is not None and one.deadline < page.today
    action = "просрочено" if late else until
    words = f"{one.class_name}: {one.text}"
    return Row(Kind.LINE, lead=words, action=action, target=Target(one.school_class, None, "remarks"))


def _lesson_rows(page: TodayPage) -> Iterator[Row]:
    done = f"заполнено {page.filled} из {len(page.lessons)}" if page.lessons else ""
    yield Row(Kind.HEADING, "Уроки", note=", ".join(part for part in (page.week, done) if part))
    if not page.lessons:
        yield Row(Kind.QUIET, "Сегодня у вас нет уроков")
        return
    yield Row(Kind.COLUMNS)
    before = page.lessons[0].number
    for lesson in page.lessons:
        for number in range(before + 1, lesson.number):
            yield Row(Kind.WINDOW, "Окно", lead=str(number))
        before = lesson.number
        yield Row(Kind.LESSON, lesson=lesson, target=Target(lesson.course, lesson.lesson, "marks"))


def _earlier(one: Unfilled) -> Row:
    return Row(
        Kind.LINE,
        f"{one.class_name}  {one.subject}",
        lead=weekday_day_month(one.day),
        note="нет темы урока",
        action="Вписать тему",
        warns=True,
        target=Target(one.course, one.lesson, "topics"),
    )


def _debt(one: DebtLine) -> Row:
    words = f"{one.class_name}, {one.work} {day_month(one.day)}"
    pupils = count(one.pupils, "ученик", "ученика", "учеников")
    return Row(Kind.LINE, lead=words, action=pupils, target=Target(one.course, one.lesson, "marks"))


def _offer(one: OfferLine) -> Row:
    pupils = count(one.pupils, "ученик", "ученика", "учеников")
    words = f"{one.class_name}, Русский язык {day_month(one.day)}"
    return Row(Kind.LINE, lead=words, action=pupils, target=Target(one.course, one.lesson, "marks"))


def _planned(one: PlannedLesson, page: TodayPage) -> Row:
    late = one.day < page.today
    action = f"не записано {one.day:%d.%m}" if late else "сегодня"
    target = Target(one.course, None, "individual")
    return Row(Kind.LINE, lead=f"{one.class_name}, {one.pupil}", action=action, warns=late, target=target)


def state_words(lesson: TodayLesson) -> str:
    """«идёт, до звонка 22 минуты», «ещё не начат», nothing of a past one."""
    if lesson.state is LessonState.RUNNING:
        left = lesson.minutes_left
        return f"идёт, до звонка {left} {plural(left, 'минута', 'минуты', 'минут')}"
    return "ещё не начат" if lesson.state is LessonState.COMING else ""


def spoken_lesson(lesson: TodayLesson) -> str:
    """A lesson for a screen reader."""
    hours = f"{lesson.starts}–{lesson.ends}" if lesson.starts else ""
    parts = [f"{lesson.number}-й урок", hours, f"{lesson.class_name} {lesson.subject}", lesson.words, lesson.note]
    if lesson.state is not LessonState.COMING:
        parts += [f"нет на уроке {lesson.absent}", f"отметок {lesson.marks}"]
        parts.append("тема записана" if lesson.topic else "темы нет")
        if lesson.homework_due:
            parts.append(f"задание {lesson.homework}" if lesson.homework else "задания нет")
    parts.append(state_words(lesson))
    return ", ".join(part for part in parts if part)


class TodayModel(QAbstractListModel):
    """Rows of one list; headings and words cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Takes the rows anew; the same number of lines keeps the current one."""
        rows = list(rows)
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, at: int) -> Row | None:
        """What stands in a line."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def first(self) -> int | None:
        """The line to stand on: the running lesson, else the next one not filled, else any that leads somewhere."""
        leading = [at for at, row in enumerate(self._rows) if row.target]
        lessons = [at for at in leading if self._rows[at].lesson]
        running = (at for at in lessons if _state(self._rows[at]) is LessonState.RUNNING)
        due = (at for at in lessons if _state(self._rows[at]) is LessonState.PAST and not _filled(self._rows[at]))
        coming = (at for at in lessons if _state(self._rows[at]) is LessonState.COMING)
        return next((at for group in (running, due, coming, leading) for at in group), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """The row for the delegate, and its words."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        return row.spoken() if role in {ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE} else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only lines that lead somewhere can be chosen."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None or not row.alive:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _state(row: Row) -> LessonState | None:
    return row.lesson.state if row.lesson else None


def _filled(row: Row) -> bool:
    return row.lesson is not None and row.lesson.filled
