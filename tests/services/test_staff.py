"""Staff by real passwords: many accounts at once, roles with days, who leaves and comes back (3.1, 4.1.4, 4.2.2)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import RolePlan
from ezh_desktop.errors import BadInput, EzhError, Refusal, RightRefused, SignInTrouble, StaleRefused
from ezh_desktop.services import accounts
from ezh_desktop.services.accounts import (
    NewStaff,
    add_accounts,
    block_account,
    reset_password,
    reset_passwords,
    unblock_account,
)
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.opening import Opening, Session
from ezh_desktop.services.pages.staff import StaffLine, Stand, slip_words
from ezh_desktop.services.staff import Person, change_roles, end_person, staff_page, write_person
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.keyfile import key_file_of
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD, WEDNESDAY, School, a_school, fake_clock, raw
from tests.services.test_acts import mark, settled

OWN = "сирень за окном 5"
SIDE = "облако и кирпич 8"
SignsIn = Callable[..., Session]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_school(tmp_path_factory.mktemp("staff") / "staff.ezh", signs_in=("teacher", "director"))


@pytest.fixture
def school(made: School, tmp_path: Path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def signs_in(school: School) -> Iterator[SignsIn]:
    open_ones: list[Session] = []

    def sign_in(login: str = "admin", password: str = PASSWORD, day: date = WEDNESDAY) -> Session:
        opening = Opening({}, cost=FLOOR, clock=fake_clock(day, time(10, 43)))
        session = opening.sign_in(school.path, login, password)
        open_ones.append(session)
        return session

    yield sign_in
    for session in open_ones:
        session.close()


def staff(*surnames: str, role: Role = Role.SUBJECT_TEACHER) -> list[NewStaff]:
    return [
        NewStaff(PersonName(one, "Инна", "Петровна"), "f", f"login{n}", [(role, None)])
        for n, one in enumerate(surnames)
    ]


def line_of(session: Session, login: str) -> StaffLine:
    return next(line for line in staff_page(session.office).lines if line.login == login)


def second_administrator(admin: Session, signs_in: SignsIn, login: str = "second") -> Session:
    """Another administrator, who has set a password."""
    new = NewStaff(PersonName("Вторая", "Анна"), "f", login, [(Role.ADMINISTRATOR, None)])
    (slip,) = add_accounts(admin.office, [new], cost=FLOOR)
    signs_in(login, slip).set_own_password(SIDE)
    return signs_in(login, SIDE)


class TestManyAccounts:
    def test_twenty_are_one_act_and_each_signs_in(self, signs_in, school):
        admin = signs_in()
        before = raw(school, "SELECT count(*) FROM entry")[0][0]
        told: list[tuple[int, int]] = []
        names = [f"Новикова{letter}" for letter in "абвгдежзиклмнопрстуф"]
        slips = add_accounts(admin.office, staff(*names), cost=FLOOR, step=lambda done, of: told.append((done, of)))
        assert len(set(slips)) == 20
        assert told == [(n, 20) for n in range(20)]
        assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
        for n in (0, 19):
            assert signs_in(f"login{n}", slips[n]).needs_own_password
        assert verify(admin.office).findings == ()

    def test_one_bad_login_among_them_writes_nothing(self, signs_in, school):
        admin = signs_in()
        people = staff("Новикова", "Петрова", "Сидорова")
        with pytest.raises(BadInput, match="уже занято"):
            add_accounts(admin.office, [*people, replace(people[0], login="LOGIN1")], cost=FLOOR)
        with pytest.raises(BadInput, match="Не выбран класс"):
            add_accounts(admin.office, [*people, replace(people[0], login="x", roles=[(Role.CLASS_TEACHER, None)])])
        assert raw(school, "SELECT count(*) FROM person WHERE surname = 'Новикова'") == [(0,)]

    def test_stopped_in_the_middle_it_writes_nothing(self, signs_in, school):
        class Stopped(Exception):
            pass

        def stop(done: int, _of: int) -> None:
            if done == 1:
                raise Stopped

        with pytest.raises(Stopped):
            add_accounts(signs_in().office, staff("Новикова", "Петрова", "Сидорова"), cost=FLOOR, step=stop)
        assert raw(school, "SELECT count(*) FROM account WHERE login = 'login0'") == [(0,)]

    def test_a_login_taken_by_another_administrator_meanwhile_is_refused(self, signs_in, monkeypatch):
        admin, other = signs_in(), signs_in()
        add_accounts(other.office, staff("Новикова"), cost=FLOOR)
        monkeypatch.setattr(accounts, "_taken", _blind_once(accounts._taken))
        with pytest.raises(Refusal, match="только что занял"):
            add_accounts(admin.office, staff("Петрова"), cost=FLOOR)

    def test_a_person_without_an_account_is_given_one(self, signs_in, school):
        admin = signs_in()
        line = line_of(admin, "medic")
        new = NewStaff(line.name, "f", "medic2", [], person=line.person)
        (slip,) = add_accounts(admin.office, [new], cost=FLOOR)
        assert signs_in("medic2", slip).office.person.person == line.person
        assert raw(school, "SELECT count(*) FROM person")[0][0] == len(staff_page(admin.office).lines)

    def test_passwords_stand_on_paper_alone(self, signs_in, school):
        """3.1: neither the journal nor its key file nor a log holds a one-time password."""
        admin = signs_in()
        (slip,) = add_accounts(admin.office, staff("Новикова"), cost=FLOOR)
        admin.close()
        texts = raw(
            school, "SELECT body FROM entry UNION ALL SELECT body FROM change UNION ALL SELECT text FROM key_text"
        )
        assert not any(slip in str(text) for (text,) in texts)
        assert slip.encode() not in key_file_of(school.path).read_bytes()


def _blind_once(asked):
    """The first look finds every login free, as it was a moment ago."""
    looks = []

    def look(db, logins):
        looks.append(1)
        return None if len(looks) == 1 else asked(db, logins)

    return look


class TestBlocking:
    def test_an_unblocked_person_signs_in_with_a_new_password_and_keeps_the_roles(self, signs_in):
        admin = signs_in()
        block_account(admin.office, "teacher")
        assert line_of(admin, "teacher").stand is Stand.BLOCKED
        with pytest.raises(Refusal, match="закрыта"):
            reset_password(admin.office, "teacher", cost=FLOOR)
        slip = unblock_account(admin.office, "teacher", cost=FLOOR)
        session = signs_in("teacher", slip)
        assert session.needs_own_password
        assert [place.class_name for place in session.office.places() if place.course] == ["7А"]
        assert line_of(admin, "teacher").stand is Stand.WAITING
        assert verify(admin.office).findings == ()

    def test_who_is_not_blocked_cannot_be_unblocked(self, signs_in):
        with pytest.raises(Refusal, match="не заблокирована"):
            unblock_account(signs_in().office, "teacher", cost=FLOOR)

    def test_several_are_reset_as_one_act(self, signs_in, school):
        admin = signs_in()
        before = raw(school, "SELECT count(*) FROM entry")[0][0]
        slips = reset_passwords(admin.office, ["teacher", "director"], cost=FLOOR)
        assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
        for login, slip in zip(("teacher", "director"), slips, strict=True):
            assert signs_in(login, slip).needs_own_password
        assert verify(admin.office).findings == ()

    def test_a_window_that_was_opened_with_the_password_before_writes_no_more(self, signs_in):
        admin, teacher = signs_in(), signs_in("teacher")
        course = next(place.course for place in teacher.office.places() if place.course)
        page = teacher.office.course_page(course)
        reset_password(admin.office, "teacher", cost=FLOOR)
        late = settled(teacher.office.submit(mark(page, "5"), page))
        assert isinstance(late.error, Refusal)
        assert "Пароль этой учётной записи сменили" in late.error.what

    def test_nobody_resets_or_ends_the_own_account(self, signs_in):
        admin = signs_in()
        second_administrator(admin, signs_in)
        for act in (
            lambda: reset_password(admin.office, "admin", cost=FLOOR),
            lambda: block_account(admin.office, "admin"),
            lambda: end_person(admin.office, line_of(admin, "admin"), WEDNESDAY),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.remedy == "Это сделает другой администратор."

    def test_an_administrator_who_never_signed_in_does_not_count(self, signs_in):
        admin = signs_in()
        new = NewStaff(PersonName("Вторая", "Анна"), "f", "second", [(Role.ADMINISTRATOR, None)])
        add_accounts(admin.office, [new], cost=FLOOR)
        with pytest.raises(Refusal, match="единственный"):
            change_roles(admin.office, line_of(admin, "admin"), [])

    def test_two_administrators_who_block_each_other_at_one_moment_leave_one(self, signs_in):
        admin = signs_in()
        second = second_administrator(admin, signs_in)
        start = threading.Barrier(2)
        errors: list[EzhError] = []

        def block(session: Session, login: str) -> None:
            start.wait()
            try:
                block_account(session.office, login)
            except EzhError as error:
                errors.append(error)

        threads = [threading.Thread(target=block, args=pair) for pair in ((admin, "second"), (second, "admin"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(errors) == 1
        page = staff_page(admin.office)
        assert sorted(line.stand for line in page.lines if line.login in {"admin", "second"}) == ["active", "blocked"]

    def test_the_last_administrator_is_asked_for_again_inside_the_transaction(self, signs_in, monkeypatch):
        """The first one ends the third's role while the second blocks the first: each alone would be allowed."""
        admin = signs_in()
        second = second_administrator(admin, signs_in)
        asked = accounts._demand_administrator
        looks: list[int] = []

        def late(db, **who):
            looks.append(1)
            first = len(looks) == 1
            asked(db, **who)
            if first:
                # Between the look and the transaction the other one gives the own role up.
                change_roles(second.office, line_of(second, "second"), [])

        monkeypatch.setattr(accounts, "_demand_administrator", late)
        with pytest.raises(Refusal, match="единственный"):
            change_roles(admin.office, line_of(admin, "admin"), [])


