"""Words of the print dialog: what is missing, which pages are shown, under which name a PDF is saved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from ezh_desktop.domain.calendar import TERM_KINDS
from ezh_desktop.domain.russian import count, day_month, join_and
from ezh_desktop.jobs.printing import MissingTopic, Paper, PrintedPage
from ezh_desktop.services.class_pages import PrintableClass
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn
from ezh_desktop.ui.dialogs.printsource import What
from ezh_desktop.ui.dialogs.spreadview import Spread

_NAMED_DAYS = 3
_NAMED_SUBJECTS = 3
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def terms_of(page: CoursePage) -> list[PeriodColumn]:
    """Quarters or half-years of the course, in order."""
    return [period for period in page.periods if period.kind in TERM_KINDS]


def term_at(terms: Sequence[PeriodColumn], day: date) -> int:
    """Index of the term of that day; in holidays of the one that has just ended; -1 without terms."""
    begun = [index for index, term in enumerate(terms) if term.start is not None and term.start <= day]
    return begun[-1] if begun else min(0, len(terms) - 1)


def before_words(paper: Paper) -> tuple[str, str]:
    """Title and detail of what to know before printing; the title is empty when there is nothing."""
    title, detail = missing_words(paper.missing)
    if not paper.disturbed:
        return title, detail
    again = "Страницы могут быть на разные минуты. Подготовьте их ещё раз, когда никто не пишет"
    lacking = f". {title}" if title else ""
    return f"В журнал {join_and(paper.disturbed)} писали, пока он читался", f"{again}{lacking}"


def missing_words(missing: Sequence[MissingTopic]) -> tuple[str, str]:
    """Title and detail of what is missing before printing; the title is empty when nothing is."""
    if not missing:
        return "", ""
    subjects = Counter(one.subject for one in missing)
    if len(missing) <= _NAMED_DAYS and len(subjects) == 1:
        days = join_and([day_month(one.day) for one in missing])
        one = len(missing) == 1
        return (
            f"Нет {'темы' if one else 'тем'} {days}",
            f"Страница напечатается с {'пустой строкой' if one else 'пустыми строками'}",
        )
    title = f"Нет тем на {count(len(missing), 'уроке', 'уроках', 'уроках')}"
    if len(subjects) == 1:
        return title, f"Первый — {day_month(min(one.day for one in missing))}. Строки напечатаются пустыми"
    most = [f"{subject} — {number}" for subject, number in subjects.most_common(_NAMED_SUBJECTS)]
    rest = ["и другие"] if len(subjects) > _NAMED_SUBJECTS else []
    return title, f"{', '.join([*most, *rest])}. Строки напечатаются пустыми"


def unprinted_words(ticked: Sequence[PrintableClass], what: What) -> str:
    """What to say of ticked classes that give no page of what is chosen; empty where each gives some."""
    if not ticked:
        return "Отметьте классы, которые печатать."
    barred = [one.name for one in ticked if not what.of(one)]
    whose = "этого класса" if len(barred) == 1 else "этих классов"
    return f"Без {join_and(barred)}: «{what.words}» {whose} вам печатать нельзя." if barred else ""


def spreads_of(pages: Sequence[PrintedPage]) -> list[Spread]:
    """How the pages lie open: an even page left of the odd one after it, an empty first page alone at the right."""
    spreads: list[Spread] = []
    for index, page in enumerate(pages):
        if page.number is None or page.number % 2:
            follows = bool(spreads) and spreads[-1][1] is None
            if follows and page.number is not None:
                spreads[-1] = (spreads[-1][0], index)
            else:
                spreads.append((None, index))
        else:
            spreads.append((index, None))
    return spreads


def place_words(pages: Sequence[PrintedPage], spreads: Sequence[Spread], current: int) -> str:
    """«Разворот 2 из 4, страницы 24–25»; with several subjects the subject as well."""
    if not spreads:
        return ""
    shown = [pages[index] for index in spreads[current] if index is not None]
    numbers = [str(page.number) for page in shown if page.number is not None]
    parts = [f"Разворот {current + 1} из {len(spreads)}"]
    if len({page.subject for page in pages if page.subject}) > 1 and shown[0].subject:
        parts.append(shown[0].subject)
    if not numbers and not any(page.subject for page in shown):
        parts.append("пустая страница")
    elif numbers:
        parts.append(f"{'страницы' if len(numbers) > 1 else 'страница'} {'–'.join(numbers)}")
    return ", ".join(parts)


def latest_spread(pages: Sequence[PrintedPage], spreads: Sequence[Spread], subject: str) -> int:
    """The last spread of the subject: where its teacher writes now; without one the first of all."""
    if not subject:
        return 0
    of_subject = [
        number
        for number, spread in enumerate(spreads)
        if any(index is not None and pages[index].subject == subject for index in spread)
    ]
    return of_subject[-1] if of_subject else 0


def file_name(title: str) -> str:
    """A name for the PDF that every system takes."""
    return f"{_FORBIDDEN.sub('_', title).rstrip('. ')}.pdf"
