"""Spans of time in words, as coarse as they are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.times import spell, spell_estimate
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
        (8, 33, "8 s to 35 s"),
        (100, 200, "1 min 40 s to 3 min"),
    ],
)
def test_an_estimate_is_one_number_only_where_it_is_known(low: float, high: float, words: str):
    assert spell_estimate("en", Estimate(low=low, high=high)) == words
