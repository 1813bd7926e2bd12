"""The small widgets of every window: tabs, navigation, status bar, floats, long work."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.errors import RuleRefused
from ezh_desktop.ui import icons
from ezh_desktop.ui.widgets.badge import Badge
from ezh_desktop.ui.widgets.busy import BusyDialog, BusyStrip
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.messages import HistoryFloat, HistoryLine, RefusalFloat
from ezh_desktop.ui.widgets.nav import ROW_ROLE, NavRow, NavView
from ezh_desktop.ui.widgets.signs import Kind, Notice, SignLine
from ezh_desktop.ui.widgets.statusbar import StatusBar
from ezh_desktop.ui.widgets.tabs import PageTabs
from tests.look.registry import Scene, Shot, shows

ROWS = (
    NavRow("Сегодня", icon="home"),
    NavRow("Мои страницы", heading=True),
    NavRow("Алгебра", "7А", badge=Badge(6, overdue=True), running=True),
    NavRow("Геометрия", "7А"),
    NavRow("Алгебра", "7Б", badge=Badge(2)),
    NavRow("Вероятность и статистика", "8А"),
    NavRow("Мой класс", heading=True),
    NavRow("7А, 26 человек", icon="people", badge=Badge(3)),
    NavRow("7А", note="23 / 26"),
)


def tabs() -> PageTabs:
    bar = PageTabs()
    for text in ("Отметки", "Темы и задания", "Пропуски", "Сводная ведомость", "Листок здоровья"):
        bar.addTab(text)
    bar.set_badge(0, Badge(6, overdue=True))
    bar.set_badge(1, Badge(2))
    bar.start_group(2)
    return bar


def nav() -> NavView:
    model = QStandardItemModel()
    for row in ROWS:
        item = QStandardItem(row.title)
        item.setData(row, ROW_ROLE)
        item.setAccessibleText(row.spoken())
        item.setSizeHint(QSize())
        model.appendRow(item)
    view = NavView()
    model.setParent(view)
    view.setModel(model)
    view.setCurrentIndex(model.index(2, 0))
    return view


def _controls() -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(20, 20, 20, 20)
    row = QHBoxLayout()
    for text, kind, icon in (("Напечатать", "primary", "print"), ("Сохранить PDF…", "", "document_pdf")):
        button = QPushButton(text)
        button.setProperty("kind", kind)
        icons.dress(button, icon, "on_accent" if kind else "text2")
        row.addWidget(button)
    flat = QPushButton("Недочёты 6")
    flat.setProperty("kind", "flat")
    flat.setCheckable(True)
    flat.setChecked(True)
    icons.dress(flat, "panel_right")
    undo = QToolButton()
    undo.setToolTip("Отменить")
    icons.dress(undo, "arrow_undo")
    off = QPushButton("Недоступно")
    off.setEnabled(False)
    icons.dress(off, "key")
    for widget in (flat, undo, off, LinkButton(text="Другой файл…")):
        row.addWidget(widget)
    column.addLayout(row)
    combo, field, bar = QComboBox(), QLineEdit(), QProgressBar()
    combo.addItems(["Учительская", "Кабинет 12"])
    field.setPlaceholderText("Найти ученика, класс, страницу")
    bar.setValue(72)
    bar.setTextVisible(False)
    check, radio = QCheckBox("С двух сторон, переплёт слева"), QRadioButton("Алгебра, весь год")
    check.setChecked(True)
    radio.setChecked(True)
    line, notice = SignLine(), Notice()
    line.say(Kind.FAULT, "Такой даты нет: 31.02.2013", aloud=False)
    notice.say(Kind.WARNING, "Нет темы 26 ноября", "Страница напечатается с пустой строкой")
    for widget in (combo, field, check, radio, QCheckBox("Строки для подписи и печати"), bar, line, notice):
        column.addWidget(widget)
    return host


def _floats() -> tuple[QWidget, list[object]]:
    window, cells = QWidget(), QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(cells)
    refusal = RuleRefused("«4-» не поставить", "Можно 1 2 3 4 5 или н.", "5.4")
    lines = (
        HistoryLine("4/3", "21 ноября, 08:30, Фомина Лидия Павловна", "ошибка в подсчёте"),
        HistoryLine("4/2", "20 ноября, 13:12, Фомина Лидия Павловна"),
    )
    floats = [
        (RefusalFloat.of(window, refusal), QRect(20, 60, 26, 19)),
        (RefusalFloat.of(window, refusal), QRect(560, 20, 26, 19)),
        (
            HistoryFloat(
                window,
                "Павлова Вероника",
                "20 ноября, диктант с грамматическим заданием",
                lines,
                comment="Работа переписана после разбора ошибок",
                undo="4/2",
            ),
            QRect(200, 320, 26, 19),
        ),
    ]
    return window, [lambda f=f, r=r: f.show_beside(cells, r) for f, r in floats]


@shows("widgets")
def widgets(_scene: Scene) -> Iterator[Shot]:
    """One picture of each, and the controls under the sheet."""
    yield Shot("controls", _controls())
    yield Shot("tabs", tabs(), (700, 42))
    yield Shot("navigation", nav(), (200, 280))
    bar = StatusBar()
    bar.show_saved("Сохранено в 10:43")
    bar.show_pending("записывается 1 отметка…")
    bar.person.show_text("Соколова Наталья Викторовна, учитель")
    bar.backup.show_text("Копия: вчера в 16:40, флешка «ЖУРНАЛ»")
    bar.zoom.show_text("100 %")
    yield Shot("status", bar, (1166, 24))
    failed = StatusBar()
    failed.show_failed("Не сохранено: на диске нет места")
    failed.person.show_text("Соколова Наталья Викторовна, учитель")
    strip = BusyStrip(failed, "Печать журнала")
    strip.show_percent(72)
    failed.take_in(strip)
    yield Shot("status-failed", failed, (1166, 24))
    window, acts = _floats()
    yield Shot("floats", window, (640, 420), ready=lambda: [act() for act in acts])
    busy = BusyDialog(None, "Печать журнала 7А", "Журнал можно заполнять, пока идёт печать.")
    busy.show_progress(0.72, 34, "страница 104 из 144")
    yield Shot("busy", busy)
