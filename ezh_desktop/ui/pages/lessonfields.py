"""The two fields of the lesson being written: topic and homework, with what is offered under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import CTRL
from ezh_desktop.ui.widgets.completion import Choice, Completion, Offer

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LessonField(QLineEdit):
    """One line. `taken` gives the choice of the list or None for what is typed; `done` says where to go after it."""

    asked = Signal()
    taken = Signal(object)
    left = Signal()
    stepped = Signal(int)
    turned = Signal(int)
    paste_asked = Signal()

    def __init__(self, name: str, completion: Completion, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setObjectName(name)
        self._completion = completion
        self.item = 0
        self._stored, self._item = "", 0
        self._quiet = False
        self._length = 0
        self.zoom = 100
        self.grew = False
        self.textEdited.connect(self._on_edited)

    def show_stored(self, text: str, item: int = 0) -> None:
        """Shows what the journal holds."""
        self._stored, self._item, self.item = text, item, item
        self._quiet = False
        self._length = len(text)
        if self.text() != text:
            self.setText(text)

    def note_stored(self, text: str) -> None:
        """The journal holds another text now; what is typed stays."""
        self._stored = text

    @property
    def dirty(self) -> bool:
        """Whether something is typed that the journal does not hold."""
        return self.text().strip() != self._stored.strip()

    @property
    def quiet(self) -> bool:
        """Whether the list was sent away by Esc."""
        return self._quiet

    def typed(self) -> str:
        """What the person typed, without what was completed for them."""
        start = self.selectionStart()
        completed = start >= 0 and start + len(self.selectedText()) == len(self.text()) and start > 0
        return self.text()[:start] if completed else self.text()

    def give_up(self) -> None:
        """Back to what the journal holds."""
        self.show_stored(self._stored, self._item)

    def complete(self, choice: Choice) -> None:
        """Shows the rest of a choice that begins as typed, selected: the next letter replaces it."""
        typed = self.text()
        if typed and choice.text.startswith(typed) and self.cursorPosition() == len(typed):
            self.setText(choice.text)
            self.setSelection(len(typed), len(choice.text) - len(typed))

    def offer(self, offer: Offer, current: int, zoom: int) -> None:
        """Lists what can be taken."""
        self._completion.show_under(self, offer, current, self.typed(), zoom)

    def set_zoom(self, percent: int) -> None:
        """Text as large as the rows'."""
        self.zoom = percent
        self.setFont(fonts.font(fonts.BODY * percent / 100))

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the journal, not to the field; Tab goes through the lessons."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            moving = event.modifiers() & CTRL and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if undoing or moving:
                event.ignore()
                return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            turns = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
            by = turns.get(Qt.Key(event.key()))
            if by is not None:
                self.taken.emit(None)
                self.turned.emit(by)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, arrows choose or step, Esc sends the list away and then what was typed."""
        key, listed = event.key(), self._completion.isVisible() and bool(self._completion.offer.choices)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif key in _ENTER:
            self.taken.emit(self._completion.chosen())
            self.turned.emit(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if key == Qt.Key.Key_Down else -1
            if listed:
                self._completion.step(by)
            else:
                self.stepped.emit(by)
        elif key == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def _on_escape(self) -> None:
        if self._completion.isVisible():
            kept = self.typed()
            self._quiet = True
            self._completion.hide()
            if kept != self.text():
                self.setText(kept)
        else:
            self.give_up()

    def _on_edited(self, text: str) -> None:
        self._quiet = False
        self.grew, self._length = len(text) > self._length, len(text)
        if not text:
            self.item = 0
        self.asked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Entering a field asks what can be taken."""
        super().focusInEvent(event)
        self._quiet = False
        self.asked.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving a field writes what is typed; nothing is lost by a click elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class LessonFields(QObject):
    """Both fields over the current row, and the one list under them."""

    def __init__(self, viewport: QWidget, window: QWidget) -> None:
        super().__init__(viewport)
        self.completion = Completion(window)
        self.topic = LessonField("Тема урока", self.completion, viewport)
        self.homework = LessonField("Домашнее задание", self.completion, viewport)
        theme.signals.changed.connect(self._on_theme_changed)
        self.show(visible=False)

    @property
    def both(self) -> tuple[LessonField, LessonField]:
        """Topic and homework."""
        return self.topic, self.homework

    def show(self, *, visible: bool, homework: bool = True) -> None:
        """Shows the fields, the homework's only where homework is set."""
        self.topic.setVisible(visible)
        self.homework.setVisible(visible and homework)
        if not visible:
            self.completion.hide()

    def refuse(self, field: LessonField, why: EzhError) -> None:
        """Says under a field why it was not written; what is typed stays."""
        field.offer(Offer(message=why.text, ink_of="block"), -1, field.zoom)

    def _on_theme_changed(self) -> None:
        self.completion.update()
