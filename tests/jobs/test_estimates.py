"""What is learnt of painting times, and what is said of them."""

from random import Random

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.crowd import look
from jobs.estimates import Estimates
from jobs.forecast import Forecast
from jobs.job import StylePart
from jobs.lines import PRIOR, TRUSTED
from jobs.presence import Announcement, Presence
from jobs.span import Span
from jobs.store import Limits, Store
from jobs.work import CLIP, PREVIEWS, Work
from tests.jobs.test_store import RESULT, job

LIMITS = Limits(hand=10, held=10, waiting=3000)


@pytest.fixture
def estimates(redis: Redis) -> Estimates:
    return Estimates(redis)


def learn(estimates: Estimates, count: int, method: Method = Method.MULTISTYLE, device: str = "cpu") -> None:
    """Paint pictures of all sizes in 2 s and 3 s a megapixel."""
    for number in range(count):
        megapixels = (0.3, 1.0, 2.0)[number % 3]
        estimates.learn(method, device, megapixels, 2 + 3 * megapixels)


def be_there(redis: Redis, *names: str, device: str = "cpu", able: tuple[str, ...] = ("wave",)) -> None:
    for name in names:
        worker = Announcement(name=name, lane=Lane.FAST, device=device, able=frozenset(able))
        Presence(redis).announce(worker)


def test_before_five_samples_no_time_is_said_as_one_number(estimates: Estimates, redis: Redis):
    be_there(redis, "w1")
    for _ in range(TRUSTED):
        painting = estimates.painting(Method.MULTISTYLE, "cpu", 1)
        whole = estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1)

        assert not painting.trusted
        assert not whole.trusted

        estimates.learn(Method.MULTISTYLE, "cpu", 1, 4)
    assert estimates.painting(Method.MULTISTYLE, "cpu", 1).trusted
    assert estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1).trusted


@pytest.mark.parametrize("device", ["cpu", "Some-GPU"])
@pytest.mark.parametrize("method", PRIOR)
def test_what_was_never_painted_is_assumed_as_a_wide_range(estimates: Estimates, method: Method, device: str):
    first, slope = PRIOR[method]
    estimate = estimates.painting(method, device, 1)

    assert estimate.high > 4 * estimate.low
    assert estimate.low < first + slope < estimate.high


def test_a_line_is_learnt_and_holds_between_the_sizes_that_were_painted(estimates: Estimates):
    learn(estimates, 30)
    estimate = estimates.painting(Method.MULTISTYLE, "cpu", 1.5)

    assert estimate.low < 2 + 3 * 1.5 < estimate.high
    assert estimate.middle == pytest.approx(6.5, rel=0.1)


def test_where_all_were_of_one_size_the_assumed_shape_says_what_others_take(estimates: Estimates):
    for _ in range(20):
        estimates.learn(Method.MULTISTYLE, "cpu", 1, 6)  # twice what is assumed

    assert estimates.painting(Method.MULTISTYLE, "cpu", 3).middle == pytest.approx(14, rel=0.1)


def test_samples_of_nearly_one_size_do_not_tilt_the_line(estimates: Estimates):
    for seconds in (3.5, 2.5) * 5:  # by chance the smaller ones took longer
        estimates.learn(Method.MULTISTYLE, "cpu", 1.0 if seconds > 3 else 1.1, seconds)

    assert estimates.painting(Method.MULTISTYLE, "cpu", 4).middle == pytest.approx(9, rel=0.2)


def test_a_range_holds_about_four_in_five(estimates: Estimates):
    chance = Random(1)
    held = 0
    for number in range(300):
        megapixels = chance.uniform(0.3, 3)
        took = (2 + 3 * megapixels) * chance.lognormvariate(0, 0.2)
        said = estimates.painting(Method.MULTISTYLE, "cpu", megapixels)
        held += number >= 20 and said.low <= took <= said.high
        estimates.learn(Method.MULTISTYLE, "cpu", megapixels, took)

    assert 0.75 < held / 280 < 0.95


def test_a_machine_that_became_slower_is_noticed(estimates: Estimates):
    learn(estimates, 60)
    for _ in range(60):
        estimates.learn(Method.MULTISTYLE, "cpu", 1, 15)

    assert estimates.painting(Method.MULTISTYLE, "cpu", 1).middle == pytest.approx(15, rel=0.15)


