"""Carries what a job tells from its thread into the window's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ezh_desktop.jobs.base import Job, JobState


class JobBridge(QObject):
    """Emits a job's news in the thread of its owner."""

    news = Signal(object, object)

    def watch(self, job: Job[Any]) -> Callable[[JobState], None]:
        """A listener that names its job: news of a job that was given up must not be taken for the present one's."""

        def tell(state: JobState) -> None:
            self.news.emit(job, state)

        return tell
