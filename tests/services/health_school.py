"""A school whose medical worker holds the health key: made once, copied per test, opened without a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.services.acts import HealthEntry, WriteHealth
from ezh_desktop.services.doors import Person
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.opening import Opening
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.writing import OfficeTicket, Place
from ezh_desktop.storage.keyfile import KeyFile, key_file_of
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.protocol import Strand
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.slots import Slot, Unlocked
from tests.factories import PASSWORD, ClassPlan, School, _session_ids, a_school, fake_clock

STAFF = ("medic", "director", "deputy", "class_teacher", "teacher")


@dataclass(frozen=True)
class HealthSchool:
    """The journal, and what each person's password opens in it."""

    school: School
    opened: Mapping[str, tuple[Slot, Unlocked]] = field(repr=False)

    @property
    def school_class(self) -> int:
        return self.school.classes["7А"]

    def copied(self, folder: Path) -> HealthSchool:
        return replace(self, school=self.school.copied(folder))

    def office(self, login: str = "medic", clock: Clock | None = None, *, readonly: bool = False) -> FileOffice:
        """A person's session, with the keys that their password would open."""
        who, (slot, unlocked) = self.school.people[login], self.opened[login]
        sealed = open_sealed(self.school.path, self.school.key)
        strand = None if readonly else Strand(_session_ids(), who.account, who.signer, "класс-12", "тест")
        roles = {"medic": ("medical_worker",), "admin": ("administrator",)}.get(login, ())
        person = Person(who.account, who.person, f"Сотрудник {login}", login, roles)
        place = Place(sealed, self.school.journal, self.school.key, unlocked, slot)
        office = FileOffice(place, person, clock or fake_clock(), strand)
        office.begin()
        return office


def a_health_school(path: Path, classes: Sequence[ClassPlan] = (), staff: Sequence[str] = STAFF) -> HealthSchool:
    """Make it; the medical worker signs in once, which makes the health key."""
    school = a_school(path, classes, signs_in=staff)
    Opening({}, cost=FLOOR, clock=fake_clock()).sign_in(path, "medic", PASSWORD).close()
    text = KeyFile.parse(key_file_of(path).read_bytes())
    opened = {}
    for login in ("admin", *staff):
        (slot,) = text.find_slots(login)
        opened[login] = (slot, slot.unlock(school.journal, PASSWORD))
    return HealthSchool(school, opened)


def entry(page: HealthPage, pupil: str, column: HealthColumn, value: str) -> HealthEntry:
    """A cell as typed on that page, by the beginning of the pupil's name."""
    row = next(row for row in page.rows if row.name.startswith(pupil))
    return HealthEntry(row.pupil, column.value, value, row.entry)


def fill(office: FileOffice, school_class: int, *cells: tuple[str, HealthColumn, str]) -> OfficeTicket:
    """Write cells as one act and wait for it."""
    page = office.health_page(school_class)
    ticket = office.submit(WriteHealth(school_class, tuple(entry(page, *cell) for cell in cells)))
    ticket.wait(5)
    return ticket
