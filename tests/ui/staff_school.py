"""A school whose administrator signs in by a real password, with people in every state an account may be in."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import RolePlan
from ezh_desktop.services.accounts import NewStaff, add_accounts, block_account
from ezh_desktop.services.commands import Command
from ezh_desktop.services.founding import person_row
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.opening import Opening, Session
from ezh_desktop.services.own import Planned
from ezh_desktop.services.staff import Person, end_person, staff_page, write_person
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD, WEDNESDAY, School, a_class, a_school, fake_clock
from tests.ui.paper_doors import HP, PaperDoors

NAMES = (
    "Соколова Наталья Викторовна",
    "Григорьев Андрей Николаевич",
    "Филатова Нина Аркадьевна",
    "Зайцева Ольга Юрьевна",
    "Абдурахманова-Преображенская Екатерина Владиславовна",
    "Кравцов Денис Олегович",
)


def signed_in(school: School, login: str = "admin", password: str = PASSWORD, day: date = WEDNESDAY) -> Session:
    """A session by password, at the least cost."""
    return Opening({}, cost=FLOOR, clock=fake_clock(day, time(10, 43))).sign_in(school.path, login, password)


def make_school(folder: Path) -> School:
    """7А and 7Б, the factory's staff without passwords, and six people with accounts, one blocked, one gone."""
    school = a_school(folder / "школа.ezh", [a_class(), a_class("7Б")])
    session = signed_in(school)
    office = session.office
    first, second, *rest = (PersonName.read(name) for name in NAMES)
    classes = dict(staff_page(office).classes)
    leads = next(ident for ident, name in classes.items() if name == "7Б")
    roles = {
        first: [RolePlan(Role.SUBJECT_TEACHER), RolePlan(Role.CLASS_TEACHER, leads, date(2026, 9, 1))],
        second: [RolePlan(Role.DEPUTY, None, date(2026, 9, 1), date(2027, 5, 31))],
        rest[0]: [RolePlan(Role.MEDICAL_WORKER)],
    }
    staff = [
        NewStaff(name, "f", f"person{n}", roles.get(name, [RolePlan(Role.SUBJECT_TEACHER)]), "Учитель")
        for n, name in enumerate((first, second, *rest))
    ]
    add_accounts(office, staff)
    block_account(office, "person4")
    line = next(line for line in staff_page(office).lines if line.login == "person5")
    end_person(office, line, WEDNESDAY - timedelta(days=30))
    bare = Change("person", (system_ids()(),), None, person_row(PersonName("Яковлева", "Ирина"), "f", "Учитель музыки"))
    office.execute(Command("person.write", ("person", int(bare.key[0])), (Planned(bare),)))
    own = next(line for line in staff_page(office).lines if line.login == "admin")
    write_person(office, own, Person(PersonName("Орлова", "Татьяна", "Викторовна"), "f", "Администратор ЭЖ"))
    session.close()
    return school


class AgreeingDoors(PaperDoors):
    """Answers yes to whatever is asked, and remembers it; `answer` may be changed."""

    def __init__(self, path: Path | None = None, printers: tuple[str, ...] = (HP,)) -> None:
        super().__init__(path, printers)
        self.answer = True
        self.asked: list[str] = []

    def ask(self, parent, question, detail, *, act, keep="Отмена"):
        self.asked.append(question)
        return self.answer
