"""The page «Листок здоровья»: picture 06, the field with its list, a refusal, and the page as other roles see it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ezh_desktop.services.doors import Keyless
from ezh_desktop.settings import Settings
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.models.health import Column
from tests.look.pages.marks import NARROW
from tests.look.registry import Scene as Look
from tests.look.registry import Shot, shows
from tests.ui.fake_health import OPEN, SEATS, HealthOffice, a_health_sheet
from tests.ui.opener import NoDoors
from tests.ui.teacher import Teacher

SCREEN = (1366, 705)
SECOND = Keyless(7, "Филатова Нина Аркадьевна")


def _shot(
    name: str,
    office: HealthOffice,
    act: Callable[[Teacher], object] = lambda _teacher: None,
    size: tuple[int, int] = SCREEN,
) -> Shot:
    """The main window on the sheet of 7А after what a person did."""
    window = MainWindow(office, Settings(Path(tempfile.mkdtemp()) / "s.ini"), NoDoors(), lambda _path, _data: None)

    def ready() -> None:
        window.resize(*size)
        window.activateWindow()
        window.open_place(next(place for place in office.places() if place.class_name == "7А"))
        teacher = Teacher.__new__(Teacher)
        teacher.window = window
        teacher.settles()
        act(teacher)

    return Shot(name, window, size, ready)


def _goes(row: int, column: Column, *keys: str) -> Callable[[Teacher], None]:
    def run(teacher: Teacher) -> None:
        grid = teacher.window.page.grid
        grid.go(row, grid.sheet.columns.index(column))
        grid.setFocus()
        for key in keys:
            teacher.presses(key)

    return run


def _writes(row: int, column: Column, text: str) -> Callable[[Teacher], None]:
    def run(teacher: Teacher) -> None:
        _goes(row, column)(teacher)
        teacher.writes(text)

    return run


def _pending(teacher: Teacher) -> None:
    teacher.window.office.held = True
    _writes(19, Column.GROUP, "12")(teacher)


def _refused(teacher: Teacher) -> None:
    _goes(12, Column.GROUP)(teacher)
    teacher.window.page.hand.refuse((12, 3), _why())


def _why() -> Exception:
    from ezh_desktop.domain.health import HEALTH  # noqa: PLC0415 - one picture alone

    return HEALTH.refuse("«7» — не группа здоровья.", "Можно I, II, III, IV, V или цифры от 1 до 5.")


@shows("health")
def health(_look: Look) -> Iterator[Shot]:
    """The page in its states."""
    yield _shot("opened", HealthOffice({}))
    yield _shot("groups", HealthOffice({}), _goes(12, Column.PE_GROUP, "Return"))
    yield _shot("advice", HealthOffice({}), _writes(12, Column.ADVICE, "О"))
    yield _shot("place-low", HealthOffice({}), _goes(26, Column.PLACE, "Return"))
    yield _shot("refused", HealthOffice({}), _refused)
    yield _shot("pending", HealthOffice({}), _pending)
    yield _shot("range", HealthOffice({}), _goes(3, Column.DESK, "Shift+Down", "Shift+Down", "Shift+Right"))
    yield _shot("filled", HealthOffice({}, sheet=a_health_sheet(wanting=())))
    yield _shot("locked", HealthOffice({}, sheet=a_health_sheet(wanting=(), locked=range(3))))
    yield _shot("keyless", HealthOffice({}, sheet=a_health_sheet(has_key=False)))
    yield _shot("pass", HealthOffice({}, lacking=(SECOND,)))
    yield _shot("thirty", HealthOffice({}, sheet=a_health_sheet(pupils=30)))
    yield _shot("class-teacher", HealthOffice({}, sheet=a_health_sheet(OPEN)))
    yield _shot("subject-teacher", HealthOffice({}, sheet=a_health_sheet(SEATS)))
    yield _shot("empty", HealthOffice({}, sheet=a_health_sheet(pupils=0)))
    yield _shot("narrow", HealthOffice({}), size=NARROW)
    yield _shot("narrow-field", HealthOffice({}), _goes(5, Column.ADVICE, "Return"), NARROW)
