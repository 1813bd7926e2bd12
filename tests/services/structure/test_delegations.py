"""4.2.2: the director charges a person with a role by a dated order; from day to day they may what it may."""

from __future__ import annotations

from datetime import date, time

import pytest

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.clock import SteppedClock
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import RightRefused
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.commands import Command
from ezh_desktop.services.directing import director_on
from ezh_desktop.services.inspections import hold_inspection, may_inspect
from ezh_desktop.services.own import Planned
from ezh_desktop.services.rosters import extracts
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.delegations import may_delegate, plan_delegations, read_delegations
from ezh_desktop.services.substitutions.acts import plan_cancellation
from ezh_desktop.services.substitutions.order import day_order
from ezh_desktop.services.verifying import verify
from ezh_desktop.services.whole_journal import read_journal
from tests.factories import ZONE, fake_clock, raw
from tests.services.structure.conftest import changed

ORDER = "№ 41-к от 01.12.2026"


def nothing():
    """Nobody watches."""


@pytest.fixture
def director(opens):
    return opens("director")


@pytest.fixture
def teacher_name(tiny):
    person = tiny.people["teacher"].person
    (found,) = raw(tiny, "SELECT surname || ' ' || given || ' ' || patronymic FROM person WHERE id = ?", person)
    return found[0]


def line(who, role="Заместитель директора по УВР", start="2.12", end="9.12", order=ORDER):
    return Line(0, {"who": who, "role": role, "start": start, "end": end, "order": order})


def planned(office, *lines):
    page = read_delegations(office)
    return plan_delegations(office, page, (*page.lines, *lines))


def faults(office, *lines):
    return [(one.field, one.what) for one in planned(office, *lines).faults]


def test_who_acts_for_the_deputy_may_what_the_deputy_may_and_no_longer(opens, tiny, director, teacher_name):
    teacher = opens("teacher")
    assert not may_inspect(teacher)
    save(director, planned(director, line(teacher_name)))
    assert read_delegations(director).running == (f"{teacher_name} (заместитель директора по УВР)",)
    acting = opens("teacher")
    assert may_inspect(acting)
    hold_inspection(acting, tiny.classes["7А"], (), None, "Порядок.")
    assert acting.may(Action.READ, Thing.PROTOCOL)
    assert not may_inspect(opens("teacher", clock=fake_clock(date(2026, 12, 10))))
    assert not may_inspect(opens("teacher", clock=fake_clock(date(2026, 12, 1))))
    assert verify(director).sound


def test_what_was_decided_while_the_role_ran_is_refused_when_it_has_ended(opens, tiny, director, teacher_name):
    save(director, planned(director, line(teacher_name)))
    clock = SteppedClock(0, ZONE)
    clock.move_to(date(2026, 12, 9), time(23, 59))
    acting = opens("teacher", clock=clock)
    about = About(Thing.INSPECTION, clock.today(), school_class=tiny.classes["7А"])
    row = {"year": raw(tiny, "SELECT id FROM academic_year")[0][0], "school_class": tiny.classes["7А"], "held": None}
    rest = {"planned": "2026-12-10", "course": None, "person": None, "points": "[]", "conclusion": "", "cancelled": 0}
    change = Planned(Change("inspection", (71,), None, {**row, **rest}))
    command = Command("inspection.plan", ("school", 0), (change,), ((Action.WRITE, about),))
    clock.step(120)
    assert not may_inspect(acting)
    with pytest.raises(RightRefused):
        acting.execute(command)
    clock.step(-120)
    acting.execute(command)


def test_an_acting_director_closes_periods(opens, director, teacher_name):
    save(director, planned(director, line(teacher_name, "Директор", end="")))
    acting = opens("teacher", clock=fake_clock(date(2027, 3, 1)))
    assert acting.may(Action.CLOSE, Thing.PERIOD)
    assert may_delegate(acting)


@pytest.mark.parametrize("login", ["admin", "deputy", "teacher", "class_teacher", "medic"])
def test_only_the_director_gives_such_orders(opens, teacher_name, login):
    office = opens(login)
    if login in {"admin", "deputy"}:
        with pytest.raises(RightRefused):
            save(office, planned(office, line(teacher_name)))
    else:
        with pytest.raises(RightRefused):
            read_delegations(office)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"order": ""}, "order"),
        ({"start": "1.12"}, "start"),
        ({"start": "9.12", "end": "8.12"}, "end"),
        ({"role": "Медицинский работник"}, "role"),
        ({"role": "Администратор ЭЖ"}, "role"),
        ({"role": "Учитель-предметник"}, "role"),
        ({"role": ""}, "role"),
        ({"start": ""}, "start"),
    ],
)
def test_what_is_no_order_is_refused_in_its_cell(director, teacher_name, texts, field):
    assert [name for name, _ in faults(director, line(teacher_name, **texts))] == [field]


