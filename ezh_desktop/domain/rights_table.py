"""The table of rights: things, actions, roles, relations, the rows that join them, and the words of each refusal.

Source: regulation III, IV, VII, 9.1. What no row names is not allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """Roles of the school's staff; one person may hold several, by order and for a time (4.2.2)."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    DEPUTY = "deputy"
    CLASS_TEACHER = "class_teacher"
    SUBJECT_TEACHER = "subject_teacher"
    MEDICAL_WORKER = "medical_worker"

    @property
    def label(self) -> str:
        """The role's name on screen and paper."""
        return _TITLES[self]


_TITLES: Final = MappingProxyType(
    {
        Role.ADMINISTRATOR: "Администратор ЭЖ",
        Role.DIRECTOR: "Директор",
        Role.DEPUTY: "Заместитель директора по УВР",
        Role.CLASS_TEACHER: "Классный руководитель",
        Role.SUBJECT_TEACHER: "Учитель-предметник",
        Role.MEDICAL_WORKER: "Медицинский работник",
    }
)


class Action(StrEnum):
    """What a person does to a thing."""

    READ = "read"
    PRINT = "print"
    WRITE = "write"
    IMPORT = "import"
    APPROVE = "approve"
    ACCEPT = "accept"
    ANSWER = "answer"
    OPEN = "open"
    CLOSE = "close"
    UNLOCK = "unlock"
    SET_UP = "set_up"
    BACKUP = "backup"
    RESTORE = "restore"
    VERIFY = "verify"
    EXCHANGE = "exchange"
    APPOINT = "appoint"


class Thing(StrEnum):
    """What rights are about: a table of the file, or a part of one that has rights of its own."""

    JOURNAL = "journal"
    """The file as a whole: backup, restore, check, exchange."""
    PROTOCOL = "protocol"
    SCHOOL = "school"
    """School, years, term schemes, holidays, bells (режим работы)."""
    STAFF = "staff"
    """People who work here, by name and post."""
    ACCOUNT = "account"
    """Accounts, their roles and access."""
    SIGN_IN = "sign_in"
    """A person's own way in: the password."""
    STAFF_SLIP = "staff_slip"
    """Access slip (реквизиты доступа) of a member of staff."""
    PARENT_SLIP = "parent_slip"
    """Access slip of parents to the diary."""
    DELEGATION = "delegation"
    """Acting for another by a dated order (и. о.)."""
    SCHOOL_CLASS = "school_class"
    SUBJECT = "subject"
    """Subjects and courses."""
    COURSE_TEACHER = "course_teacher"
    SUBGROUP = "subgroup"
    HOURS = "hours"
    """Hours of the curriculum (учебный план)."""
    TIMETABLE = "timetable"
    """Timetable slots, and the lessons that follow from them."""
    LESSON = "lesson"
    """A single lesson: transfer, swap, extra lesson, cancellation."""
    LEARNING_MODE = "learning_mode"
    """Quarantine and distance mode over dates (5.16)."""
    SUBSTITUTION = "substitution"
    PUPIL = "pupil"
    """Pupils by name."""
    MOVEMENT = "movement"
    """Enrolment, departure, transfer by order (движение)."""
    GENERAL_INFORMATION = "general_information"
    """Pupils' cards: birth date, address, guardians (Общие сведения об обучающихся)."""
    FILE_NUMBER = "file_number"
    """The mark «сверено» on a personal file number (5.30)."""
    CONTENTS = "contents"
    """Distribution of the journal's pages (Оглавление)."""
    COURSE_PAGE = "course_page"
    """Marks, absences, topics and homework of a course as a page."""
    CELL = "cell"
    """Marks, «н», their comments, links and debts."""
    CELL_HISTORY = "cell_history"
    LESSON_RECORD = "lesson_record"
    """Topic, homework, kind of work, date of results."""
    HOMEWORK_TEMPLATE = "homework_template"
    PROPOSAL = "proposal"
    """A literacy mark proposed to the teacher of Русский язык (5.9)."""
    PERIOD_MARK = "period_mark"
    PERIOD = "period"
    """A period or year as something that is open or closed."""
    SUMMARY = "summary"
    """Summary sheet (Сводная ведомость)."""
    COUNCIL_DECISION = "council_decision"
    ABSENCES = "absences"
    """Page of missed lessons, with the reasons."""
    EXEMPTION = "exemption"
    """Exemption from practical physical education (5.11)."""
    WEEK_CONFIRMATION = "week_confirmation"
    PLAN = "plan"
    """Lesson plan (КТП)."""
    PROGRAMME_REPORT = "programme_report"
    """Lessons by programme and in fact at the year's end (5.24)."""
    INDIVIDUAL_LESSON = "individual_lesson"
    """Журнал индивидуальных занятий (5.14)."""
    EXTRA_GROUP = "extra_group"
    """Groups of extracurricular lessons (внеурочная деятельность): who leads them, who comes."""
    EXTRA_LESSON = "extra_lesson"
    """Lessons of such a group: topic and who was absent."""
    CLUB = "club"
    """Clubs, sections, extra lessons."""
    DIARY = "diary"
    """Issue of diaries, and who confirmed reading them."""
    PUPIL_REMARK = "pupil_remark"
    """Remark or achievement of a pupil, in the diary (10.5)."""
    NOTICE = "notice"
    INSPECTION = "inspection"
    """Inspections and their remarks (3.5, 4.5.5)."""
    RULE_NUMBERS = "rule_numbers"
    """Numbers of the rules and kinds of work: settings of the school year."""
    HEALTH_NAMES = "health_names"
    """Order and names of the health sheet (Листок здоровья)."""
    HEALTH_FILL = "health_fill"
    """Whether a row of the health sheet is filled, without what it says (5.38)."""
    HEALTH_PE_GROUP = "health_pe_group"
    """Open column: physical education group."""
    HEALTH_DESK = "health_desk"
    """Open column: desk number and place."""
    HEALTH_CLOSED = "health_closed"
    """Closed columns: health group and recommendations."""
    PERSON_SETTING = "person_setting"
    """A person's own window settings and key texts."""


