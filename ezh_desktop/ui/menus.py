"""Every command of the main window in one table: menu, words, keys, icon; menus, buttons and help come from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from ezh_desktop.ui import icons


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `keys` are Qt's names of shortcuts, the first is shown; a rule stands above it when `rule`."""

    name: str
    menu: str
    words: str
    keys: tuple[str, ...]
    icon: str = ""
    rule: bool = False
    checkable: bool = False


FILE, EDIT, VIEW, JOURNAL, SCHOOL, HELP = "Файл", "Правка", "Вид", "Журнал", "Школа", "Справка"
MENUS = (FILE, EDIT, VIEW, JOURNAL, SCHOOL, HELP)
_MNEMONICS = {title: f"&{title}" for title in MENUS}

COMMANDS = (
    Command("open_other", FILE, "Открыть другой журнал…", ("Ctrl+O",), "folder_open"),
    Command("import_file", FILE, "Ввести из файла…", ("Ctrl+I",), "arrow_upload", rule=True),
    Command("paper_table", FILE, "Пустая таблица класса для ввода с бумаги…", ("Ctrl+F2",), "document_table"),
    Command("print_page", FILE, "Печать…", ("Ctrl+P",), "print", rule=True),
    Command("save_pdf", FILE, "Сохранить страницу в PDF…", ("Ctrl+Shift+P",), "document_pdf"),
    Command("save_table", FILE, "Сохранить в таблицу…", ("Ctrl+Shift+S",), "document_table"),
    Command("backup", FILE, "Резервная копия…", ("Ctrl+Shift+B",), "usb", rule=True),
    Command("restore_backup", FILE, "Восстановить из резервной копии…", ("Ctrl+Shift+R",), "history"),
    Command("own_password", FILE, "Сменить пароль…", ("Ctrl+Shift+N",), "key", rule=True),
    Command("lock", FILE, "Закрыть на замок", ("Ctrl+L",), "lock_closed"),
    Command("quit", FILE, "Выход", ("Ctrl+Q",), rule=True),
    Command("undo", EDIT, "Отменить", ("Ctrl+Z",), "arrow_undo"),
    Command("redo", EDIT, "Вернуть", ("Ctrl+Y", "Ctrl+Shift+Z"), "arrow_redo"),
    Command("copy", EDIT, "Копировать", ("Ctrl+C",), rule=True),
    Command("paste", EDIT, "Вставить", ("Ctrl+V",)),
    Command("fill_down", EDIT, "Заполнить вниз", ("Ctrl+D",), rule=True),
    Command("fill_right", EDIT, "Заполнить вправо", ("Ctrl+R",)),
    Command("clear", EDIT, "Очистить клетки", ("Ctrl+Delete",), "delete"),
    Command("search", EDIT, "Найти ученика, класс, страницу", ("Ctrl+K", "Ctrl+F"), "search", rule=True),
    Command("tree", VIEW, "Список страниц", ("Ctrl+B",), checkable=True),
    Command("findings", VIEW, "Недочёты страницы", ("Ctrl+M",), "panel_right", checkable=True),
    Command("next_area", VIEW, "Следующая область окна", ("F6",)),
    Command("reload", VIEW, "Обновить", ("F5",)),
    Command("zoom_in", VIEW, "Крупнее", ("Ctrl+=", "Ctrl++"), rule=True),
    Command("zoom_out", VIEW, "Мельче", ("Ctrl+-",)),
    Command("zoom_reset", VIEW, "Масштаб 100 %", ("Ctrl+0",)),
    Command("entry_right", VIEW, "После ввода идти вправо", ("Ctrl+J",), rule=True, checkable=True),
    Command("dark", VIEW, "Тёмная тема", ("Ctrl+F9",), checkable=True),
    Command("today", JOURNAL, "К сегодняшнему уроку", ("Ctrl+T",), "calendar_ltr"),
    Command("page_before", JOURNAL, "Предыдущая страница", ("Ctrl+PgUp",)),
    Command("page_after", JOURNAL, "Следующая страница", ("Ctrl+PgDown",)),
    Command("term_before", JOURNAL, "Предыдущий период", ("Ctrl+Shift+PgUp",)),
    Command("term_after", JOURNAL, "Следующий период", ("Ctrl+Shift+PgDown",)),
    Command("lesson_before", JOURNAL, "Предыдущий урок", ("Ctrl+Up",), rule=True),
    Command("lesson_after", JOURNAL, "Следующий урок", ("Ctrl+Down",)),
    Command("next_topic", JOURNAL, "Следующая тема", ("F8",), "arrow_right", rule=True),
    Command("works", JOURNAL, "График контрольных работ…", ("Ctrl+Shift+D",), "calendar_ltr"),
    Command("plans", JOURNAL, "Планы уроков (КТП)…", ("Shift+F3",), "book_open"),
    Command("extra", JOURNAL, "Внеурочная деятельность…", ("Ctrl+F8",), "people"),
    Command("rosters", JOURNAL, "Списки и выписки…", ("Ctrl+F11",), "text_bullet_list"),
    Command("requests", JOURNAL, "Просьбы о зачислении и отчислении…", ("Ctrl+F12",), "people"),
    Command("ready", JOURNAL, "Готовность к концу периода…", ("Ctrl+Shift+V",), "checkmark"),
    Command("whole_plan", JOURNAL, "Весь КТП", ("F3",), "book_open"),
    Command("templates", JOURNAL, "Шаблоны заданий", ("Ctrl+E",), "text_bullet_list"),
    Command("keep_template", JOURNAL, "Сохранить задание шаблоном", ("Ctrl+Shift+E",)),
    Command("drop_template", JOURNAL, "Убрать выбранный шаблон", ("Ctrl+Shift+Delete",)),
    Command("next_unfilled", JOURNAL, "Следующий незаполненный", ("Shift+F8",), "arrow_right", rule=True),
    Command("kind", JOURNAL, "Вид урока…", ("F4",), "text_bullet_list", rule=True),
    Command("comment", JOURNAL, "Примечание…", ("F2",), "note"),
    Command("debt", JOURNAL, "Отметка за контрольную работу…", ("Ctrl+G",)),
    Command("essay", JOURNAL, "Сочинение: отметка за грамотность…", ("Ctrl+U",)),
    Command("attest", JOURNAL, "Нет отметки за период: продление…", ("Shift+F7",)),
    Command("history", JOURNAL, "История клетки", ("F9",), "history"),
    Command("restore", JOURNAL, "Вернуть прежнее значение клетки", ("Shift+F9",)),
    Command("mark_page", JOURNAL, "К отметке на странице предмета", ("Ctrl+Return",), "arrow_right", rule=True),
    Command("council", JOURNAL, "Решение совета…", ("Ctrl+W",), "gavel"),
    Command("cancel_council", JOURNAL, "Отменить решение совета", ("Ctrl+Shift+W",)),
    Command("confirm_week", JOURNAL, "Подтвердить пропуски за неделю", ("Ctrl+Shift+C",), "checkmark", rule=True),
    Command("absence_days", JOURNAL, "Пропуск за несколько дней…", ("Shift+F2",), "calendar_ltr"),
    Command("individual_new", JOURNAL, "Индивидуальное занятие…", ("Ctrl+N",), "add", rule=True),
    Command("individual_cancel", JOURNAL, "Отменить индивидуальное занятие", ("Ctrl+Shift+Backspace",), "dismiss"),
    Command("inspect", JOURNAL, "Проверка журнала…", ("Ctrl+Shift+I",), "clipboard_task", rule=True),
    Command("inspections", JOURNAL, "План проверок журнала…", ("Ctrl+Shift+J",), "clipboard_task"),
    Command("answer_remark", JOURNAL, "Ответить на замечание…", ("Ctrl+Shift+A",), "comment"),
    Command("accept_remark", JOURNAL, "Принять ответ", ("Ctrl+Shift+O",), "checkmark"),
    Command("cancel_remark", JOURNAL, "Отменить замечание", ("Ctrl+Shift+X",), "dismiss"),
    Command("suggest", JOURNAL, "Предложить отметки за период", ("F7",), rule=True, checkable=True),
    Command("former_year", VIEW, "Прошлый учебный год…", ("Ctrl+F3",), "history", rule=True),
    Command("new_year", SCHOOL, "Новый учебный год…", ("Ctrl+Shift+Q",), "calendar_ltr"),
    Command("school_year", SCHOOL, "Учебный год…", ("Ctrl+Shift+Y",), "calendar_ltr"),
    Command("school_classes", SCHOOL, "Классы и ученики…", ("Ctrl+Shift+K",), "people"),
    Command("school_courses", SCHOOL, "Предметы и учителя…", ("Ctrl+Shift+M",), "book_open"),
    Command("school_timetable", SCHOOL, "Расписание…", ("Ctrl+Shift+T",), "clock"),
    Command("substitutions", SCHOOL, "Замены и переносы…", ("Ctrl+Shift+F",), "people"),
    Command("home_lessons", SCHOOL, "Обучение на дому…", ("Ctrl+F10",), "home"),
    Command("modes", SCHOOL, "Карантин и дистанционное обучение…", ("Ctrl+F7",)),
    Command("delegations", SCHOOL, "Исполнение обязанностей…", ("Ctrl+F6",)),
    Command("staff", SCHOOL, "Сотрудники и учётные записи…", ("Ctrl+Shift+U",), "key"),
    Command("school_table", SCHOOL, "Пустая таблица школы…", ("Ctrl+Shift+H",), "document_table"),
    Command("rule_numbers", SCHOOL, "Числа правил…", ("Ctrl+Shift+G",), "settings", rule=True),
    Command("close_periods", SCHOOL, "Закрытие периодов…", ("Ctrl+Shift+L",), "lock_closed"),
    Command("help", HELP, "Справка по странице", ("F1",), "question_circle"),
    Command("about", HELP, "О программе", ("Ctrl+F1",)),
)


