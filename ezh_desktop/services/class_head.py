"""Which class a page is of: asked first by every page that is opened by a class."""

from __future__ import annotations

from ezh_desktop.errors import RightRefused
from ezh_desktop.storage.reading.inspections import read_class_head
from ezh_desktop.storage.reading.rows import Readable


def class_head(db: Readable, school_class: int) -> tuple[str, int, str]:
    """(name, id of the year, its label) of a class. Raises RightRefused for one that is not in the journal."""
    head = read_class_head(db, school_class)
    if head is None:
        raise RightRefused("Такого класса в журнале нет.", "Выберите класс в списке слева.")
    return head
