"""Undo and redo across pages: the person's latest act is taken back on whatever page it was."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.doors import Place
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.pages.base import WindowPage

Past: TypeAlias = type[Undo] | type[Redo]


class Views(Protocol):
    """The window as this module sees it."""

    @property
    def page(self) -> WindowPage | None:
        """The page in view."""

    def place_of(self, scope: int) -> Place | None:
        """The place of a course or class; None when the person has no page of it."""

    def open_place(self, place: Place, lesson: int | None = None, tab: str = "") -> None:
        """Opens a place on a tab."""

    def read_again(self) -> None:
        """Reads the page in view anew."""

    def reload(self) -> None:
        """Reads the page in view and the list of pages anew."""


class TakeBack(QObject):
    """`nothing` gives a word when nothing is seen on the page, `refused` why an act that no page shows stays.

    What is not durable yet has no entry to take back: the wish waits until the desk is free.
    """

    nothing = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, views: Views, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._views = desk, views
        self._wishes: list[Past] = []
        self._last: Past = Undo
        desk.waiting.connect(self._on_waiting)
        desk.came_back.connect(self._on_came_back)

    def ask(self, kind: Past) -> None:
        """Takes back or does again, now or as soon as everything is durable."""
        if self._desk.busy:
            self._wishes.append(kind)
            return
        office = self._desk.office
        entry = office.undoable() if kind is Undo else office.redoable()
        scope = office.entry_course(entry) if entry is not None else None
        if entry is None or scope is None:
            self.nothing.emit("Отменять нечего" if kind is Undo else "Возвращать нечего")
            return
        self._last = kind
        self._take_back(kind(entry), scope)

    def forget(self) -> None:
        """After a failure nothing more is taken back by itself."""
        self._wishes.clear()

    def _take_back(self, act: Undo | Redo, scope: int) -> None:
        """Goes to the act's page first, where it has one: what is taken back is seen."""
        views, tab = self._views, self._desk.tab_of(act.entry)
        place = views.place_of(scope)
        if place is not None and not (self._in_view(scope) and (not tab or self._shows(tab))):
            views.open_place(place, tab=tab)
        views.read_again()
        why = self._desk.take_back(act, scope)
        if why is not None:
            self._refuse(why, on_page=place is not None)

    def _refuse(self, why: Refusal, *, on_page: bool) -> None:
        page = self._views.page
        if on_page and page is not None:
            page.refuse(why)
        else:
            self.refused.emit(why)

    def _in_view(self, scope: int) -> bool:
        page = self._views.page
        return page is not None and scope in page.scopes()

    def _shows(self, tab: str) -> bool:
        page = self._views.page
        return page is not None and page.name == tab

    def _on_waiting(self) -> None:
        if self._wishes and not self._desk.busy:
            self.ask(self._wishes.pop(0))

    def _on_came_back(self, scope: int) -> None:
        page = self._views.page
        if page is not None and self._in_view(scope):
            self._views.read_again()
            page.go_changed()
            return
        self._views.reload()
        words = "Действие отменено" if self._last is Undo else "Действие возвращено"
        # After the word that all is saved: nothing else here shows what has happened.
        QTimer.singleShot(0, self, lambda: self.nothing.emit(words))
