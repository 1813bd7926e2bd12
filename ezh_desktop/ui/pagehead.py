"""The head of a page: class and subject (press: other pages), tabs, and the quiet commands at the right."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.ui import fonts, icons, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, ELIDE_RIGHT, NO_PEN, TAB_FOCUS
from ezh_desktop.ui.snap import hair, hline
from ezh_desktop.ui.tokens import ink
from ezh_desktop.ui.widgets.tabs import PageTabs

HEIGHT = 42
TITLE_PX = fonts.TITLE - 1
_GAP = 8
OTHERS = "Другие страницы: Ctrl+PgUp и Ctrl+PgDn"


class TitleButton(QToolButton):
    """«7А Алгебра ⌄»: the class in the accent, the subject in full contrast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class, self._subject = "", ""
        self.setFocusPolicy(TAB_FOCUS)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setObjectName("title")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def show_title(self, class_name: str, subject: str) -> None:
        """Names the page."""
        self._class, self._subject = class_name, subject
        self.setText(f"{class_name} {subject}")
        self.setAccessibleName(f"{class_name} {subject}")
        self.show_hint("")
        self.updateGeometry()
        self.update()

    def show_hint(self, teachers: str) -> None:
        """Who teaches here, above the way to other pages."""
        found = "Учителя" if "\n" in teachers else "Учитель"
        self.setToolTip(f"{found}: {teachers}\n{OTHERS}" if teachers else OTHERS)

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        words = fonts.metrics(TITLE_PX, bold=True)
        width = words.horizontalAdvance(self._class) + _GAP + words.horizontalAdvance(self._subject)
        return QSize(int(width) + 40, 30)

    def minimumSizeHint(self) -> QSize:
        """Room for the class and a shortened subject."""
        return QSize(min(120, self.sizeHint().width()), 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints class, subject and the sign of a menu."""
        t = theme.tokens()
        words = fonts.metrics(TITLE_PX, bold=True)
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            if self.underMouse() or self.hasFocus():
                p.setPen(NO_PEN)
                p.setBrush(ink(t.hover))
                p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            p.setFont(fonts.font(TITLE_PX, bold=True))
            left, height = 6.0, self.height()
            p.setPen(ink(t.accent_text))
            p.drawText(QRectF(left, 0, self.width(), height), ALIGN_LEFT, self._class)
            left += words.horizontalAdvance(self._class) + _GAP
            shown = words.elidedText(self._subject, ELIDE_RIGHT, self.width() - left - 24)
            p.setPen(ink(t.text))
            p.drawText(QRectF(left, 0, self.width() - left, height), ALIGN_LEFT, shown)
            left += words.horizontalAdvance(shown) + 6
            icons.paint(p, "chevron_down", left, (height - 16) / 2 + 1, t.text2)


class PageHead(QWidget):
    """`place_chosen` gives a place, `tab_chosen` a tab, `tree_asked` comes from the narrow window's button."""

    place_chosen = Signal(object)
    tree_asked = Signal()
    tab_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageHead")
        self.setFixedHeight(HEIGHT)
        self._tree = QToolButton(self)
        self.title = TitleButton(self)
        self.tabs = PageTabs(self)
        self._combo = QComboBox(self)
        self._menu = QMenu(self)
        self._row = QHBoxLayout(self)
        self._places: tuple[CoursePlace, ...] = ()
        self._of_class = False
        self._narrow = False
        self._build()
        theme.signals.changed.connect(self.update)

    def _build(self) -> None:
        self._row.setContentsMargins(8, 0, 14, 0)
        self._row.setSpacing(2)
        self._tree.setAccessibleName("Страницы")
        self._tree.setToolTip("Страницы  Ctrl+B")
        self._tree.setFocusPolicy(TAB_FOCUS)
        self._tree.setFixedSize(30, 28)
        icons.dress(self._tree, "navigation")
        self._combo.setAccessibleName("Вкладка")
        self._combo.setMinimumWidth(112)
        self.title.setMenu(self._menu)
        for widget in (self._tree, self.title, self.tabs, self._combo):
            self._row.addWidget(widget)
        self._row.insertSpacing(2, 8)
        self._row.addStretch(1)
        self._tree.clicked.connect(self.tree_asked)
        self.tabs.currentChanged.connect(self.tab_chosen)
        self._combo.activated.connect(self._on_combo)
        self._menu.triggered.connect(self._on_menu)
        self.set_narrow(False)

    def add_tab(self, title: str, *, of_class: bool = False) -> None:
        """Adds a tab; the first one of the class stands after a divider."""
        index = self.tabs.addTab(title)
        if of_class and not self._of_class:
            self.tabs.start_group(index)
        self._of_class = self._of_class or of_class

    def show_tabs(self, shown: Collection[int], current: int) -> None:
        """Shows only these tabs, one of them as the current one; says nothing to anybody."""
        self.tabs.blockSignals(True)
        for index in range(self.tabs.count()):
            self.tabs.setTabVisible(index, index in shown)
        self.tabs.setCurrentIndex(current)
        self.tabs.blockSignals(False)
        self.tabs.updateGeometry()
        self._combo.clear()
        for index in sorted(shown):
            self._combo.addItem(self.tabs.tabText(index), index)
        self._combo.setCurrentIndex(self._combo.findData(current))
        self._fit()

    def add_commands(self, commands: Sequence[tuple[QAction, str]]) -> None:
        """Adds quiet buttons for actions: (action, icon)."""
        for action, icon in commands:
            button = QToolButton(self)
            button.setFocusPolicy(TAB_FOCUS)
            button.setFixedSize(30, 28)
            button.setAccessibleName(action.text().replace("…", ""))
            button.setToolTip(f"{action.text()}  {action.shortcut().toString()}")
            button.clicked.connect(action.trigger)
            icons.dress(button, icon)
            self._row.addWidget(button)

    @property
    def places(self) -> tuple[CoursePlace, ...]:
        """The places the person may open."""
        return self._places

    def add_button(self, button: QToolButton) -> None:
        """Adds a button of its own at the right end: its icon, and beside it what it has to tell."""
        button.setFixedHeight(28)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._row.addWidget(button)

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Fills the menu of the title."""
        self._menu.clear()
        self._places = tuple(places)
        for number, place in enumerate(places):
            action = QAction(place.title, self._menu)
            action.setData(number)
            self._menu.addAction(action)

    def show_title(self, class_name: str, subject: str) -> None:
        """Names the page that is open."""
        self.title.show_title(class_name, subject)

    def show_teachers(self, words: str) -> None:
        """Say in the hint of the title who teaches here."""
        self.title.show_hint(words)

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the tree is behind a button and the tabs are a combo."""
        self._tree.setVisible(narrow)
        self._narrow = narrow
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The tabs give way to a combo, so that the window fits any screen."""
        return QSize(self._others() + self._combo.minimumWidth(), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See `minimumSizeHint`."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Tabs that have grown by a badge may need more room than there is."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Tabs where they have room, else the combo; the tabs stand closer before the title is shortened."""
        left = self.width() - self._others() - self.tabs.minimumSizeHint().width()
        short = self._narrow or left < 0
        self.tabs.setVisible(not short)
        self._combo.setVisible(short and self._combo.count() > 0)
        least = self.title.minimumSizeHint().width()
        wanted = least if short else min(self.title.sizeHint().width(), least + left)
        if wanted != self.title.minimumWidth():
            self.title.setMinimumWidth(wanted)

    def _others(self) -> int:
        """Width of all that stands in the row beside the tabs, of the title at its shortest."""
        margins = self._row.contentsMargins()
        shown = [item for at in range(self._row.count()) if (item := self._row.itemAt(at)) is not None]
        fluid = {self.tabs, self._combo, self.title}
        beside = [item for item in shown if item.widget() not in fluid and not item.isEmpty()]
        width = sum(item.minimumSize().width() + self._row.spacing() for item in beside)
        title = self.title.minimumSizeHint().width() + 2 * self._row.spacing()
        return margins.left() + margins.right() + title + width

    def _on_menu(self, action: QAction) -> None:
        self.place_chosen.emit(self._places[int(action.data())])

    def _on_combo(self, row: int) -> None:
        self.tabs.setCurrentIndex(int(self._combo.itemData(row)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and the line below."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.surface))
            hline(p, 0, self.width(), self.height() - hair(self.devicePixelRatioF()), ink(t.line))
