"""Nobody waits for the jobs of a person who blocked the bot."""

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.deserted import Deserted
from jobs.record import State
from jobs.store import Accepted, Lease, Limits, Store
from tests.chat.samples import ROOM, job

ANNA, GROUP = 7, -100
ONE = Limits(hand=1, held=10, waiting=100)


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def ordered(store: Store, chat: int = ANNA, limits: Limits = ROOM, **fields: object) -> str:
    wanted = job(chat, person=ANNA, **fields)
    assert store.accept(wanted, allowed=60, limits=limits) in (Accepted.QUEUED, Accepted.HELD)
    return wanted.id


def state(store: Store, job_id: str) -> State:
    record = store.record(job_id)
    assert record is not None
    return record.state


def test_what_waits_in_all_lanes_ends_untold(store: Store):
    fast = ordered(store)
    slow = ordered(store, method=Method.GATYS, lane=Lane.SLOW, limits=ONE)
    held = ordered(store, method=Method.GATYS, lane=Lane.SLOW, limits=ONE)
    other = job(8)
    store.accept(other, allowed=60, limits=ROOM)
    ended = Deserted(store.redis).end(ANNA, ANNA)

    assert sorted(ended) == sorted([fast, slow, held])
    assert {state(store, job_id) for job_id in ended} == {State.CANCELLED}
    assert store.waiting(Lane.SLOW) == []
    assert store.waiting(Lane.FAST) == [other.id]
    assert store.redis.zcard(keys.DUE) == 0  # nobody is told
    assert store.redis.keys("hand:*n*:7") == store.redis.keys("held:*") == []
    assert all(0 < store.redis.ttl(keys.job(job_id)) <= keys.RECORD_TTL for job_id in ended)


def test_what_is_put_off_ends_too_and_is_not_queued_again(store: Store):
    put_off = ordered(store)
    store.postpone(store.claim(Lane.FAST, "w", {"wave"}), "away")
    ended = Deserted(store.redis).end(ANNA, ANNA)
    store.redrive()

    assert ended == [put_off]
    assert state(store, put_off) is State.CANCELLED


def test_what_is_painted_is_stopped_by_its_worker(store: Store):
    ordered(store)
    claim = store.claim(Lane.FAST, "w", {"wave"})
    ended = Deserted(store.redis).end(ANNA, ANNA)

    assert ended == []
    assert store.renew(claim) is Lease.CANCEL


def test_in_other_chats_the_person_still_waits_and_the_next_is_let_in(store: Store):
    here = ordered(store, limits=ONE)
    there = ordered(store, GROUP, limits=ONE)  # held until the other is over
    ended = Deserted(store.redis).end(ANNA, ANNA)

    assert ended == [here]
    assert state(store, there) is State.QUEUED


def test_a_worker_that_had_a_job_before_changes_nothing_any_more(store: Store):
    ended = ordered(store)
    lost = store.claim(Lane.FAST, "w", {"wave"})
    store.hand_back(lost)
    Deserted(store.redis).end(ANNA, ANNA)

    assert not store.conclude(lost, State.FAILED)
    assert state(store, ended) is State.CANCELLED
