"""The job record against a real Redis: states, fences, turns."""

from dataclasses import replace
from itertools import count

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.doubts import Doubts
from jobs.job import VERSION, Job, Photo, StylePart, Unreadable, job_id
from jobs.record import Result, State
from jobs.store import GIVEN_UP, LONGEST_PAUSE, PAUSE, Accepted, Cancel, Lease, Limits, Store

NUMBERS = count(1)
ABLE = {"wave", "candy"}


def job(person: int = 1, style: str = "wave", lane: Lane = Lane.FAST) -> Job:
    number = next(NUMBERS)
    return Job(
        id=job_id(42, number),
        person=person,
        chat=person,
        photo_message=number,
        status_message=number + 1,
        language="en",
        content=Photo(file_id="f", file_unique_id="u", width=640, height=480, kind="photo"),
        styles=(StylePart(gallery=style, weight=1),),
        method=Method.MULTISTYLE,
        lane=lane,
        created=0,
    )


RESULT = Result(
    kind="photo",
    file_name="wave.jpg",
    width=640,
    height=480,
    seconds=1,
    painting_seconds=1,
    painter="multistyle",
    device="cpu",
)


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def accept(
    store: Store, wanted: Job, *, limit: int = 10, held: int = 10, waiting: int = 100, allowed: float = 60
) -> Accepted:
    return store.accept(wanted, allowed=allowed, limits=Limits(hand=limit, held=held, waiting=waiting))


def claim(store: Store, worker: str = "w1"):
    return store.claim(Lane.FAST, worker, ABLE)


def state(store: Store, wanted: Job) -> State:
    record = store.record(wanted.id)
    assert record is not None
    return record.state


def lapse(store: Store, wanted: Job) -> None:
    """Let the lease of a job run out."""
    store.redis.zadd(keys.DUE, {wanted.id: 0})
    store.redis.hset(keys.job(wanted.id), "lease_until", 0)


def test_the_same_update_handled_twice_makes_one_job(store: Store):
    wanted = job()

    assert [accept(store, wanted), accept(store, wanted)] == [Accepted.QUEUED, Accepted.KNOWN]
    assert store.load(Lane.FAST) == (1, 0)


def test_a_job_goes_from_queued_to_running_to_delivering_to_done(store: Store):
    wanted = job()
    accept(store, wanted)
    states = [state(store, wanted)]
    mine = claim(store)
    states.append(state(store, wanted))
    store.conclude(mine, State.DONE, result=RESULT)
    states.append(state(store, wanted))
    store.finish(wanted.id, mine.fence)
    states.append(state(store, wanted))

    assert states == [State.QUEUED, State.RUNNING, State.DELIVERING, State.DONE]
    assert mine.job == wanted
    assert store.record(wanted.id).result == RESULT
    assert store.redis.zcard(keys.DUE) == 0
    assert 0 < store.redis.ttl(keys.job(wanted.id)) <= keys.RECORD_TTL


def test_two_workers_never_claim_the_same_job(store: Store):
    accept(store, job())

    assert claim(store, "w1") is not None
    assert claim(store, "w2") is None


def test_a_worker_gets_only_what_it_can_paint(store: Store):
    accept(store, job(style="monet"))
    accept(store, candy := job(style="candy"))

    assert claim(store).job == candy
    assert claim(store) is None


def test_a_newcomer_comes_before_the_second_picture_of_somebody_with_many(store: Store):
    heavy = [job(person=1) for _ in range(5)]
    for wanted in heavy:
        accept(store, wanted)
    first = claim(store)
    accept(store, newcomer := job(person=2))

    assert first.job == heavy[0]
    assert store.place(newcomer.id).place == 1
    assert [claim(store).job.person for _ in range(3)] == [2, 1, 1]


def test_a_person_who_returns_does_not_overtake_those_who_waited(store: Store):
    for _ in range(3):
        accept(store, job(person=1))
        claim(store)
    accept(store, job(person=2))
    accept(store, job(person=2))
    accept(store, job(person=1))

    assert [claim(store).job.person for _ in range(3)] == [2, 1, 2]


def served(store: Store) -> list[int]:
    """The people whose jobs are claimed, one after the other, until none waits."""
    order = []
    while claimed := claim(store):
        order.append(claimed.job.person)
    return order