class Commands:
    """The actions of one window, by the names of the table."""

    def __init__(self, window: QWidget, slots: Mapping[str, Callable[[], None]]) -> None:
        """Only commands with a slot become actions: the others are not there yet, and are not shown."""
        self._window = window
        self._actions: dict[str, QAction] = {}
        self.renew(slots)

    def renew(self, slots: Mapping[str, Callable[[], None]]) -> None:
        """Makes actions of the slots that had none, and takes away those that have no slot any more."""
        for command in COMMANDS:
            slot = slots.get(command.name)
            if slot is None and command.name in self._actions:
                gone = self._actions.pop(command.name)
                self._window.removeAction(gone)
                gone.deleteLater()
            elif slot is not None and command.name not in self._actions:
                self._actions[command.name] = self._action(command, self._window, slot)

    def _action(self, command: Command, window: QWidget, slot: Callable[[], None]) -> QAction:
        action = QAction(command.words, window)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setCheckable(command.checkable)
        if command.icon:
            icons.dress(action, command.icon)
        action.triggered.connect(slot)
        window.addAction(action)
        return action

    def __getitem__(self, name: str) -> QAction:
        """The action of this name; KeyError when the window does not have it."""
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        """Whether the window has the command."""
        return name in self._actions

    def fill(self, bar: QMenuBar) -> None:
        """Fills a menu bar in the order of the table; a menu without commands is left out."""
        for title in MENUS:
            shown = self._shown(title)
            if not shown:
                continue
            menu = bar.addMenu(_MNEMONICS[title])
            for command in shown:
                if command.rule and menu.actions():
                    menu.addSeparator()
                menu.addAction(self._actions[command.name])

    def _shown(self, menu: str) -> Sequence[Command]:
        return [command for command in COMMANDS if command.menu == menu and command.name in self._actions]


def keys_table(left_out: Collection[str] = ()) -> str:
    """The table of keys for the help page, in Markdown, without the commands named."""
    shown = (command for command in COMMANDS if command.name not in left_out)
    rows = (f"| {command.words.rstrip('…')} | {' или '.join(command.keys)} |" for command in shown)
    return "\n".join(("| Команда | Клавиши |", "|---|---|", *rows, "| Вкладка страницы по номеру | Ctrl+1 … Ctrl+9 |"))
