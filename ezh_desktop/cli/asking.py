"""Login and password of a command: from its options and EZH_PASSWORD, else asked for where a person sits."""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from ezh_desktop.cli.base import Session, Tools
from ezh_desktop.errors import RightRefused, UsageTrouble

PASSWORD_VARIABLE: Final = "EZH_PASSWORD"  # noqa: S105 - the name of a variable
_TRIES: Final = 3


def given_password() -> str:
    """The password of the environment, "" when there is none."""
    return os.environ.get(PASSWORD_VARIABLE, "")


def ask_password(login: str, *, twice: bool = False) -> str:
    """The password of the environment or of the person at the terminal, typed `twice` when it is a new one.

    Raises UsageTrouble when nobody can be asked, nothing was typed, or the two differ.
    """
    given = given_password()
    if given:
        return given
    if not _someone_is_there():
        raise UsageTrouble("Пароль не задан.", f"Задайте его в переменной {PASSWORD_VARIABLE}.")
    password = _typed(f"Пароль для «{login}»: ")
    if twice and _typed("Ещё раз: ") != password:
        raise UsageTrouble("Пароли не совпали.", "Повторите команду.")
    return password


@contextmanager
def signed_in(
    tools: Tools, path: Path, login: str, today: date | None = None, *, writes: bool = False
) -> Iterator[Session]:
    """The journal opened by the person, for reading unless `writes`, closed after the block.

    Raises UsageTrouble without a login, and whatever stands in the way of opening the file.
    """
    if not login:
        raise UsageTrouble("Не сказано, кто открывает журнал.", "Добавьте имя для входа: --login ИМЯ.")
    session = tools.sign_in(path, login, ask_password(login), today, writes=writes)
    try:
        if writes and session.needs_own_password:
            raise RightRefused("Пароль одноразовый.", "Сначала войдите в окне и задайте свой.")
        yield session
    finally:
        session.close()


def _someone_is_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _typed(prompt: str) -> str:
    try:
        password = getpass.getpass(prompt)
    except EOFError:
        password = ""
    if not password:
        raise UsageTrouble("Пароль пустой.", "Введите пароль.")
    return password


def type_back(groups: int, matches: Callable[[int, str], bool], say: Callable[[str], None]) -> bool:
    """Ask a person at a terminal to type back one group of the code from paper: True when it is right.

    Also True when nobody is there to be asked.

    A code that was never written down opens nothing: one group shows that the paper exists and can be read.
    """
    if not _someone_is_there():
        return True
    number = secrets.randbelow(groups) + 1
    for _ in range(_TRIES):
        say(f"Для проверки введите с бумаги группу № {number}:")
        if matches(number, sys.stdin.readline().strip()):
            return True
        say("Не совпало: сверьте запись с кодом выше.")
    return False
