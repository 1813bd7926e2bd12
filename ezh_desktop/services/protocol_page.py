"""Reading the protocol for those who may (director, deputy, administrator), with each act in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.protocol import ProtocolLine, ProtocolPage
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.protocol import EntryLine, read_entries
from ezh_desktop.storage.reading.rows import rows

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "absence.explain": "Причина пропуска",
        "absences.import": "Пропуски с бумаги",
        "account.add": "Созданы учётные записи",
        "account.block": "Заблокирована учётная запись",
        "account.end": "Сотрудник ушёл",
        "account.password": "Изменён свой пароль",
        "account.raise": "Усилена защита своего пароля",
        "account.recover": "Пароль задан по коду восстановления",
        "account.reset": "Сброшены пароли учётных записей",
        "account.roles": "Роли сотрудника",
        "account.unblock": "Разблокирована учётная запись",
        "attestation.deny": "Ученик не аттестован",
        "attestation.extend": "Продлены сроки обучения",
        "attestation.withdraw": "Снято решение об аттестации",
        "backup.make": "Резервная копия",
        "calendar.write": "Календарь, звонки, школа",
        "cell.comment": "Примечание к отметке",
        "cells.enter": "Отметки и «н»",
        "class.add": "Созданы классы",
        "class.write": "Класс и ученики",
        "club.write": "Кружки и секции",
        "council.cancel": "Отменено решение педсовета",
        "council.enter": "Решение педсовета",
        "course.add": "Предметы класса",
        "course.write": "Предметы и учителя класса",
        "delegation.write": "Исполнение обязанностей",
        "essay.accept": "Принята отметка за грамотность",
        "essay.enter": "Отметки за сочинение",
        "essay.refuse": "Отклонена отметка за грамотность",
        "essay.remove": "Убрана отметка за грамотность",
        "exemption.write": "Освобождение",
        "health.key": "Создан ключ листка здоровья",
        "health.pass": "Передан ключ листка здоровья",
        "health.write": "Листок здоровья",
        "homework_template.write": "Шаблон задания",
        "individual.cancel": "Отменено индивидуальное занятие",
        "individual.write": "Индивидуальное занятие",
        "inspection.hold": "Проверка журнала",
        "inspection.plan": "План проверок",
        "journal.found": "Создан журнал",
        "lesson.fill": "Запись урока с отметками",
        "lesson.cancel": "Отменены уроки",
        "lesson.extra": "Дополнительный урок",
        "lesson.kind": "Вид урока",
        "lesson.return": "Возвращено в расписание",
        "lesson.swap": "Уроки поменялись местами",
        "lesson.transfer": "Перенесён урок",
        "lesson.write": "Запись урока",
        "lessons.derive": "Уроки по расписанию",
        "numbers.write": "Числа правил",
        "period.close": "Закрыты периоды",
        "period.unlock": "Открыты закрытые периоды",
        "period_marks.enter": "Отметки за период",
        "person.write": "Сотрудник",
        "extra.group": "Группы внеурочной деятельности",
        "extra.lesson": "Внеурочные занятия",
        "mode.write": "Режим обучения",
        "plan.approve": "Утверждены КТП",
        "plan.import": "КТП из файла",
        "plan.write": "КТП",
        "pupil.arrive": "Прибытие ученика",
        "pupil.away": "Обучение вне класса",
        "home.write": "Обучение на дому: предметы и расписание",
        "pupil.back": "Возвращение ученика в класс",
        "pupil.depart": "Выбытие ученика",
        "pupil.enrol": "Зачисление учеников",
        "pupil.remove": "Убран внесённый по ошибке ученик",
        "pupil.return": "Отменено выбытие ученика",
        "pupil.transfer": "Перевод ученика",
        "request.decline": "Отклонена просьба о зачислении или отчислении",
        "request.write": "Просьба о зачислении и отчислении",
        "redo": "Возврат отменённого",
        "pupils.import": "Список класса из файла",
        "school.import": "Школа из файла",
        "remark.accept": "Принят ответ на замечание",
        "remark.answer": "Ответ на замечание",
        "remark.cancel": "Отменено замечание",
        "school.set_up": "Настроена школа",
        "session.open": "Вход",
        "subgroup.write": "Подгруппы",
        "subject.write": "Предметы школы",
        "substitution.set": "Замены уроков",
        "timetable.import": "Расписание из файла",
        "timetable.write": "Расписание",
        "undo": "Отмена",
        "week.confirm": "Подтверждены пропуски за неделю",
        "year.add": "Новый учебный год",
        "year.next": "Следующий учебный год",
        "year.close": "Закрыт учебный год",
        "year.open": "Открыт учебный год",
    }
)
"""What an act is called, by its code in the protocol."""


def protocol_page(office: FileOffice) -> ProtocolPage:
    """The protocol; RightRefused for who may not read it."""
    demand(office.actor, Action.READ, About(Thing.PROTOCOL, office.clock.today()))
    with office.reading() as db:
        zone = ZoneInfo(read_school(db)[2])
        entries = read_entries(db)
        counted = rows(db, "SELECT session, seq, count(*) FROM change GROUP BY session, seq")
    changes = {(session, seq): int(count) for session, seq, count in counted}
    lines = [_line(entry, zone, changes.get((entry.session, entry.seq), 0)) for entry in entries]
    return ProtocolPage(tuple(lines), office.head_text())


def words_of(action: str) -> str:
    """The act in words; a code that a newer program wrote stands for itself."""
    return WORDS.get(action, action)


def _line(entry: EntryLine, zone: ZoneInfo, changes: int) -> ProtocolLine:
    when = from_us(entry.utc_us, zone)
    who, what = entry.who.strip(), words_of(entry.action)
    return ProtocolLine(entry.n, when, who, entry.computer, what, entry.action, changes, entry.reason or "")
