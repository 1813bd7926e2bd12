"""The one door to printers: pages go out as pictures at the printer's fineness, at full size."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QMarginsF, QPoint
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ezh_desktop.errors import DeviceTrouble
from ezh_desktop.jobs.base import Progress
from ezh_desktop.ui.pdf import POINTS_AN_INCH, PdfPages

# Text is sharp at this; more makes the spool file of a journal of 144 pages larger than a school's printer takes.
_FINEST_DPI = 600


class Printer(Protocol):
    """What the print dialog asks of a printer."""

    def two_sided(self, name: str) -> bool:
        """Whether the printer prints both sides by itself."""

    def send(self, data: bytes, name: str, *, copies: int, duplex: bool, title: str, progress: Progress) -> int:
        """Print the PDF; gives the number of pages. DeviceTrouble when the printer does not take it."""


class SystemPrinter:
    """The printers of this computer; `send` runs in a job's thread."""

    def two_sided(self, name: str) -> bool:
        """See `Printer.two_sided`."""
        return QPrinter.DuplexMode.DuplexLongSide in QPrinterInfo.printerInfo(name).supportedDuplexModes()

    def send(self, data: bytes, name: str, *, copies: int, duplex: bool, title: str, progress: Progress) -> int:
        """See `Printer.send`; raises JobCancelled when stopped, what was sent is then taken back if the system can."""
        printer = self._printer(name, copies=copies, duplex=duplex, title=title)
        pages = PdfPages(data)
        try:
            _paint(printer, pages, progress)
        finally:
            pages.close()
        return len(pages)

    def _printer(self, name: str, *, copies: int, duplex: bool, title: str) -> QPrinter:
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise DeviceTrouble(f"Принтера «{name}» больше нет.", "Включите его или выберите другой.")
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        prepare(printer, copies=copies, duplex=duplex, title=title)
        return printer


def prepare(printer: QPrinter, *, copies: int, duplex: bool, title: str) -> None:
    """A4 upright without margins of the program's own, both sides over the long edge if wanted."""
    printer.setDocName(title)
    printer.setResolution(min(printer.resolution(), _FINEST_DPI))
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    printer.setCopyCount(copies)
    printer.setCollateCopies(True)
    mode = QPrinter.DuplexMode.DuplexLongSide if duplex else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(mode)


def _paint(printer: QPrinter, pages: PdfPages, progress: Progress) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        raise DeviceTrouble("Принтер не принимает печать.", "Проверьте, включён ли он и есть ли бумага.")
    try:
        for index in range(len(pages)):
            progress(index, len(pages), f"Страница {index + 1} из {len(pages)}")
            if index and not printer.newPage():
                raise DeviceTrouble("Принтер прервал печать.", "Проверьте его и напечатайте снова.")
            painter.drawImage(QPoint(0, 0), pages.render(index, printer.resolution() / POINTS_AN_INCH))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
