"""A regime of bells with dates (сокращённый день): the page shows each lesson's own hours."""

from __future__ import annotations

from collections.abc import Callable

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from tests.factories import School, raw


def test_a_lesson_on_a_short_day_ends_by_the_bells_of_that_day(tiny: School, opens: Callable[..., FileOffice]) -> None:
    course = tiny.courses["7А Алгебра"]
    before = opens("teacher").course_page(course).lessons
    short = before[3]
    year = raw(tiny, "SELECT id FROM academic_year")[0][0]
    day = short.day.isoformat()
    regime = {"year": year, "shift": 1, "number": short.number, "starts": "08:00", "ends": "08:30"}
    change = Change("bell", (system_ids()(),), None, {**regime, "valid_from": day, "valid_to": day}, 0)
    office = opens("admin")
    demand = (Action.WRITE, About(Thing.SCHOOL, office.clock.today()))
    office.execute(Command("school.set_up", ("school", 0), (Planned(change),), (demand,)))
    after = opens("teacher").course_page(course).lessons
    assert (after[3].starts, after[3].ends) == ("08:00", "08:30")
    assert [(one.starts, one.ends) for one in after if one.day != short.day] == [
        (one.starts, one.ends) for one in before if one.day != short.day
    ]
