"""«Сводная ведомость учёта успеваемости обучающихся» on paper: a pupil is a block of rows, one a period (5.33–5.36).

The sheets are kept 75 years: they start on an odd page with an inner margin of 30, and fill whole leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.russian import DASH, roman
from ezh_desktop.errors import BadInput
from ezh_desktop.reports.base import (
    OUTER,
    WIDTH,
    PrintInfo,
    Sheet,
    draw_blank,
    share,
)
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import CAP, POINT, Font
from ezh_desktop.reports.ink import FRAME, GROUP, Ink
from ezh_desktop.reports.sheets import (
    Report,
    add_sheets,
    draw_heading,
    paper_of,
)
from ezh_desktop.reports.text import Block, Step, fit, fit_words, wrap
from ezh_desktop.services.pages.summary import Slot, SummaryPage, SummaryPupil, SummarySubject

TITLE: Final = "Сводная ведомость учёта успеваемости обучающихся"
BLANK_REASON: Final = "Чтобы сводная ведомость занимала целые листы и хранилась отдельно 75 лет."
MARGIN: Final = 30.0
"""Inner margin, mm: the sheets are cut out and bound again."""
TOP: Final = 271.0
HEADER: Final = 42.0
ROW: Final = 4.25
FLOOR: Final = 17.0
MOST_SUBJECTS: Final = 20
_RULE: Final = 0.3
_NUMBER, _PERIODS = 6.5, 9.0
_WIDEST: Final = 6.5
_HEADS: Final[Sequence[Step]] = ((Font.SANS, 8), (Font.SANS, 7.2), (Font.SANS, 6.7))
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 9.5), (Font.SANS, 9), (Font.SANS, 8))
_WORDS = {PeriodKind.YEAR: "год", PeriodKind.EXAM: "экз.", PeriodKind.FINAL: "итог."}
_BOLD: Final = frozenset({PeriodKind.YEAR, PeriodKind.FINAL})


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the columns of one page stand, mm."""

    x0: float
    x1: float
    name: float
    subject: float
    subjects: tuple[SummarySubject, ...]
    slots: tuple[Slot, ...]

    @property
    def periods(self) -> float:
        return self.x0 + _NUMBER + self.name

    @property
    def first(self) -> float:
        return self.periods + (_PERIODS if self.slots else 0)

    @property
    def council(self) -> float:
        return self.first + self.subject * len(self.subjects)

    @property
    def block(self) -> float:
        """Height of a pupil."""
        return ROW * max(len(self.slots), 3)

    def column(self, index: int) -> float:
        return self.first + index * self.subject


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """One planned page: its number, the pupils and subjects on it. Without pupils it is left blank."""

    number: int
    pupils: tuple[SummaryPupil, ...]
    subjects: tuple[SummarySubject, ...]


def plan_summary(page: SummaryPage, first: int) -> tuple[SummarySheet, ...]:
    """The pages of a class from the odd number `first` on: whole leaves, pupils shared evenly.

    Raises BadInput for a class without pupils, ValueError for an even `first`.
    """
    if first % 2 == 0:
        raise ValueError("summary sheets start on an odd page")
    if not page.pupils:
        raise BadInput("Печатать нечего: в классе никого нет.", "Сначала внесите учеников.")
    room = int((TOP - HEADER - FLOOR) / (ROW * max(len(page.slots), 3)))
    sheets: list[SummarySheet] = []
    done = 0
    for pupils in share(len(page.pupils), room):
        group = page.pupils[done : done + pupils]
        sheets += [SummarySheet(first + len(sheets) + at, group, part) for at, part in enumerate(_parts(page.subjects))]
        done += pupils
    if len(sheets) % 2:
        sheets.append(SummarySheet(first + len(sheets), (), ()))
    return tuple(sheets)


def _parts(subjects: tuple[SummarySubject, ...]) -> list[tuple[SummarySubject, ...]]:
    """The subjects in as few parts as fit a page, shared evenly; one empty part where there are none."""
    parts, done = [], 0
    for size in share(len(subjects), MOST_SUBJECTS):
        parts.append(subjects[done : done + size])
        done += size
    return parts or [()]


