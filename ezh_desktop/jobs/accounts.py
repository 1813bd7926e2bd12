"""Accounts made and reset beside the window's thread, and the access slips that come of it.

A password costs a quarter of a second on purpose, so that guessing one is dear; twenty take some seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.accounts import NewStaff, Step, add_accounts, reset_passwords, unblock_account
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.staff import AccessSlip
from ezh_desktop.services.staff import access_slips_of

Slips = tuple[AccessSlip, ...]


def _step(progress: Progress) -> Step:
    def step(done: int, of: int) -> None:
        progress(done, of, f"Готовится пароль {done + 1} из {of}" if of > 1 else "Готовится пароль")

    return step


@dataclass(frozen=True)
class MakeAccounts:
    """Makes accounts as one act. Raises BadInput, Refusal; stopped, it has written nothing."""

    office: FileOffice
    staff: Sequence[NewStaff]

    def __call__(self, progress: Progress) -> Slips:
        """The slips to be handed out."""
        passwords = add_accounts(self.office, self.staff, step=_step(progress))
        logins = (new.login.strip() for new in self.staff)
        return access_slips_of(self.office, dict(zip(logins, passwords, strict=True)))


@dataclass(frozen=True)
class ResetPasswords:
    """Gives accounts new one-time passwords as one act. Raises BadInput, Refusal; stopped, it has written nothing."""

    office: FileOffice
    logins: Sequence[str]

    def __call__(self, progress: Progress) -> Slips:
        """The slips to be handed out."""
        passwords = reset_passwords(self.office, self.logins, step=_step(progress))
        return access_slips_of(self.office, dict(zip(self.logins, passwords, strict=True)))


@dataclass(frozen=True)
class Unblock:
    """Lets a person in again under a one-time password. Raises BadInput, Refusal."""

    office: FileOffice
    login: str

    def __call__(self, progress: Progress) -> Slips:
        """The slip to be handed out."""
        progress(0, 1, "Готовится пароль")
        return access_slips_of(self.office, {self.login: unblock_account(self.office, self.login)})


@dataclass(frozen=True)
class DrawSlips:
    """Draws access slips."""

    office: FileOffice
    slips: Slips
    school: str
    year: str

    def __call__(self, progress: Progress) -> bytes:
        """The PDF."""
        # ReportLab takes longer to load than the slips to draw.
        from ezh_desktop.reports.access_slip import access_slips  # noqa: PLC0415
        from ezh_desktop.reports.base import PrintInfo  # noqa: PLC0415

        progress(0, 1, "Готовятся листки")
        office = self.office
        info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
        return access_slips(self.slips, self.school, self.year, info)
