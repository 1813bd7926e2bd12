"""The print dialog (picture 09): the preview is drawn from the very bytes that will be printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from ezh_desktop.domain.russian import count
from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.archiving import archived
from ezh_desktop.jobs.base import Job, JobPhase, JobState, Progress
from ezh_desktop.jobs.book import BookJob, CoursesPart, Part
from ezh_desktop.jobs.journal import JournalPart, JournalsJob
from ezh_desktop.jobs.printing import Paper
from ezh_desktop.jobs.runner import JobRunner
from ezh_desktop.reports.course import CourseOptions, Side
from ezh_desktop.services.class_pages import PrintableClass, SheetKind
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui import fitting, fonts, forms, icons
from ezh_desktop.ui.dialogs import printwords
from ezh_desktop.ui.dialogs.jobbridge import JobBridge
from ezh_desktop.ui.dialogs.printradios import insert_radios
from ezh_desktop.ui.dialogs.printsource import WHAT, PrintSource, What
from ezh_desktop.ui.dialogs.spreadview import Spread, SpreadView
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.pdf import PdfPages
from ezh_desktop.ui.printer import Printer, SystemPrinter
from ezh_desktop.ui.qttypes import ELIDE_RIGHT, TAB_FOCUS, USER_ROLE
from ezh_desktop.ui.widgets.plain import Air, ElidedLabel
from ezh_desktop.ui.widgets.signs import Kind, Notice, announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone, tone_children

MOST_COPIES = 30
_RADIO_ROOM = 250
_SIZE = (1100, 640)
_CLOSING_SECONDS = 2.0
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_SIDES = (
    (Side.BOTH, "Отметки и темы"),
    (Side.LEFT, "Только отметки"),
    (Side.RIGHT, "Только темы и задания"),
)

Save = Callable[[Path, bytes], None]
"""Writes a file safely, in a job's thread; raises DeviceTrouble, and then the old file is whole."""


