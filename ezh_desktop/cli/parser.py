"""The words of the command line: commands, options, their Russian help, and what is said of a slip."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

import ezh_desktop
from ezh_desktop import settings
from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import BadInput, EzhError, UsageTrouble

PROGRAM: Final = "ezh-desktop"
EXIT_CODES: Final = (
    (0, "сделано"),
    (1, "сделано, но есть замечания или отклонённые строки"),
    (2, "команда записана неверно"),
    (3, "вход не удался или не хватает прав"),
    (4, "файл повреждён или чужой"),
    (5, "входные данные не читаются или не подходят; ничего не записано"),
    (6, "диск, устройство или файл занят"),
    (7, "запрещено правилом или закрытым периодом"),
    (70, "ошибка самой программы"),
)
PAGES_NOW: Final = (
    "course",
    "marks",
    "lessons",
    "summary",
    "general",
    "attendance",
    "absences",
    "clubs",
    "health",
    "remarks",
    "preliminary",
    "individual",
    "substitutions",
    "roster",
    "extract",
    "timetable",
    "teachers",
    "board",
    "journal",
)
PAGE_HELP: Final = (
    "journal — весь журнал класса, печатается и без этого параметра, "
    "course — разворот предмета целиком, marks — только отметки, lessons — только темы и задания, "
    "summary — сводная ведомость класса, general — общие сведения, attendance — учёт посещаемости по периодам, "
    "absences — пропуски по месяцам, clubs — кружки и секции, preliminary — листки предварительных отметок, "
    "health — листок здоровья (закрытые графы — только у медицинского работника), "
    "remarks — замечания по ведению журнала, individual — журнал индивидуальных занятий, "
    "substitutions — распоряжение о заменах на день (--date), timetable — расписание класса или всех классов, "
    "teachers — недели всех учителей, board — сводное расписание школы, "
    "roster — список класса на день, extract — выписка отметок ученика (--pupil)"
)
MOST_TERMS: Final = 4
MOST_SEED: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the module of `cli` that does it, one line of help, and its own arguments."""

    name: str
    module: str
    help: str
    add: Callable[[argparse.ArgumentParser], None]


class RussianParser(argparse.ArgumentParser):
    """An argument parser that speaks Russian and raises UsageTrouble instead of leaving the program."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._positionals.title = "что указать"
        self._optionals.title = "параметры"
        self.add_argument("-h", "--help", action="help", help="показать эту справку и закончить")

    def error(self, message: str) -> NoReturn:
        """Raise what was written wrongly, in Russian."""
        raise UsageTrouble(_in_russian(message), f"Справка: {self.prog} --help")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Russian word before the usage line."""

    def add_usage(
        self,
        usage: str | None,
        actions: Sequence[argparse.Action],  # type: ignore[override]
        groups: Sequence[argparse._MutuallyExclusiveGroup],  # type: ignore[override]
        prefix: str | None = None,
    ) -> None:
        """The usage line."""
        super().add_usage(usage, actions, groups, "вызов: " if prefix is None else prefix)


_SLIPS: Final = (
    (r"the following arguments are required: (.+)", "В команде не хватает: {0}."),
    (r"unrecognized arguments: (.+)", "В команде лишнее: {0}."),
    (r"argument (\S+?): expected .+", "После {0} нужно значение."),
    (r"argument (\S+?): ignored explicit argument .+", "Параметр {0} пишется без значения."),
    (r"argument (\S+?): not allowed with argument (\S+)", "Параметры {0} и {1} вместе не пишутся."),
    (r"argument (.+?): («.*)", "{0}: {1}"),
)


def _in_russian(message: str) -> str:
    for pattern, words in _SLIPS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words.format(*found.groups())
    return "Команда записана неверно."


