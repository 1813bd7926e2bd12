"""Dialogs never reach beyond the screen: what is larger gets scroll bars (1366×768 at 200 % leaves 683×384).

A dialog calls `fit` when it is built, and `fix` in place of `setFixedSize`. Its contents move into a scroll area only
when there is no room for them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from ezh_desktop.ui.qttypes import DIRECT_CHILDREN, NO_FOCUS

FRAME = QSize(16, 44)
"""What the system's frame and title bar take, at most."""
_BAR = 12
_EDGE = 24
_NO_LIMIT = (1 << 24) - 1


def room(screen: QScreen | None) -> QSize | None:
    """The largest dialog that fits on the screen; None where no screen is (offscreen tells a made-up one)."""
    if screen is None or QGuiApplication.platformName() == "offscreen":
        return None
    return screen.availableGeometry().size() - FRAME


class _Contents(QScrollArea):
    """Holds what was the dialog's own."""

    def __init__(self, dialog: QDialog, layout: QLayout) -> None:
        super().__init__(dialog)
        self.setObjectName("fitted")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(NO_FOCUS)
        self.setWidgetResizable(True)
        self.inner = QWidget(self)
        self.inner.setLayout(layout)
        self.setWidget(self.inner)
        for ground in (self.inner, self.viewport()):
            ground.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What gets the focus is scrolled into view, however it got it."""
        if new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new, _EDGE, _EDGE)


class _Watch(QObject):
    """Looks at the dialog whenever it is shown or its contents grow."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hears the dialog's own events, takes none."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.LayoutRequest} and not self._dialog.isHidden():
            _refit(self._dialog)
        return False


def fit(dialog: QDialog) -> None:
    """From now on the dialog stays within its screen."""
    if dialog.findChild(_Watch, options=DIRECT_CHILDREN) is None:
        _Watch(dialog)


def fix(dialog: QDialog, width: int, height: int) -> None:
    """A fixed size, or as much of it as there is room for, with scroll bars."""
    wanted, most = QSize(width, height), room(dialog.screen())
    if most is None or (width <= most.width() and height <= most.height()):
        dialog.setFixedSize(wanted)
        return
    _contents(dialog).inner.setMinimumSize(wanted)
    across, down = width > most.width(), height > most.height()
    # A bar along one side takes room of the other.
    shown = wanted + QSize(_BAR if down else 0, _BAR if across else 0)
    dialog.setFixedSize(shown.boundedTo(most))


def _refit(dialog: QDialog) -> None:
    most = room(dialog.screen())
    if most is None:
        return
    least = _least(dialog, min(dialog.width(), most.width()))
    if least.width() > most.width() or least.height() > most.height():
        _loosen(dialog)
        _contents(dialog)
        # The bar beside the contents must not ask for a second one below them.
        dialog.resize(dialog.size().expandedTo(least + QSize(_BAR, 0)))
    if dialog.width() > most.width() or dialog.height() > most.height():
        dialog.resize(dialog.size().boundedTo(most))
        area = dialog.screen().availableGeometry()
        dialog.move(area.x() + max(0, (area.width() - dialog.width() - FRAME.width()) // 2), area.y())


def _least(dialog: QDialog, width: int) -> QSize:
    """What the dialog needs at that width: rows of fields that go on below in a narrow one make it higher."""
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        least.setHeight(max(least.height(), layout.minimumHeightForWidth(width)))
    return least


def _loosen(dialog: QDialog) -> None:
    """A form that holds its dialog to the size of its contents lets go."""
    layout = dialog.layout()
    if layout is not None:
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    dialog.setMinimumSize(0, 0)
    dialog.setMaximumSize(_NO_LIMIT, _NO_LIMIT)


def _contents(dialog: QDialog) -> _Contents:
    """The scroll area of a dialog; made now if it has none yet. ValueError for a dialog without a layout."""
    found = dialog.findChild(_Contents, options=DIRECT_CHILDREN)
    if found is not None:
        return found
    layout = dialog.layout()
    if layout is None:
        raise ValueError("a dialog needs a layout")
    contents = _Contents(dialog, layout)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(contents)
    contents.show()
    return contents