def test_after_a_lost_job_was_taken_again_newcomers_do_not_overtake_those_who_waited(store: Store):
    accept(store, lost := job(person=1))
    claim(store)
    for _ in range(6):
        accept(store, job(person=2))
    for _ in range(5):
        claim(store)
    accept(store, job(person=9))
    lapse(store, lost)
    store.redrive()
    again = claim(store)
    for _ in range(4):
        accept(store, job(person=3))

    assert again.job == lost
    assert served(store).index(9) <= 1


def test_a_lost_job_goes_first_and_takes_none_of_its_person_s_others_along(store: Store):
    mine = [job(person=1) for _ in range(7)]
    for wanted in mine:
        accept(store, wanted)
    for _ in range(5):
        claim(store)
    accept(store, job(person=2))
    lapse(store, mine[0])
    store.redrive()

    assert store.place(mine[0].id).place == 1
    assert claim(store).job == mine[0]
    assert served(store).index(2) <= 1


def test_of_two_lost_jobs_of_one_person_both_keep_their_places(store: Store):
    mine = [job(person=1) for _ in range(3)]
    for wanted in mine:
        accept(store, wanted)
    for _ in range(2):
        claim(store)
    for _ in range(3):
        accept(store, job(person=2))
    claim(store)
    for wanted in mine[:2]:
        lapse(store, wanted)
    store.redrive()

    assert {claim(store).job.id for _ in range(2)} == {wanted.id for wanted in mine[:2]}


def test_the_place_is_the_order_in_which_jobs_are_claimed(store: Store):
    jobs = [job(person=person) for person in (3, 1, 1, 2, 1, 3, 2, 9, 3)]
    for wanted in jobs:
        accept(store, wanted)
    places = {wanted.id: store.place(wanted.id).place for wanted in jobs}
    order = [claim(store).job.id for _ in jobs]

    assert [places[name] for name in order] == list(range(1, len(jobs) + 1))


def test_more_than_the_limit_is_held_then_refused_and_promoted_one_by_one(store: Store):
    jobs = [job() for _ in range(4)]
    answers = [accept(store, wanted, limit=2, held=1) for wanted in jobs]
    first = claim(store)
    store.conclude(first, State.DONE, result=RESULT)

    assert answers == [Accepted.QUEUED, Accepted.QUEUED, Accepted.HELD, Accepted.REFUSED]
    assert state(store, jobs[2]) is State.QUEUED
    assert store.record(jobs[3].id) is None


def test_a_full_lane_takes_no_more_and_says_so_before(store: Store):
    limits = Limits(hand=2, held=1, waiting=3)
    answers = []
    for wanted in [job(person=person) for person in (1, 1, 1, 1, 2, 3)]:
        expected = store.outlook(Lane.FAST, wanted.person, limits)
        answers.append(store.accept(wanted, allowed=60, limits=limits))

        assert answers[-1] is expected

    full = [Accepted.HELD, Accepted.REFUSED, Accepted.QUEUED, Accepted.FULL]
    assert answers == [Accepted.QUEUED, Accepted.QUEUED, *full]
    assert store.load(Lane.FAST) == (3, 0)
    assert store.outlook(Lane.SLOW, 3, limits) is Accepted.QUEUED


def test_a_job_of_a_newer_bot_waits_for_a_worker_that_can_read_it(store: Store):
    newer = job().model_copy(update={"version": VERSION + 1})
    accept(store, newer)
    accept(store, plain := job(person=2))

    assert claim(store).job == plain
    assert claim(store) is None
    assert store.load(Lane.FAST) == (1, 1)


def test_a_job_is_put_off_while_something_outside_is_away_and_no_attempt_is_counted(store: Store):
    wanted = job()
    accept(store, wanted)
    pauses = []
    for _ in range(12):
        pauses.append(store.postpone(claim(store), "away"))
        waits = state(store, wanted), claim(store)
        lapse(store, wanted)
        rested = store.redrive().rested

        assert waits == (State.POSTPONED, None)
        assert rested == [wanted.id]

    assert pauses[:4] == [PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE]
    assert max(pauses) == pauses[-1] == LONGEST_PAUSE
    assert claim(store).attempt == 1


