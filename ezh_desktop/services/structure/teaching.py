"""Who teaches a course and from which day on (4.4.3): of a class's course and of one at home alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ezh_desktop.domain.change import Row
from ezh_desktop.services.structure.base import OVER, Stored, Work, day_before


def duties(teachers: Iterable[Stored], course: int) -> list[Stored]:
    """The rows of those who teach the course, taught it or will, in the order of their days."""
    return sorted((one for one in teachers if one.number("course") == course), key=lambda one: one.text("start"))


def teaching(own: Sequence[Stored], day: date) -> list[Stored]:
    """Of a course's duties those of the day; when there are none, those that begin next."""
    text = day.isoformat()
    found = [one for one in own if one.text("start") <= text <= (one.text("end") or text)]
    coming = [one for one in own if one.text("start") > text]
    return found or [one for one in coming if one.text("start") == min(one.text("start") for one in coming)]


def teach(
    work: Work, course: int, own: Sequence[Stored], people: Sequence[int], change: tuple[date, date | None, str]
) -> None:
    """These people teach the course instead of those whose duties are `own`.

    `change` are the day in view, the day from which it holds (None: a correction) and the order. A change that was to
    come gives way as if it had never been ordered.
    """
    today, since, order = change
    present = {one.number("person"): one for one in teaching(own, today)}
    others = [one for one in own if one not in present.values()]
    _change(work, course, (present, people), (since, order), others)
    if since is not None and set(people) != set(present):
        for one in others:
            if one.text("start") > today.isoformat():
                work.put(one, {"end": OVER}, course)


def _change(
    work: Work,
    course: int,
    who: tuple[Mapping[int, Stored], Sequence[int]],
    change: tuple[date | None, str],
    others: Sequence[Stored],
) -> None:
    """The people of `who` teach the course instead of those who stand there by person.

    `change` are the day and the order: from that day on they alone teach, and `others`, rows of those who do not teach
    at present, end before it. Without a day it is a correction, and whoever goes was entered by mistake.
    """
    (present, people), (since, order) = who, change
    if set(people) == set(present):
        return
    gone = [one for person, one in present.items() if person not in people]
    come = [person for person in dict.fromkeys(people) if person not in present]
    if since is None:
        pairs = min(len(gone), len(come))
        for one, person in zip(gone, come, strict=False):
            work.put(one, {"person": person}, course)
        gone, come = gone[pairs:], come[pairs:]
    else:
        gone += [one for one in others if not one.row["end"] or one.text("end") >= since.isoformat()]
        for person in set(people) & set(present):
            work.put(present[person], {"end": None}, course)
    for one in gone:
        ended = since is not None and one.text("start") < since.isoformat()
        work.put(one, {"end": day_before(since) if since and ended else OVER}, course)
    start = since.isoformat() if since else None
    for person in come:
        row: Row = {"course": course, "person": person, "start": start, "end": None}
        work.add("course_teacher", {**row, "order_text": order if start else ""}, scope=course)
