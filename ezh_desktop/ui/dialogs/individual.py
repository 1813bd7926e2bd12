"""«Индивидуальное занятие»: one row for the journal of 5.14, judged at every key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from ezh_desktop.domain.rules.individual import FORMS, IndividualRow
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.individual import NewLesson, refused
from ezh_desktop.services.pages.individual import IndividualPage
from ezh_desktop.ui import fonts
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog
from ezh_desktop.ui.widgets.dayfield import DayField
from ezh_desktop.ui.widgets.signs import Kind, announce
from ezh_desktop.ui.widgets.tone import tone

_MARKS: Final = ("", "5", "4", "3", "2", "1")
_WORDS_HEIGHT: Final = 34
"""Two lines, so that the dialog stays as it is while one types."""
_NO_MARK: Final = "без отметки"


class IndividualDialog(BodyDialog):
    """`write` records the lesson in a thread of its own; accepted once it is durable."""

    def __init__(
        self,
        page: IndividualPage,
        write: Callable[[NewLesson], object],
        parent: QWidget | None = None,
        *,
        course: int = 0,
        pupil: int = 0,
    ) -> None:
        super().__init__("Индивидуальное занятие", "individual", parent)
        self._page, self._write = page, write
        self._background = Background(self)
        self._background.done.connect(lambda _result: self.accept())
        self._background.failed.connect(self._on_failed)
        self._make(course, pupil)
        self._lay_out()
        self._judge()
        self.fit()
        (self.topic if pupil else self.pupil).setFocus()

    def _make(self, course: int, pupil: int) -> None:
        self.course, self.pupil, self.form, self.mark = (QComboBox(self) for _ in range(4))
        for one in self._page.writable:
            self.course.addItem(one.subject, one.course)
        self.course.setCurrentIndex(max(0, self.course.findData(course)))
        self._fill_pupils()
        self.pupil.setCurrentIndex(max(0, self.pupil.findData(pupil)))
        self.day = DayField(self, today=self._page.today, name="Дата")
        self.day.show_day(self._page.today)
        self.topic, self.reason = QLineEdit(self), QLineEdit(self)
        self.form.setEditable(True)
        self.form.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.form.addItems(list(FORMS))
        for mark in _MARKS:
            self.mark.addItem(mark or _NO_MARK, mark)
        self.topic.setPlaceholderText("Чем занимались; до дня занятия можно не писать")
        self.reason.setPlaceholderText("Почему нужно занятие: болезнь, продление сроков обучения")
        self.course.activated.connect(self._on_course)
        for combo in (self.pupil, self.mark):
            combo.activated.connect(self._judge)
        self.form.editTextChanged.connect(self._judge)
        for field in (self.day, self.topic, self.reason):
            field.textChanged.connect(self._judge)

    def _lay_out(self) -> None:
        for wide in (self.course, self.pupil, self.form, self.topic, self.reason):
            wide.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        heading = QLabel("Индивидуальное занятие", self)
        tone(heading, px=fonts.TITLE, bold=True)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setMinimumHeight(_WORDS_HEIGHT)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Ученик", self.pupil),
            ("Предмет", self.course),
            ("Дата", self.day),
            ("Тема", self.topic),
            ("Форма", self.form),
            ("Отметка", self.mark),
            ("Причина", self.reason),
        )
        for words, field in fields:
            field.setAccessibleName(words)
            form.addRow(words, field)
        self.column.addWidget(heading)
        self.column.addLayout(form)
        for widget in (self.words, self.notice):
            self.column.addWidget(widget)
        self.notice.hide()
        cancel, self.enter = QPushButton("Отмена", self), QPushButton("Записать", self)
        self.enter.setProperty("kind", "primary")
        self.enter.setDefault(True)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.enter.clicked.connect(self._on_enter)
        self.lay_buttons(None, cancel, self.enter)

    def _fill_pupils(self) -> None:
        self.pupil.clear()
        for one in self._page.pupils_of(int(self.course.currentData() or 0)):
            self.pupil.addItem(one.name, one.pupil)

    def _on_course(self) -> None:
        chosen = self.pupil.currentData()
        self._fill_pupils()
        self.pupil.setCurrentIndex(max(0, self.pupil.findData(chosen)))
        self._judge()

    @property
    def lesson(self) -> NewLesson | None:
        """What is to be written; None while the day is no day."""
        try:
            day = self.day.day()
        except BadInput:
            day = None
        if day is None:
            return None
        row = IndividualRow(
            day, self.topic.text(), self.form.currentText(), str(self.mark.currentData()), self.reason.text()
        )
        return NewLesson(int(self.course.currentData() or 0), int(self.pupil.currentData() or 0), row)

    def _judge(self, *_: object) -> None:
        """Why the lesson cannot be written yet, or what it will be."""
        lesson = self.lesson
        why = refused(self._page, lesson) if lesson is not None else None
        words = "Назовите день занятия." if lesson is None else why.text if why is not None else ""
        if not words and lesson is not None and lesson.row.day > self._page.today:
            words = "Занятие будет запланировано."
        tone(self.words, "text2", fonts.SECOND)
        if words != self.words.text():
            self.words.setText(words)
            announce(self.words, words)
        self.enter.setEnabled(lesson is not None and why is None and not self._background.running)

    def _on_enter(self) -> None:
        lesson = self.lesson
        if lesson is not None and not self._background.running:
            self._background.start(lambda: self._write(lesson))
            self._judge()

    def _on_failed(self, error: EzhError) -> None:
        self.say(Kind.REFUSAL, error.what, error.remedy)
        self._judge()

    def reject(self) -> None:
        """Close; while the lesson is being written the dialog stays."""
        if not self._background.running:
            super().reject()