def test_what_is_away_for_a_day_ends_the_job_with_its_reason(store: Store):
    wanted = job()
    accept(store, wanted)
    mine = claim(store)
    created = float(store.redis.hget(keys.job(wanted.id), "created"))
    store.redis.hset(keys.job(wanted.id), "created", created - GIVEN_UP)

    assert store.postpone(mine, "away") == 0
    assert (store.record(wanted.id).outcome, store.record(wanted.id).reason) == (State.FAILED, "away")
    assert store.postpone(mine, "away") is None


def test_a_job_that_is_put_off_is_cancelled_at_once(store: Store):
    accept(store, wanted := job())
    store.postpone(claim(store), "away")
    what, fence = store.cancel(wanted.id, 1)
    lapse(store, wanted)

    assert what is Cancel.CANCELLED
    assert store.redrive().deliver == [wanted.id]
    assert store.finish(wanted.id, fence)
    assert claim(store) is None


def test_stop_and_keep_reaches_the_worker_and_cancel_overrules_it(store: Store):
    accept(store, wanted := job())
    waiting = store.cancel(wanted.id, 1, keep=True)[0]
    mine = claim(store)
    asked = [store.cancel(wanted.id, 1, keep=keep)[0] for keep in (True, False, True)]

    assert waiting is Cancel.NOT_BEGUN
    assert asked == [Cancel.STOPPING] * 3
    assert store.renew(mine) is Lease.CANCEL


def test_stop_and_keep_alone_is_heard_as_such(store: Store):
    accept(store, wanted := job())
    mine = claim(store)
    store.cancel(wanted.id, 1, keep=True)

    assert store.renew(mine) is Lease.KEEP


def test_an_edit_begins_only_in_the_state_that_it_is_about_and_leaves_its_mark(store: Store):
    accept(store, wanted := job())
    doubts, message = Doubts(store.redis), (wanted.chat, wanted.status_message)
    early = store.begin_edit(wanted, State.RUNNING, "progress", 1)
    mine = claim(store)
    late = store.begin_edit(wanted, State.QUEUED, "place")
    others = store.begin_edit(wanted, State.RUNNING, "progress", mine.fence - 1)
    before = doubts.left(*message)

    assert (early, late, others, before) == (False, False, False, 0)
    assert store.begin_edit(wanted, State.RUNNING, "progress", mine.fence)
    assert doubts.left(*message) > 0


def test_a_lost_lease_puts_the_job_back_and_locks_the_old_owner_out(store: Store):
    wanted = job()
    accept(store, wanted)
    stale = claim(store, "w1")
    lapse(store, wanted)
    store.redrive()
    fresh = claim(store, "w2")

    assert store.renew(stale) is Lease.LOST
    assert not store.conclude(stale, State.DONE, result=RESULT)
    assert fresh.attempt == 2
    assert store.conclude(fresh, State.DONE, result=RESULT)


def test_a_job_that_loses_its_worker_keeps_its_place(store: Store):
    first, second = job(person=1), job(person=1)
    accept(store, first)
    accept(store, second)
    accept(store, job(person=2))
    claim(store)
    lapse(store, first)
    store.redrive()

    assert store.place(first.id).place == 1
    assert claim(store).job == first


def test_a_job_that_kills_three_workers_is_given_up_and_told(store: Store):
    wanted = job()
    accept(store, wanted)
    for _ in range(3):
        claim(store)
        lapse(store, wanted)
        last = store.redrive()
    record = store.record(wanted.id)

    assert last.failed == last.deliver == [wanted.id]
    assert (record.state, record.outcome, record.reason) == (State.DELIVERING, State.FAILED, "lost")
    assert claim(store) is None


def test_after_the_second_loss_another_worker_gets_the_job_if_there_is_one(store: Store):
    wanted = job()
    accept(store, wanted)
    for name in ("w1", "w2"):
        store.redis.zadd(keys.workers(Lane.FAST), {name: 4e9})
    for _ in range(2):
        claim(store, "w1")
        lapse(store, wanted)
        store.redrive()

    assert claim(store, "w1") is None
    assert claim(store, "w2").job == wanted


def test_a_clean_hand_back_does_not_count_as_an_attempt(store: Store):
    accept(store, job())
    for _ in range(5):
        mine = claim(store)
        store.hand_back(mine)

    assert mine.attempt == 1
    assert claim(store).attempt == 1


