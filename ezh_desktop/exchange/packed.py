"""What the spreadsheet reader does not tell: hidden rows, formulas never counted, and which packed file is no table."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.ods import Merge, read_ods
from ezh_desktop.exchange.oldxls import OldBook

MOST_UNPACKED: Final = 200_000_000
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER: Final = re.compile(rb'\br="(\d+)"')
_UNCOUNTED: Final = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_BROKEN: Final = (OSError, EOFError, ValueError, LookupError, TypeError, OverflowError, RuntimeError, MemoryError)
"""What the readers of containers raise over damaged bytes; NotImplementedError is a RuntimeError."""
_OLE_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLE_WORD: Final = "WordDocument".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Packed:
    """By sheet name: hidden rows, from 1; (row from 1, column from 0) of formulas without a counted value;
    merged cells where the reader itself does not tell them.
    """

    hidden_rows: dict[str, frozenset[int]] = field(default_factory=dict)
    unsure: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    merged: dict[str, tuple[Merge, ...]] = field(default_factory=dict)


def look_into(name: str, data: bytes) -> Packed:
    """What lies in a workbook besides its values. Raises BadInput for protected files and those that are no table."""
    if not data.startswith(b"PK"):
        return _of_ole(name, data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return _of_zip(name, packed)
    except (*_BROKEN, zipfile.BadZipFile, ET.ParseError, ExpatError, zlib.error) as why:
        raise BadInput(f"Файл «{name}» повреждён.", "Скопируйте или скачайте его ещё раз.") from why


def _of_ole(name: str, data: bytes) -> Packed:
    """An old workbook, or what else lies in such a container."""
    if _OLE_PROTECTED in data:
        raise _locked(name, "Excel")
    if _OLE_WORD in data:
        raise BadInput(f"Файл «{name}» — документ Word, а не таблица.", "Скопируйте таблицу в Excel и сохраните.")
    try:
        book = OldBook(data)
        if not book.locked:
            return Packed(book.hidden_rows())
    except (*_BROKEN, struct.error) as why:
        raise BadInput(f"Файл «{name}» повреждён.", "Скопируйте или скачайте его ещё раз.") from why
    raise _locked(name, "Excel")


def _locked(name: str, program: str) -> BadInput:
    return BadInput(f"Файл «{name}» защищён паролем.", f"Снимите пароль в {program} и сохраните снова.")


def _of_zip(name: str, packed: zipfile.ZipFile) -> Packed:
    names = set(packed.namelist())
    if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
        raise BadInput(f"Файл «{name}» слишком велик.", "Оставьте в нём один лист со списком.")
    if "xl/workbook.xml" in names:
        return _of_xlsx(packed, names)
    if "word/document.xml" in names:
        raise BadInput(f"Файл «{name}» — документ Word, а не таблица.", "Скопируйте таблицу в Excel и сохраните.")
    if "content.xml" in names:
        if b"encryption-data" in packed.read("META-INF/manifest.xml"):
            raise _locked(name, "LibreOffice")
        return _of_ods(packed)
    if "xl/workbook.bin" in names:
        return Packed()
    raise BadInput(f"Файл «{name}» — архив, а не таблица.", "Распакуйте его и выберите таблицу.")


def _of_ods(packed: zipfile.ZipFile) -> Packed:
    sheets = read_ods(packed.read("content.xml"))
    hidden = {name: frozenset(sheet.hidden) for name, sheet in sheets.items()}
    return Packed(hidden, {}, {name: tuple(sheet.merged) for name, sheet in sheets.items()})


def _of_xlsx(packed: zipfile.ZipFile, names: set[str]) -> Packed:
    found = Packed()
    for sheet, part in _parts(packed).items():
        if part not in names:
            continue
        text = packed.read(part)
        hidden = [_NUMBER.search(tag) for tag in _ROW.findall(text) if _HIDDEN.search(tag)]
        found.hidden_rows[sheet] = frozenset(int(number[1]) for number in hidden if number)
        found.unsure[sheet] = frozenset((int(row), _index(column)) for column, row in _UNCOUNTED.findall(text))
    return found


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part of the package that holds it."""
    # The standard parser refuses entities that grow without bound (expat 2.4.1 and later), and the size was looked at.
    book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314
    links = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_REL), "")
        found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
