"""An office in memory with the health sheet of 7А: the pupils of the fake office, most of their rows filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.health import PLACES, Closed, HealthColumn, PeGroup
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.acts import Act, WriteHealth
from ezh_desktop.services.doors import NO_COURSE, CoursePlace, Decision, Keyless, Person
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.health import HealthPage, HealthRow
from ezh_desktop.ui.models.health import written
from tests.ui.fake_office import NAMES, TODAY, FakeOffice

CLASS = 900
WHOLE = frozenset(HealthColumn)
OPEN = frozenset({HealthColumn.PE_GROUP, HealthColumn.DESK, HealthColumn.PLACE})
SEATS = frozenset({HealthColumn.DESK, HealthColumn.PLACE})
GONE, WANTING = 9, (19, 21, 25)
_GROUPS = ("II", "II", "II", "III", "I", "II", "I", "I", "I", "II", "II", "I")
_PE = (PeGroup.PREPARATORY, PeGroup.PREPARATORY, PeGroup.BASIC, PeGroup.SPECIAL_A, *(PeGroup.BASIC,) * 7)
_ADVICE = (
    "",
    "",
    "Очки для дали",
    "Без наклонов, упражнения лёжа",
    "",
    "Ограничить прыжки до 18.12",
    "",
    "",
    "Сидеть у окна",
)
_OTHERS = (
    ("1А", 24, 24),
    ("2А", 22, 25),
    ("5А", 26, 26),
    ("7А", 23, 26),
    ("7Б", 0, 25),
    ("8А", 22, 22),
    ("9А", 20, 21),
)


def a_health_sheet(columns=WHOLE, pupils=27, wanting=WANTING, *, has_key=True, locked=()) -> HealthPage:
    """The sheet as `columns` are read; rows in `wanting` are empty, those in `locked` lie under another key."""
    rows = tuple(_row(at, columns, filled=at not in wanting, locked=at in locked) for at in range(pupils))
    return HealthPage(
        cursor=0,
        school_class=CLASS,
        class_name="7А",
        year=20,
        year_label="2026/2027",
        school_name="Школа № 12",
        today=TODAY,
        columns=columns,
        writes=columns if columns == WHOLE else frozenset(),
        shows_fill=columns != SEATS,
        shows_birth=columns != SEATS,
        has_key=has_key and columns == WHOLE,
        rows=rows,
    )


def _row(at, columns, *, filled, locked):
    end = date(2026, 11, 16) if at == GONE else None
    bare = HealthRow(
        at + 1, at + 1, NAMES[at % len(NAMES)], "2013" if columns != SEATS else "", (Membership(None, end),)
    )
    if end is not None:
        bare = replace(bare, left=end, order="№ 27-д от 16.11.2026")
    if not filled or at == GONE:
        return bare
    closed = Closed(_GROUPS[at % len(_GROUPS)], _ADVICE[at % len(_ADVICE)])
    opens = HealthColumn.GROUP in columns
    return replace(
        bare,
        pe_group=_PE[at % len(_PE)].value if HealthColumn.PE_GROUP in columns else "",
        desk=str(at * 7 % 5 + 1),
        place=PLACES[at * 5 % 3],
        closed=closed if opens and not locked else Closed(),
        filled=columns != SEATS,
        locked=locked,
        entry=EntryRef(1, at + 1),
        entered=date(2026, 9, 8 + at % 2) if opens else None,
    )


@dataclass
class HealthOffice(FakeOffice):
    """Whoever reads this sheet; `lacking` medical workers have no key."""

    sheet: HealthPage = field(default_factory=a_health_sheet)
    lacking: tuple[Keyless, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        whole = self.sheet.whole
        words = "медицинский работник" if whole else "классный руководитель"
        roles = ("medical_worker",) if whole else ("class_teacher",)
        self.person = Person(1, 3, "Гришина Ольга Петровна", words, roles)

    def places(self) -> Sequence[CoursePlace]:
        return [
            CoursePlace(
                NO_COURSE, name, "", "", "Листки здоровья",
                note=f"{filled} / {of}" if self.sheet.shows_fill else "", done=filled == of,
                school_class=CLASS if name == "7А" else CLASS + 1 + at,
            )
            for at, (name, filled, of) in enumerate(_OTHERS)
        ]  # fmt: skip

    def first_place(self) -> tuple[int, int] | None:
        return None

    def may(self, action: Action, thing: Thing, school_class: int | None = None) -> bool:
        return action is Action.READ and thing is Thing.HEALTH_DESK

    def health_page(self, school_class: int) -> HealthPage:
        return self.sheet

    def decide_health(self, act: WriteHealth) -> Decision:
        return Decision(act)

    def _apply(self, act: Act, entry: EntryRef) -> tuple[int, dict]:
        if isinstance(act, WriteHealth):
            self.sheet = written(self.sheet, act, entry)
        return CLASS, {}

    def keyless_medics(self) -> tuple[Keyless, ...]:
        return self.lacking

    def pass_health_key(self, account: int) -> None:
        self.lacking = tuple(one for one in self.lacking if one.account != account)
