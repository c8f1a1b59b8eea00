"""The goal of the waiting times, over days that are made up: see ``python -m bench.estimates``."""

from collections.abc import Sequence

import pytest
from redis import Redis

from bench.days import Verdict
from bench.estimates import ERROR, HOLD, SCENES, WAITED, Figures, lived, table
from jobs.catalogue import Lane
from jobs.lines import TRUSTED

ALONE, ALIKE, UNLIKE = SCENES.values()


@pytest.fixture(scope="module")
def some_hours(redis_server: Redis) -> list[Verdict]:
    """Of one worker in each lane, which begins knowing nothing."""
    return lived(redis_server, ALONE, 0.6, [11])


def check(verdicts: Sequence[Verdict]) -> None:
    """Compare with the goal."""
    for lane in Lane:
        known = Figures([one for one in verdicts if one.lane is lane and one.samples[0] >= TRUSTED])

        assert len(known.verdicts) > 100
        assert known.off(lambda one: one.card) <= ERROR
        assert known.off(lambda one: one.queue) <= ERROR
        assert known.hold(lambda one: one.card) >= HOLD
        assert known.hold(lambda one: one.queue) >= HOLD
        # Most are said as one number then: a range that is wide enough for anything would hold too.
        assert known.single(lambda one: one.queue) > 0.4


def early(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if one.samples[1] < TRUSTED]


def test_once_enough_was_learnt_half_of_all_times_are_less_than_a_quarter_off(some_hours: list[Verdict]):
    check(some_hours)


@pytest.mark.slow
@pytest.mark.parametrize("scene", [ALONE, ALIKE])
def test_over_days_half_of_all_times_are_less_than_a_quarter_off(redis: Redis, scene):
    check(lived(redis, scene, 1.5, [1]))


def test_who_waits_is_told_better_than_by_the_rule_that_stood_here_before(some_hours: list[Verdict]):
    waited = Figures([one for one in some_hours if one.samples[0] >= TRUSTED and one.waited > WAITED])

    assert len(waited.verdicts) > 30
    assert waited.off(lambda one: one.queue) < 0.6 * waited.off(lambda one: one.naive_queue)
    assert waited.hold(lambda one: one.queue) > waited.hold(lambda one: one.naive_queue) + 0.2


def test_before_enough_was_learnt_no_time_is_said_as_one_number(some_hours: list[Verdict]):
    assert len(early(some_hours)) > 15
    assert not [one for one in early(some_hours) if one.queue.trusted or one.card.trusted]


def test_of_devices_that_differ_the_ranges_hold_and_none_is_known_too_early(redis: Redis):
    verdicts = lived(redis, UNLIKE, 0.3, [14])

    assert Figures(verdicts).hold(lambda one: one.queue) >= HOLD
    assert len(early(verdicts)) > 40
    assert not [one for one in early(verdicts) if one.queue.trusted or one.card.trusted]
    assert [row for row in table("unlike", verdicts) if "20 and more" in row]
