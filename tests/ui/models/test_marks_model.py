"""The model of the marks page: columns, pending acts laid over, and the smallest signal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.services.acts import CellEntry, EnterCells, SetLessonKind
from ezh_desktop.services.pages.course import CellMark, Gap, PeriodMark
from ezh_desktop.ui.models.columns import columns_of, nearest_lesson, term_on, terms_of
from ezh_desktop.ui.models.faces import Slots, lesson_face, period_face
from ezh_desktop.ui.models.marks import MarksModel
from ezh_desktop.ui.models.side import MEAN, MISSED, SideModel
from ezh_desktop.ui.models.term import suggestions
from ezh_desktop.ui.qttypes import HORIZONTAL, TOOLTIP_ROLE
from tests.ui.fake_office import a_page

ENTRY = EntryRef(9, 9)


@pytest.fixture
def page():
    return a_page()


@pytest.fixture
def model(qapp, page):
    return MarksModel(page)


def entered(value, *keys):
    """The act that enters a value in cells."""
    return EnterCells(1, tuple(CellEntry(*key, value, None) for key in keys))


def told(model):
    """Rectangles of dataChanged, as a list that grows."""
    heard = []
    model.dataChanged.connect(
        lambda top, bottom: heard.append((top.row(), top.column(), bottom.row(), bottom.column()))
    )
    return heard


def today_key(model, row=0):
    column = nearest_lesson(model.columns, model.page.today)
    return (model.columns[column].key, model.page.pupils[row].pupil, 0), (row, column)


def test_qts_model_tester_finds_nothing(qtmodeltester, model):
    qtmodeltester.check(model)
    qtmodeltester.check(SideModel(model))


class TestColumns:
    def test_clause_5_2_the_head_hints_at_who_substitutes_and_what_was_moved(self, qapp, page):
        first, second, *rest = page.lessons
        first = replace(first, substitute="Кольцова Инна Андреевна")
        second = replace(second, change="перенесён с 02.12, 3-й урок (курсы)")
        model = MarksModel(replace(page, lessons=(first, second, *rest)))
        hints = [model.headerData(column, HORIZONTAL, TOOLTIP_ROLE) for column in range(3)]
        assert hints == ["Замена: Кольцова Инна Андреевна", "Перенесён с 02.12, 3-й урок (курсы)", ""]

    def test_clause_5_16_the_head_hints_at_lessons_held_at_a_distance(self, qapp, page):
        first, second, *rest = page.lessons
        first = replace(first, distance=True)
        second = replace(second, distance=True, substitute="Кольцова Инна Андреевна")
        model = MarksModel(replace(page, lessons=(first, second, *rest)))
        hints = [model.headerData(column, HORIZONTAL, TOOLTIP_ROLE) for column in range(3)]
        assert hints == ["Дистанционно", "Дистанционно, замена: Кольцова Инна Андреевна", ""]

    def test_clause_5_12_a_period_stands_after_its_last_lesson_and_the_year_at_the_end(self, page):
        columns = columns_of(page)
        at = next(index for index, one in enumerate(columns) if one.period and one.period.number == 1)
        assert columns[at - 1].lesson.day <= page.periods[0].end < columns[at + 1].lesson.day
        assert [one.period.kind for one in columns if one.period][-2:] == ["year", "final"]

    def test_holidays_are_a_strip_before_the_next_lesson_not_a_column(self, page):
        columns = columns_of(page)
        assert [one.lesson.day for one in columns if one.after_gap] == [
            date(2026, 11, 2),
            date(2027, 1, 11),
            date(2027, 4, 5),
        ]

    def test_holidays_before_the_first_lesson_are_not_shown(self, page):
        early = replace(page, gaps=(Gap(date(2026, 8, 1), date(2026, 8, 31), "Лето"),))
        assert not any(one.after_gap for one in columns_of(early))

    def test_the_last_lesson_of_a_week_has_the_stronger_line(self, page):
        days = [one.lesson.day for one in columns_of(page) if one.lesson and one.closes_week]
        assert date(2026, 11, 5) in days
        assert date(2026, 11, 2) not in days

    def test_a_cancelled_lesson_stands_only_while_something_is_written_in_it(self, page):
        first, second = page.lessons[:2]
        lessons = (replace(first, cancelled=True), replace(second, cancelled=True), *page.lessons[2:])
        cells = {(first.lesson, page.pupils[0].pupil, 0): CellMark("4", ENTRY)}
        shown = {one.key for one in columns_of(replace(page, lessons=lessons, cells=cells))}
        assert first.lesson in shown
        assert second.lesson not in shown

    def test_two_lessons_on_a_day_are_told_apart_by_their_number(self, qapp, page):
        double = replace(page.lessons[0], lesson=1, number=4)
        model = MarksModel(replace(page, lessons=(page.lessons[0], double, *page.lessons[1:])))
        assert [model.column_name(at) for at in range(2)] == ["2 сентября, 3-й урок", "2 сентября, 4-й урок"]

    def test_the_term_of_a_day_in_the_holidays_is_the_next(self, page):
        assert term_on(terms_of(page), date(2026, 10, 28)).number == 2
        assert term_on(terms_of(page), date(2027, 8, 1)).number == 4


class TestLaying:
    def test_an_own_act_lies_over_the_page_and_is_one_small_signal(self, model):
        key, place = today_key(model)
        heard = told(model)
        model.lay(1, entered("5", key))
        assert model.text(*place) == "5"
        assert model.face(*place).pending
        assert model.live.cells[key].value == "5"
        assert key not in model.page.cells
        assert heard == [(*place, *place)]

    def test_a_durable_act_becomes_part_of_the_page(self, model):
        key, place = today_key(model)
        model.lay(1, entered("5", key))
        model.settle(1, ENTRY)
        assert model.text(*place) == "5"
        assert not model.face(*place).pending
        assert model.seen_entry(key) == ENTRY

    def test_a_lost_act_gives_the_old_value_back_and_keeps_a_ring(self, model):
        key, place = today_key(model)
        model.lay(1, entered("5", key))
        model.settle(1, None, failed=True)
        assert model.text(*place) == ""
        assert model.face(*place).failed
        model.lay(2, entered("4", key))
        assert not model.face(*place).failed

    def test_of_two_acts_on_a_cell_the_later_is_seen_and_the_first_stays_below(self, model):
        key, place = today_key(model)
        model.lay(1, entered("5", key))
        model.lay(2, entered("3", key))
        assert model.text(*place) == "3"
        model.settle(2, None, failed=True)
        assert model.text(*place) == "5"

    def test_pending_acts_lie_over_a_page_read_anew(self, model, page):
        key, place = today_key(model)
        model.lay(1, entered("5", key))
        other = (key[0], page.pupils[1].pupil, 0)
        heard = told(model)
        assert not model.put(replace(page, cells={**page.cells, other: CellMark("2", ENTRY)}))
        assert model.text(*place) == "5"
        assert model.text(1, place[1]) == "2"
        assert heard == [(1, place[1], 1, place[1])]

    def test_the_same_page_read_anew_says_nothing(self, model, page):
        heard = told(model)
        model.put(page)
        assert heard == []

    def test_another_list_of_pupils_resets(self, model, page, qtbot):
        with qtbot.waitSignal(model.modelReset):
            assert model.put(replace(page, pupils=page.pupils[:5]))
        assert model.rowCount() == 5

    def test_a_whole_class_is_one_rectangle(self, model, page):
        key, place = today_key(model)
        heard = told(model)
        model.lay(1, entered("5", *((key[0], pupil.pupil, 0) for pupil in page.pupils)))
        assert heard == [(0, place[1], len(page.pupils) - 1, place[1])]

    def test_a_kind_lies_over_the_header_until_it_is_durable(self, model):
        key, place = today_key(model)
        model.lay(1, SetLessonKind(1, key[0], "control", None))
        assert model.columns[place[1]].lesson.kind == "control"
        model.settle(1, None, failed=True)
        assert model.columns[place[1]].lesson.kind == "plain"


class TestFaces:
    """Look, «Signs of a cell»: never colour alone."""

    @pytest.mark.parametrize(("reason", "line"), [("ill", ""), ("valid", ""), ("", "dotted"), ("none", "solid")])
    def test_absence_shows_its_reason_by_a_line(self, reason, line):
        face = lesson_face(Slots(CellMark("н", ENTRY, reason=reason), None, None), pending=False, failed=False)
        assert (face.under, face.weight, face.ground) == (line, "bold", "absent_bg")

    @pytest.mark.parametrize("value", ["1", "2"])
    def test_a_weak_mark_is_bold(self, value):
        face = lesson_face(Slots(CellMark(value, ENTRY), None, None), pending=False, failed=False)
        assert (face.ink, face.weight) == ("weak", "bold")

    def test_a_double_mark_is_a_size_smaller(self):
        slots = Slots(CellMark("5", ENTRY), CellMark("4", ENTRY), None)
        assert lesson_face(slots, pending=False, failed=False).small
        assert slots.text == "5/4"

    def test_a_cleared_cell_is_empty(self):
        assert lesson_face(Slots(CellMark("", ENTRY), None, None), pending=False, failed=False) is None

    def test_a_suggested_mark_is_pencil_and_an_entered_one_ink(self):
        assert period_face(None, "4", pending=False, failed=False).weight == "italic"
        assert period_face(PeriodMark("4", ENTRY), "3", pending=False, failed=False).weight == "bold"

    def test_the_mark_of_a_debt_stands_beside_the_cells_own(self):
        assert Slots(CellMark("4", ENTRY), None, CellMark("3", ENTRY)).text == "4 3"


class TestOutside:
    def test_a_leaver_is_outside_from_the_day_on_and_in_the_terms_period_column(self, model):
        row = next(row for row, pupil in enumerate(model.page.pupils) if pupil.surname == "Жуков")
        outside = model.outside(row)
        days = [model.columns[at].lesson.day for at in outside if model.columns[at].lesson]
        assert min(days) == date(2026, 11, 16)
        assert model.period_at[102] in outside
        assert model.period_at[101] not in outside

    def test_an_arrival_may_bring_a_mark_of_the_period_before(self, model):
        row = next(row for row, pupil in enumerate(model.page.pupils) if pupil.surname == "Романов")
        assert model.period_at[101] not in model.outside(row)
        assert "В списке с 09.11.2026, приказ № 41" in model.hint(row, 0)


class TestFigures:
    def test_mean_and_absences_follow_the_cells(self, model):
        side = SideModel(model)
        side.show_term(102)
        before = side.text(0, MISSED)
        key, _ = today_key(model)
        model.lay(1, entered("н", key))
        assert int(side.text(0, MISSED) or 0) == int(before or 0) + 1
        assert "," in side.text(0, MEAN)
        assert side.sentence(0, MISSED).endswith(f"из {side.held}")

    def test_an_ungraded_course_has_no_mean(self, qapp):
        side = SideModel(MarksModel(a_page(graded=False)))
        side.show_term(102)
        assert not side.graded
        assert side.text(0, MEAN) == ""

    def test_a_leaver_is_not_proposed_a_mark(self, page):
        leaver = next(pupil.pupil for pupil in page.pupils if pupil.surname == "Жуков")
        found = suggestions(page, page.periods[1])
        assert found
        assert (leaver, 102) not in found
