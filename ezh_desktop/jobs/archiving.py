"""Printing for the archive: what a job of printing gives, made PDF/A in the same job (6.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ezh_desktop.jobs.base import Progress
from ezh_desktop.jobs.printing import Paper


def archived(work: Callable[[Progress], Paper]) -> Callable[[Progress], Paper]:
    """The same work with a document that opens in 75 years; raises Trouble when it does not pass the check."""

    def run(progress: Progress) -> Paper:
        # The library loads for those alone who ask for it.
        from ezh_desktop.reports.archival import archival  # noqa: PLC0415

        paper = work(progress)
        progress(1, 1, "Готовлю для архива")
        return replace(paper, data=archival(paper.data))

    return run
