"""The class teacher asks to enrol or remove a pupil, the administrator carries it out by a key (4.3.4)."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

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
from ezh_desktop.ui.dialogs.structure.linemodel import Column
from ezh_desktop.ui.dialogs.structure.move import LEAVING, ORDER, OrderDialog
from ezh_desktop.ui.dialogs.structure.onetable import OneTableDialog
from ezh_desktop.ui.doors import Doors

ASKING = "Просьба ждёт администратора ЭЖ. Она выполнена, когда ученик зачислен или отчислен приказом."
PERFORMING = "Поставьте курсор на просьбу и оформите приказ: он внесёт движение ученика в журнал."
NONE = "Просьб нет."
_KEYS = "Ctrl+Return"
_COMING = (
    ("day", "Первый день в классе"),
    *ORDER,
    ("place", "Откуда"),
    ("birth", "Дата рождения"),
    ("gender", "Пол (м или ж)"),
)


class RequestsDialog(OneTableDialog):
    """One table of all requests that the person may see."""

    title = "Просьбы о зачислении и отчислении"
    help_page = "requests"
    key, name, remove_words = TABLE, "Просьбы", "Отозвать просьбу"

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        self._page: RequestsPage = read_requests(office)
        super().__init__(office, doors, parent)
        self.heading.show_whole(self.title)
        self._perform = self.flat_button("Оформить приказ…", self._on_perform, "Ctrl+Enter")
        words = self.words(ASKING if self._page.writable else PERFORMING)
        self.lay_out(self._columns(), (words,), (self._perform,))
        self.table.lines.dim = lambda line: line.texts.get("state") == "выполнено"
        QShortcut(QKeySequence(_KEYS), self).activated.connect(self._on_perform)
        if self._page.requests or self._page.writable:
            self.table.stand_at(0, "wish")

    def _columns(self) -> tuple[Column, ...]:
        page, writes = self._page, self._page.writable
        people = sorted(name for members in page.members.values() for name in members.values())
        return (
            Column("wish", "Просьба", 100, lambda: tuple(one.value for one in Wish), editable=writes),
            Column("name", "Ученик", 220, lambda: tuple(people), editable=writes, stretch=True),
            Column("class", "Класс", 64, lambda: tuple(page.classes), editable=writes),
            Column("day", "День", 84, editable=writes, hint="Первый или последний день в классе; пусто — сегодня"),
            Column("note", "Откуда или куда, почему", 180, editable=writes, stretch=True),
            Column("author", "Кто просит", 215, editable=False),
            Column("state", "Состояние", 90, editable=False),
        )

    @property
    def writable(self) -> bool:
        """See `OneTableDialog`; the administrator's acts are the orders."""
        return self._page.writable

    def read(self) -> None:
        """All requests."""
        self._page = read_requests(self.office)

    def show_part(self, part: int) -> None:  # noqa: ARG002 - there is one
        """The requests as they are stored."""
        self.show_table(self._page.lines, self._columns(), writable=self._page.writable)
        self._perform.setVisible(self._page.performs)

    def planned(self) -> Plan:
        """See `OneTableDialog`."""
        return plan_requests(self.office, self._page, self.lines)

    def judge(self) -> None:
        """Say when nothing waits."""
        super().judge()
        if not self._page.waiting and not self._page.writable and not self.message.text():
            self.say(NONE)

    def _on_perform(self) -> None:
        """The order of the request under the cursor."""
        at = self.table.currentIndex().row()
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
        "Оформить выбытие" if leaves else "Зачислить",
        parent,
    )
    dialog.begin({"day": dotted(request.day), "reason" if leaves else "place": request.note})
    return dialog
