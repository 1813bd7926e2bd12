"""Tabs of the main window: who sees which, which one is kept, what the window remembers of a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ezh_desktop.services.doors import NO_COURSE, CoursePlace
from ezh_desktop.ui import shelf
from ezh_desktop.ui.pages.base import Scope, WindowPage
from ezh_desktop.ui.pages.marks import MarksPage


class ClassTab(WindowPage):
    """A page of the class that needs no course."""

    name = "of_class"
    title = "Класс"
    scope = Scope.CLASS
    help_page = "marks"

    def __init__(self, tools, parent=None):
        super().__init__(tools, parent)
        self.label = QLabel(self)
        self.place = None

    @classmethod
    def available(cls, office, place):
        return place.class_name != "7Б"

    @property
    def read_to(self) -> int:
        return 0

    def scopes(self):
        return frozenset({self.place.school_class})

    def show_place(self, place, lesson=None):
        self.place = place
        self.label.setText(place.class_name)

    def reload(self):
        pass

    def focus_widget(self) -> QWidget:
        return self.label


@pytest.fixture
def two_tabs(monkeypatch):
    monkeypatch.setattr(shelf, "PAGES", (MarksPage, ClassTab))


@pytest.mark.usefixtures("two_tabs")
class TestTabs:
    def test_a_tab_is_chosen_by_its_number_and_kept_on_another_course(self, sits, office):
        teacher = sits(office)
        assert teacher.tabs() == ["Отметки", "Класс"]
        teacher.presses("Ctrl+2")
        assert teacher.window.page.name == "of_class"
        teacher.opens("7А Русский язык")
        assert teacher.window.page.name == "of_class"
        teacher.presses("Ctrl+1")
        assert teacher.window.page.name == "marks"
        assert teacher.title() == "7А, Русский язык — ЭЖ"

    def test_a_tab_that_cannot_be_read_is_not_shown_and_comes_back(self, sits, office):
        teacher = sits(office)
        teacher.presses("Ctrl+2")
        teacher.opens("7Б Алгебра")
        assert teacher.tabs() == ["Отметки"]
        assert teacher.window.page.name == "marks"
        teacher.opens("7А Алгебра")
        assert teacher.window.page.name == "of_class"

    def test_a_class_without_a_course_has_the_pages_of_the_class_alone(self, sits, office, monkeypatch):
        bare = CoursePlace(NO_COURSE, "7А", "", "", "Классы", school_class=900)
        monkeypatch.setattr(office, "places", lambda: [bare])
        monkeypatch.setattr(office, "first_place", lambda: None)
        teacher = sits(office, grid=False)
        assert teacher.tabs() == ["Класс"]
        assert teacher.title() == "7А, класс — ЭЖ"
        assert teacher.window.navigation.model().index(1, 0).data() == "7А класс"

    def test_commands_of_a_page_are_off_on_another(self, sits, office):
        teacher = sits(office)
        assert teacher.window.commands["fill_down"].isEnabled()
        teacher.presses("Ctrl+2")
        assert not teacher.window.commands["fill_down"].isEnabled()
        teacher.presses("Ctrl+1")
        assert teacher.window.commands["fill_down"].isEnabled()

    def test_undo_goes_to_the_tab_the_entry_was_made_on(self, sits, office):
        teacher = sits(office)
        teacher.types("5")
        teacher.waits_saved()
        teacher.presses("Ctrl+2")
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
        assert teacher.window.page.name == "marks"


class TestRemembered:
    def test_the_list_of_pages_stays_hidden_for_the_person(self, sits, office):
        teacher = sits(office)
        assert teacher.window.navigation.isVisible()
        teacher.presses("Ctrl+B")
        assert not sits(office).window.navigation.isVisible()

    def test_the_window_comes_back_where_it_was_left(self, sits, office):
        window = sits(office, size=(720, 560)).window
        window.close()
        again = sits(office).window
        again.show_as_left()
        assert (again.width(), again.height()) == (720, 560)

    def test_the_foot_of_the_list_says_that_no_network_is_needed(self, teacher):
        words = [label.text() for label in teacher.window.navigation.findChildren(QLabel)]
        assert "Работает без интернета" in words


def test_a_page_is_saved_as_pdf_after_one_question(sits, office, doors, monkeypatch, tmp_path: Path):
    saved = {}
    monkeypatch.setattr(doors, "save_file", lambda *_: tmp_path / "page.pdf", raising=False)
    teacher = sits(office, save=lambda path, data: saved.update({path.name: data[:4]}))
    teacher.presses("Ctrl+Shift+P")
    teacher.waits_until(lambda: "Сохранено: page.pdf" in teacher.status(), "the word of saving", 20_000)
    assert saved == {"page.pdf": b"%PDF"}


def test_the_commands_on_the_column_stand_on_the_line_of_the_cell(teacher):
    words = [button.text() for button in teacher.window.marks.line.findChildren(QPushButton)]
    assert words == ["Вид урока", "Примечание", "История клетки"]
