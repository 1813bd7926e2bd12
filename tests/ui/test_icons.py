"""Icons: drawn in the theme's colour, sharp at every device scale, and nothing lies in the folder that is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ezh_desktop import assets
from ezh_desktop.ui import icons, snap, theme
from ezh_desktop.ui.tokens import DARK, LIGHT

DRAWINGS = sorted(path.stem for path in assets.icons_folder().glob("*-[0-9][0-9].svg"))


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme.apply(theme.Scheme.LIGHT)
    yield
    theme.apply(theme.Scheme.LIGHT)


def darkest(image: QImage) -> QColor:
    """The colour of the most opaque pixel."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_drawing_can_be_read_and_is_made_for_its_size(drawing: str) -> None:
    renderer = QSvgRenderer(str(assets.icon(f"{drawing}.svg")))
    assert renderer.isValid()
    assert renderer.defaultSize().height() == int(drawing[-2:])


def test_drawings_carry_their_licence() -> None:
    assert "MIT License" in (assets.icons_folder() / "LICENSE.txt").read_text(encoding="utf-8")
    assert "ParaType" in assets.font("LICENSE.txt").read_text(encoding="utf-8")


def test_a_drawing_takes_the_colour_of_its_token() -> None:
    image = icons.pixmap("print", LIGHT.text2).toImage()
    found = darkest(image)
    wanted = QColor(LIGHT.text2)
    assert (found.red(), found.green(), found.blue()) == pytest.approx(
        (wanted.red(), wanted.green(), wanted.blue()), abs=3
    )


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_a_drawing_has_as_many_pixels_as_the_screen(dpr: float) -> None:
    pixmap = icons.pixmap("home", LIGHT.text, 16, dpr, gap=4)
    assert (pixmap.width(), pixmap.height()) == (round(20 * dpr), round(16 * dpr))
    assert pixmap.devicePixelRatio() == dpr


def test_disabled_and_checked_have_drawings_of_their_own() -> None:
    icon = icons.icon("panel_right")
    normal = darkest(icon.pixmap(16, QIcon.Mode.Normal, QIcon.State.Off).toImage()).name()
    disabled = darkest(icon.pixmap(16, QIcon.Mode.Disabled, QIcon.State.Off).toImage()).name()
    checked = darkest(icon.pixmap(16, QIcon.Mode.Normal, QIcon.State.On).toImage()).name()
    assert len({normal, disabled, checked}) == 3


def test_a_dressed_button_follows_the_theme(qtbot: QtBot) -> None:
    button, tool, action = QPushButton("Печать"), QToolButton(), QAction("Печать")
    for target in (button, tool, action):
        icons.dress(target, "print")
    qtbot.addWidget(button)
    qtbot.addWidget(tool)
    assert (button.iconSize().width(), tool.iconSize().width()) == (20, 16)
    theme.apply(theme.Scheme.DARK)
    for target in (button, tool, action):
        found = darkest(target.icon().pixmap(20, 16).toImage())
        assert abs(found.red() - QColor(DARK.text2).red()) <= 3


def test_dressing_again_changes_the_drawing_and_leaves_one_watcher(qtbot: QtBot) -> None:
    button = QPushButton("Показать")
    qtbot.addWidget(button)
    icons.dress(button, "eye")
    before = button.icon().pixmap(20, 16).toImage()
    icons.dress(button, "eye_off")
    theme.apply(theme.Scheme.LIGHT)
    assert button.icon().pixmap(20, 16).toImage() != before
    assert len([child for child in button.children() if type(child).__name__ == "_Dress"]) == 1


def test_an_unknown_drawing_is_a_fault_at_once() -> None:
    with pytest.raises(FileNotFoundError, match="no_such_thing-16"):
        icons.pixmap("no_such_thing", LIGHT.text)


def test_the_program_has_its_own_icon_in_every_size() -> None:
    sizes = {size.width() for size in icons.app_icon().availableSizes()}
    assert {16, 32, 256} <= sizes


@pytest.mark.parametrize("theme_name", ["light", "dark"])
@pytest.mark.parametrize("glyph", ["down", "right", "check", "menucheck", "dot"])
def test_the_sheet_finds_a_glyph_of_each_theme(glyph: str, theme_name: str) -> None:
    assert QSvgRenderer(str(assets.icon(f"glyphs/{glyph}-{theme_name}.svg"))).isValid()


def test_glyphs_do_not_use_current_colour() -> None:
    for path in assets.icons_folder().rglob("*.svg"):
        assert not re.search("currentColor", path.read_text(encoding="utf-8")), path.name


def test_a_missing_asset_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"resources/fonts/none\.ttf"):
        assets.font("none.ttf")
    assert isinstance(assets.form("SignInWindow"), Path)


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
def test_hair_lines_are_equally_thick_at_every_scale(qapp: QApplication, dpr: float) -> None:
    image = QImage(round(20 * dpr), round(400 * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor("white"))
    with QPainter(image) as p:
        for row in range(19):
            snap.hline(p, 0, 20, 19 * (row + 1), QColor("black"))
    column = [image.pixelColor(5, y).name() for y in range(image.height())]
    runs = re.findall("b+", "".join("b" if name == "#000000" else "w" for name in column))
    assert set(column) == {"#000000", "#ffffff"}
    assert {len(run) for run in runs} == {max(1, int(dpr))}
    assert len(runs) == 19


def test_a_frame_lies_wholly_inside_its_cell(qapp: QApplication) -> None:
    rect, width = snap.frame_rect(QRectF(10.3, 20.7, 26, 19), 1.5, 2)
    assert width == 2
    assert (rect.left() - width / 2) * 1.5 == pytest.approx(round(10.3 * 1.5))
    assert (rect.bottom() + width / 2) * 1.5 == pytest.approx(round(39.7 * 1.5))
