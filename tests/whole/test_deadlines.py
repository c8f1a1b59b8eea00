"""No painter holds its lane: not for a person who presses Cancel, not past its deadline, whatever it does."""

from collections.abc import Iterator
from pathlib import Path
from time import time

import pytest

from jobs import keys
from jobs.catalogue import Lane
from jobs.record import State
from jobs.store import Cancel
from sandbox.person import Person
from tests.whole import odd_painters
from tests.whole.fleet import Fleet, all_end, fleet
from tests.whole.samples import file_of, photo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """A fast lane whose painters can hang, and a clerk."""
    with fleet(Path(tmp_path_factory.mktemp("odd"))) as run:
        run.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
        run.start("clerk", "clerk")
        run.wait_for_painters(Lane.FAST)
        yield run


@pytest.fixture
def anna(odd: Fleet) -> Person:
    return odd.sandbox.person(name="Anna")


def is_served(odd: Fleet) -> bool:
    """Is the next person's picture painted?"""
    boris = odd.sandbox.person(name="Boris")
    job = odd.order(boris, file_of(photo(60, 40)))
    return odd.wait_until_over(job).state is State.DONE


def test_a_painting_that_is_cancelled_between_two_steps_is_told_and_its_process_lives(
    odd: Fleet, anna: Person
):
    painters = odd.wait_for_painters(Lane.FAST)
    job = odd.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 70)))
    odd.wait_until(job, State.RUNNING, progress=0.01)
    said, _ = odd.store.cancel(job.id, anna.id)
    record = odd.wait_until_over(job)

    assert said is Cancel.STOPPING
    assert record.state is State.CANCELLED
    assert "Cancelled" in odd.edits(job)[-1]
    assert odd.painters(Lane.FAST) == painters
    assert is_served(odd)


def test_stop_and_keep_brings_what_is_there(odd: Fleet, anna: Person):
    job = odd.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 70)))
    odd.wait_until(job, State.RUNNING, progress=0.1)
    odd.store.cancel(job.id, anna.id, keep=True)
    record = odd.wait_until_over(job)

    assert record.state is State.DONE
    assert record.result is not None
    assert 0.1 <= record.result.share < 1
    assert odd.edits(job)[-1] == "photo"


def test_a_painter_that_hangs_is_ended_for_a_person_who_cancels(odd: Fleet, anna: Person):
    before = odd.wait_for_painters(Lane.FAST)
    job = odd.order(anna, file_of(photo(odd_painters.HANGS, 70)))
    odd.wait_for_line(f"at the brush: {odd_painters.HANGS}x70")
    odd.store.cancel(job.id, anna.id)
    record = odd.wait_until_over(job)

    assert (record.state, record.attempts) == (State.CANCELLED, 1)
    assert "Cancelled" in odd.edits(job)[-1]
    assert is_served(odd)
    assert all_end(before)


def test_a_painter_that_hangs_past_the_deadline_is_ended_and_told_and_not_repeated(odd: Fleet, anna: Person):
    job = odd.order(anna, file_of(photo(odd_painters.HANGS, 71)))
    odd.wait_for_line(f"at the brush: {odd_painters.HANGS}x71")
    odd.redis.hset(keys.job(job.id), "deadline", time() + 1)
    record = odd.wait_until_over(job)

    assert (record.state, record.reason, record.attempts) == (State.FAILED, "deadline", 1)
    assert "far too long" in odd.edits(job)[-1]
    assert is_served(odd)


def test_a_painter_that_lets_no_thread_run_is_ended_too(odd: Fleet, anna: Person):
    job = odd.order(anna, file_of(photo(odd_painters.HOLDS, 70)))
    odd.wait_for_line(f"at the brush: {odd_painters.HOLDS}x70")
    odd.store.cancel(job.id, anna.id)  # nobody there can hear it: the lease runs out first
    record = odd.wait_until_over(job)

    assert (record.state, record.attempts) == (State.CANCELLED, 1)
    assert is_served(odd)
