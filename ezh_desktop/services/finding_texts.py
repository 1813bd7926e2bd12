"""What each finding of the check means, in words for the person who must act on it; no name, mark or topic in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ezh_desktop.storage.flaws import Flaw, FlawKind

TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "absence_reason": "причины пропусков",
        "academic_year": "учебные годы",
        "account": "учётные записи",
        "backup_run": "резервные копии",
        "bell": "звонки",
        "cell": "клетки отметок",
        "change": "изменения протокола",
        "club": "кружки и секции",
        "council_decision": "решения педсовета",
        "course": "предметы классов",
        "course_class": "классы предметов",
        "course_teacher": "учителя предметов",
        "delegation": "исполнение обязанностей",
        "diary_issue": "выдача дневников",
        "diary_note": "записи в дневники",
        "entry": "записи протокола",
        "exemption": "освобождения",
        "extra_group": "внеурочные группы",
        "extra_lesson": "внеурочные занятия",
        "extra_member": "состав внеурочных групп",
        "extra_presence": "посещение внеурочных занятий",
        "guardian": "родители",
        "health_record": "листки здоровья",
        "holiday": "каникулы и праздники",
        "homework_template": "шаблоны заданий",
        "individual_lesson": "индивидуальные занятия",
        "inspection": "проверки",
        "key_change": "смены ключей",
        "learning_mode": "дистанционный режим",
        "lesson": "уроки",
        "lesson_change": "переносы и отмены уроков",
        "lesson_kind": "виды уроков",
        "lesson_record": "темы и домашние задания",
        "membership": "списки классов",
        "moved_day": "переносы учебных дней",
        "movement_order": "приказы о движении",
        "notice": "сообщения",
        "period": "периоды",
        "period_lock": "закрытые периоды",
        "period_mark": "отметки за период",
        "person": "сотрудники",
        "plan": "КТП",
        "plan_item": "строки КТП",
        "programme_report": "выполнение программ",
        "proposal": "предложенные отметки",
        "pupil": "ученики",
        "remark": "замечания",
        "role_assignment": "роли",
        "school": "школа",
        "school_class": "классы",
        "subgroup_member": "подгруппы",
        "subject": "предметы",
        "substitution": "замены",
        "term_scheme": "четверти и полугодия",
        "timetable_slot": "расписание",
        "week_confirmation": "подтверждения пропусков",
        "work_link": "связи работ",
        "year_setting": "настройки года",
    }
)
"""Tables of the journal by the names people know."""

_TEXTS: Final[Mapping[FlawKind, str]] = MappingProxyType(
    {
        FlawKind.PAGES: "Файл повреждён: проверка страниц нашла ошибку. Восстановите журнал из резервной копии.",
        FlawKind.REFERENCE: "Таблица «{place}»: строка ссылается на то, чего нет. Журнал меняли в обход программы.",
        FlawKind.TRIGGERS: "Защита таблиц изменена ({place}). Файл открывали другой программой.",
        FlawKind.ARRIVAL: "Запись № {n}: номер не следует за предыдущим. Часть записей протокола удалена.",
        FlawKind.ORDER: "Запись № {n}: нарушен счёт внутри сеанса или записи. Часть записей удалена или вставлена.",
        FlawKind.HASH: "Запись № {n}: содержание не совпадает с отпечатком. Запись изменили после внесения.",
        FlawKind.BODY: "Запись № {n}: её нельзя прочесть, либо она стоит не на своём месте.",
        FlawKind.GENESIS: "Запись № {n}: журнал должен начинаться с одной записи о его создании.",
        FlawKind.SESSION: "Сеанс с записи № {n}: сведения о сеансе расходятся с его записями.",
        FlawKind.EMPTY_SESSION: "В протоколе есть сеанс без единой записи. Его записи удалены.",
        FlawKind.TIE: "Запись № {n}: сеанс начат не с того состояния протокола. Записи удалены или переставлены.",
        FlawKind.LOOSE_END: "Список незавершённых ветвей протокола расходится с записями.",
        FlawKind.SIGNATURE: "Сеанс с записи № {n}: подпись неверна. Записи сделаны без пароля их автора.",
        FlawKind.KEY: "Сеанс с записи № {n}: у автора не было ключа подписи, проверить подпись нельзя.",
        FlawKind.CHANGE: "Запись № {n}: изменение не согласуется с тем, что стояло в журнале{table}.",
        FlawKind.SCOPE: "Запись № {n}: изменение отнесено не к той странице журнала.",
        FlawKind.ROW_CHANGED: "Таблица «{place}»: строку изменили в обход программы. Последняя законная запись: № {n}.",
        FlawKind.ROW_MISSING: "Таблица «{place}»: строку удалили в обход программы. Она внесена записью № {n}.",
        FlawKind.ROW_UNRECORDED: "Таблица «{place}»: строки нет в протоколе{claimed}. Её внесли в обход программы.",
        FlawKind.RIGHT: "Запись № {n}: у автора не было права на это действие.",
        FlawKind.ACTION: "Запись № {n}: программа не знает такого действия.",
        FlawKind.LESSONS: "Уроки расходятся с составленными по расписанию{entry}. Их меняли в обход программы.",
        FlawKind.KEY_TEXT: "Ключи учётных записей в журнале не те, что записаны в протоколе последними.",
        FlawKind.KEY_FILE: "Файл ключей рядом с журналом отличается от ключей в журнале. Он исправится при входе.",
        FlawKind.CUT: "Вершина протокола после записи № {n} не совпадает с указанной. Записи удалены или заменены.",
        FlawKind.BACKWARD: "Запись № {n}: время раньше, чем у предыдущей. Часы компьютера переводили назад.",
        FlawKind.RECOVERY: "Сеанс с записи № {n} открыт кодом восстановления.",
        FlawKind.UNCHECKED: "Журнал открыт в другом окне: часть страниц проверка файла не охватила.",
    }
)


def finding_text(flaw: Flaw) -> str:
    """One or two sentences: where by the entry's number, what it means."""
    place = TABLES.get(flaw.place, flaw.place)
    return _TEXTS[flaw.kind].format(
        n=flaw.n,
        place=place,
        table=f" (таблица «{place}»)" if place else "",
        claimed=f", хотя она называет запись № {flaw.n}" if flaw.n else "",
        entry=f" (запись № {flaw.n})" if flaw.n else "",
    )
