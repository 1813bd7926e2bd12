"""The recovery code of a journal that was just made: shown once, printed for the safe, one group typed back."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from ezh_desktop.jobs.base import Progress
from ezh_desktop.ui import fitting, fonts, forms, icons
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.printer import Printer, SystemPrinter
from ezh_desktop.ui.signin.opener import MadeJournal
from ezh_desktop.ui.signin.recovery import DIGITS, digits_of
from ezh_desktop.ui.widgets.plain import Air
from ezh_desktop.ui.widgets.signs import Kind, SignLine
from ezh_desktop.ui.widgets.tone import tone
from ezh_desktop.ui.widgets.workline import WorkLine

SHEET = "Лист восстановления"
_IN_A_ROW = 3


class RecoveryPaperDialog(QDialog):
    """Holds the code as long as it is open. Accepted when a group was typed back from the paper."""

    def __init__(
        self,
        made: MadeJournal,
        doors: Doors,
        save: Save,
        parent: QWidget | None = None,
        *,
        printer: Printer | None = None,
    ) -> None:
        """`save` writes the PDF; `printer` is the system's unless a test gives its own."""
        super().__init__(parent)
        self._made, self._doors, self._save = made, doors, save
        self._door = printer or SystemPrinter()
        self._asked = secrets.randbelow(len(made.groups)) + 1
        forms.fill(self, known=(Air, SignLine, WorkLine))
        self._message, self._work = forms.child(self, SignLine, "message"), forms.child(self, WorkLine, "work")
        self._group = forms.child(self, QLineEdit, "group")
        self._print, self._save_pdf, self._enter = (
            forms.child(self, QPushButton, name) for name in ("print", "savePdf", "enter")
        )
        self._dress()
        self._connect()
        fitting.fit(self)
        self._refresh()

    @property
    def settled(self) -> bool:
        """Whether nothing is being printed or saved."""
        return not self._work.running

    @property
    def asked(self) -> int:
        """The number of the group to be typed back, from 1."""
        return self._asked

    def _dress(self) -> None:
        grid = forms.child(self, QGridLayout, "groups")
        for index, group in enumerate(self._made.groups):
            label = QLabel(f"{index + 1}.  {group[:3]} {group[3:]}", self)
            tone(label, "text", fonts.SECTION)
            label.setAccessibleName(f"Группа {index + 1}: {group}")
            grid.addWidget(label, index // _IN_A_ROW, index % _IN_A_ROW)
        icons.dress(self._print, "print", "text")
        icons.dress(self._save_pdf, "document_pdf", "text")
        words = f"Для проверки введите с листа группу № {self._asked}"
        forms.child(self, QLabel, "ask").setText(words)
        self._group.setAccessibleName(words)
        self._printers = self._doors.printers()
        (self._print if self._printers else self._save_pdf).setFocus()

    def _connect(self) -> None:
        self._print.clicked.connect(self._on_print)
        self._save_pdf.clicked.connect(self._on_save)
        self._enter.clicked.connect(self.accept)
        self._group.textChanged.connect(self._refresh)
        self._work.busy.connect(self._refresh)
        help_key(self, "signin")

    def _refresh(self) -> None:
        typed = digits_of(self._group.text())
        right = typed == self._made.groups[self._asked - 1]
        if len(typed) >= DIGITS and not right:
            self._message.say(Kind.FAULT, "Не совпало: сверьте с листом", aloud=not self._message.text)
        else:
            self._message.clear()
        self._print.setEnabled(bool(self._printers) and self.settled)
        self._save_pdf.setEnabled(self.settled)
        self._enter.setEnabled(right and self.settled)

    def _on_print(self) -> None:
        draw, name, door = self._made.draw, self._printers[0], self._door

        def send(progress: Progress) -> str:
            door.send(draw(), name, copies=1, duplex=False, title=SHEET, progress=progress)
            return f"Отправлено на принтер «{name}»."

        self._work.start("Печатаю…", send, self._on_handed_out)

    def _on_save(self) -> None:
        path = self._doors.save_file(self, "Сохранить PDF", "Документ PDF (*.pdf)", Path(f"{SHEET}.pdf"))
        if path is None:
            return
        draw, save = self._made.draw, self._save

        def write(_progress: Progress) -> str:
            save(path, draw())
            return f"Сохранено: {path.name}. Удалите файл, когда напечатаете."

        self._work.start("Сохраняю…", write, self._on_handed_out)

    def _on_handed_out(self, words: str) -> None:
        self._work.say(words)
        self._group.setFocus()

    def reject(self) -> None:
        """Close; a code that nobody has written down is not thrown away unasked."""
        detail = "Если код не записан, забытый пароль администратора и потерянный файл ключей уже ничем не возместить."
        if self.settled and self._doors.ask(self, "Закрыть без проверки кода?", detail, act="Закрыть без проверки"):
            super().reject()

    def done(self, result: int) -> None:
        """Let the thread of the work go."""
        self._work.close_down()
        super().done(result)
