"""Jobs that no present worker can paint any more: given up after a while, never because nobody is there."""

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method, Style
from jobs.job import Job, StylePart
from jobs.record import State
from jobs.store import NOBODY, Cancel, Store
from tests.chat.samples import OWN, ROOM, job

FOREST = Style(name="forest", title="🌲 Forest", method=Method.JOHNSON, lane=Lane.FAST)
LAKE = Style(name="lake", title="Lake", method=Method.GATYS, lane=Lane.SLOW)


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def waiting(store: Store, *styles: StylePart, method: Method = Method.JOHNSON) -> Job:
    wanted = job(styles=styles or (StylePart.of(FOREST),), method=method)
    store.accept(wanted, allowed=60, limits=ROOM)
    return wanted


def long_ago(store: Store, wanted: Job) -> None:
    """As if the job had been lacking its style for longer than anybody waits."""
    since = float(store.redis.hget(keys.job(wanted.id), "lacking") or 0)
    store.redis.hset(keys.job(wanted.id), "lacking", since - NOBODY - 1)


def test_a_job_whose_style_is_gone_for_long_is_given_up_and_told(store: Store):
    wanted = waiting(store)
    first = store.give_up_orphans(Lane.FAST, {"wave"})
    long_ago(store, wanted)
    second = store.give_up_orphans(Lane.FAST, {"wave"})
    record = store.record(wanted.id)

    assert (first, second) == ([], [wanted.id])
    assert record is not None
    assert (record.state, record.outcome, record.reason) == (State.DELIVERING, State.FAILED, "style_gone")
    assert store.load(Lane.FAST) == (0, 0)
    assert store.claim_delivery(wanted.id) is not None


def test_a_style_that_comes_back_starts_the_clock_anew(store: Store):
    wanted = waiting(store)
    store.give_up_orphans(Lane.FAST, {"wave"})
    long_ago(store, wanted)
    store.give_up_orphans(Lane.FAST, {"wave", "forest"})

    assert store.give_up_orphans(Lane.FAST, {"wave"}) == []
    assert store.cancel(wanted.id, wanted.person)[0] is Cancel.CANCELLED


def test_a_mix_lacks_its_second_style_too_and_its_method(store: Store):
    mix = (StylePart.of(FOREST), StylePart.of(LAKE), StylePart(picture=OWN, weight=1))
    wanted = waiting(store, *mix, method=Method.MICROAST)
    able: list[set[str]] = [{"forest", "lake"}, {"forest", "microast"}, {"forest", "lake", "microast"}]

    assert [store.claim(Lane.FAST, "w", each) is not None for each in able] == [False, False, True]
    assert store.record(wanted.id).state is State.RUNNING  # type: ignore[union-attr]
