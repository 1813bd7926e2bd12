"""Fields that go on below when there is no room beside."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from ezh_desktop.ui.widgets.flow import FlowLayout, labelled


@pytest.fixture
def host(qtbot, themed):
    shown = QWidget()
    qtbot.addWidget(shown)
    flow = FlowLayout(shown, gap=10, line_gap=4)
    for width in (100, 100, 100):
        field = QLabel("поле", shown)
        field.setFixedSize(width, 30)
        flow.addWidget(field)
    return shown


def corners(host):
    return [(one.x(), one.y()) for one in host.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (400, [(0, 0), (110, 0), (220, 0)]),
        (320, [(0, 0), (110, 0), (220, 0)]),
        (319, [(0, 0), (110, 0), (0, 34)]),
        (120, [(0, 0), (0, 34), (0, 68)]),
    ],
)
def test_as_many_stand_in_a_line_as_fit(host, width, places):
    host.resize(width, 200)
    host.show()
    assert corners(host) == places


def test_a_narrow_one_is_higher(host):
    flow = host.layout()
    assert [flow.heightForWidth(width) for width in (320, 210, 100)] == [30, 64, 98]
    assert flow.sizeHint().width() == 320
    assert flow.minimumSize().width() == 100


def test_what_is_hidden_takes_no_room(host):
    host.findChildren(QLabel)[1].hide()
    host.resize(210, 100)
    host.show()
    assert corners(host)[2] == (110, 0)


def test_items_can_be_taken_out_again(host):
    flow = host.layout()
    assert flow.takeAt(0) is not None
    assert flow.takeAt(5) is None
    assert flow.count() == 2


def test_a_field_has_its_words_as_its_name(qtbot, themed):
    host = QWidget()
    qtbot.addWidget(host)
    box = QComboBox(host)
    box.setEditable(True)
    labelled("Периоды", box, 120, host)
    assert box.accessibleName() == "Периоды"
    assert box.lineEdit().accessibleName() == "Периоды"