def test_an_error_counts_and_the_third_one_fails_the_job(store: Store):
    wanted = job()
    accept(store, wanted)
    answers = [store.retry(claim(store), "broken") for _ in range(3)]

    assert answers == [State.QUEUED, State.QUEUED, State.FAILED]
    assert store.record(wanted.id).outcome is State.FAILED


def test_a_job_past_its_deadline_is_failed_not_repeated(store: Store):
    wanted = job()
    accept(store, wanted, allowed=0)
    mine = claim(store)
    lapse(store, wanted)

    assert store.renew(mine) is Lease.LATE
    assert store.redrive().failed == [wanted.id]
    assert store.record(wanted.id).reason == "deadline"


@pytest.mark.parametrize("held", [False, True])
def test_a_waiting_job_is_cancelled_at_once(store: Store, held: bool):
    if held:
        accept(store, job(), limit=1)
    wanted = job()
    accept(store, wanted, limit=1)
    what, fence = store.cancel(wanted.id, 1)

    assert what is Cancel.CANCELLED
    assert store.finish(wanted.id, fence)
    assert state(store, wanted) is State.CANCELLED
    assert store.load(Lane.FAST)[0] == (1 if held else 0)


def test_cancelling_a_running_job_reaches_its_worker(store: Store):
    accept(store, wanted := job())
    mine = claim(store)

    assert store.cancel(wanted.id, 1)[0] is Cancel.STOPPING
    assert store.renew(mine, 0.5) is Lease.CANCEL


def test_a_cancelled_job_whose_worker_dies_is_not_painted_again(store: Store):
    accept(store, wanted := job())
    claim(store)
    store.cancel(wanted.id, 1)
    lapse(store, wanted)
    again = store.redrive()

    assert again.deliver == [wanted.id]
    assert store.record(wanted.id).outcome is State.CANCELLED


def test_only_its_person_can_cancel_a_job_and_not_after_it_is_painted(store: Store):
    accept(store, wanted := job(person=1))

    assert store.cancel(wanted.id, 2)[0] is Cancel.NOT_YOURS
    assert store.cancel("NOSUCHJOB1", 1)[0] is Cancel.GONE
    store.conclude(claim(store), State.DONE, result=RESULT)
    assert store.cancel(wanted.id, 1)[0] is Cancel.TOO_LATE


def test_a_delivery_belongs_to_one_at_a_time_and_passes_on_when_its_lease_ends(store: Store):
    accept(store, wanted := job())
    painter = claim(store)
    store.conclude(painter, State.DONE, result=RESULT)
    while_painter_delivers = store.claim_delivery(wanted.id)
    lapse(store, wanted)
    fence = store.claim_delivery(wanted.id)

    assert while_painter_delivers is None
    assert fence == painter.fence + 1
    assert not store.finish(wanted.id, painter.fence)
    assert store.finish(wanted.id, fence)
    assert store.claim_delivery(wanted.id) is None


def test_a_refused_delivery_is_due_when_telegram_said(store: Store):
    accept(store, wanted := job())
    mine = claim(store)
    store.conclude(mine, State.DONE, result=RESULT)
    store.deliver_later(wanted.id, mine.fence, 30)
    early = store.redrive()
    store.redis.zadd(keys.DUE, {wanted.id: 0})

    assert store.record(wanted.id).refused == 1
    assert early.deliver == []
    assert store.redrive().deliver == [wanted.id]
    assert store.claim_delivery(wanted.id) is not None


def test_a_job_of_a_newer_version_is_not_misread(store: Store):
    newer = job().model_copy(update={"version": 99})

    with pytest.raises(Unreadable):
        Job.parse(newer.model_dump_json())


def test_nothing_is_left_in_redis_but_the_record_and_turns_when_all_is_over(store: Store):
    accept(store, wanted := job())
    mine = claim(store)
    store.conclude(mine, State.DONE, result=RESULT)
    store.finish(wanted.id, mine.fence)
    left = set(store.redis.keys())

    figures = {key for key in left if key.startswith("counts:")}
    assert len(figures) == 2
    assert left - figures == {
        keys.job(wanted.id),
        keys.of_person(wanted.person),
        "clock:fast_gan",
        "served:fast_gan",
    }


def test_a_stale_claim_cannot_hand_back_somebody_elses_job(store: Store):
    accept(store, job())
    mine = claim(store)
    store.hand_back(replace(mine, fence=mine.fence - 1))

    assert store.load(Lane.FAST) == (0, 1)
