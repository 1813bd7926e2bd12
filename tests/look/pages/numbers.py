"""The deputy's dialog «Числа правил»."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ezh_desktop.ui.dialogs.numbers import NumbersDialog
from tests.factories import a_school, open_office
from tests.look.registry import Scene, Shot, shows


@shows("numbers")
def numbers_dialog(_scene: Scene) -> Iterator[Shot]:
    """All numbers as the regulation has them."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_school(Path(folder) / "журнал.ezh"), "deputy")
        yield Shot("all", NumbersDialog(office))
        office.close()
