"""The print dialog as a person uses it: by mouse and keys, over pages that are read in a job's thread."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListWidget, QPushButton, QRadioButton, QToolButton

from ezh_desktop.errors import BadInput, DeviceTrouble, DiskFullTrouble, RightRefused
from ezh_desktop.jobs.base import Job, JobCancelled, JobPhase
from ezh_desktop.jobs.book import BookJob, CoursesPart, health_part, summary_part
from ezh_desktop.jobs.journal import JournalPart
from ezh_desktop.jobs.printing import MissingTopic, Paper, PrintedPage
from ezh_desktop.reports.course import CourseOptions
from ezh_desktop.services.class_pages import PrintableClass, SheetKind
from ezh_desktop.ui import theme
from ezh_desktop.ui.dialogs import printwords
from ezh_desktop.ui.dialogs.printing import PrintDialog
from ezh_desktop.ui.dialogs.printsource import PrintSource
from ezh_desktop.ui.dialogs.spreadview import SpreadView
from ezh_desktop.ui.help import HelpWindow
from ezh_desktop.ui.pdf import PdfPages
from ezh_desktop.ui.printer import SystemPrinter, _paint, prepare
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import Notice
from tests.reports import pages, reading
from tests.reports.health_pages import health_page
from tests.reports.journal_pages import journal
from tests.reports.summary_pages import summary_page
from tests.ui.paper_doors import COPIER, HP, PaperDoors, StillPrinter, algebra, reads, source

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    """Opens a dialog and waits for its preview; all are closed at the end."""
    theme.apply(theme.Scheme.LIGHT)
    opened: list[PrintDialog] = []

    def build(from_source=None, *, doors=None, save=None, printer=None, wait=True):
        dialog = PrintDialog(
            from_source or source(),
            doors or PaperDoors(tmp_path / "страницы.pdf"),
            save or (lambda path, data: path.write_bytes(data)),
            printer=printer or StillPrinter(),
        )
        opened.append(dialog)
        dialog.show()
        if wait:
            qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        return dialog

    yield build
    for dialog in opened:
        dialog.reject()
        dialog.deleteLater()


def part(dialog, cls, name):
    return dialog.findChild(cls, name)


def click(dialog, cls, name):
    widget = part(dialog, cls, name)
    assert widget.isVisible(), name
    assert widget.isEnabled(), name
    place = widget.rect().center()
    if cls in {QRadioButton, QCheckBox}:
        place.setX(10)
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, place)


def place(dialog):
    return part(dialog, ElidedLabel, "place").whole


def message(dialog):
    return part(dialog, QLabel, "message").text()


class TestPreview:
    def test_it_opens_on_the_running_term_at_the_page_the_teacher_writes_on(self, make):
        dialog = make()
        assert part(dialog, QComboBox, "term").currentText() == "II четверть"
        assert place(dialog) == "Разворот 2 из 2, страницы 6–7"

    def test_it_shows_the_very_bytes_that_will_be_printed(self, make, qtbot):
        printer = StillPrinter()
        dialog = make(printer=printer)
        click(dialog, QPushButton, "print")
        qtbot.waitUntil(lambda: bool(printer.sent))
        assert printer.sent[0]["data"] is dialog.paper.data
        image = dialog.findChild(SpreadView).images[0]
        printed = PdfPages(printer.sent[0]["data"])
        heights = [image.height() / printed.sizes[2][1] + step for step in (-0.002, -0.001, 0, 0.001, 0.002)]
        assert any(printed.render(2, scale).scaled(image.size()) == image for scale in heights)
        printed.close()

    def test_all_subjects_of_the_class_follow_each_other(self, make, qtbot):
        dialog = make()
        click(dialog, QRadioButton, "ofClass")
        qtbot.waitUntil(lambda: dialog.shown)
        assert {page.subject for page in dialog.paper.pages} == {"Алгебра", "Физика"}
        assert "Алгебра, страницы" in place(dialog)

    def test_the_whole_year_has_its_begun_spreads(self, make, qtbot):
        dialog = make()
        click(dialog, QRadioButton, "ofYear")
        qtbot.waitUntil(lambda: dialog.shown)
        assert [page.number for page in dialog.paper.pages] == [4, 5, 6, 7]

    def test_another_subject_of_the_class_begins_where_the_journal_has_it(self, make):
        base = source()
        (physics,) = base.read([8])
        dialog = make(replace(base, page=physics))
        assert dialog.paper.pages[0].number > 4
        assert all(page.subject == "Физика" for page in dialog.paper.pages)

    def test_pages_are_turned_by_buttons_and_by_keys(self, make, qtbot):
        dialog = make()
        click(dialog, QToolButton, "back")
        assert place(dialog).startswith("Разворот 1 из 2")
        assert not part(dialog, QToolButton, "back").isEnabled()
        view = dialog.findChild(SpreadView)
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        assert place(dialog).startswith("Разворот 2 из 2")
        QTest.keyClick(view, Qt.Key.Key_Home)
        assert place(dialog).startswith("Разворот 1 из 2")
        qtbot.waitUntil(lambda: dialog.shown)

    def test_zoom_goes_from_the_whole_spread_to_sizes_and_back(self, make, qtbot):
        dialog = make()
        zoom = part(dialog, QLabel, "zoom")
        assert zoom.text() == "весь разворот"
        before = dialog.findChild(SpreadView).images[0].height()
        for _ in range(3):
            click(dialog, QToolButton, "larger")
        assert zoom.text().endswith("%")
        qtbot.waitUntil(lambda: dialog.shown)
        assert dialog.findChild(SpreadView).images[0].height() > before
        for _ in range(8):
            click(dialog, QToolButton, "smaller")
        assert zoom.text() == "весь разворот"

    def test_an_empty_page_comes_first_only_when_both_sides_are_printed(self, make, qtbot):
        dialog = make()
        assert dialog.paper.pages[0].number == 4
        click(dialog, QCheckBox, "duplex")
        qtbot.waitUntil(lambda: dialog.shown)
        assert dialog.paper.pages[0].number is None
        assert "намеренно оставлена пустой" in reading.texts(dialog.paper.data)[0]

    def test_two_sides_follow_what_the_printer_can(self, make, qtbot):
        dialog = make(doors=PaperDoors(printers=(COPIER, HP)))
        assert part(dialog, QCheckBox, "duplex").isChecked()

    def test_signature_lines_can_be_left_out(self, make, qtbot):
        dialog = make()
        assert "подпись" in reading.texts(dialog.paper.data)[3]
        click(dialog, QCheckBox, "signLines")
        qtbot.waitUntil(lambda: dialog.shown)
        assert "подпись" not in "".join(reading.texts(dialog.paper.data))

    def test_6_5_for_the_archive_the_document_is_pdf_a(self, make, qtbot):
        dialog = make()
        plain = len(dialog.paper.pages)
        click(dialog, QCheckBox, "archive")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert len(dialog.paper.pages) == plain
        with pikepdf.open(BytesIO(dialog.paper.data)) as document:
            assert pdfa.check(document, "1b").passed


class TestBeforePrinting:
    def test_a_missing_topic_is_said_before_paper_is_spent(self, make):
        dialog = make()
        notice = dialog.findChild(Notice)
        assert notice.isVisible()
        assert notice.accessibleName() == "Нет темы 26 ноября"
        assert notice.accessibleDescription() == "Страница напечатается с пустой строкой"

    def test_nothing_is_said_when_nothing_is_missing(self, make):
        page = pages.course_page(subject_name="Алгебра", today=date(2026, 12, 2))
        assert not make(source(page)).findChild(Notice).isVisible()

    @pytest.mark.parametrize(
        ("missing", "title", "detail"),
        [
            ([("Алгебра", 26)], "Нет темы 26 ноября", "Страница напечатается с пустой строкой"),
            (
                [("Алгебра", 24), ("Алгебра", 26)],
                "Нет тем 24 ноября и 26 ноября",
                "Страница напечатается с пустыми строками",
            ),
            (
                [("Алгебра", day) for day in range(2, 7)],
                "Нет тем на 5 уроках",
                "Первый — 2 ноября. Строки напечатаются пустыми",
            ),
            (
                [("Алгебра", 2), ("Физика", 3), ("Физика", 4)],
                "Нет тем на 3 уроках",
                "Физика — 2, Алгебра — 1. Строки напечатаются пустыми",
            ),
        ],
    )
    def test_the_words_agree_with_their_number(self, missing, title, detail):
        found = [MissingTopic(subject, date(2026, 11, day)) for subject, day in missing]
        assert printwords.missing_words(found) == (title, detail)

    def test_who_wrote_while_the_journal_was_read_is_told_before_it_is_printed(self):
        paper = Paper(b"", (), (MissingTopic("Алгебра", date(2026, 11, 26)),), ("7А", "7Б"))
        title, detail = printwords.before_words(paper)
        assert title == "В журнал 7А и 7Б писали, пока он читался"
        assert detail.endswith("когда никто не пишет. Нет темы 26 ноября")
        assert printwords.before_words(replace(paper, missing=(), disturbed=())) == ("", "")

    def test_5_18_lessons_of_before_the_beginning_owe_no_topic(self):
        page = algebra()
        assert [one.day for one in job(reads({7: page}), 7)(Quiet()).missing] == [date(2026, 11, 26)]
        begun = replace(page, began=date(2026, 11, 27))
        assert job(reads({7: begun}), 7)(Quiet()).missing == ()

    def test_todays_lesson_may_still_get_its_topic(self):
        page = algebra()
        today = replace(
            page, lessons=tuple(replace(one, topic="", homework="") for one in page.lessons), today=page.lessons[0].day
        )
        paper = job(reads({7: today}), 7)(Quiet())
        assert paper.missing == ()


class TestSavingAndPrinting:
    def test_the_pdf_is_saved_under_an_offered_name(self, make, tmp_path, qtbot):
        doors = PaperDoors(tmp_path / "страницы.pdf")
        dialog = make(doors=doors)
        click(dialog, QPushButton, "savePdf")
        assert doors.offered[0].name == "7А Алгебра, II четверть.pdf"
        qtbot.waitUntil(lambda: message(dialog) == "Сохранено: страницы.pdf")
        assert (tmp_path / "страницы.pdf").read_bytes() == dialog.paper.data

    def test_closing_the_file_dialog_saves_nothing(self, make):
        dialog = make(doors=PaperDoors(None), save=pytest.fail)
        click(dialog, QPushButton, "savePdf")
        assert message(dialog) == ""

    def test_a_full_disk_is_said_in_words(self, make, qtbot):
        def full(_path, _data):
            raise DiskFullTrouble("На диске нет места.", "Освободите его и сохраните снова.")

        dialog = make(save=full)
        click(dialog, QPushButton, "savePdf")
        words = "На диске нет места. Освободите его и сохраните снова."
        qtbot.waitUntil(lambda: message(dialog) == words)

    def test_printing_sends_copies_and_sides_to_the_chosen_printer(self, make, qtbot):
        printer = StillPrinter()
        dialog = make(printer=printer)
        QTest.keyClick(part(dialog, QComboBox, "printer"), Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: dialog.shown)
        part(dialog, QComboBox, "copies").setCurrentIndex(2)
        click(dialog, QPushButton, "print")
        qtbot.waitUntil(lambda: "Отправлено" in message(dialog))
        sent = printer.sent[0]
        assert (sent["name"], sent["copies"], sent["duplex"]) == (COPIER, 3, True)
        assert sent["title"] == "7А Алгебра, II четверть"
        assert message(dialog) == "Отправлено на принтер: 8 страниц."

    def test_printing_can_be_stopped(self, make, qtbot):
        printer = StillPrinter(holds=True)
        dialog = make(printer=printer)
        click(dialog, QPushButton, "print")
        qtbot.waitUntil(lambda: place(dialog) == "Страница 1 из 8")
        click(dialog, QPushButton, "abort")
        qtbot.waitUntil(lambda: "прервана" in message(dialog))
        assert printer.sent == []

    def test_a_printer_that_refuses_is_said_and_the_dialog_stays(self, make, qtbot):
        trouble = DeviceTrouble("Принтер не принимает печать.", "Проверьте, включён ли он и есть ли бумага.")
        dialog = make(printer=StillPrinter(refuses=trouble))
        click(dialog, QPushButton, "print")
        qtbot.waitUntil(lambda: message(dialog) == trouble.text)
        assert dialog.isVisible()
        assert part(dialog, QPushButton, "print").isEnabled()

    def test_without_a_printer_a_pdf_can_still_be_saved(self, make):
        dialog = make(doors=PaperDoors(printers=()))
        assert part(dialog, QComboBox, "printer").currentText() == "Принтеров нет, сохраните PDF"
        assert not part(dialog, QPushButton, "print").isEnabled()
        assert part(dialog, QPushButton, "savePdf").isEnabled()


class TestDrawing:
    def test_reading_and_drawing_leave_the_windows_thread_free_and_can_be_stopped(self, make, qtbot):
        gate, threads = threading.Event(), []
        page = algebra()

        def slow(_courses):
            threads.append(threading.current_thread())
            gate.wait(5)
            yield page

        dialog = make(source(page, slow), wait=False)
        qtbot.waitUntil(lambda: bool(threads))
        assert threads[0] is not threading.main_thread()
        click(dialog, QPushButton, "abort")
        gate.set()
        qtbot.waitUntil(lambda: "прервана" in message(dialog))
        assert not part(dialog, QPushButton, "print").isEnabled()

    def test_a_right_that_is_refused_while_reading_is_said(self, make, qtbot):
        def refused(_course):
            raise RightRefused("Эта страница вам не открыта.")

        dialog = make(source(None, refused), wait=False)
        qtbot.waitUntil(lambda: message(dialog) == "Эта страница вам не открыта.")

    def test_a_letter_that_cannot_be_printed_is_named(self, make, qtbot):
        page = algebra(topics=("Сложение ✓",))
        dialog = make(source(page), wait=False)
        qtbot.waitUntil(lambda: "«✓»" in message(dialog))

    def test_a_choice_changed_while_drawing_wins(self, make, qtbot):
        dialog = make()
        part(dialog, QRadioButton, "ofYear").click()
        part(dialog, QRadioButton, "ofClass").click()
        qtbot.waitUntil(lambda: dialog.shown)
        assert {page.subject for page in dialog.paper.pages} == {"Алгебра", "Физика"}

    def test_enter_prints_and_escape_closes(self, make, qtbot):
        printer = StillPrinter()
        dialog = make(printer=printer)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(printer.sent))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    def test_every_field_has_a_name_for_the_screen_reader(self, make):
        dialog = make()
        for cls in (QComboBox, QToolButton):
            for widget in dialog.findChildren(cls):
                labelled = any(label.buddy() is widget for label in dialog.findChildren(QLabel))
                assert widget.accessibleName() or labelled, widget.objectName()


class Quiet:
    """Progress that nobody looks at; stops after `after` steps."""

    def __init__(self, after: int = 10**6) -> None:
        self.steps: list[tuple[int, int]] = []
        self.after = after
        self.cancelled = False

    def __call__(self, done, total, words=""):
        self.steps.append((done, total))
        if len(self.steps) > self.after:
            raise JobCancelled


def job(read, *courses, **options):
    return BookJob((CoursesPart(read, courses, CourseOptions(**options)),), pages.INFO)


class TestJob:
    def test_progress_never_goes_back_and_reaches_its_end(self):
        progress = Quiet()
        job(source().read, 7, 8)(progress)
        shares = [done / total for done, total in progress.steps]
        assert shares == sorted(shares)
        assert shares[-1] == 1

    def test_a_job_stopped_between_spreads_gives_no_paper(self):
        work = Job("Печать", job(source().read, 7, 8))
        work.listen(lambda state: work.cancel() if state.done > 2 else None)
        work.run()
        assert work.state.phase is JobPhase.CANCELLED

    def test_a_term_without_lessons_is_bad_input(self):
        with pytest.raises(BadInput):
            job(source().read, 7, term=9)(Quiet())

    def test_spreads_lie_as_they_do_in_the_bound_journal(self):
        numbers = [None, 4, 5, 6, 7]
        assert printwords.spreads_of([PrintedPage("", number) for number in numbers]) == [(None, 0), (1, 2), (3, 4)]


class TestPrinter:
    def test_pages_reach_the_printers_page_at_full_size(self, qapp, tmp_path):
        target = tmp_path / "out.pdf"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(target))
        prepare(printer, copies=1, duplex=True, title="Алгебра")
        assert printer.resolution() <= 600
        printer.setResolution(100)
        data = reading.pdf([pages.course_page(weekdays=(1,))], CourseOptions(term=1))
        drawn = PdfPages(data)
        _paint(printer, drawn, Quiet())
        printed = PdfPages(target.read_bytes())
        assert len(printed) == len(drawn)
        assert printed.sizes[0] == pytest.approx(drawn.sizes[0], abs=1)
        ink = [printed.render(0, 1).pixelColor(30, y).value() for y in range(60, 760)]
        assert min(ink) < 200
        drawn.close()
        printed.close()

    def test_a_printer_that_has_gone_is_named(self, qapp):
        with pytest.raises(DeviceTrouble, match="«Нет такого» больше нет"):
            SystemPrinter().send(b"", "Нет такого", copies=1, duplex=False, title="", progress=Quiet())


class TestSheetsAndClasses:
    """6.4: the summary sheet, and several classes at once."""

    @pytest.fixture
    def many(self):
        first = algebra()
        other = replace(first, course=9, class_name="7Б", school_class=701)
        sheets = frozenset(SheetKind)
        here = PrintableClass(first.school_class, "7А", (first.course,), frozenset({first.course}), sheets)
        there = PrintableClass(701, "7Б", (9,), frozenset({9}))
        both = {first.course: first, 9: other}
        parts = {
            SheetKind.SUMMARY: lambda _class: summary_part(summary_page),
            SheetKind.HEALTH: lambda _class: health_part(health_page),
        }
        return PrintSource(first, here, reads(both), pages.info, parts, (here, there))

    def subjects(self, dialog):
        return list(dict.fromkeys(page.subject for page in dialog.paper.pages if page.subject))

    def test_the_sheet_of_the_class_is_one_of_the_choices(self, make, many, qtbot):
        dialog = make(many)
        click(dialog, QRadioButton, "ofSummary")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert self.subjects(dialog) == ["Сводная ведомость"]
        assert place(dialog).startswith("Разворот 1 из")
        assert "пустая" not in place(dialog)
        assert not part(dialog, QComboBox, "sides").isVisible()

    def test_the_health_sheet_is_another(self, make, many, qtbot):
        """5.38: what the person may read of it."""
        dialog = make(many)
        click(dialog, QRadioButton, "ofHealth")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert self.subjects(dialog) == ["Листок здоровья"]

    def test_a_page_of_the_class_opens_at_its_sheet(self, make, many):
        dialog = make(replace(many, page=None, opens=SheetKind.SUMMARY))
        assert self.subjects(dialog) == ["Сводная ведомость"]
        assert not part(dialog, QRadioButton, "ofTerm").isVisible()
        assert part(dialog, QRadioButton, "ofClass").isVisible()

    def test_several_classes_are_ticked_in_a_list(self, make, many, qtbot):
        dialog = make(many)
        click(dialog, QRadioButton, "ofClasses")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        classes = part(dialog, QListWidget, "classes")
        assert [classes.item(at).checkState() for at in (0, 1)] == [Qt.CheckState.Checked, Qt.CheckState.Unchecked]
        classes.setFocus()
        classes.setCurrentRow(1)
        QTest.keyClick(classes, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert self.subjects(dialog) == ["7А Алгебра", "7Б Алгебра"]
        part(dialog, QComboBox, "part").setCurrentIndex(3)
        part(dialog, QComboBox, "part").activated.emit(3)
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert self.subjects(dialog) == ["7А Алгебра", "7А Сводная ведомость", "7Б Алгебра"]

    def test_no_class_ticked_asks_for_one(self, make, many, qtbot):
        dialog = make(many)
        click(dialog, QRadioButton, "ofClasses")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        classes = part(dialog, QListWidget, "classes")
        classes.setFocus()
        classes.setCurrentRow(0)
        QTest.keyClick(classes, Qt.Key.Key_Space)
        assert message(dialog) == "Отметьте классы, которые печатать."
        assert not part(dialog, QPushButton, "print").isEnabled()

    def test_one_side_of_the_spread_can_be_chosen(self, make, many, qtbot):
        dialog = make(many)
        both = len(dialog.paper.pages)
        part(dialog, QComboBox, "sides").setCurrentIndex(1)
        part(dialog, QComboBox, "sides").activated.emit(1)
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert len(dialog.paper.pages) == both // 2

    def test_f1_opens_the_help_of_printing(self, make, many):
        dialog = make(many)
        dialog.activateWindow()
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        shown = dialog.findChild(HelpWindow)
        assert shown.windowTitle() == "Справка: печать — ЭЖ"
        shown.close()

    def test_the_choices_scroll_where_the_window_is_low(self, make, many):
        dialog = make(many)
        dialog.resize(683, 340)
        assert (dialog.width(), dialog.height()) == (683, 340)
        assert part(dialog, QPushButton, "print").geometry().bottom() < 340


class TestWholeJournal:
    """6.4: the journal of the class as one document, with the number of every page."""

    @pytest.fixture
    def whole(self):
        first = algebra()
        here = PrintableClass(first.school_class, "7А", (first.course,), frozenset({first.course}), journal=True)
        there = PrintableClass(701, "7Б", (9,), frozenset({9}))
        made = journal(subjects=1, pupils=3, health=3)

        def part(one, sign_lines):
            return JournalPart(one.name, lambda step: step() or made, 1, sign_lines)

        return PrintSource(first, here, reads({first.course: first}), pages.info, {}, (here, there), None, part)

    def test_it_is_one_of_the_choices_and_opens_at_its_title(self, make, whole, qtbot):
        dialog = make(whole)
        click(dialog, QRadioButton, "ofJournal")
        assert part(dialog, QRadioButton, "ofJournal").text() == "Весь журнал 7А"
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert [page.number for page in dialog.paper.pages] == list(range(1, len(dialog.paper.pages) + 1))
        assert place(dialog).endswith("Титульный лист, страница 1")
        assert not part(dialog, QComboBox, "sides").isVisible()
        assert "7А, классный журнал" in dialog._file_title()

    def test_pages_left_blank_are_not_where_it_opens(self):
        shown = [PrintedPage("Титульный лист", 1), PrintedPage("Оглавление", 2), PrintedPage("", 3)]
        assert printwords.latest_spread(shown, printwords.spreads_of(shown), "") == 0

    def test_lines_to_sign_on_can_be_left_out_of_it(self, make, whole, qtbot):
        dialog = make(whole)
        click(dialog, QRadioButton, "ofJournal")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        subject = [at for at, page in enumerate(dialog.paper.pages) if page.subject == "Предмет 1"]
        signed = "".join(reading.texts(dialog.paper.data)[at] for at in subject)
        click(dialog, QCheckBox, "signLines")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        plain = "".join(reading.texts(dialog.paper.data)[at] for at in subject)
        assert ("подпись" in signed, "подпись" in plain) == (True, False)

    def test_of_several_classes_those_are_printed_that_may_be_whole(self, make, whole, qtbot):
        dialog = make(whole)
        click(dialog, QRadioButton, "ofClasses")
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        classes = part(dialog, QListWidget, "classes")
        classes.item(1).setCheckState(Qt.CheckState.Checked)
        parts = part(dialog, QComboBox, "part")
        parts.setCurrentIndex(parts.findText("Весь журнал"))
        parts.activated.emit(parts.currentIndex())
        qtbot.waitUntil(lambda: dialog.shown, timeout=5000)
        assert dialog.paper.pages[0].subject == "Титульный лист"
        assert message(dialog) == "Без 7Б: «Весь журнал» этого класса вам печатать нельзя."
        classes.item(0).setCheckState(Qt.CheckState.Unchecked)
        qtbot.waitUntil(lambda: dialog.paper is None, timeout=5000)
        assert message(dialog).startswith("Без 7Б: ")
        classes.item(1).setCheckState(Qt.CheckState.Unchecked)
        assert message(dialog) == "Отметьте классы, которые печатать."

    def test_who_may_not_print_all_of_it_is_not_offered_it(self, make, whole):
        here = replace(whole.here, journal=False)
        dialog = make(replace(whole, here=here, classes=(here, *whole.classes[1:])))
        assert not part(dialog, QRadioButton, "ofJournal").isVisible()
        assert part(dialog, QComboBox, "part").findText("Весь журнал") < 0

    def test_getting_it_ready_can_be_stopped(self, make, whole, qtbot):
        gate = threading.Event()

        def slow(one, _sign_lines):
            def read(step):
                while not gate.wait(0.005):
                    step()
                return journal(subjects=1)

            return JournalPart(one.name, read, 1)

        dialog = make(replace(whole, journal=slow))
        click(dialog, QRadioButton, "ofJournal")
        qtbot.waitUntil(lambda: place(dialog) == "Читаю страницы", timeout=5000)
        click(dialog, QPushButton, "abort")
        qtbot.waitUntil(lambda: "прервана" in message(dialog), timeout=5000)
        assert dialog.paper is None
