"""How hard a password is to guess (3.2), and what is asked of one. zxcvbn does the guessing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEAST_LENGTH: Final = 8
ENOUGH_SCORE: Final = 3
_MOST_CHARACTERS: Final = 72
"""zxcvbn takes no longer text; whoever types more has nothing to be told."""

_WORDS: Final = (
    "Угадывается сразу.",
    "Угадывается за минуты.",
    "Слабый: добавьте ещё слово.",
    "Хороший.",
    "Очень стойкий.",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """`score` 0–4, whether the password is `enough`, and one sentence of advice."""

    score: int
    enough: bool
    advice: str = ""


def estimate(password: str, words: Sequence[str] = ()) -> Estimate:
    """How hard the password is to guess for one who knows `words` (login, school)."""
    if len(password) < LEAST_LENGTH:
        return Estimate(0, enough=False, advice=f"Нужно не меньше {LEAST_LENGTH} знаков.")
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its word lists take 50 ms that the start of the window has not

    found = zxcvbn(password[:_MOST_CHARACTERS], user_inputs=[word for word in words if word])
    score = int(found["score"])
    return Estimate(score, enough=score >= ENOUGH_SCORE, advice=_WORDS[score])
