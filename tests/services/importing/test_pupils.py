"""Class lists into the journal: one act, a second import changes only what differs, namesakes told apart (5.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.incoming import Flaw, GuardianLine, Outcome, PupilRow, Spot
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.pupils import plan_pupils
from tests.factories import raw

NEW_CLASS = ClassName.read("5Б")
OLD_CLASS = ClassName.read("7А")


def rows(*names: str, **more: object) -> list[PupilRow]:
    found = []
    for number, text in enumerate(names, 2):
        surname, given, *rest = text.split()
        birth = date(2015, 5, 10 + number)
        gender = "f" if text.endswith("на") else "m"
        base = PupilRow(Spot("список.xlsx", "Лист1", number), surname, given, " ".join(rest), birth, gender)
        found.append(replace(base, **more))  # type: ignore[arg-type]
    return found


def outcomes(found):
    return [str(one.outcome) for one in found.judged]


THREE = ("Юрина Вера Ильинична", "Белый Пётр Львович", "Орлов Иван Ильич")


def test_a_list_makes_its_class_and_is_one_entry(opens, tiny):
    office = opens("admin")
    before = raw(tiny, "SELECT count(*) FROM entry")[0][0]
    found = plan_pupils(office, rows(*THREE), NEW_CLASS)
    assert found.notes == ("Класса 5Б в журнале нет, он будет создан.",)
    enter(office, found)
    assert raw(tiny, "SELECT count(*) FROM entry")[0][0] == before + 1
    stored = raw(
        tiny,
        "SELECT p.surname, m.list_number FROM membership AS m JOIN pupil AS p ON p.id = m.pupil"
        " JOIN school_class AS k ON k.id = m.school_class WHERE k.name = '5Б' ORDER BY m.list_number",
    )
    assert [tuple(one) for one in stored] == [("Белый", 1), ("Орлов", 2), ("Юрина", 3)]


def test_planning_alone_writes_nothing(opens, tiny):
    office = opens("admin")
    before = raw(tiny, "SELECT count(*) FROM entry")
    plan_pupils(office, rows(*THREE), NEW_CLASS)
    assert raw(tiny, "SELECT count(*) FROM entry") == before


def test_the_same_list_again_changes_nothing(opens):
    office = opens("admin")
    enter(office, plan_pupils(office, rows(*THREE), NEW_CLASS))
    again = plan_pupils(office, rows(*THREE), NEW_CLASS)
    assert outcomes(again) == ["same"] * 3
    assert again.command is None
    assert enter(office, again) is None


def test_a_second_import_changes_only_what_differs_and_erases_nothing(opens, tiny):
    office = opens("admin")
    enter(office, plan_pupils(office, rows(*THREE, address="ул. Мира", file_number="К-1"), NEW_CLASS))
    changed = rows(*THREE, file_number="")
    changed[1] = replace(changed[1], birth=date(2015, 6, 1))
    found = plan_pupils(office, changed, NEW_CLASS)
    assert outcomes(found) == ["same", "change", "same"]
    assert found.judged[1].words == "Уже в классе: дата рождения 13.05.2015 → 01.06.2015"
    assert found.command is not None
    assert [set(one.change.new) for one in found.command.planned] == [{"birth"}]
    enter(office, found)
    stored = raw(tiny, "SELECT birth, address, file_number FROM pupil WHERE surname = 'Белый'")
    assert [tuple(one) for one in stored] == [("2015-06-01", "ул. Мира", "К-1")]


def test_parents_come_in_and_change_by_their_relation(opens, tiny):
    office = opens("admin")
    mother = GuardianLine("Орлова Анна Петровна", "мать", "8-900")
    enter(office, plan_pupils(office, rows("Орлов Иван Ильич", guardians=(mother,)), NEW_CLASS))
    new = replace(mother, phone="8-901")
    found = plan_pupils(office, rows("Орлов Иван Ильич", guardians=(new,)), NEW_CLASS)
    assert "8-900 → 8-901" in found.judged[0].words
    enter(office, found)
    assert [tuple(one) for one in raw(tiny, "SELECT name, phone FROM guardian")] == [("Орлова Анна Петровна", "8-901")]


@pytest.mark.parametrize("given", ["И.", "И", ""])
def test_an_initial_instead_of_a_name_is_refused_by_5_3_and_the_others_come_in(opens, given):
    """5.3."""
    office = opens("admin")
    listed = rows(*THREE)
    listed[2] = replace(listed[2], given=given)
    found = plan_pupils(office, listed, NEW_CLASS)
    assert outcomes(found) == ["new", "new", "refused"]
    assert found.judged[2].clause == "5.3"
    assert found.judged[2].remedy
    assert enter(office, found) is not None


def test_a_flaw_of_the_reading_refuses_its_row_with_place_and_remedy(opens):
    listed = rows(*THREE)
    listed[0] = replace(listed[0], flaws=(Flaw("Такой даты нет: 31.02.2015.", "Исправьте.", "C"),))
    found = plan_pupils(opens("admin"), listed, NEW_CLASS)
    assert (
        found.refused[0].text
        == "«список.xlsx», лист «Лист1», строка 2, столбец C: Такой даты нет: 31.02.2015. Исправьте."
    )


def test_no_good_row_is_bad_input_and_writes_nothing(opens, tiny):
    office = opens("admin")
    before = raw(tiny, "SELECT count(*) FROM entry")
    with pytest.raises(BadInput, match="ничего не внесено"):
        enter(office, plan_pupils(office, rows("Яшин Б. В."), NEW_CLASS))
    assert raw(tiny, "SELECT count(*) FROM entry") == before
    assert not raw(tiny, "SELECT 1 FROM school_class WHERE name = '5Б'")


def test_namesakes_are_told_apart_by_patronymic_or_birth_date(opens):
    listed = rows("Орлов Иван Ильич", "Орлов Иван Львович", "Орлов Иван Ильич")
    assert outcomes(plan_pupils(opens("admin"), listed, NEW_CLASS)) == ["new", "new", "new"]


def test_namesakes_that_nothing_tells_apart_are_refused(opens):
    listed = rows("Орлов Иван", "Орлов Иван", birth=None)
    found = plan_pupils(opens("admin"), listed, NEW_CLASS)
    assert outcomes(found) == ["new", "refused"]
    assert "строке 2" in found.judged[1].words


def test_two_namesakes_against_one_pupil_are_asked_and_not_guessed(opens):
    office = opens("admin")
    enter(office, plan_pupils(office, rows("Орлов Иван Ильич"), NEW_CLASS))
    listed = rows("Белый Пётр Львович", "Орлов Иван Ильич", "Орлов Иван Ильич")
    assert outcomes(plan_pupils(office, listed, NEW_CLASS)) == ["new", "refused", "refused"]


def test_who_is_in_another_class_comes_by_an_order(opens):
    """4.3.4."""
    office = opens("admin")
    enter(office, plan_pupils(office, rows(*THREE), NEW_CLASS))
    found = plan_pupils(office, rows(*THREE), ClassName.read("5В"))
    assert outcomes(found) == ["refused"] * 3
    assert "Уже учится в 5Б" in found.judged[0].words


def test_who_comes_into_a_learning_class_comes_today(opens, tiny):
    """4.3.4: no cell before the arrival."""
    office = opens("admin")
    found = plan_pupils(office, rows("Орлов Иван Ильич"), OLD_CLASS)
    assert found.judged[0].words == "будет внесён с 2 декабря"
    enter(office, found)
    stored = raw(
        tiny, "SELECT m.start FROM membership AS m JOIN pupil AS p ON p.id = m.pupil WHERE p.surname = 'Орлов'"
    )
    assert stored[0][0] == "2026-12-02"


@pytest.mark.parametrize("login", ["teacher", "class_teacher", "deputy", "director", "medic"])
def test_only_the_administrator_enters_lists(opens, login):
    """3.1, 4.3.4."""
    with pytest.raises(RightRefused):
        plan_pupils(opens(login), rows(*THREE), NEW_CLASS)


def test_a_first_grade_gets_its_february_break(opens, tiny):
    office = opens("admin")
    enter(office, plan_pupils(office, rows(*THREE), ClassName.read("1А")))
    assert raw(tiny, "SELECT 1 FROM holiday AS h JOIN school_class AS k ON k.id = h.school_class WHERE k.name = '1А'")


def test_outcomes_are_counted(opens):
    counts = plan_pupils(opens("admin"), rows(*THREE, "Яшин Б. В."), NEW_CLASS).counts
    assert counts == {Outcome.NEW: 3, Outcome.CHANGE: 0, Outcome.SAME: 0, Outcome.REFUSED: 1}
