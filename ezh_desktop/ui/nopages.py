"""What stands in the window of a person who has no page yet, by role."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_FOR_ALL: Final = "Для вас пока нет страниц. Они появятся, когда администратор назначит вам предмет или класс."
_FOR: Final = {
    "administrator": "Страниц ещё нет. Классы, предметы и расписание вводят в меню «Школа», списки и из файла: Ctrl+I.",
    "deputy": "Классов ещё нет. Заполнение и недочёты появятся, когда администратор внесёт классы и расписание.",
    "director": "Классов ещё нет. Заполнение и недочёты появятся, когда администратор внесёт классы и расписание.",
    "medical_worker": "Классов ещё нет. Листки здоровья появятся, когда администратор внесёт классы.",
}
"""For a role that does not wait to be given a subject."""


def no_pages(roles: Collection[str]) -> str:
    """One line that says what the person waits for, or where to begin."""
    return next((words for role, words in _FOR.items() if role in roles), _FOR_ALL)
