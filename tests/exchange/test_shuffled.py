"""Class lists and plans put together by chance: other words, orders, columns beside, titles above, totals below."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from ezh_desktop.exchange import plan, pupils
from ezh_desktop.exchange.tables import book_of
from tests.exchange.conftest import TODAY, xlsx

Column = tuple[str, Callable[[int], Any]]

CHILDREN = (
    ("Агапова", "Милена", "Сергеевна", "ж"),
    ("Богданов", "Роман", "Ильич", "м"),
    ("Васнецов", "Арсений", "Глебович", "м"),
    ("Гордеева", "Кира", "Андреевна", "ж"),
    ("Дьячков", "Степан", "Олегович", "м"),
    ("Зимин", "Платон", "Игоревич", "м"),
    ("Исаева", "Таисия", "Юрьевна", "ж"),
    ("Кравец", "Лев", "Борисович", "м"),
    ("Шевчук", "Мия", "Романовна", "ж"),
    ("Черных", "Добрыня", "Сергеевич", "м"),
    ("Бек", "Амина", "Тимуровна", "ж"),
    ("О'Нил", "Анна-Мария", "Ивановна", "ж"),
)
TOPICS = (
    "Вводный урок. Повторение", "Линейные уравнения", "Решение задач с помощью уравнений", "Функция и её график",
    "Самостоятельная работа по теме «Функция»", "Прямая пропорциональность", "Системы уравнений", "Способ подстановки",
    "Контрольная работа № 2", "Анализ контрольной работы", "Итоговое повторение",
)  # fmt: skip
TITLES = (
    "МБОУ «Лицей № 3»",
    "2026-2027 учебный год",
    "Утверждаю: директор Иванов П.С.",
    "Учитель: Сорокина А.А.",
    None,
)
DAYS = (
    lambda day: day,
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d.%m.%y}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: day.isoformat(),
    lambda day: f"{day.day}.{day.month}.{day.year} г.",
)


class Shuffle:
    """A file by chance; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def one(self, *words: Any) -> Any:
        return self.chance.choice(words)

    def maybe(self, share: float, column: Column) -> list[Column]:
        return [column] if self.chance.random() < share else []

    def noise(self, *names: str) -> list[Column]:
        chosen = self.chance.sample(names, self.chance.randint(0, 2))
        return [(name, lambda _i: self.one("да", "нет", "", "")) for name in chosen]

    def rows(self, columns: list[Column], count: int, *, header: bool) -> list[list[Any]]:
        above = [[self.one(*TITLES)] for _ in range(self.chance.randint(0, 3))]
        head = [[name for name, _ in columns]] if header else []
        body = [[value(index) for _, value in columns] for index in range(count)]
        below = self.one([], [[], ["Всего", count], ["Классный руководитель ________ /Сорокина А.А./"]])
        return [*above, *head, *body, *below]


def a_list(shuffle: Shuffle) -> tuple[list[list[Any]], list[date]]:
    one, maybe = shuffle.one, shuffle.maybe
    born = [date(2013, shuffle.chance.randint(1, 12), shuffle.chance.randint(1, 28)) for _ in CHILDREN]
    written = one(*DAYS)
    apart: list[Column] = [
        (one("Фамилия", "Фам.", "Фамилия ученика"), lambda i: CHILDREN[i][0]),
        (one("Имя", "Имена", "Имя ребёнка"), lambda i: CHILDREN[i][1]),
        (one("Отчество", "Отч", "Отчество (при наличии)"), lambda i: CHILDREN[i][2]),
    ]
    words = one("ФИО", "Ученик", "Дети", "Ф.И. ученика", "Наши ребята", "Имя и фамилия", "Студент(ка)", "")
    whole: list[Column] = [(words, lambda i: " ".join(CHILDREN[i][:3]))]
    rest = [
        (one("Дата рождения", "Д.р.", "Родился", "Число рождения", ""), lambda i: written(born[i])),
        *maybe(0.5, (one("Пол", "М/Ж", "Муж/жен"), lambda i: CHILDREN[i][3])),
        *maybe(0.4, (one("Адрес", "Где живёт", "Прописка"), lambda i: f"ул. Садовая, д. {i + 1}, кв. {i + 7}")),
        *maybe(0.4, (one("Телефон", "Моб. телефон"), lambda i: f"8-912-000-00-{i + 10}")),
        *maybe(0.4, (one("Мама (ФИО)", "Мать, телефон"), lambda i: f"{CHILDREN[i][0]} Ирина, 8912000{i + 1000}")),
        *shuffle.noise("Питание", "Льготы", "Кружок", "Гражданство"),
    ]
    shuffle.chance.shuffle(rest)
    number = maybe(0.7, (one("№", "№ п/п", "п/п", "N", ""), lambda i: i + 1))
    columns = [*number, *one(apart, whole), *rest]
    return shuffle.rows(columns, len(CHILDREN), header=shuffle.chance.random() < 0.85), born


def a_plan(shuffle: Shuffle) -> list[list[Any]]:
    one, maybe = shuffle.one, shuffle.maybe
    number = maybe(0.7, (one("№", "№ п/п", "Урок", "Номер урока", "п/п"), lambda i: i + 1))
    words = one("Тема", "Тема занятия", "Содержание урока", "Тематика уроков", "Раздел, тема", "Изучаемый материал")
    start = date(2026, 9, 1)
    rest = [
        *maybe(
            0.7 if number else 1, (one("Часы", "Час.", "Ч", "Кол-во ч.", "Всего часов"), lambda _i: one(1, "1", "1 ч"))
        ),
        *maybe(0.5, (one("Дата", "Срок", "По плану"), lambda i: start + timedelta(7 * i))),
        (one("Д/З", "Задание на дом", "Дома", "Дом. задание"), lambda i: f"§ {i + 1}, № {10 * i}"),
        *maybe(0.4, (one("Основные понятия", "ЭОР", "Учебник, страницы"), lambda _i: one("", "комбинированный урок"))),
        *maybe(0.4, (one("Оборудование", "УУД", "Примечание"), lambda _i: one("", "таблица, карточки с заданиями"))),
    ]
    shuffle.chance.shuffle(rest)
    topic: list[Column] = [(words, lambda i: TOPICS[i])]
    return shuffle.rows([*number, *topic, *rest], len(TOPICS), header=True)


@pytest.mark.parametrize("seed", range(60))
def test_a_list_put_together_by_chance_is_read_whole(seed):
    rows, born = a_list(Shuffle(seed))
    sheet, layout = pupils.choose_sheet(book_of("список.xlsx", xlsx(rows)))
    table = pupils.read_pupils(sheet, layout, TODAY)
    assert [(row.surname, row.given, row.patronymic) for row in table.rows] == [one[:3] for one in CHILDREN], rows
    assert [row.birth for row in table.rows] == born, rows


@pytest.mark.parametrize("seed", range(60))
def test_a_plan_put_together_by_chance_is_read_whole(seed):
    rows = a_plan(Shuffle(seed))
    table = plan.read_plan(*plan.choose_sheet(book_of("план.xlsx", xlsx(rows))))
    assert [row.topic for row in table.rows] == list(TOPICS), rows
    assert [row.homework for row in table.rows] == [f"§ {i + 1}, № {10 * i}" for i in range(len(TOPICS))], rows
    assert table.hours == len(TOPICS), rows
