"""Tables of a class from paper put together by chance: each mark and absence is read, soup is refused."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.russian import MONTHS
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.absences_table import holds_absences, read_absences
from ezh_desktop.exchange.class_marks import read_class_marks
from ezh_desktop.exchange.tables import book_of
from tests.exchange.conftest import xlsx
from tests.exchange.test_shuffled import CHILDREN, TITLES

YEAR = AcademicYear(2026)
SUBJECTS = (
    "Алгебра", "Рус. яз.", "Литература", "Физика", "Иностранный язык (английский)", "Биология", "История", "Труд",
)  # fmt: skip
PERIODS = (
    ("I", "II", "III", "IV", "год"),
    ("I четв.", "II четв.", "III четв.", "IV четв.", "Год"),
    ("1 четверть", "2 четверть"),
    ("I п/г", "II п/г", "год"),
    ("1 полугодие", "2 полугодие"),
)
SOUP = (
    "", "5", "4", "н", "2б", "I", "II", "год", "Алгебра", "Русский язык", "Фамилия, имя", "Ф.И.О.", "Абрамова Дарья",
    "сентябрь", "12.10", "31.02", "1", "31", "99", "С", "По", "Причина", "по болезни", "Всего", "№", "—", "%", "9" * 40,
    "7А класс", "I четверть", "'=1+1", "\u00a0", "Уроки", "Документ", "Иванов", "н/а", "1-2у", "0",
)  # fmt: skip


class Chance(random.Random):
    """The same table for the same seed."""

    def above(self):
        """Titles over the header."""
        return [[title] for title in self.sample(TITLES, self.randint(0, 3)) if title]

    def names(self):
        """Names in one of the ways of schools: the heading cells, and what stands under them for a child."""
        whole = self.choice(("Фамилия, имя", "Ф.И.О. обучающегося", "Ученик", "Список учащихся"))
        if self.random() < 0.3:
            return ["Фамилия", "Имя"], lambda child: [child[0], child[1]]
        return [whole], self.choice((lambda c: [f"{c[0]} {c[1]}"], lambda c: [f"{c[0]} {c[1]} {c[2]}"]))


def key(row):
    return row.name.surname, row.name.given


def summary(chance: Chance):
    """A summary sheet, and what must be read of it."""
    heads, name = chance.names()
    numbered = ["№"] if chance.random() < 0.7 else []
    periods = chance.choice(PERIODS)
    subjects = chance.sample(SUBJECTS, chance.randint(2, len(SUBJECTS)))
    children = chance.sample(CHILDREN, chance.randint(1, len(CHILDREN)))
    marks = {}
    rows = []
    for at, child in enumerate(children, 1):
        cells = [chance.choice(("", "", 2, 3, 4, 5)) for _ in range(len(subjects) * len(periods))]
        marks[child[0], child[1]] = [str(mark) for mark in cells if mark != ""]
        rows.append([*([at] if numbered else []), *name(child), *cells])
    marks[children[0][0], children[0][1]] = marks[children[0][0], children[0][1]] or ["5"]
    if not any(cell != "" for cell in rows[0][len(numbered) + len(heads) :]):
        rows[0][-1] = 5
    lead = [*numbered, *heads]
    upper = [*lead, *(cell for subject in subjects for cell in (subject, *[""] * (len(periods) - 1)))]
    lower = [*[""] * len(lead), *(period for _ in subjects for period in periods)]
    if chance.random() < 0.3:
        joined = [
            f"{subject}{chance.choice((', ', ' ', ' (', ': '))}{period}" for subject in subjects for period in periods
        ]
        return [*chance.above(), [*lead, *joined], *rows], marks, len(subjects) * len(periods)
    return [*chance.above(), upper, lower, *rows], marks, len(subjects) * len(periods)


def by_days(chance: Chance):
    """A page of absences by days, and what must be read of it."""
    heads, name = chance.names()
    first = date(2026, 9, 1) + timedelta(days=chance.randint(0, 60))
    days = [first + timedelta(days=step) for step in range(chance.randint(2, 40))]
    children = chance.sample(CHILDREN, chance.randint(1, len(CHILDREN)))
    missed = {}
    rows = []
    for child in children:
        cells = [chance.choice(("", "", "", "н", "2Б", "у", "1-2п", 3)) for _ in days]
        missed[child[0], child[1]] = [day for day, cell in zip(days, cells, strict=True) if cell != ""]
        rows.append([*name(child), *cells, "Всего"])
    if not any(missed.values()):
        rows[0][len(heads)], missed[children[0][0], children[0][1]] = "н", [days[0]]
    way = chance.randint(0, 2)
    lead = [""] * len(heads)
    if way == 0:
        head = [[*heads, *days]]
    elif way == 1:
        head = [[*heads, *(f"{day:%d.%m}" for day in days)]]
    else:
        months = [MONTHS[day.month - 1] if not at or day.day == 1 else "" for at, day in enumerate(days)]
        head = [[*heads, *months], [*lead, *(day.day for day in days)]]
    return [*chance.above(), *head, *rows], missed


@pytest.mark.parametrize("seed", range(40))
def test_every_mark_of_a_summary_sheet_is_read(seed):
    rows, marks, columns = summary(Chance(seed))
    found = read_class_marks(book_of("ведомость.xlsx", xlsx(rows)))
    assert len(found.columns) == columns
    read = {key(row): [one.value for one in row.marks] for row in found.rows}
    assert read.keys() == marks.keys()
    assert all(read[who] == own for who, own in marks.items() if own != ["5"])


@pytest.mark.parametrize("seed", range(40))
def test_every_absence_of_a_page_by_days_is_read(seed):
    rows, missed = by_days(Chance(seed))
    found = read_absences(book_of("пропуски.xlsx", xlsx(rows)), YEAR)
    assert {key(row): [one.first for one in row.missed] for row in found.rows} == missed
    assert not any(row.flaws for row in found.rows)


def soup(seed: int):
    chance = random.Random(seed)
    width = chance.randint(1, 12)
    return [[chance.choice(SOUP) for _ in range(width)] for _ in range(chance.randint(1, 20))]


def tried(seed: int) -> None:
    book = book_of("суп.xlsx", xlsx([["x"], *soup(seed)]))
    for read in (read_class_marks, lambda one: read_absences(one, YEAR)):
        advice = "read"
        try:
            table = read(book)
        except BadInput as why:
            advice = why.remedy
        else:
            assert all(row.line in table.places for row in table.rows)
        assert advice
    holds_absences(book, YEAR)


@pytest.mark.parametrize("seed", range(30))
def test_a_soup_of_usual_words_is_a_table_or_refused_with_advice(seed):
    tried(seed)


@pytest.mark.long
def test_much_soup_does_no_harm():
    for seed in range(30, 2000):
        tried(seed)
