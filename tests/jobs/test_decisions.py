"""A painting that its person stopped: asked about, then kept or dropped, once, by them alone."""

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.decisions import Decision, Decisions
from jobs.record import Record, State
from jobs.store import Cancel, Lease, Store
from tests.chat.samples import ROOM, job, result

ANNA = 7


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def stopped(store: Store, *, told: bool = True) -> str:
    """A painting that Anna stopped half-way; asked about, or about to be."""
    wanted = job(ANNA, method=Method.GATYS, lane=Lane.SLOW)
    store.accept(wanted, allowed=60, limits=ROOM)
    claim = store.claim(Lane.SLOW, "w", wanted.needs)
    assert claim is not None
    store.conclude(claim, State.STOPPED, result=result(share=0.58))
    if told:
        store.finish(wanted.id, claim.fence)
    return wanted.id


def record(store: Store, job_id: str) -> Record:
    found = store.record(job_id)
    assert found is not None
    return found


def test_a_worker_hears_that_its_person_is_to_be_asked(store: Store):
    wanted = job(ANNA)
    store.accept(wanted, allowed=60, limits=ROOM)
    claim = store.claim(Lane.FAST, "w", {"wave"})
    first = store.cancel(wanted.id, ANNA, ask=True)
    heard = store.renew(claim)
    store.cancel(wanted.id, ANNA)
    store.cancel(wanted.id, ANNA, ask=True)  # an older press that is handled again
    last = store.renew(claim)

    assert first == (Cancel.STOPPING, 0)
    assert (heard, last) == (Lease.ASK, Lease.CANCEL)


def test_what_waits_is_cancelled_without_a_question(store: Store):
    wanted = job(ANNA)
    store.accept(wanted, allowed=60, limits=ROOM)

    assert store.cancel(wanted.id, ANNA, ask=True)[0] is Cancel.CANCELLED


def test_a_worker_that_dies_with_the_question_leaves_nothing_to_keep(store: Store, redis: Redis):
    wanted = job(ANNA)
    store.accept(wanted, allowed=60, limits=ROOM)
    store.claim(Lane.FAST, "w", {"wave"})
    store.cancel(wanted.id, ANNA, ask=True)
    store.redrive()
    redis.zadd(keys.DUE, {wanted.id: 1})
    store.redrive()

    assert record(store, wanted.id).outcome is State.CANCELLED


@pytest.mark.parametrize(("keep", "outcome"), [(True, State.DONE), (False, State.CANCELLED)])
@pytest.mark.parametrize("told", [True, False], ids=["asked", "being asked"])
def test_a_word_makes_it_a_delivery_like_every_other(store: Store, keep: bool, outcome: State, told: bool):
    job_id = stopped(store, told=told)
    before = record(store, job_id)
    what, fence = Decisions(store.redis).decide(job_id, ANNA, keep=keep)
    after = record(store, job_id)

    assert what is Decision.DECIDED
    assert (after.state, after.outcome, after.fence) == (State.DELIVERING, outcome, fence)
    assert fence == before.fence + 1
    assert store.redis.zscore(keys.DUE, job_id) is not None  # the clerk brings it if nobody else does
    assert not store.finish(job_id, before.fence)  # who asked has nothing to say any more


def test_the_same_word_again_is_told_under_the_same_fence_until_it_is_over(store: Store):
    job_id, decisions = stopped(store), Decisions(store.redis)
    first = decisions.decide(job_id, ANNA, keep=True)
    again = decisions.decide(job_id, ANNA, keep=True)
    store.finish(job_id, first[1])
    late = decisions.decide(job_id, ANNA, keep=True)

    assert again == first
    assert late == (Decision.TOLD, first[1])
    assert record(store, job_id).state is State.DONE


def test_another_word_comes_too_late(store: Store):
    job_id, decisions = stopped(store), Decisions(store.redis)
    decisions.decide(job_id, ANNA, keep=False)
    other = decisions.decide(job_id, ANNA, keep=True)

    assert other == (Decision.TOO_LATE, 0)
    assert record(store, job_id).outcome is State.CANCELLED


def test_a_job_that_was_never_stopped_is_not_decided_on(store: Store):
    wanted = job(ANNA)
    store.accept(wanted, allowed=60, limits=ROOM)

    assert Decisions(store.redis).decide(wanted.id, ANNA, keep=True)[0] is Decision.TOO_LATE


def test_nobody_else_decides(store: Store):
    job_id = stopped(store)
    what, _ = Decisions(store.redis).decide(job_id, ANNA + 1, keep=False)
    unknown, _ = Decisions(store.redis).decide("AAAAAAAAAA", ANNA, keep=False)

    assert (what, unknown) == (Decision.NOT_YOURS, Decision.GONE)
    assert record(store, job_id).outcome is State.STOPPED


def test_a_question_keeps_no_place_in_the_lane(store: Store):
    job_id = stopped(store)

    assert not store.redis.sismember(f"hand:{Lane.SLOW}:{ANNA}", job_id)
    assert 0 < store.redis.ttl(keys.job(job_id)) <= keys.RECORD_TTL
