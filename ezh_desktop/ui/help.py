"""Help (F1): the Markdown page of a window page with its table of keys; and what program this is."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

import ezh_desktop
from ezh_desktop import assets
from ezh_desktop.ui import fitting, fonts
from ezh_desktop.ui.menus import keys_table

_SIZE = (620, 560)
_KEYS = "<!-- клавиши -->"
HELP_PROPERTY = "help_page"
"""The property of a dialog that names its page."""


def help_text(page: str) -> str:
    """The help of a page in Markdown, with the table of keys where the page asks for it."""
    return assets.help_page(page).read_text(encoding="utf-8").replace(_KEYS, keys_table())


class HelpWindow(QDialog):
    """Not modal: one reads and types side by side. It shows one page after another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.resize(*_SIZE)
        text = self._text = QTextBrowser(self)
        text.setAccessibleName("Справка")
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        text.setFont(fonts.font())
        text.document().setDocumentMargin(20)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text)
        fitting.fit(self)

    def show_page(self, page: str) -> None:
        """Shows a page from its beginning; its heading is the window's title."""
        words = help_text(page)
        self.setWindowTitle(f"Справка: {_heading(words).lower()} — ЭЖ")
        self._text.setMarkdown(words)


def _heading(words: str) -> str:
    """The first heading of a Markdown text."""
    return next((line.lstrip("# ") for line in words.splitlines() if line.startswith("#")), "")


def show_help(page: str, parent: QWidget) -> None:
    """Shows the help window, the one that is open already when there is one."""
    shown = parent.findChild(HelpWindow) or HelpWindow(parent)
    shown.show_page(page)
    shown.show()
    shown.raise_()
    shown.activateWindow()


def help_key(dialog: QDialog, page: str) -> None:
    """F1 in a dialog shows this page over it."""
    dialog.setProperty(HELP_PROPERTY, page)
    QShortcut(QKeySequence("F1"), dialog).activated.connect(lambda: show_help(page, dialog))


def about_text(journal_title: str) -> tuple[str, str]:
    """Name and version, and what is open."""
    return f"ЭЖ Desktop {ezh_desktop.__version__}", f"{journal_title}\nРаботает без интернета."
