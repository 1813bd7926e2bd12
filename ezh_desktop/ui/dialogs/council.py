"""The dialog of a council decision (5.35): what was decided, by which protocol, and of which pupils of the class.

What will stand in the sheet is shown beside each name while it is filled in; who may not get the decision is told why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ezh_desktop.domain.council import DecisionKind, kinds_of
from ezh_desktop.domain.figures import PupilGroup
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.acts import EnterDecision, NewDecision
from ezh_desktop.services.doors import Decision
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.pages.summary import SummaryPage, SummaryPupil, decided_by
from ezh_desktop.ui import fitting, fonts, forms, theme
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.models.summary import group_label, when_of
from ezh_desktop.ui.qttypes import USER_ROLE
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.tone import tone, tone_children

HELP_PAGE: Final = "summary"
_SIZE = (860, 620)
_NAME, _GROUP, _WORDS = range(3)
_TO_WEIGH: Final = frozenset({PupilGroup.FAILING, PupilGroup.NOT_ATTESTED})
"""Whom the council decides about one by one."""
_STANDS_IN: Final = "0"
"""Stands for what is not filled in yet, so that each pupil is judged all the same."""

Judge = Callable[[EnterDecision], Decision]
"""Of which pupils the decision may be entered; raises Refusal where nobody may get it."""


class CouncilDialog(QDialog):
    """Asks for one decision of several pupils. `decided` gives the act once the dialog is accepted."""

    decided = Signal(object)

    def __init__(
        self,
        page: SummaryPage,
        judge: Judge,
        chosen: Iterable[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`chosen` are the pupils ticked at first; without them all who may get the decision and do not fail."""
        super().__init__(parent)
        self._page, self._judge = page, judge
        self._chosen = frozenset(chosen)
        self._new_id = system_ids()
        self._kinds = kinds_of(page.grade)
        self._refused: dict[int, str] = {}
        self._fault = ""
        forms.fill(self)
        self._take_out()
        self._fill()
        self._connect()
        help_key(self, HELP_PAGE)
        self.resize(*_SIZE)
        fitting.fit(self)
        self._judge_all()
        self._tick(self._first_ticked())
        self._number.setFocus()

    def _take_out(self) -> None:
        self._kind, self._day = forms.child(self, QComboBox, "kind"), forms.child(self, QDateEdit, "day")
        self._words, self._number = (forms.child(self, QLineEdit, name) for name in ("words", "number"))
        self._words_label, self._message, self._heading = (
            forms.child(self, QLabel, name) for name in ("wordsLabel", "message", "heading")
        )
        self._pupils = forms.child(self, QTreeWidget, "pupils")
        self._all, self._none, self._cancel, self._enter = (
            forms.child(self, QPushButton, name) for name in ("all", "none", "cancel", "enter")
        )

    def _fill(self) -> None:
        page = self._page
        tone_children(self)
        self._heading.setText(f"Решение педагогического совета, {page.class_name}")
        self._kind.addItems([kind.label for kind in self._kinds])
        self._kind.setCurrentIndex(self._kinds.index(self._likely()))
        today = QDate(page.today.year, page.today.month, page.today.day)
        # With the sheet and no buttons Qt leaves the text no edge.
        self._day.lineEdit().setTextMargins(7, 0, 0, 0)
        self._day.setMaximumDate(today)
        self._day.setDate(today)
        self._number.setText(self._last_number())
        when = f" {when_of(page.counted)}" if page.counted else ""
        self._pupils.setHeaderLabels(["Ученик", f"Успеваемость{when}", "Что будет записано"])
        self._quieten()
        header = self._pupils.header()
        for column in (_NAME, _GROUP):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for pupil in page.pupils:
            self._pupils.addTopLevelItem(self._item(pupil))
        for item, _ in list(self._rows())[:1]:
            self._pupils.setCurrentItem(item)
        self._show_words()

    def _quieten(self) -> None:
        """The current row is marked as lists mark theirs, not as text is selected."""
        t, palette = theme.tokens(), self._pupils.palette()
        palette.setColor(QPalette.ColorRole.Highlight, theme.ink(t.accent_soft))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink(t.text))
        self._pupils.setPalette(palette)

    def _item(self, pupil: SummaryPupil) -> QTreeWidgetItem:
        item = QTreeWidgetItem([pupil.name, group_label(self._page, pupil, self._page.counted), ""])
        item.setData(_NAME, USER_ROLE, pupil)
        item.setCheckState(_NAME, Qt.CheckState.Unchecked)
        return item

    def _connect(self) -> None:
        self._kind.activated.connect(self._on_kind)
        self._words.textEdited.connect(self._on_edited)
        self._number.textEdited.connect(self._on_edited)
        self._day.dateChanged.connect(self._on_edited)
        self._pupils.itemChanged.connect(self._show_count)
        self._all.clicked.connect(self._on_all)
        self._none.clicked.connect(self._on_none)
        self._cancel.clicked.connect(self.reject)
        self._enter.clicked.connect(self.accept)
        self.accepted.connect(self._on_accepted)

    # What is chosen

    @property
    def kind(self) -> DecisionKind:
        """What was decided."""
        return self._kinds[self._kind.currentIndex()]

    def _likely(self) -> DecisionKind:
        """What is decided next: in grade 9 that who was admitted has finished."""
        held = Counter(one.decided.kind for pupil in self._page.pupils for one in self._page.decisions_of(pupil.pupil))
        admitted = held[DecisionKind.ADMITTED] > held[DecisionKind.FINISHED]
        return DecisionKind.FINISHED if admitted and DecisionKind.FINISHED in self._kinds else self._kinds[0]

    def _last_number(self) -> str:
        """The number of today's protocol, when a decision of it stands already."""
        living = [one.decided for pupil in self._page.pupils for one in self._page.decisions_of(pupil.pupil)]
        return next((one.protocol_number for one in living if one.protocol_day == self._page.today), "")

    def _first_ticked(self) -> frozenset[int]:
        if self._chosen:
            return self._chosen
        counted = self._page.counted
        failing = {
            pupil.pupil
            for pupil in self._page.pupils
            if counted
            and (standing := self._page.standing(pupil, counted)) is not None
            and (standing.group in _TO_WEIGH or self._page.owed(pupil, counted))
        }
        return frozenset(self._page.pupil_by_id) - failing

    def _on_accepted(self) -> None:
        ticked = tuple(NewDecision(self._new_id(), one.pupil) for item, one in self._rows() if _ticked(item))
        self.decided.emit(self._act(ticked))

    def _act(self, pupils: tuple[NewDecision, ...]) -> EnterDecision:
        words = self._words.text().strip()
        free = self.kind is DecisionKind.FREE
        return EnterDecision(
            self._page.school_class,
            pupils,
            self.kind.value,
            self._number.text().strip(),
            self._day.date().toPython().isoformat(),  # type: ignore[attr-defined]  # a date, the stub says object
            target="" if free else words,
            text=words if free else "",
        )

    # Judging

    def _on_kind(self, _index: int) -> None:
        self._show_words()
        self._on_edited()

    def _show_words(self) -> None:
        """The field beside the kind: the class promoted to, or the words of a free decision."""
        promoted, free = self.kind is DecisionKind.PROMOTED, self.kind is DecisionKind.FREE
        for widget in (self._words, self._words_label):
            widget.setVisible(promoted or free)
        self._words_label.setText("В какой класс" if promoted else "Решение словами")
        self._words.setAccessibleName(self._words_label.text())
        self._words.setText(str(self._page.grade + 1) if promoted else "")

    def _on_edited(self) -> None:
        self._judge_all()
        self._show_count()

    def _judge_all(self) -> None:
        """Asks of every pupil whether the decision may stand, and says beside each what will be written."""
        act = self._act(tuple(NewDecision(0, pupil.pupil) for pupil in self._page.pupils))
        filled = replace(
            act,
            protocol_number=act.protocol_number or _STANDS_IN,
            text=act.text or (_STANDS_IN if self.kind is DecisionKind.FREE else ""),
        )
        try:
            refused = {one.pupil: one.why.text for one in self._judge(filled).refused}
            fault = self._not_filled(act)
        except EzhError as error:
            refused, fault = {}, error.text
        self._refused, self._fault = refused, fault
        self._show_rows(act)

    def _not_filled(self, act: EnterDecision) -> str:
        if not act.protocol_number:
            return "Впишите номер протокола педсовета."
        if self.kind is DecisionKind.FREE and not act.text:
            return "Впишите решение словами."
        return ""

    def _show_rows(self, act: EnterDecision) -> None:
        t = theme.tokens()
        try:
            decided = decided_by(act, self._page.grade)
        except Refusal:
            decided = None
        with self._quiet():
            for item, pupil in self._rows():
                why = self._refused.get(pupil.pupil, "")
                words = decided.wording(pupil.gender) if decided else ""
                item.setText(_WORDS, why or words)
                item.setToolTip(_WORDS, why or words)
                item.setForeground(_WORDS, QBrush(theme.ink(t.warn_text if why else t.text)))
                flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                item.setFlags(flags if why else flags | Qt.ItemFlag.ItemIsUserCheckable)
                if why:
                    item.setCheckState(_NAME, Qt.CheckState.Unchecked)

    def _rows(self) -> Iterator[tuple[QTreeWidgetItem, SummaryPupil]]:
        for at in range(self._pupils.topLevelItemCount()):
            item = self._pupils.topLevelItem(at)
            if item is not None:
                yield item, item.data(_NAME, USER_ROLE)

    def _on_all(self) -> None:
        self._tick(frozenset(self._page.pupil_by_id))

    def _on_none(self) -> None:
        self._tick(frozenset())

    def _tick(self, pupils: frozenset[int]) -> None:
        """Ticks these, as far as they may get the decision, and no others."""
        with self._quiet():
            for item, pupil in self._rows():
                on = pupil.pupil in pupils and pupil.pupil not in self._refused
                item.setCheckState(_NAME, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._show_count()

    def _show_count(self) -> None:
        ticked = sum(_ticked(item) for item, _ in self._rows())
        self._enter.setText(f"Внести {count(ticked, 'решение', 'решения', 'решений')}" if ticked else "Внести")
        self._enter.setEnabled(bool(ticked) and not self._fault)
        words = self._fault or ("" if ticked else "Отметьте учеников, которых касается решение.")
        if words != self._message.text():
            tone(self._message, "text2", fonts.SECOND)
            self._message.setText(words)
            announce(self._message, words)

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Ticks and words change many at a time: they are counted once, afterwards."""
        blocker = QSignalBlocker(self._pupils)
        try:
            yield
        finally:
            blocker.unblock()
            self._pupils.viewport().update()


def _ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(_NAME) is Qt.CheckState.Checked
