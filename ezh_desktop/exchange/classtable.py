"""What tables of a whole class from paper have in common: a row a pupil, and a shown table that may join sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Generic, TypeVar

from ezh_desktop.domain.incoming import Spot
from ezh_desktop.domain.names import PersonName
from ezh_desktop.errors import EmptyTable
from ezh_desktop.exchange.headers import ColumnKind, heading_key
from ezh_desktop.exchange.tables import Line, Sheet, column_letter
from ezh_desktop.exchange.values import is_given_first, looks_like_full_name, read_full_name, read_name_part

NAMES: Final = (
    ColumnKind(
        "full_name", "Фамилия, имя", r"\bф ?и ?о?\b|фамилия\W+и?\W*имя|учени|обучающ|учащ|список", looks_like_full_name
    ),
    ColumnKind("surname", "Фамилия", r"^фамилия$"),
    ColumnKind("given", "Имя", r"^имя$"),
    ColumnKind("patronymic", "Отчество", r"^отчество$"),
)
NUMBER: Final = re.compile(r"^(?:№|#|n|no|номер)?(?: ?п ?п)?$")
_FOOTER: Final = re.compile(
    r"(?i)^(?:утверждаю|согласовано|приказ|классный руков|директор|зам\b|завуч|учитель|всего|итого|из них|подпись|"
    r"составил|дата|средн|успеваем|качеств|обучен|соу|на «|кол|м\.\s?п)|_{3,}|%"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a line of the shown table stands in the file, and the file's letter of each of its columns."""

    spot: Spot
    letters: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class NameColumns:
    """Where a sheet has its pupils' names; `given_first` reads «Мария Иванова»."""

    kinds: Mapping[str, int]
    given_first: bool = False

    @property
    def first(self) -> int:
        """The leftmost of them."""
        return min(self.kinds.values())

    def text(self, line: Line) -> str:
        """The name as the shown table has it."""
        whole = self.kinds.get("full_name")
        if whole is not None:
            return line.text(whole)
        return " ".join(part for key in ("surname", "given", "patronymic") if (part := line.text(self.kinds.get(key))))

    def read(self, text: str) -> PersonName:
        """The name that the shown text is."""
        if "full_name" in self.kinds:
            return read_full_name(text, given_first=self.given_first)
        return PersonName.read(read_name_part(text))


def name_columns(head: Sequence[Line], below: Sequence[Line]) -> NameColumns | None:
    """The columns of names by the headings of these rows; None without them."""
    kinds: dict[str, int] = {}
    for column in range(max((len(line.cells) for line in head), default=0)):
        words = heading_key(" ".join(dict.fromkeys(str(line.at(column)) for line in head)))
        kind = next((one.key for one in NAMES if one.named(words)), "")
        if kind and kind not in kinds:
            kinds[kind] = column
    if "surname" in kinds and "given" in kinds:
        kinds.pop("full_name", None)
    elif "full_name" in kinds:
        kinds = {"full_name": kinds["full_name"]}
    else:
        return None
    whole = kinds.get("full_name")
    return NameColumns(kinds, whole is not None and is_given_first(line.at(whole) for line in below))


def is_pupil(head: Sequence[Line], names: NameColumns) -> bool:
    """Whether a header's lower row is the first pupil already, whose marks read like numbers of periods."""
    words = [line.text(names.first) for line in head]
    return len(words) > 1 and words[1] != "" and words[0] not in {"", words[1]}


def why_no_pupil(text: str) -> str:
    """Why a line is no pupil: without a name, a total, a signature; "" for a pupil."""
    if not text:
        return "нет фамилии"
    return f"не ученик: «{text[:40]}»" if _FOOTER.search(text) or not any(map(str.isalpha, text)) else ""


def titles(sheet: Sheet, head: int) -> tuple[str, ...]:
    """What may say of which class and period a sheet is: the words above its header, its name, the file's."""
    above = [str(cell) for line in sheet.lines if line.number < head for cell in line.cells if cell != ""]
    return (*above, sheet.name, PurePath(sheet.file).stem)


C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Part(Generic[C]):
    """A sheet that was understood: the last row of its header, its names, what its columns are, words about it."""

    sheet: Sheet
    last: int
    names: NameColumns
    columns: Mapping[int, C]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined(Generic[C]):
    """The sheets of a file as one table: column 0 of `sheet` is the name, the others are `columns` in order."""

    sheet: Sheet
    columns: tuple[C, ...]
    places: Mapping[int, Placed]
    skipped: tuple[tuple[int, str], ...]


def join(file: str, parts: Sequence[Part[C]]) -> Joined[C]:
    """One line a pupil and sheet, in the file's order. Raises EmptyTable when no sheet has a pupil."""
    columns = tuple(dict.fromkeys(column for part in parts for column in part.columns.values()))
    at = {column: place for place, column in enumerate(columns, 1)}
    lines: list[Line] = []
    places: dict[int, Placed] = {}
    skipped: list[tuple[int, str]] = []
    for part in parts:
        skipped += [(number, "строка скрыта в файле") for number in part.sheet.hidden_rows]
        letters = {at[column]: column_letter(place) for place, column in part.columns.items()}
        letters[0] = column_letter(part.names.first)
        for line in (one for one in part.sheet.lines if one.number > part.last):
            name = part.names.text(line)
            why = why_no_pupil(name)
            if why:
                if any(line.at(place) != "" for place in part.columns):
                    skipped.append((line.number, why))
                continue
            cells = [name, *[""] * len(columns)]
            for place, column in part.columns.items():
                cells[at[column]] = line.text(place)
            lines.append(Line(len(lines) + 1, tuple(cells)))
            places[len(lines)] = Placed(part.sheet.spot(line.number), letters)
    if not lines:
        raise EmptyTable(f"{parts[0].sheet.spot(0).text}: под заголовком нет ни одного ученика.", "Впишите учеников.")
    return Joined(Sheet(file, "", tuple(lines), parts[0].sheet.note), columns, places, tuple(sorted(skipped)))
