"""Staff, accounts and roles; classes, pupils, their parents and movement."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from ezh_desktop.storage.tables.base import choice, day, entered, flag, ident, number, ref, text

ROLES = ("administrator", "director", "deputy", "class_teacher", "subject_teacher", "medical_worker")

person = entered(
    "person",
    ident(),
    text("surname"),
    text("given"),
    text("patronymic"),
    choice("gender", "f", "m"),
    text("name_key"),
    text("post"),
    day("ended", null=True),
)

account = entered(
    "account",
    ident(),
    ref("person", "person"),
    text("login"),
    text("login_key"),
    choice("state", "active", "blocked", "ended"),
    flag("temporary"),
    text("slot"),
    text("box_pub"),
    text("sign_pub"),
    UniqueConstraint("login_key"),
)
"""A sign-in. `slot` is "" for an account without a password (authors of the demo); keys and slot ids are hex text."""

role_assignment = entered(
    "role_assignment",
    ident(),
    ref("person", "person"),
    choice("role", *ROLES),
    ref("school_class", "school_class", null=True),
    day("start", null=True),
    day("end", null=True),
)

delegation = entered(
    "delegation",
    ident(),
    ref("person", "person"),
    choice("role", *ROLES),
    day("start"),
    day("end", null=True),
    text("order_text"),
    flag("cancelled"),
)
"""Acting for another (и. о., 4.2.2) by a dated order."""

school_class = entered(
    "school_class",
    ident(),
    ref("year", "academic_year"),
    number("grade"),
    text("letter"),
    text("name"),
    ref("scheme", "term_scheme"),
    number("ungraded_until", null=True),
    number("shift"),
    text("room"),
    flag("ended"),
    UniqueConstraint("year", "name"),
)

pupil = entered(
    "pupil",
    ident(),
    text("surname"),
    text("given"),
    text("patronymic"),
    choice("gender", "f", "m"),
    text("name_key"),
    day("birth", null=True),
    text("file_number"),
    flag("file_checked"),
    text("address"),
    text("phone"),
)
Index("ix_pupil_name_key", pupil.c.name_key)

guardian = entered(
    "guardian",
    ident(),
    ref("pupil", "pupil"),
    text("name"),
    text("relation"),
    text("phone"),
    number("position"),
    flag("ended"),
)
Index("ix_guardian_pupil", guardian.c.pupil)

membership = entered(
    "membership",
    ident(),
    ref("pupil", "pupil"),
    ref("school_class", "school_class"),
    day("start", null=True),
    day("end", null=True),
    number("list_number"),
)
Index("ix_membership_school_class", membership.c.school_class)
Index("ix_membership_pupil", membership.c.pupil)

movement_order = entered(
    "movement_order",
    ident(),
    ref("pupil", "pupil"),
    choice("kind", "arrival", "departure", "transfer", "repeat", "home", "sanatorium"),
    day("day"),
    text("number"),
    day("order_day", null=True),
    ref("from_class", "school_class", null=True),
    ref("to_class", "school_class", null=True),
    text("place"),
    text("reason"),
    flag("cancelled"),
)
Index("ix_movement_order_pupil", movement_order.c.pupil)

council_decision = entered(
    "council_decision",
    ident(),
    ref("pupil", "pupil"),
    ref("school_class", "school_class"),
    text("kind"),
    text("target"),
    text("free_text"),
    text("protocol_number"),
    day("protocol_day", null=True),
    text("order_number"),
    day("order_day", null=True),
    number("position"),
    flag("cancelled"),
)

health_record = entered(
    "health_record",
    ref("pupil", "pupil"),
    ref("year", "academic_year"),
    text("pe_group"),
    text("desk"),
    text("place"),
    number("position", null=True),
    text("sealed"),
    number("generation", null=True),
    key=("pupil", "year"),
)
"""Health sheet (листок здоровья): open columns in clear, closed ones as one sealed value under the health key."""

club = entered(
    "club",
    ident(),
    ref("pupil", "pupil"),
    ref("year", "academic_year"),
    text("title"),
    text("place"),
    text("leader"),
    text("span"),
    flag("ended"),
)