def test_sums_from_before_samples_were_weighted_count_for_nothing(estimates: Estimates, redis: Redis):
    old = {"n": 20, "x": 20, "y": 9999, "xx": 20, "xy": 9999, "samples": 20}
    redis.hset(keys.estimate(Method.MULTISTYLE, "cpu"), mapping=old)
    for _ in range(3):
        estimates.learn(Method.MULTISTYLE, "cpu", 1, 4)
    estimate = estimates.painting(Method.MULTISTYLE, "cpu", 1)

    assert estimate.middle == pytest.approx(4, rel=0.1)
    assert not estimate.trusted


def test_a_job_may_take_several_times_its_estimate_within_bounds(estimates: Estimates):
    learn(estimates, 30)
    allowed = [estimates.allowed(Method.MULTISTYLE, "cpu", megapixels) for megapixels in (0.3, 10, 1000)]

    assert allowed[0] == 60
    assert 5 * 32 < allowed[1] < 12 * 32
    assert allowed[2] == 900


def wait(estimates: Estimates, redis: Redis, **whose: int) -> float:
    return estimates.waiting(Store(redis), Lane.FAST, Method.MULTISTYLE, **whose).middle


def test_what_waits_counts_by_its_own_size_and_method(estimates: Estimates, redis: Redis):
    store = Store(redis)
    be_there(redis, "w1", able=("wave", "candy"))
    learn(estimates, 30)
    for _ in range(30):
        estimates.learn(Method.JOHNSON, "cpu", 0.3072, 40)
    none = wait(estimates, redis)
    store.accept(job(person=1), allowed=60, limits=LIMITS)
    small = wait(estimates, redis)
    other = job(person=2, style="candy").model_copy(update={"method": Method.JOHNSON})
    store.accept(other, allowed=60, limits=LIMITS)

    assert none == 0
    assert small == pytest.approx(2 + 3 * 0.3072, rel=0.15)
    assert wait(estimates, redis) == pytest.approx(small + 40, rel=0.15)


def test_workers_share_what_waits_and_who_cannot_paint_it_takes_no_part(estimates: Estimates, redis: Redis):
    store = Store(redis)
    learn(estimates, 30)
    be_there(redis, "w1")
    for person in range(12):
        store.accept(job(person=person), allowed=60, limits=LIMITS)
    alone = wait(estimates, redis)
    be_there(redis, "w2", able=("candy",))
    beside_another = wait(estimates, redis)
    be_there(redis, "w3", "w4")

    assert beside_another == pytest.approx(alone)
    assert wait(estimates, redis) == pytest.approx(alone / 3, rel=0.05)


def test_a_running_job_takes_what_is_left_of_it(estimates: Estimates, redis: Redis):
    store = Store(redis)
    be_there(redis, "w1")
    for _ in range(30):
        estimates.learn(Method.MULTISTYLE, "cpu", 0.3072, 100)
    store.accept(wanted := job(), allowed=600, limits=LIMITS)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    fresh = wait(estimates, redis)
    started = float(redis.hget(keys.job(wanted.id), "started"))
    redis.hset(keys.job(wanted.id), "started", started - 60)
    later = wait(estimates, redis)
    store.renew(claim, 0.9)
    almost_done = wait(estimates, redis)
    store.cancel(wanted.id, wanted.person)

    assert fresh == pytest.approx(100, rel=0.05)
    assert later == pytest.approx(40, rel=0.1)
    assert almost_done == pytest.approx(7, rel=0.1)
    assert wait(estimates, redis) < 2


def test_who_has_many_waiting_waits_longer_than_a_newcomer(estimates: Estimates, redis: Redis):
    store = Store(redis)
    be_there(redis, "w1")
    learn(estimates, 30)
    for _ in range(9):
        store.accept(job(person=5), allowed=60, limits=LIMITS)
    for person in (6, 7):
        store.accept(job(person=person), allowed=60, limits=LIMITS)

    mine, newcomer = wait(estimates, redis, person=5), wait(estimates, redis, person=8)
    assert mine / newcomer == pytest.approx(11 / 3, rel=0.05)
    assert wait(estimates, redis) == pytest.approx(newcomer)


def test_held_jobs_count_for_their_person(estimates: Estimates, redis: Redis):
    store = Store(redis)
    be_there(redis, "w1")
    learn(estimates, 30)
    few = Limits(hand=2, held=10, waiting=100)
    for _ in range(6):
        store.accept(job(person=5), allowed=60, limits=few)

    mine, newcomer = wait(estimates, redis, person=5), wait(estimates, redis, person=6)
    assert store.load(Lane.FAST) == (2, 0)
    assert mine / newcomer == pytest.approx(6, rel=0.05)


