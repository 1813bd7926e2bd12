"""The spreadsheet reader is written in another language: on some damaged files it stops as no Python code would."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STANDARD_ERROR: Final = 2
_MODULE: Final = "pyo3_runtime"
_lock = threading.Lock()


class Panicked(Exception):
    """The reader stopped in the middle of a damaged file."""


@contextmanager
def contained() -> Iterator[None]:
    """Raises `Panicked` where the reader would stop the program, and keeps what it prints then from people.

    It prints past Python, so the process's own error stream is turned away meanwhile.
    """
    with _lock, _turned_away():
        try:
            yield
        except BaseException as why:
            # Its class is no Exception and has no public name.
            if type(why).__module__ == _MODULE:
                raise Panicked(str(why)) from why
            raise


@contextmanager
def _turned_away() -> Iterator[None]:
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:
        # A program without a console has no such stream.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(nowhere)
        os.close(kept)
