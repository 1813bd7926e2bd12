"""«Файл → Сменить пароль…»: everybody's command who has signed in by a password."""

from __future__ import annotations

from PySide6.QtGui import QAction

from ezh_desktop.ui.schoolcommands import SchoolTools, Slots


def password_slots(tools: SchoolTools) -> Slots:
    """The command, unless the journal is open for reading or by its recovery code."""
    # Services load when they are first asked for.
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    office, window = tools.office, tools.window
    if not isinstance(office, FileOffice) or office.readonly or office.place.slot is None:
        return {}

    def lock() -> None:
        """The session has ended with its password: one signs in anew."""
        action = window.findChild(QAction, "lock")
        if action is not None:
            action.trigger()

    def show() -> None:
        from ezh_desktop.ui.dialogs.changepassword import ChangePasswordDialog  # noqa: PLC0415

        dialog = ChangePasswordDialog(office, window)
        dialog.changed.connect(lock)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    return {"own_password": show}
