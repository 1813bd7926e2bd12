"""An extracurricular group as a page of the journal: its list, lessons, «н» and topics, to be printed as one."""

from __future__ import annotations

from datetime import date

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.kinds import PLAIN, SubjectKind
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CellMark, CoursePage, LessonColumn, PupilRow, TeacherSpan
from ezh_desktop.services.structure.extra import ABSENT, ExtraGroup
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.staff import read_name

TITLE = "Внеурочная деятельность"
_NO_ENTRY = EntryRef(0, 0)


def extra_page(office: FileOffice, group: ExtraGroup) -> CoursePage:
    """The page of a group; who left it stands there with the day."""
    with office.reading() as db:
        school, _, zone = read_school(db)
        leader = read_name(db, group.leader)
        cursor = read_cursor(db)
    lessons = _lessons(group)
    return CoursePage(
        cursor=cursor,
        course=group.group,
        school_class=0,
        class_name="",
        grade=0,
        subject=0,
        subject_name=f"{TITLE}: {group.title}",
        subject_kind=SubjectKind.OTHER.value,
        subgroup="",
        graded=False,
        marks_allowed=False,
        homework_allowed=False,
        double_marks=False,
        year_label=group.year.label,
        school_name=school,
        today=group.today,
        zone=zone,
        teachers=(TeacherSpan(group.leader, leader.full if leader else "", None, None),),
        substitutions=(),
        pupils=_pupils(group),
        lessons=lessons,
        periods=(),
        gaps=(),
        exemptions=(),
        cells=_cells(group),
        period_marks={},
        may_write_marks=False,
        hours_planned=0,
    )


def _lessons(group: ExtraGroup) -> tuple[LessonColumn, ...]:
    ordered = sorted(group.stored_lessons.values(), key=lambda one: (one.text("day"), one.number("number")))
    return tuple(
        LessonColumn(
            lesson=int(one.key[0]),
            day=one.day("day") or date.min,
            number=one.number("number"),
            part=1,
            starts="",
            ends="",
            kind=PLAIN.code,
            kind_planned=False,
            topic=one.text("topic"),
            homework="",
            planned_topic="",
            planned_homework="",
            period=0,
            substitute="",
            cancelled=False,
            distance=False,
            writable=False,
            locked=False,
            record_entry=None,
        )
        for one in ordered
    )


def _pupils(group: ExtraGroup) -> tuple[PupilRow, ...]:
    made = []
    for one in group.members:
        surname, _, given = one.name.partition(" ")
        made.append(
            PupilRow(one.pupil, one.number, surname, f"{given}, {one.class_name}", "", female=False, stays=one.stays)
        )
    return tuple(made)


def _cells(group: ExtraGroup) -> dict[tuple[int, int, int], CellMark]:
    return {
        (int(lesson), int(pupil), 0): CellMark(ABSENT, _NO_ENTRY)
        for (lesson, pupil), one in group.stored_presence.items()
        if one.text("value") == ABSENT
    }
