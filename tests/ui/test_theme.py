"""The theme: contrasts of every pair in use, and a change of theme that reaches what is already shown."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.sheet import sheet
from ezh_desktop.ui.tokens import DARK, LIGHT, Tokens
from ezh_desktop.ui.widgets.tone import tone

# (foreground, ground): text must reach 4.5.
TEXT = [
    ("text", "surface"),
    ("text", "window"),
    ("text", "raised"),
    ("text", "hover"),
    ("text", "pressed"),
    ("text", "select"),
    ("text", "accent_soft"),
    ("text", "today_bg"),
    ("text", "period_bg"),
    ("text", "warn_bg"),
    ("text", "block_bg"),
    ("text", "info_bg"),
    ("text2", "surface"),
    ("text2", "window"),
    ("text2", "raised"),
    ("text2", "select"),
    ("text2", "hover"),
    ("text2", "warn_bg"),
    ("text2", "info_bg"),
    ("text3", "surface"),
    ("text3", "window"),
    ("text3", "raised"),
    ("text3", "period_bg"),
    ("text3", "today_bg"),
    ("text3", "closed_bg"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_accent", "cover"),
    ("accent_text", "surface"),
    ("accent_text", "window"),
    ("accent_text", "accent_soft"),
    ("accent_text", "today_bg"),
    ("absent", "absent_bg"),
    ("weak", "surface"),
    ("weak", "today_bg"),
    ("weak", "period_bg"),
    ("warn_text", "surface"),
    ("warn_text", "window"),
    ("warn_text", "warn_bg"),
    ("block", "surface"),
    ("block", "window"),
    ("block", "block_bg"),
    ("ok", "surface"),
    ("ok", "window"),
    ("ok", "ok_bg"),
    ("text2", "closed_bg"),
    ("tooltip_text", "tooltip"),
]
# Signs, edges and disabled words must reach 3.
SIGNS = [
    ("border", "surface"),
    ("border", "window"),
    ("disabled", "surface"),
    ("focus", "surface"),
    ("focus", "window"),
    ("focus", "absent_bg"),
    ("focus", "block_bg"),
    ("focus", "select"),
    ("warn", "surface"),
    ("warn", "raised"),
    ("warn", "window"),
    ("warn", "warn_bg"),
    ("warn", "absent_bg"),
    ("block", "raised"),
    ("block", "period_bg"),
    ("accent", "surface"),
    ("accent_text", "raised"),
    ("ok", "raised"),
]


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    theme.apply(theme.Scheme.LIGHT)
    yield
    theme.apply(theme.Scheme.LIGHT)


def luminance(value: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize(("front", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(t: Tokens, front: str, ground: str) -> None:
    assert contrast(getattr(t, front), getattr(t, ground)) >= 4.5


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize(("front", "ground"), SIGNS)
def test_signs_and_edges_stand_out_from_their_ground(t: Tokens, front: str, ground: str) -> None:
    assert contrast(getattr(t, front), getattr(t, ground)) >= 3


def test_the_measure_of_contrast_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=lambda t: t.name)
def test_every_colour_is_written_in_full(t: Tokens) -> None:
    for name in t.__slots__:
        value = getattr(t, name)
        if name != "name" and isinstance(value, str):
            assert re.fullmatch(r"#[0-9A-F]{6}", value), name


@pytest.mark.parametrize("t", [LIGHT, DARK], ids=lambda t: t.name)
def test_the_sheet_has_no_open_places_fonts_or_views(t: Tokens) -> None:
    text = sheet(t)
    assert "$" not in text
    assert "font-family" not in text
    assert "font-size" not in text
    assert "QTableView" not in text
    assert "QTreeView" not in text
    assert f"down-{t.name}.svg" in text


def test_a_change_of_theme_reaches_what_is_shown(qtbot: QtBot) -> None:
    window = QWidget()
    button, field, label = QPushButton("Войти", window), QLineEdit(window), QLabel("Пароль", window)
    tone(label, "text2", fonts.SECOND)
    qtbot.addWidget(window)
    window.show()
    theme.apply(theme.Scheme.DARK)
    QApplication.processEvents()
    assert window.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text2)
    assert label.font().pixelSize() == fonts.SECOND
    assert field.grab().toImage().pixelColor(field.width() // 2, field.height() // 2) == QColor(DARK.surface)
    assert button.grab().toImage().pixelColor(6, button.height() // 2) == QColor(DARK.surface)
    theme.apply(theme.Scheme.LIGHT)
    QApplication.processEvents()
    assert window.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.text2)
    assert field.grab().toImage().pixelColor(field.width() // 2, field.height() // 2) == QColor(LIGHT.surface)


def test_who_paints_itself_is_told_after_the_tokens_have_changed(qtbot: QtBot) -> None:
    seen: list[str] = []

    def note() -> None:
        seen.append(theme.tokens().name)

    theme.signals.changed.connect(note)
    try:
        theme.apply(theme.Scheme.DARK)
    finally:
        theme.signals.changed.disconnect(note)
    assert seen == ["dark"]


def test_a_cache_of_pictures_is_emptied_before_anyone_paints(qtbot: QtBot) -> None:
    order: list[str] = []

    def empty() -> None:
        order.append("cache")

    def paint() -> None:
        order.append("paint")

    theme.drops_cache(empty)
    theme.signals.changed.connect(paint)
    try:
        theme.apply(theme.Scheme.DARK)
    finally:
        theme.signals.changed.disconnect(paint)
        theme._State.caches = theme._State.caches[:-1]
    assert order == ["cache", "paint"]


def test_without_a_word_from_the_system_the_theme_is_light(qapp: QApplication) -> None:
    assert qapp.styleHints().colorScheme() is not Qt.ColorScheme.Dark
    theme.apply(theme.Scheme.SYSTEM)
    assert theme.tokens() is LIGHT


def test_disabled_words_have_their_own_colour() -> None:
    colour = theme.palette(LIGHT).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert colour == QColor(LIGHT.disabled)


def test_type_is_pt_sans_in_pixels(qapp: QApplication) -> None:
    assert qapp.font().family() == "PT Sans"
    assert qapp.font().pixelSize() == fonts.BODY
    # Figures of the specification: PT Sans 142, any stand-in 162 and more.
    assert fonts.metrics(12).horizontalAdvance("Константинова Александра") == pytest.approx(142, abs=3)
    assert len({fonts.metrics().horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_toned_label_can_be_freed(qtbot: QtBot) -> None:
    label = QLabel("Пароль")
    tone(label, "text2")
    tone(label, "text3")
    assert len([child for child in label.children() if type(child).__name__ == "_Tone"]) == 1
    gone: list[bool] = []
    label.destroyed.connect(lambda: gone.append(True))
    label.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    theme.apply(theme.Scheme.DARK)
    assert gone == [True]
