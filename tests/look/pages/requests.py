"""«Просьбы о зачислении и отчислении»: as asked, carried out and declined, the forms, and the smallest screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.requests import plan_declining, plan_performing, plan_requests, read_requests
from ezh_desktop.ui.dialogs.structure.requests import RequestsDialog, declining, performing
from tests.factories import a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors


@shows("requests")
def requests(_scene: Scene) -> Iterator[Shot]:
    """Four requests: one is done, one declined."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А")])
        leader, admin = open_office(school, "class_teacher"), open_office(school, "admin")
        page = read_requests(leader)
        one, other, third, *_ = next(iter(page.members.values())).values()
        lines = (
            Line(0, {"wish": "Отчислить", "name": one, "day": "4.12", "note": "переезд, школа № 5, Вологда"}),
            Line(0, {"wish": "Отчислить", "name": other, "day": "1.12"}),
            Line(0, {"wish": "Отчислить", "name": third, "day": "30.11"}),
            Line(0, {"wish": "Зачислить", "name": "Яшина Анна Петровна", "day": "7.12", "note": "школа № 9"}),
        )
        save(leader, plan_requests(leader, page, lines))
        page = read_requests(admin)
        early, first, *_ = page.waiting
        why = Line(0, {"reason": "нет заявления родителей (законных представителей)"})
        save(admin, plan_declining(admin, page, early, why))
        save(admin, plan_performing(admin, first, Line(0, {"day": "1.12", "order": "16-у"})))
        for name, office, size in (
            ("asked", leader, (1120, 420)),
            ("waiting", admin, (1120, 420)),
            ("least", admin, (683, 384)),
        ):
            yield Shot(name, RequestsDialog(office, NoDoors()), size)
        for request in read_requests(admin).waiting:
            yield Shot(request.wish.name.lower(), performing(admin, request, None))
        page = read_requests(admin)
        yield Shot("declining", declining(admin, page, page.waiting[0], None))
        leader.close()
        admin.close()
