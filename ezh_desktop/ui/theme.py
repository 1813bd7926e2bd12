"""The theme in force: tokens, palette, font and sheet, laid on in the one order that works.

Style once, then palette, font and **last** the sheet: a style sheet freezes the palette of shown widgets until it is
set again, even with the same text. What paints itself listens to `signals.changed` and reads `tokens()` anew.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ezh_desktop import assets
from ezh_desktop.ui import fonts
from ezh_desktop.ui.sheet import sheet
from ezh_desktop.ui.tokens import DARK, LIGHT, Scheme, Tokens, ink

__all__ = ["Scheme", "Tokens", "apply", "drops_cache", "follow_system", "ink", "palette", "signals", "tokens"]

_Role = QPalette.ColorRole
_STYLED = "ezh_styled"


class _Signals(QObject):
    """`changed` comes after the new theme is laid on."""

    changed = Signal()


class _State:
    """What is in force now, and the caches that a change of theme empties."""

    wanted = Scheme.SYSTEM
    tokens = LIGHT
    caches: tuple[Callable[[], object], ...] = ()


signals = _Signals()


def tokens() -> Tokens:
    """The table in force."""
    return _State.tokens


def drops_cache(clear: Callable[[], object]) -> None:
    """Registers the emptying of a cache of pictures whose colours belong to a theme."""
    _State.caches = (*_State.caches, clear)


def apply(scheme: Scheme = Scheme.SYSTEM) -> None:
    """Lays the theme on the running QApplication and tells all who paint themselves."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a theme needs a QApplication")  # noqa: TRY004 - the order of calls is wrong, not a type
    _State.wanted = scheme
    _State.tokens = _chosen(scheme)
    fonts.load()
    QDir.setSearchPaths("ezh", [str(assets.icons_folder())])
    # Asked by a property: with a sheet laid on, the style no longer tells its name.
    if not app.property(_STYLED):
        app.setStyle("Fusion")
        app.setProperty(_STYLED, True)
    app.setPalette(palette(_State.tokens))
    app.setFont(fonts.font())
    app.setStyleSheet(sheet(_State.tokens))
    for clear in _State.caches:
        clear()
    signals.changed.emit()


def follow_system() -> None:
    """From now on a change of the computer's colour scheme is followed, unless the person chose one."""
    QGuiApplication.styleHints().colorSchemeChanged.connect(_on_system_changed)


def _on_system_changed() -> None:
    if _State.wanted is Scheme.SYSTEM and _chosen(Scheme.SYSTEM) is not _State.tokens:
        apply(Scheme.SYSTEM)


def _chosen(scheme: Scheme) -> Tokens:
    if scheme is Scheme.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if scheme is Scheme.DARK else LIGHT


def palette(t: Tokens) -> QPalette:
    """The tokens as Qt's palette, with its disabled group."""
    result = QPalette()
    for role, value in _roles(t).items():
        result.setColor(role, ink(value))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText, _Role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, role, ink(t.disabled))
    result.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, ink(t.pressed))
    result.setColor(QPalette.ColorGroup.Disabled, _Role.Base, ink(t.window))
    return result


def _roles(t: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: t.window,
        _Role.WindowText: t.text,
        _Role.Base: t.surface,
        _Role.AlternateBase: t.raised,
        _Role.Text: t.text,
        _Role.Button: t.surface,
        _Role.ButtonText: t.text,
        _Role.BrightText: t.on_accent,
        _Role.PlaceholderText: t.text3,
        _Role.Highlight: t.accent,
        _Role.HighlightedText: t.on_accent,
        _Role.Accent: t.accent,
        _Role.Link: t.accent_text,
        _Role.LinkVisited: t.accent_text,
        _Role.ToolTipBase: t.tooltip,
        _Role.ToolTipText: t.tooltip_text,
        _Role.Light: t.raised,
        _Role.Midlight: t.hover,
        _Role.Mid: t.line2,
        _Role.Dark: t.border,
        _Role.Shadow: t.line2,
    }