class TestRoles:
    def test_roles_begin_and_end_by_their_days(self, signs_in):
        admin = signs_in()
        line = line_of(admin, "teacher")
        deputy = RolePlan(Role.DEPUTY, None, WEDNESDAY + timedelta(days=5), WEDNESDAY + timedelta(days=10))
        change_roles(admin.office, line, [*((role, role.plan) for role in line.roles), (None, deputy)])
        held = {
            days: signs_in("teacher", PASSWORD, WEDNESDAY + timedelta(days=days)).office.person.roles
            for days in (0, 5, 10, 11)
        }
        assert {days: "deputy" in roles for days, roles in held.items()} == {0: False, 5: True, 10: True, 11: False}
        assert verify(admin.office).findings == ()

    def test_a_role_left_out_gives_no_right_from_today_on(self, signs_in):
        admin = signs_in()
        line = line_of(admin, "class_teacher")
        change_roles(admin.office, line, [(None, RolePlan(Role.SUBJECT_TEACHER))])
        again = line_of(admin, "class_teacher")
        assert [role.title for role in again.lasting(WEDNESDAY)] == ["Учитель-предметник"]
        assert {role.plan.end for role in again.roles} == {None, WEDNESDAY - timedelta(days=1)}

    def test_a_new_director_gets_the_root_key_and_a_former_one_loses_it(self, signs_in):
        """Whoever holds the root key can make a recovery sheet: the administrators and the director."""
        admin = signs_in()
        line = line_of(admin, "teacher")
        kept = [(role, role.plan) for role in line.roles]
        before = staff_page(admin.office).root_holders
        change_roles(admin.office, line, [*kept, (None, RolePlan(Role.DIRECTOR))])
        assert staff_page(admin.office).root_holders == before + 1
        assert _holds_root(signs_in("teacher"))
        again = line_of(admin, "teacher")
        change_roles(
            admin.office, again, [(role, role.plan) for role in again.roles if role.plan.role is not Role.DIRECTOR]
        )
        session = signs_in("teacher")
        assert not _holds_root(session)
        assert [place.class_name for place in session.office.places() if place.course] == ["7А"]
        assert verify(admin.office).findings == ()

    def test_a_role_with_its_first_day_that_was_taken_back_keeps_nobody_out(self, signs_in):
        admin = signs_in()
        line = line_of(admin, "teacher")
        deputy = RolePlan(Role.DEPUTY, None, WEDNESDAY - timedelta(days=1))
        change_roles(admin.office, line, [*((role, role.plan) for role in line.roles), (None, deputy)])
        assert "deputy" in signs_in("teacher").office.person.roles
        done = admin.office.undoable()
        assert done is not None
        assert settled(admin.office.submit(Undo(done))).error is None
        assert "deputy" not in signs_in("teacher").office.person.roles
        assert [role.title for role in line_of(admin, "teacher").roles] == [role.title for role in line.roles]
        assert verify(admin.office).findings == ()

    def test_what_was_changed_meanwhile_is_not_overwritten(self, signs_in):
        admin = signs_in()
        seen = line_of(admin, "teacher")
        change_roles(admin.office, seen, [(None, RolePlan(Role.DEPUTY))])
        with pytest.raises(StaleRefused):
            change_roles(admin.office, seen, [(None, RolePlan(Role.DIRECTOR))])

    def test_only_the_administrator_gives_roles_and_reads_no_more_than_the_office(self, signs_in):
        admin, director, teacher = signs_in(), signs_in("director"), signs_in("teacher")
        line = line_of(admin, "teacher")
        assert len(staff_page(director.office).lines) == len(staff_page(admin.office).lines)
        for act in (
            lambda: change_roles(director.office, line, [(None, RolePlan(Role.DEPUTY))]),
            lambda: write_person(director.office, line, Person(PersonName("Я", "Я"), "f")),
            lambda: end_person(director.office, line, WEDNESDAY),
            lambda: unblock_account(director.office, "teacher", cost=FLOOR),
            lambda: reset_password(director.office, "teacher", cost=FLOOR),
            lambda: staff_page(teacher.office),
        ):
            with pytest.raises(RightRefused):
                act()


