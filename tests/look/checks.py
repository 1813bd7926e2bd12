"""Faults that a picture shows and nobody notices: words cut by their widget, labels left in a foreign language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

# Words that are Latin in a Russian window too: keys, formats, what a person typed.
ALLOWED = re.compile(
    r"(Ctrl|Alt|Shift|Esc|Enter|Tab|Del|Delete|Home|End|PgUp|PgDn|Caps Lock|F\d{1,2}|PDF|XLSX|CSV|TXT|ENG|USB|URL"
    r"|[IVX]+|[A-Z]|[\w.\-]+\.(ezhb?v?|pdf|csv|xlsx)|[A-Za-z]:\\\S*|/\S+)"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z.:\\/\-]*")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_TOLERANCE = 1.0


def faults(root: QWidget) -> list[str]:
    """All faults of the shown widgets under `root`, each with the widget's name."""
    found: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        found += [f"{_name(widget)}: cut: «{text}»" for text in _cut(widget)]
        found += [f"{_name(widget)}: not Russian: «{text}»" for text in _texts(widget) if is_foreign(text)]
    return found


def is_foreign(text: str) -> bool:
    """Whether a label has Latin words only, and not just allowed ones."""
    if _CYRILLIC.search(text):
        return False
    rest = ALLOWED.sub(lambda match: "" if _stands_alone(match, text) else match.group(), text)
    return bool(_WORD.search(rest))


def _stands_alone(match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return not (before.isalpha() or after.isalpha())


def _name(widget: QWidget) -> str:
    parts = [f"{type(widget).__name__} {widget.objectName()}".strip()]
    window = widget.window()
    if window is not widget:
        parts.insert(0, type(window).__name__)
    return " > ".join(parts)


def _plain(text: str) -> str:
    """Without mnemonics and mark-up."""
    return re.sub(r"<[^>]+>", "", text.replace("&&", "\0").replace("&", "")).replace("\0", "&")


def _texts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield _plain(widget.text())
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QTabBar):
        yield from (_plain(widget.tabText(i)) for i in range(widget.count()) if widget.isTabVisible(i))
    elif isinstance(widget, QMenuBar):
        yield from (_plain(action.text()) for action in widget.actions() if action.isVisible())
    elif isinstance(widget, QHeaderView):
        yield from (text for text, _width in _sections(widget))


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _cut_button(widget)
    elif isinstance(widget, QTabBar):
        for i in range(widget.count()):
            if widget.isTabVisible(i) and _width(widget, widget.tabText(i)) > widget.tabRect(i).width() + _TOLERANCE:
                yield widget.tabText(i)
    elif isinstance(widget, QHeaderView):
        yield from (text for text, width in _sections(widget) if _width(widget, text) > width + _TOLERANCE)


def _cut_label(label: QLabel) -> Iterator[str]:
    text = _plain(label.text())
    if not text or label.pixmap().width() or type(label).__name__ == "ElidedLabel":
        return
    room = label.contentsRect()
    if label.wordWrap():
        flags = int(Qt.TextFlag.TextWordWrap)
        needed = QFontMetricsF(label.font()).boundingRect(QRect(0, 0, room.width(), 100000), flags, text)
        if needed.height() > room.height() + _TOLERANCE or needed.width() > room.width() + _TOLERANCE:
            yield text
    elif max(_width(label, line) for line in text.split("\n")) > room.width() + _TOLERANCE:
        yield text


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    text = _plain(button.text())
    if not text or (isinstance(button, QToolButton) and button.toolButtonStyle().name == "ToolButtonIconOnly"):
        return
    icon = 0 if button.icon().isNull() else button.iconSize().width()
    mark = 22 if isinstance(button, (QCheckBox, QRadioButton)) else 0
    edges = 4 if isinstance(button, QPushButton) else 0
    if _width(button, text) + icon + mark + edges > button.width() + _TOLERANCE:
        yield text


def _sections(header: QHeaderView) -> Iterator[tuple[str, int]]:
    """Text and room of each section that Qt paints itself; headers with a `paintSection` of their own see to it."""
    model = header.model()
    if model is None or type(header) is not QHeaderView or header.orientation() is not Qt.Orientation.Horizontal:
        return
    for section in range(header.count()):
        text = model.headerData(section, header.orientation(), Qt.ItemDataRole.DisplayRole)
        if text and not header.isSectionHidden(section):
            yield str(text), header.sectionSize(section)


def _width(widget: QWidget, text: str) -> float:
    return QFontMetricsF(widget.font()).horizontalAdvance(_plain(text))
