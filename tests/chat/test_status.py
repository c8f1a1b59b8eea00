"""The words of a status message."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import status
from jobs.catalogue import Method
from jobs.estimates import Estimate
from jobs.job import StylePart
from jobs.record import Record, State
from jobs.store import Place
from tests.chat.samples import job, parts, result


def record(**fields: object) -> Record:
    told = Record(
        job=job(),
        state=State.DELIVERING,
        outcome=State.DONE,
        reason="",
        fence=1,
        attempts=1,
        progress=1,
        created=100,
        started=112,
        painted=153,
        finished=0,
        refused=0,
        result=result(seconds=41),
    )
    return replace(told, **fields)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=4))
def test_shares_are_whole_and_add_up_to_100(weights: list[float]):
    shares = status.shares(parts(*weights))
    whole = sum(weights)

    assert sum(shares) == 100
    assert all(abs(share - 100 * weight / whole) < 1 for share, weight in zip(shares, weights, strict=True))


@given(st.lists(st.floats(1, 100), min_size=2, max_size=4))
def test_who_weighs_more_never_has_the_smaller_share(weights: list[float]):
    pairs = sorted(zip(weights, status.shares(parts(*weights)), strict=True))

    assert [share for _, share in pairs] == sorted(share for _, share in pairs)


@pytest.mark.parametrize(
    ("styles", "words"),
    [
        ((StylePart(gallery="drawn_ink", weight=7),), "🖋 Ink"),
        (parts(7), "your picture"),
        (parts(60, 50), "picture 1 55 % + picture 2 45 %"),
        (
            (StylePart(gallery="drawn_ink", weight=60), *parts(40)),
            "🖋 Ink 60 % + your picture 40 %",
        ),
        ((StylePart(gallery="no_longer_there", weight=1),), "no_longer_there"),
        (
            (StylePart(gallery="forest", title="🌲 Forest", weight=60), *parts(40)),
            "🌲 Forest 60 % + your picture 40 %",
        ),
    ],
)
def test_a_mix_is_named_with_its_shares(styles: tuple[StylePart, ...], words: str):
    assert status.styles_in_words(styles, "en") == words


def test_a_queued_job_says_place_time_style_and_number():
    wanted = job()
    words = status.queued(wanted, Place(place=3, of=7), Estimate(low=75, high=85))

    assert (
        words
        == f"⏳ In the queue: <b>3</b> of 7 · ~1 min 20 s · 🌊 Hokusai's wave · #{wanted.label}".replace(
            "'", "&#x27;"
        )
    )


@pytest.mark.parametrize(
    ("share", "bar", "percent"), [(0, "░" * 10, 0), (0.625, "▓" * 6 + "░" * 4, 62), (1, "▓" * 10, 100)]
)
def test_a_painting_shows_how_far_it_is(share: float, bar: str, percent: int):
    assert f"{bar} {percent} %" in status.painting(job(), share, None)
    assert "~21 s left" in status.painting(job(), share, 21.2)


def test_a_result_says_what_it_is():
    assert status.done(record()).endswith(
        "· Atelier · 64×48, same as your photo · painted in 41 s (waited 12 s)"
    )


def test_a_result_tells_its_strength_where_it_is_not_full():
    assert "· strength 80 % ·" in status.done(record(job=job(strength=0.8)))


def test_a_fast_result_that_was_enlarged_says_so_and_gatys_need_not():
    enlarged = result(painted_side=2048)

    words = status.done(record(result=enlarged))

    assert words == status.done(record(result=result())) + "\nPainted at 2048 px and enlarged."
    assert "&amp;" not in words
    assert "enlarged" not in status.done(record(result=enlarged, job=job(method=Method.GATYS)))


def test_a_result_that_was_stopped_says_how_far_it_was():
    words = status.done(record(result=result(share=0.586)))

    assert words == status.done(record(result=result())) + "\n⏹ Stopped at 58 %."


def test_an_unknown_reason_is_no_raw_word_of_machinery():
    words = status.failed(record(outcome=State.FAILED, result=None, reason="SegmentationFault"))

    assert "SegmentationFault" not in words
    assert "It didn't work" in words.replace("&#x27;", "'")