class Relation(StrEnum):
    """How a person must stand to the thing."""

    ANY = "any"
    """No matter how."""
    SELF = "self"
    """The thing is the person's own: addressed to them, written by them, or their account."""
    OWN_CLASS = "own_class"
    """The class the person leads on that day."""
    TAUGHT_CLASS = "taught_class"
    """A class in which the person teaches a course, or substitutes in a lesson."""
    PE_CLASS = "pe_class"
    """A class in which the person teaches Физическая культура."""
    OWN_PAGE = "own_page"
    """The page of a course the person teaches on that day, or once did, or substitutes on."""
    OWN_COURSE = "own_course"
    """A course the person teaches on that day: КТП, programme report."""
    OWN_LESSON = "own_lesson"
    """A lesson the person teaches: teacher of the course at its date, or named its substitute (4.4.3)."""
    HELD_LESSON = "held_lesson"
    """A lesson the person holds: its named substitute, else the teacher of the course at its date (4.4.3)."""
    OWN_PERIOD = "own_period"
    """Period columns: the course's teacher on that day, or a substitute to whom the deputy gave them (4.4.3)."""


@dataclass(frozen=True, slots=True)
class Right:
    """One row of the table."""

    thing: Thing
    action: Action
    role: Role
    relation: Relation


_Rows = tuple[tuple[Role, Relation], ...]
_ADMIN: Final[_Rows] = ((Role.ADMINISTRATOR, Relation.ANY),)
_DIRECTOR: Final[_Rows] = ((Role.DIRECTOR, Relation.ANY),)
_DEPUTY: Final[_Rows] = ((Role.DEPUTY, Relation.ANY),)
_MEDIC: Final[_Rows] = ((Role.MEDICAL_WORKER, Relation.ANY),)
_LEADER: Final[_Rows] = ((Role.CLASS_TEACHER, Relation.OWN_CLASS),)
_STAFF: Final[_Rows] = tuple((role, Relation.ANY) for role in Role)
_TEACHING: Final[_Rows] = tuple((role, Relation.ANY) for role in Role if role is not Role.MEDICAL_WORKER)
"""The medical worker reads health sheets and names only."""
_SELF: Final[_Rows] = tuple((role, Relation.SELF) for role in Role)
_TEACHER_SELF: Final[_Rows] = ((Role.CLASS_TEACHER, Relation.SELF), (Role.SUBJECT_TEACHER, Relation.SELF))
_MEDIC_SELF: Final[_Rows] = ((Role.MEDICAL_WORKER, Relation.SELF),)
_OFFICE: Final[_Rows] = (*_ADMIN, *_DIRECTOR, *_DEPUTY)
"""They read everything except closed health columns."""
_OFFICE_AND_LEADER: Final[_Rows] = (*_OFFICE, *_LEADER)


