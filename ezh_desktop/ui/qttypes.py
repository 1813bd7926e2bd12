"""Short names of Qt's long enums, once for the whole program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStyle

ALIGN_CENTER = Qt.AlignmentFlag.AlignCenter
ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_TOP = Qt.AlignmentFlag.AlignTop
ALIGN_BOTTOM = Qt.AlignmentFlag.AlignBottom

ELIDE_RIGHT = Qt.TextElideMode.ElideRight
ELIDE_MIDDLE = Qt.TextElideMode.ElideMiddle
ELIDE_NONE = Qt.TextElideMode.ElideNone

DIRECT_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly

NO_FOCUS = Qt.FocusPolicy.NoFocus
TAB_FOCUS = Qt.FocusPolicy.TabFocus
STRONG_FOCUS = Qt.FocusPolicy.StrongFocus

NO_PEN = Qt.PenStyle.NoPen
NO_BRUSH = Qt.BrushStyle.NoBrush
TRANSPARENT = Qt.GlobalColor.transparent
ANTIALIASING = QPainter.RenderHint.Antialiasing
SOURCE_IN = QPainter.CompositionMode.CompositionMode_SourceIn

CURSOR_HAND = Qt.CursorShape.PointingHandCursor
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

DISPLAY_ROLE = Qt.ItemDataRole.DisplayRole
EDIT_ROLE = Qt.ItemDataRole.EditRole
TOOLTIP_ROLE = Qt.ItemDataRole.ToolTipRole
ACCESSIBLE_TEXT_ROLE = Qt.ItemDataRole.AccessibleTextRole
USER_ROLE = Qt.ItemDataRole.UserRole

HORIZONTAL = Qt.Orientation.Horizontal
VERTICAL = Qt.Orientation.Vertical

EXPANDING = QSizePolicy.Policy.Expanding
FIXED = QSizePolicy.Policy.Fixed

STATE_SELECTED = QStyle.StateFlag.State_Selected
STATE_HOVER = QStyle.StateFlag.State_MouseOver
STATE_FOCUS = QStyle.StateFlag.State_HasFocus

KEY_PRESS = QEvent.Type.KeyPress
