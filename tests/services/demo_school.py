"""A demo school in memory, for tests: schema, genesis by hand, no passwords.

`python -m tests.services.demo_school` prints the table of planted breaches that docs/demo.md holds.
"""

from __future__ import annotations

import random
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from nacl.signing import SigningKey

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.ids import IdSource
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.demo.build import DemoFacts, fill_demo
from ezh_desktop.services.demo.options import DemoOptions
from ezh_desktop.services.founding import Begun, Credentials, person_row, role_row
from ezh_desktop.storage.health import HealthKey
from ezh_desktop.storage.protocol import Draft, Strand
from ezh_desktop.storage.schema import create_schema
from ezh_desktop.storage.writer import Writer

JOURNAL = bytes(range(16))


def a_demo(options: DemoOptions, health: HealthKey | None = None) -> tuple[Any, DemoFacts]:
    """The connection and the facts; the five other logins are authors without a slot.

    Without a `health` key the closed columns of the health sheets stay empty.
    """
    db = sqlcipher.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA recursive_triggers = ON")
    db.execute("BEGIN")
    create_schema(db)
    db.execute("INSERT INTO journal_info (name, value) VALUES ('journal', ?)", (JOURNAL.hex(),))
    chance = random.Random(options.seed)
    new_id = IdSource(lambda: options.opening_us // 1000, chance.getrandbits)
    signer = SigningKey(bytes(32))
    own = Credentials("admin", new_id(), new_id(), signer, None)  # type: ignore[arg-type]
    strand = Strand(new_id(), own.account, signer, "Канцелярия", "tests")
    _found(db, strand, own, new_id, options.opening_us)
    facts = fill_demo(Begun(db, JOURNAL, strand, {"admin": own}, health), options, new_id)
    db.execute("COMMIT")
    return db, facts


def breach_table(facts: DemoFacts) -> str:
    """The planted breaches as the Markdown table of docs/demo.md."""
    lines = ["| Пункт | Класс | Страница | Дата | Ученик | Что не так |", "|---|---|---|---|---|---|"]
    for one in facts.breaches:
        day = dotted(one.day) if one.day else "–"
        cells = (one.clause, one.class_name, one.subject or "–", day, one.pupil or "–", one.what)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _found(db: Any, strand: Strand, own: Credentials, new_id: IdSource, now: int) -> None:
    account = {"person": own.person, "login": "admin", "login_key": "admin", "state": "active", "temporary": 0}
    account |= {"slot": "", "box_pub": "", "sign_pub": bytes(own.signer.verify_key).hex()}
    changes = (
        Change("person", (own.person,), None, person_row(PersonName("Администратор", ""), "m", "Администратор ЭЖ")),
        Change("account", (own.account,), None, account),
        Change("role_assignment", (new_id(),), None, role_row(own.person, Role.ADMINISTRATOR)),
    )
    parents = {"account": own.account, "computer": strand.computer, "heads": [], "name": "Администратор"}
    parents |= {"recovery": {"box_pub": "00" * 32, "sign_pub": "00" * 32}, "roles": ["administrator"]}
    writer = Writer(db, JOURNAL)
    writer.begin([])
    writer.append(strand, Draft("journal.found", ("account", own.account), changes, now, parents=parents))
    writer.seal(strand)


if __name__ == "__main__":
    print(breach_table(a_demo(DemoOptions())[1]))
