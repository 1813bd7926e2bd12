"""What a command says: results and the one JSON object on standard output, messages and progress on standard error."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field
from typing import Any, TextIO

from ezh_desktop.errors import ExitCode, EzhError
from ezh_desktop.jobs.base import JobState


@dataclass
class Output:
    """The two streams of a command; `facts` is what `--json` prints at the end, by English names."""

    json: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    facts: dict[str, Any] = field(default_factory=dict)
    _progress: int = 0

    def result(self, text: str = "") -> None:
        """A line of the result for people; silent with `--json`."""
        if not self.json:
            print(text, file=self.out)

    def say(self, text: str) -> None:
        """A message for people, on standard error."""
        self._clear()
        print(text, file=self.err, flush=True)

    def progress(self, state: JobState) -> None:
        """Show how far a job is, on one line that the next message overwrites; only where a person looks on."""
        if not self.err.isatty() or state.share is None:
            return
        text = f"{state.words}: {state.share:.0%}"
        self._clear()
        print(text, end="\r", file=self.err, flush=True)
        self._progress = len(text)

    def fail(self, error: EzhError) -> ExitCode:
        """Say what went wrong; gives the exit code."""
        self.say(error.text)
        self.facts["error"] = error.text
        return error.exit_code

    def finish(self, code: ExitCode) -> None:
        """Print the JSON object when it was asked for."""
        self._clear()
        if self.json:
            print(json.dumps({"exit_code": int(code), **self.facts}, ensure_ascii=False, indent=2), file=self.out)
        self.out.flush()

    def _clear(self) -> None:
        if self._progress:
            print(" " * self._progress, end="\r", file=self.err)
            self._progress = 0


def make_safe(*, json_out: bool) -> None:
    """No console may fail on a letter it lacks; JSON is UTF-8 whatever the console's own code page is."""
    for stream, encoding in ((sys.stdout, "utf-8" if json_out else None), (sys.stderr, None)):
        # A windowed program on Windows has no streams at all.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")
