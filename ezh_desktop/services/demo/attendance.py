"""Who is in which lesson of a course, and which later lesson takes the mark of a missed control work (5.7)."""

from __future__ import annotations

from bisect import bisect_right

from ezh_desktop.services.demo.model import Course, Pupil


class Attendance:
    """Presence in a course's lessons of the year, by index, and the debts of control works."""

    def __init__(self, course: Course) -> None:
        """Reads the pupils' absences once."""
        self.present: list[list[Pupil]] = []
        self.absent: list[list[Pupil]] = []
        self.attended: dict[int, list[int]] = {pupil.pupil: [] for pupil in course.members}
        self.debts: dict[tuple[int, int], int] = {}
        """(pupil, control lesson) → the lesson whose cell takes its mark."""
        self.paid_at: dict[tuple[int, int], int] = {}
        """(pupil, lesson) → the control lesson it pays for."""
        self._terms = [lesson.term for lesson in course.lessons]
        for index, lesson in enumerate(course.lessons):
            here: list[Pupil] = []
            away: list[Pupil] = []
            for pupil in course.members:
                if not pupil.stay.holds(lesson.day):
                    continue
                if pupil.misses(lesson.day, lesson.number):
                    away.append(pupil)
                else:
                    here.append(pupil)
                    self.attended[pupil.pupil].append(index)
            self.present.append(here)
            self.absent.append(away)

    def next_attended(self, pupil: int, index: int) -> list[int]:
        """The pupil's later lessons."""
        own = self.attended[pupil]
        return own[bisect_right(own, index) :]

    def accept_control(self, index: int) -> bool:
        """Reserve for each pupil absent a later lesson of the same term; False, reserving none, when one is lacking."""
        found: dict[int, int] = {}
        for pupil in self.absent[index]:
            later = (
                one
                for one in self.next_attended(pupil.pupil, index)
                if self._terms[one] == self._terms[index] and (pupil.pupil, one) not in self.paid_at
            )
            place = next(later, None)
            if place is None:
                return False
            found[pupil.pupil] = place
        for pupil_id, place in found.items():
            self.debts[pupil_id, index] = place
            self.paid_at[pupil_id, place] = index
        return True
