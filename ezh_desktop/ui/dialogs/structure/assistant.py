"""A dialog of pages one after another: «Далее» and «Назад», and on the last one the act that writes them all.

Nothing is written before. A page is not left forwards while something on it is wrong; what is wrong on another page
is said there. Enter or Ctrl+Enter goes on, Alt with an arrow back and on; in a table Enter stays the table's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedWidget, QTableView, QWidget

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Fault, Plan
from ezh_desktop.ui import taborder
from ezh_desktop.ui.dialogs.structure.frame import Part, StructureDialog, warned, where_words
from ezh_desktop.ui.dialogs.structure.yearparts import scrolled
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.widgets.signs import announce

NEXT, BACK, CANCEL, CLOSE, DONE = "Далее", "Назад", "Отмена", "Закрыть", "Готово"
HINT = "Enter — дальше, Alt+стрелка влево — назад, F6 — к таблице и обратно."
ASKED = "Введённое здесь ещё не записано."
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PAGES: dict[int, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class AssistantDialog(StructureDialog):
    """Subclasses add pages, answer `page_of` and `plan`, and say what the last button is called."""

    list_name = "Шаги"
    reread = "Закройте окно и откройте его снова."

    def __init__(self, office: FileOffice, doors: Doors, parent: QWidget | None = None) -> None:
        self._titles: list[str] = []
        self.finished_work = False
        """Whether everything is written and the last page only tells so."""
        super().__init__(office, doors, parent)
        self.stack = QStackedWidget(self)
        self.right.addWidget(self.stack)
        self.back_button = QPushButton(BACK, self)
        self.back_button.setObjectName("back")
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self.back)
        self.bottom.insertWidget(self.bottom.count() - 1, self.back_button)
        self.close_button.setText(CANCEL)
        for keys, slot in (("Alt+Left", self.back), ("Alt+Right", self.save), ("Ctrl+Return", self.save)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # To be answered

    def page_of(self, fault: Fault) -> int:
        """The page, from 1, on which something is put right."""
        raise NotImplementedError

    def field_of(self, fault: Fault) -> QWidget:
        """The field of a form in which something is put right."""
        raise NotImplementedError

    @property
    def last_words(self) -> str:
        """What the button says on the last page."""
        raise NotImplementedError

    def typed_something(self) -> bool:
        """Whether anything would be lost by closing."""
        raise NotImplementedError

    # Pages

    def add_page(self, title: str, page: QWidget) -> None:
        """One more page; it scrolls where there is no room for it."""
        self._titles.append(title)
        self.stack.addWidget(scrolled(page))

    def parts(self) -> list[Part]:
        """The pages by number; there is no way back once all is written."""
        listed = [Part(number, f"{number}. {title}") for number, title in enumerate(self._titles, 1)]
        return [Part(len(listed), DONE)] if self.finished_work else listed

    def show_part(self, part: int) -> None:
        """Turn to a page."""
        self.stack.setCurrentIndex(part - 1)
        self.back_button.setVisible(not self.finished_work)
        self.back_button.setEnabled(part > 1)
        self.save_button.setVisible(not self.finished_work)
        self.save_button.setText(self.last_words if self.at_end else NEXT)
        self.close_button.setText(CLOSE if self.finished_work else CANCEL)
        taborder.by_layout(self)

    @property
    def at_end(self) -> bool:
        """Whether the last page is in view."""
        return self.part == len(self._titles)

    # Going

    def leave_for(self, part: int) -> None:
        """Go to a page; forwards only over pages on which nothing is wrong."""
        self._end_editing()
        plan = self._planned()
        faulty = [self.page_of(one) for one in plan.faults] if plan is not None else [self.part]
        stops = min((page for page in faulty if self.part <= page < part), default=part)
        if stops == self.part:
            self.back_to_part()
            self._stand_at_fault(plan)
        elif stops == part:
            self.go_to(part)
        else:
            self.fill_list(stops)

    def _stand_at_fault(self, plan: Plan | None) -> None:
        """The keys go where something on this page is to be put right."""
        here = [one for one in plan.faults if self.page_of(one) == self.part] if plan is not None else []
        if here and here[0].table in self.tables:
            table = self.tables[here[0].table]
            table.setFocus()
            table.stand_at(here[0].row, here[0].field)
        elif here:
            self.field_of(here[0]).setFocus()

    def save(self) -> None:
        """Go on, or on the last page write everything as one act."""
        if self.finished_work:
            return
        if self.at_end:
            super().save()
            return
        before = self.part
        self.leave_for(before + 1)
        self._follow(before)

    def back(self) -> None:
        """Go back; what is wrong here may wait."""
        if self.part > 1 and not self.finished_work and self.settled:
            before = self.part
            self._end_editing()
            self.go_to(before - 1)
            self._follow(before)

    def _follow(self, before: int) -> None:
        """The list shows the page in view; there Enter goes on, unless the page has a field to begin with."""
        if self.part != before:
            self.back_to_part()
            announce(self.stack, f"{self._titles[self.part - 1]}. {self.spoken()}".strip())
            self.first_field().setFocus()

    def spoken(self) -> str:
        """What a screen reader says of a page beside its title: of one that only tells, all of it."""
        return ""

    def first_field(self) -> QWidget:
        """Where the keys go on the page in view."""
        return self.save_button

    def next_area(self) -> None:
        """Into the tables of the page one after another, then to the list of pages; from elsewhere into the first."""
        tables = [one for one in self.stack.findChildren(QTableView) if one.isVisible()]
        ring: list[QWidget] = [*tables, self.list]
        at = next((place for place, one in enumerate(ring) if one.hasFocus()), len(ring) - 1)
        ring[(at + 1) % len(ring)].setFocus()

    # Judging

    def tell(self, plan: Plan) -> None:
        """Say what is wrong on this page, on the last one what is wrong at all."""
        here = [one for one in plan.faults if self.at_end or self.page_of(one) == self.part]
        if here:
            self.say(self._placed(here), "block")
        elif self.finished_work:
            self.say("")
        else:
            warnings = self.warnings_here(plan)
            self.say(warned(warnings) or HINT, "warn_text" if warnings else "text2")
        # On a page between it stays: pressed, it leads to what is wrong.
        self.save_button.setEnabled(self.settled and not (here and self.at_end))

    def _placed(self, faults: Sequence[Fault]) -> str:
        page = self.page_of(faults[0])
        where = f"{self._titles[page - 1]}. " if page != self.part else ""
        return f"{where}{where_words(faults, self.tables)}"

    def warnings_here(self, _plan: Plan) -> Sequence[str]:
        """What a page warns of."""
        return ()

    # The end

    def after_save(self) -> None:
        """All is written: the last page stays and tells."""
        self.finished_work = True

    def read_again(self) -> None:
        """Nothing is read anew here: F5 would take away what is typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; on a button it presses that one. Page Up and Page Down scroll what the page cannot itself."""
        if event.key() in _PAGES:
            area = self.stack.currentWidget()
            if isinstance(area, QScrollArea):
                bar = area.verticalScrollBar()
                bar.setValue(bar.value() + _PAGES[event.key()] * bar.pageStep())
            return
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        button = self.focusWidget()
        if isinstance(button, QPushButton):
            button.click()
        else:
            self.save()

    def reject(self) -> None:
        """Close; what is typed is asked about, and while something is written the dialog stays."""
        if not self.settled:
            return
        self._end_editing()
        lost = not self.finished_work and self.typed_something()
        if lost and not self.doors.ask(
            self, ASKED, "Если закрыть окно, вводить придётся снова.", act="Закрыть", keep="Вернуться"
        ):
            return
        super(StructureDialog, self).reject()
