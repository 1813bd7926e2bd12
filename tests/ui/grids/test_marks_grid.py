"""The grid as Qt and a screen reader see it: rows that fit, whole columns, cells with names, lines of one thickness."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter

from ezh_desktop.ui import theme
from ezh_desktop.ui.grids.jumps import edge_of_block
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.grids.metrics import Metrics, clamp_zoom, row_height
from ezh_desktop.ui.grids.painting import Bar, Scene, ScenePainter, Strip
from ezh_desktop.ui.models.columns import nearest_lesson
from ezh_desktop.ui.models.marks import MarksModel
from tests.ui.fake_office import a_page


@pytest.fixture
def grid(themed, qtbot):
    made = MarksGrid()
    qtbot.addWidget(made)
    made.resize(1166, 579)
    model = MarksModel(a_page(), made)
    made.show_marks(model, nearest_lesson(model.columns, model.page.today))
    made.show()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("free", "pupils", "zoom", "height"),
    [
        (513, 27, 100, 19),
        (513, 30, 100, 17),
        (513, 20, 100, 25),
        (900, 20, 100, 26),
        (513, 1, 100, 26),
        (513, 27, 200, 34),
    ],
)
def test_the_row_gives_way_never_the_list(free, pupils, zoom, height):
    assert row_height(free, pupils, zoom) == height


def test_where_the_class_does_not_fit_whole_rows_fill_the_room():
    assert row_height(163, 27, 100) == 18


def test_zoom_stays_between_9_and_28_points():
    assert (clamp_zoom(10), clamp_zoom(120), clamp_zoom(900)) == (70, 120, 215)


def test_the_screen_reader_finds_cells_with_names_and_places(grid):
    grid.setFocus()
    grid.go(0, nearest_lesson(grid.marks.columns, grid.marks.page.today))
    cell = QAccessible.queryAccessibleInterface(grid).focusChild()
    assert cell.role() == QAccessible.Role.Cell
    assert cell.text(QAccessible.Text.Name) == "Абрамова Дарья, 2 декабря, пусто"
    assert cell.rect().size() == grid.visualRect(grid.currentIndex()).size()


def test_columns_in_sight_are_whole_after_opening(grid):
    grid.show_around(nearest_lesson(grid.marks.columns, grid.marks.page.today))
    first, right = grid.columnAt(0), 0
    while right < grid.viewport().width() and first < grid.marks.columnCount():
        right += grid.columnWidth(first)
        first += 1
    assert right == grid.viewport().width()


def test_nothing_jumps_when_the_cursor_moves(grid):
    before = (grid.metrics, grid.horizontalScrollBar().value())
    grid.go(5, grid.columnAt(300))
    assert (grid.metrics, grid.horizontalScrollBar().value()) == before


def test_a_cell_beside_the_holidays_does_not_lie_on_their_strip(grid):
    column = next(at for at, one in enumerate(grid.marks.columns) if one.after_gap)
    whole = grid.visualRect(grid.marks.index(0, column))
    assert grid.cell_rect(0, column).left() == whole.left() + grid.metrics.gap


def test_ctrl_and_arrow_stop_where_a_spreadsheet_stops(qapp):
    model = MarksModel(a_page(filled=False, pupils=6))
    texts = {(1, 0): "5", (2, 0): "4", (4, 0): "3"}
    model.text = lambda row, column: texts.get((row, column), "")  # type: ignore[method-assign]
    assert edge_of_block(model, (0, 0), (1, 0)) == (1, 0)
    assert edge_of_block(model, (1, 0), (1, 0)) == (2, 0)
    assert edge_of_block(model, (2, 0), (1, 0)) == (4, 0)
    assert edge_of_block(model, (4, 0), (1, 0)) == (5, 0)
    assert edge_of_block(model, (5, 0), (1, 0)) == (5, 0)


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_lines_are_equally_thick_at_every_device_scale(themed, dpr):
    rows, height = 19, 19
    image = QImage(round(40 * dpr), round(rows * height * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor("white"))
    strips = (Strip(0, 0, 40, 0, "", False),)
    bars = tuple(Bar(row, row * height, frozenset()) for row in range(rows))
    with QPainter(image) as p:
        p.fillRect(QRectF(0, 0, 40, rows * height), QColor(theme.tokens().surface))
        ScenePainter(p, Scene(strips, bars, Metrics(), (-1, -1), None, None, focused=False)).lines()
    column = [image.pixelColor(5, y) != QColor("white") for y in range(image.height())]
    runs = [len(run) for run in "".join("x" if dark else " " for dark in column).split()]
    assert len(runs) == rows
    assert set(runs) == {max(1, int(dpr))}
