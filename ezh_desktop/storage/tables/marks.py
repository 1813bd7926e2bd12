"""What teachers enter: lesson records, cells, period marks; absence reasons, exemptions, links between works."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Text

from ezh_desktop.storage.tables.base import choice, day, entered, flag, ident, number, one_of, ref, text

MARKS = ("", "1", "2", "3", "4", "5")

lesson_record = entered(
    "lesson_record",
    number("lesson"),
    number("course"),
    text("topic"),
    text("homework"),
    text("kind"),
    day("results_due", null=True),
    flag("individual"),
    number("plan_item", null=True),
    text("note"),
    ForeignKeyConstraint(["lesson", "course"], ["lesson.id", "lesson.course"]),
    key=("lesson",),
)
Index("ix_lesson_record_course", lesson_record.c.course)

cell = entered(
    "cell",
    number("lesson"),
    number("pupil"),
    Column("slot", Integer, one_of("slot", 0, 1, 2), nullable=False),
    number("course"),
    Column("value", Text, one_of("value", *MARKS, "н"), nullable=False),
    text("comment"),
    number("for_work", null=True),
    ForeignKeyConstraint(["lesson", "course"], ["lesson.id", "lesson.course"]),
    ForeignKeyConstraint(["pupil"], ["pupil.id"]),
    key=("lesson", "pupil", "slot"),
)
"""A cell holds a mark or «н»; slot 1 is the second mark of 5.5, slot 2 a debt's mark. A cleared cell keeps its row."""
Index("ix_cell_pupil", cell.c.pupil)

period_mark = entered(
    "period_mark",
    ref("school_class", "school_class"),
    ref("subject", "subject"),
    ref("pupil", "pupil"),
    ref("period", "period"),
    ref("course", "course", null=True),
    choice("value", *MARKS),
    text("proposed"),
    text("reason"),
    choice("state", "", "not_attested", "extended"),
    key=("school_class", "subject", "pupil", "period"),
)
"""Keyed by class and subject, so that subgroups meet in the summary sheet."""
Index("ix_period_mark_course", period_mark.c.course)

absence_reason = entered(
    "absence_reason",
    ident(),
    ref("pupil", "pupil"),
    day("start"),
    day("end"),
    number("first_lesson", null=True),
    number("last_lesson", null=True),
    choice("kind", "ill", "valid", "none"),
    text("document"),
    flag("cancelled"),
)
Index("ix_absence_reason_pupil", absence_reason.c.pupil)

exemption = entered(
    "exemption",
    ident(),
    ref("pupil", "pupil"),
    ref("subject", "subject"),
    choice("kind", "practical", "subject"),
    day("start"),
    day("end"),
    text("document"),
    flag("cancelled"),
)
Index("ix_exemption_pupil", exemption.c.pupil)

week_confirmation = entered(
    "week_confirmation",
    ref("school_class", "school_class"),
    day("monday"),
    flag("confirmed"),
    key=("school_class", "monday"),
)

work_link = entered(
    "work_link",
    ident(),
    choice("kind", "debt", "essay"),
    number("from_lesson"),
    number("to_lesson"),
    ref("pupil", "pupil"),
    number("from_slot"),
    number("to_slot"),
    flag("cancelled"),
)
"""Two cells that belong to one work (5.7, 5.9)."""

proposal = entered(
    "proposal",
    ident(),
    number("lesson"),
    ref("course", "course"),
    ref("pupil", "pupil"),
    number("slot"),
    choice("value", *MARKS),
    number("from_lesson"),
    choice("state", "waiting", "accepted", "refused"),
    text("reason"),
)
"""The literacy mark of an essay that waits for the teacher of Русский язык (5.9)."""

individual_lesson = entered(
    "individual_lesson",
    ident(),
    ref("pupil", "pupil"),
    ref("course", "course"),
    ref("person", "person"),
    day("day"),
    text("topic"),
    text("form"),
    choice("mark", *MARKS),
    text("reason"),
    flag("cancelled"),
)
"""A row of «Журнал индивидуальных занятий» (5.14)."""
