"""The medical worker's list: every class with how far its health sheet is filled (look, «Structure»)."""

from __future__ import annotations

from pathlib import Path

from ezh_desktop.domain.health import HealthColumn
from tests.factories import PupilPlan, a_class
from tests.services.health_school import a_health_school, fill

CELLS = ((HealthColumn.GROUP, "1"), (HealthColumn.PE_GROUP, "о"))


def test_the_medical_worker_sees_every_class_with_its_fill_state(tmp_path: Path) -> None:
    gone = PupilPlan("Жуков Матвей Романович", end=None)
    classes = [a_class("7А", pupils=("Абрамова Дарья Олеговна", gone)), a_class("1А", pupils=(), courses=())]
    school = a_health_school(tmp_path / "places.ezh", classes, ("medic", "teacher"))
    medic = school.office()
    assert [(place.group, place.class_name, place.note, place.done) for place in medic.places()] == [
        ("Листки здоровья", "1А", "", False),
        ("Листки здоровья", "7А", "0 / 2", False),
    ]
    fill(
        medic,
        school.school_class,
        *(("Абрамова", *cell) for cell in ((HealthColumn.GROUP, "1"), (HealthColumn.PE_GROUP, "о"))),
    )
    assert medic.places()[1].note == "1 / 2"
    fill(
        medic,
        school.school_class,
        *(("Жуков", *cell) for cell in ((HealthColumn.GROUP, "1"), (HealthColumn.PE_GROUP, "о"))),
    )
    last = medic.places()[1]
    assert (last.note, last.done) == ("2 / 2", True)
    medic.close()
    teacher = school.office("teacher", readonly=True)
    assert {place.group for place in teacher.places() if place.course} == {"Мои страницы"}
    teacher.close()
