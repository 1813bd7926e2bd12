"""Follows what the person at the window may do: a role begins or ends by its dates or by an act of another (4.2.2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.russian import join_and
from ezh_desktop.ui.menustrip import MenuStrip

if TYPE_CHECKING:
    from ezh_desktop.ui.mainwindow import MainWindow

GIVEN: Final = ("Вам дана роль: {}. Её команды в меню.", "Вам даны роли: {}. Их команды в меню.")
ENDED: Final = ("Роль больше не действует: {}.", "Роли больше не действуют: {}.")


class Standing(QObject):
    """Made by the main window, which asks it to `look` at each poll."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._first = self._roles = window.office.roles()
        self._day = window.office.clock.today()

    def look(self) -> bool:
        """Whether roles or day are others than before: then the window has been built and read anew."""
        office = self._window.office
        roles, day = office.roles(), office.clock.today()
        if roles == self._roles and day == self._day:
            return False
        before, self._roles, self._day = self._roles, roles, day
        if roles != before:
            self._renew_commands()
        self._open_again()
        self._tell(GIVEN, roles - before)
        self._tell(ENDED, before - roles)
        return True

    def _renew_commands(self) -> None:
        window = self._window
        window.commands.renew(window.slots())
        strip = window.menuWidget()
        if isinstance(strip, MenuStrip):
            strip.fill()
        self.show_person(short=bool(window.narrow))

    def _open_again(self) -> None:
        """The page in view with the tabs there are now; another one when it may not be read any more."""
        window, place, page = self._window, self._window.place, self._window.page
        window.show_places()
        still = next((one for one in window.head.places if place is not None and one.key == place.key), None)
        if still is not None and page is not None:
            window.open_place(still, None, page.name)
        if still is None or window.page is None:
            window.land()

    def _tell(self, words: tuple[str, str], roles: Collection[str]) -> None:
        if roles:
            self._window.saving.say(words[len(roles) > 1].format(_named(roles)))

    def show_person(self, *, short: bool) -> None:
        """Who sits here, in the status bar: the name, unless `short` with the post and the roles given since."""
        person = self._window.office.person
        since = _named(self._roles - self._first)
        parts = (person.name,) if short else (person.name, person.roles_text, since)
        self._window.status.person.show_text(", ".join(part for part in parts if part))


def _named(roles: Collection[str]) -> str:
    """«директор и учитель-предметник»."""
    labels = (role.label for role in Role if role.value in roles)
    return join_and([f"{label[:1].lower()}{label[1:]}" for label in labels])
