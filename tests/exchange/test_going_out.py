"""Tables that leave the program (9.3.1, 9.3.2): read back by two libraries; no text of a person becomes a formula."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from statistics import mean
from zipfile import ZipFile

import openpyxl
import pytest
import python_calamine
from openpyxl.utils.cell import range_boundaries

from ezh_desktop.exchange.pages_out import Form, Part, Stamp, course_files, health_file, summary_file
from ezh_desktop.services.pages.course import CellMark
from ezh_desktop.services.pages.proposing import period_absences, period_mean
from tests.reports import health_pages, pages
from tests.reports.summary_pages import summary_page

STAMP = Stamp(datetime(2026, 12, 2, 10, 43), "Белова Ольга Сергеевна")  # noqa: DTZ001 - a local time
EVIL = ("=1+1", "+7 900", "-5", "@SUM(A1)", '=HYPERLINK("http://x","Орлова")')


def files(page, form=Form.XLSX, parts=(Part.MARKS, Part.LESSONS)):
    return list(course_files(page, form, STAMP, parts))


def book_of(page, **more):
    (file,) = files(page, **more)
    return openpyxl.load_workbook(BytesIO(file.data))


def text_of(file):
    assert file.data.startswith(b"\xef\xbb\xbf")
    return [line.split(";") for line in file.data.decode("utf-8-sig").splitlines()]


def counted(data: bytes, sheet: str):
    """The values as a reader that counts nothing sees them."""
    return python_calamine.load_workbook(BytesIO(data)).get_sheet_by_name(sheet).to_python()


def worth(sheet, formula):
    """The numbers and texts of the ranges that a formula names."""
    found = []
    for area in re.findall(r"[A-Z]+\d+(?::[A-Z]+\d+)?", formula):
        left, top, right, bottom = range_boundaries(area)
        found += [cell.value for row in sheet.iter_rows(top, bottom, left, right) for cell in row]
    return found


def columns(sheet, row=3):
    """Heading → column of the sides that are not lessons."""
    return {cell.value: cell.column for cell in sheet[row] if isinstance(cell.value, str)}


@pytest.fixture(scope="module")
def page():
    return pages.moving_page()


def test_a_course_goes_out_with_a_sheet_for_each_term_the_year_and_the_topics(page):
    (file,) = files(page)
    assert file.name == f"{page.title}.xlsx"
    book = openpyxl.load_workbook(BytesIO(file.data))
    assert book.sheetnames == ["I четверть", "II четверть", "III четверть", "IV четверть", "Год", "Темы и задания"]
    assert book["I четверть"]["A1"].value == f"{page.title}, I четверть"
    assert page.school_name in book["I четверть"]["A2"].value
    assert book.properties.title == page.title


def test_names_and_header_stay_in_sight_and_are_repeated_on_paper(page):
    sheet = book_of(page)["I четверть"]
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$3:$5"
    assert sheet.print_title_cols == "$A:$B"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["B"].width >= 26


def test_dates_are_dates_and_marks_are_numbers(page):
    sheet = book_of(page)["I четверть"]
    first = next(lesson for lesson in page.lessons)
    assert sheet["C4"].value.date() == first.day
    assert sheet["C4"].number_format == "d"
    values = {cell.value for row in sheet.iter_rows(6, 5 + len(page.pupils), 3, 20) for cell in row} - {None}
    assert values <= {1, 2, 3, 4, 5, "н"}
    topics = book_of(page)["Темы и задания"]
    assert topics["B4"].value.date() == first.day
    assert topics["B4"].number_format == "dd.mm.yyyy"


def test_means_and_absences_are_formulas_that_give_what_the_program_counts(page):
    (file,) = files(page)
    sheet = openpyxl.load_workbook(BytesIO(file.data))["I четверть"]
    values = counted(file.data, "I четверть")
    term = page.periods[0]
    heads = columns(sheet)
    missed = next(column for words, column in heads.items() if words.startswith("Пропущено из"))
    for row, pupil in enumerate(page.pupils, 6):
        formula = sheet.cell(row, heads["Средний балл"]).value
        marks = [one for one in worth(sheet, formula[formula.index("AVERAGE") :]) if isinstance(one, int)]
        told = period_mean(page, pupil.pupil, term).value
        assert (mean(marks) if marks else None) == (None if told is None else pytest.approx(float(told)))
        shown = values[row - 1][heads["Средний балл"] - 1]
        assert shown == ("" if told is None else pytest.approx(float(told)))
        absent = worth(sheet, sheet.cell(row, missed).value).count("н")
        assert absent == period_absences(page, pupil.pupil, term).total == values[row - 1][missed - 1]


def test_a_double_mark_has_two_columns_under_one_date_and_counts_twice(page):
    lesson, pupil = page.lessons[2], page.pupils[0]
    both = {(lesson.lesson, pupil.pupil, slot): CellMark(value, pages.ENTRY) for slot, value in ((0, "5"), (1, "2"))}
    own = {key: mark for key, mark in page.cells.items() if key[1] != pupil.pupil}
    sheet = book_of(replace(page, cells=own | both))["I четверть"]
    assert "E4:F4" in {str(area) for area in sheet.merged_cells.ranges}
    assert (sheet["E6"].value, sheet["F6"].value) == (5, 2)
    (line,) = [line for line in text_of(files(replace(page, cells=own | both), Form.CSV)[0]) if line[0] == "1"]
    assert line[4] == "5/2"
    assert line[text_of(files(page, Form.CSV)[0])[0].index("I четверть, средний балл")] == "3,50"


def test_who_was_not_in_the_class_has_a_shaded_cell_and_comments_are_notes(page):
    lesson = page.lessons[0]
    arrived = next(index for index, pupil in enumerate(page.pupils) if not pupil.belongs(lesson.day))
    key = (lesson.lesson, page.pupils[0].pupil, 0)
    sheet = book_of(replace(page, cells={**page.cells, key: CellMark("4", pages.ENTRY, comment="устный ответ")}))[
        "I четверть"
    ]
    assert sheet.cell(6 + arrived, 3).fill.fgColor.rgb == "FFD3D8E0"
    assert sheet["C6"].comment.text.strip() == "устный ответ"


def test_the_year_shows_period_marks_with_their_mean_and_shares(page):
    (file,) = files(page)
    sheet = openpyxl.load_workbook(BytesIO(file.data))["Год"]
    values = counted(file.data, "Год")
    assert [sheet.cell(3, 3 + index).value for index in range(len(page.periods))] == [one.title for one in page.periods]
    below = 3 + len(page.pupils) + 2
    assert [sheet.cell(below + index, 2).value for index in range(6)] == [
        *("«5»", "«4»", "«3»", "«2»"),
        *("Успеваемость", "Качество"),
    ]
    marks = [row[2] for row in values[3 : 3 + len(page.pupils)] if row[2] != ""]
    assert [values[below - 1 + index][2] for index in range(4)] == [marks.count(mark) for mark in (5, 4, 3, 2)]
    assert values[below + 4][2] == pytest.approx(sum(mark >= 4 for mark in marks) / len(marks))
    assert sheet.cell(below, 3).value == f"=COUNTIF(C4:C{3 + len(page.pupils)},5)"


def test_a_term_without_lessons_has_no_sheet_and_ungraded_courses_have_no_mean():
    book = book_of(pages.ungraded_page())
    assert all("Средний балл" not in columns(book[name]) for name in book.sheetnames)
    assert "Домашнее задание" not in {cell.value for cell in book_of(pages.first_grade_page())["Темы и задания"][3]}


@pytest.mark.parametrize("text", EVIL)
def test_what_a_person_typed_is_never_a_formula(page, text):
    pupil = replace(page.pupils[0], surname=text, given="Вера")
    lesson = replace(page.lessons[0], topic=text, homework=text)
    evil = replace(page, pupils=(pupil, *page.pupils[1:]), lessons=(lesson, *page.lessons[1:]))
    book = book_of(evil)
    for cell in (book["I четверть"]["B6"], book["Темы и задания"]["E4"], book["Темы и задания"]["F4"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert book["Темы и задания"]["E4"].value == text
    marks, lessons = files(evil, Form.CSV)
    assert text_of(marks)[1][1].startswith(("'", "\"'"))
    assert f"'{text[:2]}" in lessons.data.decode("utf-8-sig")


def test_signs_that_no_workbook_holds_are_left_out(page):
    lesson = replace(page.lessons[0], topic="Дроби\x07\x00 и степени", homework="я" * 40_000)
    sheet = book_of(replace(page, lessons=(lesson, *page.lessons[1:])))["Темы и задания"]
    assert sheet["E4"].value == "Дроби и степени"
    assert len(sheet["F4"].value) == 32_000


def test_topics_are_rows_with_a_filter_and_a_count(page):
    (file,) = files(page, parts=(Part.LESSONS,))
    assert file.name == f"{page.title}, темы и задания.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(file.data)).active
    kept = [lesson for lesson in page.lessons if not lesson.cancelled]
    assert sheet.auto_filter.ref == f"A3:G{3 + len(kept)}"
    total = next(row for row in sheet.iter_rows() if row[3].value == "Записано тем")
    assert total[4].value == f"=COUNTA(E4:E{3 + len(kept)})"
    value = counted(file.data, sheet.title)[total[4].row - 1][4]
    assert value == sum(bool(lesson.topic) for lesson in kept)


def test_text_tables_have_one_header_semicolons_and_russian_dates(page):
    marks, lessons = files(page, Form.CSV)
    assert (marks.name, lessons.name) == (f"{page.title}, отметки.csv", f"{page.title}, темы и задания.csv")
    header, *rows = text_of(marks)
    assert header[:3] == ["№", "Фамилия, имя", f"{page.lessons[0].day:%d.%m.%Y}"]
    assert len(rows) == len(page.pupils)
    assert {len(row) for row in rows} == {len(header)}


def test_two_lessons_of_a_day_are_two_columns():
    twice = pages.course_page(weekdays=(1, 1))
    header = text_of(files(twice, Form.CSV)[0])[0]
    assert len(set(header)) == len(header)


def test_the_summary_sheet_goes_out_as_the_class_knows_it():
    page = summary_page(subjects=5)
    file = summary_file(page, Form.XLSX, STAMP)
    assert file.name == f"{page.class_name}, сводная ведомость.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(file.data)).active
    values = counted(file.data, sheet.title)
    assert sheet.freeze_panes == "C5"
    assert [cell.value for cell in sheet[3] if cell.value and cell.column > 2][:5] == [
        one.name for one in page.subjects
    ]
    slots = [slot for slot in page.shown_slots if slot in page.subjects[0].periods]
    for row, pupil in enumerate(page.pupils, 5):
        for index, slot in enumerate(slots, 3):
            value = page.value(page.subjects[0].subject, pupil.pupil, slot)
            assert sheet.cell(row, index).value == (int(value) if value else None)
        assert sheet.cell(row, sheet.max_column).value in {None, "; ".join(page.council_texts(pupil))}
    groups = [row for row in values if "отличник" in row]
    assert groups
    at = groups[-1].index("отличник")
    listed = [row[at] for row in values[4 : 4 + len(page.pupils)]]
    assert groups[-1][at + 1] == listed.count("отличник")


def test_no_subject_of_the_summary_sheet_is_cut_by_the_edge_of_the_paper():
    page = summary_page()
    sheet = openpyxl.load_workbook(BytesIO(summary_file(page, Form.XLSX, STAMP).data)).active
    breaks = {one.id for one in sheet.col_breaks.brk}
    firsts = {cell.column - 1 for cell in sheet[3] if cell.value}
    assert breaks
    assert breaks <= firsts


def test_of_a_class_without_marks_the_decisions_go_out():
    page = summary_page(subjects=0, grade=1)
    book = summary_file(page, Form.XLSX, STAMP)
    sheet = openpyxl.load_workbook(BytesIO(book.data)).active
    assert [cell.value for cell in sheet[3]] == ["№", "Фамилия, имя", "Решение педагогического совета"]
    text = summary_file(page, Form.CSV, STAMP)
    assert len(text_of(text)) >= len(page.pupils)


def test_nothing_of_a_workbook_passes_through_a_temporary_file(page, monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert ZipFile(BytesIO(files(page)[0].data)).testzip() is None


def test_the_day_it_was_made_is_the_journals():
    (file,) = files(pages.ungraded_page())
    assert openpyxl.load_workbook(BytesIO(file.data)).properties.created.date() == date(2026, 12, 2)


@pytest.mark.parametrize("columns", [health_pages.EVERYTHING, health_pages.OPEN])
def test_5_38_closed_columns_of_the_health_sheet_never_go_out(columns):
    """The medical worker, who reads them, takes out no more than the class teacher."""
    page = health_pages.health_page(columns=columns, long=3)
    for form in Form:
        file = health_file(page, form, STAMP)
        assert file.name == f"7А, листок здоровья.{form.value}"
        if form is Form.XLSX:
            with ZipFile(BytesIO(file.data)) as packed:
                text = "".join(packed.read(name).decode() for name in packed.namelist())
        else:
            text = file.data.decode("utf-8-sig")
        assert "основная" in text
        for closed in (*(word for word in health_pages.ADVICE if word), health_pages.LONG, "Группа здоровья"):
            assert closed not in text


def test_the_health_sheet_goes_out_with_what_its_reader_sees():
    page = health_pages.health_page(columns=health_pages.OPEN)
    file = health_file(page, Form.XLSX, STAMP)
    sheet = openpyxl.load_workbook(BytesIO(file.data)).active
    assert [cell.value for cell in sheet[3]] == [
        *("№", "Фамилия, имя", "Год рождения"),
        *("Группа для физкультуры", "Парта", "Место", "Заполнено"),
    ]
    total = counted(file.data, sheet.title)[-1]
    assert total[6] == sum(row.filled for row in page.rows)
    seats = health_file(health_pages.health_page(columns=health_pages.SEATS), Form.CSV, STAMP)
    assert text_of(seats)[0] == ["№", "Фамилия, имя", "Парта", "Место"]
