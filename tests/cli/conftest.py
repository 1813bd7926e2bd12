"""One real journal for all tests of commands, copied for each; and a hand that calls commands as a shell does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ezh_desktop.cli.parser import command_of
from ezh_desktop.cli.run import run_command
from ezh_desktop.journal import CommandTools
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.settings import Settings
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD, CoursePlan, School, a_class, a_school

ALGEBRA = CoursePlan("Алгебра", topics=("Степени", "Одночлены", "Многочлены"))
RUSSIAN = CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2)
SEVENTH = a_class("7А", courses=(ALGEBRA, RUSSIAN))
OTHER_CLASS = a_class(
    "7Б", pupils=("Орехов Глеб Ильич",), courses=(CoursePlan("История", "historian"),), leader="other"
)
PEOPLE = ("deputy", "teacher", "medic")


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        return json.loads(self.out)


Call = Callable[..., Said]


@pytest.fixture(scope="session")
def made_school(tmp_path_factory: pytest.TempPathFactory) -> School:
    path = tmp_path_factory.mktemp("школа") / "журнал.ezh"
    return a_school(path, (SEVENTH, OTHER_CLASS), signs_in=PEOPLE)


@pytest.fixture
def school(made_school: School, tmp_path: Path) -> School:
    return made_school.copied(tmp_path)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls a command; `password` stands in EZH_PASSWORD, none when empty."""

    def do(*words: object, password: str = PASSWORD, door: Door = DISK) -> Said:
        monkeypatch.setenv("EZH_PASSWORD", password)
        argv = [str(word) for word in words]
        command = command_of(argv)
        assert command is not None
        capsys.readouterr()
        code = run_command(command, argv[1:], lambda: CommandTools(Settings(), door=door, cost=FLOOR))
        said = capsys.readouterr()
        return Said(int(code), said.out, said.err)

    return do


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("учебная") / "учебная.ezh"
    maker = CommandTools(Settings(tmp_path_factory.mktemp("home") / "settings.ini"), cost=FLOOR).maker
    make_demo_school(path, PASSWORD, options_of(1, 1, 3, date(2026, 10, 14)), maker)
    return path


@pytest.fixture
def demo(made_demo: Path, tmp_path: Path) -> Path:
    for end in ("", ".keys"):
        shutil.copy2(f"{made_demo}{end}", tmp_path / f"{made_demo.name}{end}")
    return tmp_path / made_demo.name


def listing(folder: Path) -> set[str]:
    """The names of everything that lies in a folder, but for the lock that opening leaves."""
    return {found.name for found in folder.iterdir() if not found.name.endswith(".lock")}
