"""One member of staff: name, post, login, roles. A new one gets an account and a slip, a known one is changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget

from ezh_desktop.domain.logins import demand_login, login_of
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import RolePlan, demand_roles
from ezh_desktop.domain.russian import Gender, gender_of
from ezh_desktop.errors import BadInput
from ezh_desktop.jobs.accounts import MakeAccounts, Slips
from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.accounts import NewStaff
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.staff import StaffLine, StaffPage
from ezh_desktop.services.staff import Person, Wanted, change_roles, demand_name, write_person
from ezh_desktop.ui import fitting, forms
from ezh_desktop.ui.dialogs.rolerows import RoleRows
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.widgets.linkbutton import LinkButton
from ezh_desktop.ui.widgets.workline import WorkLine

_WIDTH = 640


class PersonDialog(QDialog):
    """`made` comes with the access slip of a new account; accepted once everything is written."""

    made = Signal(object)

    def __init__(
        self, office: FileOffice, page: StaffPage, line: StaffLine | None = None, parent: QWidget | None = None
    ) -> None:
        """`line` is the person to be changed; None makes a new one."""
        super().__init__(parent)
        self._office, self._page, self._line = office, page, line
        self._own_login = self._own_gender = False
        forms.fill(self, known=(RoleRows, LinkButton, WorkLine))
        self._take_out()
        self._fill()
        self._connect()
        self.resize(_WIDTH, self.sizeHint().height())
        fitting.fit(self)
        self._surname.setFocus()

    def _take_out(self) -> None:
        self._heading, self._note, self._login_label = (
            forms.child(self, QLabel, name) for name in ("heading", "note", "loginLabel")
        )
        self._surname, self._given, self._patronymic, self._post, self._login = (
            forms.child(self, QLineEdit, name) for name in ("surname", "given", "patronymic", "post", "login")
        )
        self._female, self._male = (forms.child(self, QRadioButton, name) for name in ("female", "male"))
        self._roles = forms.child(self, RoleRows, "roles")
        self._add_role = forms.child(self, LinkButton, "addRole")
        self._work = forms.child(self, WorkLine, "work")
        self._cancel, self._write = (forms.child(self, QPushButton, name) for name in ("cancel", "write"))

    def _fill(self) -> None:
        line = self._line
        self._heading.setText(line.name.full if line else "Новый сотрудник")
        self._write.setText("Записать" if line else "Создать учётную запись")
        self._roles.use(self._page.classes, self._page.today)
        if line is None:
            self._roles.add(RolePlan(Role.SUBJECT_TEACHER))
        else:
            self._fill_known(line)
        self._show_note()

    def _fill_known(self, line: StaffLine) -> None:
        for field, text in (
            (self._surname, line.name.surname),
            (self._given, line.name.given),
            (self._patronymic, line.name.patronymic),
            (self._post, line.post),
            (self._login, line.login),
        ):
            field.setText(text)
        (self._male if line.gender == "m" else self._female).setChecked(True)
        self._own_gender = True
        # The login stays: by it the key file and the protocol know the account.
        self._login.setReadOnly(True)
        self._login.setEnabled(False)
        self._login.setPlaceholderText("нет учётной записи")
        for role in line.lasting(self._page.today):
            self._roles.add(role.plan, role)

    def _connect(self) -> None:
        for field in (self._surname, self._given, self._patronymic):
            field.textEdited.connect(self._on_name_edited)
        self._login.textEdited.connect(self._on_login_edited)
        for radio in (self._female, self._male):
            radio.clicked.connect(self._on_gender_clicked)
        self._add_role.clicked.connect(self._roles.add_new)
        self._roles.changed.connect(self._show_note)
        self._cancel.clicked.connect(self.reject)
        self._write.clicked.connect(self._on_write)
        self._work.busy.connect(self._on_busy)
        help_key(self, "accounts")

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._work.running

    @property
    def _name(self) -> PersonName:
        parts = (" ".join(field.text().split()) for field in (self._surname, self._given, self._patronymic))
        return PersonName(*parts)

    def _on_name_edited(self) -> None:
        """Login and gender follow the name until the person has chosen them."""
        name = self._name
        if self._line is None and not self._own_login:
            self._login.setText(login_of(name, self._page.logins) if name.surname else "")
        told = gender_of(name.given, name.patronymic)
        if not self._own_gender and told is not None:
            (self._male if told is Gender.MALE else self._female).setChecked(True)

    def _on_login_edited(self, text: str) -> None:
        self._own_login = bool(text)

    def _on_gender_clicked(self) -> None:
        self._own_gender = True

    def _show_note(self) -> None:
        """Who leads the class already: a second class teacher is allowed while one hands over to the other."""
        named = set(self._roles.class_now())
        words = [
            f"У {role.class_name} уже есть классный руководитель: {other.name.full}."
            for other in self._page.lines
            if self._line is None or other.person != self._line.person
            for role in other.lasting(self._page.today)
            if role.plan.school_class in named and role.plan.role is Role.CLASS_TEACHER
        ]
        self._note.setText(" ".join(words))
        self._note.setVisible(bool(words))

    def _on_busy(self, busy: bool) -> None:
        for widget in (self._write, self._cancel, self._roles, self._add_role):
            widget.setEnabled(not busy)
        for field in (self._surname, self._given, self._patronymic, self._post):
            field.setReadOnly(busy)

    def _on_write(self) -> None:
        try:
            wanted = self._checked()
            login = self._login.text() if self._line else demand_login(self._login.text())
        except BadInput as error:
            self._work.say(error.text, fault=True)
            return
        name, gender, post = self._name, "m" if self._male.isChecked() else "f", " ".join(self._post.text().split())
        line, office = self._line, self._office
        if line is None:
            new = NewStaff(name, gender, login, [plan for _, plan in wanted], post)
            self._work.start("Готовится пароль", MakeAccounts(office, [new]), self._on_made)
        else:
            work = _Change(office, line, Person(name, gender, post), wanted)
            self._work.start("Записываю…", work, self._on_written)

    def _checked(self) -> list[Wanted]:
        demand_name(self._name)
        wanted = self._roles.wanted()
        demand_roles([plan for _, plan in wanted], self._page.today)
        return wanted

    def _on_made(self, slips: Slips) -> None:
        self.accept()
        self.made.emit(slips)

    def _on_written(self, _result: None) -> None:
        self.accept()

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()

    def done(self, result: int) -> None:
        """Let the thread of the work go."""
        self._work.close_down()
        super().done(result)


class _Change:
    """Writes what was changed of a person: the name as one act, the roles as another."""

    def __init__(self, office: FileOffice, line: StaffLine, person: Person, wanted: Sequence[Wanted]) -> None:
        self._office, self._line, self._person, self._wanted = office, line, person, wanted

    def __call__(self, _progress: Progress) -> None:
        ended = [(role, role.plan) for role in self._line.roles if not role.plan.lasts(self._office.clock.today())]
        # The roles first: they may be refused, a name hardly ever is.
        change_roles(self._office, self._line, [*ended, *self._wanted])
        write_person(self._office, self._line, self._person)