def draw_summary(
    page: SummaryPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    report: Report | None = None,
    new_document: Callable[[str, PrintInfo], Document] = Document,
) -> bytes:
    """The PDF of a class's summary sheets under the journal's page numbers, without `first` under none.

    Raises as `plan_summary` does.
    """
    plan_summary(page, first or 1)
    document = new_document(summary_title(page), info)
    add_summary(document, page, info, first, report=report)
    return document.data()


def summary_title(page: SummaryPage) -> str:
    """«7А, сводная ведомость, 2026/2027»."""
    return f"{page.class_name}, сводная ведомость, {page.year_label}"


def add_summary(
    document: Document,
    page: SummaryPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw a class's summary sheets into a document; raises as `plan_summary` does."""
    planned = plan_summary(page, first or 1)
    filled = sum(bool(sheet.pupils) for sheet in planned)
    paper = paper_of(page, "Сводная ведомость", info, level)

    def draw(side: Sheet, place: tuple[int, SummarySheet]) -> None:
        at, one = place
        if one.pupils:
            _draw_sheet(document.ink, side, page, one, f"лист {at} из {filled}")
        else:
            draw_blank(document.ink, side, BLANK_REASON)

    sides = [_Side(one.number if first else None, left=one.number % 2 == 0) for one in planned]
    add_sheets(document, paper, list(zip(sides, enumerate(planned, 1), strict=True)), draw, report)


class _Side(Sheet):
    """A side with the wide inner margin."""

    @property
    def x0(self) -> float:
        """Left edge of the text, mm."""
        return OUTER if self.left else MARGIN

    @property
    def x1(self) -> float:
        """Right edge of the text, mm."""
        return WIDTH - (MARGIN if self.left else OUTER)


def _frame(side: Sheet, page: SummaryPage, subjects: tuple[SummarySubject, ...]) -> _Frame:
    """Columns by the number of subjects; what is left over goes to the council's decision."""
    many = len(subjects) > 18
    name, council = (30.0, 24.0) if many else (33.0, 29.0)
    slots = page.slots if subjects else ()
    rest = side.x1 - side.x0 - _NUMBER - name - (_PERIODS if slots else 0) - council
    wide = min(_WIDEST, 5.0 if many else _WIDEST, rest / len(subjects)) if subjects else 0.0
    return _Frame(side.x0, side.x1, name, wide, subjects, slots)


def _draw_sheet(ink: Ink, side: Sheet, page: SummaryPage, planned: SummarySheet, which: str) -> None:
    draw_heading(ink, side, TITLE, page, which)
    frame = _frame(side, page, planned.subjects)
    _draw_header(ink, frame)
    top = TOP - HEADER
    for pupil in planned.pupils:
        _draw_pupil(ink, frame, page, pupil, top)
        top -= frame.block
    _draw_rules(ink, frame, top)


def _draw_header(ink: Ink, frame: _Frame) -> None:
    middle = TOP - HEADER / 2
    ink.block_centred(frame.x0 + _NUMBER / 2, middle, Block(("№", "п/п"), Font.SANS, 7))
    ink.block_centred(frame.x0 + _NUMBER + frame.name / 2, middle, Block(("Фамилия, имя",), Font.SANS, 8))
    if frame.slots:
        _head_upward(ink, frame.periods, _PERIODS, "Периоды")
    for at, subject in enumerate(frame.subjects):
        _head_upward(ink, frame.column(at), frame.subject, subject.name)
    words = "Решение\nпедагогического\nсовета (дата\nи номер)"
    room = frame.x1 - frame.council - 2
    head = fit_words(words, room, ((Font.SANS, 8.5), (Font.SANS, 8), (Font.SANS, 7.5), (Font.SANS, 7)))
    ink.block_centred((frame.council + frame.x1) / 2, middle, head)


def _head_upward(ink: Ink, x: float, wide: float, text: str) -> None:
    """A subject's name from the header's foot upward: one line, or two at the smallest size."""
    block = fit(text, HEADER - 2.4, _HEADS, leading=1.0)
    high = CAP * block.size * POINT
    # Two lines stand 0.1 em nearer to the first, or descenders would touch the rule.
    shift = 0.1 * block.size * POINT if len(block.lines) > 1 else 0
    base = x + wide / 2 + high / 2 - (len(block.lines) - 1) * block.step / 2 - shift
    for index, line in enumerate(block.lines):
        ink.upward(base + index * block.step, TOP - HEADER + 1.2, line, block.font, block.size)


def _draw_pupil(ink: Ink, frame: _Frame, page: SummaryPage, pupil: SummaryPupil, top: float) -> None:
    middle = top - frame.block / 2
    ink.cell(frame.x0 + _NUMBER / 2, middle, str(pupil.number), Font.SANS, 9)
    ink.block(frame.x0 + _NUMBER + 1, middle, _name(pupil.name, frame.name - 2))
    for row, slot in enumerate(frame.slots):
        _draw_row(ink, frame, page, pupil, (slot, top - (row + 0.5) * ROW))
    ink.block(frame.council + 1, middle, _council(page, pupil, frame))


def _draw_row(ink: Ink, frame: _Frame, page: SummaryPage, pupil: SummaryPupil, row: tuple[Slot, float]) -> None:
    slot, middle = row
    font = Font.SANS_BOLD if slot.kind in _BOLD else Font.SANS
    ink.text(frame.periods + 1.2, middle - CAP / 2 * 7 * POINT, _label(slot, frame.slots), font, 7)
    for at, subject in enumerate(frame.subjects):
        value = page.value(subject.subject, pupil.pupil, slot)
        text = value or (DASH if page.closed(pupil, subject, slot) else "")
        if text:
            ink.cell(frame.column(at) + frame.subject / 2, middle, text, font, 9)


def _label(slot: Slot, slots: tuple[Slot, ...]) -> str:
    """«I», «год»; a half-year beside quarters is told by its letters."""
    if not slot.is_term:
        return _WORDS[slot.kind]
    mixed = slot.kind is PeriodKind.HALF and any(one.kind is PeriodKind.QUARTER for one in slots)
    return f"{roman(slot.number)} п/г" if mixed else roman(slot.number)


def _name(name: str, room: float) -> Block:
    """Surname above the given name; a long surname shrinks a step, then wraps."""
    parts = name.replace(" ", "\n", 1)
    return fit_words(parts, room, _NAMES, leading=1.04)


def _council(page: SummaryPage, pupil: SummaryPupil, frame: _Frame) -> Block:
    """All decisions of a pupil, at the largest size at which they fit the block; nothing is cut."""
    texts, room = page.council_texts(pupil), frame.x1 - frame.council - 2
    for size in (7.2, 6.8, 6.4):
        block = _wrapped(texts, room, Font.SANS, size)
        if block.height <= frame.block - 1.6:
            return block
    return next(
        (
            block
            for size in (6.4, 6.0, 5.6, 5.2)
            if (block := _wrapped(texts, room, Font.NARROW, size)).height <= frame.block - 1.2
        ),
        _wrapped(texts, room, Font.NARROW, 4.6),
    )


def _wrapped(texts: Sequence[str], room: float, font: Font, size: float) -> Block:
    return Block(tuple(line for text in texts for line in wrap(text, font, size, room)), font, size, 1.1)


def _draw_rules(ink: Ink, frame: _Frame, bottom: float) -> None:
    ink.box(frame.x0, bottom, frame.x1, TOP, FRAME)
    for at in range(len(frame.subjects)):
        ink.line(frame.column(at), bottom, frame.column(at), TOP, GROUP if at % 5 == 0 else _RULE)
    for x in (frame.x0 + _NUMBER, frame.periods, frame.council):
        ink.line(x, bottom, x, TOP, _RULE if x != frame.council else GROUP)
    ink.line(frame.x0, TOP - HEADER, frame.x1, TOP - HEADER, GROUP)
    top = TOP - HEADER
    while top > bottom + 1:
        ink.line(frame.x0, top, frame.x1, top, GROUP if top == TOP - HEADER else FRAME)
        for row, slot in enumerate(frame.slots[1:], 1):
            weight = GROUP if slot.kind is PeriodKind.YEAR else _RULE
            ink.line(frame.periods, top - row * ROW, frame.council, top - row * ROW, weight)
        top -= frame.block
