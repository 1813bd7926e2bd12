"""The backup dialog (pictures 11 and 11b): which stick, four steps, and at the end what proves the copy."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ezh_desktop.domain.russian import NBSP, count, grouped, remaining, size
from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import JobState
from ezh_desktop.services.backing_up import BackupDone
from ezh_desktop.services.backups import Media, MediumLine, beside, folder_line, media_lines
from ezh_desktop.services.packing import Stage
from ezh_desktop.ui import fonts, icons
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.backupwork import TITLE, BackupWork, Outcome
from ezh_desktop.ui.dialogs.backupparts import Drawing, Facts, MediumCard, StepLine, StepState
from ezh_desktop.ui.dialogs.bodydialog import BodyDialog, row_of
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.qttypes import FIXED
from ezh_desktop.ui.widgets.plain import HairLine
from ezh_desktop.ui.widgets.signs import Kind, announce
from ezh_desktop.ui.widgets.tone import tone

LOOK_MS = 1500
_LOOK_WAIT_MS = 3000
HEADING = "Резервная копия на внешний носитель"
NOTE = "Журнал можно заполнять, пока идёт копирование."
LOOKING = "Ищу носители…"
NO_MEDIA = "Флешки не видно. Вставьте её: она появится здесь сама."
NEWER = "Там лежит копия новее этого журнала"
NEWER_WHY = "Возможно, журнал заполняли на другом компьютере. Спросите того, кто делал копию, прежде чем писать дальше."
SAME_DISK = "Эта папка на том же диске, что и журнал"
SAME_DISK_WHY = "Если диск сломается, пропадут оба. Надёжнее флешка или другой диск."
_STEPS = {
    Stage.CHECK: ("Проверка журнала", "Журнал проверяется", "Журнал проверен"),
    Stage.WRITE: ("Запись копии", "Копия записывается", "Копия записана"),
    Stage.READ: ("Чтение с флешки и сверка", "Читается с флешки и сверяется", "Прочитана с флешки"),
    Stage.OPEN: ("Пробное открытие", "Открывается для пробы", "Открыта для пробы"),
}
_KEEP_APART = "Храните копию отдельно от этого компьютера."
_READ_IN_FOLDER = ("Чтение из папки и сверка", "Читается из папки и сверяется", "Прочитана из папки")


class BackupDialog(BodyDialog):
    """Not modal: one types on. Closing it while a backup runs folds it; `folded` tells the window so."""

    def __init__(self, work: BackupWork, media: Media, doors: Doors, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, "backup", parent)
        self._work, self._media, self._doors = work, media, doors
        self._lines: dict[str, MediumLine] = {}
        self._folder: MediumLine | None = None
        self._cards: dict[str, MediumCard] = {}
        self._stage = Stage.CHECK
        self._done: BackupDone | None = None
        self._background = Background(self)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._build()
        self._connect()
        self._show_choosing()
        self.look_again()

    @property
    def settled(self) -> bool:
        """Whether the media have been looked at and nothing runs."""
        return not self._background.running and not self._work.running

    @property
    def chosen(self) -> MediumLine | None:
        """The medium that is chosen."""
        return next((card.line for card in self._cards.values() if card.isChecked() and card.isEnabled()), None)

    @property
    def _in_folder(self) -> bool:
        return self.chosen is not None and self.chosen.is_folder

    # Building

    def _build(self) -> None:
        self.setObjectName("backup")
        self.setModal(False)
        self._shield = Drawing(self, "shield_checkmark", "ok")
        self._heading, self._note = QLabel(self), QLabel(self)
        self._group = QButtonGroup(self)
        self._none = QLabel(LOOKING, self)
        self._other = QPushButton("Другая папка…", self)
        self._steps = {stage: StepLine(self, words) for stage, words in _STEPS.items()}
        self._bar, self._percent, self._warning = (
            QProgressBar(self),
            QLabel(self),
            QLabel("не вынимайте флешку", self),
        )
        self._facts = Facts(self)
        self._lines_above, self._lines_below = HairLine(self), HairLine(self)
        self._fold = QPushButton("Свернуть в строку состояния", self)
        self._left = QPushButton("Открыть папку", self)
        self._cancel, self._go = QPushButton(self), QPushButton(self)
        self._dress()
        self._lay()

    def _dress(self) -> None:
        tone(self._heading, px=fonts.TITLE, bold=True)
        tone(self._note, "text2")
        tone(self._none, "text2")
        tone(self._percent)
        tone(self._warning, "warn_text", bold=True)
        self._none.setWordWrap(True)
        self._note.setWordWrap(True)
        self._other.setProperty("kind", "flat")
        self._other.setSizePolicy(FIXED, FIXED)
        icons.dress(self._other, "folder_open")
        icons.dress(self._fold, "arrow_down")
        icons.dress(self._left, "folder_open")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self._bar.setAccessibleName(TITLE)
        for button in (self._other, self._left, self._cancel):
            button.setAutoDefault(False)
        self._go.setObjectName("go")
        self._cancel.setObjectName("cancel")
        self._other.setObjectName("other")
        self._left.setObjectName("openFolder")
        self._fold.setObjectName("fold")
        self._go.setProperty("kind", "primary")
        self._go.setDefault(True)

    def _lay(self) -> None:
        """All but the buttons scrolls: at 200 % a small screen is lower than the dialog."""
        column = self.column
        column.addLayout(row_of(self._shield, self._heading, spacing=10))
        column.addWidget(self._note)
        column.addSpacing(6)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(6)
        column.addLayout(self._card_column)
        above = (self._none, self._other, self.notice, self._lines_above)
        for widget in (*above, *self._steps.values(), self._bar):
            column.addWidget(widget)
        column.addLayout(row_of(self._percent, self._warning, grows=0))
        column.addWidget(self._lines_below)
        column.addWidget(self._facts)
        column.addStretch(1)
        self.lay_buttons(self._fold, self._left, None, self._cancel, self._go)

    def _connect(self) -> None:
        self._look.timeout.connect(self.look_again)
        self._background.done.connect(self._on_looked)
        self._background.failed.connect(self._on_look_failed)
        self._other.clicked.connect(self._on_other)
        self._group.buttonClicked.connect(self._show_choice)
        self._go.clicked.connect(self._on_go)
        self._cancel.clicked.connect(self._on_cancel)
        self._fold.clicked.connect(self.hide)
        self._left.clicked.connect(self._on_open_folder)
        self._work.staged.connect(self._on_staged)
        self._work.moved.connect(self._on_moved)
        self._work.ended.connect(self._on_ended)

    # Choosing

    def look_again(self) -> None:
        """Looks which media are there, beside the window's thread: an old stick answers slowly."""
        if not self._background.running and not self._work.running:
            self._background.start(partial(media_lines, self._work.office, self._media))

    def _on_looked(self, result: object) -> None:
        if isinstance(result, list) and not self._work.running and self._done is None:
            self._show_lines([*result, *([self._folder] if self._folder else [])])

    def _on_look_failed(self, error: EzhError) -> None:
        self.say(Kind.FAULT, error.what, error.remedy)

    def _show_lines(self, lines: Sequence[MediumLine]) -> None:
        self._none.setText(NO_MEDIA)
        if {line.key: line for line in lines} == self._lines and self._cards:
            return
        was = self.chosen
        self._lines = {line.key: line for line in lines}
        for key in [key for key in self._cards if key not in self._lines]:
            card = self._cards.pop(key)
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        for key, line in self._lines.items():
            if key in self._cards:
                self._cards[key].show_line(line)
            else:
                card = self._cards[key] = MediumCard(line, self)
                self._group.addButton(card)
                self._card_column.addWidget(card)
                card.show()
        for before, after in pairwise((*self._cards.values(), self._other, self._fold, self._left)):
            self.setTabOrder(before, after)
        self._choose(was.key if was else "")

    def _choose(self, key: str) -> None:
        """Choose the medium of that key, else the first that can be written."""
        ready = [one for one, card in self._cards.items() if card.isEnabled()]
        wanted = key if key in ready else next(iter(ready), "")
        if wanted and not self._cards[wanted].isChecked():
            self._cards[wanted].setChecked(True)
            if not self._other.hasFocus():
                self._cards[wanted].setFocus()
        self._none.setVisible(not self._cards)
        self._show_choice()
        self.fit()

    def _show_choice(self) -> None:
        line = self.chosen
        self._go.setEnabled(line is not None)
        warned = self.notice.accessibleName() in {NEWER, SAME_DISK}
        if line is not None and line.newer:
            self.say(Kind.WARNING, NEWER, NEWER_WHY)
        elif line is not None and line.same_disk:
            self.say(Kind.WARNING, SAME_DISK, SAME_DISK_WHY)
        elif warned:
            self.say(None)

    def _on_other(self) -> None:
        folder = self._doors.folder(self, "Куда записать копию", self._folder.medium.root if self._folder else None)
        if folder is None:
            return
        try:
            self._folder = folder_line(self._work.office, folder)
        except EzhError as error:
            self.say(Kind.FAULT, error.what, error.remedy)
            return
        lines = [line for line in self._lines.values() if not line.is_folder]
        self._show_lines([*lines, self._folder])
        self._choose(self._folder.key)
        self._cards[self._folder.key].setChecked(True)
        self._show_choice()

    # Running

    def _on_go(self) -> None:
        if self._done is not None:
            self.accept()
        elif not self._work.running:
            line = self.chosen
            if line is not None:
                self._show_running()
                self._work.start(line.destination)

    def _on_cancel(self) -> None:
        if self._work.running:
            self._cancel.setEnabled(False)
            self._percent.setText("Прерывается…")
            self._work.cancel()
        else:
            self.reject()

    def _on_staged(self, stage: Stage, done: int, total: int) -> None:
        self._stage = stage
        order = list(_STEPS)
        for one in order[: order.index(stage)]:
            self._steps[one].show_state(StepState.DONE, self._ended_words(one, total))
        detail = _of(done, total) if total > 1 else ""
        self._steps[stage].show_state(StepState.RUNNING, detail)

    def _ended_words(self, stage: Stage, total: int) -> str:
        if stage is Stage.CHECK:
            return "повреждений нет"
        if stage is Stage.WRITE:
            return size(total) if total > 1 else ""
        return "контрольная сумма совпала" if stage is Stage.READ else ""

    def _on_moved(self, state: JobState) -> None:
        if state.share is None or state.phase.over:
            return
        percent = int(state.share * 100)
        self._bar.setValue(percent)
        if self._cancel.isEnabled():
            left = f", {remaining(state.remaining)}" if state.remaining is not None else ""
            self._percent.setText(f"{percent} %{left}")

    def _on_ended(self, outcome: Outcome) -> None:
        if outcome.done is not None:
            self._show_done(outcome.done)
            return
        self._show_choosing()
        self.look_again()
        if outcome.error is not None:
            self.say(Kind.FAULT, outcome.error.what, outcome.error.remedy)
        else:
            self.say(Kind.NOTE, "Копирование прервано", "Незаконченной копии не осталось, прежние целы.")

    # What is shown

    def _show_choosing(self) -> None:
        self._done = None
        self._shield.hide()
        self._heading.setText(HEADING)
        self._note.setText(NOTE)
        self._show_parts(choosing=True)
        self._cancel.setText("Отмена")
        self._cancel.setEnabled(True)
        self._go.setText("Сделать копию")
        self.say(None)
        self._look.start()
        self._choose(self.chosen.key if self.chosen else "")

    def _show_running(self) -> None:
        self._look.stop()
        self.say(None)
        self._bar.setValue(0)
        self._percent.setText("")
        folder = self._in_folder
        self._steps[Stage.READ].set_words(_READ_IN_FOLDER if folder else _STEPS[Stage.READ])
        for step in self._steps.values():
            step.show_state(StepState.WAITING)
        self._show_parts(running=True)
        self._warning.setVisible(not folder)
        self._cancel.setText("Прервать")
        self.fit()
        self._fold.setFocus()

    def _show_done(self, done: BackupDone) -> None:
        self._done = done
        self._look.stop()
        self.say(None)
        self._heading.setText("Копия готова и проверена")
        self._note.setText(_KEEP_APART if self._in_folder else f"Флешку можно вынуть. {_KEEP_APART}")
        head = done.head.hex()[:16]
        self._steps[Stage.CHECK].show_state(StepState.DONE, "повреждений нет")
        written = done.seconds.get(Stage.WRITE, 0.0)
        took = f" за {max(1, round(written))} с" if written >= 0.5 else ""
        self._steps[Stage.WRITE].show_state(StepState.DONE, f"{size(done.size)}{took}")
        self._steps[Stage.READ].show_state(StepState.DONE, "контрольная сумма совпала")
        grouped = " ".join(head[start : start + 4] for start in range(0, 16, 4))
        self._steps[Stage.OPEN].show_state(StepState.DONE, f"протокол {grouped}")
        self._facts.show_facts(self._facts_of(done))
        self._show_parts(done=True)
        self._shield.show()
        self._go.setText("Готово")
        self._go.setEnabled(True)
        self.fit()
        self._go.setFocus()
        announce(self, self._heading.text())

    def _facts_of(self, done: BackupDone) -> list[tuple[str, str]]:
        office = self._work.office
        classes = count(done.classes, "класс", "класса", "классов")
        pupils = count(done.pupils, "ученик", "ученика", "учеников")
        near = ""
        with suppress(EzhError):
            near = beside(done.path, office.clock.now_local(), office.place.journal)
        return [
            ("Файл", str(done.path)),
            ("Содержит", f"{classes}, {pupils}, протокол до записи {grouped(done.n)}"),
            ("Рядом лежат", near),
            ("Замечание", "" if done.recorded else "запись о копии в журнал не внесена"),
        ]

    def _show_parts(self, *, choosing: bool = False, running: bool = False, done: bool = False) -> None:
        for part, shown in (
            (self._none, choosing and not self._cards),
            (self._other, choosing),
            (self._lines_above, running),
            (self._bar, running),
            (self._percent, running),
            (self._warning, running),
            (self._lines_below, done),
            (self._facts, done),
            (self._fold, running),
            (self._left, done),
            (self._cancel, not done),
            (self._go, not running),
        ):
            part.setVisible(shown)
        for step in self._steps.values():
            step.setVisible(running or done)
        for card in self._cards.values():
            card.setVisible(not done)
            card.setEnabled(card.line.medium.writable and (choosing or card.isChecked()))

    # Closing

    def _on_open_folder(self) -> None:
        if self._done is not None:
            self._doors.show_folder(self._done.path.parent)

    def end(self) -> None:
        """The session ends: nothing is looked for any more."""
        self._look.stop()
        self.hide()
        if self._background.running:
            QThreadPool.globalInstance().waitForDone(_LOOK_WAIT_MS)

    def reject(self) -> None:
        """Esc folds what runs, and else closes."""
        if self._work.running:
            self.hide()
        else:
            self._look.stop()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross does as Esc does."""
        event.ignore()
        self.reject()


def _of(done: int, total: int) -> str:
    """«21,6 из 34,8 МБ»; the unit stands twice where the two differ."""
    (some, unit), whole = size(done).split(NBSP), size(total)
    return f"{some} из {whole}" if whole.endswith(unit) else f"{some}{NBSP}{unit} из {whole}"
