"""The table of rights, cell by cell, against a table written out by hand from the regulation (III, IV, VII, 9.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.rights import (
    About,
    Actor,
    Leading,
    RoleGrant,
    Standing,
    Substituting,
    Teaching,
    could,
    demand,
    may,
)
from ezh_desktop.domain.rights_table import SENTENCES, TABLE, Action, Role, Thing
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import ExitCode, RightRefused

YEAR = Span(date(2026, 9, 1), date(2027, 5, 31))
TODAY = date(2026, 10, 12)
ME, OTHER = 1, 2
CLASS, COURSE, LESSON, PERIOD = 70, 700, 7000, 71

# Columns: Администратор, Директор, заместитель (З), Классный руководитель, Учитель, Медицинский работник.
# + any · - never · s self · c own class · t class taught · f class with Физическая культура
# p own page · k own course today · l own lesson · h lesson held · m period column
RIGHTS = """
                      А Д З К У М
journal backup        + + + + + +
journal verify        + + + + + +
journal restore       + - - - - -
journal exchange      + - - - - -
protocol read         + + + - - -
school read           + + + + + +
school write          + - - - - -
staff read            + + + + + +
staff write           + - - - - -
account read          + + + s s s
account write         + - - - - -
account appoint       - + - - - -
sign_in write         s s s s s s
staff_slip print      + - - - - -
parent_slip print     - - - c - -
delegation read       + + + - - -
delegation write      - + - - - -
school_class read     + + + + + +
school_class write    + - - - - -
subject read          + + + + + -
subject write         + - - - - -
course_teacher read   + + + + + -
course_teacher write  + - + - - -
subgroup read         + + + c t -
subgroup write        + - - - - -
hours read            + + + + + -
hours write           - - + - - -
timetable read        + + + + + -
timetable write       + - - - - -
lesson read           + + + + + -
lesson write          - - + - - -
learning_mode read    + + + + + -
learning_mode write   - - + - - -
substitution read     + + + + + -
substitution write    - - + - - -
pupil read            + + + c t +
movement read         + + + c t -
movement write        + - - - - -
general_information read    + + + c - -
general_information write   - - - c - -
file_number read      + + + c - -
file_number approve   - - + - - -
contents read         + + + c t -
contents write        - - - c - -
course_page read      + + + c p -
cell read             + + + c p -
cell write            - - - - h -
cell_history read     + + + - l -
lesson_record read    + + + c p -
lesson_record write   - - - - h -
homework_template read  + + + - + -
homework_template write - - - - s -
proposal read         + + + c p -
proposal write        - - - - l -
proposal accept       - - - - l -
period_mark read      + + + c p -
period_mark write     - - - - m -
period read           + + + + + -
period open           - + - - - -
period close          - + - - - -
period unlock         - + - - - -
summary read          + + + c - -
council_decision read   + + + c - -
council_decision write  - - + - - -
absences read         + + + c - -
absences write        - - - c - -
exemption read        + + + c f -
exemption write       - - - c - -
week_confirmation read  + + + c - -
week_confirmation write - - - c - -
plan read             + + + c p -
plan write            - - - - k -
plan import           + - - - k -
plan approve          - - + - - -
programme_report read   + + + c p -
programme_report write  - - - - k -
individual_lesson read  + + + c p -
individual_lesson write - - - - k -
extra_group read      + + + s s -
extra_group write     + - + - - -
extra_lesson read     + + + s s -
extra_lesson write    - - - s s -
club read             + + + c - -
club write            - - - c - -
diary read            + + + c - -
diary write           - - - c - -
pupil_remark read     + + + c p -
pupil_remark write    - - - c l -
notice read           + + + s s s
notice write          s s s s s s
inspection read       + + + s s -
inspection write      - - + - - -
inspection answer     - - - s s -
inspection accept     - - + - - -
rule_numbers read     + + + + + -
rule_numbers write    - - + - - -
rule_numbers set_up   + - - - - -
health_names read     + + + c - +
health_names write    - - - c - -
health_fill read      + + + c - +
health_pe_group read  + + + c f +
health_pe_group write - - - - - +
health_desk read      + + + c t +
health_desk write     - - - - - +
health_closed read    - - - - - +
health_closed write   - - - - - +
person_setting read   s s s s s s
person_setting write  s s s s s s
"""


def teaching(course: int = COURSE, kind: SubjectKind = SubjectKind.ALGEBRA, span: Span = YEAR) -> Standing:
    return Standing(taught=(Teaching(course, frozenset({CLASS}), kind, span),))


def substituting(lesson: int = LESSON, period: int | None = None) -> Standing:
    day = date(2026, 10, 1)
    return Standing(substituted=(Substituting(lesson, day, COURSE, frozenset({CLASS}), SubjectKind.ALGEBRA, period),))


def replaced(standing: Standing, lesson: int = LESSON) -> Standing:
    return replace(standing, replaced=frozenset({lesson}))


STRANGER = Standing()
PAST = Span(date(2026, 9, 1), date(2026, 9, 20))
LATER = Span(date(2026, 11, 1))

# Each way of standing to the thing, the person it belongs to, and the relations of the table that it satisfies.
STANDINGS = {
    "a stranger": (STRANGER, OTHER, "+"),
    "the person themself": (STRANGER, ME, "+s"),
    "leader of the class": (Standing(led=(Leading(CLASS, YEAR),)), OTHER, "+c"),
    "leader of another class": (Standing(led=(Leading(CLASS + 1, YEAR),)), OTHER, "+"),
    "leader of the class until September": (Standing(led=(Leading(CLASS, PAST),)), OTHER, "+"),
    "teacher of the course": (teaching(), OTHER, "+tpklhm"),
    "teacher of the course, replaced in the lesson": (replaced(teaching()), OTHER, "+tpklm"),
    "teacher of the course, replaced in another lesson": (replaced(teaching(), LESSON + 1), OTHER, "+tpklhm"),
    "teacher of another course in the class": (teaching(COURSE + 1), OTHER, "+t"),
    "teacher of physical education in the class": (
        teaching(COURSE + 1, SubjectKind.PHYSICAL_EDUCATION),
        OTHER,
        "+tf",
    ),
    "teacher at the lesson's date, replaced since": (
        teaching(span=Span(date(2026, 9, 1), date(2026, 10, 1))),
        OTHER,
        "+plh",
    ),
    "teacher who came after the lesson": (teaching(span=Span(date(2026, 10, 2))), OTHER, "+tpkm"),
    "teacher who will come": (teaching(span=LATER), OTHER, "+p"),
    "substitute of the lesson": (substituting(), OTHER, "+plh"),
    "substitute of another lesson": (substituting(LESSON + 1), OTHER, "+p"),
    "substitute with the period marks": (substituting(period=PERIOD), OTHER, "+plhm"),
    "substitute with the marks of another period": (substituting(period=PERIOD + 1), OTHER, "+plh"),
}


def rows() -> list[tuple[Thing, Action, Role, str]]:
    found = []
    for line in RIGHTS.strip().splitlines()[1:]:
        thing, action, *cells = line.split()
        found += [(Thing(thing), Action(action), role, cell) for role, cell in zip(Role, cells, strict=True)]
    return found


def actor(role: Role, standing: Standing, span: Span = YEAR) -> Actor:
    return Actor(account=11, person=ME, grants=(RoleGrant(role, span),), standing=standing)


def about(thing: Thing, person: int = OTHER) -> About:
    return About(thing, TODAY, CLASS, COURSE, LESSON, date(2026, 10, 1), PERIOD, person)


@pytest.mark.parametrize(("thing", "action", "role", "cell"), rows())
def test_each_cell_of_the_table_is_allowed_and_refused_as_written(
    thing: Thing, action: Action, role: Role, cell: str
) -> None:
    for name, (standing, person, relations) in STANDINGS.items():
        assert may(actor(role, standing), action, about(thing, person)) == (cell in relations), name


def test_every_right_of_the_code_stands_in_the_written_table() -> None:
    written = {(thing, action, role) for thing, action, role, cell in rows() if cell != "-"}
    coded = {(right.thing, right.action, right.role) for right in TABLE}
    printed = {(right.thing, Action.PRINT, right.role) for right in TABLE if right.action is Action.READ}
    assert coded - printed == written


def unnamed() -> list[tuple[Thing, Action]]:
    named = {(thing, action) for thing, action, _, _ in rows()}
    named |= {(thing, Action.PRINT) for thing, action in named if action is Action.READ}
    return [(thing, action) for thing in Thing for action in Action if (thing, action) not in named]


@pytest.mark.parametrize(("thing", "action"), unnamed())
def test_what_the_written_table_does_not_name_is_refused_to_everyone(thing: Thing, action: Action) -> None:
    everyone = Actor(11, ME, tuple(RoleGrant(role, YEAR) for role in Role), teaching())
    assert not may(everyone, action, about(thing, ME))


@pytest.mark.parametrize(("thing", "action", "role", "cell"), [row for row in rows() if row[1] is Action.READ])
def test_whoever_may_read_may_print(thing: Thing, action: Action, role: Role, cell: str) -> None:
    for standing, person, _ in STANDINGS.values():
        who, what = actor(role, standing), about(thing, person)
        assert may(who, Action.PRINT, what) == may(who, action, what), cell


def test_an_administrator_never_writes_a_mark() -> None:
    with pytest.raises(RightRefused) as refused:
        demand(actor(Role.ADMINISTRATOR, teaching()), Action.WRITE, about(Thing.CELL))
    assert refused.value.text.startswith("Отметки и «н» ставит учитель предмета")
    assert refused.value.exit_code is ExitCode.RIGHT


def test_4_4_3_a_teacher_of_another_lesson_is_told_that_it_is_not_theirs() -> None:
    with pytest.raises(RightRefused) as refused:
        demand(actor(Role.SUBJECT_TEACHER, STRANGER), Action.WRITE, about(Thing.CELL))
    assert refused.value.remedy == "Это не ваш урок."


def test_4_4_3_who_is_replaced_in_a_lesson_is_told_so() -> None:
    with pytest.raises(RightRefused) as refused:
        demand(actor(Role.SUBJECT_TEACHER, replaced(teaching())), Action.WRITE, about(Thing.CELL))
    assert refused.value.remedy.startswith("На этом уроке вас заменяет другой учитель.")


def test_demand_passes_what_may_be_done() -> None:
    demand(actor(Role.SUBJECT_TEACHER, teaching()), Action.WRITE, about(Thing.CELL))


def test_a_refused_reading_names_the_roles_that_may() -> None:
    with pytest.raises(RightRefused) as closed:
        demand(actor(Role.DIRECTOR, STRANGER), Action.READ, about(Thing.HEALTH_CLOSED))
    assert closed.value.text == "Видеть это может только медицинский работник."
    with pytest.raises(RightRefused) as protocol:
        demand(actor(Role.SUBJECT_TEACHER, STRANGER), Action.PRINT, about(Thing.PROTOCOL))
    assert "администратор ЭЖ, директор или заместитель директора по УВР" in protocol.value.text


def test_4_2_2_an_acting_role_begins_and_ends_with_its_order() -> None:
    grant = RoleGrant(Role.DEPUTY, Span(date(2026, 10, 12), date(2026, 10, 16)), acting=True)
    acting = Actor(11, ME, (RoleGrant(Role.SUBJECT_TEACHER, YEAR), grant))
    days = [date(2026, 10, day) for day in (11, 12, 16, 17)]
    allowed = [may(acting, Action.WRITE, About(Thing.SUBSTITUTION, day)) for day in days]
    assert allowed == [False, True, True, False]
    assert acting.roles(date(2026, 10, 12)) == {Role.SUBJECT_TEACHER, Role.DEPUTY}


def test_a_role_scoped_to_a_class_or_course_reaches_no_other() -> None:
    grants = (RoleGrant(Role.DEPUTY, YEAR, school_class=CLASS), RoleGrant(Role.DEPUTY, YEAR, course=COURSE + 5))
    scoped = Actor(11, ME, grants)
    assert may(scoped, Action.APPROVE, About(Thing.PLAN, TODAY, school_class=CLASS, course=COURSE))
    assert may(scoped, Action.APPROVE, About(Thing.PLAN, TODAY, school_class=CLASS + 1, course=COURSE + 5))
    assert not may(scoped, Action.APPROVE, About(Thing.PLAN, TODAY, school_class=CLASS + 1, course=COURSE))


def test_several_roles_of_one_person_add_up() -> None:
    both = Actor(
        11,
        ME,
        (RoleGrant(Role.SUBJECT_TEACHER, YEAR), RoleGrant(Role.CLASS_TEACHER, YEAR)),
        Standing(taught=teaching().taught, led=(Leading(CLASS, YEAR),)),
    )
    assert may(both, Action.WRITE, about(Thing.CELL))
    assert may(both, Action.WRITE, about(Thing.ABSENCES))
    assert not may(both, Action.WRITE, about(Thing.SUBSTITUTION))


def test_a_class_teacher_without_a_lesson_there_writes_no_mark() -> None:
    leader = actor(Role.CLASS_TEACHER, teaching())
    assert not may(leader, Action.WRITE, about(Thing.CELL))


def test_facts_that_are_missing_grant_nothing() -> None:
    for role in (Role.SUBJECT_TEACHER, Role.CLASS_TEACHER):
        assert not may(actor(role, teaching()), Action.WRITE, About(Thing.CELL, TODAY))
        assert not may(actor(role, STRANGER), Action.READ, About(Thing.CELL, TODAY))
        assert not may(actor(role, substituting()), Action.WRITE, About(Thing.PERIOD_MARK, TODAY))


def test_a_substitute_sees_the_open_health_columns_until_the_lesson_is_over() -> None:
    before = About(Thing.HEALTH_DESK, date(2026, 10, 1), CLASS)
    after = About(Thing.HEALTH_DESK, date(2026, 10, 2), CLASS)
    who = actor(Role.SUBJECT_TEACHER, substituting())
    assert (may(who, Action.READ, before), may(who, Action.READ, after)) == (True, False)


def test_could_tells_whether_a_menu_shows_the_act_at_all() -> None:
    teacher = actor(Role.SUBJECT_TEACHER, STRANGER)
    assert could(teacher, Action.WRITE, Thing.CELL, TODAY)
    assert not could(teacher, Action.WRITE, Thing.CELL, date(2027, 6, 1))
    assert not could(teacher, Action.RESTORE, Thing.JOURNAL, TODAY)


def test_every_act_but_reading_says_who_may() -> None:
    acts = {(right.thing, right.action) for right in TABLE}
    reads = {(thing, Action.READ) for thing, action in acts if action is Action.READ}
    reading = reads | {(thing, Action.PRINT) for thing, _ in reads}
    assert set(SENTENCES) == acts - reading
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
