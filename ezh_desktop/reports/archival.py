"""Paper for the archive (6.5): a finished document as PDF/A-1b, which opens in 75 years without this program.

Everything happens in memory: a page of a journal never lies on the disk in a form that nobody asked for.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

import pikepdf
from pikepdf import pdfa

from ezh_desktop.errors import Trouble

FLAVOUR: Final = "1b"
"""ISO 19005-1, level B: looks the same for ever."""


def archival(data: bytes) -> bytes:
    """The document as PDF/A, written and then checked by a strict checker. Raises Trouble when it does not pass."""
    written = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        for page in document.pages:
            # ReportLab notes how a page is shown in a slide show: no archive wants to know.
            if "/Trans" in page:
                del page["/Trans"]
        pdfa.prepare(document, FLAVOUR)
        document.save(written, **pdfa.resolve_save_kwargs(FLAVOUR))
    found = pdfa.validate_written(BytesIO(written.getvalue()), FLAVOUR)
    if not found.passed:
        raise Trouble(
            "Документ для архива не прошёл проверку PDF/A.",
            "Сохраните обычный PDF и сообщите разработчикам.",
            detail=", ".join(sorted({one.rule for one in found.findings})),
        )
    return written.getvalue()
