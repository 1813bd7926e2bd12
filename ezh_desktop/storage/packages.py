"""A package (резервная копия `.ezhb`): one stored ZIP with a checked copy of the journal, its keys and a manifest.

Fixed names in a fixed order, no compression, no duplicates, exact length. The manifest stands last, names size and
SHA-256 of every member, is signed by its maker and proved by the data key. Whatever is not so is refused.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from nacl.encoding import RawEncoder
from nacl.exceptions import BadSignatureError
from nacl.hash import blake2b
from nacl.signing import SigningKey, VerifyKey

from ezh_desktop.errors import DamageTrouble, DriveGoneTrouble
from ezh_desktop.storage.canon import canon, read_canon
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.engine import newer_format
from ezh_desktop.storage.faults import as_trouble

FORMAT: Final = "ezh-package"
VERSION: Final = 1
README: Final = "ЧТО ЭТО.txt"
JOURNAL: Final = "journal.ezh"
KEYS: Final = "journal.ezh.keys"
MANIFEST: Final = "manifest.json"
NAMES: Final = (README, JOURNAL, KEYS, MANIFEST)
MEMBERS: Final = NAMES[:-1]
MOST_MANIFEST: Final = 64 * 1024
SYNC_EVERY: Final = 4 << 20
"""Octets after which the disk is waited for: else a slow stick would take all at once and work long in silence."""

_SIGNED: Final = b"ezh-package-1\0"
_MAC: Final = b"ezh-package-1"
_START: Final = b"PK\x03\x04"
_CHUNK: Final = 1 << 20
_LOCAL, _CENTRAL, _END = 30, 46, 22
_DAY: Final = (1980, 1, 1, 0, 0, 0)

Members: TypeAlias = Mapping[str, tuple[int, bytes]]
"""Size and SHA-256 by the member's name."""

Step: TypeAlias = Callable[[int, int], None]
"""Told octets done and octets in all; may raise to stop."""


class Kind(StrEnum):
    """What a package is for."""

    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself: journal id, protocol position, size and SHA-256 by member, maker's verifying key.

    `sig` is the maker's signature of `body`, `mac` proves both to a holder of the data key.
    """

    kind: Kind
    journal: bytes
    n: int
    head: bytes
    members: Members
    by: bytes
    sig: bytes = b""
    mac: bytes = b""

    def body(self) -> bytes:
        """The bytes that are signed."""
        members = {name: {"size": size, "sha256": digest} for name, (size, digest) in self.members.items()}
        fields = {"format": FORMAT, "version": VERSION, "kind": str(self.kind), "journal": self.journal}
        return canon(fields | {"n": self.n, "head": self.head, "members": members, "by": self.by})

    def dump(self) -> bytes:
        """The bytes of the member."""
        return canon(read_canon(self.body()) | {"sig": self.sig, "mac": self.mac}) + b"\n"

    def signed(self, signer: SigningKey, key: bytes) -> Manifest:
        """Signed by the maker and proved by the data key."""
        sig = signer.sign(_SIGNED + self.body()).signature
        mac = _code(self.body() + sig, key)
        return Manifest(self.kind, self.journal, self.n, self.head, self.members, self.by, sig, mac)

    def proves(self, key: bytes) -> bool:
        """Whether a holder of the data key wrote it."""
        return compare_digest(self.mac, _code(self.body() + self.sig, key))


Make: TypeAlias = Callable[[Members], Manifest]
"""Makes and signs the manifest of members whose sizes and sums are now known."""


def is_package(path: Path) -> bool:
    """Whether the file claims to be a package, by its name or its first bytes; missing files are none."""
    if path.suffix.lower() == ".ezhb":
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(len(_START)) == _START
    except OSError:
        return False


def write_package(
    path: Path, parts: Mapping[str, Path | bytes], make: Make, *, door: Door = DISK, step: Step | None = None
) -> Manifest:
    """Write a new file at `path`: README, JOURNAL and KEYS of `parts`, then the manifest that `make` signs.

    The caller gives a temporary name and renames. Raises DeviceTrouble and its kinds, and what `step` raises.
    """
    total = sum(_size(parts[name]) for name in MEMBERS)
    members: dict[str, tuple[int, bytes]] = {}
    done = 0
    with as_trouble(), _through(path, door) as stream, zipfile.ZipFile(stream, "w") as archive:
        for name in MEMBERS:
            digest, size = sha256(), _size(parts[name])
            with archive.open(_info(name, size), "w") as out:
                for chunk in _chunks(parts[name]):
                    if step is not None:
                        step(done, total)
                    out.write(chunk)
                    digest.update(chunk)
                    done += len(chunk)
            members[name] = (size, digest.digest())
        manifest = make(members)
        archive.writestr(_info(MANIFEST, len(manifest.dump())), manifest.dump())
    return manifest


class Package:
    """An open package whose outer shape and manifest have been checked; its members by `check` or `unpack`."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive, self.manifest = archive, manifest

    def check(self, step: Step | None = None) -> None:
        """Read every member and compare its sum; raises DamageTrouble, DeviceTrouble."""
        with as_trouble():
            self._read({}, step)

    def unpack(self, path: Path, step: Step | None = None) -> None:
        """Put journal and keys into new files `path` and `path`.keys; the sums of all members are checked on the way.

        Raises DamageTrouble, DeviceTrouble, and what `step` raises; then nothing is left of them.
        """
        files = {JOURNAL: path, KEYS: path.with_name(f"{path.name}.keys")}
        try:
            with as_trouble():
                self._read(files, step)
        except BaseException:
            for file in files.values():
                file.unlink(missing_ok=True)
            raise

    def _read(self, files: Mapping[str, Path], step: Step | None) -> None:
        total, done = sum(self.manifest.members[name][0] for name in MEMBERS), 0
        for name in MEMBERS:
            digest = sha256()
            with _as_damage(), self._archive.open(name) as member, _new_file(files.get(name)) as out:
                while chunk := member.read(_CHUNK):
                    if step is not None:
                        step(done, total)
                    digest.update(chunk)
                    if out is not None:
                        out.write(chunk)
                    done += len(chunk)
            if digest.digest() != self.manifest.members[name][1]:
                raise broken_package(f"sum of member {NAMES.index(name)}")


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a package; its shape, manifest and signature have been checked.

    Raises DamageTrouble (damaged, cut or foreign), NewerFormatTrouble, DeviceTrouble and its kinds.
    """
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise DriveGoneTrouble(
            f"Файла копии «{path.name}» нет на месте.", "Вставьте носитель с копией и проверьте имя файла."
        ) from error
    except OSError as error:
        with as_trouble():
            raise error from None
    with stream:
        with as_trouble(), _as_damage():
            if stream.read(len(_START)) != _START:
                raise foreign_package("start")
            archive = zipfile.ZipFile(stream)
            manifest = _manifest(archive, path.stat().st_size)
        with archive:
            yield Package(archive, manifest)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a package whose members are not read; raises like `open_package`."""
    with open_package(path) as package:
        return package.manifest


