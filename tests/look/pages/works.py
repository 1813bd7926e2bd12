"""«График контрольных работ» of a class."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ezh_desktop.services.pages.works import WorkLine, WorksPage
from ezh_desktop.ui.dialogs.works import WorksDialog
from tests.look.registry import Scene, Shot, shows

TODAY = date(2026, 12, 2)
WORKS = (
    (date(2026, 10, 14), "Алгебра", "Контрольная работа", "Степень с натуральным показателем", ()),
    (date(2026, 11, 26), "Русский язык", "Диктант с грамматическим заданием", "Причастный оборот", ()),
    (
        date(2026, 12, 9),
        "Русский язык",
        "Сочинение",
        "Портрет литературного героя",
        ("в этот день у класса 2 работы", "после работы 26 ноября прошло 13 дней из 18"),
    ),
    (date(2026, 12, 9), "Физика", "Контрольная работа", "Давление", ("в этот день у класса 2 работы",)),
)


@shows("works")
def works(_scene: Scene) -> Iterator[Shot]:
    """Two held and two planned works, two of them on one day; and a class without any."""
    lines = tuple(
        WorkLine(1, number, day, subject, kind, topic, day < TODAY, warnings)
        for number, (day, subject, kind, topic, warnings) in enumerate(WORKS)
    )
    yield Shot("class", WorksDialog(WorksPage("7А", "2026/2027", TODAY, lines)))
    yield Shot("none", WorksDialog(WorksPage("1А", "2026/2027", TODAY, ())))
