"""Names of classes and of their subgroups as other programs join them: «10 б математици», «7А-1»."""

from __future__ import annotations

import re
from typing import Final

from ezh_desktop.domain.names import name_key
from ezh_desktop.exchange.tables import clean

_CLASS: Final = re.compile(r"\s*(\d{1,2}\s*[-–—]?\s*[«\"'„]?[А-ЯЁа-яёA-Za-z][»\"'“]?)(?![^\W\d_])")
_JOINTS: Final = " -–—_.:;,()/"


def class_of(name: str) -> tuple[str, str] | None:
    """(class, subgroup) that a name begins with: «10 б математици» → («10 б», «математици»); None without a class."""
    found = _CLASS.match(name)
    if found is None:
        return None
    return clean(found[1]), clean(name[found.end() :].strip(_JOINTS))


def is_class(name: str) -> bool:
    """Whether a name is that of a class and nothing else."""
    found = class_of(name)
    return found is not None and not found[1]


def subgroup_label(school_class: str, name: str) -> str:
    """The subgroup's own name: without that of its class, which the journal shows beside it."""
    if name_key(name).startswith(name_key(school_class)):
        return clean(name[len(school_class) :].strip(_JOINTS)) or name
    split = class_of(name)
    same = split is not None and name_key(split[0]).replace(" ", "") == name_key(school_class).replace(" ", "")
    return split[1] if same and split is not None and split[1] else name
