"""Replay: whatever was written through the writer is proved by its entries, and whatever was not is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.errors import DamageTrouble, StaleRefused
from ezh_desktop.storage.flaws import FlawKind
from ezh_desktop.storage.proof import check_after_crash
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.tables import Nature, metadata, nature_of
from tests.storage.strands import KEY, PERSON, Hands, an_empty_journal, found, opened, proof_of

YEAR = {
    "label": "2026/2027",
    "start": "2026-09-01",
    "end": "2027-05-26",
    "week_days": 5,
    "state": "open",
    "began": None,
}
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replay") / "replay.ezh"
    an_empty_journal(path)
    return path


def _base(db: Any, entity: str, where: str) -> EntryRef:
    return EntryRef(*db.execute(f"SELECT entry_session, entry_seq FROM {entity} WHERE {where}").fetchone())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("person", "setting", "rename", "value", "both", "stale", "twice")),
        st.integers(0, 3),
        TEXTS,
        st.integers(0, 1),
    ),
    max_size=30,
)


class _Acts:
    """Random acts of two people on people and settings; refused ones leave nothing behind."""

    def __init__(self, db: Any) -> None:
        self.db = db
        self.hands = Hands(db)
        self.strands = [self.hands.open(1), self.hands.open(2)]
        self.hands.act(self.strands[0], Change("academic_year", (5,), None, YEAR))
        self.people: set[int] = set()
        self.settings: set[str] = set()

    def do(self, what: str, which: int, text: str, who: int) -> None:
        strand = self.strands[who]
        changes = getattr(self, f"_{what}")(100 + which, text)
        before = (strand.seq, strand.hash)
        self.db.execute("SAVEPOINT act")
        try:
            if changes:
                self.hands.act(strand, *changes)
        except StaleRefused:
            self.db.execute("ROLLBACK TO act")
            strand.seq, strand.hash = before
        self.db.execute("RELEASE act")

    def _person(self, ident: int, text: str) -> list[Change]:
        if ident in self.people:
            return []
        self.people.add(ident)
        return [Change("person", (ident,), None, PERSON | {"surname": text})]

    def _setting(self, _ident: int, text: str) -> list[Change]:
        if text in self.settings:
            return []
        self.settings.add(text)
        return [Change("year_setting", (5, text), None, {"value": text})]

    def _rename(self, ident: int, text: str) -> list[Change]:
        if ident not in self.people:
            return []
        old = self.db.execute("SELECT surname FROM person WHERE id = ?", (ident,)).fetchone()[0]
        base = _base(self.db, "person", f"id = {ident}")
        return [Change("person", (ident,), {"surname": old}, {"surname": text}, base=base)]

    def _value(self, ident: int, text: str) -> list[Change]:
        if not self.settings:
            return []
        name = sorted(self.settings)[ident % len(self.settings)]
        row = self.db.execute(
            "SELECT value, entry_session, entry_seq FROM year_setting WHERE year = 5 AND name = ?", (name,)
        ).fetchone()
        return [Change("year_setting", (5, name), {"value": row[0]}, {"value": text}, base=EntryRef(*row[1:]))]

    def _both(self, ident: int, text: str) -> list[Change]:
        return [*self._person(ident, text), *self._value(ident, text)]

    def _stale(self, ident: int, text: str) -> list[Change]:
        if ident not in self.people:
            return []
        return [Change("person", (ident,), {"surname": "\1"}, {"surname": text}, base=EntryRef(1, 1))]

    def _twice(self, ident: int, text: str) -> list[Change]:
        return [Change("person", (1,), None, PERSON | {"surname": text})] if ident % 2 else []


@settings(max_examples=40)
@given(steps=STEPS)
def test_after_any_acts_the_replay_gives_the_tables(journal: Path, steps: list[tuple[str, int, str, int]]) -> None:
    with opened(journal) as db:
        acts = _Acts(db)
        for step in steps:
            acts.do(*step)
        proof = proof_of(db)
        assert proof.flaws.counts == {}
        assert proof.rows == 1 + 3 + 1 + len(acts.people) + len(acts.settings)


@settings(max_examples=30)
@given(steps=STEPS, data=st.data())
def test_after_any_acts_one_value_changed_behind_them_is_found(
    journal: Path, steps: list[tuple[str, int, str, int]], data: st.DataObject
) -> None:
    with opened(journal) as db:
        acts = _Acts(db)
        for step in steps:
            acts.do(*step)
        db.execute("DROP TRIGGER tr_person_names_entry")
        ident = data.draw(st.sampled_from(sorted({1, *acts.people})))
        db.execute("UPDATE person SET post = post || 'х' WHERE id = ?", (ident,))
        flaws = proof_of(db).flaws
        assert flaws.counts == {FlawKind.ROW_CHANGED: 1}
        assert flaws.kept[0].place == "person"
        named = db.execute(
            "SELECT e.n FROM entry AS e JOIN person AS p ON p.entry_session = e.session AND p.entry_seq = e.seq"
            " WHERE p.id = ?",
            (ident,),
        ).fetchone()
        assert flaws.kept[0].n == named[0]


@pytest.mark.parametrize(
    "entity", [table.name for table in metadata.sorted_tables if nature_of(table) is Nature.ENTERED]
)
def test_a_row_of_any_entered_table_that_no_entry_made_is_found(journal: Path, entity: str) -> None:
    with opened(journal) as db:
        db.execute("PRAGMA defer_foreign_keys = ON")
        table = metadata.tables[entity]
        values = {column.name: _some_value(entity, column) for column in table.columns}
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(f"INSERT INTO {entity} ({names}) VALUES ({marks})", tuple(values.values()))
        assert FlawKind.ROW_UNRECORDED in found(db)


def _some_value(entity: str, column: Any) -> Any:
    if column.name in {"entry_session", "entry_seq"}:
        return 1
    if column.type.python_type is int:
        return 1 if column.foreign_keys else 990
    return "2026-09-01"


def test_the_driver_gives_rows_a_chunk_at_a_time_and_none_is_skipped(journal: Path) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        strand = hands.open(1)
        hands.act(strand, *(Change("person", (1000 + one,), None, PERSON) for one in range(4321)))
        assert proof_of(db).rows == 4 + 4321
        db.execute("DROP TRIGGER tr_person_kept")
        db.execute("DELETE FROM person WHERE id = 1000 + 3999")
        db.execute("DELETE FROM person WHERE id = 1000 + 4320")
        assert proof_of(db).flaws.counts == {FlawKind.ROW_MISSING: 2}


@pytest.mark.parametrize(
    "body",
    [
        '["cell; DROP TABLE person",[1],null,null,{},[]]',
        '["person",[1],"surname = surname; --",["a"],["b"],[[1,1]]]',
        '["person",[1,2],null,null,{},[]]',
        '["person",[1],["surname","given"],["a"],["b","c"],[[1,1]]]',
        '["person",[1],null,null,{"surname":[1]},[]]',
        '["person",[77],null,null,{"surname":"А"},[]]',
        '["person",[1],"surname","нет","да",[[1,1]]]',
        '["person",[1],"surname","Ёлкина","да",[]]',
        '["person",1,null,null,{},[]]',
        '["entry",[1],null,null,{},[]]',
        "{}",
        "[]",
    ],
)
def test_a_change_that_does_not_fit_is_told_and_harms_nothing(journal: Path, body: str) -> None:
    with opened(journal) as db:
        hands = Hands(db)
        strand = hands.open(1)
        hands.act(strand, Change("person", (5,), None, PERSON))
        db.execute("DROP TRIGGER tr_change_fixed")
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute("UPDATE change SET body = ? WHERE session = ?", (body, strand.session))
        assert {FlawKind.HASH, FlawKind.CHANGE, FlawKind.ROW_UNRECORDED} <= found(db)


def test_what_a_crash_left_is_let_through_when_it_proves_itself_and_refused_when_not(tmp_path: Path) -> None:
    path = tmp_path / "crash.ezh"
    an_empty_journal(path)
    sealed = open_sealed(path, KEY)
    with sealed.connection() as db:
        check_after_crash(db)
        db.execute("DROP TRIGGER tr_person_names_entry")
        db.execute("UPDATE person SET surname = 'Иванова'")
        with pytest.raises(DamageTrouble, match="не сходится") as trouble:
            check_after_crash(db)
    sealed.close()
    assert "Иванова" not in trouble.value.text + trouble.value.detail
    assert trouble.value.detail == "row_changed"


def test_the_check_after_a_crash_leaves_no_transaction_open(tmp_path: Path) -> None:
    path = tmp_path / "crash.ezh"
    an_empty_journal(path)
    sealed = open_sealed(path, KEY)
    with sealed.connection() as db:
        check_after_crash(db)
        assert not db.in_transaction
    sealed.close()
