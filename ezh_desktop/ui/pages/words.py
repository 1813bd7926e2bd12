"""What the line of the cell says of a lesson's cell, a period's cell and a number beside the marks."""

from __future__ import annotations

from ezh_desktop.domain.figures import Basis, Proposal
from ezh_desktop.domain.marks import Mark
from ezh_desktop.domain.russian import count, weekday_day_month
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PeriodColumn
from ezh_desktop.services.pages.proposing import marks_before, period_proposal
from ezh_desktop.ui.cellline import CellWords
from ezh_desktop.ui.models.duty import teacher_of_lesson
from ezh_desktop.ui.models.marks import MarksModel, Place
from ezh_desktop.ui.models.side import SideModel


def words_of_cell(model: MarksModel, place: Place, reader: int = 0) -> CellWords:
    """Pupil, lesson, another teacher, topic, homework; of a period the sum behind the proposed mark (5.13)."""
    row, column = place
    pupil = model.page.pupils[row].name
    thing = model.columns[column]
    if thing.lesson is None:
        figure = _proposal_words(period_proposal(model.live, model.page.pupils[row].pupil, thing.the_period))
        came = brought_words(model.live, model.page.pupils[row].pupil, thing.the_period)
        return CellWords(pupil, thing.the_period.title, (*came, *_hint(model, place)), figure)
    return CellWords(
        pupil,
        _lesson_words(thing.lesson),
        (
            *_of_pupil(model, place),
            *teacher_of_lesson(model.page, thing.lesson, reader),
            *_double(model, place),
            *_about(thing.lesson),
            *_hint(model, place),
        ),
    )


def _of_pupil(model: MarksModel, place: Place) -> tuple[str, ...]:
    """Where the pupil learns on that day, and what came along."""
    return (*_away(model, place), *_came(model, place))


def _away(model: MarksModel, place: Place) -> tuple[str, ...]:
    """«обучается на дому, приказ № 5» on the days of such an order."""
    row, column = place
    lesson = model.columns[column].lesson
    words = model.page.pupils[row].away_words(lesson.day) if lesson else ""
    return (words,) if words else ()


def _came(model: MarksModel, place: Place) -> tuple[str, ...]:
    """In a cell before the pupil came: the marks of the term that came along."""
    row, column = place
    lesson = model.columns[column].lesson
    term = next((one for one in model.page.periods if lesson and one.period == lesson.period), None)
    if term is None or not model.page.before or column not in model.outside(row):
        return ()
    return brought_words(model.page, model.page.pupils[row].pupil, term)


def brought_words(page: CoursePage, pupil: int, period: PeriodColumn) -> tuple[str, ...]:
    """«с собой: 4 (12.10, 7Б), 5 (14.10, 7Б)»: what the pupil was given elsewhere in the term (4.3.4)."""
    found = marks_before(page, pupil, period)
    listed = ", ".join(f"{one.value} ({one.day:%d.%m}, {one.source})" for one in found)
    return (f"с собой: {listed}",) if found else ()


def _hint(model: MarksModel, place: Place) -> tuple[str, ...]:
    text = model.hint(*place)
    return (text.replace("\n", " · "),) if text else ()


def _lesson_words(lesson: LessonColumn) -> str:
    """«ср 2 декабря, 3-й урок, дистанционно, замена: Иванов Пётр Ильич»."""
    words = f"{weekday_day_month(lesson.day)}, {lesson.number}-й урок" + (", дистанционно" if lesson.distance else "")
    return f"{words}, {lesson.told}" if lesson.told else words


def _about(lesson: LessonColumn) -> tuple[str, ...]:
    """Kind, topic and homework; a planned topic is named as such."""
    kind = kind_of_lesson(lesson.kind)
    topic = lesson.topic or (f"по плану: {lesson.planned_topic}" if lesson.planned_topic else "")
    named = kind.name if kind.abbreviation else ""
    return tuple(part for part in (named, topic, lesson.homework) if part)


def _double(model: MarksModel, place: Place) -> tuple[str, ...]:
    """«4 за диктант, 3 за задание»: what the two marks of a cell stand for (5.5)."""
    slots = model.slots(*place)
    lesson = model.columns[place[1]].lesson
    if not (slots.first and slots.second and slots.second.value) or lesson is None or slots.first.value == Mark.ABSENT:
        return ()
    if lesson.kind == "grammar_dictation":
        return (f"{slots.first.value} за диктант, {slots.second.value} за задание",)
    return (f"{slots.first.value} за содержание, {slots.second.value} за грамотность",)


def _proposal_words(proposal: Proposal | None) -> str:
    """«предложено 4: (4 + 3 + 5) : 3 = 4,00», or why nothing is proposed."""
    if proposal is None:
        return ""
    missing = f", без отметки: {count(proposal.missing, 'период', 'периода', 'периодов')}" if proposal.missing else ""
    if proposal.mark is not None:
        return f"предложено {proposal.text}: {proposal.mean.sum_text}{missing}"
    if proposal.basis is Basis.TOO_FEW:
        return f"отметок мало для предложения: {proposal.mean.sum_text}"
    return f"отметок нет, предложить нечего{missing}"


def words_of_number(model: MarksModel, side: SideModel, row: int, column: int) -> CellWords:
    """The sum behind a mean, or the lessons missed of those held."""
    return CellWords(model.page.pupils[row].name, "", (), side.sentence(row, column))