def test_held_jobs_of_others_count_where_their_turn_comes_first(estimates: Estimates, redis: Redis):
    store = Store(redis)
    be_there(redis, "w1")
    learn(estimates, 30)
    few, many = Limits(hand=2, held=10, waiting=100), Limits(hand=10, held=10, waiting=100)
    for _ in range(4):
        store.accept(job(person=6), allowed=60, limits=many)
    alone = wait(estimates, redis, person=6)
    for _ in range(6):
        store.accept(job(person=5), allowed=60, limits=few)

    # Turn by turn: the two in the queue and three of the held ones; the sixth comes after.
    assert wait(estimates, redis, person=6) / alone == pytest.approx((4 + 5) / 4, rel=0.05)


def test_what_a_lost_worker_painted_is_painted_first_by_another(estimates: Estimates, redis: Redis):
    store = Store(redis)
    learn(estimates, 30)
    store.accept(job(), allowed=60, limits=LIMITS)
    store.claim(Lane.FAST, "w0", {"wave"})
    be_there(redis, "w1")

    assert wait(estimates, redis) == pytest.approx(2 + 3 * 0.3072, rel=0.15)


def test_a_wait_is_less_sure_than_a_painting_and_before_the_press_less_than_after(
    estimates: Estimates, redis: Redis
):
    store = Store(redis)
    be_there(redis, "w1")
    for _ in range(60):
        estimates.learn(Method.MULTISTYLE, "cpu", 0.3072, 3)
    painting = estimates.painting(Method.MULTISTYLE, "cpu", 0.3072)
    for person in range(10):
        store.accept(job(person=person), allowed=60, limits=LIMITS)
    waiting = estimates.waiting(store, Lane.FAST, Method.MULTISTYLE)
    before = estimates.until_done(store, Lane.FAST, Method.MULTISTYLE, 0.3072)
    after = estimates.until_done(store, Lane.FAST, Method.MULTISTYLE, 0.3072, ahead=10)

    assert waiting.high / waiting.low > 1.5 * painting.high / painting.low
    assert before.low < after.low < after.high < before.high
    assert before.low > painting.low


def test_of_two_devices_the_range_covers_both(estimates: Estimates, redis: Redis):
    learn(estimates, 30)
    for megapixels in (0.3, 1.0, 2.0) * 10:
        estimates.learn(Method.MULTISTYLE, "Some-GPU", megapixels, (2 + 3 * megapixels) / 10)
    be_there(redis, "w1")
    be_there(redis, "w2", device="Some-GPU")
    either = estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1)

    assert not either.trusted
    assert either.low < 1.2 < 5 < either.high


def test_the_slowest_who_can_paint_it_says_how_long_a_job_may_take(estimates: Estimates, redis: Redis):
    for megapixels in (0.3, 1.0, 2.0) * 10:
        estimates.learn(Method.MULTISTYLE, "cpu", megapixels, 100 * megapixels)
        estimates.learn(Method.MULTISTYLE, "Some-GPU", megapixels, megapixels)
    be_there(redis, "w1", device="Some-GPU")
    work = Work(what=Method.MULTISTYLE, size=1, needs=frozenset({"wave"}))
    fast = Forecast(look(redis, Lane.FAST, Method.MULTISTYLE)).allowed(work)
    be_there(redis, "w2")
    beside_slow = Forecast(look(redis, Lane.FAST, Method.MULTISTYLE)).allowed(work)

    assert fast == 60
    assert 5 * 100 < beside_slow < 900


@pytest.mark.parametrize(("longest", "as_large_as"), [(0, 16), (2000, 4)])
def test_a_file_of_unknown_size_may_take_as_long_as_a_large_one_and_is_estimated_as_a_usual_one(
    estimates: Estimates, redis: Redis, longest: int, as_large_as: float
):
    for megapixels in (0.3, 1.0, 2.0) * 10:
        estimates.learn(Method.MULTISTYLE, "cpu", megapixels, 8 * megapixels)
    be_there(redis, "w1")
    content = job().content.model_copy(update={"kind": "document", "width": 0, "height": 0})
    unknown = Work.of(job().model_copy(update={"content": content, "longest": longest}))
    usual, large = (Work(what=Method.MULTISTYLE, size=size, needs=unknown.needs) for size in (1, as_large_as))
    forecast = Forecast(look(redis, Lane.FAST, Method.MULTISTYLE))

    assert forecast.allowed(unknown) == forecast.allowed(large) > 2 * forecast.allowed(usual)
    assert forecast.until_done(unknown) == forecast.until_done(usual)


