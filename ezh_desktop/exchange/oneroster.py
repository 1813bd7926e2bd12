"""A school out of OneRoster 1.1 CSV: a folder or a packed one of users, classes, courses, enrollments, demographics.

Odd files are read too: roles and organisations of users in a file of their own (1.2 and its cousins), other names of
columns, a missing school year. A homeroom is a class, a scheduled class a course; where there are no homerooms, a
pupil's grade stands for the class. What is marked for deletion, and who may not sign in, is left out.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from ezh_desktop.domain.incoming import Flaw, GuardianLine, PupilRow, Spot
from ezh_desktop.domain.incoming_school import ClassRow, CourseRow, MemberRow, SchoolRows, StaffRow
from ezh_desktop.domain.names import PersonName
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.school import SchoolTable, make_table
from ezh_desktop.exchange.tables import clean, file_bytes
from ezh_desktop.exchange.texttable import read_text_rows
from ezh_desktop.exchange.values import gender_of, read_date

Record: TypeAlias = Mapping[str, str]
MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 50_000_000
NEEDED: Final = ("users", "classes", "enrollments")
_COLUMNS: Final = MappingProxyType(
    {
        "users": ("sourcedId", "givenName", "familyName", "role"),
        "classes": ("sourcedId", "title"),
        "enrollments": ("classSourcedId", "userSourcedId", "role"),
    }
)
_FILES: Final = (*NEEDED, "manifest", "orgs", "courses", "demographics", "roles", "relationships")
_TEACHING: Final = frozenset({"teacher", "professor", "lecturer", "faculty", "instructor", "tutor", "teacherassistant"})
_STAFF: Final = _TEACHING | {"administrator", "principal", "aide", "staff", "proctor", "districtadministrator"}
_PARENTS: Final = frozenset({"parent", "guardian", "relative"})
_RELATIONS: Final = MappingProxyType({"mother": "мать", "father": "отец"})
_GONE: Final = frozenset({"tobedeleted", "deleted", "inactive"})


def is_roster(path: Path) -> bool:
    """Whether a folder, a packed folder, or one file of it, is a roster."""
    folder = path.parent if path.suffix.casefold() == ".csv" and path.stem.casefold() in _FILES else path
    if folder.is_dir():
        return all((folder / f"{name}.csv").is_file() for name in NEEDED)
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        return {f"{name}.csv" for name in NEEDED} <= {Path(one).name.casefold() for one in packed.namelist()}


def read_roster(path: Path, today: date) -> SchoolTable:
    """The school of a roster. Raises BadInput, naming the file and the row, for what cannot be read."""
    folder = path.parent if path.is_file() and path.suffix.casefold() == ".csv" else path
    files = _of_folder(folder) if folder.is_dir() else _of_zip(path)
    missing = [f"{name}.csv" for name in NEEDED if name not in files]
    if missing:
        raise BadInput(
            f"В «{folder.name}» нет файлов {', '.join(missing)}.", "Выгрузите OneRoster 1.1 целиком, с этими файлами."
        )
    read = {name: _records(name, data) for name, data in files.items()}
    _demand_columns(read)
    return _Roster(folder.name, read, today).table()


def _demand_columns(files: Mapping[str, _File]) -> None:
    """Without these columns people would silently be left out. Raises BadInput."""
    for name, columns in _COLUMNS.items():
        wanted = [one for one in columns if not (one == "role" and name == "users" and "roles" in files)]
        there = {key for record in files[name].records for key in record}
        missing = [one for one in wanted if files[name].records and one.casefold() not in there]
        if missing:
            words = ("столбца", missing[0]) if len(missing) == 1 else ("столбцов", ", ".join(missing))
            raise BadInput(
                f"В файле {name}.csv нет {' '.join(words)}.", "Выгрузите OneRoster заново, со столбцами 1.1."
            )


def _of_folder(folder: Path) -> dict[str, bytes]:
    found = {path.stem.casefold(): path for path in folder.iterdir() if path.suffix.casefold() == ".csv"}
    return {name: file_bytes(found[name]) for name in _FILES if name in found}


def _of_zip(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(file_bytes(path))) as packed:
            found = {
                Path(one.filename).stem.casefold(): one
                for one in packed.infolist()
                if one.filename.casefold().endswith(".csv")
            }
            if sum(one.file_size for one in found.values()) > MOST_BYTES:
                raise BadInput(f"Файл «{path.name}» слишком велик.", "Распакуйте его и выберите папку.")
            return {name: packed.read(found[name]) for name in _FILES if name in found}
    except (zipfile.BadZipFile, OSError, RuntimeError) as why:
        raise BadInput(
            f"Файл «{path.name}» не распаковывается.", "Нужен обычный ZIP без пароля с файлами .csv."
        ) from why


@dataclass(frozen=True)
class _File:
    """The records of one file; `rows` are the numbers of their lines."""

    name: str
    records: tuple[Record, ...] = ()
    rows: tuple[int, ...] = ()


def _records(name: str, data: bytes) -> _File:
    if not data.strip():
        return _File(name)
    rows, _ = read_text_rows(f"{name}.csv", data, MOST_ROWS)
    if not rows:
        return _File(name)
    keys = [one.strip().removeprefix("\ufeff").casefold() for one in rows[0][1]]
    found = [(number, dict(zip(keys, map(clean, cells), strict=False))) for number, cells in rows[1:]]
    kept = [(number, one) for number, one in found if one.get("status", "").casefold() not in _GONE]
    return _File(name, tuple(one for _, one in kept), tuple(number for number, _ in kept))


def _value(record: Record, *keys: str) -> str:
    return next((record[key] for key in keys if record.get(key)), "")


def _ids(text: str) -> list[str]:
    return [one for part in text.split(",") if (one := part.strip())]


@dataclass
class _Roster:
    """The records of a roster, looked up by their ids."""

    source: str
    files: Mapping[str, _File]
    today: date
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._users = {one["sourcedid"]: one for one in self._all("users") if one.get("sourcedid")}
        self._lines = {
            one["sourcedid"]: number
            for one, number in zip(self._file("users").records, self._file("users").rows, strict=True)
            if one.get("sourcedid")
        }
        self._roles: defaultdict[str, list[Record]] = defaultdict(list)
        for one in self._all("roles"):
            self._roles[one.get("usersourcedid", "")].append(one)
        self._facts = {_value(one, "usersourcedid", "sourcedid"): one for one in self._all("demographics")}
        self._titles = {one.get("sourcedid", ""): one.get("title", "") for one in self._all("courses")}
        self._classes = {one["sourcedid"]: one for one in self._all("classes") if one.get("sourcedid")}
        self._students: defaultdict[str, list[str]] = defaultdict(list)
        self._teachers: defaultdict[str, list[str]] = defaultdict(list)
        self._strangers = 0
        for one in self._all("enrollments"):
            where = self._students if one.get("role", "").casefold() == "student" else self._teachers
            if one.get("usersourcedid", "") not in self._users or one.get("classsourcedid", "") not in self._classes:
                self._strangers += 1
                continue
            who, listed = one.get("usersourcedid", ""), where[one.get("classsourcedid", "")]
            # Enrolled twice, a pupil still is one: the number tells a subgroup from the whole class.
            if who not in listed and (where is self._students or one.get("role", "").casefold() in _TEACHING):
                listed.append(who)
        self._homeroom: dict[str, str] = {}

    def _file(self, name: str) -> _File:
        return self.files.get(name, _File(name))

    def _all(self, name: str) -> Sequence[Record]:
        return self._file(name).records

    def _spot(self, name: str, sourced: str) -> Spot:
        if name == "users":
            return Spot("users.csv", "", self._lines.get(sourced, 0))
        file = self._file(name)
        at = next((row for one, row in zip(file.records, file.rows, strict=True) if one.get("sourcedid") == sourced), 0)
        return Spot(f"{name}.csv", "", at)

    # What people are

    def _role(self, sourced: str) -> str:
        own = self._users[sourced].get("role", "").casefold()
        if own:
            return own
        said = {one.get("role", "").casefold() for one in self._roles[sourced]}
        return next((role for role in ("student", *sorted(_STAFF)) if role in said), "")

    def _grade(self, sourced: str) -> str:
        own = _value(self._users[sourced], "grades", "grade")
        grades = [own, *(_value(one, "grade", "grades") for one in self._roles[sourced])]
        first = next((_ids(one)[0] for one in grades if _ids(one)), "")
        return str(int(first)) if first.isdecimal() else first

    def _name(self, sourced: str) -> PersonName:
        one = self._users.get(sourced, {})
        return PersonName(one.get("familyname", ""), one.get("givenname", ""), one.get("middlename", ""))

    def table(self) -> SchoolTable:
        """All of it."""
        homerooms = {key: one for key, one in self._classes.items() if self._is_homeroom(one)}
        for key in homerooms:
            self._homeroom |= dict.fromkeys(self._students[key], key)
        if not homerooms:
            self.notes.append("Классов (homeroom) в выгрузке нет: ученики распределены по годам обучения.")
        if self._strangers:
            self.notes.append(
                f"Строк enrollments.csv о людях или классах, которых в выгрузке нет: {self._strangers}. Они пропущены."
            )
        members, places = self._members(homerooms)
        rows = SchoolRows(self._staff(), self._class_rows(homerooms), members, self._courses(homerooms, places))
        if not rows.count:
            raise BadInput(f"В «{self.source}» нет ни людей, ни классов.", "Проверьте выгрузку.")
        return make_table(self.source, rows, (), self.notes, "OneRoster")

    def _is_homeroom(self, one: Record) -> bool:
        return one.get("classtype", "").casefold() == "homeroom"

    def _staff(self) -> tuple[StaffRow, ...]:
        found = []
        for sourced, one in self._users.items():
            if self._role(sourced) in _STAFF and one.get("enableduser", "").casefold() != "false":
                found.append(
                    StaffRow(self._spot("users", sourced), 0, self._name(sourced).full, "", self._sex(sourced))
                )
        return tuple(found)

    def _sex(self, sourced: str) -> str:
        said = self._facts.get(sourced, {}).get("sex", "").casefold()
        return {"male": "m", "female": "f"}.get(said, "") or gender_of(self._name(sourced))

    def _class_rows(self, homerooms: Mapping[str, Record]) -> tuple[ClassRow, ...]:
        return tuple(
            ClassRow(
                spot=self._spot("classes", key),
                line=0,
                name=_class_title(one),
                leader=next((self._name(person).full for person in self._teachers[key] if person in self._users), ""),
                room=one.get("location", ""),
            )
            for key, one in homerooms.items()
        )

    def _members(self, homerooms: Mapping[str, Record]) -> tuple[tuple[MemberRow, ...], dict[str, int]]:
        found: list[MemberRow] = []
        places: dict[str, int] = {}
        parents = self._parents()
        for sourced, one in self._users.items():
            if self._role(sourced) != "student" or one.get("enableduser", "").casefold() == "false":
                continue
            places[sourced] = len(found) + 1
            home = homerooms.get(self._homeroom.get(sourced, ""))
            school_class = _class_title(home) if home is not None else "" if homerooms else self._grade(sourced)
            found.append(MemberRow(places[sourced], school_class, self._pupil(sourced, parents[sourced])))
        return tuple(found), places

    def _pupil(self, sourced: str, parents: Sequence[GuardianLine]) -> PupilRow:
        one, name = self._users[sourced], self._name(sourced)
        said, flaws = self._facts.get(sourced, {}).get("birthdate", ""), []
        try:
            birth = read_date(said, self.today) if said else None
        except ValueError:
            flaws.append(Flaw(f"Такой даты рождения нет: {said}.", "Исправьте её в demographics.csv."))
            birth = None
        gender = self._sex(sourced)
        if not gender:
            flaws.append(Flaw("Пол неизвестен.", "Добавьте пол (sex) в demographics.csv или отчество (middleName)."))
        return PupilRow(
            spot=self._spot("users", sourced),
            surname=name.surname,
            given=name.given,
            patronymic=name.patronymic,
            birth=birth,
            gender=gender,
            phone=_value(one, "phone", "sms"),
            guardians=tuple(parents),
            flaws=tuple(flaws),
        )

    def _parents(self) -> defaultdict[str, list[GuardianLine]]:
        """Parents by pupil: of `agentSourcedIds` on either side, or of a file of relationships."""
        pairs: list[tuple[str, str, str]] = []
        for sourced, one in self._users.items():
            role = self._role(sourced)
            agents = _ids(one.get("agentsourcedids", ""))
            pairs += [(sourced, agent, "") if role == "student" else (agent, sourced, role) for agent in agents]
        for one in self._all("relationships"):
            pair = one.get("usersourcedid", ""), one.get("relationshipusersourcedid", "")
            pairs.append((*pair, one.get("relationshiprole", "").casefold()))
        found: defaultdict[str, list[GuardianLine]] = defaultdict(list)
        for pupil, parent, role in dict.fromkeys(pairs):
            person = self._users.get(parent)
            is_parent = person is not None and (self._role(parent) in _PARENTS or not self._role(parent))
            if person is None or not is_parent or pupil not in self._users:
                continue
            line = GuardianLine(self._name(parent).full, _RELATIONS.get(role, ""), _value(person, "sms", "phone"))
            if line.name not in {one.name for one in found[pupil]}:
                found[pupil].append(line)
        return found

    def _courses(self, homerooms: Mapping[str, Record], places: Mapping[str, int]) -> tuple[CourseRow, ...]:
        """Scheduled classes: of one homeroom those of one subject are its subgroups."""
        found: list[CourseRow] = []
        sizes: defaultdict[str, int] = defaultdict(int)
        for student in places:
            sizes[self._class_of(student, homerooms)] += 1
        for key, one in self._classes.items():
            if key in homerooms:
                continue
            students = [student for student in self._students[key] if student in places]
            classes = tuple(dict.fromkeys(self._class_of(student, homerooms) for student in students))
            classes = tuple(filter(None, classes)) or (() if homerooms else _named_in(one))
            subject = self._titles.get(one.get("coursesourcedid", ""), "") or one.get("title", "")
            whole = sum(sizes[name] for name in classes) <= len(students) or not students
            found.append(
                CourseRow(
                    spot=self._spot("classes", key),
                    line=0,
                    classes=classes,
                    subject=subject,
                    subgroup="" if whole else _value(one, "classcode") or one.get("title", ""),
                    teachers=tuple(self._name(who).full for who in self._teachers[key] if who in self._users),
                    members=() if whole else tuple(places[student] for student in students),
                    flaws=() if classes else (Flaw("Неизвестно, у какого класса этот предмет.", "Запишите учеников."),),
                )
            )
        return tuple(found)

    def _class_of(self, student: str, homerooms: Mapping[str, Record]) -> str:
        home = homerooms.get(self._homeroom.get(student, ""))
        return _class_title(home) if home is not None else "" if homerooms else self._grade(student)


def _class_title(one: Record) -> str:
    return _value(one, "title", "classcode")


def _named_in(one: Record) -> tuple[str, ...]:
    return tuple(_ids(one.get("grades", ""))[:1])
