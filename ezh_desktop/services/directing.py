"""Who directs the school as papers name them: the director, or who acts for the director by order (и. о., 4.2.2)."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from ezh_desktop.domain.rights_table import Role
from ezh_desktop.storage.reading.class_sheets import read_directors
from ezh_desktop.storage.reading.rows import Readable
from ezh_desktop.storage.reading.staff import read_name

ACTING: Final = "И. о. директора"


class Director(NamedTuple):
    """Full name, "" when nobody is entered, and the post that stands beside the signature."""

    name: str = ""
    post: str = Role.DIRECTOR.label


def director_on(db: Readable, day: date, printing: int) -> Director:
    """Who signs for the school on a day: who acts for the director, unless the director is there and is `printing`."""
    found = read_directors(db, day.isoformat())
    own = [one for one in found if one[0] == printing]
    for person, acting in own or found:
        name = read_name(db, person)
        if name is not None:
            return Director(name.full, ACTING if acting else Role.DIRECTOR.label)
    return Director()
