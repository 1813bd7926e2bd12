"""The protocol in words: whoever reads it never meets a code."""

from __future__ import annotations

from ezh_desktop.services.act_rights import KNOWN
from ezh_desktop.services.protocol_page import WORDS


def test_every_act_that_the_program_writes_has_russian_words() -> None:
    assert WORDS.keys() == KNOWN.keys()
    assert not [words for words in WORDS.values() if not any("а" <= letter <= "я" for letter in words.lower())]
