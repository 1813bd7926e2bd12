"""The protocol's bytes: what an entry and a change look like, how they are hashed into a strand and signed.

Everything here is exact bytes, because hashes and signatures are made of them (file format, «The protocol»). An entry's
body is `[rule, session, seq, utc_us, action, object, reason, parents]`, a change's `[entity, key, field or fields or
null for a whole row, old, new, bases]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, TypeAlias

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.errors import DamageTrouble

RULE: Final = 1
NO_HASH: Final = bytes(32)
_ACT: Final = b"ezh-act-1\0"
_HEAD: Final = b"ezh-head-1\0"
Signer: TypeAlias = SigningKey
"""The signing half of an account's key pair."""
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(slots=True)
class Strand:
    """One session's strand of the protocol while it is open: who writes, with which key, and where its head stands."""

    session: int
    account: int
    signer: SigningKey
    computer: str = ""
    program: str = ""
    seq: int = 0
    hash: bytes = NO_HASH


@dataclass(frozen=True, slots=True)
class Draft:
    """One act ready to be written: an entry without its place, and the list of changes.

    `subject` is what the act is about, as [kind, id]. `parents` is given for a session's first entry alone.
    """

    action: str
    subject: tuple[str, int]
    changes: tuple[Change, ...]
    utc_us: int
    reason: str = ""
    parents: Any = field(default=None)


def entry_body(strand: Strand, seq: int, draft: Draft) -> str:
    """The exact text of an entry."""
    kind, ident = draft.subject
    parts = [RULE, strand.session, seq, draft.utc_us, draft.action, [kind, ident], draft.reason, draft.parents]
    return _encode(parts)


def change_body(change: Change) -> str:
    """The exact text of a change. One changed field stands bare, several as lists in the order of their names."""
    bases = [list(change.base)] if change.base else []
    if change.old is None:
        return _encode([change.entity, list(change.key), None, None, dict(change.new), bases])
    fields = sorted(change.new)
    if len(fields) == 1:
        (name,) = fields
        return _encode([change.entity, list(change.key), name, change.old[name], change.new[name], bases])
    old = [change.old[name] for name in fields]
    return _encode([change.entity, list(change.key), fields, old, [change.new[name] for name in fields], bases])


def read_change(body: str, scope: int) -> Change:
    """The change that `change_body` wrote; DamageTrouble when the text is none."""
    try:
        entity, key, names, old, new, bases = json.loads(body)
        base = EntryRef(*bases[0]) if bases else None
        if names is None:
            return Change(entity, tuple(key), None, new, scope, base)
        if isinstance(names, str):
            return Change(entity, tuple(key), {names: old}, {names: new}, scope, base)
        pairs = (dict(zip(names, values, strict=True)) for values in (old, new))
        return Change(entity, tuple(key), next(pairs), next(pairs), scope, base)
    except (ValueError, TypeError, IndexError) as why:
        raise DamageTrouble("Запись протокола повреждена.", detail=f"change body: {type(why).__name__}") from why


def chain(journal: bytes, previous: bytes, body: str, changes: Iterable[str]) -> bytes:
    """The hash of an entry, tied to the previous one of its session."""
    whole = [_ACT, journal, previous, sha256(body.encode()).digest()]
    whole += [sha256(change.encode()).digest() for change in changes]
    return sha256(b"".join(whole)).digest()


def signed_head(journal: bytes, session: int, seq: int, head: bytes) -> bytes:
    """What the signature of a session's head is made over."""
    return b"".join((_HEAD, journal, session.to_bytes(8), seq.to_bytes(8), head))


def sign(journal: bytes, strand: Strand) -> bytes:
    """The signature of the strand's present head."""
    return strand.signer.sign(signed_head(journal, strand.session, strand.seq, strand.hash)).signature


def is_signed(journal: bytes, session: int, seq: int, head: bytes, *, sig: bytes, sign_pub: bytes) -> bool:
    """Whether `sig` is the signature of that head under the account's verifying key."""
    try:
        VerifyKey(sign_pub).verify(signed_head(journal, session, seq, head), sig)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def joined_head(heads: Sequence[bytes]) -> bytes:
    """The head of the journal from its untied heads: the only one, or the SHA-256 of several, sorted."""
    if not heads:
        return NO_HASH
    return heads[0] if len(heads) == 1 else sha256(b"".join(sorted(heads))).digest()


def head_text(n: int, head: bytes) -> str:
    """The head as paper prints it: «12345:3f9ac41b77d0e2b8», number and 16 hex digits."""
    return f"{n}:{head.hex()[:16]}"
