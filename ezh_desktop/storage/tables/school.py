"""The school, its years, periods, holidays, bells and settings."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from ezh_desktop.storage.tables.base import choice, day, entered, flag, ident, number, ref, text

school = entered(
    "school", ident(), text("name"), text("short_name"), text("place"), text("address"), text("phone"), text("zone")
)

academic_year = entered(
    "academic_year",
    ident(),
    text("label"),
    day("start"),
    day("end"),
    number("week_days"),
    choice("state", "open", "closed"),
    day("began", null=True),
    UniqueConstraint("label"),
)

year_setting = entered("year_setting", ref("year", "academic_year"), text("name"), text("value"), key=("year", "name"))

term_scheme = entered(
    "term_scheme", ident(), ref("year", "academic_year"), choice("kind", "quarter", "half"), text("title")
)

period = entered(
    "period",
    ident(),
    ref("scheme", "term_scheme"),
    choice("kind", "quarter", "half", "year", "exam", "final", "attestation"),
    number("number"),
    day("start", null=True),
    day("end", null=True),
    text("title"),
    UniqueConstraint("scheme", "kind", "number"),
)

holiday = entered(
    "holiday",
    ident(),
    ref("year", "academic_year"),
    ref("school_class", "school_class", null=True),
    day("start"),
    day("end"),
    text("title"),
    flag("cancelled"),
)

moved_day = entered(
    "moved_day",
    ident(),
    ref("year", "academic_year"),
    day("day"),
    number("as_weekday"),
    text("reason"),
    flag("cancelled"),
)
"""A day that is taught after the timetable of another weekday."""

bell = entered(
    "bell",
    ident(),
    ref("year", "academic_year"),
    number("shift"),
    number("number"),
    text("starts"),
    text("ends"),
    day("valid_from", null=True),
    day("valid_to", null=True),
)

period_lock = entered(
    "period_lock",
    ref("school_class", "school_class"),
    ref("period", "period"),
    flag("locked"),
    text("reason"),
    key=("school_class", "period"),
)

learning_mode = entered(
    "learning_mode",
    ident(),
    ref("year", "academic_year"),
    ref("school_class", "school_class", null=True),
    choice("kind", "quarantine", "distance"),
    day("start"),
    day("end"),
    text("order_text"),
    flag("cancelled"),
)
