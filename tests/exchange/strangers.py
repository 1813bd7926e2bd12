"""Class lists and plans as people who never saw this program write them: (what is odd about it, rows)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

Rows = list[list[Any]]


class Child(NamedTuple):
    surname: str
    given: str
    patronymic: str
    born: date
    gender: str

    @property
    def full(self) -> str:
        return f"{self.surname} {self.given} {self.patronymic}"

    @property
    def day(self) -> str:
        return f"{self.born:%d.%m.%Y}"


CHILDREN = (
    Child("Абрамова", "Дарья", "Олеговна", date(2013, 5, 14), "ж"),
    Child("Белов", "Максим", "Ильич", date(2013, 7, 2), "м"),
    Child("Ёлкин", "Фёдор", "Петрович", date(2013, 1, 30), "м"),
    Child("Жукова", "Мария", "Сергеевна", date(2012, 12, 1), "ж"),
    Child("Юсупов", "Тимур", "Рашидович", date(2013, 9, 9), "м"),
)
EACH = tuple(enumerate(CHILDREN, 1))
SIGNED = [["Классный руководитель", "_______ Иванова И.И."], ["тел. 8-912-345-67-89"]]

LISTS: dict[str, Rows] = {
    "a title and a signature": [
        ["МБОУ СОШ № 5"],
        ["Список учащихся 7 «А» класса на 2026-2027 учебный год"],
        [],
        ["№ п/п", "Ф.И.О. обучающегося", "Дата рожд."],
        *[[i, one.full, one.day] for i, one in EACH],
        [],
        *SIGNED,
    ],
    "names in three columns": [
        ["Фамилия", "Имя", "Отчество", "Д.р.", "Пол"],
        *[[*one[:3], one.born, one.gender] for _, one in EACH],
    ],
    "no header": [[i, one.full, one.day] for i, one in EACH],
    "no header and three columns": [[*one[:3], one.day] for _, one in EACH],
    "no header, given name first": [[one.given, one.patronymic, one.surname, one.day, one.gender] for _, one in EACH],
    "a title over no header": [["Список 7а"], *[[one.full, one.day] for _, one in EACH]],
    "the number in the cell of the name": [
        ["Ученики", "ДР"],
        *[[f"{i}. {one.full}", one.day] for i, one in EACH],
    ],
    "parents with telephones in one cell": [
        ["№", "Фамилия Имя Отчество ребёнка", "Число, месяц, год рождения", "ФИО матери, телефон", "Домашний адрес"],
        *[[i, one.full, one.day, "Абрамова Анна, 8-912-345-67-89", "ул. Мира, 5-12"] for i, one in EACH],
    ],
    "the mother's name in three columns": [
        ["Фамилия", "Имя", "Отчество", "Дата рождения", "Фамилия матери", "Имя матери", "Телефон матери"],
        *[[*one[:3], one.day, "Абрамова", "Анна", "8-912-345-67-89"] for _, one in EACH],
    ],
    "English headings": [
        ["#", "Last name", "First name", "Middle name", "Birth date", "Sex"],
        *[[i, *one[:3], one.born.isoformat(), {"ж": "F", "м": "M"}[one.gender]] for i, one in EACH],
    ],
    "capitals": [["Ученик", "Дата рождения"], *[[one.full.upper(), one.day] for _, one in EACH]],
    "small letters": [["фио", "дата рождения"], *[[one.full.lower(), one.day] for _, one in EACH]],
    "a header of two rows": [
        ["№", "Сведения об ученике", None, None, "Родители", None],
        [None, "ФИО", "Дата рождения", "Пол", "Мать", "Отец"],
        *[[i, one.full, one.born, one.gender, "Анна, т. 89123456789", ""] for i, one in EACH],
    ],
    "one heading over three columns": [
        ["№", "ФИО", None, None, "Дата рождения"],
        *[[i, *one[:3], one.born] for i, one in EACH],
    ],
    "months in words": [
        ["ФИО ученика", "День рождения"],
        *[
            [one.full, f"{one.born.day} {MONTH} {one.born.year} г."]
            for MONTH, (_, one) in zip(("мая", "июля", "янв.", "декабря", "сентября"), EACH, strict=True)
        ],
    ],
    "days as bare numbers": [
        ["ФИО", "Дата рождения"],
        *[[one.full, str((one.born - date(1899, 12, 30)).days)] for _, one in EACH],
    ],
    "the given name first": [
        ["Имя ребёнка", "ДР"],
        *[[f"{one.given} {one.patronymic} {one.surname}", one.day] for _, one in EACH],
    ],
    "surname apart from the rest": [
        ["№", "Фамилия", "Имя, отчество", "Дата рождения"],
        *[[i, one.surname, f"{one.given} {one.patronymic}", one.day] for i, one in EACH],
    ],
    "patronymic apart from the rest": [
        ["№", "Фамилия Имя", "Отчество", "Дата рождения"],
        *[[i, f"{one.surname} {one.given}", one.patronymic, one.day] for i, one in EACH],
    ],
    "letters for headings": [["Контингент 7А"], ["Ф.", "И.", "О.", "Дата"], *[[*one[:3], one.day] for _, one in EACH]],
    "groups between the rows": [
        ["№", "ФИО", "ДР"],
        [None, "1 группа", None],
        *[[i, one.full, one.day] for i, one in EACH[:3]],
        [None, "2 группа", None],
        *[[i, one.full, one.day] for i, one in EACH[3:]],
    ],
    "an e-journal's export": [
        ["Логин", "Пароль", "ФИО", "Роль", "Класс", "Дата рождения", "E-mail", "Мобильный телефон"],
        *[[f"user{i}", "qwe", one.full, "Ученик", "7А", one.day, "a@b.ru", "+7(912)345-67-89"] for i, one in EACH],
    ],
    "an admission before the birth date": [
        ["№ п/п", "Дата зачисления", "Приказ", "ФИО", "Дата рождения"],
        *[[i, "01.09.2020", "№ 12", one.full, one.day] for i, one in EACH],
    ],
    "words nobody lists": [
        ["Порядковый номер", "Как зовут (полностью)", "Когда родился"],
        *[[i, one.full, one.day] for i, one in EACH],
    ],
    "long official headings": [
        ["№ по алфавиту", "Фамилия, собственное имя, отчество", "Дата (число, месяц, год) рождения", "Программа"],
        *[[i, one.full, one.day, "ООП ООО"] for i, one in EACH],
    ],
    "columns held apart by empty ones": [
        [None, None, "№", None, "Фамилия", None, "Имя", None, "Отчество", "Рожд."],
        *[[None, None, i, None, one.surname, None, one.given, None, one.patronymic, one.day] for i, one in EACH],
    ],
    "a header below forty rows": [
        *[[f"сведения, строка {n}"] for n in range(44)],
        ["№", "ФИО", "Дата рождения"],
        *[[i, one.full, one.day] for i, one in EACH],
    ],
    "a text table pasted into one column": [
        ["№;ФИО;Дата рождения"],
        *[[f"{i};{one.full};{one.day}"] for i, one in EACH],
    ],
    "totals and signatures": [
        ["№", "ФИО", "Дата рождения"],
        *[[i, one.full, one.day] for i, one in EACH],
        ["Всего:", 5, None],
        ["Из них девочек", 2, None],
        ["Директор школы", "", "Петров П.П."],
    ],
}

TOPICS = (
    "Повторение. Обыкновенные дроби",
    "Степень с натуральным показателем",
    "Свойства степени",
    "Одночлены",
    "Контрольная работа № 1 «Степени»",
)
NUMBERED = tuple(enumerate(TOPICS, 1))
OFFICIAL = ["№ п/п", "Тема урока", "Количество часов", None, None, "Дата изучения", "Электронные ресурсы"]

PLANS: dict[str, Rows] = {
    "the federal form": [
        ["ПОУРОЧНОЕ ПЛАНИРОВАНИЕ"],
        ["7 КЛАСС"],
        OFFICIAL,
        [None, None, "Всего", "Контрольные работы", "Практические работы", None, None],
        *[[i, topic, 1, 1 if i == 5 else None, None, f"0{i}.09.2026", "Библиотека ЦОК"] for i, topic in NUMBERED],
        ["ОБЩЕЕ КОЛИЧЕСТВО ЧАСОВ ПО ПРОГРАММЕ", None, 102, 5, 0, None, None],
    ],
    "sections and topics in one column": [
        ["№ п/п", "Наименование раздела, темы", "Часы"],
        ["", "Раздел 1. Степени", ""],
        *[[i, topic, 1] for i, topic in NUMBERED],
    ],
    "numbered sections with their hours": [
        ["№ п/п", "Тема", "Часы"],
        ["I", "Глава I. Степени", 5],
        *[[i, topic, 1] for i, topic in NUMBERED],
        ["", "Итого", 5],
    ],
    "a section named once": [
        ["Номер урока", "Раздел", "Тема", "Кол. часов", "Вид контроля"],
        *[[i, "Дроби" if i == 1 else "", topic, 1, "текущий"] for i, topic in NUMBERED],
    ],
    "no header": [[i, topic, 1] for i, topic in NUMBERED],
    "no header and no hours": [[i, topic] for i, topic in NUMBERED],
    "the words of the paper journal": [
        ["Число", "Что пройдено на уроке", "Что задано"],
        *[[date(2026, 9, i), topic, f"№ {i}"] for i, topic in NUMBERED],
    ],
    "numbers in the cells of the topics": [["Темы уроков"], *[[f"{i}. {topic}"] for i, topic in NUMBERED]],
    "elements of the content beside the topic": [
        ["Поурочное планирование"],
        ["№ урока", "Тематика", "Элементы содержания", "Д.з."],
        *[[i, topic, "элемент содержания урока", "п. 3"] for i, topic in NUMBERED],
    ],
    "activities and results": [
        ["№", "Тема урока", "Основные виды деятельности обучающихся", "Планируемые результаты", "Дата"],
        *[[i, topic, "Решать задачи разного уровня", "Знать определение", "05.09"] for i, topic in NUMBERED],
    ],
    "hours in words": [["№", "Тема урока", "Время"], *[[i, topic, "1 час"] for i, topic in NUMBERED]],
    "hours with a comma": [["№", "Тема урока", "Часы"], *[[f"{i}.", topic, "1,0"] for i, topic in NUMBERED]],
    "English headings": [["Lesson", "Topic", "Hours"], *[[i, topic, 1] for i, topic in NUMBERED]],
    "a text table pasted into one column": [["№;тема;часы"], *[[f"{i};{topic};1"] for i, topic in NUMBERED]],
}
