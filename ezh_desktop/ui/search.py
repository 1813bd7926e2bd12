"""«Найти ученика, класс, страницу»: one field over the person's pages and their pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from ezh_desktop.domain.names import name_key
from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui import icons

WIDTH = 300
PROMPT = "Найти ученика, класс, страницу"
_MOST = 12
_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class Hit:
    """A page, or a pupil on a page."""

    words: str
    course: int
    pupil: int | None = None
    school_class: int = 0


def pages_of(places: Sequence[CoursePlace]) -> list[Hit]:
    """One hit for each page."""
    return [Hit(place.title, place.course, school_class=place.school_class) for place in places]


def pupils_of(page: CoursePage) -> list[Hit]:
    """One hit for each pupil of a page."""
    return [
        Hit(f"{pupil.name}, {page.class_name}", page.course, pupil.pupil, page.school_class) for pupil in page.pupils
    ]


def find(hits: Sequence[Hit], wanted: str) -> list[Hit]:
    """Hits that hold every word asked for; those whose words begin so stand first."""
    words = name_key(wanted).split()
    if not words:
        return []
    keyed = [(name_key(hit.words), hit) for hit in hits]
    held = [(key, hit) for key, hit in keyed if all(word in key for word in words)]
    held.sort(key=lambda pair: not pair[0].startswith(words[0]))
    return [hit for _, hit in held[:_MOST]]


class SearchField(QLineEdit):
    """`chosen` gives a hit; `wanted` comes when the field is entered, so that pupils can be gathered."""

    chosen = Signal(object)
    wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._found: list[Hit] = []
        self._list = QStringListModel(self)
        self._completer = QCompleter(self._list, self)
        self.setObjectName("search")
        self.setPlaceholderText(PROMPT)
        self.setAccessibleName(PROMPT)
        self.setProperty("kind", "search")
        self.setFixedSize(WIDTH, _HEIGHT)
        sign = QAction(self)
        icons.dress(sign, "search")
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST)
        self._completer.setWidget(self)
        self.textEdited.connect(self._on_edited)
        popup = QListView(self)
        popup.clicked.connect(self._on_clicked)
        self._completer.setPopup(popup)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """What can be found."""
        self._hits = list(hits)
        if self.text() and self.hasFocus():
            self._on_edited(self.text())

    def found(self) -> list[str]:
        """The words offered now."""
        return [hit.words for hit in self._found]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Asks for what can be found."""
        super().focusInEvent(event)
        self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first hit, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._found[0] if self._found else None)
        elif event.key() == Qt.Key.Key_Escape:
            self._take(None)
        else:
            super().keyPressEvent(event)

    def _on_edited(self, text: str) -> None:
        self._found = find(self._hits, text)
        self._list.setStringList(self.found())
        if self._found:
            self._completer.complete()
        else:
            self._hide()

    def _on_clicked(self, index: QModelIndex) -> None:
        row = index.row()
        self._take(self._found[row] if 0 <= row < len(self._found) else None)

    def _take(self, hit: Hit | None) -> None:
        self._hide()
        self.clear()
        self._found = []
        if hit is None:
            self.left.emit()
        else:
            self.chosen.emit(hit)

    def _hide(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
