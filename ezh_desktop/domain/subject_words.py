"""Which subject a timetable means by «Рус. яз.», «лит-ра», «физ-ра», «ИЗО»: short names against full ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.kinds import SubjectKind, kind_of
from ezh_desktop.domain.names import name_key

_WORD: Final = re.compile(r"[^\W\d_]+")
_CONTRACTED: Final = re.compile(r"([^\W\d_]{2,})-([^\W\d_]{1,3})\.?")
_KNOWN: Final = MappingProxyType(
    {
        "изо": "изобразительное искусство",
        "обж": "основы безопасности",
        "обзр": "основы безопасности и защиты родины",
        "орксэ": "основы религиозных культур и светской этики",
        "вис": "вероятность и статистика",
        "физра": "физическая культура",
        "физкультура": "физическая культура",
        "физо": "физическая культура",
        "труд": "труд технология",
        "технология": "труд технология",
        "икт": "информатика",
        "окр мир": "окружающий мир",
    }
)
"""Short names whose letters do not tell: what the full one begins with."""
_SEVERAL: Final = frozenset({SubjectKind.OTHER, SubjectKind.FOREIGN_LANGUAGE, SubjectKind.HISTORY, SubjectKind.ALGEBRA})
"""Kinds of which a school may teach several subjects beside each other."""
_SMALL: Final = frozenset({"и", "на", "по", "о", "об", "в", "с"})


def guess_subject(short: str, names: Iterable[str]) -> str:
    """The one of the full names that a short one stands for, "" when none or several could be meant."""
    listed = list(dict.fromkeys(names))
    for fits in (_same, _known, _contracted, _word_by_word, _without_language, _some_words, _same_kind):
        found = [name for name in listed if fits(short, name)]
        if len(found) == 1:
            return found[0]
        if found:
            return ""
    return ""


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(name_key(text)) if word not in _SMALL]


def _same(short: str, full: str) -> bool:
    return _words(short) == _words(full)


def _known(short: str, full: str) -> bool:
    stands = _KNOWN.get(" ".join(_words(short)))
    return stands is not None and _words(full)[: len(_words(stands))] == _words(stands)


def _contracted(short: str, full: str) -> bool:
    """«лит-ра» begins and ends as «Литература» does."""
    found = _CONTRACTED.fullmatch(name_key(short))
    key = name_key(full)
    return found is not None and key.startswith(found[1]) and key.endswith(found[2])


def _word_by_word(short: str, full: str) -> bool:
    """«Рус. яз.»: each word begins as the word of the full name in its place."""
    ours, theirs = _words(short), _words(full)
    return _tells(ours) and len(ours) == len(theirs) and _begin(ours, theirs)


def _without_language(short: str, full: str) -> bool:
    """«Русский» is «Русский язык» before it is «Родной (русский) язык»."""
    ours, theirs = _words(short), _words(full)
    return _tells(ours) and theirs == [*theirs[: len(ours)], "язык"] and _begin(ours, theirs)


def _some_words(short: str, full: str) -> bool:
    """«Английский», «Англ. яз.»: each word begins as some word of the full name."""
    ours, theirs = _words(short), _words(full)
    return _tells(ours) and all(any(b.startswith(a) for b in theirs) for a in ours)


def _same_kind(short: str, full: str) -> bool:
    """«ОДНКНР», «ОБЖ», «Физкультура»: other usual names of one subject."""
    kind = kind_of(short)
    return kind not in _SEVERAL and kind_of(full) is kind


def _begin(ours: list[str], theirs: list[str]) -> bool:
    return all(b.startswith(a) for a, b in zip(ours, theirs, strict=False))


def _tells(words: list[str]) -> bool:
    """Whether there are letters enough to tell a subject."""
    return sum(map(len, words)) > 2
