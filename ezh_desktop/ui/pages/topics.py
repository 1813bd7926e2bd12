"""The page «Темы и задания»: a row a lesson, two fields in the current one, the КТП offered under them (5.17–5.27)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import NO_ITEM, WriteLesson
from ezh_desktop.services.doors import RefusedCell, Ticket
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.programme import next_topic, programme_of
from ezh_desktop.ui.findings.rows import Signs
from ezh_desktop.ui.grids.topics import TopicsGrid
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.topics import Column, TopicsModel, lessons_of
from ezh_desktop.ui.pages import lessonpaste
from ezh_desktop.ui.pages.base import CommandState, Tools
from ezh_desktop.ui.pages.coursetab import CourseTab
from ezh_desktop.ui.pages.lessonextras import LessonExtras
from ezh_desktop.ui.pages.lessonfields import LessonField, LessonFields
from ezh_desktop.ui.pages.offers import homework_offer, templates_offer, topic_offer
from ezh_desktop.ui.programmeline import ProgrammeLine
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.widgets.completion import Choice, Offer
from ezh_desktop.ui.widgets.tone import tone

NO_LESSONS = "Расписания ещё нет. Уроки появятся, когда администратор его введёт."
_WRITING = frozenset({"next_topic", "whole_plan", "templates", "keep_template", "drop_template", "kind"})
_ON_LINE = (("next_topic", "arrow_right"), ("whole_plan", "book_open"), ("templates", "text_bullet_list"))


class TopicsPage(CourseTab):
    """Shows one course page after another."""

    name = "topics"
    title = "Темы и задания"
    table_side = "lessons"
    help_page = "topics"
    own_commands = _WRITING | {"today", "lesson_before", "lesson_after", "save_table", "works"}

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.line = ProgrammeLine(self)
        self.grid = TopicsGrid(self)
        self.fields = LessonFields(self.grid.viewport(), self.window())
        self._empty = QLabel(NO_LESSONS, self)
        self._model: TopicsModel | None = None
        self.extras = LessonExtras(self.grid, self.fields, tools.desk)
        self._lesson = 0
        self._listing_templates = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self._empty.setAlignment(ALIGN_CENTER)
        tone(self._empty, "text2")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        grid, fields = self.grid, self.fields
        grid.wanted.connect(self.go_row)
        grid.mend_asked.connect(self._on_mend_asked)
        grid.laid_out.connect(self._place_fields)
        grid.zoom_asked.connect(self.zoom_asked)
        fields.topic.asked.connect(self._offer_topic)
        fields.homework.asked.connect(self._offer_homework)
        fields.topic.taken.connect(self._on_topic_taken)
        fields.homework.taken.connect(self._on_homework_taken)
        fields.topic.turned.connect(self._on_topic_turned)
        fields.homework.turned.connect(self._on_homework_turned)
        fields.completion.picked.connect(self._on_picked)
        self.extras.said.connect(self.said)
        for field in fields.both:
            field.left.connect(self._on_left)
            field.stepped.connect(self.step)
            field.paste_asked.connect(self._on_paste_asked)

    # What is shown

    @property
    def ground(self) -> TopicsModel | None:
        """See `CourseTab.ground`."""
        return self._model

    def show_signs(self, signs: Signs) -> None:
        """Tells beside each lesson which clauses its record breaks."""
        if self._model is not None and self._model.signs != signs:
            self._model.signs = signs
            self.grid.viewport().update()

    def go_lesson(self, lesson: int) -> None:
        """To a lesson's row, the keys in its topic."""
        row = self._model.row_of.get(lesson) if self._model else None
        if row is not None:
            self.go_row(row)
            self.grid.show_middle()
            self.focus_widget().setFocus()

    def show_page(self, page: CoursePage, lesson: int | None = None) -> None:
        """Shows a page at a lesson, else at today's, the fields in it."""
        old = self._model
        self._model = TopicsModel(page, self)
        self._lesson = 0
        self.tools.desk.attach(self._model, self.name)
        self._model.dataChanged.connect(self._on_data_changed)
        self.grid.show_topics(self._model)
        row = self._model.row_of.get(lesson or 0, self._model.nearest())
        self._stack.setCurrentIndex(0 if row is not None else 1)
        self.line.show_programme(programme_of(page))
        if row is not None:
            self._go(row)
            self.grid.show_middle()
        if old is not None:
            old.deleteLater()

    def take(self, page: CoursePage) -> None:
        """Takes the page as read anew; the lesson stays, and what is typed in it."""
        if self._model is None:
            return
        self._model.take(page)
        row = self._model.row_of.get(self._lesson, self._model.nearest())
        if row is not None and row != self.grid.currentIndex().row():
            self._go(row)
        self._on_data_changed()

    def _on_data_changed(self) -> None:
        if self._model is None:
            return
        self.line.show_programme(programme_of(self._model.live))
        self._show_stored(force=False)
        self._place_fields()

    @property
    def lesson(self) -> LessonColumn | None:
        """The current lesson as the person sees it."""
        return self.grid.lesson()

    def _editable(self, lesson: LessonColumn) -> bool:
        return lesson.writable and not lesson.locked and not lesson.cancelled and not self.tools.office.readonly

    def _show_stored(self, *, force: bool) -> None:
        lesson = self.lesson
        if lesson is None:
            return
        stored = ((lesson.topic, lesson.plan_item or 0), (lesson.homework, 0))
        for field, (text, item) in zip(self.fields.both, stored, strict=True):
            if force or not field.dirty:
                field.show_stored(text, item)
            else:
                field.note_stored(text)

    def _place_fields(self) -> None:
        lesson = self.lesson
        shown = lesson is not None and self._editable(lesson)
        if shown:
            self.fields.topic.setGeometry(self.grid.field_rect(Column.TOPIC))
            self.fields.homework.setGeometry(self.grid.field_rect(Column.HOMEWORK))
        model = self._model
        self.fields.show(visible=shown, homework=bool(model and model.live.homework_allowed))

    # Movement

    def go_row(self, row: int) -> None:
        """To another lesson, once what is typed in this one is written; what is refused stays in its field."""
        if row != self.grid.currentIndex().row() and self._write():
            self._go(row)
            self.focus_widget().setFocus()

    def _go(self, row: int) -> None:
        model = self._model
        lesson = model.lesson_at(row) if model else None
        if lesson is None:
            return
        self._lesson = lesson.lesson
        self._listing_templates = False
        self.grid.edits = self._editable(lesson)
        self.grid.go(row)
        self._show_stored(force=True)
        self._place_fields()
        self.fields.completion.hide()
        if lesson.locked and lesson.writable:
            self.said.emit("Период закрыт: записи этого урока только читают")
        if self.fields.topic.hasFocus():
            self._offer_topic()

    def step(self, by: int) -> None:
        """The next or previous lesson."""
        row = self.grid.neighbour(by)
        if row is not None:
            self.go_row(row)

    def _on_before(self) -> None:
        self.step(-1)

    def _on_after(self) -> None:
        self.step(1)

    def go_today(self) -> None:
        """To today's lesson, else the last held one."""
        row = self._model.nearest() if self._model else None
        if row is not None:
            self.go_row(row)
            self.grid.show_middle()

    def _on_topic_turned(self, by: int) -> None:
        if self.fields.topic.dirty:
            return
        if by < 0:
            self.step(-1)
        elif self.fields.homework.isVisible():
            self.fields.homework.setFocus()
            self.fields.homework.selectAll()
        else:
            self._step_held()

    def _on_homework_turned(self, by: int) -> None:
        if self.fields.homework.dirty:
            return
        if by < 0:
            self.fields.topic.setFocus()
        else:
            self._step_held()

    def _step_held(self) -> None:
        """On to the next lesson that has been held; after the last one the cursor stays."""
        row = self.grid.neighbour(1)
        following = self._model.lesson_at(row) if self._model and row is not None else None
        if row is not None and following is not None and following.day <= self._model_page().today:
            self.go_row(row)
        else:
            self.fields.completion.hide()

    def _model_page(self) -> CoursePage:
        if self._model is None:
            raise LookupError("no page is shown")
        return self._model.live

    # What is offered

    def _offer_topic(self) -> None:
        field, lesson = self.fields.topic, self.lesson
        if lesson is None or field.quiet or not field.hasFocus():
            return
        if field.text() and not field.dirty:
            self.fields.completion.hide()
            return
        self._list(field, topic_offer(self._model_page(), lesson, field.text()))

    def _offer_homework(self) -> None:
        field, lesson = self.fields.homework, self.lesson
        self._listing_templates = False
        if lesson is None or field.quiet or not field.hasFocus():
            return
        if field.text() and not field.dirty:
            self.fields.completion.hide()
            return
        offer = homework_offer(self._model_page(), lesson, field.text())
        planned = bool(offer.choices) and offer.choices[0].tail == "по КТП"
        self._list(field, offer, empty_takes=planned)

    def _list(self, field: LessonField, offer: Offer, *, empty_takes: bool = True) -> None:
        typed = field.text()
        begins = bool(offer.choices) and offer.choices[0].text.startswith(typed)
        current = 0 if begins and (typed or empty_takes) else -1
        if current == 0 and typed and field.grew:
            field.complete(offer.choices[0])
        field.offer(offer, current, self.grid.zoom)

    def _on_drop_template(self) -> None:
        if self._listing_templates and self.extras.drop_template():
            self._on_templates()

    def _on_whole_plan(self) -> None:
        lesson = self.lesson
        if lesson is None or not self.fields.topic.isVisible():
            return
        self.fields.topic.setFocus()
        offer = topic_offer(self._model_page(), lesson, "", whole=True)
        following = next_topic(self._model_page(), lesson)
        current = following.number - 1 if following else 0
        self.fields.topic.offer(offer, current if offer.choices else -1, self.grid.zoom)

    def _on_templates(self) -> None:
        field = self.fields.homework
        if field.isVisible():
            field.setFocus()
            offer = templates_offer(self._model_page())
            self._listing_templates = True
            field.offer(offer, 0 if offer.choices else -1, self.grid.zoom)

    # Writing

    def _on_next_topic(self) -> None:
        lesson = self.lesson
        following = next_topic(self._model_page(), lesson) if lesson else None
        if following is None or not self.fields.topic.isVisible():
            self.said.emit("В КТП не осталось тем" if lesson else "")
            return
        self._take_topic(Choice(following.topic, item=following.item))
        if not self.fields.topic.dirty:
            self.fields.homework.setFocus()

    def _on_mend_asked(self, lesson: int) -> None:
        if self._lesson == lesson:
            self._on_next_topic()

    def _on_topic_taken(self, choice: Choice | None) -> None:
        if choice is None:
            self._write()
        else:
            self._take_topic(choice)

    def _take_topic(self, choice: Choice) -> None:
        self.fields.topic.setText(choice.text)
        self.fields.topic.item = choice.item
        self._write()

    def _on_homework_taken(self, choice: Choice | None) -> None:
        if choice is not None:
            self.fields.homework.setText(choice.text)
        self._write()

    def _on_picked(self, choice: Choice) -> None:
        if self.fields.homework.hasFocus():
            self._on_homework_taken(choice)
        else:
            self._on_topic_taken(choice)

    def _on_left(self) -> None:
        """A click elsewhere writes too; what is refused stays in the field in sight."""
        self.fields.completion.hide()
        self._write()

    def _write(self) -> bool:
        """Writes what the fields hold and the journal does not; False when it is refused."""
        lesson, model = self.lesson, self._model
        topic, homework = self.fields.both
        if lesson is None or model is None or not topic.isVisibleTo(self) or not (topic.dirty or homework.dirty):
            return True
        act = WriteLesson(
            model.scope,
            lesson.lesson,
            topic.text().strip() if topic.dirty else None,
            homework.text().strip() if homework.dirty else None,
            model.ground.lesson_by_id[lesson.lesson].record_entry,
            self._item_of(model.live, lesson) if topic.dirty else None,
        )
        decision = self.tools.desk.ask(act)
        if decision.refused:
            self.fields.refuse(topic if topic.dirty else homework, decision.refused[0].why)
            return False
        self._show_stored(force=True)
        self.fields.completion.hide()
        return True

    def _item_of(self, page: CoursePage, lesson: LessonColumn) -> int | None:
        """The КТП's row of the words in the topic's field: taken or typed in full; own words keep the row they edit."""
        words, taken = self.fields.topic.text().strip(), page.plan_by_item.get(self.fields.topic.item)
        if not words:
            return NO_ITEM
        if taken is not None and taken.item != lesson.plan_item:
            return taken.item
        same = next((one.item for one in page.plan if one.topic == words), None)
        return same if same != lesson.plan_item else None

    def _on_paste_asked(self) -> None:
        """Several lines go to as many lessons, a tab parts topic from homework; one line goes where the cursor is."""
        text = self.tools.doors.pasted().replace("\r\n", "\n").rstrip("\n")
        into_homework = self.fields.homework.hasFocus()
        focused = self.fields.homework if into_homework else self.fields.topic
        if "\n" not in text and "\t" not in text:
            focused.insert(text)
            return
        if self._model is None or not self._write():
            return
        rows = self._model.rows_from(self.grid.currentIndex().row())
        act = lessonpaste.pasted(self._model, rows, text.split("\n"), into_homework=into_homework)
        decision = self.tools.desk.ask(act)
        self._show_stored(force=True)
        if decision.refused:
            self._show_refused(decision.refused[0], into_homework=into_homework)
        elif act.lessons:
            self._go(self._model.row_of[act.lessons[-1].lesson])

    def _show_refused(self, one: RefusedCell, *, into_homework: bool) -> None:
        """The first refused line of a paste stands in its lesson's field with the reason."""
        row = self._model.row_of.get(one.column) if self._model else None
        if row is not None:
            self._go(row)
            field = self.fields.homework if into_homework else self.fields.topic
            field.setText(one.value)
            self.fields.refuse(field, one.why)

    # The window's wishes

    def leave(self) -> None:
        """Writes what is typed and takes the list away."""
        if self.grid.has_page:
            self._write()
        self.fields.completion.hide()

    def finish(self) -> None:
        """Writes what is typed."""
        if self.grid.has_page:
            self._write()

    def focus_widget(self) -> QWidget:
        """The field to be written: the topic, or the homework once there is a topic; the table of a reader."""
        lesson = self.lesson
        if lesson is None or not self._editable(lesson):
            return self.grid
        return self.fields.topic

    def areas(self) -> Sequence[QWidget]:
        """Table or topic, and homework."""
        return (self.focus_widget(), self.fields.homework)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {
            "today": self.go_today,
            "lesson_before": self._on_before,
            "lesson_after": self._on_after,
            "next_topic": self._on_next_topic,
            "whole_plan": self._on_whole_plan,
            "templates": self._on_templates,
            "keep_template": self.extras.keep_template,
            "drop_template": self._on_drop_template,
            "kind": self.extras.ask_kind,
            "save_table": self.save_table,
            "works": self.show_works,
        }

    def command_state(self, name: str) -> CommandState:
        """Writing needs a right; grade 1 has no homework (3.7)."""
        if self._model is None or name not in self.own_commands:
            return CommandState(enabled=False)
        page = self._model.live
        if name not in _WRITING:
            return CommandState()
        allowed = page.may_write_marks and not self.tools.office.readonly
        return CommandState(allowed and (page.homework_allowed or "template" not in name))

    def take_commands(self, commands: Commands) -> None:
        """Three commands stand on the line over the lessons."""
        self.line.add_commands([(commands[name], icon) for name, icon in _ON_LINE])

    def give_up(self) -> bool:
        """What is typed and not written is what undo takes back first."""
        typed = [field for field in self.fields.both if field.dirty]
        for field in typed:
            field.give_up()
        return bool(typed)

    def go_changed(self) -> None:
        """To the lesson that the last reading changed."""
        model = self._model
        rows = [model.row_of[one] for one in model.changed if one in model.row_of] if model else []
        if rows:
            self._go(min(rows))

    def refuse(self, why: Refusal) -> None:
        """See `WindowPage.refuse`."""
        self.fields.refuse(self.fields.topic, why)

    def show_lost(self, ticket: Ticket) -> None:
        """A late refusal goes to its lesson; a failing disk is said in the status bar."""
        model, act = self._model, ticket.act
        if model is None or not isinstance(ticket.error, Refusal):
            return
        row = min((model.row_of[one] for one in lessons_of(act) if one in model.row_of), default=None)
        if row is not None:
            self._go(row)
            self.fields.refuse(self.fields.topic, ticket.error)

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the line over the lessons goes."""
        self.line.setVisible(not narrow)

    def set_zoom(self, percent: int) -> None:
        """Scales the table and its fields."""
        self.grid.set_zoom(percent)
        for field in self.fields.both:
            field.set_zoom(percent)
