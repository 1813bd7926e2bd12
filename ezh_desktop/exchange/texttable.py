"""Text tables (CSV): encoding and separator are recognised, because Excel, FET and the registries all write others."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import Final

from ezh_desktop.errors import BadInput

_SEPARATORS: Final = (";", "\t", ",", "|")
_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1251": "Windows-1251",
    "cp866": "DOS (866)",
    "koi8-r": "КОИ-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_SPACES: Final = "  "
"""Stands for the separator of a table whose columns are held apart by spaces alone."""
_GAP: Final = re.compile(r"\s{2,}")
_SAMPLE_LINES: Final = 60
_SMALL: Final = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")


def read_text_rows(name: str, data: bytes, most: int, like: bytes = b"") -> tuple[list[tuple[int, list[str]]], str]:
    """Rows with the number of the line each begins at, and «Кодировка …, разделитель …». Raises BadInput.

    `like` is another text in the same encoding: a few letters alone do not tell it.
    """
    text, encoding = _decoded(name, data, like)
    separator, text, skipped = _separator(text)
    if separator == _SPACES:
        return _spaced(name, text, most), f"Кодировка {_NAMES[encoding]}, столбцы разделены пробелами"
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1 + skipped
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            _demand_few(name, rows, most)
            begins = reader.line_num + 1 + skipped
    except csv.Error as why:
        raise BadInput(
            f"Файл «{name}», строка {begins}: запись не читается.", "Проверьте кавычки в этой строке."
        ) from why
    shown = {"\t": "табуляция"}.get(separator, f"«{separator}»")
    return rows, f"Кодировка {_NAMES[encoding]}, разделитель {shown}"


def _demand_few(name: str, rows: list[tuple[int, list[str]]], most: int) -> None:
    if len(rows) > most:
        raise BadInput(f"В файле «{name}» больше {most} строк.", "Оставьте в нём один класс или один план.")


def _spaced(name: str, text: str, most: int) -> list[tuple[int, list[str]]]:
    """The rows of a text whose columns stand under each other."""
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            rows.append((number, _GAP.split(line.strip())))
        _demand_few(name, rows, most)
    return rows


def _decoded(name: str, data: bytes, like: bytes = b"") -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(name, data, encoding), encoding
    if b"\0" in data:
        encoding = (
            "utf-16-le"
            if data[1::2].count(0) + data[1::2].count(4) > data[::2].count(0) + data[::2].count(4)
            else "utf-16-be"
        )
        return _readable(name, _strict(name, data, encoding)), encoding
    try:
        return _readable(name, data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    tried = [(data.decode(encoding, errors="replace"), encoding) for encoding in ("cp1251", "cp866", "koi8-r")]
    text, encoding = max(tried, key=lambda one: _russian(one[0] + like.decode(one[1], errors="replace")))
    return _readable(name, text), encoding


def _russian(text: str) -> float:
    """How much a text looks like Russian: small letters are common in it, unreadable signs are not."""
    counted = Counter(text)
    return sum(counted[letter] for letter in _SMALL) - 10 * counted["\ufffd"]


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as why:
        raise _no_text(name) from why


def _readable(name: str, text: str) -> str:
    odd = sum(not (char.isprintable() or char in "\r\n\t\u00a0\ufeff") for char in text)
    if odd > len(text) // 50:
        raise _no_text(name)
    return text


def _no_text(name: str) -> BadInput:
    return BadInput(f"Файл «{name}» — не таблица.", "Нужен файл .xlsx, .xls, .ods или .csv.")


def _separator(text: str) -> tuple[str, str, int]:
    """The separator, the text after a line «sep=;», and how many lines that took."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1], rest, 1
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    best = max(_SEPARATORS, key=lambda one: _evenness(sample, one))
    lines = [line.strip() for line in sample.splitlines() if line.strip()]
    cut, spaced = _evenness(sample, best)[0], sum(bool(_GAP.search(line)) for line in lines)
    return (_SPACES if not cut and spaced * 2 > len(lines) else best), text, 0


def _evenness(sample: str, separator: str) -> tuple[int, int]:
    """How evenly a separator cuts the rows: rows of the usual width, times the cuts in each."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row)
    except csv.Error:
        return 0, 0
    width, rows = max(((w, n) for w, n in widths.items() if w > 1), key=lambda one: one[0] * one[1], default=(1, 0))
    return rows * (width - 1), rows
