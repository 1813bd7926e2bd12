"""What the reader of old workbooks (.xls) does not tell: whether a password locks one, and which rows are hidden.

A workbook of Excel 97 is a stream of records (type, length, body) in an OLE container.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from struct import unpack_from
from typing import Final

_BOF: Final = 0x0809
_EOF: Final = 0x000A
_FILE_PASS: Final = 0x002F
_BOUND_SHEET: Final = 0x0085
_ROW: Final = 0x0208
_HIDDEN: Final = 0x20
_STREAMS: Final = ("Workbook", "Book")


class OldBook:
    """The records of one workbook. Raises OSError for what is no OLE container or ends too early."""

    def __init__(self, data: bytes) -> None:
        # Loaded on first use: few files are that old.
        import olefile  # noqa: PLC0415

        with olefile.OleFileIO(BytesIO(data)) as packed:
            names = {"/".join(one) for one in packed.listdir()}
            name = next((one for one in _STREAMS if one in names), "")
            self._stream: bytes = packed.openstream(name).read() if name else b""

    @property
    def locked(self) -> bool:
        """Whether only a password opens it."""
        return any(kind == _FILE_PASS for kind, _ in self._records(0))

    def hidden_rows(self) -> dict[str, frozenset[int]]:
        """Hidden rows by sheet, from 1."""
        found = {}
        for kind, at in list(self._records(0)):
            if kind == _BOUND_SHEET:
                begins, name = self._sheet(at)
                found[name] = frozenset(self._hidden(begins))
        return found

    def _records(self, begins: int) -> Iterator[tuple[int, int]]:
        """(type, place of the body) of each record up to the end of this part of the stream."""
        at = begins
        while at + 4 <= len(self._stream):
            kind, length = unpack_from("<HH", self._stream, at)
            yield kind, at + 4
            if kind == _EOF:
                return
            at += 4 + length

    def _sheet(self, at: int) -> tuple[int, str]:
        """Where a sheet begins, and its name; in the oldest workbooks, of one byte a letter, it is left empty."""
        begins, count, wide = unpack_from("<I2xBB", self._stream, at)
        size = count * (2 if wide & 1 else 1)
        raw = self._stream[at + 8 : at + 8 + size]
        return int(begins), raw.decode("utf-16-le" if wide & 1 else "latin-1", errors="replace")

    def _hidden(self, begins: int) -> Iterator[int]:
        for kind, at in self._records(begins):
            if kind == _ROW:
                (row,) = unpack_from("<H", self._stream, at)
                (flags,) = unpack_from("<H", self._stream, at + 12)
                if flags & _HIDDEN:
                    yield int(row) + 1
