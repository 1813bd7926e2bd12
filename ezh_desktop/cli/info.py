"""`info`: without `--login` only what lies open, with it also the school, its counts and the protocol's head."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import ExitCode
from ezh_desktop.services.backups import head_text, is_package, read_manifest
from ezh_desktop.services.facts import JournalFacts, OpenFacts, facts_inside, facts_outside
from ezh_desktop.services.packing import unpacked

_WORDS = {
    "classes": ("класс", "класса", "классов"),
    "pupils": ("ученик", "ученика", "учеников"),
    "courses": ("страница предмета", "страницы предметов", "страниц предметов"),
    "lessons": ("урок", "урока", "уроков"),
}


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Tell what may be told; a missing or foreign key file is an error after the open facts."""
    if is_package(args.file):
        _tell_package(args, output)
        if args.login:
            with unpacked(args.file) as (file, _), signed_in(tools, file, args.login) as session:
                _tell_inside(facts_inside(session.office), output)
        return ExitCode.DONE
    outside = facts_outside(args.file)
    _tell_outside(args, outside, output)
    if args.login:
        with signed_in(tools, args.file, args.login) as session:
            inside = facts_inside(session.office)
        _tell_inside(inside, output)
    elif outside.trouble is not None:
        raise outside.trouble
    return ExitCode.DONE


def _tell_package(args: argparse.Namespace, output: Output) -> None:
    """What a backup says of itself; its members are not read."""
    manifest = read_manifest(args.file)
    octets = args.file.stat().st_size
    output.result(f"Резервная копия: {args.file}")
    output.result(f"Номер журнала: {manifest.journal.hex()}")
    output.result(f"Протокол: {head_text(manifest.n, manifest.head)}")
    output.result(f"Размер: {_bytes(octets)}")
    output.facts |= {
        "file": str(args.file),
        "kind": str(manifest.kind),
        "journal": manifest.journal.hex(),
        "n": manifest.n,
        "head": manifest.head.hex(),
        "size": octets,
    }


def _tell_outside(args: argparse.Namespace, facts: OpenFacts, output: Output) -> None:
    output.result(f"Файл: {args.file}")
    output.result(f"Формат: {facts.format}")
    output.result(f"Номер журнала: {facts.journal or 'неизвестен'}")
    sizes = f"журнал {_bytes(facts.size)}, ключи {_bytes(facts.keys_size)}"
    output.result(f"Размер: {sizes}, ещё не внесено в файл {_bytes(facts.wal_size)}")
    output.facts |= {
        "file": str(args.file),
        "format": facts.format,
        "journal": facts.journal or None,
        "size": facts.size,
        "keys_size": facts.keys_size,
        "wal_size": facts.wal_size,
    }


def _tell_inside(facts: JournalFacts, output: Output) -> None:
    output.result(f"Школа: {facts.school}")
    output.result(f"Учебный год: {facts.year}")
    for name, words in _WORDS.items():
        output.result(f"  {count(facts.counts.get(name, 0), *words)}")
    output.result(f"Протокол: {count(facts.entries, 'запись', 'записи', 'записей')}, {facts.head}")
    if facts.demo_day:
        output.result(f"Учебная школа, её день: {facts.demo_day}")
    output.facts |= asdict(facts)


def _bytes(size: int) -> str:
    return f"{size:,} Б".replace(",", "\u00a0")
