"""Draws shots to PNG and lays those of a page on one contact sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pypdfium2
from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ezh_desktop.ui import fitting, fonts
from tests.look import checks
from tests.look.registry import Shot

GAP, CAPTION = 24, 28
PDF_DPI = 96


def pictures(shot: Shot, scale: float) -> Iterator[tuple[str, QImage, list[str]]]:
    """Name, picture and faults of each image of a shot; a PDF gives one a page."""
    if isinstance(shot.what, bytes):
        for number, image in enumerate(_pdf(shot.what, scale), start=1):
            yield f"{shot.name}-{number}", image, []
    else:
        yield (shot.name, *_widget(shot, shot.what))


def _widget(shot: Shot, widget: QWidget) -> tuple[QImage, list[str]]:
    """A dialog of a given size thinks that this is all its screen has: what needs more scrolls as it would there."""
    if not shot.size:
        return _drawn(shot, widget)
    size = QSize(*shot.size)
    widget.resize(size)
    with patch.object(fitting, "room", lambda _screen: size) if isinstance(widget, QDialog) else nullcontext():
        return _drawn(shot, widget)


def _drawn(shot: Shot, widget: QWidget) -> tuple[QImage, list[str]]:
    widget.show()
    settle()
    if shot.ready:
        shot.ready()
        settle()
    image = widget.grab().toImage()
    found = checks.faults(widget)
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return image, found


def settle() -> None:
    """Lets layouts finish: a grab before that gives half a window."""
    for _ in range(3):
        QApplication.processEvents()


def _pdf(content: bytes, scale: float) -> Iterator[QImage]:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        drawn = page.render(scale=PDF_DPI / 72 * scale).to_pil().convert("RGB")
        width, height = drawn.size
        image = QImage(drawn.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        yield image.copy()


def contact_sheet(drawn: list[tuple[str, QImage]], ground: str, ink: str, scale: float) -> QImage:
    """All pictures under each other with their names."""
    gap, caption = round(GAP * scale), round(CAPTION * scale)
    width = max(image.width() for _name, image in drawn) + 2 * gap
    height = sum(image.height() + caption for _name, image in drawn) + gap * (len(drawn) + 1)
    result = QImage(width, height, QImage.Format.Format_RGB32)
    result.fill(QColor(ground))
    with QPainter(result) as p:
        p.setFont(fonts.font(fonts.BODY * scale, bold=True))
        p.setPen(QColor(ink))
        y = gap
        for name, image in drawn:
            p.drawText(QRect(gap, y, width, caption), 0, name)
            plain = QImage(image)
            plain.setDevicePixelRatio(1)
            p.drawImage(QPoint(gap, y + caption), plain)
            y += image.height() + caption + gap
    return result


def save(image: QImage, path: Path) -> None:
    """Writes full-colour PNG: a palette of 128 turns amber brown. OSError when it cannot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path)):
        raise OSError(f"cannot write {path}")
