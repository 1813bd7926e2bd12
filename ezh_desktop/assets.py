"""Where the files lie that are not code: `forms/` and `resources/`.

In a wheel and in a bundle they lie inside the package, in a checkout or an editable install beside it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@lru_cache
def _root(folder: str) -> Path:
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / folder).is_dir():
            return parent / folder
    raise FileNotFoundError(f"the installation lacks the folder {folder}")


def _file(folder: str, name: str) -> Path:
    path = _root(folder) / name
    if not path.is_file():
        raise FileNotFoundError(f"the installation lacks {folder}/{name}")
    return path


def form(name: str) -> Path:
    """The Qt Designer form of the class `name`; FileNotFoundError when the installation is cut."""
    return _file("forms", f"{name}.ui")


def font(name: str) -> Path:
    """A font file, for example `PTS55F.ttf`; FileNotFoundError when the installation is cut."""
    return _file("resources", f"fonts/{name}")


def icon(name: str) -> Path:
    """A drawing, for example `home-16.svg` or `glyphs/down-dark.svg`; else FileNotFoundError."""
    return _file("resources", f"icons/{name}")


def icons_folder() -> Path:
    """The folder of all drawings, for Qt's search path `ezh:`."""
    return _root("resources") / "icons"


def help_folder() -> Path:
    """The folder of all help texts."""
    return _root("resources") / "help"


def help_page(name: str) -> Path:
    """The help text of a page, a Markdown file; FileNotFoundError when there is none."""
    return _file("resources", f"help/{name}.md")
