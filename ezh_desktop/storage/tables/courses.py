"""Subjects, courses, teachers, subgroups, timetable, lessons, plans."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql

from ezh_desktop.storage.tables.base import Nature, choice, day, entered, flag, ident, number, other, ref, text

subject = entered(
    "subject", ident(), text("name"), text("name_key"), text("kind"), flag("graded"), number("position"), flag("ended")
)

course = entered(
    "course",
    ident(),
    ref("year", "academic_year"),
    ref("subject", "subject"),
    ref("scheme", "term_scheme", null=True),
    number("hours_tenths"),
    flag("graded"),
    text("subgroup"),
    number("position"),
    flag("ended"),
)
"""A course: class(es) × subject × subgroup. `hours_tenths` = hours a week × 10."""

course_class = entered(
    "course_class",
    ref("course", "course"),
    ref("school_class", "school_class"),
    flag("ended"),
    key=("course", "school_class"),
)
Index("ix_course_class_school_class", course_class.c.school_class)

course_teacher = entered(
    "course_teacher",
    ident(),
    ref("course", "course"),
    ref("person", "person"),
    day("start", null=True),
    day("end", null=True),
    text("order_text"),
)
Index("ix_course_teacher_course", course_teacher.c.course)
Index("ix_course_teacher_person", course_teacher.c.person)

subgroup_member = entered(
    "subgroup_member",
    ident(),
    ref("course", "course"),
    ref("pupil", "pupil"),
    day("start", null=True),
    day("end", null=True),
)
Index("ix_subgroup_member_course", subgroup_member.c.course)

timetable_slot = entered(
    "timetable_slot",
    ident(),
    ref("course", "course"),
    number("weekday"),
    number("number"),
    number("part"),
    choice("week", "every", "odd", "even"),
    text("room"),
    day("valid_from", null=True),
    day("valid_to", null=True),
)
Index("ix_timetable_slot_course", timetable_slot.c.course)

lesson = other(
    "lesson",
    Nature.DERIVED,
    ident(),
    ref("course", "course"),
    day("day"),
    number("number"),
    number("part"),
    choice("state", "living", "cancelled"),
    UniqueConstraint("id", "course"),
)
"""A lesson: its day and hour are attributes, its id stays when it is moved; never removed once it has entries."""
Index(
    "uq_lesson_place",
    lesson.c.course,
    lesson.c.day,
    lesson.c.number,
    lesson.c.part,
    unique=True,
    sqlite_where=sql("state = 'living'"),
)
Index("ix_lesson_course", lesson.c.course, lesson.c.day)
Index("ix_lesson_day", lesson.c.day)

lesson_change = entered(
    "lesson_change",
    ident(),
    number("lesson"),
    ref("course", "course"),
    choice("kind", "transfer", "cancel", "extra", "event"),
    day("day", null=True),
    number("number", null=True),
    text("reason"),
    flag("cancelled"),
)
"""The deputy's transfer, cancellation, extra lesson or event (5.2); lessons are derived from these too.

A row names a lesson and a place: `cancel` and `event` silence the hour there, `transfer` and `extra` put the lesson
there; a transfer is two rows, for the hour it left and the hour it took. `domain.lesson_changes` reads them.
"""

substitution = entered(
    "substitution",
    ident(),
    ref("lesson", "lesson"),
    ref("course", "course"),
    ref("person", "person"),
    ref("other_course", "course", null=True),
    text("order_text"),
    text("reason"),
    flag("with_period_marks"),
    flag("cancelled"),
)
"""Who holds a lesson for another (замена, 4.4.3). With `other_course` the hour is given to the page of another subject:
there an `extra` lesson stands at its day and hour, and the missed lesson is cancelled.
"""
Index("ix_substitution_course", substitution.c.course)
Index("ix_substitution_person", substitution.c.person)

plan = entered(
    "plan",
    ident(),
    ref("course", "course"),
    text("title"),
    choice("state", "draft", "approved", "replaced"),
    ref("approved_by", "person", null=True),
    day("approved_on", null=True),
)
"""The lesson plan (КТП, календарно-тематическое планирование) of a course."""
Index("ix_plan_course", plan.c.course)

plan_item = entered(
    "plan_item",
    ident(),
    ref("plan", "plan"),
    number("position"),
    text("section"),
    text("topic"),
    text("homework"),
    text("kind"),
    number("hours"),
    text("note"),
    flag("ended"),
)
Index("ix_plan_item_plan", plan_item.c.plan)

lesson_kind = entered(
    "lesson_kind",
    ident(),
    text("code"),
    text("name"),
    text("abbreviation"),
    flag("control"),
    number("results_days"),
    flag("ended"),
)
"""Kinds of lessons that a school adds to the program's own."""

homework_template = entered(
    "homework_template", ident(), ref("person", "person"), text("text"), number("position"), flag("ended")
)

programme_report = entered(
    "programme_report",
    ref("course", "course"),
    number("planned"),
    number("held"),
    flag("fulfilled"),
    text("reason"),
    day("confirmed_on", null=True),
    ref("confirmed_by", "person", null=True),
    key=("course",),
)
