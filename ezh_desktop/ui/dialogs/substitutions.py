"""«Замены и переносы»: the day of the school, hours × classes, and the deputy's acts on its lessons (4.4.3, 5.2).

Who is away is chosen above: then their lessons stand in a list, each with the best substitute, and one key names them
all. A lesson is taken by Ctrl+X and put by Ctrl+V into another hour of any day; on a lesson the two change places.
Dragged by the mouse to another hour of the day, it is proposed there: nothing is written before it is put.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError, StaleRefused
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import DayEntry
from ezh_desktop.services.structure.base import Plan, save
from ezh_desktop.services.substitutions.acts import (
    Pick,
    plan_cancellation,
    plan_extra,
    plan_return,
    plan_substitutions,
    plan_swap,
    plan_transfer,
)
from ezh_desktop.services.substitutions.foreseen import meets, partner, refusals
from ezh_desktop.services.substitutions.order import day_order
from ezh_desktop.ui.dialogs.substitutionframe import SubstitutionFrame
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.pdfsaving import PdfSaving
from ezh_desktop.ui.printcommands import Save

_UNDO_SECONDS = 20.0


class SubstitutionsDialog(SubstitutionFrame):
    """Only for who may write substitutions. Acts wait for the disk in a thread of their own."""

    def __init__(self, office: FileOffice, doors: Doors, save_file: Save | None, parent: QWidget | None = None) -> None:
        """`save_file` writes the printed order; None: there is nothing to write with."""
        self._acts = self._step_of_acts = 0
        self._said = ""
        self._proposed = False
        super().__init__(office, doors, parent)
        self._save_file = save_file
        self._pdf = PdfSaving(office, doors, save_file, self) if save_file is not None else None
        self.paper.setVisible(self._pdf is not None)
        if self._pdf is not None:
            self._pdf.said.connect(self.say)
            self._pdf.failed.connect(self._on_failed)
        self.background.done.connect(self._on_done)
        self.background.failed.connect(self._on_failed)
        self.side.taken.connect(self.on_assign)
        self._connect_acts()

    def _connect_acts(self) -> None:
        slots = {
            "Ctrl+Return": (self.assign, self.on_assign),
            "Ctrl+X": (self.take, self.on_take),
            "Ctrl+V": (self.put, self.on_put),
            "Ctrl+E": (self.event_button, self.on_event),
            "Ctrl+R": (self.back, self.on_return),
            "Ctrl+P": (self.paper, self.on_paper),
            "Ctrl+H": (self.hours, self.on_hours),
        }
        for key, (button, slot) in slots.items():
            button.clicked.connect(slot)
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        self.cancel.clicked.connect(self.on_cancel)
        self.grid.lesson_here = lambda: self.side.entry if self.settled else None
        self.grid.refusals = lambda entry: refusals(self.days, entry.held)
        self.grid.hovered.connect(self._on_hovered)
        self.grid.dropped.connect(self._on_dropped)
        line = self.reason.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._on_reason)
        self.permanent.setVisible(self.office.may(Action.WRITE, Thing.COURSE_TEACHER))
        self.permanent.clicked.connect(self.on_permanent)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.on_undo)
        for view in (self.grid, self.listed):
            delete = QShortcut(QKeySequence("Delete"), view)
            delete.setContext(Qt.ShortcutContext.WidgetShortcut)
            delete.activated.connect(self.on_cancel)

    def on_assign(self) -> None:
        """Name the substitute, all substitutes of a teacher who is away, or add the lesson chosen for a free hour.

        While a lesson is carried it is put here: nothing else is on offer.
        """
        if self.carried is not None:
            self.on_put()
            return
        reason, order = self.reason.currentText(), self.order.text()
        entry, choice = self.side.entry, self.side.choice
        if not self.person and self.side.course:
            course, (number, _) = self.side.course, self.model.place(self.grid.currentIndex())
            self._do(lambda: plan_extra(self.office, course, self.shown, number, reason), "Урок добавлен.")
            return
        picks: Sequence[Pick] = self.open_picks() if self.person else ()
        if not self.person and entry is not None and choice is not None:
            marks = self.side.with_marks.isChecked()
            picks = (Pick(entry.held.lesson, choice.person, self.side.other_course, marks),)
        if picks:
            done = f"Назначено: {count(len(picks), 'замена', 'замены', 'замен')}."
            self._do(lambda: plan_substitutions(self.office, picks, reason, order), done)

    def on_take(self) -> None:
        """Take the lesson to put it into another hour, or leave it where it is."""
        movable = [one for one in self.selected() if one.movable]
        self._proposed = False
        self.carried = None if self.carried or len(movable) != 1 else movable[0]
        if self.carried is not None:
            self.people.setCurrentIndex(0)
            words = f"{self.carried.class_names} {self.carried.title}: выберите час и нажмите Ctrl+V."
            self.say(f"{words} На другом уроке они поменяются местами. День меняют PgUp и PgDown.")
        else:
            self.say("")
        self.show_tables()
        self.grid.setFocus()

    def on_put(self) -> None:
        """Put the taken lesson into this hour; on a lesson the two change places."""
        carried, at = self.carried, self.grid.currentIndex()
        if carried is None or self.person or not at.isValid():
            return
        reason, lesson = self.reason.currentText(), carried.held.lesson
        other = self.side.entry
        if other is not None and other.movable and other.held.lesson != lesson and meets(carried.held, other.held):
            second = other.held.lesson
            self._do(lambda: plan_swap(self.office, lesson, second, reason), "Уроки поменялись местами.")
        else:
            number, _ = self.model.place(at)
            self._do(lambda: plan_transfer(self.office, lesson, self.shown, number, reason), "Урок перенесён.")

    # By mouse

    def _on_hovered(self, number: int) -> None:
        """What would become of the lesson that is held over an hour."""
        held = self.grid.held
        if held is None or not number:
            self.say("")
            return
        why = refusals(self.days, held.held).get(number, "")
        self.say(why or f"{self._would(held, number)}.", "warn_text" if why else "text2")

    def _would(self, entry: DayEntry, number: int) -> str:
        """«7А Алгебра: на 6-й урок», «7А Алгебра и Русский язык поменяются местами»."""
        other = partner(self.days, entry.held, number)
        if other is None:
            return f"{entry.held.title}: на {number}-й урок"
        return f"{entry.held.title} и {self.days.courses[other.course].title} поменяются местами"

    def _on_dropped(self, entry: DayEntry, number: int) -> None:
        """Propose the hour: with a reason Ctrl+V or the button writes it, Enter where the reason was missing."""
        why = refusals(self.days, entry.held).get(number, "")
        if why or number == entry.shown_number:
            self.say(why, "block")
            return
        at = self.grid.currentIndex()
        place = at.row(), at.column()
        self.carried, self._proposed = entry, True
        self.show_tables()
        self.grid.setCurrentIndex(self.model.index(*place))
        missing = not self.reason.currentText().strip()
        (self.reason if missing else self.grid).setFocus()
        how = "Впишите причину и нажмите Enter" if missing else f"Ctrl+V или «{self.put.text()}» запишет"
        self.say(f"{self._would(entry, number)}. {how}, Esc вернёт на место.")

    def _on_reason(self) -> None:
        """Enter behind a reason puts the lesson that was dragged."""
        if self._proposed:
            self.on_put()

    def on_cancel(self) -> None:
        """The selected lessons are not held."""
        self._silence("Отменено", event=False)

    def on_event(self) -> None:
        """The selected lessons give way to an event, named in the field of the reason."""
        self._silence("Мероприятие вместо уроков", event=True)

    def _silence(self, done: str, *, event: bool) -> None:
        lessons = [one.held.lesson for one in self.selected() if one.movable]
        reason = self.reason.currentText()
        if lessons:
            words = f"{done}: {count(len(lessons), 'урок', 'урока', 'уроков')}."
            self._do(lambda: plan_cancellation(self.office, lessons, reason, event=event), words)

    def on_return(self) -> None:
        """Take the latest change of the lesson back."""
        found = self.selected()
        if len(found) == 1 and not found[0].plain:
            lesson = found[0].held.lesson
            self._do(lambda: plan_return(self.office, lesson), "Возвращено.")

    def on_paper(self) -> None:
        """The order of the day as PDF."""
        office, day = self.office, self.shown
        try:
            day_order(office, day)
        except EzhError as why:
            self.say(why.text, "block")
            return
        if self._pdf is not None:
            self._pdf.save_order(lambda: day_order(office, day), day, self)

    def on_hours(self) -> None:
        """Hours held and substituted in a month."""
        from ezh_desktop.ui.dialogs.hours import HoursDialog  # noqa: PLC0415 - once asked for

        try:
            dialog = HoursDialog(self.office, self.doors, self._save_file, self)
        except EzhError as why:
            self.say(why.text, "block")
            return
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def on_permanent(self) -> None:
        """The subjects and teachers of the class in view: a teacher is changed there from a day on."""
        from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog  # noqa: PLC0415 - once asked for

        entry = self.side.entry
        try:
            dialog = CoursesDialog(self.office, self.doors, self)
        except EzhError as why:
            self.say(why.text, "block")
            return
        if entry is not None:
            dialog.fill_list(min(entry.held.classes))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.read_again)
        dialog.open()

    def on_undo(self) -> None:
        """Ctrl+Z: the latest act of this dialog."""
        done = self.office.undoable() if self._acts and self.settled else None
        if done is None:
            return
        office = self.office

        def work() -> str:
            ticket = office.submit(Undo(done))
            office.drain(_UNDO_SECONDS)
            if ticket.error is not None:
                raise ticket.error
            return ""

        self._start(work, "Последнее действие отменено.", -1)

    def _do(self, make: Callable[[], Plan], done: str) -> None:
        """Judge the act, ask when the deputy should know something, write it beside the window's thread."""
        if not self.settled:
            return
        try:
            plan = make()
        except EzhError as why:
            self.say(why.text, "block")
            return
        if plan.faults:
            self.say(" ".join(dict.fromkeys(one.text for one in plan.faults[:2])), "block")
            if plan.faults[0].field == "reason":
                self.reason.setFocus()
        elif not plan.warnings or self.doors.ask(self, "На уроке есть записи.", plan.warnings[0], act="Продолжить"):
            self._start(lambda: save(self.office, plan), done)

    def _start(self, work: Callable[[], object], done: str, step: int = 1) -> None:
        self._said, self._step_of_acts = done, step
        self.background.start(work)
        self.say("Записываю…")
        self.show_buttons()

    def _on_done(self, _told: object) -> None:
        self._acts += self._step_of_acts
        self.carried, self._proposed = None, False
        self.read_again()
        (self.listed if self.person else self.grid).setFocus()
        self.say(f"{self._said} Ctrl+Z отменит." if self._step_of_acts > 0 else self._said, "ok")

    def _on_failed(self, error: EzhError) -> None:
        self.say(error.text, "block")
        if isinstance(error, StaleRefused):
            self.show_day(self.shown, self.days.last)
        self.show_buttons()

    def reject(self) -> None:
        """Esc first puts a taken lesson back; a file that is being written is waited for."""
        if self.carried is not None:
            self.on_take()
        elif self.settled:
            if self._pdf is not None:
                self._pdf.close()
            super().reject()
