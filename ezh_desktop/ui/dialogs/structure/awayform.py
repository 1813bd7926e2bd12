"""The order by which a pupil learns at home, in a sanatorium or hospital, and the way back into class (4.3.4)."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.away import away_titles, open_stay, plan_away, plan_back
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.ui.dialogs.structure.move import ORDER, OrderDialog

_GOING = (
    ("day", "Первый день"),
    ("end", "Последний день, если известен"),
    *ORDER,
    ("place", "Где"),
    ("reason", "Причина"),
)
_COMING = (("day", "Первый день снова в классе"), *ORDER, ("reason", "Причина"))


class AwayDialog(OrderDialog):
    """The order of the kind chosen above its fields."""

    def __init__(self, office: FileOffice, member: Member, parent: QWidget | None = None) -> None:
        super().__init__(
            "Обучение вне класса",
            member.name,
            _GOING,
            lambda form: plan_away(office, member, form, str(self.kind.currentData())),
            "Внести приказ",
            parent,
        )
        self.kind = QComboBox(self)
        self.kind.setAccessibleName("Вид обучения")
        for words, kind in away_titles().items():
            self.kind.addItem(words, kind)
        self.kind.activated.connect(self.judge)
        self.form.insertRow(0, "Вид", self.kind)
        self.begin({"day": dotted(member.page.today)})


def away_dialog(office: FileOffice, member: Member, parent: QWidget | None = None) -> OrderDialog:
    """The order away; for who is away without an end, the way back."""
    if open_stay(member) is None:
        return AwayDialog(office, member, parent)
    dialog = OrderDialog(
        "Возвращение в класс",
        member.name,
        _COMING,
        lambda form: plan_back(office, member, form),
        "Вернулся в класс" if member.line.text("gender") == "м" else "Вернулась в класс",
        parent,
    )
    dialog.begin({"day": dotted(member.page.today)})
    return dialog
