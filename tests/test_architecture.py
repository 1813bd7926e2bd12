"""The house keeps its shape: rooms import only what the design lets them, and every file reads as the others do."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ezh_desktop"
SOURCES = sorted(PACKAGE.rglob("*.py"))
CODE = sorted(p for room in ("ezh_desktop", "tests", "bench") for p in (ROOT / room).rglob("*.py"))
TEXTS = sorted(
    p
    for pattern in ("*.toml", "*.md", "*.spec", ".ci/*", "docs/**/*.md", "forms/**/*.ui", "resources/help/*.md")
    for p in ROOT.glob(pattern)
    if p.is_file()
)

# The design's table of rooms: the libraries that each may use. The contracts name what is forbidden; this finds what
# nobody thought of forbidding.
LIBRARIES = {
    "domain": set(),
    "storage": {"sqlalchemy", "alembic", "sqlcipher3", "nacl", "keyring", "platformdirs"},
    "services": {"zxcvbn", "holidays"},
    "reports": {"reportlab", "pikepdf"},
    "exchange": {"xlsxwriter", "python_calamine", "olefile", "icalendar"},
    "jobs": set(),
    "ui": {"PySide6", "shiboken6", "pypdfium2"},
    "cli": set(),
    "errors": set(),
    "assets": set(),
    "settings": {"platformdirs"},
    "logs": {"platformdirs"},
}


def ids(paths: list[Path]) -> list[str]:
    return [str(p.relative_to(ROOT)) for p in paths]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("ezh_desktop", include_external_packages=True, cache_dir=None)


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sysconfig.get_path("scripts")) / "lint-imports"
    said = subprocess.run(
        [str(linter), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("room", LIBRARIES)
def test_a_room_uses_only_its_libraries(graph: grimp.ImportGraph, room: str) -> None:
    top = f"ezh_desktop.{room}"
    if top not in graph.modules:
        pytest.skip(f"no room {room} yet")
    found = {
        imported
        for module in {top, *graph.find_descendants(top)}
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("ezh_desktop") and imported.partition(".")[0] not in sys.stdlib_module_names
    }
    assert {name.partition(".")[0] for name in found} <= LIBRARIES[room]


@pytest.mark.parametrize("path", CODE, ids=ids(CODE))
def test_a_file_has_at_most_600_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize("path", SOURCES, ids=ids(SOURCES))
def test_a_module_and_its_public_classes_say_what_they_are_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_functions_fit_on_a_screen() -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    )
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 95 // 100] <= 40


# Put together here, so that the list does not find itself.
MACHINE = re.compile(
    "|".join(("/wor" + "k/", "/far" + "m/", "/tm" + "p/(?:team|studio)", "/ro" + "ot/", "/home/" + r"\w+/"))
)


@pytest.mark.parametrize("path", CODE + TEXTS, ids=ids(CODE + TEXTS))
def test_a_file_names_no_folder_of_the_machine_it_was_written_on(path: Path) -> None:
    assert not MACHINE.findall(path.read_text(encoding="utf-8"))


def test_the_rooms_of_the_design_are_the_only_ones() -> None:
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms <= {"domain", "storage", "services", "reports", "exchange", "jobs", "ui", "cli"}
