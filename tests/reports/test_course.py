"""The spread of a subject as it stands on paper (5.2–5.5, 5.12, 5.24, 4.4.3, 3.7, 3.8)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.away import HOME, Away
from ezh_desktop.domain.marks import Slot
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import BadInput
from ezh_desktop.reports.course import CourseOptions, Side, draw_courses, plan_courses
from ezh_desktop.reports.course_plan import plan_course, row_height
from ezh_desktop.reports.fonts import Font
from ezh_desktop.services.pages.course import CellMark, SubstitutionNote, TeacherSpan
from tests.reports import geometry, reading
from tests.reports.pages import (
    ENTRY,
    INFO,
    LONG_TOPICS,
    arrive,
    course_page,
    first_grade_page,
    history_page,
    leave,
    lesson,
    moving_page,
    pupil,
    pupils,
    substituted_page,
    ungraded_page,
    without,
)

LATIN = re.compile(r"[A-Za-z]")
ROMAN = re.compile(r"\b(IV|III|II|I|XVII|XVI)\b")
HEAD = re.compile(r"\b\d{5}:[0-9a-f]{16}\b")
LEAVERS_ROW = 22


def words(pages, options=CourseOptions()):  # noqa: B008
    return [page.words for page in reading.drawn(pages, options)]


def around(page, text):
    """Texts on the base line of the first one that reads `text`."""
    base = next(one.y for one in page.texts if one.text == text)
    return [one.text for one in page.texts if abs(one.y - base) < 1]


class TestGeometry:
    @pytest.mark.parametrize(
        "page",
        [course_page(), moving_page(), history_page(), substituted_page(), first_grade_page(), ungraded_page()],
        ids=["30 × 137", "leaver and arrival", "35 pupils", "substitution", "grade 1", "ungraded"],
    )
    def test_no_text_leaves_its_place_meets_another_or_is_cut_by_a_rule(self, page):
        for index, drawn in enumerate(reading.drawn([page])):
            assert geometry.faults(drawn, left=index % 2 == 0) == []

    @given(
        count=st.integers(1, 45),
        weekdays=st.lists(st.integers(0, 5), min_size=1, max_size=6).map(tuple),
        seed=st.integers(0, 999),
        topics=st.lists(st.sampled_from(LONG_TOPICS) | st.text("абвгдеж зик-лмно прсту", max_size=260), min_size=1),
        passed=st.integers(0, 280),
    )
    @settings(max_examples=25)
    def test_whatever_the_class_the_timetable_and_the_topics(self, count, weekdays, seed, topics, passed):
        today = date(2026, 9, 1) + timedelta(days=passed)
        page = course_page(count=count, weekdays=weekdays, seed=seed, topics=tuple(topics), today=today)
        for index, drawn in enumerate(reading.drawn([page])):
            assert geometry.faults(drawn, left=index % 2 == 0) == []

    def test_the_check_itself_sees_slots_that_are_too_narrow(self, monkeypatch):
        monkeypatch.setattr("ezh_desktop.reports.course_left.SLOT_WIDTH", 1.6)
        assert geometry.faults(reading.drawn([course_page()])[0], left=True)

    def test_rows_are_lower_in_larger_classes_and_one_height_the_whole_year(self):
        assert [row_height(count) for count in (12, 27, 28, 32, 35, 38, 40, 44)] == [8, 8, 7.5, 7, 6.5, 6, 5.7, 5.7]


class TestLeftPage:
    def test_a_double_mark_stands_in_one_cell(self):
        page = course_page(count=3, weekdays=(1,))
        cell = (page.lessons[0].lesson, page.pupils[0].pupil)
        cells = {(*cell, Slot.FIRST): CellMark("5", ENTRY), (*cell, Slot.SECOND): CellMark("4", ENTRY)}
        assert "5/4" in words([replace(page, cells=cells)])[0]

    def test_the_mark_of_a_debt_stands_beside_the_absence_it_answers(self):
        page = course_page(count=3, weekdays=(1,))
        cell = (page.lessons[0].lesson, page.pupils[0].pupil)
        cells = {(*cell, Slot.FIRST): CellMark("н", ENTRY), (*cell, Slot.DEBT): CellMark("4", ENTRY, for_work=1)}
        left = words([replace(page, cells=cells)])[0]
        assert "н 4" in left
        assert "вторая отметка за пропущенную ранее работу (п. 5.7)" in " ".join(left)

    def test_a_cleared_cell_prints_nothing(self):
        page = course_page(count=1, weekdays=(1,), period_marks={})
        cells = {(page.lessons[0].lesson, page.pupils[0].pupil, 0): CellMark("", ENTRY)}
        assert not {"5", "4", "3", "2", "н"} & set(words([replace(page, cells=cells)])[0][:-1])

    def test_period_columns_stand_after_the_last_date_of_their_period(self):
        drawn = reading.drawn([course_page(weekdays=(4,))])[0]
        at = {one.text: one.x for one in drawn.texts}
        assert at["I четверть"] < at["II четверть"]
        dates = [(one.text, one.x) for one in drawn.texts if one.size == 8.5 and len(one.text) == 2 and one.y > 260]
        assert [text for text, x in dates if x < at["I четверть"]][-1] == "23"

    def test_closing_columns_are_headed_by_one_word_and_long_terms_by_two_lines(self):
        page = course_page(weekdays=(1,))
        named = tuple(
            replace(
                one,
                title={"final": "Итоговая отметка", "year": "Год"}.get(one.kind, "Промежуточная аттестация"),
            )
            for one in page.periods
        )
        pages = reading.drawn([replace(page, periods=named)])
        assert {"год", "экзамен", "итоговая"} <= set(pages[-2].words)
        assert {"Промежуточная", "аттестация"} <= set(pages[0].words)
        assert [fault for drawn in pages[::2] for fault in geometry.faults(drawn, left=True)] == []

    def test_4_3_4_who_learns_at_home_is_told_on_the_spreads_of_these_days_alone(self):
        one, two, *rest = pupils()
        stay = Away(HOME, Span(date(2026, 11, 30), date(2027, 1, 30)), "118-у")
        page = course_page(count=30)
        drawn = reading.drawn([replace(page, pupils=(one, replace(two, away=(stay,)), *rest))])
        verb = "Обучалась" if two.female else "Обучался"
        told = f"{verb} на дому: {two.name} (№ 2), 30.11.2026–30.01.2027, приказ № 118-у."
        pages = [told in " ".join(side.words) for side in drawn[::2]]
        assert any(pages)
        assert not pages[0]
        assert not pages[-1]

    def test_a_month_over_one_lesson_is_written_short(self):
        assert "апр." in words([course_page()])[10]

    def test_who_left_keeps_the_row_with_a_stroke_and_a_note_and_no_letter(self):
        drawn = reading.drawn([moving_page()])[10]
        assert "выб. 23.11.2026, пр. № 41-у" in drawn.words
        assert "в" not in drawn.words
        strokes = [line for line in drawn.lines if line[4] == 0.5 and line[1] == line[3] and line[2] - line[0] > 60]
        assert len(strokes) == 1
        assert not {"2", "3", "4", "5", "н"} & set(around(drawn, "Тарасов Кирилл")) - {"22"}

    def test_who_arrives_is_absent_before_and_struck_until_the_first_day(self):
        pages = reading.drawn([moving_page()])
        assert "Чернышёва Анна" not in pages[0].words
        first = next(page for page in pages[::2] if "Чернышёва Анна" in page.words)
        stroke = [line for line in first.lines if line[4] == 0.5 and line[1] == line[3]][-1]
        january = next(one.x for one in first.texts if one.text == "январь")
        assert stroke[2] < january
        assert any("Прибыла: Чернышёва Анна (№ 27), 11.01.2027, приказ № 2-у" in text for text in first.words)

    @pytest.mark.parametrize(
        ("subgroup", "came", "gone"),
        [
            ("1-я подгруппа", "Вошла в подгруппу: Чернышёва Анна (№ 2)", "Вышел из подгруппы: Тарасов Кирилл (№ 1)"),
            (
                "на дому: Чернышёва А.",
                "Обучение на дому начато: Чернышёва Анна (№ 2)",
                "Обучение на дому окончено: Тарасов Кирилл (№ 1)",
            ),
        ],
    )
    def test_4_3_4_who_only_moves_between_subgroups_has_not_left_the_class(self, subgroup, came, gone):
        left = leave(pupil(1, "Тарасов Кирилл"), date(2026, 9, 20), "")
        page = course_page(count=2, weekdays=(1,), subgroup=subgroup)
        page = replace(page, pupils=(left, arrive(2, "Чернышёва Анна", date(2026, 9, 21), "")))
        said = " ".join(reading.drawn([page])[0].words)
        assert f"{came}, 21.09.2026." in said
        assert f"{gone}, 20.09.2026." in said
        assert "по 20.09.2026" in said
        assert not any(word in said for word in ("Прибыл", "Выбыл", "выб."))

    def test_who_learns_at_home_without_a_known_end_learns_there_now(self):
        one, *rest = pupils()
        page = course_page(count=30)
        stay = Away(HOME, Span(date(2026, 11, 30), None), "118-у")
        drawn = reading.drawn([replace(page, pupils=(replace(one, away=(stay,)), *rest))])
        assert f"Обучается на дому: {one.name} (№ 1), с 30.11.2026, приказ № 118-у." in " ".join(drawn[-2].words)

    def test_a_mark_outside_the_stay_is_printed_not_struck(self):
        page = course_page(count=2, weekdays=(1,), cells={}, period_marks={})
        gone = leave(page.pupils[1], date(2026, 9, 10), "")
        late = page.lessons[8]
        cells = {(late.lesson, gone.pupil, 0): CellMark("4", ENTRY)}
        drawn = reading.drawn([replace(without(page, gone), cells=cells)])[0]
        assert "4" in around(drawn, gone.name)
        assert len([line for line in drawn.lines if line[4] == 0.5 and line[1] == line[3]]) == 2

    def test_slots_that_stay_empty_for_good_carry_a_z(self):
        slanted = [
            line for line in reading.drawn([history_page()])[0].lines if line[0] != line[2] and line[1] != line[3]
        ]
        assert len(slanted) == 2

    def test_lessons_to_come_have_ruled_cells_and_no_dates(self):
        drawn = reading.drawn([course_page(today=date(2026, 9, 10))])
        assert len(drawn) == 2
        dates = [one.text for one in drawn[0].texts if one.size == 8.5 and len(one.text) == 2 and one.y > 260]
        assert dates == ["01", "03", "04", "07", "08", "10"]
        diagonal_alone = [line for line in drawn[0].lines if line[0] != line[2] and line[1] != line[3]]
        assert len(diagonal_alone) == 1

    def test_more_than_forty_pupils_take_a_second_spread_of_the_same_lessons(self):
        pages = words([course_page(count=45, weekdays=(1,))])
        assert "40" in pages[0]
        assert "45" in pages[2]
        assert pages[1][2:40] == pages[3][2:40]

    def test_a_subgroup_says_so_in_its_title_and_signs(self):
        page = words([course_page(subject_name="Английский язык", subgroup="1-я подгруппа")])[0]
        assert "Английский язык, 1-я подгруппа" in page
        assert any("не числится в подгруппе" in text for text in page)

    def test_a_long_subject_shrinks_and_then_takes_a_line_above(self):
        name = "Основы духовно-нравственной культуры народов России и светской этики, «Основы православной культуры»"
        drawn = reading.drawn([course_page(subject_name=name)])[0]
        title = [one for one in drawn.texts if one.font is Font.SERIF_BOLD]
        assert " ".join(one.text for one in title) == name
        assert len(title) == 2
        assert geometry.faults(drawn, left=True) == []

    @pytest.mark.parametrize("count", [27, 35, 40])
    @pytest.mark.parametrize("given", ["Александра", "Мария-Магдалина Александровна", "Абдурахман оглы"])
    def test_the_longest_names_stay_in_their_rows_with_and_without_a_note(self, count, given):
        page = course_page(count=count, weekdays=(1,))
        long = tuple(replace(row, surname="Абдурахманова-Преображенская", given=given) for row in page.pupils)
        page = replace(page, pupils=long)
        for row in long[3:6]:
            page = without(page, leave(row, date(2026, 9, 30), "приказ № 141-у от 20.11.2026"))
        for drawn in reading.drawn([page])[::2]:
            assert geometry.faults(drawn, left=True) == []

    def test_an_empty_class_prints_its_headers(self):
        assert "Список обучающихся" in words([course_page(count=0, weekdays=(1,))])[0]

    def test_many_movements_leave_out_the_kinds_of_work_first(self):
        page = course_page(count=35)
        for row in page.pupils[:9]:
            page = without(page, leave(row, date(2026, 9, 30), "№ 41-у от 20.11.2026"))
        drawn = reading.drawn([page])[4]
        assert any("Выбыл" in text for text in drawn.words)
        assert not any("Виды работ" in text for text in drawn.words)
        assert geometry.faults(drawn, left=True) == []


class TestRightPage:
    def test_both_pages_show_the_same_lessons(self):
        pages = reading.drawn([course_page()])
        for left, right in zip(pages[::2], pages[1::2], strict=True):
            dates = [one.text for one in left.texts if one.size == 8.5 and len(one.text) == 2 and one.y > 260]
            assert [text[:2] for text in right.words if re.fullmatch(r"\d\d\.\d\d", text)] == dates

    def test_two_lessons_a_day_are_two_dates(self):
        right = words([course_page(weekdays=(1, 1))])[1]
        assert right.count("01.09") == 2

    def test_a_substitution_names_both_teachers_and_marks_the_lessons(self):
        right = words([substituted_page()])[1]
        assert "Соколова Марина Игоревна; 21.09–22.09 замещала Кольцова Инна Андреевна" in right
        assert right.count("замена") == 2

    def test_more_substitutes_than_two_lines_hold_stand_below_a_table(self):
        days = [one.day for one in course_page().lessons[:25]]
        notes = tuple(
            SubstitutionNote(f"Абдурахманова-Преображенская {name} Владиславовна", True, (days[index * 3],))
            for index, name in enumerate(("Анна", "Вера", "Дарья", "Елена", "Зоя", "Инна"))
        )
        pages = words([course_page(substitutions=notes)])
        assert "Соколова Марина Игоревна" in pages[1]
        assert sum("замещала Абдурахманова" in text for text in pages[0] + pages[1]) >= 6

    def test_a_change_of_teacher_within_a_spread_is_dated(self):
        teachers = (
            TeacherSpan(1, "Соколова Марина Игоревна", None, date(2026, 9, 20)),
            TeacherSpan(2, "Кольцова Инна Андреевна", date(2026, 9, 21), None),
        )
        pages = words([course_page(teachers=teachers)])
        assert "Соколова Марина Игоревна по 20.09.2026; Кольцова Инна Андреевна с 21.09.2026" in pages[1]
        assert "Кольцова Инна Андреевна" in pages[3]

    @pytest.mark.parametrize(("since", "who"), [(10, "Кольцова Инна Андреевна"), (28, "Соколова Марина Игоревна")])
    def test_a_spread_is_signed_by_who_taught_its_last_lesson_4_4_3(self, since, who):
        first, second = date(2027, 5, since - 1), date(2027, 5, since)
        teachers = (
            TeacherSpan(1, "Соколова Марина Игоревна", None, first),
            TeacherSpan(2, "Кольцова Инна Андреевна", second, None),
        )
        last = words([course_page(weekdays=(1,), teachers=teachers)])[-1]
        assert last[last.index("подпись") - 1] == who

    def test_a_missing_topic_leaves_an_empty_row_with_its_date(self):
        page = course_page(weekdays=(1,))
        lessons = (replace(page.lessons[0], topic="", homework=""), *page.lessons[1:])
        right = reading.drawn([replace(page, lessons=lessons)])[1]
        assert around(right, "01.09") == ["01.09"]

    def test_a_cancelled_lesson_takes_no_row_unless_something_was_entered(self):
        page = course_page(weekdays=(1,), cells={})
        empty = replace(page.lessons[0], cancelled=True, topic="", homework="")
        entered = replace(page.lessons[1], cancelled=True)
        right = words([replace(page, lessons=(empty, entered, *page.lessons[2:]))])[1]
        assert "01.09" not in right
        assert "отменён" in right

    def test_the_year_ends_with_the_programme_report(self):
        pages = words([course_page(hours_planned=136)])
        assert {"По программе", "136", "Программа выполнена", "Учитель", "подпись"} <= set(pages[-1])
        assert not any("По программе" in page for page in pages[:-1])

    def test_a_running_year_has_no_programme_report_yet(self):
        assert "По программе" not in words([course_page(today=date(2026, 12, 2))])[-1]

    def test_signature_lines_are_left_out_when_not_wanted(self):
        assert "подпись" not in words([course_page()], CourseOptions(sign_lines=False))[-1]

    def test_a_topic_longer_than_a_page_is_refused_by_its_date(self):
        page = course_page(weekdays=(1,), topics=("слово " * 1500,))
        with pytest.raises(BadInput, match=r"урока 01\.09\.2026 длиннее страницы"):
            plan_course(page)


class TestGradesWithoutMarks:
    def test_grade_1_has_no_homework_no_period_columns_and_no_double_marks(self):
        pages = words([first_grade_page()])
        assert not any("Домашнее задание" in page or "I четверть" in page for page in pages)
        assert not any("5/4" in text for page in pages for text in page)

    def test_an_ungraded_subject_has_no_period_columns_but_homework(self):
        pages = words([ungraded_page()])
        assert not any("I четверть" in page for page in pages)
        assert "Домашнее задание" in pages[1]


class TestPageNumbers:
    def test_subjects_begin_on_even_pages_from_4_without_a_total(self):
        pages = words([course_page(weekdays=(1,)), course_page(weekdays=(2,), subject_name="Физика")])
        assert [page[-1] for page in pages] == ["4", "5", "6", "7", "8", "9", "10", "11"]
        assert not any(text.startswith("из ") for page in pages for text in page)

    def test_a_term_is_printed_under_the_numbers_of_the_whole_year(self):
        pages = words([course_page()], CourseOptions(term=3))
        whole = {page[-1]: page for page in words([course_page()])}
        assert 0 < len(pages) < len(whole)
        assert all(page[:40] == whole[page[-1]][:40] for page in pages)
        assert any("III четверть" in page for page in pages)

    def test_the_pages_own_number_in_the_journal_wins(self):
        assert words([course_page(journal_page=24)])[0][-1] == "24"

    def test_a_full_page_of_november_stays_the_page_of_may(self):
        november = words([course_page(today=date(2026, 11, 30))])
        may = words([course_page()])
        assert november[0] == may[0]
        assert november[1] == may[1]

    def test_a_term_without_lessons_is_refused(self):
        with pytest.raises(BadInput, match="нет уроков"):
            reading.drawn([course_page()], CourseOptions(term=7))

    @pytest.mark.parametrize(("side", "head"), [(Side.LEFT, "МЕСЯЦ"), (Side.RIGHT, "Домашнее задание")])
    def test_one_side_of_the_spreads_can_be_printed_alone(self, side, head):
        pages = words([course_page()], CourseOptions(side=side))
        assert len(pages) == 6
        assert all(head in page for page in pages)

    def test_a_duplex_print_begins_with_a_blank_page_that_says_why(self):
        pages = words([course_page()], CourseOptions(blank_first=True))
        assert "Страница намеренно оставлена пустой" in pages[0]
        assert pages[1][-1] == "4"

    def test_each_spread_is_reported(self):
        told = []
        draw_courses(plan_courses([course_page()]), INFO, report=lambda done, total: told.append((done, total)))
        assert told == [(number, 6) for number in range(1, 7)]


@pytest.fixture(scope="module")
def data():
    return reading.pdf([moving_page(), history_page()])


class TestFile:
    def test_text_reads_back_with_names_marks_and_topics(self, data):
        pages = reading.texts(data)
        assert len(pages) == 16
        assert "Фёдорова Алиса" in pages[0]
        assert "Частица как часть речи. Разряды частиц" in pages[1]
        assert "Напечатано 31.05.2027 14:32 · Орлова Татьяна Викторовна · протокол 12345:3f9ac41b77d0e2b8" in pages[0]
        assert "МБОУ «СОШ № 12» г. Светлогорска · 7А класс · 2026/2027 учебный год" in pages[0]

    def test_only_pt_fonts_are_in_it_and_all_are_embedded(self, data):
        found = reading.fonts(data)
        assert all("PTSans" in name or "PTSerif" in name for name in found), found
        assert all(found.values())

    def test_no_latin_letter_stands_in_a_heading(self, data):
        for text in reading.texts(data):
            plain = ROMAN.sub("", HEAD.sub("", text))
            assert not LATIN.search(plain), LATIN.search(plain)

    def test_the_outline_leads_to_subjects_and_spreads(self, data):
        reader = reading.PdfReader(reading.BytesIO(data))
        top = [one for one in reader.outline if not isinstance(one, list)]
        assert [one.title for one in top] == ["Русский язык", "История России. Всеобщая история"]
        assert reader.get_destination_page_number(top[1]) == 12

    def test_printers_are_asked_for_two_sides_at_full_size(self, data):
        catalog = reading.PdfReader(reading.BytesIO(data)).trailer["/Root"]
        assert catalog["/PageLayout"] == "/TwoPageRight"
        assert catalog["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
        assert catalog["/ViewerPreferences"]["/PrintScaling"] == "/None"
        assert catalog["/Lang"] == "ru-RU"

    def test_metadata_says_what_who_and_when(self, data):
        found = reading.PdfReader(reading.BytesIO(data)).metadata
        assert found["/Title"] == "7А, все предметы, 2026/2027"
        assert found["/Author"] == INFO.who
        assert found["/CreationDate"] == "D:20270531143200"

    def test_the_same_pages_give_the_same_bytes(self):
        page = course_page(weekdays=(1,))
        assert reading.pdf([page]) == reading.pdf([page])

    def test_a_letter_without_a_glyph_is_an_error_that_names_it(self):
        page = course_page(weekdays=(1,), topics=("Сложение ✓",))
        with pytest.raises(BadInput, match="«✓»"):
            reading.pdf([page])

    def test_a_pupil_of_another_people_is_written_in_full(self):
        page = course_page(pupils=(*pupils(2), arrive(3, "Шәйхетдинова Гөлнур", date(2026, 9, 1), "")))
        assert "Шәйхетдинова Гөлнур" in reading.texts(reading.pdf([page]))[0]

    def test_a_course_without_lessons_prints_its_list(self):
        data = reading.pdf([course_page(lessons=(), cells={}, period_marks={})])
        assert "Белова Дарья" in reading.texts(data)[0]

    def test_a_distance_lesson_is_marked(self):
        page = course_page(weekdays=(1,))
        first = lesson(0, 1, page.lessons[0].day, distance=True)
        assert "дист." in words([replace(page, lessons=(first, *page.lessons[1:]))])[1]
