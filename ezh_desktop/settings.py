"""Preferences of this computer (настройки), kept in one INI file of the user's configuration folder.

One table, `TABLE`, holds every preference: name, type, default, label, help. The settings form, the options of the
command line and the help page are made from it. Keys that this version does not know are kept as they are, so an older
program on the same computer loses nothing of a newer one. Preferences of the school and its year lie in the journal.
"""

from __future__ import annotations

import argparse
import configparser
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar

from platformdirs import user_config_path

from ezh_desktop.errors import BadInput, DeviceTrouble

T = TypeVar("T", bound=int | str)

FILE_NAME = "settings.ini"


class Scope(Enum):
    """Whose preference it is; the value is the section of the file, followed by the owner's tag where there is one."""

    COMPUTER = "computer"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One row of the table.

    `name` is the key in the file and, with a dash for each underscore, the option of the command line. `choices` maps
    each allowed value to its Russian label. `minimum` and `maximum` bound a number, both included. `shown` is False for
    what the program remembers by itself: it stands in no form and is no option.
    """

    name: str
    default: T
    label: str
    help: str
    scope: Scope = Scope.COMPUTER
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    shown: bool = True

    @property
    def option(self) -> str:
        """The option of the command line."""
        return "--" + self.name.replace("_", "-")

    def read(self, text: str) -> T:
        """The value that `text` of the file or command line stands for; raises BadInput in words for people."""
        try:
            value = type(self.default)(text.strip())
        except ValueError:
            raise self._refused(text) from None
        if not self.allows(value):
            raise self._refused(text)
        return value

    def write(self, value: T) -> str:
        """The text of `value` in the file; raises BadInput where the table does not allow it."""
        if not self.allows(value):
            raise self._refused(str(value))
        return str(value)

    def allows(self, value: T) -> bool:
        """Whether the table allows the value."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, int):
            return self.minimum <= value <= self.maximum
        return value in self.choices if self.choices else str(value).isprintable()

    def _refused(self, text: str) -> BadInput:
        return BadInput(f"Настройка «{self.label}» не принимает значение «{text}».", self.allowed_text())

    def allowed_text(self) -> str:
        """What may be given, as a sentence."""
        if self.choices:
            given = ", ".join(f"{value} ({label.lower()})" for value, label in self.choices.items())
            return f"Допустимо: {given}."
        if isinstance(self.default, int):
            return f"Допустимо целое число от {self.minimum} до {self.maximum}."
        return "Допустима одна строка текста."


SCHEME = Setting(
    "scheme",
    "system",
    "Цветовая схема",
    "Светлые или тёмные окна. «Как в системе» следует за настройкой компьютера.",
    choices={"system": "Как в системе", "light": "Светлая", "dark": "Тёмная"},
)
AFTER_ENTRY = Setting(
    "after_entry",
    "down",
    "После ввода отметки",
    "Куда переходит курсор, когда отметка введена: к следующему ученику или к следующему уроку.",
    choices={"down": "Вниз", "right": "Вправо"},
)
IDLE_LOCK_MINUTES = Setting(
    "idle_lock_minutes",
    10,
    "Закрывать на замок через",
    "Сколько минут без клавиш и мыши окно остаётся открытым. Потом программа спросит пароль; введённое уже сохранено.",
    minimum=1,
    maximum=120,
    unit="мин",
)
ZOOM = Setting(
    "zoom",
    100,
    "Масштаб",
    "Размер таблиц и списков в процентах; меняется и с Ctrl и колесом мыши, Ctrl+0 возвращает 100 %.",
    scope=Scope.PERSON,
    minimum=70,
    maximum=215,
    unit="%",
)
PANEL_OPEN = Setting(
    "panel_open",
    "auto",
    "Правая панель",
    "Открыта ли панель справа; сама она открывается на широком экране.",
    scope=Scope.PERSON,
    choices={"auto": "По ширине экрана", "open": "Открыта", "closed": "Закрыта"},
    shown=False,
)
WINDOW = Setting("window", "", "Окно", "Место и размер окна, как их оставили.", scope=Scope.PERSON, shown=False)
TREE = Setting(
    "tree",
    "open",
    "Список страниц",
    "Открыт ли список страниц слева.",
    scope=Scope.PERSON,
    choices={"open": "Открыт", "closed": "Закрыт"},
    shown=False,
)
LAST_JOURNAL = Setting("last_journal", "", "Последний журнал", "Файл, который был открыт последним.", shown=False)
IMPORT_NAMES = Setting(
    "import_names", "", "Названия из таблиц", "Какие предметы значат названия в таблицах с бумаги.", shown=False
)
AnySetting = Setting[Any]

TABLE: tuple[AnySetting, ...] = (
    SCHEME,
    AFTER_ENTRY,
    IDLE_LOCK_MINUTES,
    ZOOM,
    PANEL_OPEN,
    WINDOW,
    TREE,
    LAST_JOURNAL,
    IMPORT_NAMES,
)


def shown() -> Iterator[AnySetting]:
    """The settings a person sees, in the order of the form."""
    return (setting for setting in TABLE if setting.shown)


def config_folder() -> Path:
    """The user's configuration folder; the variable EZH_CONFIG_DIR names another."""
    named = os.environ.get("EZH_CONFIG_DIR")
    return Path(named) if named else user_config_path("ezh-desktop", appauthor=False, roaming=True)


