"""What the administrator types of the school is taken back by Ctrl+Z, done again, and can be typed anew."""

from __future__ import annotations

from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.classes import plan_end, read_class, read_classes
from ezh_desktop.services.structure.movement import plan_move, plan_removal
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.services.verifying import verify
from tests.services.structure.test_classes import form, listed, make, member, plan_of, typed
from tests.services.test_acts import settled


def undo(office):
    entry = office.undoable()
    assert entry is not None
    ticket = settled(office.submit(Undo(entry)))
    assert ticket.entry is not None, ticket.error


def redo(office):
    entry = office.redoable()
    assert entry is not None
    ticket = settled(office.submit(Redo(entry)))
    assert ticket.entry is not None, ticket.error


def names(office):
    return [one.name for one in read_classes(office)[1]]


def living(school, name="7А"):
    return [row[0] for row in listed(school, name) if row[3] is None]


def test_classes_that_were_made_go_come_and_are_made_again(opens, tiny):
    office = opens("admin")
    before = names(office)
    make(office, "5А, 5Б")
    undo(office)
    assert names(office) == before
    redo(office)
    assert set(names(office)) == {*before, "5А", "5Б"}
    undo(office)
    make(office, "5А, 5Б")
    assert set(names(office)) == {*before, "5А", "5Б"}
    assert verify(office).sound


def test_pupils_typed_into_a_class_go_and_come(opens, tiny):
    office = opens("admin")
    school_class = tiny.classes["7А"]
    before = living(tiny)
    save(office, plan_of(office, school_class, typed("Юрина Вера Ильинична", "Белый Пётр Львович")))
    assert len(living(tiny)) == len(before) + 2
    undo(office)
    assert living(tiny) == before
    assert len(read_pupils(office, school_class).lines) == len(before)
    redo(office)
    assert len(living(tiny)) == len(before) + 2
    undo(office)
    save(office, plan_of(office, school_class, typed("Юрина Вера Ильинична")))
    assert len(living(tiny)) == len(before) + 1
    assert verify(office).sound


def test_a_departure_and_a_removal_are_taken_back(opens, tiny):
    office = opens("admin")
    school_class = tiny.classes["7А"]
    before = listed(tiny)
    order = form(day="30.11", order="18", order_day="1.12", place="Самара")
    save(office, plan_move(office, member(office, school_class, "Белова"), order))
    assert listed(tiny) != before
    undo(office)
    assert listed(tiny) == before
    save(office, plan_removal(office, member(office, school_class, "Белова")))
    assert "Белова" not in living(tiny)
    undo(office)
    assert listed(tiny) == before
    assert verify(office).sound


def test_a_transfer_is_taken_back_and_done_again(opens, tiny):
    office = opens("admin")
    before = listed(tiny)
    other = make(office, "7Б")["7Б"]
    save(office, plan_move(office, member(office, tiny.classes["7А"], "Андреев"), form(day="30.11", order="19"), other))
    undo(office)
    assert listed(tiny) == before
    assert living(tiny, "7Б") == []
    redo(office)
    assert living(tiny, "7Б") == ["Андреев"]
    assert verify(office).sound


def test_an_ended_class_is_opened_again(opens, tiny):
    office = opens("admin")
    made = make(office, "5А")
    save(office, plan_end(office, read_class(office, made["5А"]), pupils=0))
    assert "5А" not in names(office)
    undo(office)
    assert "5А" in names(office)