def _teacher(relation: Relation) -> _Rows:
    return ((Role.SUBJECT_TEACHER, relation),)


_READ: Final[dict[Thing, _Rows]] = {
    Thing.PROTOCOL: _OFFICE,
    Thing.SCHOOL: _STAFF,
    Thing.STAFF: _STAFF,
    Thing.ACCOUNT: (*_OFFICE, *_TEACHER_SELF, *_MEDIC_SELF),
    Thing.DELEGATION: _OFFICE,
    Thing.SCHOOL_CLASS: _STAFF,
    Thing.SUBJECT: _TEACHING,
    Thing.COURSE_TEACHER: _TEACHING,
    Thing.SUBGROUP: (*_OFFICE_AND_LEADER, *_teacher(Relation.TAUGHT_CLASS)),
    Thing.HOURS: _TEACHING,
    Thing.TIMETABLE: _TEACHING,
    Thing.LESSON: _TEACHING,
    Thing.LEARNING_MODE: _TEACHING,
    Thing.SUBSTITUTION: _TEACHING,
    Thing.PUPIL: (*_OFFICE_AND_LEADER, *_teacher(Relation.TAUGHT_CLASS), *_MEDIC),
    Thing.MOVEMENT: (*_OFFICE_AND_LEADER, *_teacher(Relation.TAUGHT_CLASS)),
    Thing.GENERAL_INFORMATION: _OFFICE_AND_LEADER,
    Thing.FILE_NUMBER: _OFFICE_AND_LEADER,
    Thing.CONTENTS: (*_OFFICE_AND_LEADER, *_teacher(Relation.TAUGHT_CLASS)),
    Thing.COURSE_PAGE: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.CELL: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.CELL_HISTORY: (*_OFFICE, *_teacher(Relation.OWN_LESSON)),
    Thing.LESSON_RECORD: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.HOMEWORK_TEMPLATE: (*_OFFICE, *_teacher(Relation.ANY)),
    Thing.PROPOSAL: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.PERIOD_MARK: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.PERIOD: _TEACHING,
    Thing.SUMMARY: _OFFICE_AND_LEADER,
    Thing.COUNCIL_DECISION: _OFFICE_AND_LEADER,
    Thing.ABSENCES: _OFFICE_AND_LEADER,
    Thing.EXEMPTION: (*_OFFICE_AND_LEADER, *_teacher(Relation.PE_CLASS)),
    Thing.WEEK_CONFIRMATION: _OFFICE_AND_LEADER,
    Thing.PLAN: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.PROGRAMME_REPORT: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.INDIVIDUAL_LESSON: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.EXTRA_GROUP: (*_OFFICE, *_TEACHER_SELF),
    Thing.EXTRA_LESSON: (*_OFFICE, *_TEACHER_SELF),
    Thing.CLUB: _OFFICE_AND_LEADER,
    Thing.DIARY: _OFFICE_AND_LEADER,
    Thing.PUPIL_REMARK: (*_OFFICE_AND_LEADER, *_teacher(Relation.OWN_PAGE)),
    Thing.NOTICE: (*_OFFICE, *_TEACHER_SELF, *_MEDIC_SELF),
    Thing.INSPECTION: (*_OFFICE, *_TEACHER_SELF),
    Thing.RULE_NUMBERS: _TEACHING,
    Thing.HEALTH_NAMES: (*_OFFICE_AND_LEADER, *_MEDIC),
    Thing.HEALTH_FILL: (*_OFFICE_AND_LEADER, *_MEDIC),
    Thing.HEALTH_PE_GROUP: (*_OFFICE_AND_LEADER, *_teacher(Relation.PE_CLASS), *_MEDIC),
    Thing.HEALTH_DESK: (*_OFFICE_AND_LEADER, *_teacher(Relation.TAUGHT_CLASS), *_MEDIC),
    Thing.HEALTH_CLOSED: _MEDIC,
    Thing.PERSON_SETTING: _SELF,
}