def _holds_root(session: Session) -> bool:
    unlocked = session.office.place.unlocked
    assert unlocked is not None
    return unlocked.secrets.root is not None


class TestLeaving:
    def test_who_leaves_today_signs_in_no_more_and_holds_no_role_tomorrow(self, signs_in):
        admin = signs_in()
        end_person(admin.office, line_of(admin, "teacher"), WEDNESDAY)
        with pytest.raises(SignInTrouble):
            signs_in("teacher")
        line = line_of(admin, "teacher")
        assert (line.stand, line.ended) == (Stand.ENDED, WEDNESDAY)
        assert line.lasting(WEDNESDAY + timedelta(days=1)) == ()
        assert verify(admin.office).findings == ()

    def test_who_leaves_later_works_until_that_day(self, signs_in):
        admin = signs_in()
        last = WEDNESDAY + timedelta(days=9)
        end_person(admin.office, line_of(admin, "teacher"), last)
        assert [place.class_name for place in signs_in("teacher", day=last).office.places() if place.course] == ["7А"]
        with pytest.raises(SignInTrouble, match="больше не работаете"):
            signs_in("teacher", day=last + timedelta(days=1))
        late = signs_in(day=last + timedelta(days=1))
        assert line_of(late, "teacher").gone(late.office.clock.today())

    def test_who_comes_back_gets_a_new_password_and_roles_anew(self, signs_in):
        admin = signs_in()
        end_person(admin.office, line_of(admin, "teacher"), WEDNESDAY - timedelta(days=3))
        slip = unblock_account(admin.office, "teacher", cost=FLOOR)
        line = line_of(admin, "teacher")
        assert (line.stand, line.ended, line.lasting(WEDNESDAY)) == (Stand.WAITING, None, ())
        change_roles(admin.office, line, [(None, RolePlan(Role.SUBJECT_TEACHER, None, WEDNESDAY))])
        assert signs_in("teacher", slip).office.person.roles == ("subject_teacher",)
        assert verify(admin.office).findings == ()


