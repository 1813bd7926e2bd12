"""The class teacher asks to enrol or remove a pupil, the administrator does it or declines by a key (4.3.4)."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import NEW, Line, Plan
from ezh_desktop.services.structure.requests import (
    TABLE,
    Request,
    RequestsPage,
    Wish,
    plan_declining,
    plan_performing,
    plan_requests,
    read_requests,
)
from ezh_desktop.ui.dialogs.structure.linemodel import Column
from ezh_desktop.ui.dialogs.structure.move import LEAVING, ORDER, OrderDialog
from ezh_desktop.ui.dialogs.structure.onetable import OneTableDialog
from ezh_desktop.ui.doors import Doors

ASKING = (
    "Просьба ждёт администратора ЭЖ. Она выполнена, когда ученик зачислен или отчислен приказом; если она отклонена, "
    "в последнем столбце сказано почему."
)
PERFORMING = (
    "Поставьте курсор на просьбу и оформите приказ: он внесёт движение ученика в журнал. Просьбу, которую выполнить "
    "нельзя, отклоните с причиной."
)
NONE = "Просьб нет."
_KEYS, _DECLINE_KEYS = "Ctrl+Return", "Ctrl+Backspace"
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
        self._decline = self.flat_button("Отклонить…", self._on_decline, _DECLINE_KEYS)
        words = self.words(ASKING if self._page.writable else PERFORMING)
        self.lay_out(self._columns(), (words,), (self._perform, self._decline))
        self.table.lines.dim = self._is_answered
        QShortcut(QKeySequence(_KEYS), self).activated.connect(self._on_perform)
        QShortcut(QKeySequence(_DECLINE_KEYS), self).activated.connect(self._on_decline)
        if self._page.requests or self._page.writable:
            self.table.stand_at(0, "wish")

    def _columns(self) -> tuple[Column, ...]:
        page, writes = self._page, self._page.writable
        people = sorted(name for members in page.members.values() for name in members.values())
        alone = writes and not page.performs
        columns = (
            Column("wish", "Просьба", 90, lambda: tuple(one.value for one in Wish), editable=writes),
            Column("name", "Ученик", 200, lambda: tuple(people), editable=writes, stretch=True),
            Column("class", "Класс", 64, lambda: tuple(page.classes), editable=writes),
            Column("day", "День", 84, editable=writes, hint="Первый или последний день в классе; пусто — сегодня"),
            Column("note", "Откуда или куда, почему", 150, editable=writes, stretch=True),
            Column("author", "Кто просит", 150, editable=False),
            Column("state", "Состояние", 200, editable=False, stretch=True),
        )
        # Who only asks sees only what they have asked themselves.
        return tuple(column for column in columns if not (alone and column.field == "author"))

    def _is_answered(self, line: Line) -> bool:
        """Whether a line is done or declined."""
        return line.ident != NEW and line.ident not in {one.ident for one in self._page.waiting}

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
        for button in (self._perform, self._decline):
            button.setVisible(self._page.performs)

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
        request = self._chosen()
        if request is not None:
            self._ask(performing(self.office, request, self))

    def _on_decline(self) -> None:
        """The reason why the request under the cursor is not carried out."""
        request = self._chosen()
        if request is not None:
            self._ask(declining(self.office, self._page, request, self))

    def _chosen(self) -> Request | None:
        """The request under the cursor, if it waits for this person; else it is said what has become of it."""
        at = self.table.currentIndex().row()
        if not self._page.performs or not 0 <= at < len(self._page.requests):
            return None
        request = self._page.requests[at]
        if request.waits:
            return request
        self.say(f"Эта просьба уже {'выполнена' if request.done else 'отклонена'}.")
        return None

    def _ask(self, dialog: OrderDialog) -> None:
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


def declining(office: FileOffice, page: RequestsPage, request: Request, parent: QWidget | None) -> OrderDialog:
    """The form that asks why a request is declined."""

    def plan(form: Line) -> Plan:
        return plan_declining(office, page, request, form)

    dialog = OrderDialog("Отказ в просьбе", request.words, (("reason", "Почему"),), plan, "Отклонить", parent)
    dialog.begin({})
    return dialog