_ACTS: Final[dict[tuple[Thing, Action], tuple[_Rows, str]]] = {
    (Thing.JOURNAL, Action.BACKUP): (_STAFF, "Резервную копию делает любой сотрудник школы."),
    (Thing.JOURNAL, Action.VERIFY): (_STAFF, "Файл журнала проверяет любой сотрудник школы."),
    (Thing.JOURNAL, Action.RESTORE): (_ADMIN, "Журнал из резервной копии восстанавливает администратор ЭЖ."),
    (Thing.JOURNAL, Action.EXCHANGE): (_ADMIN, "Обмен с другими программами ведёт администратор ЭЖ."),
    (Thing.SCHOOL, Action.WRITE): (_ADMIN, "Календарь, звонки и режим школы вносит администратор ЭЖ."),
    (Thing.STAFF, Action.WRITE): (_ADMIN, "Сотрудников вносит администратор ЭЖ."),
    (Thing.ACCOUNT, Action.WRITE): (_ADMIN, "Учётные записи и доступ ведёт администратор ЭЖ."),
    (Thing.ACCOUNT, Action.APPOINT): (_DIRECTOR, "Нового администратора по коду восстановления назначает директор."),
    (Thing.SIGN_IN, Action.WRITE): (_SELF, "Пароль меняет только его владелец."),
    (Thing.STAFF_SLIP, Action.PRINT): (_ADMIN, "Реквизиты доступа сотрудникам выдаёт администратор ЭЖ."),
    (Thing.PARENT_SLIP, Action.PRINT): (_LEADER, "Реквизиты доступа родителям выдаёт классный руководитель."),
    (Thing.DELEGATION, Action.WRITE): (_DIRECTOR, "Исполнение обязанностей поручает директор."),
    (Thing.SCHOOL_CLASS, Action.WRITE): (_ADMIN, "Классы вносит администратор ЭЖ."),
    (Thing.SUBJECT, Action.WRITE): (_ADMIN, "Предметы вносит администратор ЭЖ."),
    # A permanent change of teacher stands in the deputy's row of substitutions, the first list in 4.1.4.
    (Thing.COURSE_TEACHER, Action.WRITE): (
        (*_ADMIN, *_DEPUTY),
        "Учителей классов назначают администратор ЭЖ и заместитель директора.",
    ),
    (Thing.SUBGROUP, Action.WRITE): (_ADMIN, "Подгруппы составляет администратор ЭЖ."),
    (Thing.HOURS, Action.WRITE): (_DEPUTY, "Часы учебного плана вносит заместитель директора."),
    (Thing.TIMETABLE, Action.WRITE): (_ADMIN, "Расписание вносит администратор ЭЖ."),
    (Thing.LESSON, Action.WRITE): (_DEPUTY, "Переносит, добавляет и отменяет уроки заместитель директора."),
    (Thing.LEARNING_MODE, Action.WRITE): (_DEPUTY, "Дистанционный режим вводит заместитель директора."),
    (Thing.SUBSTITUTION, Action.WRITE): (_DEPUTY, "Замены назначает заместитель директора."),
    (Thing.MOVEMENT, Action.WRITE): (_ADMIN, "Зачисление и выбытие вносит администратор ЭЖ."),
    (Thing.GENERAL_INFORMATION, Action.WRITE): (_LEADER, "Общие сведения вносит классный руководитель."),
    (Thing.FILE_NUMBER, Action.APPROVE): (_DEPUTY, "Номера личных дел сверяет заместитель директора."),
    (Thing.CONTENTS, Action.WRITE): (_LEADER, "Страницы журнала распределяет классный руководитель."),
    (Thing.CELL, Action.WRITE): (
        _teacher(Relation.HELD_LESSON),
        "Отметки и «н» ставит учитель предмета, а при замене назначенный на этот урок учитель.",
    ),
    (Thing.LESSON_RECORD, Action.WRITE): (
        _teacher(Relation.HELD_LESSON),
        "Тему и домашнее задание записывает учитель предмета, а при замене назначенный на этот урок учитель.",
    ),
    (Thing.HOMEWORK_TEMPLATE, Action.WRITE): (_teacher(Relation.SELF), "Шаблоны заданий ведёт их автор."),
    (Thing.PROPOSAL, Action.WRITE): (
        _teacher(Relation.OWN_LESSON),
        "Отметку за грамотность предлагает учитель литературы, который провёл сочинение.",
    ),
    (Thing.PROPOSAL, Action.ACCEPT): (
        _teacher(Relation.OWN_LESSON),
        "Предложенную отметку принимает учитель предмета.",
    ),
    (Thing.PERIOD_MARK, Action.WRITE): (
        _teacher(Relation.OWN_PERIOD),
        "Отметки за период ставит учитель, который ведёт предмет сейчас.",
    ),
    (Thing.PERIOD, Action.OPEN): (_DIRECTOR, "Периоды и год открывает директор."),
    (Thing.PERIOD, Action.CLOSE): (_DIRECTOR, "Периоды и год закрывает директор."),
    (Thing.PERIOD, Action.UNLOCK): (_DIRECTOR, "Закрытый период открывает с указанием причины директор."),
    (Thing.COUNCIL_DECISION, Action.WRITE): (_DEPUTY, "Решения педсовета вносит заместитель директора."),
    (Thing.ABSENCES, Action.WRITE): (_LEADER, "Причины пропусков вносит классный руководитель."),
    (Thing.EXEMPTION, Action.WRITE): (_LEADER, "Освобождения вносит классный руководитель."),
    (Thing.WEEK_CONFIRMATION, Action.WRITE): (_LEADER, "Пропуски за неделю подтверждает классный руководитель."),
    (Thing.PLAN, Action.WRITE): (_teacher(Relation.OWN_COURSE), "КТП вносит учитель предмета."),
    (Thing.PLAN, Action.IMPORT): (
        (*_ADMIN, *_teacher(Relation.OWN_COURSE)),
        "КТП загружает учитель предмета или администратор ЭЖ.",
    ),
    (Thing.PLAN, Action.APPROVE): (_DEPUTY, "КТП утверждает заместитель директора."),
    (Thing.PROGRAMME_REPORT, Action.WRITE): (
        _teacher(Relation.OWN_COURSE),
        "Выполнение программы подтверждает учитель предмета.",
    ),
    (Thing.INDIVIDUAL_LESSON, Action.WRITE): (
        _teacher(Relation.OWN_COURSE),
        "Индивидуальные занятия записывает учитель предмета.",
    ),
    (Thing.EXTRA_GROUP, Action.WRITE): (
        (*_ADMIN, *_DEPUTY),
        "Группы внеурочной деятельности составляют администратор ЭЖ и заместитель директора.",
    ),
    (Thing.EXTRA_LESSON, Action.WRITE): (_TEACHER_SELF, "Занятия записывает руководитель группы."),
    (Thing.CLUB, Action.WRITE): (_LEADER, "Кружки и секции вносит классный руководитель."),
    (Thing.DIARY, Action.WRITE): (_LEADER, "Дневники выдаёт классный руководитель."),
    (Thing.PUPIL_REMARK, Action.WRITE): (
        (*_LEADER, *_teacher(Relation.OWN_LESSON)),
        "Замечание или достижение записывают учитель урока и классный руководитель.",
    ),
    (Thing.NOTICE, Action.WRITE): (_SELF, "Сообщение отправляют только от своего имени."),
    (Thing.INSPECTION, Action.WRITE): (_DEPUTY, "Проверки и замечания вносит заместитель директора."),
    (Thing.INSPECTION, Action.ANSWER): (_TEACHER_SELF, "На замечание отвечает тот, кому оно сделано."),
    (Thing.INSPECTION, Action.ACCEPT): (_DEPUTY, "Ответ на замечание принимает заместитель директора."),
    (Thing.RULE_NUMBERS, Action.WRITE): (_DEPUTY, "Числа правил и виды работ меняет заместитель директора."),
    (Thing.RULE_NUMBERS, Action.SET_UP): (_ADMIN, "Числа правил при создании года вносит администратор ЭЖ."),
    (Thing.HEALTH_NAMES, Action.WRITE): (_LEADER, "Список листка здоровья ведёт классный руководитель."),
    (Thing.HEALTH_PE_GROUP, Action.WRITE): (_MEDIC, "Листок здоровья заполняет медицинский работник."),
    (Thing.HEALTH_DESK, Action.WRITE): (_MEDIC, "Листок здоровья заполняет медицинский работник."),
    (Thing.HEALTH_CLOSED, Action.WRITE): (_MEDIC, "Листок здоровья заполняет медицинский работник."),
    (Thing.PERSON_SETTING, Action.WRITE): (_SELF, "Настройки окна меняет только их владелец."),
}


def _rows() -> tuple[Right, ...]:
    reads = {(thing, Action.READ): rows for thing, rows in _READ.items()}
    prints = {(thing, Action.PRINT): rows for thing, rows in _READ.items()}
    acts = {key: rows for key, (rows, _) in _ACTS.items()}
    return tuple(
        Right(thing, action, role, relation)
        for (thing, action), rows in (reads | prints | acts).items()
        for role, relation in rows
    )


TABLE: Final = _rows()
"""Every right there is. Whoever may read a thing may print it."""

SENTENCES: Final = MappingProxyType({key: sentence for key, (_, sentence) in _ACTS.items()})
"""Who may do an act, as a sentence for the one who may not; reading and printing are told from the rows."""
