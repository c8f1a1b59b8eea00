"""What a job finds in its lane, before it is handed in and while it waits."""

from collections import Counter
from random import Random

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import STYLES, Lane, Method
from jobs.crowd import LOOK, look, look_from
from jobs.job import Job, StylePart
from jobs.places import standings
from jobs.presence import Announcement, Presence
from jobs.record import State
from jobs.store import Accepted, Limits, Store
from jobs.work import CLIP, ENLARGEMENT, PREVIEWS, Work
from tests.jobs.test_store import RESULT, accept, claim, job

LIMITS = Limits(hand=3, held=2, waiting=40)


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def hand_in(store: Store, wanted: Job) -> None:
    """Ask for the outlook, hand the job in, and compare."""
    before = look(store.redis, wanted.lane, wanted.method, person=wanted.person, limits=LIMITS)
    simple = store.outlook(wanted.lane, wanted.person, LIMITS)
    fate = store.accept(wanted, allowed=60, limits=LIMITS)

    assert before.fate is simple is fate
    if fate is Accepted.QUEUED:
        assert before.place == store.place(wanted.id)


@pytest.mark.parametrize("seed", range(5))
def test_the_place_foretold_is_the_place_given_whatever_happened_before(store: Store, seed: int):
    chance = Random(seed)
    running = []
    for _ in range(150):
        match chance.choices(["order", "claim", "end", "lose", "cancel"], [6, 3, 2, 1, 1])[0]:
            case "order":
                hand_in(store, job(person=chance.randint(1, 12)))
            case "claim":
                running += [claimed for claimed in [claim(store)] if claimed]
            case "end" if running:
                store.conclude(running.pop(chance.randrange(len(running))), State.DONE, result=RESULT)
            case "lose" if running:
                store.hand_back(running.pop(chance.randrange(len(running))))
            case "cancel" if waiting := store.waiting(Lane.FAST):
                record = store.record(chance.choice(waiting))
                store.cancel(record.job.id, record.job.person)
        here = standings(store.redis, Lane.FAST)

        assert [one.place for one in here] == list(range(1, len(here) + 1))
        assert {one.id: one.place for one in here} == {
            name: store.place(name).place for name in store.waiting(Lane.FAST)
        }


def test_all_places_are_in_the_order_in_which_jobs_are_claimed(store: Store):
    for person in (3, 1, 1, 2, 1, 3, 2, 9, 3):
        accept(store, job(person=person))
    order = [one.id for one in standings(store.redis, Lane.FAST)]

    assert [claim(store).job.id for _ in order] == order


def test_what_a_status_message_shows_is_known_with_the_place(store: Store):
    accept(store, first := job(person=1))
    accept(store, job(person=2))
    store.shown(first.id, 3)
    seen, unseen = standings(store.redis, Lane.FAST)

    assert (seen.place, seen.shown) == (1, 3)
    assert 0 <= seen.since < 60
    assert (unseen.place, unseen.shown) == (2, 0)
    assert unseen.since > 3600


def test_a_queued_job_sees_what_is_served_before_it(store: Store):
    jobs = [job(person=person) for person in (1, 1, 2, 3)]
    for wanted in jobs:
        accept(store, wanted)
    crowds = [look_from(store.redis, wanted) for wanted in jobs]

    assert [crowd.place.place for crowd in crowds] == [1, 4, 2, 3]
    assert [crowd.count for crowd in crowds] == [0, 3, 1, 2]
    assert {crowd.place.of for crowd in crowds} == {4}
    assert crowds[1].before == (Work.of(jobs[0]),) * 3


def test_a_job_that_waits_no_more_has_no_place(store: Store):
    accept(store, wanted := job())
    claim(store)

    assert look_from(store.redis, wanted) is None
    assert look_from(store.redis, job()) is None


def test_somebody_unknown_stands_behind_the_first_job_of_everybody(store: Store):
    for person in (1, 1, 1, 2, 999999999):
        accept(store, job(person=person))

    assert look(store.redis, Lane.FAST, Method.MULTISTYLE).count == 3
    assert look(store.redis, Lane.FAST, Method.MULTISTYLE, ahead=4).count == 4


