"""Qt's own texts in Russian: its translation, and the few words that its translation leaves in English.

Seen where the system has no file dialog of its own (plain X) and Qt shows one. Kinds of files, dates and numbers follow
the locale, which is Russian here whatever the computer's is.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_TEXTS: Final = MappingProxyType(
    {
        ("QFileDialog", "&Look in:"): "&Папка:",
        ("QFileDialog", "Files of &type:"): "&Тип файла:",
        ("QAbstractFileIconProvider", "Drive"): "Диск",
        ("QAbstractFileIconProvider", "Folder"): "Папка",
        ("QAbstractFileIconProvider", "File"): "Файл",
        ("QAbstractFileIconProvider", "Unknown"): "Неизвестно",
    }
)


class _OwnTexts(QTranslator):
    """What `qtbase_ru` lacks, by Qt's context and English text."""

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        """The Russian text; None for all others."""
        return _TEXTS.get((context, source))

    def isEmpty(self) -> bool:
        """Qt asks no translator that says it is empty."""
        return False


def speak_russian(app: QCoreApplication) -> None:
    """Give Qt its Russian texts and locale, before the first window is made."""
    QLocale.setDefault(QLocale(QLocale.Language.Russian, QLocale.Country.Russia))
    translator = QTranslator(app)
    if translator.load("qtbase_ru", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.installTranslator(_OwnTexts(app))
