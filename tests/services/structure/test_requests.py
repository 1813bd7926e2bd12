"""4.3.4: the class teacher asks to enrol or remove a pupil of the own class; the administrator does it by an order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.commands import Command
from ezh_desktop.services.own import Planned
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.requests import (
    Wish,
    declined_requests,
    plan_declining,
    plan_performing,
    plan_requests,
    read_requests,
    read_text,
    text_of,
    waiting_requests,
)
from ezh_desktop.services.verifying import verify
from tests.factories import raw

NEWCOMER = "Яшина Анна Петровна"


@pytest.fixture
def leader(opens):
    return opens("class_teacher")


@pytest.fixture
def admin(opens):
    return opens("admin")


@pytest.fixture
def pupil(leader):
    page = read_requests(leader)
    return next(iter(page.members[page.classes["7А"]].values()))


def line(name, wish="Отчислить", day="1.12", **more):
    return Line(0, {"wish": wish, "name": name, "day": day, **more})


def ask(office, *lines):
    page = read_requests(office)
    save(office, plan_requests(office, page, (*page.lines, *lines)))


def faults(office, *lines):
    page = read_requests(office)
    return [(one.field, one.what) for one in plan_requests(office, page, (*page.lines, *lines)).faults]


def order(day="1.12", **more):
    return Line(0, {"day": day, "order": "17-у", "order_day": "1.12", **more})


def perform(office, form):
    (request,) = waiting_requests(office)
    save(office, plan_performing(office, request, form))


def take_back(office):
    office.submit(Undo(office.undoable()))
    assert office.drain(10)


def test_a_request_to_remove_waits_until_the_administrator_carries_it_out(leader, admin, tiny, pupil):
    ask(leader, line(pupil, note="школа № 5, Вологда"))
    (request,) = waiting_requests(admin)
    assert (request.wish, request.name, request.day, request.note) == (
        Wish.REMOVE,
        pupil,
        date(2026, 12, 1),
        "школа № 5, Вологда",
    )
    perform(admin, order(place="школа № 5"))
    assert waiting_requests(admin) == ()
    assert [one.done for one in read_requests(leader).requests] == [True]
    assert raw(tiny, "SELECT kind, number, place FROM movement_order") == [("departure", "17-у", "школа № 5")]
    assert verify(admin).sound


def test_a_request_to_enrol_is_done_with_order_place_and_first_day(leader, admin, tiny):
    ask(leader, line(NEWCOMER, "Зачислить", note="школа № 9"))
    perform(admin, order(place="школа № 9", birth="3.4.2013"))
    assert waiting_requests(admin) == ()
    found = raw(
        tiny,
        "SELECT o.kind, o.day, o.number, o.order_day, o.place, m.start, p.given FROM movement_order AS o"
        " JOIN pupil AS p ON p.id = o.pupil JOIN membership AS m ON m.pupil = p.id",
    )
    assert found == [("arrival", "2026-12-01", "17-у", "2026-12-01", "школа № 9", "2026-12-01", "Анна")]
    assert verify(admin).sound


def test_without_an_order_nobody_is_moved(leader, admin, pupil):
    ask(leader, line(pupil))
    (request,) = waiting_requests(admin)
    plan = plan_performing(admin, request, Line(0, {"day": "1.12"}))
    assert plan.command is None
    assert [one.field for one in plan.faults] == ["order"]
    leader_asks = Line(0, {"wish": "Зачислить", "name": NEWCOMER})
    ask(leader, leader_asks)
    enrol = next(one for one in waiting_requests(admin) if one.wish is Wish.ENROL)
    assert [one.field for one in plan_performing(admin, enrol, Line(0, {"day": "1.12"})).faults] == ["order"]


def test_an_order_taken_back_lets_the_request_wait_again(leader, admin, pupil):
    ask(leader, line(pupil))
    perform(admin, order())
    take_back(admin)
    assert [one.name for one in waiting_requests(admin)] == [pupil]


def test_a_request_is_withdrawn_and_taken_back(leader, admin, tiny, pupil):
    ask(leader, line(pupil))
    page = read_requests(leader)
    save(leader, plan_requests(leader, page, ()))
    assert waiting_requests(admin) == ()
    take_back(leader)
    assert [one.name for one in waiting_requests(admin)] == [pupil]
    assert verify(admin).sound


def test_what_is_done_is_neither_changed_nor_withdrawn(leader, admin, pupil):
    ask(leader, line(pupil))
    perform(admin, order())
    page = read_requests(leader)
    assert plan_requests(leader, page, ()).command is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (line("Никитин Никита"), "name"),
        (line(""), "name"),
        (line("Яшина А. П.", "Зачислить"), "name"),
        (line(NEWCOMER, ""), "wish"),
        (line(NEWCOMER, "Зачислить", **{"class": "7Б"}), "class"),
        (line(NEWCOMER, "Зачислить", day="40.40"), "day"),
        (line(NEWCOMER, "Зачислить", note="ы" * 301), "note"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(leader, wrong, field):
    assert [one for one, _ in faults(leader, wrong)] == [field]


def test_who_is_in_the_class_is_not_enrolled_nor_asked_for_twice(leader, pupil):
    assert faults(leader, line(pupil, "Зачислить")) == [("name", "Такой ученик в классе уже есть.")]
    assert faults(leader, line(pupil), line(pupil))[0][0] == "name"


def test_who_went_meanwhile_is_told(leader, admin, pupil):
    ask(leader, line(pupil))
    (request,) = waiting_requests(admin)
    perform(admin, order())
    with pytest.raises(BadInput):
        plan_performing(admin, request, order())


def test_each_sees_what_is_theirs_and_only_a_class_teacher_asks(opens, leader, pupil):
    ask(leader, line(pupil))
    for login, seen in (("deputy", 1), ("director", 1), ("teacher", 0)):
        page = read_requests(opens(login))
        assert len(page.requests) == seen, login
        assert not page.writable, login
        assert not page.performs, login
        assert waiting_requests(opens(login)) == ()
    assert read_requests(opens("admin")).performs


def test_nobody_asks_in_anothers_name(opens, leader, tiny):
    teacher = opens("teacher")
    row = {"audience": "staff", "school_class": tiny.classes["7А"], "person": None, "start": "2026-12-01"}
    author = tiny.people["class_teacher"].person
    text = {"author": author, "end": None, "text": text_of(Wish.ENROL, NEWCOMER, ""), "cancelled": 0}
    change = Planned(Change("notice", (77,), None, {**row, **text}))
    about = About(Thing.NOTICE, teacher.clock.today(), person=author)
    with pytest.raises(RightRefused):
        teacher.execute(Command("request.write", ("school", 0), (change,), ((Action.WRITE, about),)))


def test_the_class_teacher_carries_nothing_out(leader, pupil):
    ask(leader, line(pupil))
    (request,) = read_requests(leader).waiting
    plan = plan_performing(leader, request, order())
    with pytest.raises(RightRefused):
        save(leader, plan)


def decline(office, reason):
    page = read_requests(office)
    (request,) = page.waiting
    save(office, plan_declining(office, page, request, Line(0, {"reason": reason})))


def test_4_3_4_a_declined_request_waits_no_more_and_says_why_to_who_asked(leader, admin, tiny, pupil):
    ask(leader, line(pupil))
    decline(admin, "нет заявления родителей")
    assert waiting_requests(admin) == ()
    (request,) = read_requests(leader).requests
    assert (request.state, request.waits) == ("отклонено: нет заявления родителей", False)
    assert [one.name for one in declined_requests(leader)] == [pupil]
    text = f"Отклонено: 7А, отчислить: {pupil}\nнет заявления родителей"
    to_whom = [(tiny.people["admin"].person, tiny.people["class_teacher"].person, text)]
    assert raw(tiny, "SELECT author, person, text FROM notice WHERE audience = 'person'") == to_whom
    assert verify(admin).sound


def test_a_declined_request_is_put_away_by_who_asked_and_may_be_asked_anew(leader, admin, pupil):
    ask(leader, line(pupil))
    decline(admin, "нет заявления родителей")
    ask(leader, line(pupil, note="заявление принято"))
    assert [one.note for one in waiting_requests(admin)] == ["заявление принято"]
    page = read_requests(leader)
    waiting = tuple(one for one in page.lines if one.text("state") == "ждёт")
    save(leader, plan_requests(leader, page, waiting))
    assert [one.state for one in read_requests(leader).requests] == ["ждёт"]
    assert declined_requests(leader) == ()


def test_a_refusal_taken_back_lets_the_request_wait_and_may_be_given_again(leader, admin, tiny, pupil):
    ask(leader, line(pupil))
    decline(admin, "ошибка в имени")
    take_back(admin)
    assert [one.name for one in waiting_requests(admin)] == [pupil]
    decline(admin, "ошибка в дате")
    assert [one.declined for one in read_requests(leader).requests] == ["ошибка в дате"]
    assert raw(tiny, "SELECT count(*) FROM notice") == [(2,)]
    assert verify(admin).sound


def test_what_was_declined_and_is_done_after_all_is_done(leader, admin, pupil):
    ask(leader, line(pupil))
    (request,) = waiting_requests(admin)
    decline(admin, "рано")
    save(admin, plan_performing(admin, request, order()))
    assert [one.state for one in read_requests(leader).requests] == ["выполнено"]
    assert declined_requests(leader) == ()


@pytest.mark.parametrize("reason", ["", " 12 ", "ы" * 301])
def test_without_a_reason_in_words_nothing_is_declined(leader, admin, pupil, reason):
    ask(leader, line(pupil))
    page = read_requests(admin)
    plan = plan_declining(admin, page, page.waiting[0], Line(0, {"reason": reason}))
    assert plan.command is None
    assert [one.field for one in plan.faults] == ["reason"]


@pytest.mark.parametrize("login", ["class_teacher", "director", "deputy", "teacher"])
def test_only_the_administrator_declines(opens, leader, admin, pupil, login):
    ask(leader, line(pupil))
    page = read_requests(admin)
    office = opens(login)
    plan = plan_declining(office, page, page.waiting[0], Line(0, {"reason": "нет мест"}))
    with pytest.raises(RightRefused):
        save(office, plan)
    assert len(waiting_requests(admin)) == 1


words = st.text(st.characters(whitelist_categories=("L",)), min_size=1, max_size=12)


@given(st.sampled_from(list(Wish)), st.lists(words, min_size=2, max_size=4).map(" ".join), st.text(max_size=30))
def test_a_text_is_read_as_it_was_written(wish, name, note):
    assert read_text(text_of(wish, name, note)) == (wish, name, note)


@given(st.text(max_size=40))
def test_any_other_notice_is_no_request(text):
    told = read_text(text)
    assert told is None or text.startswith(told[0])
