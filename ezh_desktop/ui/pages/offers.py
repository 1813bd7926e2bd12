"""What is offered under the two fields of a lesson: rows of the КТП, earlier homework, templates; and what is wrong."""

from __future__ import annotations

from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rules import RecordContext, refuse_homework, refuse_topic, warn_topic
from ezh_desktop.domain.russian import agreed, day_month
from ezh_desktop.errors import Refusal
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PlanTopic
from ezh_desktop.services.pages.programme import next_topic, used_hours
from ezh_desktop.ui.widgets.completion import Choice, Offer

_MOST = 40
_LEFT, _TOPICS = ("осталась", "осталось", "осталось"), ("тема", "темы", "тем")
_KEYS_TOPIC = "Enter взять · ↓ другая · F3 весь КТП · Esc оставить своё"
_KEYS_HOMEWORK = "Enter взять · ↓ другое · Ctrl+E шаблоны · Esc оставить своё"
_KEYS_TEMPLATES = "Enter взять · Ctrl+Shift+E сохранить написанное · Ctrl+Shift+Del убрать шаблон"


def refusal_of(page: CoursePage, topic: str, homework: str) -> Refusal | None:
    """Why what is typed would be refused (5.19, 3.7); a lesson's lock is asked when it is written."""
    context = RecordContext(page.grade)
    return refuse_topic(context, topic) or refuse_homework(context, homework)


def topic_offer(page: CoursePage, lesson: LessonColumn, typed: str, *, whole: bool = False) -> Offer:
    """Rows of the КТП that begin as typed, then those that hold it; the next unused row first when nothing is typed."""
    refusal = refusal_of(page, typed, "")
    if refusal is not None:
        return Offer(message=refusal.text, ink_of="block")
    following = next_topic(page, lesson)
    used = used_hours(page)
    left = sum(not used[topic.item] for topic in page.plan)
    rows = list(page.plan) if whole else _matching(page, typed, following)
    choices = tuple(_plan_choice(page, topic, following) for topic in rows)
    if typed and any(choice.text == typed for choice in choices) and not whole:
        choices = ()
    title = f"Из КТП «{page.plan_title}», {agreed(left, _LEFT, _TOPICS)}" if choices else ""
    return Offer(title, choices, _KEYS_TOPIC if choices else "", warn_topic(typed))


def _matching(page: CoursePage, typed: str, following: PlanTopic | None) -> list[PlanTopic]:
    used = used_hours(page)
    if not typed.strip():
        rest = [topic for topic in page.plan if not used[topic.item] and topic is not following]
        return [*([following] if following else []), *rest][:3]
    key = name_key(typed)
    begins = [topic for topic in page.plan if name_key(topic.topic).startswith(key)]
    holds = [topic for topic in page.plan if key in name_key(topic.topic) and topic not in begins]
    return sorted([*begins, *holds], key=lambda topic: (topic is not following, bool(used[topic.item])))[:_MOST]


def _plan_choice(page: CoursePage, topic: PlanTopic, following: PlanTopic | None) -> Choice:
    given = next((lesson.day for lesson in page.lessons if lesson.plan_item == topic.item and lesson.topic), None)
    coming = following is not None and topic.item == following.item
    tail = "следующая" if coming else (f"пройдена {day_month(given)}" if given else "")
    return Choice(
        topic.topic, str(topic.number), tail, f"{topic.hours} ч", topic.item, faded=given is not None and not coming
    )


def homework_offer(page: CoursePage, lesson: LessonColumn, typed: str) -> Offer:
    """The КТП's homework for the topic taken, templates and earlier homework that hold what is typed."""
    refusal = refusal_of(page, "", typed)
    if refusal is not None:
        return Offer(message=refusal.text, ink_of="block")
    item = page.plan_by_item.get(lesson.plan_item or 0)
    planned = item.homework if item else ""
    found = [Choice(planned, tail="по КТП")] if planned else []
    found += [Choice(one.text, tail="шаблон", template=one.template) for one in page.templates]
    if typed.strip():
        earlier = dict.fromkeys(one.homework for one in reversed(page.lessons) if one.homework)
        found += [Choice(text, tail="раньше", faded=True) for text in earlier]
        found = [one for one in found if name_key(typed) in name_key(one.text) and one.text != typed]
    seen: dict[str, Choice] = {}
    for one in found:
        seen.setdefault(one.text, one)
    choices = tuple(seen.values())[:_MOST]
    return Offer("", choices, _KEYS_HOMEWORK if choices else "")


def templates_offer(page: CoursePage) -> Offer:
    """Own templates (5.22)."""
    choices = tuple(Choice(one.text, template=one.template) for one in page.templates)
    if not choices:
        return Offer(message="Шаблонов заданий ещё нет", ink_of="text2")
    return Offer("Шаблоны заданий", choices, _KEYS_TEMPLATES)