class Settings:
    """The preferences file. Safe to use from several threads; two programs may keep the same file.

    A file that cannot be read as INI is set aside as `settings.ini.broken` at the next write, and the defaults hold:
    a preference is never a reason not to open the journal.
    """

    def __init__(self, path: Path | None = None, overrides: Mapping[str, str] | None = None) -> None:
        """`overrides` (name to text) come from the command line, hold for this run and are not written."""
        self.path = path or config_folder() / FILE_NAME
        self._overrides = dict(overrides or {})
        self._lock = threading.Lock()

    def get(self, setting: Setting[T], owner: str = "") -> T:
        """The value now; the default where the file has none or one that the table does not allow."""
        if setting.name in self._overrides:
            return setting.read(self._overrides[setting.name])
        text = self.texts(_section(setting, owner)).get(setting.name)
        if text is None:
            return setting.default
        try:
            return setting.read(text)
        except BadInput:
            return setting.default

    def memory(self, section: str) -> Memory:
        """What the program remembers under names of its own, such as failed sign-ins: a mapping of texts."""
        return Memory(self, section)

    def put(self, setting: Setting[T], value: T, owner: str = "") -> None:
        """Keep the value; raises BadInput for one not allowed, DeviceTrouble when the file cannot be written."""
        self.put_text(_section(setting, owner), setting.name, setting.write(value))
        self._overrides.pop(setting.name, None)

    def forget(self, setting: AnySetting, owner: str = "") -> None:
        """Return to the default."""
        self.drop_text(_section(setting, owner), setting.name)

    def texts(self, section: str) -> dict[str, str]:
        """The texts of one section, as they are in the file now."""
        with self._lock:
            parser = self._load()
            return dict(parser.items(section)) if parser.has_section(section) else {}

    def put_text(self, section: str, name: str, text: str) -> None:
        """Write one text; everything else in the file stays. Raises DeviceTrouble."""
        with self._lock:
            parser = self._load()
            if not parser.has_section(section):
                parser.add_section(section)
            parser.set(section, name, text)
            self._save(parser)

    def drop_text(self, section: str, name: str) -> None:
        """Remove one text, and its section with the last one. Raises DeviceTrouble."""
        with self._lock:
            parser = self._load()
            if not parser.has_option(section, name):
                return
            parser.remove_option(section, name)
            if not parser.options(section):
                parser.remove_section(section)
            self._save(parser)

    def _load(self) -> configparser.RawConfigParser:
        parser = _parser()
        try:
            parser.read_string(self.path.read_text(encoding="utf-8"))
        except (OSError, configparser.Error, UnicodeDecodeError):
            return _parser()
        return parser

    def _save(self, parser: configparser.RawConfigParser) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._set_broken_aside()
            _replace(self.path, parser)
        except OSError as error:
            raise DeviceTrouble(
                f"Не удалось записать настройки: {self.path}.",
                "Проверьте, есть ли место на диске и право записи в эту папку.",
                detail=type(error).__name__,
            ) from error

    def _set_broken_aside(self) -> None:
        try:
            _parser().read_string(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (configparser.Error, UnicodeDecodeError):
            self.path.replace(self.path.with_suffix(".ini.broken"))


class Memory(MutableMapping[str, str]):
    """One section of the file as a mapping: each read looks at the file, each write is kept at once."""

    def __init__(self, kept: Settings, section: str) -> None:
        self._kept = kept
        self._section = section

    def __getitem__(self, name: str) -> str:
        """The text now; KeyError when there is none."""
        return self._kept.texts(self._section)[name]

    def __setitem__(self, name: str, text: str) -> None:
        """Keep one line of text; ValueError for more than a line."""
        if not text.isprintable():
            raise ValueError("one line of text")
        self._kept.put_text(self._section, name, text)

    def __delitem__(self, name: str) -> None:
        """Forget the text."""
        if name not in self:
            raise KeyError(name)
        self._kept.drop_text(self._section, name)

    def __iter__(self) -> Iterator[str]:
        """The names now."""
        return iter(self._kept.texts(self._section))

    def __len__(self) -> int:
        """How many there are now."""
        return len(self._kept.texts(self._section))


def _parser() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(default_section="", delimiters=("=",), strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way to keep capitals
    return parser


def _section(setting: AnySetting, owner: str) -> str:
    if (setting.scope is Scope.COMPUTER) == bool(owner):
        raise ValueError(f"{setting.name} belongs to {setting.scope.value}")
    return f"{setting.scope.value} {owner}".strip()


def _replace(path: Path, parser: configparser.RawConfigParser) -> None:
    """Write beside the file, then rename: a crash leaves the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            parser.write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give the command line one option for each setting that a person sees."""
    group = parser.add_argument_group("настройки этого запуска")
    for setting in shown():
        group.add_argument(
            setting.option,
            dest=f"setting_{setting.name}",
            metavar="|".join(setting.choices) or "N",
            help=f"{setting.label}. {setting.allowed_text()}".replace("%", "%%"),
        )


def overrides_of(namespace: argparse.Namespace) -> dict[str, str]:
    """What the options of `add_options` said, checked; raises BadInput for a value not allowed."""
    given = {s.name: getattr(namespace, f"setting_{s.name}", None) for s in shown()}
    for setting in shown():
        text = given[setting.name]
        if text is not None:
            setting.read(text)
    return {name: text for name, text in given.items() if text is not None}


def help_table() -> str:
    """The help page's table of settings (Markdown)."""
    rows = ["| настройка | значения | по умолчанию | что делает | в командной строке |", "|---|---|---|---|---|"]
    for setting in shown():
        values = " · ".join(setting.choices.values()) or f"{setting.minimum}–{setting.maximum} {setting.unit}".strip()
        default = setting.choices.get(str(setting.default), f"{setting.default} {setting.unit}".strip())
        rows.append(f"| {setting.label} | {values} | {default} | {setting.help} | `{setting.option}` |")
    return "\n".join(rows) + "\n"
