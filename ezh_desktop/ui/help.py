"""Help (F1): the Markdown page of a window page with its table of keys; and what program this is."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

import ezh_desktop
from ezh_desktop import assets
from ezh_desktop.ui import fonts
from ezh_desktop.ui.menus import keys_table

_SIZE = (620, 560)
_KEYS = "<!-- клавиши -->"


def help_text(page: str) -> str:
    """The help of a page in Markdown, with the table of keys where the page asks for it."""
    return assets.help_page(page).read_text(encoding="utf-8").replace(_KEYS, keys_table())


class HelpWindow(QDialog):
    """Not modal: one reads and types side by side."""

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("Справка: отметки — ЭЖ")
        self.resize(*_SIZE)
        text = QTextBrowser(self)
        text.setAccessibleName("Справка")
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        text.setFont(fonts.font())
        text.document().setDocumentMargin(20)
        text.setMarkdown(help_text(page))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text)


def show_help(page: str, parent: QWidget) -> None:
    """Shows the help window, the one that is open already when there is one."""
    shown = parent.findChild(HelpWindow) or HelpWindow(page, parent)
    shown.show()
    shown.raise_()
    shown.activateWindow()


def about_text(journal_title: str) -> tuple[str, str]:
    """Name and version, and what is open."""
    return f"ЭЖ Desktop {ezh_desktop.__version__}", f"{journal_title}\nРаботает без интернета."