def forget_cached(path: Path) -> None:
    """Let the next reading come from the medium and not from the computer's memory, where the system knows how."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is None:
        return
    with as_trouble():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            advise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def broken_package(detail: str = "") -> DamageTrouble:
    """The package is not what was written."""
    return DamageTrouble(
        "Резервная копия повреждена: она записана не до конца или испорчена.", "Возьмите другую копию.", detail
    )


def foreign_package(detail: str = "") -> DamageTrouble:
    """No package of ours."""
    return DamageTrouble(
        "Это не резервная копия журнала ЭЖ.", "Выберите файл копии: его имя оканчивается на «.ezhb».", detail
    )


def _manifest(archive: zipfile.ZipFile, size: int) -> Manifest:
    infos = archive.infolist()
    if MANIFEST not in archive.namelist():
        raise foreign_package("no manifest")
    plain = all(one.compress_type == zipfile.ZIP_STORED and one.file_size == one.compress_size for one in infos)
    if tuple(one.filename for one in infos) != NAMES or not plain or archive.comment:
        raise broken_package("names")
    _demand_exact(infos, size)
    manifest = _parsed(archive.read(MANIFEST))
    if {one.filename: one.file_size for one in infos[:-1]} != {name: m[0] for name, m in manifest.members.items()}:
        raise broken_package("sizes")
    VerifyKey(manifest.by).verify(_SIGNED + manifest.body(), manifest.sig)
    return manifest


def _demand_exact(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Nothing between the members, nothing before or after them."""
    at = 0
    for one in infos:
        if one.header_offset != at or one.extra or one.comment:
            raise broken_package("offsets")
        at += _LOCAL + len(one.filename.encode()) + one.file_size
    if size != at + sum(_CENTRAL + len(one.filename.encode()) for one in infos) + _END:
        raise broken_package("length")
    if infos[-1].file_size > MOST_MANIFEST:
        raise broken_package("manifest size")


def _parsed(data: bytes) -> Manifest:
    fields: Any = read_canon(data)
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise foreign_package("format")
    if fields["version"] != VERSION:
        raise newer_format(f"package version {fields['version']}")
    members = {name: (int(one["size"]), bytes.fromhex(one["sha256"])) for name, one in fields["members"].items()}
    journal, head, by, sig, mac = (bytes.fromhex(fields[name]) for name in ("journal", "head", "by", "sig", "mac"))
    manifest = Manifest(Kind(fields["kind"]), journal, int(fields["n"]), head, members, by, sig, mac)
    if manifest.dump() != data:
        raise broken_package("spelling")
    return manifest


@contextmanager
def _as_damage() -> Iterator[None]:
    """`zipfile` tells damage in many ways, also by NotImplementedError and EOFError."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RuntimeError,
        OverflowError,
        BadSignatureError,
    ) as error:
        raise broken_package(type(error).__name__) from error


class _Through(io.RawIOBase):
    """A file whose writes go through the door, and which waits for the disk now and then."""

    def __init__(self, descriptor: int, door: Door) -> None:
        super().__init__()
        self._descriptor, self._door, self._unsynced = descriptor, door, 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        size = memoryview(data).nbytes
        self._door.write(self._descriptor, data)
        self._unsynced += size
        if self._unsynced >= SYNC_EVERY:
            self._door.fsync(self._descriptor)
            self._unsynced = 0
        return size


@contextmanager
def _through(path: Path, door: Door) -> Iterator[_Through]:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        yield _Through(descriptor, door)
    finally:
        os.close(descriptor)


@contextmanager
def _new_file(path: Path | None) -> Iterator[IO[bytes] | None]:
    if path is None:
        yield None
        return
    with path.open("xb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _info(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.file_size = size
    return info


def _size(part: Path | bytes) -> int:
    return len(part) if isinstance(part, bytes) else part.stat().st_size


def _chunks(part: Path | bytes) -> Iterator[bytes]:
    if isinstance(part, bytes):
        yield part
        return
    with part.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _code(body: bytes, key: bytes) -> bytes:
    mac_key: bytes = blake2b(_MAC, key=key, encoder=RawEncoder)
    code: bytes = blake2b(body, key=mac_key, encoder=RawEncoder)
    return code
