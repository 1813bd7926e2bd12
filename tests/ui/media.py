"""Media that a test plugs in and pulls out, each a folder of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ezh_desktop.services.backups import Medium

GIGABYTE = 1 << 30


class PluggedMedia:
    """A list of media that changes as the test likes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.media: list[Medium] = []

    def find(self) -> list[Medium]:
        return list(self.media)

    def plug(self, label: str, *, writable: bool = True, drive: str = "", maker: str = "") -> Medium:
        root = self._folder / label
        root.mkdir(exist_ok=True)
        medium = Medium(root, label, int(14.2 * GIGABYTE), int(29.3 * GIGABYTE), writable, drive, maker)
        self.media.append(medium)
        return medium

    def protect(self, label: str) -> None:
        self.media = [replace(one, writable=one.label != label and one.writable) for one in self.media]

    def pull(self, label: str) -> None:
        self.media = [one for one in self.media if one.label != label]