def _reader(kind: Callable[[str], object], say: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return kind(text)
        except (ValueError, EzhError) as why:
            raise argparse.ArgumentTypeError(f"«{text}» — {say}") from why

    return read


_month = _reader(lambda text: date.fromisoformat(f"{text}-01"), "не месяц, нужна запись вида 2026-12.")
_day = _reader(date.fromisoformat, "не дата, нужна запись вида 2026-12-01.")
_class_name = _reader(ClassName.read, "не название класса, нужна запись вида 7А.")
_class_names = _reader(
    lambda text: tuple(dict.fromkeys(ClassName.read(part) for part in text.split(","))),
    "не название класса, нужна запись вида 7А или 7А,8Б.",
)
_year = _reader(lambda text: AcademicYear.from_label(text).label, "не учебный год, нужна запись вида 2026/2027.")


def _number(least: int, most: int) -> Callable[[str], object]:
    def read(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return _reader(read, f"нужно целое число от {least} до {most}.")


def _text(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("«» — значение пустое.")
    return text.strip()


def _page(text: str) -> str:
    if text in PAGES_NOW:
        return text
    raise argparse.ArgumentTypeError(f"«{text}» — такой страницы нет. Есть: {', '.join(PAGES_NOW)}.")


def _head(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"([0-9]{1,12}):([0-9a-fA-F]{16}|[0-9a-fA-F]{64})", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(
            f"«{text}» — не вершина протокола, нужна запись с бумаги вида 12345:3f9ac41b77d0e2b8."
        )
    return int(found[1]), found[2].lower()


def _file(parser: argparse.ArgumentParser, words: str = "файл журнала (.ezh)") -> None:
    parser.add_argument("file", metavar="ФАЙЛ", type=Path, help=words)


def _login(parser: argparse.ArgumentParser, words: str = "кто открывает журнал; пароль — в EZH_PASSWORD") -> None:
    parser.add_argument("--login", metavar="ИМЯ", default="", help=words)


def _today(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--today", metavar="ГГГГ-ММ-ДД", type=_day, help=words)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    _file(parser, "новый файл журнала (.ezh)")
    parser.add_argument("--classes", metavar="N", type=_number(1, 10), help="сколько классов, от 1 до 10; обычно 10")
    parser.add_argument(
        "--weeks", metavar="N", type=_number(0, 53), help="сколько учебных недель заполнено; обычно с 1 сентября"
    )
    parser.add_argument("--seed", metavar="N", type=_number(0, MOST_SEED), help="другая школа при другом числе")
    _today(parser, "день, на котором стоит школа; обычно сегодня или последний учебный день")


def _add_new(parser: argparse.ArgumentParser) -> None:
    _file(parser, "новый файл журнала (.ezh)")
    parser.add_argument("--school", metavar="НАЗВАНИЕ", type=_text, required=True, help="название школы")
    parser.add_argument("--year", metavar="ГГГГ/ГГГГ", type=_year, required=True, help="учебный год: 2026/2027")
    _login(parser, "имя для входа первого администратора; обычно admin")
    parser.add_argument(
        "--recovery-sheet", metavar="PDF", type=Path, help="куда записать лист с кодом восстановления для сейфа"
    )


def _add_info(parser: argparse.ArgumentParser) -> None:
    _file(parser, "файл журнала (.ezh) или резервная копия (.ezhb)")
    _login(parser, "показать и то, что видно только после входа; без него — лишь то, что лежит открыто")


def _add_verify(parser: argparse.ArgumentParser) -> None:
    _file(parser, "файл журнала (.ezh) или резервная копия (.ezhb)")
    _login(parser, "кто открывает; пароль — в EZH_PASSWORD. Без имени у копии проверяются только её суммы и подпись")
    parser.add_argument(
        "--head",
        metavar="N:HEX",
        type=_head,
        help="сличить с числом после слова «протокол» на бумаге: 12345:3f9ac41b77d0e2b8",
    )


def _add_print(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("out", metavar="OUT.pdf", type=Path, help="куда записать PDF")
    parser.add_argument(
        "--class",
        dest="classes",
        metavar="КЛАССЫ",
        type=_class_names,
        help="класс или несколько через запятую: 7А,8Б; не нужен распоряжению о заменах",
    )
    parser.add_argument("--page", metavar="СТРАНИЦА", type=_page, help=PAGE_HELP)
    parser.add_argument("--subject", metavar="ПРЕДМЕТ", type=_text, help="один предмет; обычно все")
    parser.add_argument("--term", metavar="N", type=_number(1, MOST_TERMS), help="одна четверть или полугодие")
    parser.add_argument("--date", metavar="ГГГГ-ММ-ДД", type=_day, help="день замен, списка или расписания")
    parser.add_argument("--pupil", metavar="УЧЕНИК", type=_text, help="чья выписка отметок: фамилия и имя")
    parser.add_argument("--archive", action="store_true", help="PDF/A для долгого хранения")
    _today(parser, "за какой день печатать; обычно сегодня")
    _login(parser)


def _add_check(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("--class", dest="school_class", metavar="КЛАСС", type=_class_name, help="один класс: 7А")
    parser.add_argument("--clause", metavar="ПУНКТ", type=_text, help="один пункт Положения: 5.6")
    parser.add_argument("--reminders", action="store_true", help="показать и то, что ещё можно успеть в срок")
    _today(parser, "за какой день проверять; обычно сегодня")
    _login(parser)


IMPORTS: Final = ("pupils", "plan", "periodmarks", "absences", "timetable", "school", "oneroster")


def _import_kind(text: str) -> str:
    if text not in IMPORTS:
        raise argparse.ArgumentTypeError(f"«{text}» — такого ввода нет. Есть: {', '.join(IMPORTS)}.")
    return text


def _add_import(parser: argparse.ArgumentParser) -> None:
    kinds = (
        "pupils — список класса, plan — календарно-тематический план, "
        "periodmarks — отметки за периоды: всего класса, а с --subject одного предмета, "
        "absences — пропуски с бумаги до начала журнала, "
        "timetable — расписание, school — вся школа из одной книги, oneroster — вся школа из папки или ZIP OneRoster"
    )
    parser.add_argument("what", metavar="ЧТО", type=_import_kind, help=kinds)
    _file(parser)
    parser.add_argument("table", metavar="ТАБЛИЦА", type=Path, help="таблица, файл FET или папка OneRoster")
    parser.add_argument("--class", dest="school_class", metavar="КЛАСС", type=_class_name, help="класс: 7А")
    parser.add_argument("--subject", metavar="ПРЕДМЕТ", type=_text, help="предмет плана или отметок")
    parser.add_argument(
        "--subgroup", metavar="ПОДГРУППА", type=_text, help="подгруппа, если предмет идёт по подгруппам"
    )
    _add_timetable(parser)
    parser.add_argument("--dry-run", action="store_true", help="только показать, что будет внесено и что отклонено")
    _login(parser)


def _add_blank(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="КНИГА", type=Path, help="новый файл .xlsx")
    parser.add_argument(
        "--journal", metavar="ФАЙЛ", type=Path, help="журнал: тогда это книга класса для отметок и пропусков с бумаги"
    )
    parser.add_argument("--class", dest="school_class", metavar="КЛАСС", type=_class_name, help="класс книги: 7А")
    _login(parser)


def _add_backup(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("folder", metavar="ПАПКА", type=Path, help="куда записать копию: папка на флешке или диске")
    _login(parser)


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", metavar="КОПИЯ", type=Path, help="резервная копия (.ezhb)")
    _file(parser, "файл журнала (.ezh): новый или тот, вместо которого встанет копия")
    _login(parser, "администратор; пароль, который действовал, когда делали копию, — в EZH_PASSWORD")


def _add_timetable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        metavar="ГГГГ-ММ-ДД",
        type=_day,
        help="с какого дня действует расписание; обычно сегодня, а первое — весь учебный год",
    )
    parser.add_argument(
        "--match",
        metavar="В_ФАЙЛЕ=НАШ",
        type=_match,
        action="append",
        default=[],
        help="кого значит название в расписании: «Физ-ра=Физическая культура», «12 а=11Г»; «Кружок=-» не вносить",
    )
    parser.add_argument(
        "--no-new", action="store_true", help="не создавать классов, предметов и учителей, которых в журнале нет"
    )


def _match(text: str) -> tuple[str, str]:
    name, sign, ours = (part.strip() for part in text.partition("="))
    if not (name and sign and ours):
        raise argparse.ArgumentTypeError(f"«{text}» — не сопоставление. Пишите так: Физ-ра=Физическая культура.")
    return name, ours


CALENDARS: Final = "ical"
EXPORTS: Final = ("csv", "xlsx", CALENDARS)
PAGES_OUT: Final = ("course", "marks", "lessons", "summary", "health", "hours")
PAGE_OUT_HELP: Final = (
    "course — отметки, темы и задания предмета, marks и lessons — одно из двух, summary — сводная ведомость, health — "
    "открытые графы листка здоровья, hours — часы учителей за месяц для табеля (--month); обычно course и summary"
)


def _export_kind(text: str) -> str:
    if text not in EXPORTS:
        raise argparse.ArgumentTypeError(f"«{text}» — такого вывода нет. Есть: {', '.join(EXPORTS)}.")
    return text


def _page_out(text: str) -> str:
    if text in PAGES_OUT:
        return text
    raise argparse.ArgumentTypeError(f"«{text}» — такой таблицы нет. Есть: {', '.join(PAGES_OUT)}.")


def _add_export(parser: argparse.ArgumentParser) -> None:
    kinds = "xlsx — книги Excel со всем оформлением, csv — простые таблицы, ical — календари уроков классов и учителей"
    parser.add_argument("what", metavar="ВИД", type=_export_kind, help=kinds)
    _file(parser)
    parser.add_argument("folder", metavar="ПАПКА", type=Path, help="куда положить файлы; новая папка будет создана")
    parser.add_argument("--class", dest="school_class", metavar="КЛАСС", type=_class_name, help="класс: 7А; обычно все")
    parser.add_argument("--subject", metavar="ПРЕДМЕТ", type=_text, help="один предмет класса; обычно все")
    parser.add_argument("--page", metavar="СТРАНИЦА", type=_page_out, help=PAGE_OUT_HELP)
    parser.add_argument("--month", metavar="ГГГГ-ММ", type=_month, help="месяц часов учителей; обычно этот")
    _today(parser, "за какой день считать; обычно сегодня")
    _login(parser)


def _add_protocol(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("--csv", metavar="OUT.csv", type=Path, help="записать таблицей для Excel, а не на экран")
    _login(parser)


COMMANDS: Final = (
    Command("demo", "demo", "сделать учебную школу: вымышленные классы с отметками, темами и пропусками", _add_demo),
    Command("new", "new", "сделать пустой журнал школы на учебный год и напечатать код восстановления", _add_new),
    Command("info", "info", "рассказать о файле журнала", _add_info),
    Command("verify", "verify", "проверить, цел ли журнал и не исправлен ли он в обход программы", _add_verify),
    Command("check", "check", "найти недочёты: что в журнале не так, как велит Положение", _add_check),
    Command("import", "importing", "ввести из файла список класса, КТП, расписание или всю школу", _add_import),
    Command("blank", "blank", "записать пустую книгу Excel: всей школы или класса с бумаги", _add_blank),
    Command("print", "print_", "напечатать страницы класса или нескольких в PDF", _add_print),
    Command("backup", "backup", "записать резервную копию и проверить, что она открывается", _add_backup),
    Command("restore", "restore", "восстановить журнал из резервной копии", _add_restore),
    Command("export", "exporting", "сохранить страницы таблицами для Excel, уроки — календарями", _add_export),
    Command("protocol", "protocol", "показать протокол: кто, когда и что записал", _add_protocol),
)


def command_parser(command: Command) -> RussianParser:
    """The parser of one command."""
    parser = RussianParser(f"{PROGRAM} {command.name}", f"{command.help[:1].upper()}{command.help[1:]}.")
    command.add(parser)
    parser.add_argument("--json", action="store_true", help="вывести один объект JSON; сообщения идут в поток ошибок")
    return parser


def window_parser() -> RussianParser:
    """The parser of a call without a command: it opens the window."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.help}" for command in COMMANDS]
    codes = [f"  {code:<{width}}  {words}" for code, words in EXIT_CODES]
    more = f"О команде подробнее: {PROGRAM} КОМАНДА --help"
    epilog = "\n".join(["команды:", *lines, "", more, "", "коды завершения:", *codes])
    parser = RussianParser(PROGRAM, "Электронный журнал класса. Без команды открывает окно.", epilog)
    parser.usage = f"{PROGRAM} [ФАЙЛ | --demo] [параметры]\n       {PROGRAM} КОМАНДА …"
    parser.add_argument("file", metavar="ФАЙЛ", type=Path, nargs="?", help="файл журнала, который открыть в окне")
    parser.add_argument("--demo", action="store_true", help="открыть окно на новой учебной школе")
    version = f"ЭЖ Desktop {ezh_desktop.__version__}"
    parser.add_argument("--version", action="version", version=version, help="показать версию и закончить")
    settings.add_options(parser)
    return parser


def command_of(argv: Sequence[str]) -> Command | None:
    """The command that the call names; None opens the window."""
    return next((command for command in COMMANDS if argv and argv[0] == command.name), None)


def read_command(command: Command, argv: Sequence[str]) -> argparse.Namespace:
    """The arguments after the command's name. Raises UsageTrouble; SystemExit after `--help`."""
    return command_parser(command).parse_args(list(argv))


def read_window(argv: Sequence[str]) -> argparse.Namespace:
    """What the window is to open: `file`, `demo`, and `settings` of this run. Raises as `read_command` does."""
    parser = window_parser()
    args = parser.parse_args(list(argv))
    if args.demo and args.file is not None:
        raise UsageTrouble("Учебная школа открывается без файла.", f"Справка: {PROGRAM} --help")
    if args.file is not None and not args.file.suffix and not args.file.exists():
        raise UsageTrouble(f"Нет ни команды, ни файла «{args.file}».", f"Справка: {PROGRAM} --help")
    try:
        args.settings = settings.overrides_of(args)
    except BadInput as why:
        raise UsageTrouble(why.what, why.remedy) from why
    return args


_INTRODUCTION: Final = (
    "`ezh-desktop` без команды открывает окно; с командой делает то же, что окно, для заданий по расписанию. "
    "Имя входа задаёт `--login`, пароль берётся из переменной `EZH_PASSWORD`, а если её нет, спрашивается."
)


def help_markdown() -> str:
    """The help page of the commands, from the same words as `--help` (Markdown)."""
    parts = [
        "# Командная строка",
        _INTRODUCTION,
        _markdown_of(window_parser(), "Окно"),
        *(_markdown_of(command_parser(one), f"{one.name}: {one.help}") for one in COMMANDS),
        "## Коды завершения",
        "\n".join(["| код | что значит |", "|---|---|", *(f"| {code} | {words} |" for code, words in EXIT_CODES)]),
    ]
    return "\n\n".join(parts) + "\n"


def _markdown_of(parser: argparse.ArgumentParser, title: str) -> str:
    rows = ["| параметр | что значит |", "|---|---|"]
    for action in parser._actions:  # noqa: SLF001  # the table of its arguments has no public door
        name = ", ".join(action.option_strings) or str(action.metavar)
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        cells = [f"`{name}{value}`", (action.help or "").replace("%%", "%")]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return f"## {title}\n\n" + "\n".join(rows)
