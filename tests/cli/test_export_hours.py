"""`export --page hours --month`: hours held and substituted of the whole school (1.4)."""

from __future__ import annotations

import pytest

DEPUTY = ("--today", "2026-12-02", "--login", "deputy")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_hours_of_a_month_are_written(school, call, tmp_path, form):
    words = ("export", form, school.path, tmp_path / "часы", "--page", "hours", "--month", "2026-11", *DEPUTY, "--json")
    facts = call(*words).facts
    assert facts["files"] == [f"Часы учителей, ноябрь 2026.{form}"]
    assert (tmp_path / "часы" / facts["files"][0]).stat().st_size > 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--page", "hours", "--class", "7А", *DEPUTY), "по всей школе"),
        (("--page", "course", "--month", "2026-11", *DEPUTY), "--month"),
        (("--page", "hours", "--month", "ноябрь", *DEPUTY), "не месяц"),
    ],
)
def test_what_does_not_fit_is_wrong_usage(school, call, tmp_path, words, says):
    said = call("export", "csv", school.path, tmp_path / "часы", *words)
    assert said.code == 2
    assert says in said.err


def test_a_teacher_does_not_take_out_everybodys_hours(school, call, tmp_path):
    words = ("export", "csv", school.path, tmp_path / "часы", "--page", "hours", "--login", "teacher")
    assert call(*words).code == 3
