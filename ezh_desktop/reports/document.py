"""One PDF document: its metadata, its pages one after another, its outline, and its bytes, made in memory.

The bytes are the same for the same pages and the same `PrintInfo`: the time inside is the time of printing.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.fonts import Font, face
from ezh_desktop.reports.ink import MM, Ink

CREATOR = "ЭЖ Desktop"


class Document:
    """A4 pages drawn with one `Ink`; `end_page` closes each, `data` gives the file and ends the document."""

    def __init__(self, title: str, info: PrintInfo, *, make_ink: Callable[[Canvas], Ink] = Ink) -> None:
        """`title` is what readers show in the window's caption; `make_ink` lets tests and measurements listen in."""
        for font in Font:
            face(font)
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=A4,
            pageCompression=1,
            invariant=1,
            # Without a font of ours page 1 names Helvetica, which is not embedded.
            initialFontName=Font.SANS.value,
            pdfVersion=(1, 4),
            lang="ru-RU",
        )
        self._describe(title, info)
        self.ink = make_ink(self._canvas)
        self._pages = self._entries = 0

    def _describe(self, title: str, info: PrintInfo) -> None:
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setAuthor(info.who)
        canvas.setSubject(f"Протокол {info.head}")
        canvas.setCreator(CREATOR)
        canvas.setProducer(CREATOR)
        stamp = f"D:{info.when:%Y%m%d%H%M%S}"
        canvas.setDateFormatter(lambda *_when: stamp)
        # Spreads side by side on screen; on paper both sides at full size, turned over the long edge.
        canvas._doc.Catalog.setPageLayout("TwoPageRight")  # noqa: SLF001  # the canvas has no door to it
        canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge")
        canvas.setViewerPreference("PrintScaling", "None")

    @property
    def pages(self) -> int:
        """How many pages are closed."""
        return self._pages

    def outline(self, title: str, level: int = 0) -> None:
        """Enter the page being drawn in the outline."""
        # An outline entry is known by its bookmark: two on one page need one each.
        self._entries += 1
        key = f"entry{self._entries}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level, closed=level == 0)

    def link(self, box: tuple[float, float, float, float], page: int) -> None:
        """Lead from a box of the page being drawn (left, lower, right, upper edge, mm) to a page of this document.

        The page may be still to come, but must be there in the end.
        """
        left, low, right, high = (edge * MM for edge in box)
        self._canvas.linkRect("", f"page{page}", (left, low, right, high), relative=0, thickness=0)

    def end_page(self) -> None:
        """Close the page being drawn."""
        self.ink.flush()
        self._canvas.bookmarkPage(f"page{self._pages + 1}")
        self._canvas.showPage()
        self._pages += 1

    def data(self) -> bytes:
        """The whole PDF. ValueError for a document without pages."""
        if not self._pages:
            raise ValueError("a document needs a page")
        self._canvas.save()
        return self._buffer.getvalue()
