"""«Настройка школы»: what the administrator has still to do before the journal can be kept; Enter opens the dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ezh_desktop.services.doors import Office, Place
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.progress import Step, read_progress, sets_up
from ezh_desktop.ui.grids.todaylist import TodayList
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.today import Kind, Row, Target
from ezh_desktop.ui.pages.base import Scope, Tools, WindowPage


class SetupTab(WindowPage):
    """For the administrator, as long as something is lacking. It writes nothing: each line opens its dialog."""

    name = "setup"
    title = "Настройка школы"
    scope = Scope.PERSON
    help_page = "school"
    prints = False

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._commands: Commands | None = None
        self.list = TodayList("Что осталось настроить", parent=self)
        self.list.chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """As long as a step is not done."""
        if not (place.home and isinstance(office, FileOffice) and sets_up(office)):
            return False
        return not all(step.done for step in read_progress(office))

    @property
    def read_to(self) -> int:
        """It is read anew whenever a dialog closes; acts of others are seen then."""
        return 0

    def scopes(self) -> frozenset[int]:
        """No page of a class is shown."""
        return frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - it has no lesson
        """See `WindowPage.show_place`."""
        self.reload()
        self.list.stand()

    def reload(self) -> None:
        """See `WindowPage.reload`. From a step that has just been done the cursor goes on to the next."""
        office = self.tools.office
        if isinstance(office, FileOffice):
            at = max(1, self.list.currentIndex().row())
            before, rows = self.list.rows.row(at), step_rows(read_progress(office))
            self.list.rows.show_rows(rows)
            if before is not None and before.warns and not rows[at].warns:
                at = next((row for row in range(at, len(rows)) if rows[row].warns), at)
            self.list.setCurrentIndex(self.list.rows.index(at))

    def take_commands(self, commands: Commands) -> None:
        """The dialogs are the window's."""
        self._commands = commands

    def focus_widget(self) -> QWidget:
        """The steps."""
        return self.list

    def _on_chosen(self, target: object) -> None:
        if isinstance(target, Target) and self._commands is not None and target.tab in self._commands:
            self._commands[target.tab].trigger()


def step_rows(steps: tuple[Step, ...]) -> list[Row]:
    """The steps as lines: what is lacking stands in full colour."""
    left = sum(not step.done for step in steps)
    note = f"осталось {left} из {len(steps)}" if left else "всё готово"
    rows = [Row(Kind.HEADING, "Что осталось настроить", note=note)]
    for number, step in enumerate(steps, 1):
        words = f"готово: {step.words}" if step.done else step.words
        action = "Изменить" if step.done else "Открыть"
        target = Target(0, None, step.command)
        rows.append(
            Row(Kind.LINE, step.title, lead=str(number), note=words, action=action, warns=not step.done, target=target)
        )
    return rows
