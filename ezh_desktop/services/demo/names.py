"""Names of the demo school's people: put together by chance from lists of common ones, so of no real person."""

from __future__ import annotations

from random import Random
from typing import Final

from ezh_desktop.domain.names import PersonName


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SURNAMES: Final = _words(
    "Абрамов Агафонов Алексеев Андреев Антонов Афанасьев Баранов Белов Беляев Богданов Борисов Быков "
    "Васильев Виноградов Власов Воробьёв Воронов Гаврилов Герасимов Голубев Горбунов Григорьев Гусев "
    "Давыдов Данилов Денисов Дмитриев Егоров Ермаков Ершов Ефимов Жуков Зайцев Захаров Зимин Зуев Иванов "
    "Игнатов Ильин Калинин Карпов Киселёв Ковалёв Козлов Комаров Константинов Королёв Крылов Кузнецов "
    "Кузьмин Лебедев Леонтьев Макаров Максимов Мартынов Матвеев Медведев Мельников Миронов Михайлов "
    "Морозов Назаров Никитин Николаев Новиков Орлов Осипов Павлов Панов Петров Поляков Пономарёв Попов "
    "Потапов Родионов Романов Савельев Семёнов Сергеев Сидоров Смирнов Соболев Соловьёв Сорокин Степанов "
    "Тарасов Тимофеев Титов Тихонов Третьяков Трофимов Уваров Устинов Фёдоров Филиппов Фомин Фролов "
    "Харитонов Цветков Чернов Шестаков Щербаков Юдин Яковлев Белинский Вишневский Островский Покровский "
    "Кравченко Бондаренко Савченко Ткаченко"
)
_BOYS: Final = _words(
    "Александр Алексей Андрей Арсений Артём Богдан Вадим Василий Виктор Владимир Владислав Глеб Григорий "
    "Даниил Денис Дмитрий Евгений Егор Иван Илья Кирилл Константин Лев Максим Марк Матвей Михаил Никита "
    "Николай Олег Павел Пётр Роман Семён Сергей Степан Тимофей Тимур Фёдор Юрий Ярослав"
)
_GIRLS: Final = _words(
    "Александра Алина Алиса Анастасия Анна Арина Валерия Варвара Василиса Вера Вероника Виктория Дарья "
    "Ева Евгения Екатерина Елена Елизавета Злата Кира Ксения Любовь Маргарита Марина Мария Милана Надежда "
    "Наталья Ольга Полина Светлана София Таисия Татьяна Ульяна Юлия Яна"
)
_MEN: Final = _words("Александр Алексей Андрей Виктор Владимир Дмитрий Евгений Игорь Михаил Николай Олег Павел Сергей")
_WOMEN: Final = _words("Анна Галина Елена Ирина Людмила Марина Наталья Нина Ольга Светлана Татьяна Юлия")
_FATHERS: Final = (
    ("Александрович", "Александровна", "Александр"),
    ("Алексеевич", "Алексеевна", "Алексей"),
    ("Андреевич", "Андреевна", "Андрей"),
    ("Васильевич", "Васильевна", "Василий"),
    ("Викторович", "Викторовна", "Виктор"),
    ("Владимирович", "Владимировна", "Владимир"),
    ("Дмитриевич", "Дмитриевна", "Дмитрий"),
    ("Евгеньевич", "Евгеньевна", "Евгений"),
    ("Иванович", "Ивановна", "Иван"),
    ("Игоревич", "Игоревна", "Игорь"),
    ("Константинович", "Константиновна", "Константин"),
    ("Максимович", "Максимовна", "Максим"),
    ("Михайлович", "Михайловна", "Михаил"),
    ("Николаевич", "Николаевна", "Николай"),
    ("Олегович", "Олеговна", "Олег"),
    ("Павлович", "Павловна", "Павел"),
    ("Петрович", "Петровна", "Пётр"),
    ("Романович", "Романовна", "Роман"),
    ("Сергеевич", "Сергеевна", "Сергей"),
    ("Юрьевич", "Юрьевна", "Юрий"),
)


def surname_of(male: str, *, female: bool) -> str:
    """The form of a surname: «Белов» and «Белова», «Островский» and «Островская»; «Кравченко» has one form."""
    if not female:
        return male
    if male.endswith("ский"):
        return f"{male[:-2]}ая"
    return f"{male}а" if male.endswith(("ов", "ев", "ёв", "ин")) else male


def pupil_name(chance: Random, *, female: bool, taken: set[str]) -> PersonName:
    """A child's name with a surname that nobody in `taken` (male forms) has; the surname is added there."""
    surname = chance.choice([one for one in _SURNAMES if one not in taken])
    taken.add(surname)
    given = chance.choice(_GIRLS if female else _BOYS)
    return PersonName(surname_of(surname, female=female), given, chance.choice(_FATHERS)[female])


def adult_name(chance: Random, *, female: bool, taken: set[str]) -> PersonName:
    """The name of a member of staff; the surname is added to `taken`."""
    surname = chance.choice([one for one in _SURNAMES if one not in taken])
    taken.add(surname)
    given = chance.choice(_WOMEN if female else _MEN)
    return PersonName(surname_of(surname, female=female), given, chance.choice(_FATHERS)[female])


def parent_name(chance: Random, pupil: PersonName, *, pupil_female: bool, mother: bool) -> PersonName:
    """A parent of the pupil: of the same surname, a father's given name fits the child's patronymic."""
    male = next(one for one in _SURNAMES if surname_of(one, female=pupil_female) == pupil.surname)
    given = chance.choice(_WOMEN) if mother else _father_of(pupil.patronymic)
    return PersonName(surname_of(male, female=mother), given, chance.choice(_FATHERS)[mother])


def _father_of(patronymic: str) -> str:
    """The given name a patronymic comes from: «Павловна» → «Павел»."""
    return next(father for *forms, father in _FATHERS if patronymic in forms)
