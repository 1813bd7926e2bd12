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
        "cell": "клетки отметок",
        "change": "изменения протокола",
        "course": "предметы классов",
        "course_class": "классы предметов",
        "course_teacher": "учителя предметов",
        "entry": "записи протокола",
        "key_change": "смены ключей",
        "lesson": "уроки",
        "lesson_record": "темы и домашние задания",
        "membership": "списки классов",
        "period": "периоды",
        "period_mark": "отметки за период",
        "person": "сотрудники",
        "plan": "КТП",
        "plan_item": "строки КТП",
        "pupil": "ученики",
        "role_assignment": "роли",
        "school_class": "классы",
        "substitution": "замены",
        "timetable_slot": "расписание",
    }
)
"""Tables of the journal by the names people know; of the others the table's own name is told."""

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
