"""Waiting for the disk: what is copied, printed or exported holds what was typed a moment before."""

from __future__ import annotations

from typing import Final

from ezh_desktop.errors import BusyTrouble
from ezh_desktop.services.doors import Office

DRAIN_SECONDS: Final = 10.0


def demand_written(office: Office) -> None:
    """Wait until nothing is pending; not for the window's thread. Raises BusyTrouble when the disk does not answer."""
    if not office.drain(DRAIN_SECONDS):
        raise BusyTrouble("Последние записи ещё не на диске.", "Подождите, пока они запишутся, и повторите.")
