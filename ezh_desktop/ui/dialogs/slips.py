"""Access slips (реквизиты доступа) right after passwords were made: seen, printed, saved, and then gone (3.1)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QToolButton, QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.jobs.accounts import DrawSlips, Slips
from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.staff import StaffPage
from ezh_desktop.ui import fitting, forms, icons
from ezh_desktop.ui.dialogs.spreadview import SpreadView
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.pdf import PdfPages
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.printer import Printer, SystemPrinter
from ezh_desktop.ui.qttypes import TAB_FOCUS
from ezh_desktop.ui.widgets.signs import Kind, Notice
from ezh_desktop.ui.widgets.workline import WorkLine

_SIZE = (820, 620)
_NO_PRINTER = "Принтеров нет, сохраните PDF"


class SlipsDialog(QDialog):
    """Holds the passwords as long as it is open and no longer; asks before it goes without having handed them out."""

    def __init__(  # noqa: PLR0917 - the parts of the dialog
        self,
        office: FileOffice,
        slips: Slips,
        page: StaffPage,
        doors: Doors,
        save: Save,
        parent: QWidget | None = None,
        *,
        printer: Printer | None = None,
    ) -> None:
        """`save` writes the PDF; `printer` is the system's unless a test gives its own."""
        super().__init__(parent)
        self._slips, self._doors, self._save = slips, doors, save
        self._door = printer or SystemPrinter()
        self._data = b""
        self._handed_out = False
        forms.fill(self, known=(SpreadView, Notice, WorkLine))
        self._take_out()
        self._dress()
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        draw = DrawSlips(office, slips, page.school_name, page.year_label)
        self._work.start("Готовятся листки", draw, self._on_drawn)

    @property
    def settled(self) -> bool:
        """Whether nothing is being drawn, printed or saved."""
        return not self._work.running

    @property
    def shown(self) -> bool:
        """Whether the preview is whole."""
        return bool(self._data) and self._view.complete

    def _take_out(self) -> None:
        self._view = forms.child(self, SpreadView, "preview")
        self._back, self._forward = (forms.child(self, QToolButton, name) for name in ("back", "forward"))
        self._what, self._place = (forms.child(self, QLabel, name) for name in ("what", "place"))
        self._printer = forms.child(self, QComboBox, "printer")
        self._warning = forms.child(self, Notice, "warning")
        self._work = forms.child(self, WorkLine, "work")
        self._print, self._save_pdf, self._close = (
            forms.child(self, QPushButton, name) for name in ("print", "savePdf", "close")
        )

    def _dress(self) -> None:
        for button, icon in ((self._back, "chevron_left"), (self._forward, "chevron_right")):
            icons.dress(button, icon, "text")
            button.setFocusPolicy(TAB_FOCUS)
        icons.dress(self._save_pdf, "document_pdf", "text")
        icons.dress(self._print, "print", "on_accent")
        self._view.lay_single()
        self._what.setText(
            f"{count(len(self._slips), 'листок', 'листка', 'листков')}: разрежьте и выдайте каждому под роспись."
        )
        title = "Паролей больше нигде нет"
        self._warning.say(
            Kind.WARNING, title, "Без листка пароль придётся сбросить. Сохранённый PDF после печати удалите."
        )
        printers = self._doors.printers()
        self._printer.addItems(printers or [_NO_PRINTER])
        self._printer.setEnabled(bool(printers))
        self._show_ready()

    def _connect(self) -> None:
        self._view.turned.connect(self._show_place)
        self._back.clicked.connect(lambda: self._view.turn_to(self._view.current - 1))
        self._forward.clicked.connect(lambda: self._view.turn_to(self._view.current + 1))
        self._work.busy.connect(self._show_ready)
        self._print.clicked.connect(self._on_print)
        self._save_pdf.clicked.connect(self._on_save)
        self._close.clicked.connect(self.reject)
        help_key(self, "accounts")

    def _show_ready(self) -> None:
        ready = bool(self._data) and self.settled
        self._save_pdf.setEnabled(ready)
        self._print.setEnabled(ready and self._printer.isEnabled())
        self._close.setEnabled(self.settled)
        self._show_place()

    def _on_drawn(self, data: bytes) -> None:
        self._data = data
        pages = PdfPages(data)
        self._view.show_pages(pages, [(index, None) for index in range(len(pages))])
        self._show_ready()
        (self._print if self._print.isEnabled() else self._save_pdf).setFocus()

    def _show_place(self) -> None:
        sheets = -(-len(self._slips) // 8)
        current = self._view.current
        self._place.setText(f"Лист {current + 1} из {sheets}")
        self._back.setEnabled(current > 0)
        self._forward.setEnabled(current + 1 < sheets)

    def _on_print(self) -> None:
        data, name, door = self._data, self._printer.currentText(), self._door

        def send(progress: Progress) -> str:
            door.send(data, name, copies=1, duplex=False, title="Реквизиты доступа", progress=progress)
            return f"Отправлено на принтер «{name}»."

        self._work.start("Печатаю…", send, self._on_handed_out)

    def _on_save(self) -> None:
        path = self._doors.save_file(self, "Сохранить PDF", "Документ PDF (*.pdf)", Path("Реквизиты доступа.pdf"))
        if path is None:
            return
        data, save = self._data, self._save

        def write(_progress: Progress) -> str:
            save(path, data)
            return f"Сохранено: {path.name}. Удалите файл, когда напечатаете."

        self._work.start("Сохраняю…", write, self._on_handed_out)

    def _on_handed_out(self, words: str) -> None:
        self._handed_out = True
        self._work.say(words)
        self._close.setFocus()

    def reject(self) -> None:
        """Close; passwords that nobody has are not thrown away unasked."""
        if not self.settled:
            return
        detail = "Листки не напечатаны и не сохранены. Этих паролей не останется нигде, их придётся сбросить."
        if self._handed_out or self._doors.ask(self, "Закрыть без листков?", detail, act="Закрыть без листков"):
            super().reject()

    def done(self, result: int) -> None:
        """Let thread and document go."""
        self._work.close_down()
        self._view.show_pages(None, [])
        super().done(result)
