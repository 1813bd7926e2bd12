CREATE TABLE journal_info (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_journal_info PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE key_text (
	id INTEGER NOT NULL CONSTRAINT ck_key_text_one CHECK (id = 1), 
	text TEXT NOT NULL, 
	serial INTEGER NOT NULL, 
	CONSTRAINT pk_key_text PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE loose_end (
	session INTEGER NOT NULL, 
	CONSTRAINT pk_loose_end PRIMARY KEY (session)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE person_setting (
	person INTEGER NOT NULL, 
	computer TEXT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_person_setting PRIMARY KEY (person, computer, name)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE session (
	id INTEGER NOT NULL, 
	account INTEGER NOT NULL, 
	computer TEXT NOT NULL, 
	program TEXT NOT NULL, 
	opened INTEGER NOT NULL, 
	ended INTEGER, 
	seq INTEGER NOT NULL, 
	hash BLOB NOT NULL, 
	sig BLOB NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE entry (
	session INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	hash BLOB NOT NULL, 
	utc_us INTEGER GENERATED ALWAYS AS (json_extract(body, '$[3]')) VIRTUAL, 
	action TEXT GENERATED ALWAYS AS (json_extract(body, '$[4]')) VIRTUAL, 
	"before" INTEGER GENERATED ALWAYS AS (nullif(seq - 1, 0)) VIRTUAL, 
	CONSTRAINT pk_entry PRIMARY KEY (session, seq), 
	CONSTRAINT fk_entry_session FOREIGN KEY(session) REFERENCES session (id), 
	CONSTRAINT fk_entry_before FOREIGN KEY(session, "before") REFERENCES entry (session, seq)
)
 WITHOUT ROWID,
 STRICT;

CREATE UNIQUE INDEX uq_entry_n ON entry (n);

CREATE TABLE academic_year (
	id INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	start TEXT NOT NULL CONSTRAINT ck_academic_year_start CHECK (start IS date(start)), 
	"end" TEXT NOT NULL CONSTRAINT ck_academic_year_end CHECK (end IS date(end)), 
	week_days INTEGER NOT NULL, 
	state TEXT NOT NULL CONSTRAINT ck_academic_year_state CHECK (state = 'open' OR state = 'closed'), 
	began TEXT CONSTRAINT ck_academic_year_began CHECK (began IS date(began)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_academic_year PRIMARY KEY (id), 
	CONSTRAINT uq_academic_year_label UNIQUE (label), 
	CONSTRAINT fk_academic_year_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE TABLE backup_run (
	id INTEGER NOT NULL, 
	media TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	made INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	head TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_backup_run PRIMARY KEY (id), 
	CONSTRAINT fk_backup_run_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE TABLE change (
	session INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	k INTEGER NOT NULL, 
	scope INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	entity TEXT GENERATED ALWAYS AS (json_extract(body, '$[0]')) VIRTUAL, 
	"before" INTEGER GENERATED ALWAYS AS (nullif(k - 1, 0)) VIRTUAL, 
	CONSTRAINT pk_change PRIMARY KEY (session, seq, k), 
	CONSTRAINT fk_change_session_seq FOREIGN KEY(session, seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_change_before FOREIGN KEY(session, seq, "before") REFERENCES change (session, seq, k)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE key_change (
	serial INTEGER NOT NULL, 
	generation INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_key_change PRIMARY KEY (serial), 
	CONSTRAINT fk_key_change_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE lesson_kind (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	abbreviation TEXT NOT NULL, 
	control INTEGER NOT NULL CONSTRAINT ck_lesson_kind_control CHECK (control = 0 OR control = 1), 
	results_days INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_lesson_kind_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_lesson_kind PRIMARY KEY (id), 
	CONSTRAINT fk_lesson_kind_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE TABLE person (
	id INTEGER NOT NULL, 
	surname TEXT NOT NULL, 
	given TEXT NOT NULL, 
	patronymic TEXT NOT NULL, 
	gender TEXT NOT NULL CONSTRAINT ck_person_gender CHECK (gender = 'f' OR gender = 'm'), 
	name_key TEXT NOT NULL, 
	post TEXT NOT NULL, 
	ended TEXT CONSTRAINT ck_person_ended CHECK (ended IS date(ended)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE TABLE pupil (
	id INTEGER NOT NULL, 
	surname TEXT NOT NULL, 
	given TEXT NOT NULL, 
	patronymic TEXT NOT NULL, 
	gender TEXT NOT NULL CONSTRAINT ck_pupil_gender CHECK (gender = 'f' OR gender = 'm'), 
	name_key TEXT NOT NULL, 
	birth TEXT CONSTRAINT ck_pupil_birth CHECK (birth IS date(birth)), 
	file_number TEXT NOT NULL, 
	file_checked INTEGER NOT NULL CONSTRAINT ck_pupil_file_checked CHECK (file_checked = 0 OR file_checked = 1), 
	address TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_pupil PRIMARY KEY (id), 
	CONSTRAINT fk_pupil_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE INDEX ix_pupil_name_key ON pupil (name_key);

CREATE TABLE school (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	short_name TEXT NOT NULL, 
	place TEXT NOT NULL, 
	address TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_school PRIMARY KEY (id), 
	CONSTRAINT fk_school_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE TABLE subject (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	graded INTEGER NOT NULL CONSTRAINT ck_subject_graded CHECK (graded = 0 OR graded = 1), 
	position INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_subject_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_subject PRIMARY KEY (id), 
	CONSTRAINT fk_subject_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 STRICT;

CREATE TABLE absence_reason (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	start TEXT NOT NULL CONSTRAINT ck_absence_reason_start CHECK (start IS date(start)), 
	"end" TEXT NOT NULL CONSTRAINT ck_absence_reason_end CHECK (end IS date(end)), 
	first_lesson INTEGER, 
	last_lesson INTEGER, 
	kind TEXT NOT NULL CONSTRAINT ck_absence_reason_kind CHECK (kind = 'ill' OR kind = 'valid' OR kind = 'none'), 
	document TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_absence_reason_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_absence_reason PRIMARY KEY (id), 
	CONSTRAINT fk_absence_reason_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_absence_reason_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 STRICT;

CREATE INDEX ix_absence_reason_pupil ON absence_reason (pupil);

CREATE TABLE account (
	id INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	login TEXT NOT NULL, 
	login_key TEXT NOT NULL, 
	state TEXT NOT NULL CONSTRAINT ck_account_state CHECK (state = 'active' OR state = 'blocked' OR state = 'ended'), 
	"temporary" INTEGER NOT NULL CONSTRAINT ck_account_temporary CHECK (temporary = 0 OR temporary = 1), 
	slot TEXT NOT NULL, 
	box_pub TEXT NOT NULL, 
	sign_pub TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_login_key UNIQUE (login_key), 
	CONSTRAINT fk_account_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_account_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE bell (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	shift INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	starts TEXT NOT NULL, 
	ends TEXT NOT NULL, 
	valid_from TEXT CONSTRAINT ck_bell_valid_from CHECK (valid_from IS date(valid_from)), 
	valid_to TEXT CONSTRAINT ck_bell_valid_to CHECK (valid_to IS date(valid_to)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_bell PRIMARY KEY (id), 
	CONSTRAINT fk_bell_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_bell_year FOREIGN KEY(year) REFERENCES academic_year (id)
)
 STRICT;

CREATE TABLE club (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	place TEXT NOT NULL, 
	leader TEXT NOT NULL, 
	span TEXT NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_club_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_club PRIMARY KEY (id), 
	CONSTRAINT fk_club_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_club_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_club_year FOREIGN KEY(year) REFERENCES academic_year (id)
)
 STRICT;

CREATE TABLE delegation (
	id INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	role TEXT NOT NULL CONSTRAINT ck_delegation_role CHECK (role = 'administrator' OR role = 'director' OR role = 'deputy' OR role = 'class_teacher' OR role = 'subject_teacher' OR role = 'medical_worker'), 
	start TEXT NOT NULL CONSTRAINT ck_delegation_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_delegation_end CHECK (end IS date(end)), 
	order_text TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_delegation_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_delegation PRIMARY KEY (id), 
	CONSTRAINT fk_delegation_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_delegation_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE diary_issue (
	pupil INTEGER NOT NULL, 
	monday TEXT NOT NULL CONSTRAINT ck_diary_issue_monday CHECK (monday IS date(monday)), 
	kind TEXT NOT NULL CONSTRAINT ck_diary_issue_kind CHECK (kind = 'week' OR kind = 'period'), 
	issued TEXT CONSTRAINT ck_diary_issue_issued CHECK (issued IS date(issued)), 
	confirmed TEXT CONSTRAINT ck_diary_issue_confirmed CHECK (confirmed IS date(confirmed)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_diary_issue PRIMARY KEY (pupil, monday, kind), 
	CONSTRAINT fk_diary_issue_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_diary_issue_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE exemption (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	subject INTEGER NOT NULL, 
	kind TEXT NOT NULL CONSTRAINT ck_exemption_kind CHECK (kind = 'practical' OR kind = 'subject'), 
	start TEXT NOT NULL CONSTRAINT ck_exemption_start CHECK (start IS date(start)), 
	"end" TEXT NOT NULL CONSTRAINT ck_exemption_end CHECK (end IS date(end)), 
	document TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_exemption_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_exemption PRIMARY KEY (id), 
	CONSTRAINT fk_exemption_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_exemption_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_exemption_subject FOREIGN KEY(subject) REFERENCES subject (id)
)
 STRICT;

CREATE INDEX ix_exemption_pupil ON exemption (pupil);

CREATE TABLE extra_group (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	person INTEGER NOT NULL, 
	hours_tenths INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_extra_group_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_extra_group PRIMARY KEY (id), 
	CONSTRAINT fk_extra_group_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_extra_group_year FOREIGN KEY(year) REFERENCES academic_year (id), 
	CONSTRAINT fk_extra_group_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE guardian (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	relation TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_guardian_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_guardian PRIMARY KEY (id), 
	CONSTRAINT fk_guardian_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_guardian_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 STRICT;

CREATE INDEX ix_guardian_pupil ON guardian (pupil);

CREATE TABLE health_record (
	pupil INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	pe_group TEXT NOT NULL, 
	desk TEXT NOT NULL, 
	place TEXT NOT NULL, 
	position INTEGER, 
	sealed TEXT NOT NULL, 
	generation INTEGER, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_health_record PRIMARY KEY (pupil, year), 
	CONSTRAINT fk_health_record_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_health_record_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_health_record_year FOREIGN KEY(year) REFERENCES academic_year (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE homework_template (
	id INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_homework_template_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_homework_template PRIMARY KEY (id), 
	CONSTRAINT fk_homework_template_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_homework_template_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE moved_day (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	day TEXT NOT NULL CONSTRAINT ck_moved_day_day CHECK (day IS date(day)), 
	as_weekday INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_moved_day_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_moved_day PRIMARY KEY (id), 
	CONSTRAINT fk_moved_day_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_moved_day_year FOREIGN KEY(year) REFERENCES academic_year (id)
)
 STRICT;

CREATE TABLE term_scheme (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	kind TEXT NOT NULL CONSTRAINT ck_term_scheme_kind CHECK (kind = 'quarter' OR kind = 'half'), 
	title TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_term_scheme PRIMARY KEY (id), 
	CONSTRAINT fk_term_scheme_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_term_scheme_year FOREIGN KEY(year) REFERENCES academic_year (id)
)
 STRICT;

CREATE TABLE work_link (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL CONSTRAINT ck_work_link_kind CHECK (kind = 'debt' OR kind = 'essay'), 
	from_lesson INTEGER NOT NULL, 
	to_lesson INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	from_slot INTEGER NOT NULL, 
	to_slot INTEGER NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_work_link_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_work_link PRIMARY KEY (id), 
	CONSTRAINT fk_work_link_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_work_link_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 STRICT;

CREATE TABLE year_setting (
	year INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_year_setting PRIMARY KEY (year, name), 
	CONSTRAINT fk_year_setting_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_year_setting_year FOREIGN KEY(year) REFERENCES academic_year (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE course (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	subject INTEGER NOT NULL, 
	scheme INTEGER, 
	hours_tenths INTEGER NOT NULL, 
	graded INTEGER NOT NULL CONSTRAINT ck_course_graded CHECK (graded = 0 OR graded = 1), 
	subgroup TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_course_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_course PRIMARY KEY (id), 
	CONSTRAINT fk_course_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_course_year FOREIGN KEY(year) REFERENCES academic_year (id), 
	CONSTRAINT fk_course_subject FOREIGN KEY(subject) REFERENCES subject (id), 
	CONSTRAINT fk_course_scheme FOREIGN KEY(scheme) REFERENCES term_scheme (id)
)
 STRICT;

CREATE TABLE extra_lesson (
	id INTEGER NOT NULL, 
	extra_group INTEGER NOT NULL, 
	day TEXT NOT NULL CONSTRAINT ck_extra_lesson_day CHECK (day IS date(day)), 
	number INTEGER NOT NULL, 
	topic TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_extra_lesson_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_extra_lesson PRIMARY KEY (id), 
	CONSTRAINT fk_extra_lesson_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_extra_lesson_extra_group FOREIGN KEY(extra_group) REFERENCES extra_group (id)
)
 STRICT;

CREATE TABLE extra_member (
	id INTEGER NOT NULL, 
	extra_group INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	start TEXT CONSTRAINT ck_extra_member_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_extra_member_end CHECK (end IS date(end)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_extra_member PRIMARY KEY (id), 
	CONSTRAINT fk_extra_member_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_extra_member_extra_group FOREIGN KEY(extra_group) REFERENCES extra_group (id), 
	CONSTRAINT fk_extra_member_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 STRICT;

CREATE TABLE period (
	id INTEGER NOT NULL, 
	scheme INTEGER NOT NULL, 
	kind TEXT NOT NULL CONSTRAINT ck_period_kind CHECK (kind = 'quarter' OR kind = 'half' OR kind = 'year' OR kind = 'exam' OR kind = 'final' OR kind = 'attestation'), 
	number INTEGER NOT NULL, 
	start TEXT CONSTRAINT ck_period_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_period_end CHECK (end IS date(end)), 
	title TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_period PRIMARY KEY (id), 
	CONSTRAINT uq_period_scheme_kind_number UNIQUE (scheme, kind, number), 
	CONSTRAINT fk_period_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_period_scheme FOREIGN KEY(scheme) REFERENCES term_scheme (id)
)
 STRICT;

CREATE TABLE school_class (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	grade INTEGER NOT NULL, 
	letter TEXT NOT NULL, 
	name TEXT NOT NULL, 
	scheme INTEGER NOT NULL, 
	ungraded_until INTEGER, 
	shift INTEGER NOT NULL, 
	room TEXT NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_school_class_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_school_class PRIMARY KEY (id), 
	CONSTRAINT uq_school_class_year_name UNIQUE (year, name), 
	CONSTRAINT fk_school_class_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_school_class_year FOREIGN KEY(year) REFERENCES academic_year (id), 
	CONSTRAINT fk_school_class_scheme FOREIGN KEY(scheme) REFERENCES term_scheme (id)
)
 STRICT;

CREATE TABLE council_decision (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	school_class INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	target TEXT NOT NULL, 
	free_text TEXT NOT NULL, 
	protocol_number TEXT NOT NULL, 
	protocol_day TEXT CONSTRAINT ck_council_decision_protocol_day CHECK (protocol_day IS date(protocol_day)), 
	order_number TEXT NOT NULL, 
	order_day TEXT CONSTRAINT ck_council_decision_order_day CHECK (order_day IS date(order_day)), 
	position INTEGER NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_council_decision_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_council_decision PRIMARY KEY (id), 
	CONSTRAINT fk_council_decision_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_council_decision_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_council_decision_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 STRICT;

CREATE TABLE course_class (
	course INTEGER NOT NULL, 
	school_class INTEGER NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_course_class_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_course_class PRIMARY KEY (course, school_class), 
	CONSTRAINT fk_course_class_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_course_class_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_course_class_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_course_class_school_class ON course_class (school_class);

CREATE TABLE course_teacher (
	id INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	start TEXT CONSTRAINT ck_course_teacher_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_course_teacher_end CHECK (end IS date(end)), 
	order_text TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_course_teacher PRIMARY KEY (id), 
	CONSTRAINT fk_course_teacher_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_course_teacher_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_course_teacher_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE INDEX ix_course_teacher_course ON course_teacher (course);

CREATE INDEX ix_course_teacher_person ON course_teacher (person);

CREATE TABLE diary_note (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	author INTEGER NOT NULL, 
	course INTEGER, 
	lesson INTEGER, 
	day TEXT NOT NULL CONSTRAINT ck_diary_note_day CHECK (day IS date(day)), 
	kind TEXT NOT NULL CONSTRAINT ck_diary_note_kind CHECK (kind = 'remark' OR kind = 'achievement' OR kind = 'notice'), 
	text TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_diary_note_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_diary_note PRIMARY KEY (id), 
	CONSTRAINT fk_diary_note_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_diary_note_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_diary_note_author FOREIGN KEY(author) REFERENCES person (id), 
	CONSTRAINT fk_diary_note_course FOREIGN KEY(course) REFERENCES course (id)
)
 STRICT;

CREATE TABLE extra_presence (
	extra_lesson INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	value TEXT NOT NULL CONSTRAINT ck_extra_presence_value CHECK (value = '' OR value = 'н'), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_extra_presence PRIMARY KEY (extra_lesson, pupil), 
	CONSTRAINT fk_extra_presence_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_extra_presence_extra_lesson FOREIGN KEY(extra_lesson) REFERENCES extra_lesson (id), 
	CONSTRAINT fk_extra_presence_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE holiday (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	school_class INTEGER, 
	start TEXT NOT NULL CONSTRAINT ck_holiday_start CHECK (start IS date(start)), 
	"end" TEXT NOT NULL CONSTRAINT ck_holiday_end CHECK (end IS date(end)), 
	title TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_holiday_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_holiday PRIMARY KEY (id), 
	CONSTRAINT fk_holiday_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_holiday_year FOREIGN KEY(year) REFERENCES academic_year (id), 
	CONSTRAINT fk_holiday_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 STRICT;

CREATE TABLE individual_lesson (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	day TEXT NOT NULL CONSTRAINT ck_individual_lesson_day CHECK (day IS date(day)), 
	topic TEXT NOT NULL, 
	form TEXT NOT NULL, 
	mark TEXT NOT NULL CONSTRAINT ck_individual_lesson_mark CHECK (mark = '' OR mark = '1' OR mark = '2' OR mark = '3' OR mark = '4' OR mark = '5'), 
	reason TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_individual_lesson_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_individual_lesson PRIMARY KEY (id), 
	CONSTRAINT fk_individual_lesson_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_individual_lesson_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_individual_lesson_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_individual_lesson_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE inspection (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	school_class INTEGER, 
	course INTEGER, 
	person INTEGER, 
	planned TEXT NOT NULL CONSTRAINT ck_inspection_planned CHECK (planned IS date(planned)), 
	held TEXT CONSTRAINT ck_inspection_held CHECK (held IS date(held)), 
	points TEXT NOT NULL, 
	conclusion TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_inspection_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_inspection PRIMARY KEY (id), 
	CONSTRAINT fk_inspection_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_inspection_year FOREIGN KEY(year) REFERENCES academic_year (id), 
	CONSTRAINT fk_inspection_school_class FOREIGN KEY(school_class) REFERENCES school_class (id), 
	CONSTRAINT fk_inspection_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_inspection_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE learning_mode (
	id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	school_class INTEGER, 
	kind TEXT NOT NULL CONSTRAINT ck_learning_mode_kind CHECK (kind = 'quarantine' OR kind = 'distance'), 
	start TEXT NOT NULL CONSTRAINT ck_learning_mode_start CHECK (start IS date(start)), 
	"end" TEXT NOT NULL CONSTRAINT ck_learning_mode_end CHECK (end IS date(end)), 
	order_text TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_learning_mode_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_learning_mode PRIMARY KEY (id), 
	CONSTRAINT fk_learning_mode_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_learning_mode_year FOREIGN KEY(year) REFERENCES academic_year (id), 
	CONSTRAINT fk_learning_mode_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 STRICT;

CREATE TABLE lesson (
	id INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	day TEXT NOT NULL CONSTRAINT ck_lesson_day CHECK (day IS date(day)), 
	number INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	state TEXT NOT NULL CONSTRAINT ck_lesson_state CHECK (state = 'living' OR state = 'cancelled'), 
	CONSTRAINT pk_lesson PRIMARY KEY (id), 
	CONSTRAINT uq_lesson_id_course UNIQUE (id, course), 
	CONSTRAINT fk_lesson_course FOREIGN KEY(course) REFERENCES course (id)
)
 STRICT;

CREATE INDEX ix_lesson_course ON lesson (course, day);

CREATE INDEX ix_lesson_day ON lesson (day);

CREATE UNIQUE INDEX uq_lesson_place ON lesson (course, day, number, part) WHERE state = 'living';

CREATE TABLE lesson_change (
	id INTEGER NOT NULL, 
	lesson INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	kind TEXT NOT NULL CONSTRAINT ck_lesson_change_kind CHECK (kind = 'transfer' OR kind = 'cancel' OR kind = 'extra' OR kind = 'event'), 
	day TEXT CONSTRAINT ck_lesson_change_day CHECK (day IS date(day)), 
	number INTEGER, 
	reason TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_lesson_change_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_lesson_change PRIMARY KEY (id), 
	CONSTRAINT fk_lesson_change_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_lesson_change_course FOREIGN KEY(course) REFERENCES course (id)
)
 STRICT;

CREATE TABLE membership (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	school_class INTEGER NOT NULL, 
	start TEXT CONSTRAINT ck_membership_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_membership_end CHECK (end IS date(end)), 
	list_number INTEGER NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT fk_membership_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_membership_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_membership_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 STRICT;

CREATE INDEX ix_membership_pupil ON membership (pupil);

CREATE INDEX ix_membership_school_class ON membership (school_class);

CREATE TABLE movement_order (
	id INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	kind TEXT NOT NULL CONSTRAINT ck_movement_order_kind CHECK (kind = 'arrival' OR kind = 'departure' OR kind = 'transfer' OR kind = 'repeat' OR kind = 'home' OR kind = 'sanatorium'), 
	day TEXT NOT NULL CONSTRAINT ck_movement_order_day CHECK (day IS date(day)), 
	number TEXT NOT NULL, 
	order_day TEXT CONSTRAINT ck_movement_order_order_day CHECK (order_day IS date(order_day)), 
	from_class INTEGER, 
	to_class INTEGER, 
	place TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_movement_order_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_movement_order PRIMARY KEY (id), 
	CONSTRAINT fk_movement_order_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_movement_order_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_movement_order_from_class FOREIGN KEY(from_class) REFERENCES school_class (id), 
	CONSTRAINT fk_movement_order_to_class FOREIGN KEY(to_class) REFERENCES school_class (id)
)
 STRICT;

CREATE INDEX ix_movement_order_pupil ON movement_order (pupil);

CREATE TABLE notice (
	id INTEGER NOT NULL, 
	author INTEGER NOT NULL, 
	audience TEXT NOT NULL CONSTRAINT ck_notice_audience CHECK (audience = 'staff' OR audience = 'class' OR audience = 'person' OR audience = 'parents'), 
	school_class INTEGER, 
	person INTEGER, 
	start TEXT NOT NULL CONSTRAINT ck_notice_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_notice_end CHECK (end IS date(end)), 
	text TEXT NOT NULL, 
	cancelled INTEGER NOT NULL CONSTRAINT ck_notice_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT fk_notice_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_notice_author FOREIGN KEY(author) REFERENCES person (id), 
	CONSTRAINT fk_notice_school_class FOREIGN KEY(school_class) REFERENCES school_class (id), 
	CONSTRAINT fk_notice_person FOREIGN KEY(person) REFERENCES person (id)
)
 STRICT;

CREATE TABLE period_lock (
	school_class INTEGER NOT NULL, 
	period INTEGER NOT NULL, 
	locked INTEGER NOT NULL CONSTRAINT ck_period_lock_locked CHECK (locked = 0 OR locked = 1), 
	reason TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_period_lock PRIMARY KEY (school_class, period), 
	CONSTRAINT fk_period_lock_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_period_lock_school_class FOREIGN KEY(school_class) REFERENCES school_class (id), 
	CONSTRAINT fk_period_lock_period FOREIGN KEY(period) REFERENCES period (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE period_mark (
	school_class INTEGER NOT NULL, 
	subject INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	period INTEGER NOT NULL, 
	course INTEGER, 
	value TEXT NOT NULL CONSTRAINT ck_period_mark_value CHECK (value = '' OR value = '1' OR value = '2' OR value = '3' OR value = '4' OR value = '5'), 
	proposed TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	state TEXT NOT NULL CONSTRAINT ck_period_mark_state CHECK (state = '' OR state = 'not_attested' OR state = 'extended'), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_period_mark PRIMARY KEY (school_class, subject, pupil, period), 
	CONSTRAINT fk_period_mark_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_period_mark_school_class FOREIGN KEY(school_class) REFERENCES school_class (id), 
	CONSTRAINT fk_period_mark_subject FOREIGN KEY(subject) REFERENCES subject (id), 
	CONSTRAINT fk_period_mark_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_period_mark_period FOREIGN KEY(period) REFERENCES period (id), 
	CONSTRAINT fk_period_mark_course FOREIGN KEY(course) REFERENCES course (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_period_mark_course ON period_mark (course);

CREATE TABLE "plan" (
	id INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	state TEXT NOT NULL CONSTRAINT ck_plan_state CHECK (state = 'draft' OR state = 'approved' OR state = 'replaced'), 
	approved_by INTEGER, 
	approved_on TEXT CONSTRAINT ck_plan_approved_on CHECK (approved_on IS date(approved_on)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_plan PRIMARY KEY (id), 
	CONSTRAINT fk_plan_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_plan_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_plan_approved_by FOREIGN KEY(approved_by) REFERENCES person (id)
)
 STRICT;

CREATE INDEX ix_plan_course ON "plan" (course);

CREATE TABLE programme_report (
	course INTEGER NOT NULL, 
	planned INTEGER NOT NULL, 
	held INTEGER NOT NULL, 
	fulfilled INTEGER NOT NULL CONSTRAINT ck_programme_report_fulfilled CHECK (fulfilled = 0 OR fulfilled = 1), 
	reason TEXT NOT NULL, 
	confirmed_on TEXT CONSTRAINT ck_programme_report_confirmed_on CHECK (confirmed_on IS date(confirmed_on)), 
	confirmed_by INTEGER, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_programme_report PRIMARY KEY (course), 
	CONSTRAINT fk_programme_report_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_programme_report_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_programme_report_confirmed_by FOREIGN KEY(confirmed_by) REFERENCES person (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE proposal (
	id INTEGER NOT NULL, 
	lesson INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	slot INTEGER NOT NULL, 
	value TEXT NOT NULL CONSTRAINT ck_proposal_value CHECK (value = '' OR value = '1' OR value = '2' OR value = '3' OR value = '4' OR value = '5'), 
	from_lesson INTEGER NOT NULL, 
	state TEXT NOT NULL CONSTRAINT ck_proposal_state CHECK (state = 'waiting' OR state = 'accepted' OR state = 'refused'), 
	reason TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_proposal PRIMARY KEY (id), 
	CONSTRAINT fk_proposal_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_proposal_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_proposal_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 STRICT;

CREATE TABLE role_assignment (
	id INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	role TEXT NOT NULL CONSTRAINT ck_role_assignment_role CHECK (role = 'administrator' OR role = 'director' OR role = 'deputy' OR role = 'class_teacher' OR role = 'subject_teacher' OR role = 'medical_worker'), 
	school_class INTEGER, 
	start TEXT CONSTRAINT ck_role_assignment_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_role_assignment_end CHECK (end IS date(end)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_role_assignment PRIMARY KEY (id), 
	CONSTRAINT fk_role_assignment_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_role_assignment_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_role_assignment_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 STRICT;

CREATE TABLE subgroup_member (
	id INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	start TEXT CONSTRAINT ck_subgroup_member_start CHECK (start IS date(start)), 
	"end" TEXT CONSTRAINT ck_subgroup_member_end CHECK (end IS date(end)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_subgroup_member PRIMARY KEY (id), 
	CONSTRAINT fk_subgroup_member_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_subgroup_member_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_subgroup_member_pupil FOREIGN KEY(pupil) REFERENCES pupil (id)
)
 STRICT;

CREATE INDEX ix_subgroup_member_course ON subgroup_member (course);

CREATE TABLE timetable_slot (
	id INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	weekday INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	week TEXT NOT NULL CONSTRAINT ck_timetable_slot_week CHECK (week = 'every' OR week = 'odd' OR week = 'even'), 
	room TEXT NOT NULL, 
	valid_from TEXT CONSTRAINT ck_timetable_slot_valid_from CHECK (valid_from IS date(valid_from)), 
	valid_to TEXT CONSTRAINT ck_timetable_slot_valid_to CHECK (valid_to IS date(valid_to)), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_timetable_slot PRIMARY KEY (id), 
	CONSTRAINT fk_timetable_slot_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_timetable_slot_course FOREIGN KEY(course) REFERENCES course (id)
)
 STRICT;

CREATE INDEX ix_timetable_slot_course ON timetable_slot (course);

CREATE TABLE week_confirmation (
	school_class INTEGER NOT NULL, 
	monday TEXT NOT NULL CONSTRAINT ck_week_confirmation_monday CHECK (monday IS date(monday)), 
	confirmed INTEGER NOT NULL CONSTRAINT ck_week_confirmation_confirmed CHECK (confirmed = 0 OR confirmed = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_week_confirmation PRIMARY KEY (school_class, monday), 
	CONSTRAINT fk_week_confirmation_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_week_confirmation_school_class FOREIGN KEY(school_class) REFERENCES school_class (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE cell (
	lesson INTEGER NOT NULL, 
	pupil INTEGER NOT NULL, 
	slot INTEGER NOT NULL CONSTRAINT ck_cell_slot CHECK (slot = 0 OR slot = 1 OR slot = 2), 
	course INTEGER NOT NULL, 
	value TEXT NOT NULL CONSTRAINT ck_cell_value CHECK (value = '' OR value = '1' OR value = '2' OR value = '3' OR value = '4' OR value = '5' OR value = 'н'), 
	comment TEXT NOT NULL, 
	for_work INTEGER, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_cell PRIMARY KEY (lesson, pupil, slot), 
	CONSTRAINT fk_cell_lesson_course FOREIGN KEY(lesson, course) REFERENCES lesson (id, course), 
	CONSTRAINT fk_cell_pupil FOREIGN KEY(pupil) REFERENCES pupil (id), 
	CONSTRAINT fk_cell_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_cell_pupil ON cell (pupil);

CREATE TABLE lesson_record (
	lesson INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	topic TEXT NOT NULL, 
	homework TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	results_due TEXT CONSTRAINT ck_lesson_record_results_due CHECK (results_due IS date(results_due)), 
	individual INTEGER NOT NULL CONSTRAINT ck_lesson_record_individual CHECK (individual = 0 OR individual = 1), 
	plan_item INTEGER, 
	note TEXT NOT NULL, 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_lesson_record PRIMARY KEY (lesson), 
	CONSTRAINT fk_lesson_record_lesson_course FOREIGN KEY(lesson, course) REFERENCES lesson (id, course), 
	CONSTRAINT fk_lesson_record_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX ix_lesson_record_course ON lesson_record (course);

CREATE TABLE plan_item (
	id INTEGER NOT NULL, 
	"plan" INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	section TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	homework TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	hours INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	ended INTEGER NOT NULL CONSTRAINT ck_plan_item_ended CHECK (ended = 0 OR ended = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_plan_item PRIMARY KEY (id), 
	CONSTRAINT fk_plan_item_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_plan_item_plan FOREIGN KEY("plan") REFERENCES "plan" (id)
)
 STRICT;

CREATE INDEX ix_plan_item_plan ON plan_item ("plan");

CREATE TABLE remark (
	id INTEGER NOT NULL, 
	inspection INTEGER, 
	school_class INTEGER, 
	course INTEGER, 
	teacher INTEGER, 
	author INTEGER NOT NULL, 
	lesson INTEGER, 
	clause TEXT NOT NULL, 
	text TEXT NOT NULL, 
	made TEXT NOT NULL CONSTRAINT ck_remark_made CHECK (made IS date(made)), 
	deadline TEXT CONSTRAINT ck_remark_deadline CHECK (deadline IS date(deadline)), 
	answer TEXT NOT NULL, 
	answered TEXT CONSTRAINT ck_remark_answered CHECK (answered IS date(answered)), 
	state TEXT NOT NULL CONSTRAINT ck_remark_state CHECK (state = 'open' OR state = 'answered' OR state = 'accepted' OR state = 'cancelled'), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_remark PRIMARY KEY (id), 
	CONSTRAINT fk_remark_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_remark_inspection FOREIGN KEY(inspection) REFERENCES inspection (id), 
	CONSTRAINT fk_remark_school_class FOREIGN KEY(school_class) REFERENCES school_class (id), 
	CONSTRAINT fk_remark_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_remark_teacher FOREIGN KEY(teacher) REFERENCES person (id), 
	CONSTRAINT fk_remark_author FOREIGN KEY(author) REFERENCES person (id)
)
 STRICT;

CREATE TABLE substitution (
	id INTEGER NOT NULL, 
	lesson INTEGER NOT NULL, 
	course INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	other_course INTEGER, 
	order_text TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	with_period_marks INTEGER NOT NULL CONSTRAINT ck_substitution_with_period_marks CHECK (with_period_marks = 0 OR with_period_marks = 1), 
	cancelled INTEGER NOT NULL CONSTRAINT ck_substitution_cancelled CHECK (cancelled = 0 OR cancelled = 1), 
	entry_session INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	CONSTRAINT pk_substitution PRIMARY KEY (id), 
	CONSTRAINT fk_substitution_entry FOREIGN KEY(entry_session, entry_seq) REFERENCES entry (session, seq), 
	CONSTRAINT fk_substitution_lesson FOREIGN KEY(lesson) REFERENCES lesson (id), 
	CONSTRAINT fk_substitution_course FOREIGN KEY(course) REFERENCES course (id), 
	CONSTRAINT fk_substitution_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_substitution_other_course FOREIGN KEY(other_course) REFERENCES course (id)
)
 STRICT;

CREATE INDEX ix_substitution_course ON substitution (course);

CREATE INDEX ix_substitution_person ON substitution (person);

