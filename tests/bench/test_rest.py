"""What is left in Redis after a run is seen, and what may stay is not taken for it."""

import pytest
from redis import Redis

from bench.chaos.rest import left_over, repeated
from jobs import keys
from jobs.catalogue import Lane
from jobs.record import State


def test_a_service_that_rests_leaves_records_and_memories(redis: Redis):
    redis.hset(keys.job("AAAAAAAAAA"), mapping={"state": State.DONE, "attempts": 3})
    redis.hset(keys.job("BBBBBBBBBB"), mapping={"state": State.FAILED, "attempts": 1})
    redis.set(keys.draft(1, 2), "{}")

    assert left_over(redis) == []
    assert repeated(redis) == 2


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.RUNNING, State.DELIVERING])
def test_a_job_that_is_not_over_is_seen(redis: Redis, state: State):
    redis.hset(keys.job("AAAAAAAAAA"), "state", state)

    assert left_over(redis) == [f"job:AAAAAAAAAA is {state}"]


@pytest.mark.parametrize(
    "key", [keys.running(Lane.FAST), keys.waiting(Lane.SLOW), keys.DUE, "hand:fast_gan:1"]
)
def test_a_line_that_is_not_empty_is_seen(redis: Redis, key: str):
    redis.zadd(key, {"AAAAAAAAAA": 1})

    assert left_over(redis) == [key]


def test_a_ticket_that_nobody_took_is_seen(redis: Redis):
    redis.rpush(str(Lane.FAST), "{}")

    assert left_over(redis) == ["fast_gan"]
