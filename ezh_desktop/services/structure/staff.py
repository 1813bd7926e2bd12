"""The people who work at the school, as other dialogs choose them: a name that is not there yet is entered (4.1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.rules import refuse_pupil_name
from ezh_desktop.errors import BadInput
from ezh_desktop.services.founding import TEACHER_POST, likely_gender, person_row, role_row
from ezh_desktop.services.structure.base import Work
from ezh_desktop.storage.reading.rows import Readable, rows


@dataclass(frozen=True, slots=True)
class StaffList:
    """Full names by person, who of them works here still, and who holds the role of a teacher of a subject."""

    names: Mapping[int, str]
    present: frozenset[int]
    teachers: frozenset[int]

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of those who work here, by alphabet."""
        return tuple(sorted((self.names[person] for person in self.present), key=name_key))

    def called(self, name: str) -> list[int]:
        """Who works here under that full name."""
        return [person for person in self.present if name_key(self.names[person]) == name_key(name)]


def read_staff(db: Readable) -> StaffList:
    """Everybody who works or worked here."""
    people = rows(db, "SELECT id, ended, surname, given, patronymic FROM person")
    teachers = rows(db, "SELECT person FROM role_assignment WHERE role = 'subject_teacher' AND end IS NULL")
    names = {ident: PersonName(*parts).full for ident, _, *parts in people}
    present = frozenset(ident for ident, ended, *_ in people if ended is None)
    return StaffList(names, present, frozenset(one[0] for one in teachers))


def staff_named(work: Work, staff: StaffList, name: str, own: Iterable[int] = ()) -> int:
    """The person of a full name, first among `own`, who stand there already; who is not there is entered.

    Raises BadInput when two have the name, when it is the name of one who left, or of somebody new and not whole.
    """
    for person in own:
        if name_key(staff.names.get(person, "")) == name_key(name):
            return person
    near = staff.called(name)
    near += [
        int(change.key[0])
        for change in work.changes
        if change.entity == "person" and change.new["name_key"] == name_key(name)
    ]
    if len(near) == 1:
        return near[0]
    if near:
        raise BadInput(f"«{name}» — имя двух сотрудников.", "Различите их в списке сотрудников.")
    if any(name_key(full) == name_key(name) for full in staff.names.values()):
        raise BadInput(f"{name} здесь больше не работает.", "Впишите другого или верните в списке сотрудников.")
    return _entered(work, name)


def _entered(work: Work, name: str) -> int:
    """Somebody new, without an account."""
    read = PersonName.read(name)
    if refuse_pupil_name(read) is not None:
        raise BadInput(f"Сотрудника «{name}» нет.", "Нового впишите полностью: фамилия, имя, отчество.")
    work.warnings.append(f"{read.full}: новый сотрудник, доступ ему выдают в списке сотрудников.")
    return work.add("person", person_row(read, likely_gender(read), TEACHER_POST))


def make_teacher(work: Work, staff: StaffList, person: int) -> None:
    """Who teaches a subject needs the role of a teacher to write in the journal."""
    given = any(
        change.entity == "role_assignment"
        and change.new["person"] == person
        and change.new["role"] == Role.SUBJECT_TEACHER.value
        for change in work.changes
    )
    if person not in staff.teachers and not given:
        work.add("role_assignment", role_row(person, Role.SUBJECT_TEACHER))
