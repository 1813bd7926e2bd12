"""Lesson plans into the journal (5.18): the own course, one act, a second import changes only what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.incoming import Flaw, PlanRow, Spot
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.plans import find_course, plan_plan
from ezh_desktop.services.own import Planned
from tests.factories import raw

SEVENTH = ClassName.read("7А")
TOPICS = ("Степени", "Одночлены", "Многочлены", "К.р. Многочлены")


def rows(*topics: str) -> list[PlanRow]:
    return [PlanRow(Spot("план.xlsx", "КТП", number), topic, 2, "Алгебра") for number, topic in enumerate(topics, 5)]


def imported(office, incoming):
    return plan_plan(office, incoming, find_course(office, SEVENTH, "Алгебра"))


def items(tiny):
    return [
        tuple(one)
        for one in raw(tiny, "SELECT topic, position, hours, id FROM plan_item WHERE ended = 0 ORDER BY position")
    ]


def test_the_teacher_enters_the_own_plan_as_one_act(opens, tiny):
    office = opens("teacher")
    before = raw(tiny, "SELECT count(*) FROM entry")[0][0]
    enter(office, imported(office, rows(*TOPICS)))
    assert raw(tiny, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert [one[:3] for one in items(tiny)] == [(topic, n, 2) for n, topic in enumerate(TOPICS, 1)]


def test_the_same_plan_again_changes_nothing(opens):
    office = opens("teacher")
    enter(office, imported(office, rows(*TOPICS)))
    again = imported(office, rows(*TOPICS))
    assert again.command is None
    assert {str(one.outcome) for one in again.judged} == {"same"}


def test_a_row_put_between_leaves_the_others_their_ids(opens, tiny):
    office = opens("teacher")
    enter(office, imported(office, rows(*TOPICS)))
    before = {one[0]: one[3] for one in items(tiny)}
    enter(office, imported(office, rows("Степени", "Повторение", *TOPICS[1:])))
    after = {one[0]: one[3] for one in items(tiny)}
    assert [one[0] for one in items(tiny)] == ["Степени", "Повторение", *TOPICS[1:]]
    assert all(after[topic] == before[topic] for topic in TOPICS)


def test_a_row_that_the_file_has_no_more_is_ended_and_told(opens, tiny):
    office = opens("teacher")
    enter(office, imported(office, rows(*TOPICS)))
    found = imported(office, rows(*TOPICS[1:]))
    assert found.notes == ("Из плана уйдёт 1 строка: в файле её нет.",)
    enter(office, found)
    assert [one[0] for one in items(tiny)] == list(TOPICS[1:])


def test_a_refused_row_takes_nothing_out_of_the_plan(opens, tiny):
    office = opens("teacher")
    enter(office, imported(office, rows(*TOPICS)))
    listed = rows(*TOPICS)
    listed[1] = replace(listed[1], flaws=(Flaw("Часы непонятны.", "Исправьте.", "C"),))
    found = imported(office, listed)
    assert len(found.refused) == 1
    enter(office, found)
    assert "Одночлены" in {one[0] for one in items(tiny)}


def test_an_approved_plan_that_changes_waits_for_approval_again(opens, tiny):
    office = opens("teacher")
    entry = enter(office, imported(office, rows(*TOPICS)))
    plan = raw(tiny, "SELECT id FROM plan")[0][0]
    old = {"state": "draft", "approved_on": None}
    new = {"state": "approved", "approved_on": "2026-12-02"}
    change = Change("plan", (plan,), old, new, 0, entry)
    opens("deputy").execute(Command("plan.approve", ("plan", plan), (Planned(change),)))
    assert imported(office, rows(*TOPICS)).command is None
    found = imported(office, rows(*TOPICS, "Повторение"))
    assert "утверждают снова" in found.notes[0]
    enter(office, found)
    assert raw(tiny, "SELECT state FROM plan")[0][0] == "draft"


@pytest.mark.parametrize("login", ["class_teacher", "deputy", "director", "medic"])
def test_nobody_else_imports_a_plan(opens, login):
    """III: the page's teacher and the administrator import."""
    office = opens(login)
    with pytest.raises(RightRefused):
        imported(office, rows(*TOPICS))


def test_the_administrator_may_import_any(opens, tiny):
    office = opens("admin")
    enter(office, imported(office, rows(*TOPICS)))
    assert len(items(tiny)) == 4


def test_an_unknown_subject_is_told_with_those_that_there_are(opens):
    with pytest.raises(BadInput, match="нет") as why:
        find_course(opens("admin"), SEVENTH, "Химия")
    assert "Алгебра" in why.value.remedy
