"""«Школа сегодня»: how classes and teachers fill the journal, who is absent; Enter goes to the lesson."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ezh_desktop.domain.russian import agreed, count
from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.checking import CheckReport, CheckScope, check_journal
from ezh_desktop.services.doors import Office, Place
from ezh_desktop.services.inspections import may_inspect, remarks_page
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.school_today import SchoolToday
from ezh_desktop.services.school_today import school_today, sees_school
from ezh_desktop.ui import fonts
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.grids.school import SchoolTable
from ezh_desktop.ui.grids.todaylist import EDGE, TodayList
from ezh_desktop.ui.models.school import ClassesModel, TeachersModel, answer_rows, finding_rows
from ezh_desktop.ui.models.today import Target
from ezh_desktop.ui.nopages import no_pages
from ezh_desktop.ui.pages.base import CommandState, Scope, Tools, WindowPage
from ezh_desktop.ui.widgets.tone import tone

_MINUTES_MS = 5 * 60_000
_REST = 10
"""How many times as long as the check of the school took the next one waits: it shares a processor with the typing."""
_LEAST_REST_MS = 2_000

_REQUESTS = ("просьба классного руководителя", "просьбы классных руководителей", "просьб классных руководителей")
_FILL, _TEACHERS = ("заполняет", "заполняют", "заполняют"), ("учитель", "учителя", "учителей")
_INSPECTIONS = ("проверка журнала", "проверки журнала", "проверок журнала")


class SchoolTab(WindowPage):
    """For deputy, director and administrator; the deputy starts an inspection here.

    `checked` gives the `CheckReport` of the whole school.
    """

    checked = Signal(object)

    name = "school"
    title = "Школа сегодня"
    scope = Scope.PERSON
    help_page = "school_today"
    prints = False
    own_commands = frozenset({"inspect"})

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._school: SchoolToday | None = None
        self.written, self.week = QLabel(self), QLabel(self)
        self.classes = SchoolTable("Заполнение по классам", ClassesModel(), self)
        self.teachers = SchoolTable("Учителя", TeachersModel(), self)
        self.findings = TodayList("Недочёты по пунктам", parent=self)
        self._right = QWidget(self)
        self._build()
        for table in (self.classes, self.teachers, self.findings):
            table.chosen.connect(self._on_chosen)
        self.findings.folded.connect(self._on_folded)
        self._check = Background(self)
        self._check.done.connect(self._on_checked)
        self._check.failed.connect(self._on_unchecked)
        self._report: CheckReport | None = None
        self._open = ""
        self._began = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rested)
        self._waits = False
        self._tick = QTimer(self)
        self._tick.setInterval(_MINUTES_MS)
        self._tick.timeout.connect(self.reload)

    def _build(self) -> None:
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        tone(self.written, bold=True)
        tone(self.week, "text2")
        line = QHBoxLayout()
        line.setSpacing(16)
        line.setContentsMargins(EDGE, 0, 0, 0)
        for label in (self.written, self.week):
            line.addWidget(label)
        line.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(6)
        above = QVBoxLayout()
        above.setSpacing(6)
        # The list below keeps this edge of its own, for the rings of its lines.
        above.setContentsMargins(EDGE, 0, EDGE, 0)
        above.addLayout(_heading("Заполнение по классам", "% уроков с темой, к этому часу"))
        above.addWidget(self.classes)
        left.addLayout(above)
        left.addWidget(self.findings, 1)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addLayout(_heading("Учителя", "за четверть, по доле записанных"))
        right.addWidget(self.teachers, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(left, 5)
        row.addWidget(self._right, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, EDGE, 8)
        column.setSpacing(10)
        column.addLayout(line)
        column.addLayout(row, 1)

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """Who controls the journals."""
        return place.home and isinstance(office, FileOffice) and sees_school(office)

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._school.cursor if self._school else 0

    def scopes(self) -> frozenset[int]:
        """The classes: the tables are read anew every few minutes, not at each mark of the school."""
        return frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - the school has no lesson
        """See `WindowPage.show_place`."""
        self._read()
        if self._school is not None and not self._school.classes:
            raise Refusal(no_pages(self.tools.office.roles()))
        if not self.classes.currentIndex().isValid() and self._school and self._school.classes:
            self.classes.setCurrentIndex(self.classes.rows.index(0, len(self._school.days)))
        self._tick.start()

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        self._read()

    def _read(self) -> None:
        office = self.tools.office
        if not isinstance(office, FileOffice):
            return
        school = self._school = school_today(office)
        fill = school.written
        lessons = count(fill.due, "урока", "уроков", "уроков")
        nothing = "Сегодня уроки ещё не кончались" if school.today in school.days else "Сегодня уроков нет"
        self.written.setText(f"Записано {fill.done} из {lessons}" if fill.due else nothing)
        idle = len(school.idle)
        days = count(school.idle_days, "день", "дня", "дней")
        teachers = f"{days} не {agreed(idle, _FILL, _TEACHERS)}" if idle else ""
        late = school.inspections_due
        checks = f"не проведено в срок: {count(late, *_INSPECTIONS)} (Ctrl+Shift+J)" if late else ""
        asked = f"{count(school.requests, *_REQUESTS)} (Ctrl+F12)" if school.requests else ""
        self.week.setText(", ".join(part for part in (school.week, teachers, checks, asked) if part))
        self.classes.rows.show_school(school)
        self.teachers.rows.show_school(school)

        self.classes.fit_height()
        self._show_findings()
        self._start_check()

    def _start_check(self) -> None:
        """The rules look at the whole school beside the window's thread; what was just cured is not shown for long."""
        office = self.tools.office
        self._waits = self._check.running or self._rest.isActive()
        if not self._waits and isinstance(office, FileOffice):
            self._began = monotonic()
            self._check.start(lambda: check_journal(office, CheckScope()))

    def _take_rest(self) -> None:
        self._rest.start(max(_LEAST_REST_MS, round(_REST * 1000 * (monotonic() - self._began))))

    def _on_rested(self) -> None:
        if self._waits:
            self._start_check()

    def _on_checked(self, report: object) -> None:
        self._take_rest()
        if isinstance(report, CheckReport):
            self._report = report
            for table in (self.classes, self.teachers):
                table.rows.show_late(report)
            self._show_findings()
            self.checked.emit(report)

    def _on_unchecked(self, error: EzhError) -> None:
        self._take_rest()
        self.said.emit(error.what)

    def _show_findings(self) -> None:
        at = self.findings.currentIndex().row()
        self.findings.rows.show_rows([*answer_rows(self._school), *finding_rows(self._report, self._open)])
        if self.findings.rows.row(at) is not None:
            self.findings.setCurrentIndex(self.findings.rows.index(at))

    def _on_folded(self, clause: str) -> None:
        self._open = "" if self._open == clause else clause
        self._show_findings()

    def end(self) -> None:
        """The check still reads the file: wait for it."""
        super().end()
        self._check.wait()
        self._rest.stop()

    def leave(self) -> None:
        """Out of sight nothing has to be told anew."""
        self._tick.stop()
        self._waits = False

    def focus_widget(self) -> QWidget:
        """The classes."""
        return self.classes

    def areas(self) -> Sequence[QWidget]:
        """The tables and the findings."""
        return (self.classes, self.findings, self.teachers)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {"inspect": self._on_inspect}

    def command_state(self, name: str) -> CommandState:
        """The deputy inspects."""
        office = self.tools.office
        shown = self._school is not None and bool(self._school.classes)
        return CommandState(name == "inspect" and shown and isinstance(office, FileOffice) and may_inspect(office))

    def _on_inspect(self) -> None:
        """Of the class under the cursor, or of the teacher when the cursor is among the teachers."""
        # The dialog reads findings of the school when it opens.
        from ezh_desktop.ui.dialogs.inspection import InspectionDialog  # noqa: PLC0415

        office, school = self.tools.office, self._school
        if not isinstance(office, FileOffice) or school is None:
            return
        row, at = max(0, self.classes.currentIndex().row()), self.teachers.currentIndex()
        teacher = school.teachers[at.row()].person if self.teachers.hasFocus() and at.isValid() else 0
        page = remarks_page(office, school.classes[row].school_class)
        dialog = InspectionDialog(office, page, self.window(), teacher=teacher)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self.said.emit("Проверка записана"))
        dialog.open()

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px only the classes stay."""
        self._right.setVisible(not narrow)

    def _on_chosen(self, target: object) -> None:
        if isinstance(target, Target):
            self.place_asked.emit(target.scope, target.lesson, target.tab)


def _heading(title: str, note: str) -> QHBoxLayout:
    row = QHBoxLayout()
    big, small = QLabel(title), QLabel(note)
    tone(big, px=fonts.SECTION, bold=True)
    tone(small, "text2", fonts.SECOND)
    row.addWidget(big)
    row.addStretch(1)
    row.addWidget(small)
    return row
