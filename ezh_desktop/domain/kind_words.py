"""Which kind of work a topic speaks of, by its abbreviation or its first words (вид работы, 5.25)."""

from __future__ import annotations

import re
from typing import Final

from ezh_desktop.domain.kinds import PLAIN, LessonKind, lesson_kind

_PREFIX: Final = re.compile(r"^(?:р\.\s?р|в\.\s?ч)\.?\s*[:.\-–—]?\s*")
_WHEN: Final = (
    r"(?:(?:входн|итогов|годов|полугодов|четвертн|административн|стартов|диагностическ|проверочн|промежуточн|тематическ|"
    r"всероссийск|обучающ|классн)\w*\s+)?"
)
_WORDS: Final = tuple(
    (re.compile(f"^{_WHEN}(?:{pattern})"), code)
    for pattern, code in (
        (r"диктант с грамматическ|контрольный диктант с грамматическ", "grammar_dictation"),
        (r"контрольн\w+ диктант|к\.\s?д\b", "control_dictation"),
        (r"контрольн\w+ сочинени|сочинени|классн\w+ сочинени", "essay"),
        (r"(?:контрольн\w+ |сжат\w+ |подробн\w+ |выборочн\w+ )?изложени", "exposition"),
        (r"контрольн\w+ работ|к\s?\.\s?р\b|к/р\b|кр\b", "control"),
        (r"самостоятельн\w+ работ|с\s?\.\s?р\b|с/р\b|ср\b", "independent"),
        (r"практическ\w+ работ|практикум|п\s?\.\s?р\b|пр\s?\.\s?р\b|п/р\b", "practical"),
        (r"лабораторн\w+ работ|лабораторн\w+ опыт|л\s?\.\s?р\b|лаб\.\s?р\b|л/р\b", "laboratory"),
        (r"зач[её]т\b", "credit"),
        (r"тест\b|тестирование|тестов\w+ работ", "test"),
        (r"экскурси", "excursion"),
        (r"урок развития речи|развитие речи", "speech"),
        (r"урок внеклассного чтения|внеклассное чтение", "reading"),
        (r"изучение нового материала|урок изучения нового|н\.\s?м\b|открытие новых знаний", "new"),
    )
)
_TAIL: Final = re.compile(r"[\s.(](к|с|п|л)\s?\.\s?р\s?\.?\)?$")
_OF_TAIL: Final = {"к": "control", "с": "independent", "п": "practical", "л": "laboratory"}


def kind_in_topic(topic: str) -> LessonKind:
    """The kind of work that a topic begins or ends with; a plain lesson when it names none.

    «Анализ контрольной работы» and «Подготовка к сочинению» only speak of one. «Р.р. Изложение» is an exposition,
    for that asks more of the lesson than the development of speech.
    """
    text = " ".join(topic.casefold().split())
    prefix = _PREFIX.match(text)
    rest = text[prefix.end() :] if prefix else text
    for pattern, code in _WORDS:
        if pattern.match(rest):
            return lesson_kind(code)
    tail = _TAIL.search(text)
    if tail:
        return lesson_kind(_OF_TAIL[tail[1]])
    if prefix:
        return lesson_kind("speech" if text.startswith("р") else "reading")
    return PLAIN
