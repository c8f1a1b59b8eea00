"""A worker that is told to stop hands back what it has, and ends, whatever hangs."""

import signal
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from jobs.catalogue import Lane
from jobs.record import State
from sandbox.person import Person
from tests.whole import odd_painters
from tests.whole.fleet import Fleet, all_end, fleet
from tests.whole.samples import file_of, photo
from worker.stopping import EXIT_WITHIN

pytestmark = pytest.mark.slow

#: Seconds beyond the stated ones, for a machine that does other things too.
MARGIN = 15


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """A clerk; workers come and go."""
    with fleet(Path(tmp_path_factory.mktemp("odd"))) as run:
        run.start("clerk", "clerk")
        yield run


@pytest.fixture
def anna(odd: Fleet) -> Person:
    return odd.sandbox.person(name="Anna")


@pytest.fixture
def worker(odd: Fleet) -> Iterator[Fleet]:
    """A worker whose painters can hang; ended with the test, and gone from the lane."""
    odd.redis.delete(f"workers:{Lane.FAST}")
    odd.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
    odd.wait_for_painters(Lane.FAST)
    yield odd
    odd.running["fast"].kill()
    odd.running["fast"].wait()


def stop(run: Fleet, name: str, times: int = 1) -> int:
    """Tell a process to stop; how it ended, in time."""
    for _ in range(times):
        run.running[name].send_signal(signal.SIGTERM)
        sleep(0.1)  # two of them at the same moment are one
    return run.running[name].wait(EXIT_WITHIN + MARGIN)


def test_a_job_is_handed_back_at_the_next_step_and_painted_by_the_next_worker(worker: Fleet, anna: Person):
    job = worker.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 80)))
    worker.wait_until(job, State.RUNNING, progress=0.05)
    code = stop(worker, "fast")
    between = worker.record(job)
    worker.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
    last = worker.wait_until_over(job)

    assert code == 0
    assert (between.state, between.attempts) == (State.QUEUED, 0)
    assert (last.state, last.attempts) == (State.DONE, 1)
    assert worker.edits(job).count("photo") == 1


def test_a_painter_that_hangs_is_handed_back_and_ended(worker: Fleet, anna: Person):
    job = worker.order(anna, file_of(photo(odd_painters.HANGS, 80)))
    worker.wait_for_line(f"at the brush: {odd_painters.HANGS}x80")
    painters = worker.painters(Lane.FAST)
    stop(worker, "fast")
    record = worker.record(job)
    worker.store.cancel(job.id, anna.id)

    assert (record.state, record.attempts) == (State.QUEUED, 0)
    assert all_end(painters)


def test_a_worker_that_is_told_twice_ends_at_once_and_its_job_is_painted_again(worker: Fleet, anna: Person):
    job = worker.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 81)))
    worker.wait_until(job, State.RUNNING, progress=0.05)
    painters = worker.painters(Lane.FAST)
    stop(worker, "fast", times=2)
    ended = all_end(painters)
    worker.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
    record = worker.wait_until_over(job)

    assert ended
    assert record.state is State.DONE
    assert worker.edits(job).count("photo") == 1


def test_a_worker_ends_while_redis_is_frozen(worker: Fleet, anna: Person):
    job = worker.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 82)))
    worker.wait_until(job, State.RUNNING, progress=0.05)
    worker.server.send(signal.SIGSTOP)
    try:
        stop(worker, "fast")
    finally:
        worker.server.send(signal.SIGCONT)
    worker.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
    record = worker.wait_until_over(job)

    assert record.state is State.DONE
    assert worker.edits(job).count("photo") == 1


def test_an_idle_worker_ends_well(worker: Fleet):
    assert stop(worker, "fast") == 0
