"""Names that the regulation does not let in: subjects (5.1), pupils (5.3, 5.38)."""

from __future__ import annotations

from typing import Final

from ezh_desktop.domain.names import PersonName, is_initial, starts_with_capital
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.errors import RuleRefused

SUBJECT_NAME: Final = Clause("5.1", "Предмет называется так, как в учебном плане школы, с прописной буквы.")
FULL_NAME: Final = Clause("5.3", "Фамилии и имена учеников пишутся полностью.")


def refuse_subject_name(name: str) -> RuleRefused | None:
    """The refusal of a subject's name that is empty or does not begin with a capital (5.1)."""
    if not name.strip():
        return SUBJECT_NAME.refuse("Название предмета пустое.", "Впишите название из учебного плана.")
    if not starts_with_capital(name):
        return SUBJECT_NAME.refuse(
            f"«{name.strip()}» начинается не с прописной буквы.", "Впишите название как в учебном плане."
        )
    return None


def refuse_pupil_name(name: PersonName) -> RuleRefused | None:
    """The refusal of a name with a part missing or cut to an initial (5.3). A patronymic may be absent, never cut.

    A surname of one letter is a real one («Ю», «О»), so only a full stop tells that it is cut.
    """
    if not name.surname.strip() or not name.given.strip():
        return FULL_NAME.refuse("Нужны и фамилия, и имя.", "Впишите их полностью.")
    if "." in name.surname:
        return FULL_NAME.refuse(f"Фамилия «{name.surname}» сокращена.", "Впишите фамилию полностью.")
    if is_initial(name.given):
        return FULL_NAME.refuse(f"Вместо имени стоит «{name.given}».", "Впишите имя полностью.")
    if name.patronymic and is_initial(name.patronymic):
        return FULL_NAME.refuse(
            f"Вместо отчества стоит «{name.patronymic}».", "Впишите отчество полностью или не указывайте."
        )
    return None
