"""The protocol (протокол действий): signed sessions, their entries and changes, and what guards the file."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Computed, ForeignKeyConstraint, Index, Integer, LargeBinary, Text

from ezh_desktop.storage.tables.base import Nature, entered, ident, number, other, text

session = other(
    "session",
    Nature.PROTOCOL,
    ident(),
    number("account"),
    text("computer"),
    text("program"),
    number("opened"),
    number("ended", null=True),
    number("seq"),
    Column("hash", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
)

entry = other(
    "entry",
    Nature.PROTOCOL,
    number("session"),
    number("seq"),
    number("n"),
    text("body"),
    Column("hash", LargeBinary, nullable=False),
    Column("utc_us", Integer, Computed("json_extract(body, '$[3]')", persisted=False)),
    Column("action", Text, Computed("json_extract(body, '$[4]')", persisted=False)),
    Column("before", Integer, Computed("nullif(seq - 1, 0)", persisted=False)),
    ForeignKeyConstraint(["session"], ["session.id"]),
    ForeignKeyConstraint(["session", "before"], ["entry.session", "entry.seq"], name="fk_entry_before"),
    key=("session", "seq"),
)
"""`before` makes an entry the next of its session: its predecessor must stand, and what stands cannot be replaced."""
Index("uq_entry_n", entry.c.n, unique=True)

change = other(
    "change",
    Nature.PROTOCOL,
    number("session"),
    number("seq"),
    number("k"),
    number("scope"),
    text("body"),
    Column("entity", Text, Computed("json_extract(body, '$[0]')", persisted=False)),
    Column("before", Integer, Computed("nullif(k - 1, 0)", persisted=False)),
    ForeignKeyConstraint(["session", "seq"], ["entry.session", "entry.seq"]),
    ForeignKeyConstraint(
        ["session", "seq", "before"], ["change.session", "change.seq", "change.k"], name="fk_change_before"
    ),
    key=("session", "seq", "k"),
)

loose_end = other("loose_end", Nature.PROTOCOL, number("session"), key=("session",))
"""Sessions whose head no other session has tied yet; the head of the journal is made of them (`verify` recomputes)."""

journal_info = other("journal_info", Nature.LOCAL, text("name"), text("value"), key=("name",))
"""Facts of the file itself: journal id, when made, the demo's day and seed."""

key_text = other(
    "key_text",
    Nature.LOCAL,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True, autoincrement=False),
    text("text"),
    number("serial"),
)
"""The text of the key file: the truth of which `NAME.ezh.keys` is the projection. `key_change` vouches for it."""

key_change = entered("key_change", number("serial"), number("generation"), text("digest"), key=("serial",))
"""One change of keys: the digest of the key text with that serial, so that the protocol need not carry the text."""

person_setting = other(
    "person_setting",
    Nature.LOCAL,
    number("person"),
    text("computer"),
    text("name"),
    text("value"),
    key=("person", "computer", "name"),
)

backup_run = entered("backup_run", ident(), text("media"), text("kind"), number("made"), number("n"), text("head"))
