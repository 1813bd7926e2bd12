"""Pages of a PDF as pictures. The library behind it must never run in two threads at once: one lock for all."""

from __future__ import annotations

import threading

import pypdfium2
from PySide6.QtGui import QImage

_LOCK = threading.Lock()
POINTS_AN_INCH = 72


class PdfPages:
    """The pages of one PDF held in memory; `close` lets it go. Sizes are in points."""

    def __init__(self, data: bytes) -> None:
        with _LOCK:
            self._document = pypdfium2.PdfDocument(data)
            self.sizes = tuple(self._document.get_page_size(index) for index in range(len(self._document)))

    def __len__(self) -> int:
        return len(self.sizes)

    def render(self, index: int, scale: float) -> QImage:
        """A page in grey, `scale` pixels a point (1 is 72 dpi); may be called from any thread."""
        with _LOCK:
            bitmap = self._document[index].render(scale=scale, grayscale=True)
            image = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8
            )
            # The buffer belongs to the bitmap, which ends here.
            return image.copy()

    def close(self) -> None:
        """Free the document."""
        with _LOCK:
            self._document.close()
