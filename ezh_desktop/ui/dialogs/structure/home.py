"""«Обучение на дому»: subjects, hours, teachers and the own week of each pupil who is taught at home (4.3.4)."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ezh_desktop.domain.russian import WEEKDAYS_SHORT, dotted
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan
from ezh_desktop.services.structure.home import HomePage, HomePupil, read_home, read_home_pupils
from ezh_desktop.services.structure.homeplan import TABLE, plan_home
from ezh_desktop.services.structure.timetable import read_home_timetable
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.dialogs.structure.timetableout import TimetableOut, Write
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.tone import tone

WORDS = (
    "В днях недели стоят номера уроков: 3; 2, 3; 4 чёт, если урок через неделю. У каждого предмета с часами — своя "
    "страница с темами и отметками; отметка за период попадает на страницу класса и в сводную ведомость."
)
NOBODY = "На дому никто не обучается. Приказ вносят в «Школа → Классы и ученики…»: «На дому, санаторий…»."
_HOUR_HINT = "Номера уроков: 3; 2, 3; 4 чёт"


class HomeDialog(StructureDialog):
    """The pupils at the left, the subjects of one of them as a table."""

    title = "Обучение на дому"
    help_page = "home"
    list_name = "Ученики"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None, year: int = 0) -> None:
        self._pupils: tuple[HomePupil, ...] = ()
        self._page: HomePage | None = None
        self._out: TimetableOut | None = None
        super().__init__(office, doors, parent, year)
        self._build()
        self.fill_list()

    def _build(self) -> None:
        self._order, self._words = QLabel(self), QLabel(WORDS, self)
        tone(self._order, "text", bold=True)
        tone(self._words, "text2")
        for label in (self._order, self._words):
            label.setWordWrap(True)
            self.right.addWidget(label)
        self._table = LineTable(LineModel((), self), self.doors, "Предметы на дому", self)
        self.right.addWidget(self.add_table(TABLE, self._table), 1)
        self._since = QLineEdit(self)
        self._since.setPlaceholderText("с первого дня")
        self._since.setToolTip("Пусто: исправление, действует с первого дня по приказу")
        self._since.textEdited.connect(self.judge)
        self._since_part = labelled("Изменения действуют с", self._since, 110, self)
        self._below = FlowLayout(gap=4)
        self._remove = self.flat_button("Убрать строку", self._table.remove_chosen, "Ctrl+Delete")
        self._below.addWidget(self._since_part)
        self._below.addWidget(self._remove)
        self.right.addLayout(self._below)

    def take_output(self, write: Write) -> None:
        """Offer to save the pupil's week as PDF."""
        self._out = TimetableOut(self.office, self.doors, write, self)
        self._out.said.connect(self.say)
        self._out.failed.connect(self._on_not_saved)
        self._paper = self.flat_button("PDF…", self._on_paper, "Расписание ученика на листе А4")
        self._below.addWidget(self._paper)
        self._paper.setVisible(self._page is not None)

    def parts(self) -> list[Part]:
        """The pupils, each with the class."""
        year, self._pupils = read_home_pupils(self.office, self.year)
        self.show_year(year.year, year.label)
        return [Part(one.pupil, one.title) for one in self._pupils]

    def show_part(self, part: int) -> None:
        """The subjects of a pupil."""
        year, self._pupils = read_home_pupils(self.office, self.year)
        pupil = next((one for one in self._pupils if one.pupil == part), None)
        self._page = read_home(self.office, year, pupil) if pupil is not None else None
        self._order.setText(pupil.order_words if pupil is not None else "")
        for shown in (self._words, self._table, *((self._paper,) if self._out is not None else ())):
            shown.setVisible(self._page is not None)
        writes = self._page is not None and self._page.writable
        self._table.lines.grows = writes
        self._table.show_lines(self._page.lines if self._page else (), self._columns(), again=self.again)
        self._since.setText(dotted(self._page.day) if self._page is not None and self._page.filled else "")
        for writing in (self._since_part, self._remove, self.save_button):
            writing.setVisible(writes)

    def _columns(self) -> tuple[Column, ...]:
        page = self._page
        if page is None:
            return ()
        writes = page.writable
        return (
            Column("subject", "Предмет", 170, lambda: tuple(page.subjects), editable=writes, stretch=True),
            Column("hours", "Часов", 56, editable=writes, hint="Часов в неделю; пусто: сколько стоит в днях"),
            Column("teacher", "Учитель", 220, lambda: page.staff.choices, editable=writes),
            *(
                Column(f"d{day}", WEEKDAYS_SHORT[day - 1].capitalize(), 56, editable=writes, hint=_HOUR_HINT)
                for day in page.days
            ),
        )

    def plan(self) -> Plan:
        """The whole table is one act."""
        if self._page is None or not self._page.writable:
            return Plan(None)
        return plan_home(self.office, self._page, self._table.lines.lines(), self._since.text())

    def judge(self) -> None:
        """Without pupils it is said where the order is entered."""
        super().judge()
        if not self._pupils:
            self.say(NOBODY)

    def show_faults(self, plan: Plan) -> None:
        """Ring the date."""
        wrong = [one.text for one in plan.faults if one.table == "since"]
        self._since.setProperty("fault", "true" if wrong else "false")
        self._since.setToolTip(wrong[0] if wrong else "Пусто: исправление, действует с первого дня по приказу")
        self._since.style().polish(self._since)

    def _on_paper(self) -> None:
        """What is typed is saved first, so that paper and file say the same."""
        self.first_saved(self._save_paper)

    def _save_paper(self) -> None:
        page = self._page
        if page is None or self._out is None:
            return
        name = f"{page.pupil.title}, на дому"
        self._out.week(read_home_timetable(self.office, page.pupil.pupil, name, page.year.year, page.day))

    def _on_not_saved(self, why: EzhError) -> None:
        self.say(why.text, "block")

    def done(self, result: int) -> None:
        """Waits for what is being saved."""
        if self._out is not None:
            self._out.close()
        super().done(result)
