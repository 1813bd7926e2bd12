"""Canonical JSON: one value has exactly one byte form, so that it can be hashed, signed and compared.

UTF-8 without escapes, keys sorted by code point, no spaces, no NaN or infinity. Bytes are written as lower-case hex:
unlike base64 it has one spelling only, and a person can compare it by eye. Texts are kept as they come; whoever needs
NFC makes it before.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""A value as JSON knows it."""


def canon(value: Json) -> bytes:
    """The canonical bytes of `value` (dict with text keys, list, tuple, str, int, float, bool, None, bytes).

    Raises ValueError for NaN, infinity and lone surrogates, TypeError for anything else that JSON does not know and
    for keys that are not text (JSON would turn them into text silently).
    """
    _refuse_odd_keys(value)
    return _encode(value).encode()


def read_canon(data: bytes | str) -> Json:
    """The value of a JSON text; bytes come back as the hex text they were written as.

    Raises ValueError for anything that is not strict JSON: bad UTF-8, a repeated key, NaN, nesting without end.
    """
    text = data.decode() if isinstance(data, bytes) else data
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _hex_of_bytes(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no canonical form")


_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_hex_of_bytes
).encode


def _refuse_odd_keys(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be text, not {type(key).__name__}")
            _refuse_odd_keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_odd_keys(inner)


def _without_repeats(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is not allowed")
