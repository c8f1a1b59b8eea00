"""Spans of time in words, as coarse as they are known."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.times import A_FEW, spell, spell_estimate
from jobs.estimates import Estimate


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.1 s"),
        (0.84, "0.8 s"),
        (3, "3 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (41.3, "41 s"),
        (59.4, "59 s"),
        (59.7, "1 min"),
        (60, "1 min"),
        (80, "1 min 20 s"),
        (119, "2 min"),
        (599, "10 min"),
        (3601, "60 min"),
    ],
)
def test_a_span_is_said_as_people_say_it(seconds: float, words: str):
    assert spell("en", seconds) == words


def test_a_span_is_said_in_russian():
    assert spell("ru", 80) == "1 мин 20 с"


@given(st.integers(0, 100_000).map(lambda tenths: tenths / 10))
def test_no_span_has_sixty_seconds_or_none(seconds: float):
    words = spell("en", seconds)

    assert not words.startswith(("60 s", "0 "))
    assert " 60 s" not in words
    assert " 0 s" not in words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (3.4, 4.1, "~4 s"),
        (0.2, 0.3, "~1 s"),
        (47, 55, "~50 s"),
        (75, 85, "~1 min 20 s"),
        (380, 500, "~7 min 30 s"),
        (2000, 2500, "~37 min"),
        (1.2, 1.6, "~1 s"),
        (8, 33, "8–35 s"),
        (0.2, 7.5, "1–8 s"),
        (0.2, 0.7, "a few seconds"),
        (1.2, 3, "a few seconds"),
        (1.2, 3.1, "1–4 s"),
        (17, 56, "17 s to 1 min"),
        (40, 98, "40 s to 1 min 40 s"),
        (40, 130, "40 s to 3 min"),
        (60, 120, "1–2 min"),
        (100, 200, "1–4 min"),
        (650, 1900, "10–32 min"),
    ],
)
def test_an_estimate_is_one_number_only_where_it_is_narrow(low: float, high: float, words: str):
    assert spell_estimate("en", Estimate(low=low, high=high)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.2, 2.5, "несколько секунд"),
        (0.5, 7.6, "1–8 с"),
        (17, 56, "17 с – 1 мин"),
        (100, 270, "1–5 мин"),
        (3.4, 4.1, "~4 с"),
    ],
)
def test_a_range_in_russian_names_a_common_unit_once(low: float, high: float, words: str):
    assert spell_estimate("ru", Estimate(low=low, high=high)) == words


spans = st.floats(0.01, 5000)


@given(spans, st.floats(1, 50))
@example(low=5, factor=1)
@example(low=60, factor=1)
def test_what_is_not_known_is_never_said_as_one_number(low: float, factor: float):
    words = spell_estimate("en", Estimate(low=low, high=low * factor, known=False))

    assert "~" not in words
    if words != "a few seconds":
        least, most = ends_of(words)
        assert least < most


@given(spans, st.floats(2, 50))
def test_a_range_is_not_said_narrower_than_it_is(low: float, factor: float):
    words = spell_estimate("en", Estimate(low=low, high=low * factor))
    least, most = (0, A_FEW) if words == "a few seconds" else ends_of(words)

    assert least <= max(low, 1)
    assert most >= low * factor


@given(spans, st.floats(1, 50))
def test_a_range_is_said_in_whole_numbers(low: float, factor: float):
    assert "." not in spell_estimate("en", Estimate(low=low, high=low * factor))


def ends_of(words: str) -> tuple[float, float]:
    """Read a range as a person does; the unit that stands once is that of both ends."""
    if " to " in words:
        least, most = words.split(" to ")
    else:
        numbers, unit = words.split()
        least, most = (f"{number} {unit}" for number in numbers.split("–"))
    return seconds_in(least), seconds_in(most)


def seconds_in(words: str) -> float:
    """Read a span as a person does."""
    units = {"s": 1, "min": 60}
    numbers, names = words.split()[::2], words.split()[1::2]
    return sum(
        float(number.replace(",", "")) * units[name] for number, name in zip(numbers, names, strict=True)
    )
