"""Whom FET's names of students mean: a year of study, a class, a group or a subgroup of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ezh_desktop.domain.incoming_timetable import Students
from ezh_desktop.domain.names import name_key
from ezh_desktop.exchange.classnames import class_of, is_class, subgroup_label
from ezh_desktop.exchange.tables import clean


@dataclass(frozen=True, slots=True)
class Tree:
    """FET's students: a year, its groups and their subgroups, by the names the file gives them."""

    name: str
    below: tuple[Tree, ...] = ()

    @property
    def leaves(self) -> frozenset[str]:
        """The smallest sets of pupils it is made of."""
        return frozenset().union(*(one.leaves for one in self.below)) if self.below else frozenset({self.name})


@dataclass(frozen=True)
class Sets:
    """What each name means, and of which smallest sets of pupils a class or subgroup is made.

    FET's «year» may be a year of study with classes below, or a class with its subgroups: the names tell. Without any
    list a name is read as that of a class with its subgroup behind it.
    """

    meant: Mapping[str, tuple[Students, ...]] = field(default_factory=dict)
    leaves: Mapping[Students, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Sets:
        """From the years of a file."""
        meant: dict[str, tuple[Students, ...]] = {}
        leaves: dict[Students, frozenset[str]] = {}
        for tree in trees:
            for name, students, held in _walk(tree, ""):
                meant.setdefault(name_key(name), students)
                if len(students) == 1:
                    leaves[students[0]] = leaves.get(students[0], frozenset()) | held
        return cls(meant, leaves)

    def read(self, text: str) -> tuple[Students, ...]:
        """The classes and subgroups that names joined by «+» mean; all subgroups of a class are the class."""
        names = [name for one in text.split("+") if (name := clean(one))]
        found = list(dict.fromkeys(students for name in names for students in self._one(name)))
        return tuple(dict.fromkeys(Students(one.school_class) if self._whole(one, found) else one for one in found))

    def _one(self, name: str) -> tuple[Students, ...]:
        split = class_of(name)
        return self.meant.get(name_key(name)) or ((Students(*split),) if split else (Students(name),))

    def _whole(self, one: Students, found: Sequence[Students]) -> bool:
        """Whether the parts of its class that are named make up all of it."""
        parts = [other for other in found if other.school_class == one.school_class]
        complete = self.leaves.get(Students(one.school_class))
        held = frozenset().union(*(self.leaves.get(part, frozenset()) for part in parts))
        return Students(one.school_class) in parts or (complete is not None and held >= complete)


def _walk(tree: Tree, school_class: str) -> Iterator[tuple[str, tuple[Students, ...], frozenset[str]]]:
    """(name, whom it means, smallest sets) of a tree and of all below it."""
    own = school_class or (tree.name if is_class(tree.name) or not _has_class(tree.below) else "")
    below = [found for one in tree.below for found in _walk(one, own)]
    if own:
        label = "" if not school_class else subgroup_label(own, tree.name)
        yield tree.name, (Students(own, label),), tree.leaves
    else:
        classes = (one for _, students, _ in below for one in students if not one.subgroup)
        yield tree.name, tuple(dict.fromkeys(classes)), frozenset()
    yield from below


def _has_class(trees: Sequence[Tree]) -> bool:
    return any(is_class(one.name) or _has_class(one.below) for one in trees)