def test_a_stranger_an_own_role_and_a_double_order_are_refused(director, tiny, teacher_name):
    assert faults(director, line("Никто Никита Никитич"))[0][0] == "who"
    assert faults(director, line(teacher_name), line(teacher_name, start="5.12")) == [
        ("start", "Дни пересекаются со строкой 1.")
    ]
    person = tiny.people["deputy"].person
    (own,) = raw(tiny, "SELECT surname || ' ' || given || ' ' || patronymic FROM person WHERE id = ?", person)
    assert faults(director, line(own[0])) == [("role", "Эта роль у сотрудника и так есть.")]


def test_an_order_to_come_is_taken_back_and_undone(opens, director, tiny, teacher_name):
    save(director, planned(director, line(teacher_name, start="5.12")))
    entry = director.undoable()
    save(director, plan_delegations(director, read_delegations(director), ()))
    assert read_delegations(director).lines == ()
    assert raw(tiny, "SELECT cancelled FROM delegation") == [(1,)]
    taken = director.undoable()
    assert taken != entry
    director.submit(Undo(taken))
    assert director.drain(20)
    assert len(read_delegations(director).lines) == 1
    assert verify(director).sound


def test_what_has_begun_is_ended_and_never_rewritten(opens, director, teacher_name):
    save(director, planned(director, line(teacher_name)))
    later = opens("director", clock=fake_clock(date(2026, 12, 7)))
    page = read_delegations(later)
    assert [one.field for one in plan_delegations(later, page, ()).faults] == ["who"]
    for field, text in (("start", "3.12"), ("end", "4.12"), ("role", "Директор")):
        lines = changed(page.lines, 0, **{field: text})
        assert [one.field for one in plan_delegations(later, page, lines).faults] == [field]
    save(later, plan_delegations(later, page, changed(page.lines, 0, end="6.12")))
    assert not may_inspect(opens("teacher", clock=fake_clock(date(2026, 12, 7))))
    assert read_delegations(later).running == ()
    over = opens("director", clock=fake_clock(date(2026, 12, 8)))
    page = read_delegations(over)
    assert [one.field for one in plan_delegations(over, page, changed(page.lines, 0, end="20.12")).faults] == ["end"]


def test_a_person_without_an_account_is_warned_of(opens, director):
    admin = opens("admin")
    row = {"surname": "Чистякова", "given": "Мария", "patronymic": "Юрьевна", "gender": "f", "post": "учитель"}
    row |= {"name_key": name_key("Чистякова Мария Юрьевна"), "ended": None}
    admin.execute(Command("person.write", ("person", 99), (Planned(Change("person", (99,), None, row)),)))
    (warning,) = planned(director, line("Чистякова Мария Юрьевна")).warnings
    assert "входа в журнал нет" in warning


def test_4_4_3_who_acts_for_the_deputy_signs_the_order_of_the_day(opens, tiny, director, teacher_name):
    with director.reading() as db:
        ident, day = db.execute("SELECT id, day FROM lesson WHERE day >= '2026-12-02' ORDER BY day, number").fetchone()
    save(director, planned(director, line(teacher_name)))
    acting, deputy = opens("teacher"), opens("deputy")
    save(deputy, plan_cancellation(deputy, [ident], "карантин"))
    day = date.fromisoformat(day)
    order, own = day_order(acting, day), day_order(deputy, day)
    assert (order.signer_post, order.signer) == ("И. о. заместителя директора по УВР", teacher_name)
    assert own.signer_post == "Заместитель директора по УВР"
    assert own.signer not in {"", teacher_name}


def test_4_2_2_who_acts_for_the_director_signs_the_journal_and_an_extract(opens, tiny, director, teacher_name):
    klass = tiny.classes["7А"]
    own = read_journal(opens("deputy"), klass, nothing).title
    save(director, planned(director, line(teacher_name, "Директор")))
    deputy = opens("deputy")
    title = read_journal(deputy, klass, nothing).title
    assert (title.director_post, title.director) == ("И. о. директора", teacher_name)
    extract = extracts(deputy, klass, [tiny.pupils["Ёлкин Фёдор"]]).all[0]
    assert (extract.director_post, extract.director) == ("И. о. директора", teacher_name)
    back = read_journal(director, klass, nothing).title
    assert (back.director_post, back.director) == (own.director_post, own.director), "a director who prints is there"
    assert own.director_post == "Директор"


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 10)])
def test_4_2_2_before_and_after_the_order_the_director_signs(opens, tiny, director, teacher_name, day):
    save(director, planned(director, line(teacher_name, "Директор")))
    with director.reading() as db:
        found = director_on(db, day, 0)
    assert found.post == "Директор"
    assert found.name not in {"", teacher_name}
