"""The assistant «Новый учебный год»: proposed whole, refused where it is wrong, written as one act or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.clock import SteppedClock
from ezh_desktop.domain.russian import number_ranges
from ezh_desktop.errors import BadInput, LockRefused, Refusal, StaleRefused
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.founding import Maker, NewAccount, found_journal
from ezh_desktop.services.rule_numbers import set_numbers
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.calendar import (
    BELLS,
    HOLIDAYS,
    MOVED,
    SCHOOL,
    TERMS,
    YEAR,
    plan_calendar,
    plan_scheme,
    read_calendar,
)
from ezh_desktop.services.structure.classes import plan_classes, plan_end, read_class, read_classes
from ezh_desktop.services.structure.newyear import (
    GRADES,
    YearTyped,
    draft_year,
    plan_new_year,
    read_grades,
    with_scheme,
)
from ezh_desktop.services.structure.newyear_words import what_is_written
from ezh_desktop.services.structure.nextyear import TABLE
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.recovery_code import RecoveryCode
from tests.factories import ZONE, School, a_class, a_school, fake_clock, open_office, raw, stepped_ids
from tests.services.structure.conftest import changed
from tests.services.structure.test_undone import redo, undo

JUNE = date(2027, 6, 3)
typed_texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ("1.09", "31.02", "1.9.99999", "4 ноября", "8:30", "25:00", "0", "²", "1–8", "11-1", "1А", "7 а", "1,1")
    ),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(
        tmp_path_factory.mktemp("newyear") / "журнал.ezh", [a_class("7А"), a_class("9А", ("Ким Олег Ильич",), ())]
    )


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def admin(school):
    office = open_office(school, "admin", fake_clock(JUNE))
    yield office
    office.close()


def faults(plan):
    return [(one.table, one.row, one.field) for one in plan.faults]


def planned(office, draft, tables=None):
    return plan_new_year(office, draft, YearTyped(tables or {}))


def acts(school):
    return [one[0] for one in raw(school, "SELECT action FROM entry ORDER BY n")]


class TestANextYear:
    def test_a_usual_year_is_made_by_one_act_as_it_is_proposed(self, admin, school):
        before = len(acts(school))
        draft = draft_year(admin)
        assert (draft.label, draft.there) == ("2027/2028", False)
        save(admin, planned(admin, draft))
        assert acts(school)[before:] == ["year.next"]
        new = read_calendar(admin, draft.page.year.year)
        assert new.tables[TERMS] == draft.page.tables[TERMS]
        assert new.tables[BELLS] == draft.page.tables[BELLS]
        assert new.tables[YEAR] == draft.page.tables[YEAR]
        assert [one.text("title") for one in new.tables[HOLIDAYS]] == [
            one.text("title") for one in draft.page.tables[HOLIDAYS] if not one.text("classes")
        ]
        assert verify(admin).sound

    def test_all_that_was_typed_on_the_pages_is_in_that_act(self, admin, school):
        draft = draft_year(admin)
        page = draft.page
        tables = {
            SCHOOL: changed(page.tables[SCHOOL], 0, address="ул. Садовая, 5"),
            YEAR: changed(page.tables[YEAR], 0, week="шестидневная"),
            TERMS: changed(page.tables[TERMS], 0, end="25.10"),
            HOLIDAYS: changed(page.tables[HOLIDAYS], len(page.tables[HOLIDAYS]), start="1.12", title="День района"),
            BELLS: (*page.tables[BELLS][:-1], Line(NEW, {"shift": "2", "starts": "14:00"})),
            TABLE: (*draft.carried.lines, Line(NEW, {"target": "1А"})),
        }
        count = len(acts(school))
        save(admin, plan_new_year(admin, draft, YearTyped(tables, {"plan.lag": "9"})))
        assert acts(school)[count:] == ["year.next"]
        year = page.year.year
        assert raw(school, "SELECT address FROM school") == [("ул. Садовая, 5",)]
        assert raw(school, "SELECT week_days FROM academic_year WHERE id = ?", year) == [(6,)]
        assert raw(school, "SELECT value FROM year_setting WHERE name = 'plan.lag' AND year = ?", year) == [("9",)]
        new = read_calendar(admin, year)
        assert new.tables[TERMS][0].text("end") == "25.10.2027"
        assert [
            one.text("classes") for one in new.tables[HOLIDAYS] if one.text("title") == "Дополнительные каникулы"
        ] == ["1А"]
        assert "День района" in [one.text("title") for one in new.tables[HOLIDAYS]]
        shifts = [one.text("shift") for one in new.tables[BELLS]]
        assert shifts == ["1"] * (len(page.tables[BELLS]) - 1) + ["2"]
        assert verify(admin).sound

    def test_what_is_taken_out_of_the_proposal_is_never_written(self, admin, school):
        draft = draft_year(admin)
        kept = tuple(one for one in draft.page.tables[HOLIDAYS] if one.text("title") != "День Победы")
        save(admin, planned(admin, draft, {HOLIDAYS: kept, BELLS: draft.page.tables[BELLS][:3], TABLE: ()}))
        year = draft.page.year.year
        assert raw(school, "SELECT count(*) FROM holiday WHERE year = ? AND title = 'День Победы'", year) == [(0,)]
        assert raw(school, "SELECT count(*) FROM bell WHERE year = ?", year) == [(3,)]

    def test_week_bells_and_numbers_of_the_last_year_are_proposed(self, admin, school):
        page = read_calendar(admin)
        tables = {
            BELLS: changed(page.tables[BELLS], 0, starts="8:00"),
            YEAR: changed(page.tables[YEAR], 0, week="шестидневная"),
        }
        save(admin, plan_calendar(admin, page, tables))
        deputy = open_office(school, "deputy", fake_clock(JUNE))
        set_numbers(deputy, {"plan.lag": "7"})
        deputy.close()
        draft = draft_year(admin)
        assert draft.page.tables[BELLS][0].text("starts") == "08:00"
        assert draft.page.tables[YEAR][0].text("week") == "шестидневная"
        assert [one.value for one in draft.numbers.lines if one.name == "plan.lag"] == ["7"]

    def test_a_grade_takes_the_terms_it_is_listed_with(self, admin, school):
        draft = draft_year(admin)
        grades = {line.text("scheme"): line.text("grades") for line in draft.grades}
        assert grades == {"Четверти": "1–8", "Полугодия": "10, 11", "Четверти 9 класса": "9"}
        lines = changed(changed(draft.grades, 0, grades="1-7"), 1, grades="8, 10 – 11")
        save(admin, planned(admin, draft, {GRADES: lines}))
        found = raw(
            school,
            "SELECT k.name, s.title FROM school_class AS k JOIN term_scheme AS s ON s.id = k.scheme WHERE k.year = ?",
            draft.page.year.year,
        )
        assert found == [("8А", "Полугодия")]

    def test_a_class_takes_the_terms_named_in_its_line_even_renamed(self, admin, school):
        draft = with_scheme(draft_year(admin), "quarter")
        assert [line.text("scheme") for line in draft.grades][-1] == "Четверти (2)"
        terms = draft.page.tables[TERMS]
        at = next(row for row, line in enumerate(terms) if line.text("scheme") == "Четверти (2)")
        tables = {
            TERMS: changed(terms, at, scheme="Четверти 8А", end="20.10"),
            TABLE: changed(draft.carried.lines, 0, scheme="Четверти 8А"),
        }
        save(admin, plan_new_year(admin, draft, YearTyped(tables)))
        found = raw(
            school,
            "SELECT s.title, p.end FROM school_class AS k JOIN term_scheme AS s ON s.id = k.scheme"
            " JOIN period AS p ON p.scheme = s.id AND p.kind = 'quarter' AND p.number = 1 WHERE k.year = ?",
            draft.page.year.year,
        )
        assert found == [("Четверти 8А", "2027-10-20")]

    def test_a_year_that_does_not_follow_another_begins_with_nothing(self, admin):
        draft = draft_year(admin, "2030-2031")
        assert (draft.label, draft.carried.lines, draft.carried.before) == ("2030/2031", (), None)
        assert planned(admin, draft).command.action == "year.add"

    def test_a_year_is_made_once_though_two_make_it(self, admin, school):
        other = open_office(school, "admin", fake_clock(JUNE))
        plans = [planned(office, draft_year(office)) for office in (admin, other)]
        save(admin, plans[0])
        count = len(acts(school))
        with pytest.raises(StaleRefused):
            save(other, plans[1])
        assert acts(school)[count:] == []
        assert raw(school, "SELECT count(*) FROM academic_year") == [(2,)]
        other.close()


def test_a_journal_without_a_year_gets_its_first(tmp_path):
    school = School(tmp_path / "пустой.ezh", b"", RecoveryCode(b""), {}, {}, {}, {})
    maker = Maker(SteppedClock(fake_clock(JUNE).now_us(), ZONE), stepped_ids(), FLOOR)

    def fill(begun):
        school.people["admin"] = begun.accounts["admin"]

    founded = found_journal(school.path, [NewAccount("admin", "проверка связи 27", root=True)], fill, maker)
    school.journal, school.code, school.genesis = founded.journal, founded.code, founded.genesis
    office = open_office(school, "admin", fake_clock(JUNE))
    draft = draft_year(office)
    assert (draft.label, draft.there) == ("2026/2027", False)
    assert faults(planned(office, draft)) == [(SCHOOL, 0, "name")]
    save(office, planned(office, draft, {SCHOOL: changed(draft.page.tables[SCHOOL], 0, name="Школа № 12")}))
    assert read_calendar(office).tables[SCHOOL][0].text("name") == "Школа № 12"
    office.close()


class TestRefusals:
    @pytest.mark.parametrize(
        "wrong",
        [
            (SCHOOL, 0, {"name": ""}, "name"),
            (TERMS, 1, {"start": "20.10"}, "start"),
            (TERMS, 0, {"end": "31.02"}, "end"),
            (HOLIDAYS, 0, {"start": "1.09", "end": "30.10"}, "end"),
            (HOLIDAYS, 0, {"classes": "8Я"}, "classes"),
            (BELLS, 1, {"starts": "9:10"}, "starts"),
            (GRADES, 0, {"grades": "1–9"}, "grades"),
            (GRADES, 0, {"grades": "1–7"}, "grades"),
            (GRADES, 0, {"grades": "все"}, "grades"),
            (TABLE, 0, {"target": "восьмой"}, "target"),
            (TABLE, 0, {"scheme": "Триместры"}, "scheme"),
        ],
        ids=[
            "no name", "overlapping terms", "no date", "a whole term off", "no such class", "bells at once",
            "grade twice", "grade left out", "no grades", "no class", "no terms",
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_named_by_its_field_and_nothing_is_written(self, admin, school, wrong):
        key, row, texts, field = wrong
        draft = draft_year(admin)
        before = len(acts(school))
        plan = plan_new_year(admin, draft, YearTyped({key: changed(draft.tables[key], row, **texts)}))
        assert (key, field) in [(one.table, one.field) for one in plan.faults]
        assert plan.command is None
        assert save(admin, plan) == ""
        assert len(acts(school)) == before

    def test_a_number_that_can_be_none_is_refused(self, admin):
        draft = draft_year(admin)
        plan = plan_new_year(admin, draft, YearTyped(numbers={"plan.lag": "много"}))
        assert [(one.table, one.field) for one in plan.faults] == [("numbers", "value")]

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_whatever_is_typed_is_either_a_plan_or_a_named_fault(self, admin, data):
        draft = draft_year(admin)
        tables = {}
        for key in data.draw(st.lists(st.sampled_from([*draft.tables]), min_size=1, max_size=3, unique=True)):
            lines = draft.tables[key] or (Line(NEW, dict.fromkeys(("day", "as", "reason"), "")),)
            row = data.draw(st.integers(0, len(lines) - 1))
            field = data.draw(st.sampled_from(sorted(lines[row].texts)))
            tables[key] = changed(lines, row, **{field: data.draw(typed_texts)})
        plan = plan_new_year(admin, draft, YearTyped(tables))
        assert (plan.command is None) == bool(plan.faults)
        assert {one.table for one in plan.faults} <= {*draft.tables}
        if plan.command is not None:
            assert what_is_written(draft, YearTyped(tables), plan)

    @pytest.mark.parametrize("label", ["2026/2027", "2026-2027"])
    def test_a_year_that_is_there_is_refused(self, admin, label):
        with pytest.raises(BadInput, match="Учебный год 2026/2027 уже есть"):
            draft_year(admin, label)

    @pytest.mark.parametrize("label", ["2027", "2027/2029", "будущий"])
    def test_what_is_no_year_is_refused(self, admin, label):
        with pytest.raises(BadInput, match="не учебный год"):
            draft_year(admin, label)


class TestTheFirstYear:
    def test_the_year_of_a_new_journal_is_gone_over_in_its_own_rows(self, office, bare):
        draft = draft_year(office)
        assert (draft.label, draft.there) == ("2026/2027", True)
        assert planned(office, draft).command is None
        page = draft.page
        tables = {
            SCHOOL: changed(page.tables[SCHOOL], 0, address="ул. Садовая, 5"),
            TERMS: changed(page.tables[TERMS], 3, end="28.05"),
            TABLE: (Line(NEW, {"target": "1а", "leader": "Соколова Нина Викторовна"}), Line(NEW, {"target": "7А"})),
        }
        count = len(acts(bare))
        save(office, plan_new_year(office, draft, YearTyped(tables)))
        assert acts(bare)[count:] == ["year.add"]
        assert raw(bare, "SELECT count(*) FROM academic_year") == [(1,)]
        found = raw(
            bare,
            "SELECT k.name, count(*) > 5 FROM school_class AS k JOIN course_class AS c ON c.school_class = k.id"
            " GROUP BY 1",
        )
        assert found == [("1А", 1), ("7А", 1)]
        new = read_calendar(office)
        assert [one.text("classes") for one in new.tables[HOLIDAYS] if one.text("classes")] == ["1А"]
        assert new.tables[TERMS][3].text("end") == "28.05.2027"
        assert raw(bare, "SELECT surname FROM person WHERE surname = 'Соколова'") == [("Соколова",)]
        assert verify(office).sound

    def test_a_closed_year_is_refused(self, office, bare):
        later = open_office(bare, "admin", fake_clock(date(2027, 9, 1)))
        draft = draft_year(later)
        closed = replace(draft, page=replace(draft.page, year=draft.page.year._replace(state="closed")))
        with pytest.raises(LockRefused):
            planned(later, closed)
        later.close()

    def test_once_it_has_classes_the_next_year_comes(self, office):
        save(office, plan_classes(office, "7А", read_classes(office)[0]))
        assert draft_year(office).label == "2027/2028"
        with pytest.raises(BadInput, match="уже есть"):
            draft_year(office, "2026/2027")

    def test_a_class_that_was_taken_back_is_opened_again(self, office, bare):
        save(office, plan_classes(office, "7А", read_classes(office)[0]))
        class_id = raw(bare, "SELECT id FROM school_class")[0][0]
        save(office, plan_end(office, read_class(office, class_id), pupils=0))
        draft = draft_year(office)
        assert draft.there
        save(office, planned(office, draft, {TABLE: (Line(NEW, {"target": "7А"}),)}))
        assert raw(bare, "SELECT id, ended FROM school_class") == [(class_id, 0)]
        assert verify(office).sound

    def test_an_empty_year_made_before_takes_the_classes_of_the_last(self, admin, school):
        draft = draft_year(admin)
        save(admin, planned(admin, draft, {TABLE: ()}))
        again = draft_year(admin)
        assert (again.label, again.there) == ("2027/2028", True)
        save(admin, planned(admin, again))
        names = raw(school, "SELECT name FROM school_class WHERE year = ?", draft.page.year.year)
        assert names == [("8А",)]
        assert verify(admin).sound


class TestUndo:
    def test_a_year_in_which_nothing_was_entered_goes_and_the_assistant_proposes_it_again(self, admin, school):
        draft = draft_year(admin)
        tables = {SCHOOL: changed(draft.page.tables[SCHOOL], 0, address="ул. Садовая, 5")}
        save(admin, plan_new_year(admin, draft, YearTyped(tables, {"plan.lag": "9"})))
        undo(admin)
        year = draft.page.year.year
        assert raw(school, "SELECT name FROM school_class WHERE year = ? AND ended = 0", year) == []
        assert raw(school, "SELECT address FROM school") == [("",)]
        again = draft_year(admin)
        assert (again.label, again.there) == ("2027/2028", True)
        assert without_ids(again.tables) == without_ids(draft.tables)
        assert again.numbers == draft.numbers
        save(admin, planned(admin, again))
        assert raw(school, "SELECT name FROM school_class WHERE year = ? AND ended = 0", year) == [("8А",)]
        new = read_calendar(admin, year)
        assert [len(new.tables[key]) for key in (HOLIDAYS, BELLS)] == [
            len(draft.page.tables[key]) - (key == HOLIDAYS) for key in (HOLIDAYS, BELLS)
        ]
        assert verify(admin).sound

    def test_an_undone_year_comes_back_whole(self, admin, school):
        save(admin, planned(admin, draft_year(admin)))
        stands = "SELECT count(*) FROM membership WHERE coalesce(end, '') <> '1900-01-01'"
        before = raw(school, stands)
        undo(admin)
        assert raw(school, stands) != before
        redo(admin)
        assert raw(school, stands) == before
        assert verify(admin).sound

    def test_a_year_with_entries_of_others_stays(self, admin, school):
        draft = draft_year(admin)
        save(admin, planned(admin, draft))
        other = open_office(school, "admin", fake_clock(JUNE))
        save(other, plan_classes(other, "5А", read_classes(other, draft.page.year.year)[0]))
        other.close()
        with pytest.raises(Refusal, match="уже опираются другие записи"):
            admin.submit(Undo(admin.undoable()))

    def test_one_more_scheme_is_no_act_that_an_undo_would_leave_as_it_is(self, admin):
        before = admin.undoable()
        save(admin, plan_scheme(admin, read_calendar(admin), "half"))
        assert admin.undoable() == before


def without_ids(tables):
    return {key: [dict(line.texts) for line in lines] for key, lines in tables.items()}


class TestTheSummary:
    def said(self, office, tables=None, numbers=None):
        draft = draft_year(office)
        typed = YearTyped(tables(draft) if tables else {}, numbers or {})
        return {one.title: one for one in what_is_written(draft, typed, plan_new_year(office, draft, typed))}

    def test_it_says_who_goes_where_and_whom_nothing_was_decided_about(self, admin):
        said = self.said(admin)
        assert said["Классы"].words == "1: 8А из 7А"
        assert said["Дальше не идут"].words == "9А"
        assert said["Ученики"].words.endswith("в новых классах")
        assert said["Адрес для бумаги"].warns
        assert said["Обратите внимание"].words.startswith("О 6 учениках нет решения педсовета")
        assert said["В протоколе"].words == "одна запись «Следующий учебный год»"

    def test_it_says_the_days_as_they_are_typed(self, admin):
        def tables(draft):
            return {
                TERMS: changed(draft.page.tables[TERMS], 0, end="25.10"),
                TABLE: (*draft.carried.lines, Line(NEW, {"target": "1б"})),
                MOVED: (Line(NEW, {"day": "12.02", "as": "понедельник"}),),
            }

        said = self.said(admin, tables, {"plan.lag": "9"})
        assert said["Четверти"].words.startswith("1–8 классы: 01.09–25.10, ")
        assert "Дополнительные каникулы (1 класс)" in said["Праздники, каникулы"].words
        assert said["Учатся по расписанию другого дня"].words == "12.02: понедельник"
        assert said["Неделя и звонки"].words == "пятидневная; 1 смена: 8 уроков с 08:30"
        assert said["Числа правил"].words.endswith(": 9")
        assert said["Классы"].words == "2: 1Б, 8А из 7А"

    def test_without_a_first_class_its_break_is_not_spoken_of(self, admin):
        assert "Дополнительные" not in self.said(admin)["Праздники, каникулы"].words

    def test_a_year_that_stands_so_already_is_told(self, office):
        assert [one.words for one in self.said(office).values()] == ["2026/2027: всё уже записано так, менять нечего."]


class TestGrades:
    @given(st.sets(st.integers(1, 11)))
    def test_words_are_read_back(self, grades):
        assert read_grades(number_ranges(grades)) == sorted(grades)

    @pytest.mark.parametrize("text", ["0", "12", "9–5", "5а", "1–12"])
    def test_what_is_no_grade_is_refused(self, text):
        with pytest.raises(BadInput, match="не годы обучения"):
            read_grades(text)
