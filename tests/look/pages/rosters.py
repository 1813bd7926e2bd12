"""«Списки и выписки» of a class, and on the smallest screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ezh_desktop.ui.dialogs.rosters import RostersDialog
from tests.factories import a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.paper_doors import PaperDoors


@shows("rosters")
def rosters(_scene: Scene) -> Iterator[Shot]:
    """As the class teacher sees it."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_school(Path(folder) / "журнал.ezh", [a_class("7А")]), "class_teacher")
        for name, size in (("class", (720, 480)), ("least", (683, 384))):
            yield Shot(name, RostersDialog(office, PaperDoors(), lambda *_: None), size)
        office.close()
