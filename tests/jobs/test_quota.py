"""A day's number of pictures, what comes beyond it, and the figures of the day."""

from math import log

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.job import Job
from jobs.record import State
from jobs.store import Accepted, Limits, Store
from tests.chat.samples import job, result

TWO = Limits(hand=10, held=10, waiting=100, daily=2)


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def handed_in(store: Store, payment: str = "", limits: Limits = TWO) -> tuple[Accepted, Job]:
    wanted = job()
    return store.accept(wanted, allowed=60, limits=limits, payment=payment), wanted


def painted(store: Store, outcome: State) -> Job:
    """The next job, painted and told."""
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    assert store.conclude(claim, outcome, result=result() if outcome is State.DONE else None)
    assert store.finish(claim.job.id, claim.fence)
    return claim.job


def test_the_third_of_two_is_refused_and_leaves_nothing(store: Store):
    fates = [handed_in(store)[0] for _ in range(2)]
    fate, third = handed_in(store)

    assert fates == [Accepted.QUEUED] * 2
    assert fate is Accepted.SPENT
    assert store.record(third.id) is None


def test_an_update_that_is_handled_again_counts_once(store: Store):
    _, wanted = handed_in(store)
    again = store.accept(wanted, allowed=60, limits=TWO)

    assert again is Accepted.KNOWN
    assert handed_in(store)[0] is Accepted.QUEUED


@pytest.mark.parametrize("outcome", [State.FAILED])
def test_one_that_failed_is_given_back(store: Store, outcome: State):
    handed_in(store)
    handed_in(store)
    painted(store, outcome)

    assert handed_in(store)[0] is Accepted.QUEUED


def test_one_that_was_cancelled_before_it_was_painted_is_given_back_once(store: Store):
    _, wanted = handed_in(store)
    handed_in(store)
    for _ in range(3):
        store.cancel(wanted.id, wanted.person)

    assert handed_in(store)[0] is Accepted.QUEUED
    assert handed_in(store)[0] is Accepted.SPENT


@pytest.mark.parametrize("outcome", [State.DONE, State.CANCELLED])
def test_one_that_was_painted_is_not_given_back(store: Store, outcome: State):
    handed_in(store)
    handed_in(store)
    painted(store, outcome)

    assert handed_in(store)[0] is Accepted.SPENT


def test_a_picture_that_telegram_never_takes_is_given_back(store: Store):
    handed_in(store)
    handed_in(store)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    store.conclude(claim, State.DONE, result=result())
    assert store.undeliverable(claim.job.id, claim.fence, "refused")
    assert store.finish(claim.job.id, claim.fence)

    assert handed_in(store)[0] is Accepted.QUEUED


def test_a_paid_one_comes_beyond_the_number_and_does_not_count(store: Store, redis: Redis):
    handed_in(store)
    handed_in(store)
    fate, wanted = handed_in(store, payment="charge")

    assert fate is Accepted.QUEUED
    assert redis.get(keys.paid(wanted.id)) == "charge"
    assert 0 < redis.ttl(keys.paid(wanted.id)) <= keys.PAID_TTL


def test_a_paid_one_that_comes_to_nothing_is_to_be_refunded_once(store: Store, redis: Redis):
    _, wanted = handed_in(store, payment="charge")
    for _ in range(2):
        store.cancel(wanted.id, wanted.person)

    assert redis.lrange(keys.REFUNDS, 0, -1) == [wanted.id]


def test_a_paid_one_that_was_painted_is_not_refunded(store: Store, redis: Redis):
    handed_in(store, payment="charge")
    painted(store, State.DONE)

    assert redis.lrange(keys.REFUNDS, 0, -1) == []


def test_without_a_limit_nothing_is_counted_for_a_person(store: Store, redis: Redis):
    free = Limits(hand=10, held=10, waiting=100)
    handed_in(store, limits=free)

    assert not list(redis.scan_iter("quota:*"))


def test_figures_count_each_end_once(store: Store, redis: Redis):
    for _ in range(2):
        handed_in(store)
    done = painted(store, State.DONE)
    painted(store, State.FAILED)
    fence = int(redis.hget(keys.job(done.id), "fence") or 0)
    again = store.finish(done.id, fence)
    (day,) = [key for key in redis.scan_iter("counts:*") if "people" not in key]
    figures = redis.hgetall(day)

    assert not again
    assert figures["ordered fast_gan"] == "2"
    assert figures["done fast_gan"] == "1"
    assert figures["failed fast_gan"] == "1"
    assert figures["method multistyle"] == "1"
    assert sum(int(count) for name, count in figures.items() if name.startswith("wait ")) == 1
    assert redis.pfcount(f"{day}:people") == 1
    assert 0 < redis.ttl(day) <= keys.COUNTS_TTL


def test_a_wait_is_counted_in_its_step(store: Store, redis: Redis):
    _, wanted = handed_in(store)
    created = float(redis.hget(keys.job(wanted.id), "created") or 0)
    redis.hset(keys.job(wanted.id), "created", created - 100)
    painted(store, State.DONE)
    (day,) = [key for key in redis.scan_iter("counts:*") if "people" not in key]

    assert f"wait {int(log(100) / log(1.25))}" in redis.hgetall(day)


def test_nobody_paints_in_a_paused_lane_and_all_go_on_after_it(store: Store, redis: Redis):
    handed_in(store)
    redis.set(keys.paused(Lane.FAST), 1)
    rests = store.claim(Lane.FAST, "w1", {"wave"})
    redis.delete(keys.paused(Lane.FAST))

    assert rests is None
    assert store.claim(Lane.FAST, "w1", {"wave"}) is not None
