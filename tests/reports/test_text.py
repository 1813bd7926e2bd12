from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.errors import BadInput
from ezh_desktop.reports.fonts import Font, check, width
from ezh_desktop.reports.text import clean, fit, fit_words, glue, wrap

SANS9 = (Font.SANS, 9.0)
letters = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя -–№§.()0123456789", max_size=200)


def unspaced(text: str) -> str:
    return text.replace(" ", "")


class TestWrapping:
    @given(letters, st.floats(5, 120))
    def test_no_letter_is_lost_and_no_line_passes_the_room(self, text, room):
        lines = wrap(text, *SANS9, room)
        assert unspaced("".join(lines)) == unspaced(clean(text))
        assert all(width(line, *SANS9) <= room + 1e-9 or len(line) == 1 for line in lines)

    @pytest.mark.parametrize(
        ("text", "glued"),
        [
            ("решить № 5", "№ 5"),
            ("Информатика, 1-я группа", "1-я группа"),
            ("Вторник, 5-й урок", "5-й урок"),
            ("читать § 12", "§ 12"),
            ("таблица на с. 34", "на с. 34"),
            ("задание упр. 119", "упр. 119"),
            ("картой и понятиями", "и понятиями"),
            ("приписать не к слову", "не к слову"),
            ("конца XVI — начала", "XVI —"),
            ("телефон +7 912 345-67-89", "+7 912 345-67-89"),
            ("телефон 8 (912) 345 67 89", "8 (912) 345 67 89"),
            ("работа (в паре)", "(в паре)"),
        ],
    )
    def test_words_that_belong_together_are_never_torn(self, text, glued):
        assert glued.replace(" ", "\u00a0") in glue(text)

    def test_a_word_ending_in_an_abbreviations_letter_is_not_glued(self):
        assert glue("правило слог. потом") == "правило слог. потом"

    def test_a_double_surname_breaks_after_its_hyphen(self):
        assert wrap("Абдурахманова-Преображенская", Font.SANS, 8, 30) == ("Абдурахманова-", "Преображенская")

    def test_a_word_wider_than_its_cell_breaks_by_letters_as_the_last_resort(self):
        lines = wrap("Ж" * 60, *SANS9, 30)
        assert len(lines) > 1
        assert "".join(lines) == "Ж" * 60

    def test_lines_typed_into_a_topic_become_one_running_text(self):
        assert wrap("Первая\nвторая\tтретья\u202fчетвёртая", *SANS9, 100) == ("Первая вторая третья четвёртая",)


class TestShrinking:
    STEPS = ((Font.SANS, 9), (Font.SANS, 8))

    def test_a_name_that_fits_keeps_its_size(self):
        assert fit("Белова Дарья", 46, self.STEPS).size == 9

    def test_a_name_shrinks_one_step_before_it_wraps(self):
        shrunk = fit("Константинова-Белая Ал", 33, self.STEPS)
        assert (shrunk.size, len(shrunk.lines)) == (8, 1)

    def test_a_name_too_long_for_the_smallest_step_stands_in_two_lines(self):
        wrapped = fit("Абдурахманова-Преображенская Александра", 46, self.STEPS)
        assert wrapped.lines == ("Абдурахманова-Преображенская", "Александра")

    def test_headers_take_the_largest_size_at_which_the_longest_word_fits(self):
        block = fit_words("Рекомендации\nврача", 18, ((Font.SANS, 9), (Font.SANS, 8), (Font.SANS, 7)))
        assert block.size == max(size for size in (9, 8, 7) if width("Рекомендации", Font.SANS, size) <= 18)


class TestLetters:
    def test_a_letter_without_a_glyph_is_named_in_the_refusal(self):
        with pytest.raises(BadInput, match="«✓» \\(U\\+2713\\)"):
            check("Сдано ✓", Font.SANS)

    @pytest.mark.parametrize("font", list(Font))
    def test_every_font_has_the_letters_of_the_peoples_of_russia(self, font):
        check("Ёё№«»—–§ Әә Өө Үү Җҗ Ңң Һһ Ӑӑ Ӗӗ Ҫҫ Ӳӳ Ӧӧ Ӱӱ Ӝӝ Ҕҕ Ҥҥ Ӕӕ Ғғ Ҡҡ", font)

    def test_letters_written_apart_from_their_accents_are_joined(self):
        assert clean("и\u0306од") == "йод"

    def test_invisible_signs_do_not_reach_paper(self):
        assert clean("при\u00adчас\u200bтие\ufeff") == "причастие"