def test_workers_and_what_they_paint_are_seen(store: Store):
    announced = Announcement(name="w1", lane=Lane.FAST, device="cpu", able=frozenset({"wave", "adain"}))
    Presence(store.redis).announce(announced)
    accept(store, wanted := job())
    claim(store)
    crowd = look(store.redis, Lane.FAST, Method.MULTISTYLE)
    (worker,), (running,) = crowd.workers, crowd.running

    assert (worker.name, worker.device, worker.able) == ("w1", "cpu", announced.able)
    assert [worker.can(Work(what=method, size=1)) for method in ("multistyle", "adain", "johnson")] == [
        STYLES["wave"].method is Method.MULTISTYLE,
        True,
        False,
    ]
    assert (running.work, running.worker, running.progress) == (Work.of(wanted), "w1", 0)
    assert 0 <= running.elapsed < 60


KINDS = {
    "a large file at a smaller size": {"longest": 1280, "width": 4000, "height": 3000},
    "a small one at no smaller size": {"longest": 1280, "width": 800, "height": 600},
    "a file of unknown size": {"width": 0, "height": 0},
    "one of unknown size at a small one": {"width": 0, "height": 0, "longest": 640},
    "a clip": {"kind": "animation"},
    "a sticker that moves": {"kind": "sticker", "video": True},
    "a sticker": {"kind": "sticker"},
    "previews": {
        "purpose": "previews",
        "styles": tuple(StylePart(gallery="wave", weight=1) for _ in "12345"),
    },
    "an enlargement": {"purpose": "enlargement", "styles": ()},
}


def changed(kind: str) -> Job:
    """A job of this kind."""
    plain, changes = job(), KINDS[kind]
    content = {name: changes[name] for name in ("width", "height", "kind", "video") if name in changes}
    others = {name: value for name, value in changes.items() if name not in content}
    return plain.model_copy(update={"content": plain.content.model_copy(update=content), **others})


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_record_asks_is_read_as_the_job_says_it(store: Store, kind: str):
    accept(store, wanted := changed(kind))

    assert look(store.redis, Lane.FAST, Method.MULTISTYLE).before == (Work.of(wanted),)


def test_each_kind_of_work_is_measured_by_what_its_time_follows():
    works = [Work.of(changed(kind)) for kind in KINDS]
    told = [(work.what, round(work.size, 3)) for work in works]

    pictures = [("multistyle", 1.229), ("multistyle", 0.48), ("multistyle", 1), ("multistyle", 0.41)]
    moving = [(CLIP, 0.307), (CLIP, 0.307), ("multistyle", 0.307)]
    assert told == [*pictures, *moving, (PREVIEWS, 5), (ENLARGEMENT, 0.307)]


def test_a_worker_that_is_gone_is_not_seen(store: Store):
    announced = Announcement(name="w1", lane=Lane.FAST, device="cpu", able=frozenset({"wave"}))
    Presence(store.redis).announce(announced)
    store.redis.zadd(keys.workers(Lane.FAST), {"w1": 1})

    assert look(store.redis, Lane.FAST, Method.MULTISTYLE).workers == ()


def test_of_very_many_some_are_looked_at_evenly_and_all_are_counted(store: Store):
    for number in range(2 * LOOK + 7):
        wanted = job(person=number // 3)
        method = Method.JOHNSON if number < LOOK else Method.MULTISTYLE
        accept(store, wanted.model_copy(update={"method": method}), waiting=1000)
    crowd = look(store.redis, Lane.FAST, Method.MULTISTYLE, person=10_000, ahead=2 * LOOK + 7)
    seen = Counter(work.what for work in crowd.before)

    assert crowd.count == 2 * LOOK + 7
    assert LOOK / 2 <= seen.total() <= LOOK
    assert 0.4 < seen["johnson"] / seen.total() < 0.6
