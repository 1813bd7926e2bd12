"""The page «Сводная ведомость»: picture 05, one period, the dialog of the council, and the states beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QDialog

from ezh_desktop.services.acts import EnterDecision
from ezh_desktop.services.doors import Decision
from ezh_desktop.services.pages.summary import SummaryMark
from ezh_desktop.ui.dialogs.council import CouncilDialog
from tests.look.pages.marks import NARROW, school_of, shot
from tests.look.registry import Scene as Look
from tests.look.registry import Shot, shows
from tests.ui.fake_office import FakeOffice
from tests.ui.fake_summary import CLASS, EXAM, FINAL, a_sheet
from tests.ui.teacher import Teacher


def office(**more: object) -> FakeOffice:
    """7А with its sheet."""
    return FakeOffice(pages=school_of(), summaries={CLASS: a_sheet(**more)})  # type: ignore[arg-type]


def _then(act: Callable[[Teacher], object] = lambda _teacher: None) -> Callable[[Teacher], None]:
    def run(teacher: Teacher) -> None:
        teacher.presses("Ctrl+3")
        act(teacher)

    return run


def _year(teacher: Teacher) -> None:
    page = teacher.window.page
    at = next(n for n, one in enumerate(page._model.columns) if one.subject.name == "Алгебра" and one.bold)
    page.grid.go(13, at)


def _one(teacher: Teacher) -> None:
    teacher.presses("Ctrl+Shift+PgUp")
    teacher.presses("Ctrl+Shift+PgUp")


def _typed(teacher: Teacher) -> None:
    _year(teacher)
    teacher.types("5")


def _pending(teacher: Teacher) -> None:
    teacher.window.office.held = True
    teacher.window.page.grid.go(4, 3)
    teacher.presses("Ctrl+Shift+W")


def _finals() -> FakeOffice:
    page = a_sheet(grade=9, decided=False)
    more = {
        (subject.subject, pupil.pupil, slot): SummaryMark("4", subject.courses[0])
        for subject in page.subjects[:1]
        for pupil in page.pupils
        if pupil.left is None
        for slot in (EXAM, FINAL)
    }
    return FakeOffice(pages=school_of(), summaries={CLASS: replace(page, marks={**page.marks, **more})})


def _dialog(**more: object) -> QDialog:
    made = office(**more)
    page = made.summary_page(CLASS)

    def judge(act: EnterDecision) -> Decision:
        return made.decide_council(act)

    return CouncilDialog(page, judge)


@shows("summary")
def summary(_look: Look) -> Iterator[Shot]:
    """The page in its states."""
    yield shot("opened", office(), _then(_year))
    yield shot("opens", office(), _then())
    yield shot("one-period", office(), _then(_one))
    yield shot("thirty", office(pupils=30), _then())
    yield shot("refused", office(), _then(_typed))
    yield shot("pending", office(), _then(_pending))
    yield shot("first-grade", office(grade=1, decided=False), _then())
    yield shot("halves", office(subjects=5, halves=True), _then())
    yield shot("finals", _finals(), _then())
    yield shot("reader", office(may_decide=False, today=date(2026, 12, 2)), _then())
    yield shot("empty", office(pupils=0), _then())
    yield shot("narrow", office(), _then(), NARROW)
    yield Shot("council", _dialog(decided=False))
    yield Shot("council-small", _dialog(), (660, 340))
