"""Help (F1): the Markdown page of a window page or dialog, its keys, the way to the others; and what program this is.

A page is a file of `resources/help`. Where it says `<!-- клавиши -->`, the keys stand that do something there: those of
the window and the page's own, taken from the table of commands; where it says `<!-- клавиши таблицы -->`, those of a
dialog in whose table one types. Links to the other pages are made of their headings.
"""

from __future__ import annotations

from operator import itemgetter

from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

import ezh_desktop
from ezh_desktop import assets
from ezh_desktop.ui import fitting, fonts
from ezh_desktop.ui.menus import keys_table

_SIZE = (620, 560)
_KEYS = "<!-- клавиши -->"
_TABLE_KEYS = "<!-- клавиши таблицы -->"
_CLAUSES = "<!-- пункты -->"


def help_text(page: str) -> str:
    """The help of a page in Markdown, with the tables of keys and of clauses where the page asks for them."""
    words = assets.help_page(page).read_text(encoding="utf-8")
    if _CLAUSES in words:
        words = words.replace(_CLAUSES, clauses_table())
    if _TABLE_KEYS in words:
        words = words.replace(_TABLE_KEYS, table_keys())
    return words.replace(_KEYS, keys_table(_of_other_pages(page))) if _KEYS in words else words


def _of_other_pages(page: str) -> frozenset[str]:
    """Commands that do something on other pages of the window alone."""
    from ezh_desktop.ui.pages.registry import PAGES  # noqa: PLC0415 - the pages load after the sign-in is painted

    own = {name for kind in PAGES if kind.help_page == page for name in kind.own_commands}
    return frozenset(name for kind in PAGES for name in kind.own_commands) - own


def contents() -> list[tuple[str, str]]:
    """(page, heading) of every help page, by heading."""
    pages = ((path.stem, _heading(path.read_text(encoding="utf-8"))) for path in assets.help_folder().glob("*.md"))
    return sorted(pages, key=itemgetter(1))


def clauses_table() -> str:
    """What the rules find, clause by clause, in Markdown; made from the rules themselves."""
    from ezh_desktop.domain.rules.checks import rules_in_order  # noqa: PLC0415 - as above

    rows = (f"| {rule.clause.clause} | {rule.clause.text} | {rule.remedy} |" for rule in rules_in_order())
    return "\n".join(("| Пункт | Что велит Положение | Как исправить |", "|---|---|---|", *rows))


def table_keys() -> str:
    """What one types in a table of a dialog, in Markdown."""
    from ezh_desktop.ui.dialogs.structure.linetable import KEYS  # noqa: PLC0415 - the dialogs load when first asked for

    return "\n".join(("| Действие | Клавиши |", "|---|---|", *(f"| {words} | {keys} |" for words, keys in KEYS)))


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
        text.setOpenLinks(False)
        text.anchorClicked.connect(self._on_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text)
        fitting.fit(self)

    def show_page(self, page: str) -> None:
        """Shows a page from its beginning; its heading is the window's title."""
        words = help_text(page)
        self.setWindowTitle(f"Справка: {_heading(words).lower()} — ЭЖ")
        others = " · ".join(f"[{title}]({name})" for name, title in contents() if name != page)
        self._text.setMarkdown(f"{words}\n\n---\n\nДругие страницы справки: {others}\n")

    def _on_link(self, url: QUrl) -> None:
        """A link is the name of a page."""
        self.show_page(url.toString())


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


class _HelpKey(QShortcut):
    """F1 of one dialog; a child of it that holds no reference to it, so that the dialog goes when it is let go."""

    def __init__(self, dialog: QDialog, page: str) -> None:
        super().__init__(QKeySequence("F1"), dialog)
        self._page = page
        self.activated.connect(self._show)

    def _show(self) -> None:
        dialog = self.parent()
        if isinstance(dialog, QWidget):
            show_help(self._page, dialog)


def help_key(dialog: QDialog, page: str) -> None:
    """F1 in a dialog shows this page over it."""
    _HelpKey(dialog, page)


def about_text(journal_title: str) -> tuple[str, str]:
    """Name and version, and what is open."""
    return f"ЭЖ Desktop {ezh_desktop.__version__}", f"{journal_title}\nРаботает без интернета."