class PrintDialog(QDialog):
    """Shows what will be printed and prints or saves it. Closing it stops what still runs."""

    def __init__(
        self,
        source: PrintSource,
        doors: Doors,
        save: Save,
        *,
        printer: Printer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`save` writes the PDF; `printer` is the system's unless a test gives its own."""
        super().__init__(parent)
        self._source, self._doors, self._save = source, doors, save
        self._door = printer or SystemPrinter()
        self._runner = JobRunner()
        self._bridge = JobBridge(self)
        self._drawing: Job[Paper] | None = None
        self._sending: Job[str] | None = None
        self._paper: Paper | None = None
        self._spreads: list[Spread] = []
        self._to_latest = True
        self._terms = printwords.terms_of(source.page) if source.page else []
        forms.fill(self, known=(SpreadView, ElidedLabel, Air, Notice))
        self._take_out()
        self._dress()
        self._fill()
        self._connect()
        help_key(self, "print")
        self.resize(*_SIZE)
        fitting.fit(self)
        self._chosen_radio().setFocus()
        self._redraw_elsewhere()

    @property
    def paper(self) -> Paper | None:
        """What is shown now; None while it is being drawn."""
        return self._paper

    @property
    def shown(self) -> bool:
        """Whether the preview is whole: drawn, and its pages on the screen."""
        return self._paper is not None and self._view.complete

    def _take_out(self) -> None:
        self._view = forms.child(self, SpreadView, "preview")
        self._back, self._forward = (forms.child(self, QToolButton, name) for name in ("back", "forward"))
        self._smaller, self._larger = (forms.child(self, QToolButton, name) for name in ("smaller", "larger"))
        self._place = forms.child(self, ElidedLabel, "place")
        self._zoom, self._message = (forms.child(self, QLabel, name) for name in ("zoom", "message"))
        self._progress = forms.child(self, QProgressBar, "progress")
        self._of_term, self._of_year, self._of_class, self._of_classes = (
            forms.child(self, QRadioButton, name) for name in ("ofTerm", "ofYear", "ofClass", "ofClasses")
        )
        inside = forms.child(self, QWidget, "inside")
        added = insert_radios(inside, ("journal", *SheetKind), self._of_class, self._of_classes)
        self._of_journal = added.pop("journal")
        self._of_sheet = {kind: added[kind] for kind in SheetKind}
        singles = (self._of_term, self._of_year, self._of_class, self._of_journal)
        self._radios = (*singles, *self._of_sheet.values(), self._of_classes)
        self._term, self._printer, self._copies, self._part, self._sides = (
            forms.child(self, QComboBox, name) for name in ("term", "printer", "copies", "part", "sides")
        )
        self._classes = forms.child(self, QListWidget, "classes")
        self._classes.setItemDelegate(SoftSelection(self._classes))
        self._duplex, self._sign_lines, self._archive = (
            forms.child(self, QCheckBox, name) for name in ("duplex", "signLines", "archive")
        )
        self._before_label = forms.child(self, QLabel, "beforeLabel")
        self._before = forms.child(self, Notice, "before")
        self._abort, self._save_pdf, self._cancel, self._print = (
            forms.child(self, QPushButton, name) for name in ("abort", "savePdf", "cancel", "print")
        )

    def _dress(self) -> None:
        tone_children(self)
        for button, icon in (
            (self._back, "chevron_left"),
            (self._forward, "chevron_right"),
            (self._smaller, "subtract"),
            (self._larger, "add"),
        ):
            icons.dress(button, icon, "text")
            button.setFocusPolicy(TAB_FOCUS)
        icons.dress(self._save_pdf, "document_pdf", "text")
        icons.dress(self._print, "print", "on_accent")
        tone(self._message, "text2", fonts.SECOND)
        # A scroll area gives itself and its widget the window's ground.
        choices = forms.child(self, QScrollArea, "choices")
        for widget in (choices.viewport(), forms.child(self, QWidget, "inside")):
            widget.setAutoFillBackground(False)

    def _fill(self) -> None:
        if self._source.page is not None:
            self._fill_page(self._source.page)
        self._of_term.setVisible(bool(self._terms))
        self._term.setVisible(bool(self._terms))
        self._of_year.setVisible(self._source.page is not None)
        self._fill_classes()
        self._sides.addItems([words for _, words in _SIDES])
        self._first_radio().setChecked(True)
        self._show_choices()
        self._fill_printers()

    def _fill_page(self, page: CoursePage) -> None:
        subject = page.subject_name + (f", {page.subgroup}" if page.subgroup else "")
        for radio, tail in ((self._of_term, ""), (self._of_year, ", весь год")):
            room = _RADIO_ROOM - (110 if radio is self._of_term else 70)
            shown = fonts.metrics().elidedText(subject, ELIDE_RIGHT, room)
            radio.setText(f"{shown}{tail}")
            radio.setAccessibleName(f"{subject}{tail or ', за период'}")
            radio.setToolTip(subject if shown != subject else "")
        self._term.addItems([term.title for term in self._terms])
        self._term.setCurrentIndex(printwords.term_at(self._terms, page.today))

    def _fill_classes(self) -> None:
        here, classes = self._source.here, self._source.classes
        whole = here.printable.issuperset(here.courses)
        self._of_class.setText(f"{'Все' if whole else 'Мои'} предметы {here.name}")
        self._of_class.setVisible(len(here.printable) > (1 if self._source.page else 0))
        self._of_journal.setText(f"Весь журнал {here.name}")
        self._of_journal.setVisible(here.journal)
        for kind, radio in self._of_sheet.items():
            radio.setText(f"{kind.words} {here.name}")
            radio.setVisible(kind in here.sheets)
        self._of_classes.setVisible(len(classes) > 1)
        for one in classes:
            item = QListWidgetItem(one.name, self._classes)
            item.setData(USER_ROLE, one)
            item.setCheckState(_CHECKED if one.school_class == here.school_class else _UNCHECKED)
        there = {kind for one in classes for kind in one.sheets}
        for what in WHAT:
            if there.issuperset(what.sheets) and (not what.journal or any(one.journal for one in classes)):
                self._part.addItem(what.words, what)

    def _first_radio(self) -> QRadioButton:
        """What is shown first: the term of the page in view, or the sheet of the class."""
        if self._source.opens is not None:
            return self._of_sheet[self._source.opens]
        if self._source.page is None:
            return self._of_class
        return self._of_term if self._terms else self._of_year

    def _show_choices(self) -> None:
        """The fields of what is chosen, and no others."""
        several = self._of_classes.isChecked()
        for widget in (self._classes, self._part):
            widget.setVisible(several)
        alone = self._of_journal.isChecked() or self._sheet() is not None
        self._sides.setVisible(self._what().subjects if several else not alone)

    def _what(self) -> What:
        """What is chosen of several classes."""
        chosen: What = self._part.currentData()
        return chosen

    def _sheet(self) -> SheetKind | None:
        """The page of the class that is chosen alone."""
        return next((kind for kind, radio in self._of_sheet.items() if radio.isChecked()), None)

    def _fill_printers(self) -> None:
        self._copies.addItems([str(number) for number in range(1, MOST_COPIES + 1)])
        printers = self._doors.printers()
        self._printer.addItems(printers or ["Принтеров нет, сохраните PDF"])
        for widget in (self._printer, self._copies):
            widget.setEnabled(bool(printers))
        self._duplex.setChecked(bool(printers) and self._door.two_sided(printers[0]))

    def _connect(self) -> None:
        self._bridge.news.connect(self._on_news)
        for radio in self._radios:
            radio.clicked.connect(self._redraw_elsewhere)
        self._classes.itemChanged.connect(self._redraw_elsewhere)
        for combo in (self._part, self._sides):
            combo.activated.connect(self._redraw_elsewhere)
        self._printer.activated.connect(self._on_printer_activated)
        self._term.activated.connect(self._on_term_activated)
        self._duplex.clicked.connect(self.redraw)
        self._sign_lines.clicked.connect(self.redraw)
        self._archive.clicked.connect(self.redraw)
        self._back.clicked.connect(self._on_back_clicked)
        self._forward.clicked.connect(self._on_forward_clicked)
        self._smaller.clicked.connect(self._on_smaller_clicked)
        self._larger.clicked.connect(self._on_larger_clicked)
        self._view.turned.connect(self._on_turned)
        self._view.zoomed.connect(self._show_zoom)
        self._abort.clicked.connect(self._on_abort_clicked)
        self._save_pdf.clicked.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self.reject)
        self._print.clicked.connect(self._on_print_clicked)

    def redraw(self) -> None:
        """Draw anew what is chosen; what was being drawn is given up."""
        if self._drawing is not None:
            self._drawing.cancel()
        self._paper = None
        self._view.show_pages(None, [])
        self._say(printwords.unprinted_words(self._ticked(), self._what()) if self._of_classes.isChecked() else "")
        self._before.hide()
        self._before_label.hide()
        journals = self._journals()
        parts = [] if journals else self._parts()
        if not journals and not parts:
            self._drawing = None
            self._show_running("")
            return
        info, leaves, lasting = self._source.info, self._duplex.isChecked(), self._archive.isChecked()

        def draw(progress: Progress) -> Paper:
            work = JournalsJob(journals, info()) if journals else BookJob(parts, info(), leaves)
            return archived(work)(progress) if lasting else work(progress)

        self._drawing = Job(f"Печать, {self._file_title()}", draw)
        self._start(self._drawing)

    def _journals(self) -> list[JournalPart]:
        """The whole journals that are chosen."""
        several = self._of_classes.isChecked() and self._what().journal
        chosen = self._ticked() if several else [self._source.here] if self._of_journal.isChecked() else []
        signs = self._sign_lines.isChecked()
        return [self._source.journal(one, signs) for one in chosen if one.journal]

    def _parts(self) -> list[Part]:
        """What is chosen, part by part."""
        source, here = self._source, self._source.here
        if self._of_classes.isChecked():
            return [part for one in self._ticked() for part in self._class_parts(one, self._what())]
        sheet = self._sheet()
        if sheet is not None:
            return [source.sheets[sheet](here.school_class)]
        if self._of_class.isChecked() or source.page is None:
            return self._class_parts(here, WHAT[0])
        return [CoursesPart(source.read, here.courses, self._options(), frozenset({source.page.course}))]

    def _class_parts(self, one: PrintableClass, what: What) -> list[Part]:
        source, parts = self._source, list[Part]()
        if what.subjects and one.printable:
            parts.append(CoursesPart(source.read, one.courses, self._options(), one.printable))
        return parts + [source.sheets[kind](one.school_class) for kind in what.sheets if kind in one.sheets]

    def _ticked(self) -> list[PrintableClass]:
        items = (self._classes.item(at) for at in range(self._classes.count()))
        return [item.data(USER_ROLE) for item in items if item.checkState() is _CHECKED]

    def _redraw_elsewhere(self) -> None:
        """Draw other pages: the preview opens where the teacher writes, not at the first of September."""
        self._show_choices()
        self._to_latest = True
        self.redraw()

    def _chosen_radio(self) -> QRadioButton:
        return next(one for one in self._radios if one.isChecked())

    def _options(self) -> CourseOptions:
        of_term = self._of_term.isChecked() and self._term.currentIndex() >= 0
        return CourseOptions(
            term=self._terms[self._term.currentIndex()].number if of_term else None,
            blank_first=self._duplex.isChecked(),
            sign_lines=self._sign_lines.isChecked(),
            side=_SIDES[self._sides.currentIndex()][0],
        )

    def _start(self, job: Job[Any]) -> None:
        job.listen(self._bridge.watch(job))
        self._show_running(job.title)
        self._runner.submit(job)

    def _on_news(self, job: Job[Any], state: JobState) -> None:
        if job not in {self._drawing, self._sending}:
            return
        if not state.phase.over:
            self._progress.setRange(0, state.total)
            self._progress.setValue(state.done)
            self._place.show_whole(state.words)
            return
        if job is self._drawing:
            self._on_drawn(state.phase)
        else:
            self._on_sent(state.phase)

    def _on_drawn(self, phase: JobPhase) -> None:
        job, self._drawing = self._drawing, None
        self._show_running("")
        if phase is JobPhase.CANCELLED:
            self._say("Подготовка страниц прервана. Выберите, что печатать, ещё раз.")
        elif job is not None and self._told_error(job.error):
            self._show_paper(job.result())

    def _show_paper(self, paper: Paper) -> None:
        self._paper = paper
        self._spreads = printwords.spreads_of(paper.pages)
        self._view.show_pages(PdfPages(paper.data), self._spreads)
        if self._to_latest:
            self._to_latest = False
            whole = self._of_journal.isChecked()
            subject = self._source.page.subject_name if self._source.page and not whole else ""
            self._view.turn_to(printwords.latest_spread(paper.pages, self._spreads, subject))
        self._show_ready(True)
        title, detail = printwords.before_words(paper)
        for widget in (self._before_label, self._before):
            widget.setVisible(bool(title))
        if title:
            self._before.say(Kind.WARNING, title, detail)

    def _told_error(self, error: Exception | None) -> bool:
        """Whether the work went well; an error for people is said here, any other is our own fault and raised."""
        if error is None:
            return True
        if not isinstance(error, EzhError):
            raise error
        self._say(error.text, fault=True)
        return False

    def _show_running(self, title: str) -> None:
        running = bool(title)
        for widget in (self._progress, self._abort):
            widget.setVisible(running)
        if running:
            self._progress.setRange(0, 0)
        self._show_ready(not running and self._paper is not None)

    def _show_ready(self, ready: bool) -> None:
        for widget in (self._save_pdf, self._back, self._forward, self._smaller, self._larger):
            widget.setEnabled(ready)
        self._print.setEnabled(ready and self._printer.isEnabled())
        self._on_turned(self._view.current)
        self._show_zoom()

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if text:
            announce(self._message, text)

    def _on_term_activated(self, _index: int) -> None:
        self._of_term.setChecked(True)
        self._redraw_elsewhere()

    def _on_printer_activated(self, _index: int) -> None:
        two_sided = self._door.two_sided(self._printer.currentText())
        if two_sided != self._duplex.isChecked():
            self._duplex.setChecked(two_sided)
            self.redraw()

    def _on_back_clicked(self) -> None:
        self._view.turn_to(self._view.current - 1)

    def _on_forward_clicked(self) -> None:
        self._view.turn_to(self._view.current + 1)

    def _on_smaller_clicked(self) -> None:
        self._view.zoom_by(-1)

    def _on_larger_clicked(self) -> None:
        self._view.zoom_by(1)

    def _on_turned(self, current: int) -> None:
        if self._paper is None or self._progress.isVisibleTo(self):
            return
        self._place.show_whole(printwords.place_words(self._paper.pages, self._spreads, current))
        self._back.setEnabled(current > 0)
        self._forward.setEnabled(current + 1 < len(self._spreads))

    def _show_zoom(self) -> None:
        self._zoom.setText("весь разворот" if self._view.zoom is None else f"{self._view.zoom} %")

    def _on_abort_clicked(self) -> None:
        for job in (self._drawing, self._sending):
            if job is not None:
                job.cancel()

    def _on_save_clicked(self) -> None:
        if self._paper is None:
            return
        title = self._file_title()
        path = self._doors.save_file(self, "Сохранить PDF", "Документ PDF (*.pdf)", Path(printwords.file_name(title)))
        if path is None:
            return
        data = self._paper.data

        def write(_progress: Progress) -> str:
            self._save(path, data)
            return f"Сохранено: {path.name}"

        # A slow disk must not hold the window.
        self._sending = Job(f"Сохранение, {title}", write)
        self._start(self._sending)

    def _file_title(self) -> str:
        page, here = self._source.page, self._source.here
        if self._of_classes.isChecked():
            names = ", ".join(one.name for one in self._ticked())
            return f"{names}, {self._part.currentText().lower()}"
        if self._of_journal.isChecked():
            return f"{here.name}, классный журнал"
        if (sheet := self._sheet()) is not None:
            return f"{here.name}, {sheet.words.lower()}"
        if self._of_class.isChecked() or page is None:
            return f"{here.name}, все предметы"
        return f"{page.title}, {self._term.currentText()}" if self._of_term.isChecked() else page.title

    def _on_print_clicked(self) -> None:
        if self._paper is None:
            return
        data, title = self._paper.data, self._file_title()
        name, copies = self._printer.currentText(), self._copies.currentIndex() + 1
        duplex = self._duplex.isChecked()

        def send(progress: Progress) -> str:
            sent = self._door.send(data, name, copies=copies, duplex=duplex, title=title, progress=progress)
            return f"Отправлено на принтер: {count(sent, 'страница', 'страницы', 'страниц')}."

        self._sending = Job(f"Печать, {title}", send)
        self._start(self._sending)

    def _on_sent(self, phase: JobPhase) -> None:
        job, self._sending = self._sending, None
        self._show_running("")
        if phase is JobPhase.CANCELLED:
            self._say("Печать прервана. Страницы, ушедшие в принтер, могут выйти.")
        elif job is not None and self._told_error(job.error):
            self._say(job.result())

    def done(self, result: int) -> None:
        """Stop what still runs and let the document go."""
        self._drawing = self._sending = None
        self._runner.close(_CLOSING_SECONDS)
        self._view.show_pages(None, [])
        super().done(result)
