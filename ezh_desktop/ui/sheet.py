"""The application's one style sheet, made from the tokens.

Only for what Fusion cannot draw from the palette: buttons, fields, check marks, menu, tooltip, progress, scroll bars.
No fonts, nothing for views, and no widget has a sheet of its own: both would break the change of theme.
"""

from __future__ import annotations

from string import Template

from ezh_desktop.ui.tokens import Tokens

# A focus border of 2 px needs a padding 1 px less, or the text jumps; flat buttons are lower than the others.
_SHEET = Template("""
QDialog, QMessageBox, QFileDialog { background: $surface; }
QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: 4px;
  padding: 0 12px; min-height: 26px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $focus; padding: 0 11px; min-height: 24px; }
QPushButton:disabled { background: $window; color: $disabled; border-color: $line2; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $disabled; border-color: $hover; }
QPushButton[kind="flat"], QToolButton { background: transparent; color: $text; border: 1px solid transparent;
  border-radius: 4px; padding: 0 6px; min-height: 22px; }
QPushButton[kind="flat"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="flat"]:pressed, QToolButton:pressed { background: $pressed; }
QPushButton[kind="flat"]:checked, QToolButton:checked { background: $accent_soft; color: $accent_text; }
QPushButton[kind="flat"]:focus, QToolButton:focus { border: 2px solid $focus; padding: 0 5px; min-height: 20px; }
QPushButton[kind="flat"]:disabled, QToolButton:disabled { color: $disabled; }
QToolButton { padding: 0 3px; }
QToolButton:focus { padding: 0 2px; }
QToolButton::menu-indicator { image: none; }
QLineEdit QToolButton { min-height: 0; padding: 0; border: none; }
QPushButton[kind="link"] { background: transparent; color: $accent_text; border: 1px solid transparent;
  padding: 0 3px; min-height: 22px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 0 2px; min-height: 20px; }
QPushButton[kind="link"]:disabled { color: $disabled; }
QStatusBar QPushButton[kind="link"] { min-height: 16px; max-height: 16px; border: none; padding: 0 2px; }
QStatusBar::item { border: none; }
QLineEdit, QComboBox, QSpinBox, QDateEdit, QPlainTextEdit { background: $surface; color: $text;
  border: 1px solid $border; border-radius: 4px; padding: 0 8px; min-height: 26px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus {
  border: 2px solid $focus; padding: 0 7px; min-height: 24px; }
QDateEdit::up-button, QDateEdit::down-button { width: 0; border: none; subcontrol-origin: border; }
QLineEdit[fault="true"], QComboBox[fault="true"] { border: 2px solid $block; padding: 0 7px; min-height: 24px; }
QLineEdit[kind="search"] { min-height: 20px; }
QLineEdit[kind="search"]:focus { min-height: 18px; }
QLineEdit:disabled, QComboBox:disabled { background: $window; color: $disabled; border-color: $line2; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(ezh:glyphs/down-$name.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line2; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $border;
  background: $surface; border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url(ezh:glyphs/check-$name.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url(ezh:glyphs/dot-$name.svg); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { width: 12px; height: 12px; border: 2px solid $focus; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $line2; }
QTreeWidget::indicator, QListWidget::indicator { width: 12px; height: 12px; border: 1px solid $border;
  background: $surface; border-radius: 3px; }
QTreeWidget::indicator:checked, QListWidget::indicator:checked { background: $accent; border-color: $accent;
  image: url(ezh:glyphs/check-$name.svg); }
QTreeWidget::indicator:disabled, QListWidget::indicator:disabled { background: $window; border-color: $line2; }
QMenuBar { background: $window; color: $text; border: none; spacing: 0; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; color: $text; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: 0 28px 0 8px; height: 26px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator:checked { image: url(ezh:glyphs/menucheck-$name.svg); width: 16px; height: 16px; left: 6px; }
QMenu::right-arrow { image: url(ezh:glyphs/right-$name.svg); width: 12px; height: 12px; right: 8px; }
QToolTip { background: $tooltip; color: $tooltip_text; border: none; padding: 5px 8px; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar { background: $surface; border: none; margin: 0; }
QScrollBar[ground="window"] { background: $window; }
QScrollBar:horizontal { height: 12px; }
QScrollBar:vertical { width: 12px; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:hover { background: $border; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; width: 0;
  height: 0; }
""")


def sheet(t: Tokens) -> str:
    """The text for `QApplication.setStyleSheet`."""
    return _SHEET.substitute({name: getattr(t, name) for name in t.__slots__})
