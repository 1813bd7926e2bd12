"""«Нет отметки за период»: extended studies with their lessons, «не аттестован» on grounds, or neither any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QRadioButton, QSizePolicy, QWidget

from ezh_desktop.domain.rules.individual import FORMS, IndividualRow
from ezh_desktop.domain.russian import Gender, by_gender, dotted_short
from ezh_desktop.errors import BadInput, EzhError
from ezh_desktop.services.individual import NewLesson, refused
from ezh_desktop.services.pages.attesting import DENIED, EXTENDED, AttestingPage
from ezh_desktop.ui import fonts
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog, row_of
from ezh_desktop.ui.widgets.dayfield import DayField
from ezh_desktop.ui.widgets.signs import Kind, announce
from ezh_desktop.ui.widgets.tone import tone

WAYS: Final = FORMS[:3]
"""How what was missed is taught."""
HANDED_IN: Final = FORMS[3:]
"""How it is handed in (5.15)."""
_WEEK: Final = timedelta(days=7)
_WORDS_HEIGHT: Final = 34


@dataclass(frozen=True, slots=True)
class Decision:
    """What the person chose: "extended", "not_attested" or "" to take the decision back."""

    state: str
    reason: str = ""
    rows: tuple[IndividualRow, ...] = ()


class AttestingDialog(BodyDialog):
    """`write` records the decision in a thread of its own; accepted once it is durable."""

    def __init__(self, page: AttestingPage, write: Callable[[Decision], object], parent: QWidget | None = None) -> None:
        super().__init__("Нет отметки за период", "individual", parent)
        self._page, self._write = page, write
        self._background = Background(self)
        self._background.done.connect(lambda _result: self.accept())
        self._background.failed.connect(self._on_failed)
        self._make()
        self._lay_out()
        self._connect()
        self._judge()
        self.fit()
        self.reason.setFocus()

    def _make(self) -> None:
        page = self._page
        gender = Gender.FEMALE if page.pupil.female else Gender.MALE
        self.denied_word = by_gender(gender, "Не аттестован", "Не аттестована")
        self.extend = QRadioButton("Продлить сроки обучения", self)
        self.deny = QRadioButton(self.denied_word, self)
        self.withdraw = QRadioButton("Снять решение", self)
        self.deny.setEnabled(page.refused is None)
        self.withdraw.setVisible(bool(page.state))
        (self.deny if page.state == DENIED and page.refused is None else self.extend).setChecked(True)
        self.reason, self.topic = QLineEdit(page.reason, self), QLineEdit(self)
        self.reason.setPlaceholderText("Болезнь, пропуски без уважительной причины")
        self.topic.setPlaceholderText("Пройденное, которое нужно сдать; можно вписать в день занятия")
        first = max(page.today, page.period.end or page.today) + timedelta(days=1)
        self.start, self.way = self._lesson("Первое занятие", first, WAYS)
        self.end, self.form = self._lesson("Сдача", min(first + _WEEK, page.journal.last), HANDED_IN)
        if page.lessons:
            self.start.show_day(None)
            self.end.show_day(None)

    def _lesson(self, name: str, day: date, forms: tuple[str, ...]) -> tuple[DayField, QComboBox]:
        field, combo = DayField(self, today=self._page.today, name=name), QComboBox(self)
        field.show_day(day)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.addItems(list(forms))
        combo.setAccessibleName(f"{name}, форма")
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return field, combo

    def _lay_out(self) -> None:
        page = self._page
        heading, grounds, why = QLabel(self), QLabel(self), QLabel(self)
        heading.setText(f"{page.pupil.name}: нет отметки за {page.period.title}")
        tone(heading, px=fonts.TITLE, bold=True)
        grounds.setText(f"{page.grounds}{self._recorded()}")
        why.setText(page.refused.text if page.refused is not None else "")
        why.setVisible(page.refused is not None)
        tone(why, "text2", fonts.SECOND)
        self.words = QLabel(self)
        self.words.setMinimumHeight(_WORDS_HEIGHT)
        tone(self.words, "text2", fonts.SECOND)
        for label in (heading, grounds, why, self.words):
            label.setWordWrap(True)
        for above in (heading, grounds, self.extend):
            self.column.addWidget(above)
        self.column.addLayout(self._fields())
        for below in (self.deny, why, self.withdraw, self.words, self.notice):
            self.column.addWidget(below)
        self.notice.hide()
        cancel, self.enter = QPushButton("Отмена", self), QPushButton("Записать", self)
        self.enter.setProperty("kind", "primary")
        self.enter.setDefault(True)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.lay_buttons(None, cancel, self.enter)

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for name, field in (("Причина", self.reason), ("Темы", self.topic)):
            field.setAccessibleName(name)
            form.addRow(name, field)
        form.addRow("Первое занятие", row_of(self.start, self.way, grows=1))
        form.addRow("Сдача", row_of(self.end, self.form, grows=1))
        return form

    def _recorded(self) -> str:
        """What stands already: the decision and its lessons."""
        page = self._page
        words = {EXTENDED: " Записано: сроки обучения продлены.", DENIED: f" Записано: {self.denied_word.lower()}."}
        days = ", ".join(dotted_short(one.day) for one in page.lessons)
        return words.get(page.state, "") + (f" Индивидуальные занятия: {days}." if days else "")

    def _connect(self) -> None:
        for radio in (self.extend, self.deny, self.withdraw):
            radio.toggled.connect(self._judge)
        for field in (self.reason, self.topic, self.start, self.end):
            field.textChanged.connect(self._judge)
        for combo in (self.way, self.form):
            combo.editTextChanged.connect(self._judge)
        self.enter.clicked.connect(self._on_enter)

    # What is chosen

    def _rows(self) -> tuple[IndividualRow, ...]:
        """The lessons; one where both are of the same day. Raises BadInput where a day is no day."""
        topic, reason = self.topic.text(), self.reason.text()
        found = {
            day: IndividualRow(day, topic, combo.currentText(), "", reason)
            for field, combo in ((self.start, self.way), (self.end, self.form))
            if (day := field.day()) is not None
        }
        return tuple(found[day] for day in sorted(found))

    def decision(self) -> Decision:
        """What is to be written. Raises BadInput where a day is no day."""
        if self.withdraw.isChecked():
            return Decision("")
        if self.deny.isChecked():
            return Decision(DENIED, self.reason.text())
        return Decision(EXTENDED, self.reason.text(), self._rows())

    def _fault(self) -> str:
        """Why the decision cannot be written yet, "" when it can."""
        try:
            decision = self.decision()
        except BadInput as error:
            return error.text
        if not decision.state:
            return ""
        if not any(letter.isalpha() for letter in decision.reason):
            return "Напишите причину."
        if decision.state == DENIED:
            return ""
        if not decision.rows and not self._page.lessons:
            return "Назовите день занятия или сдачи."
        page = self._page
        judged = (refused(page.journal, NewLesson(page.course, page.pupil.pupil, one)) for one in decision.rows)
        return next((why.text for why in judged if why is not None), "")

    def _judge(self, *_: object) -> None:
        extends = self.extend.isChecked()
        for field in (self.topic, self.start, self.way, self.end, self.form):
            field.setEnabled(extends)
        self.reason.setEnabled(not self.withdraw.isChecked())
        fault = self._fault()
        words = fault or "Клетка останется пустой: «н/а» в неё не ставится (п. 5.15)."
        if words != self.words.text():
            self.words.setText(words)
            announce(self.words, words)
        self.enter.setEnabled(not fault and not self._background.running)

    def _on_enter(self) -> None:
        decision = self.decision()
        if not self._background.running:
            self._background.start(lambda: self._write(decision))
            self._judge()

    def _on_failed(self, error: EzhError) -> None:
        self.say(Kind.REFUSAL, error.what, error.remedy)
        self._judge()

    def reject(self) -> None:
        """Close; while the decision is being written the dialog stays."""
        if not self._background.running:
            super().reject()
