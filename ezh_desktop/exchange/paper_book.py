"""The empty workbook of a class: marks of the terms that are over, absences by days, absences as a list.

What is written into it is read by `class_marks` and `absences_table`.
"""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import Any, Final

from xlsxwriter import Workbook

from ezh_desktop.domain.russian import MONTHS, dotted
from ezh_desktop.exchange.absences_table import LIST_HEADINGS
from ezh_desktop.services.pages.paper_book import PaperBook

MARKS, DAYS, LIST = "Отметки", "Пропуски по дням", "Пропуски списком"
_NAME_WIDTH: Final = 36
_LIST_WIDTHS: Final = (_NAME_WIDTH, 14, 14, 10, 26, 36)
_LIST_ROWS: Final = 400
_FIRST: Final = 3
"""Rows above the pupils: a word on the sheet, and a header of two."""


def empty_paper_book(page: PaperBook) -> bytes:
    """The bytes of the workbook."""
    data = BytesIO()
    book = Workbook(data, {"in_memory": True})
    made = _Making(book, page)
    made.marks()
    made.days()
    made.stretches()
    book.close()
    return data.getvalue()


class _Making:
    """The sheets being written."""

    def __init__(self, book: Any, page: PaperBook) -> None:  # noqa: ANN401 - the library is untyped
        self._book, self._page = book, page
        head = {"bold": True, "bg_color": "#F0F1F4", "border": 1, "align": "center", "valign": "vcenter"}
        self._head = book.add_format(head | {"text_wrap": True})
        self._note = book.add_format({"font_color": "#525A69", "italic": True})
        self._name = book.add_format({"border": 1})
        self._cell = book.add_format({"border": 1, "align": "center"})
        self._text = book.add_format({"num_format": "@"})

    def _sheet(self, name: str, words: str) -> Any:  # noqa: ANN401
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, f"{self._page.class_name} класс. {words}", self._note)
        sheet.set_column(0, 0, _NAME_WIDTH)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _over(self, sheet: Any, first: int, last: int, words: str) -> None:  # noqa: ANN401
        if first == last:
            sheet.write_string(1, first, words, self._head)
        else:
            sheet.merge_range(1, first, 1, last, words, self._head)

    def _pupils(self, sheet: Any, columns: int) -> None:  # noqa: ANN401
        sheet.merge_range(1, 0, 2, 0, "Фамилия, имя", self._head)
        for row, name in enumerate(self._page.pupils, _FIRST):
            sheet.write_string(row, 0, name, self._name)
            for column in range(1, columns + 1):
                sheet.write_blank(row, column, None, self._cell)
        sheet.freeze_panes(_FIRST, 1)

    def marks(self) -> None:
        """Subjects over their terms."""
        sheet = self._sheet(MARKS, "Каждый учитель вводит столбцы своих предметов.")
        at = 1
        for subject in self._page.subjects:
            self._over(sheet, at, at + len(subject.terms) - 1, subject.name)
            for place, term in enumerate(subject.terms, at):
                sheet.write_string(2, place, term, self._head)
            at += len(subject.terms)
        sheet.set_row(1, 62)
        sheet.set_column(1, max(1, at - 1), 7)
        self._pupils(sheet, at - 1)

    def days(self) -> None:
        """The school days, by month."""
        words = "5Б — пропущено 5 уроков по болезни, 5У — по уважительной причине, 5 — без неё; Б, У, П — весь день."
        sheet = self._sheet(DAYS, words)
        at = 1
        for month, run in groupby(self._page.days, key=lambda day: day.month):
            days = list(run)
            self._over(sheet, at, at + len(days) - 1, MONTHS[month - 1].capitalize())
            for place, day in enumerate(days, at):
                sheet.write_number(2, place, day.day, self._head)
            at += len(days)
        sheet.set_column(1, max(1, at - 1), 4.6)
        self._pupils(sheet, at - 1)

    def stretches(self) -> None:
        """A row for each certificate or application."""
        words = f"Строка на справку или заявление до {dotted(self._page.began)}. Причина: б, у или п. Уроки: 1-2."
        sheet = self._sheet(LIST, words)
        for at, (title, width) in enumerate(zip(LIST_HEADINGS, _LIST_WIDTHS, strict=True)):
            sheet.set_column(at, at, width, self._text)
            sheet.write_string(1, at, title, self._head)
        if self._page.pupils:
            last = _FIRST + len(self._page.pupils)
            source = f"='{MARKS}'!$A${_FIRST + 1}:$A${last}"
            sheet.data_validation(2, 0, _LIST_ROWS, 0, {"validate": "list", "source": source, "error_type": "warning"})
        sheet.freeze_panes(2, 1)
