"""The class teacher asks to enrol or remove a pupil, the administrator carries it out by a key (4.3.4)."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget

from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Plan
from ezh_desktop.services.structure.requests import (
    TABLE,
    Request,
    RequestsPage,
    Wish,
    plan_performing,
    plan_requests,
    read_requests,
)
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog
from ezh_desktop.ui.dialogs.structure.linemodel import Column, LineModel
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from ezh_desktop.ui.dialogs.structure.move import LEAVING, ORDER, OrderDialog
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.flow import FlowLayout
from ezh_desktop.ui.widgets.tone import tone

ASKING = "Просьба ждёт администратора ЭЖ. Она выполнена, когда ученик зачислен или отчислен приказом."
PERFORMING = "Ctrl+Return оформляет приказ по просьбе, на которой стоит курсор."
NONE = "Просьб нет."
_KEYS = "Ctrl+Return"
_ONLY = 1
_COMING = (
    ("day", "Первый день в классе"),
    *ORDER,
    ("place", "Откуда"),
    ("birth", "Дата рождения"),
    ("gender", "Пол (м или ж)"),
)


class RequestsDialog(StructureDialog):
    """One table of all requests that the person may see."""

    title = "Просьбы о зачислении и отчислении"
    help_page = "requests"
    list_name = "Просьбы"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        self._page: RequestsPage = read_requests(office)
        super().__init__(office, doors, parent)
        self.list.hide()
        self.heading.show_whole(self.title)
        words = QLabel(ASKING if self._page.writable else PERFORMING, self)
        words.setWordWrap(True)
        tone(words, "text2")
        model = LineModel(self._columns(), self)
        model.dim = lambda line: line.texts.get("state") == "выполнено"
        table = LineTable(model, self.doors, self.list_name, self)
        self.right.addWidget(words)
        self.right.addWidget(self.add_table(TABLE, table), 1)
        below = FlowLayout(gap=4)
        self._remove = self.flat_button("Отозвать просьбу", self._on_remove, "Ctrl+Delete")
        self._perform = self.flat_button("Выполнить…", self._on_perform, _KEYS)
        for button in (self._remove, self._perform):
            below.addWidget(button)
        self.right.addLayout(below)
        QShortcut(QKeySequence(_KEYS), self).activated.connect(self._on_perform)
        self.fill_list()
        if self._page.requests or self._page.writable:
            table.stand_at(0, "wish")
        table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        page, writes = self._page, self._page.writable
        people = sorted(name for members in page.members.values() for name in members.values())
        return (
            Column("wish", "Просьба", 100, lambda: tuple(one.value for one in Wish), editable=writes),
            Column("name", "Ученик", 220, lambda: tuple(people), editable=writes, stretch=True),
            Column("class", "Класс", 64, lambda: tuple(page.classes), editable=writes),
            Column("day", "День", 84, editable=writes, hint="Первый или последний день в классе; пусто — сегодня"),
            Column("note", "Откуда или куда, почему", 180, editable=writes, stretch=True),
            Column("author", "Кто просит", 170, editable=False),
            Column("state", "Состояние", 90, editable=False),
        )

    def parts(self) -> list[Part]:
        """All requests are one part."""
        self._page = read_requests(self.office)
        return [Part(_ONLY, self.title)]

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The requests as they are stored."""
        page, table = self._page, self.tables[TABLE]
        table.lines.grows = page.writable
        table.show_lines(page.lines, self._columns(), again=self.again)
        self._perform.setVisible(page.performs)
        for widget in (self._remove, self.save_button):
            widget.setVisible(page.writable)

    def plan(self) -> Plan:
        """The whole table of a class teacher is one act; the administrator's acts are the orders."""
        if not self._page.writable:
            return Plan(None)
        return plan_requests(self.office, self._page, self.tables[TABLE].lines.lines())

    def judge(self) -> None:
        """Say when nothing waits."""
        super().judge()
        if not self._page.waiting and not self._page.writable and not self.message.text():
            self.say(NONE)

    def _on_remove(self) -> None:
        table = self.tables[TABLE]
        table.lines.remove(table.chosen_rows())
        table.setFocus()

    def _on_perform(self) -> None:
        """The order of the request under the cursor."""
        at = self.tables[TABLE].currentIndex().row()
        if not self._page.performs or not 0 <= at < len(self._page.requests):
            return
        request = self._page.requests[at]
        if request.done:
            self.say("Эта просьба уже выполнена.")
            return
        dialog = performing(self.office, request, self)
        dialog.planned.connect(self.run_plan)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def performing(office: FileOffice, request: Request, parent: QWidget | None) -> OrderDialog:
    """The form of the order by which a request is carried out, with what the request says filled in."""
    leaves = request.wish is Wish.REMOVE

    def plan(form: Line) -> Plan:
        return plan_performing(office, request, form)

    dialog = OrderDialog(
        "Выбытие ученика" if leaves else "Зачисление ученика",
        f"{request.name}, {request.class_name}",
        LEAVING if leaves else _COMING,
        plan,
        "Выбыть из класса" if leaves else "Зачислить",
        parent,
    )
    dialog.begin({"day": dotted(request.day), "reason" if leaves else "place": request.note})
    return dialog
