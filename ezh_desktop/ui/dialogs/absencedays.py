"""«Пропуск за несколько дней»: a pupil, from, to, the reason and its document; one act each, one after another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QFormLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.russian import count, date_range, dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.domain.typed import typed_lessons
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.absence_days import ClassYear
from ezh_desktop.services.absence_rows import Given
from ezh_desktop.ui import fonts
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog
from ezh_desktop.ui.widgets.dayfield import DayField
from ezh_desktop.ui.widgets.flow import FlowLayout, labelled
from ezh_desktop.ui.widgets.signs import Kind, announce
from ezh_desktop.ui.widgets.tone import tone

REASONS: Final = (
    ("по болезни", AbsenceReason.ILLNESS),
    ("по уважительной причине", AbsenceReason.VALID),
    ("без уважительной причины", AbsenceReason.UNEXCUSED),
    ("убрать причину", AbsenceReason.NOT_GIVEN),
)
BEFORE: Final = "До {} журнал здесь не вели: причина тех дней сама отмечает пропуск."
_WORDS_HEIGHT: Final = 34
"""Two lines, so that the dialog stays as it is while one types."""
_LESSONS_WIDTH: Final = 80


class AbsenceDaysDialog(BodyDialog):
    """`write` records a reason in a thread of its own and gives how many school days it is for.

    The dialog stays for the next one.
    """

    def __init__(
        self,
        page: ClassYear,
        write: Callable[[Given], int],
        parent: QWidget | None = None,
        *,
        pupil: int = 0,
        day: date | None = None,
    ) -> None:
        super().__init__("Пропуск за несколько дней", "absences", parent)
        self.setObjectName("absence_days")
        self._page, self._write = page, write
        self._given: Given | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._make(pupil, day)
        self._lay_out()
        self._judge()
        self.fit()
        (self.last if day is not None else self.pupil).setFocus()

    def _make(self, pupil: int, day: date | None) -> None:
        self.pupil, self.reason = QComboBox(self), QComboBox(self)
        self.pupil.setEditable(True)
        self.pupil.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for ident, name in self._page.pupils:
            # Ids have 63 bits: they travel as text.
            self.pupil.addItem(name, str(ident))
        self.pupil.setCurrentIndex(self.pupil.findData(str(pupil)) if pupil else -1)
        completer = self.pupil.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        today = self._page.year.first
        self.first, self.last = DayField(self, today=today, name="С"), DayField(self, today=today, name="По")
        self.first.show_day(day)
        self.lessons, self.document = QLineEdit(self), QLineEdit(self)
        self.lessons.setPlaceholderText("все")
        self.document.setPlaceholderText("Справка № 14 от 21.10.2026")
        for words, kind in REASONS:
            self.reason.addItem(words, kind)
        self.pupil.editTextChanged.connect(self._judge)
        self.reason.activated.connect(self._judge)
        for field in (self.first, self.last, self.lessons, self.document):
            field.textChanged.connect(self._judge)

    def _lay_out(self) -> None:
        for wide in (self.pupil, self.reason, self.document):
            wide.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        heading, before = QLabel("Пропуск за несколько дней", self), QLabel(self)
        tone(heading, px=fonts.TITLE, bold=True)
        tone(before, "text2", fonts.SECOND)
        before.setText(BEFORE.format(dotted(self._page.began)))
        before.setWordWrap(True)
        before.setVisible(self._page.began > self._page.year.first)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setMinimumHeight(_WORDS_HEIGHT)
        days = FlowLayout(gap=10)
        width = self.first.maximumWidth()
        for words, field, room in (
            ("с", self.first, width), ("по", self.last, width), ("Уроки", self.lessons, _LESSONS_WIDTH),
        ):  # fmt: skip
            days.addWidget(labelled(words, field, room, self))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.pupil.setAccessibleName("Ученик")
        edit = self.pupil.lineEdit()
        if edit is not None:
            edit.setAccessibleName("Ученик")
        for words, one in (("Причина", self.reason), ("Документ", self.document)):
            one.setAccessibleName(words)
        form.addRow("Ученик", self.pupil)
        form.addRow("Дни", days)
        form.addRow("Причина", self.reason)
        form.addRow("Документ", self.document)
        self.column.addWidget(heading)
        self.column.addWidget(before)
        self.column.addLayout(form)
        for widget in (self.words, self.notice):
            self.column.addWidget(widget)
        self.notice.hide()
        close, self.enter = QPushButton("Закрыть", self), QPushButton("Записать", self)
        self.enter.setProperty("kind", "primary")
        self.enter.setDefault(True)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self.enter.clicked.connect(self._on_enter)
        self.lay_buttons(None, close, self.enter)

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._background.running

    @property
    def given(self) -> Given | None:
        """What is to be written; None while something is not said. Raises BadInput for a day or lessons that are none.

        Without a last day it is the first one.
        """
        name, at = self.pupil.currentText().strip(), self.pupil.currentIndex()
        # Of two namesakes the one that was chosen is meant, else the first.
        at = at if name == self.pupil.itemText(at) else self.pupil.findText(name)
        first, last = self.first.day(), self.last.day()
        lessons = typed_lessons(self.lessons.text()) or (None, None)
        if at < 0 or first is None:
            return None
        if last is not None and last < first:
            raise BadInput("Конец раньше начала.", "Исправьте день.")
        span, kind = Span(first, last or first), AbsenceReason(self.reason.currentData())
        return Given(int(self.pupil.itemData(at)), span, kind, self.document.text().strip(), lessons)

    def _judge(self, *_: object) -> None:
        """Why it cannot be written yet."""
        try:
            given = self.given
            words = "" if given is not None else "Выберите ученика и назовите первый день."
        except BadInput as why:
            given, words = None, why.text
        tone(self.words, "text2", fonts.SECOND)
        if words != self.words.text():
            self.words.setText(words)
            announce(self.words, words)
        self.enter.setEnabled(given is not None and self.settled)

    def _on_enter(self) -> None:
        given = self.given
        if given is not None and self.settled:
            self._given = given
            self._background.start(lambda: self._write(given))
            self._judge()

    def _on_done(self, days: object) -> None:
        """Tell what was written and wait for the next one."""
        given = self._given
        name = self.pupil.currentText().strip()
        if given is not None:
            stretch = date_range(given.span.first, given.last)
            number = count(int(str(days)), "учебный день", "учебных дня", "учебных дней")
            self.say(Kind.DONE, f"{name}, {stretch}: записано, {number}")
        for field in (self.first, self.last, self.lessons, self.document):
            field.clear()
        self._judge()
        self.pupil.setFocus()

    def _on_failed(self, error: EzhError) -> None:
        self.say(Kind.REFUSAL, error.what, error.remedy)
        self._judge()

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()
