"""How text becomes lines on paper: the one place that measures, shrinks and wraps. Nothing is ever cut.

Who draws takes the size and the lines from what is returned here, so that measured and drawn never differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ezh_desktop.reports.fonts import CAP, POINT, Font, width

LEADING = 1.14
"""Distance of base lines in em, unless a cell is tight."""
Step = tuple[Font, float]
"""A font and a size in pt that a text may be set in."""

_GLUE = "\u00a0"
_SPACES = re.compile(r"\s+")
# Anything that is not a composed letter or a sign in common use, and spaces out of place: `clean` has work to do.
_UNCLEAN = re.compile(r"[^ -~¡-¬®-ʯЀ-ԯ‐-‧‰-⁞₽№]|  |^ | $")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# What stays with the next word, besides words of one letter; an opening bracket or quote may stand before it.
_TO_NEXT = frozenset(
    [
        "№",
        "№№",
        "§",
        "§§",
        "с.",
        "стр.",
        "упр.",
        "п.",
        "пп.",
        "пр.",
        "г.",
        "ул.",
        "д.",
        "кв.",
        "тел.",
        "каб.",
        "на",
        "по",
        "из",
        "за",
        "от",
        "до",
        "не",
    ]
)
_OPENING = '(«"'
_ORDINAL = re.compile(r"\d+-[а-яё]{1,2}")
_DASHES = frozenset("—–")
_PHONE = re.compile(r"(?:\+7|\b8)[\s-]?\(?\d{3,5}\)?(?:[\s-]?\d{1,3}){2,4}")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2}-)(?=[^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are ready to be drawn: font, size in pt, leading in em."""

    lines: tuple[str, ...]
    font: Font
    size: float
    leading: float = LEADING

    @property
    def step(self) -> float:
        """Distance of base lines in mm."""
        return self.size * self.leading * POINT

    @property
    def height(self) -> float:
        """From the top of the first line's capitals to the last base line, in mm."""
        return (len(self.lines) - 1) * self.step + CAP * self.size * POINT

    def first_base(self, middle: float) -> float:
        """Base line of the first line when the block's middle stands at `middle` (mm from below)."""
        return middle + self.height / 2 - CAP * self.size * POINT


def clean(text: str) -> str:
    """One line of composed letters with single spaces; invisible signs go, whatever kind of space becomes a space."""
    if not _UNCLEAN.search(text):
        return text
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def glue(text: str) -> str:
    """The text with no-break spaces where a line must not break: «№ 5», «с. 12», «1-я группа», « —», telephones."""
    if "8" in text or "+7" in text:
        text = _PHONE.sub(lambda found: found[0].replace(" ", _GLUE), text)
    words = text.split(" ")
    return words[0] + "".join(
        f"{_GLUE if after in _DASHES or _stays_with_next(word) else ' '}{after}" for word, after in pairwise(words)
    )


@lru_cache(maxsize=4096)
def _stays_with_next(word: str) -> bool:
    bare = word.lstrip(_OPENING).lower()
    # A telephone or another glued pair ends like its last word.
    last = bare.rsplit(_GLUE, maxsplit=1)[-1]
    return last in _TO_NEXT or (len(last) == 1 and last.isalpha()) or _ORDINAL.fullmatch(last) is not None


@lru_cache(maxsize=4096)
def wrap(text: str, font: Font, size: float, room: float) -> tuple[str, ...]:
    """Lines of at most `room` mm; () for no text. A word wider than the room breaks after hyphens, then by letters."""
    text = clean(text)
    if not text:
        return ()
    if width(text, font, size) <= room:
        return (text,)
    lines: list[str] = []
    space, filled = width(" ", font, size), 0.0
    # Nothing is kerned: widths of words add up, and words come again where whole lines do not.
    for piece, joint in _pieces(glue(text), font, size, room):
        wide = width(piece, font, size)
        longer = filled + wide + (space if joint else 0)
        if lines and longer <= room:
            lines[-1] += joint + piece
            filled = longer
        else:
            lines.append(piece)
            filled = wide
    return tuple(line.replace(_GLUE, " ") for line in lines)


def _pieces(text: str, font: Font, size: float, room: float) -> Iterable[tuple[str, str]]:
    """Unbreakable pieces, each with what joins it to the one before: a space, or nothing inside a word."""
    for word in text.split(" "):
        if width(word, font, size) > room:
            yield from _torn(word, font, size, room)
        elif "-" in word:
            yield from _joined(_HYPHEN.split(word), " ")
        else:
            yield word, " "


def _joined(parts: Sequence[str], first: str) -> Iterable[tuple[str, str]]:
    for index, part in enumerate(parts):
        yield part, "" if index else first


def _torn(word: str, font: Font, size: float, room: float) -> Iterable[tuple[str, str]]:
    for single in word.split(_GLUE):
        for index, part in enumerate(_HYPHEN.split(single)):
            joint = "" if index else " "
            if width(part, font, size) <= room:
                yield part, joint
            else:
                yield from _joined(list(part), joint)


def fit(text: str, room: float, steps: Sequence[Step], leading: float = LEADING) -> Block:
    """One line at the first of `steps` at which it fits into `room` mm, else wrapped at the last step."""
    text = clean(text)
    for font, size in steps:
        if width(text, font, size) <= room:
            return Block((text,), font, size, leading)
    font, size = steps[-1]
    return Block(wrap(text, font, size, room), font, size, leading)


def fit_words(text: str, room: float, steps: Sequence[Step], leading: float = LEADING) -> Block:
    r"""Wrapped at the largest of `steps` at which the longest word fits; lines given by «\\n» stay lines."""
    given = [clean(line) for line in text.split("\n")]
    words = [word for line in given for word in line.split(" ")]
    font, size = next(
        (step for step in steps if all(width(word, *step) <= room for word in words)),
        steps[-1],
    )
    return Block(tuple(line for part in given for line in wrap(part, font, size, room)), font, size, leading)