def test_what_is_no_plain_picture_is_learnt_apart(estimates: Estimates, redis: Redis):
    be_there(redis, "w1")
    learn(estimates, 30)
    plain = estimates.painting(Method.MULTISTYLE, "cpu", 1)
    result = RESULT.model_copy(update={"seconds": 50.0})
    for _ in range(10):
        clip = job().content.model_copy(update={"kind": "animation"})
        estimates.learn_from(job().model_copy(update={"content": clip}), result)
        sheet = (StylePart(gallery="wave", weight=1),) * 8
        estimates.learn_from(job().model_copy(update={"purpose": "previews", "styles": sheet}), result)
    said = [
        estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, size, what=what)
        for what, size in ((CLIP, 0.3072), (PREVIEWS, 8))
    ]

    moving = job(person=2).model_copy(update={"content": clip})
    Store(redis).accept(moving, allowed=600, limits=LIMITS)

    assert estimates.painting(Method.MULTISTYLE, "cpu", 1) == plain
    assert wait(estimates, redis) == pytest.approx(50, rel=0.1)
    assert [one.middle for one in said] == pytest.approx([50, 50], rel=0.1)
    assert all(one.trusted for one in said)


def test_a_picture_is_learnt_by_its_real_size(estimates: Estimates, redis: Redis):
    unknown = job().content.model_copy(update={"width": 0, "height": 0})
    for width in (1000, 2000, 3000) * 4:
        result = RESULT.model_copy(update={"width": width, "height": 1000, "seconds": 2 + 3 * width / 1000})
        estimates.learn_from(job().model_copy(update={"content": unknown}), result)

    assert estimates.painting(Method.MULTISTYLE, "cpu", 3).middle == pytest.approx(11, rel=0.05)


def test_of_times_that_follow_one_another_chances_even_out_and_what_is_wrong_in_all_does_not():
    both = Span(seconds=10, chance=3, shared=3).then(Span(seconds=20, chance=4, shared=4, known=False))

    assert both == Span(seconds=30, chance=5, shared=7, known=False)


def test_what_bringing_takes_is_learnt_too(estimates: Estimates, redis: Redis):
    be_there(redis, "w1")
    learn(estimates, 30)
    before = estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1)
    for _ in range(20):
        estimates.learn_delivery(1, 20)
    after = estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1)

    assert after.middle - before.middle == pytest.approx(20, rel=0.1)


def test_where_nobody_is_there_a_range_is_said_all_the_same(estimates: Estimates, redis: Redis):
    learn(estimates, 30)
    Store(redis).accept(job(), allowed=60, limits=LIMITS)

    assert not estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1).trusted


def test_a_job_of_a_newer_bot_does_not_break_the_estimate(estimates: Estimates, redis: Redis):
    be_there(redis, "w1")
    learn(estimates, 30)
    Store(redis).accept(newer := job(), allowed=60, limits=LIMITS)
    redis.hset(keys.job(newer.id), "job", '{"method": null, "content": []}')

    assert wait(estimates, redis) > 0


def test_a_card_costs_one_call_of_redis_for_each_lane(estimates: Estimates, redis: Redis):
    learn(estimates, 30)
    be_there(redis, "w1", "w2")
    for person in range(50):
        Store(redis).accept(job(person=person), allowed=60, limits=LIMITS)
    estimates.until_done(Store(redis), Lane.FAST, Method.MULTISTYLE, 1)
    with redis.monitor() as seen:
        redis.echo("connected")
        for lane, method in ((Lane.FAST, Method.MULTISTYLE), (Lane.SLOW, Method.GATYS)):
            estimates.until_done(Store(redis), lane, method, 1)
        redis.echo("that is all")
        asked: list[str] = []
        while not asked or "that is all" not in asked[-1]:
            command = seen.next_command()
            asked += [command["command"]] * (command["client_type"] != "lua")

    names = [command.split()[0] for command in asked]
    assert names[names.index("ECHO") :] == ["ECHO", "EVALSHA", "EVALSHA", "ECHO"]
