"""What is outside goes away while pictures are painted: each is painted once all the same, and comes once."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest

from jobs.catalogue import Lane
from jobs.record import Record, State
from sandbox.person import Person
from tests.whole import odd_painters
from tests.whole.fleet import Fleet, fleet
from tests.whole.samples import file_of, photo

pytestmark = pytest.mark.slow

#: Seconds that Redis is frozen: more than a lease.
FROZEN = 20


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """A fast lane in which painting takes ten seconds at this width, and two clerks."""
    with fleet(Path(tmp_path_factory.mktemp("outages"))) as run:
        run.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
        run.start("clerk", "clerk")
        run.start("other", "clerk")
        run.wait_for_painters(Lane.FAST)
        yield run


@pytest.fixture
def anna(run: Fleet) -> Person:
    return run.sandbox.person(name="Anna")


def painted_once(run: Fleet, record: Record) -> bool:
    """Was it painted by the first who tried, and did its picture come once?"""
    shown = run.edits(record.job)
    return (record.state, record.attempts, shown.count("photo")) == (State.DONE, 1, 1)


def freeze(run: Fleet) -> None:
    run.server.send(signal.SIGSTOP)
    sleep(FROZEN)
    run.server.send(signal.SIGCONT)


def restart(run: Fleet) -> None:
    run.server.kill()
    sleep(3)
    run.server.start()


def stay_away(run: Fleet) -> None:
    """Longer than the painting takes, and than a lease."""
    run.server.kill()
    sleep(25)
    run.server.start()


@pytest.mark.parametrize("outage", [freeze, restart, stay_away])
def test_redis_goes_away_while_a_picture_is_painted(
    run: Fleet, anna: Person, outage: Callable[[Fleet], None]
):
    job = run.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 90)))
    run.wait_until(job, State.RUNNING, progress=0.1)
    outage(run)
    record = run.wait_until_over(job, 60)

    assert painted_once(run, record)


@pytest.mark.parametrize("kind", ["502", "reset"])
def test_telegram_goes_away_while_a_picture_is_painted(run: Fleet, anna: Person, kind: str):
    job = run.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 91)))
    run.wait_until(job, State.RUNNING, progress=0.1)
    run.sandbox.fault(kind, times=None, probability=1.0)
    try:
        run.wait_until(job, State.DELIVERING)
        sleep(3)
    finally:
        run.sandbox.clear_faults()
    record = run.wait_until_over(job)

    assert painted_once(run, record)
    assert record.refused > 0


def test_telegram_is_away_before_a_picture_is_painted(run: Fleet, anna: Person):
    job_before_it = run.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 92)))
    run.wait_until(job_before_it, State.RUNNING, progress=0.1)
    job = run.order(anna, file_of(photo(60, 93)))
    run.sandbox.fault("502", times=None, probability=1.0)
    try:
        run.wait_until(job, State.POSTPONED)
    finally:
        run.sandbox.clear_faults()
    record = run.wait_until_over(job)

    assert painted_once(run, record)


@pytest.mark.parametrize("who", ["main process", "child"])
def test_a_worker_that_is_killed_has_its_job_painted_again(run: Fleet, anna: Person, who: str):
    job = run.order(anna, file_of(photo(odd_painters.PAINTS_SLOWLY, 94)))
    run.wait_until(job, State.RUNNING, progress=0.1)
    (painter,) = {int((run.redis.hget(f"job:{job.id}", "worker") or "").rpartition(".")[2])}
    main = run.running["fast"]
    os.kill(main.pid if who == "main process" else painter, signal.SIGKILL)
    if who == "main process":
        main.wait()
        run.start("fast", "tests.whole.odd_painters", str(Lane.FAST))
    record = run.wait_until_over(job)

    assert (record.state, record.attempts) == (State.DONE, 2)
    assert run.edits(job).count("photo") == 1