class TestPerson:
    def test_a_new_surname_stands_in_the_list_and_the_login_stays(self, signs_in):
        admin = signs_in()
        line = line_of(admin, "teacher")
        write_person(admin.office, line, Person(PersonName("Ёлкина", "Анна", "Ивановна"), "f", "Учитель физики"))
        again = line_of(admin, "teacher")
        assert (again.name.full, again.post) == ("Ёлкина Анна Ивановна", "Учитель физики")
        assert again.found_by("елк физ")
        assert signs_in("teacher").office.person.name == "Ёлкина Анна Ивановна"
        assert verify(admin.office).findings == ()

    @pytest.mark.parametrize("name", [PersonName("", "Анна"), PersonName("Ёлкина", "")])
    def test_a_person_without_surname_or_name_is_refused(self, signs_in, name):
        admin = signs_in()
        with pytest.raises(BadInput, match="фамилия и имя"):
            write_person(admin.office, line_of(admin, "teacher"), Person(name, "f"))

    def test_the_list_tells_roles_subjects_and_the_last_sign_in(self, signs_in):
        signs_in("teacher")
        line = line_of(signs_in(), "teacher")
        assert line.subjects == ("Алгебра",)
        assert line.last_sign_in is not None
        assert line.last_sign_in.date() == WEDNESDAY
        assert slip_words(line, WEDNESDAY) == "учитель, предмет: Алгебра"

    def test_a_slip_tells_the_class_of_its_teacher(self, signs_in):
        line = line_of(signs_in(), "class_teacher")
        assert "классный руководитель 7А класса" in slip_words(line, WEDNESDAY)
