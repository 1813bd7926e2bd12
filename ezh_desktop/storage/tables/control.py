"""Inspections and remarks, diary, notices, and the journal of extracurricular lessons."""

from __future__ import annotations

from ezh_desktop.storage.tables.base import choice, day, entered, flag, ident, number, ref, text

inspection = entered(
    "inspection",
    ident(),
    ref("year", "academic_year"),
    ref("school_class", "school_class", null=True),
    ref("course", "course", null=True),
    ref("person", "person", null=True),
    day("planned"),
    day("held", null=True),
    text("points"),
    text("conclusion"),
    flag("cancelled"),
)

remark = entered(
    "remark",
    ident(),
    ref("inspection", "inspection", null=True),
    ref("school_class", "school_class", null=True),
    ref("course", "course", null=True),
    ref("teacher", "person", null=True),
    ref("author", "person"),
    number("lesson", null=True),
    text("clause"),
    text("text"),
    day("made"),
    day("deadline", null=True),
    text("answer"),
    day("answered", null=True),
    choice("state", "open", "answered", "accepted", "cancelled"),
)

diary_note = entered(
    "diary_note",
    ident(),
    ref("pupil", "pupil"),
    ref("author", "person"),
    ref("course", "course", null=True),
    number("lesson", null=True),
    day("day"),
    choice("kind", "remark", "achievement", "notice"),
    text("text"),
    flag("cancelled"),
)

notice = entered(
    "notice",
    ident(),
    ref("author", "person"),
    choice("audience", "staff", "class", "person", "parents"),
    ref("school_class", "school_class", null=True),
    ref("person", "person", null=True),
    day("start"),
    day("end", null=True),
    text("text"),
    flag("cancelled"),
)

diary_issue = entered(
    "diary_issue",
    ref("pupil", "pupil"),
    day("monday"),
    choice("kind", "week", "period"),
    day("issued", null=True),
    day("confirmed", null=True),
    key=("pupil", "monday", "kind"),
)

extra_group = entered(
    "extra_group",
    ident(),
    ref("year", "academic_year"),
    text("title"),
    ref("person", "person"),
    number("hours_tenths"),
    flag("ended"),
)

extra_member = entered(
    "extra_member",
    ident(),
    ref("extra_group", "extra_group"),
    ref("pupil", "pupil"),
    day("start", null=True),
    day("end", null=True),
)

extra_lesson = entered(
    "extra_lesson",
    ident(),
    ref("extra_group", "extra_group"),
    day("day"),
    number("number"),
    text("topic"),
    flag("cancelled"),
)

extra_presence = entered(
    "extra_presence",
    ref("extra_lesson", "extra_lesson"),
    ref("pupil", "pupil"),
    choice("value", "", "н"),
    key=("extra_lesson", "pupil"),
)
