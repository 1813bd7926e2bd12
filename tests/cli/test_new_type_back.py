"""`new` at a terminal: one group of the recovery code is typed back from paper."""

from __future__ import annotations

import io
import sys

import pytest

from ezh_desktop.cli import asking


class Terminal(io.StringIO):
    """A terminal with lines already typed."""

    def isatty(self) -> bool:
        """See `io.TextIOBase`."""
        return True


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
    return said


def test_a_right_group_ends_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    said = typed(monkeypatch, "111111", "222222")
    assert asking.type_back(9, lambda _number, text: text == "222222", said.append)
    assert len([line for line in said if "группу" in line]) == 2


def test_three_wrong_groups_are_said_to_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    said = typed(monkeypatch, "1", "2", "3", "4")
    assert not asking.type_back(9, lambda _number, _text: False, said.append)
    assert len([line for line in said if "Не совпало" in line]) == 3


def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("111111\n"))
    said: list[str] = []
    assert asking.type_back(9, lambda _number, _text: False, said.append)
    assert said == []
