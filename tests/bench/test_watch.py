"""The watch kills who paints poison, each time, and knows for how long an orphaned job was left alone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from time import monotonic, sleep, time

import pytest
from redis import Redis

from bench.chaos.watch import Watch
from jobs import keys
from jobs.catalogue import Lane
from tests.chat.samples import job

JOB = job()
#: Seconds.
SOON = 10


@pytest.fixture
def painters() -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two processes that would paint for a minute."""
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    started = [subprocess.Popen(command) for _ in range(2)]
    yield started
    for process in started:
        process.kill()
        process.wait()


def paint(redis: Redis, painter: "subprocess.Popen[bytes]", fence: int) -> None:
    """Say in Redis that a process has claimed the job."""
    claimed = {
        "state": "running",
        "worker": f"fast_gan@here.{painter.pid}",
        "fence": fence,
        "started": time(),
        "job": JOB.model_dump_json(),
    }
    redis.hset(keys.job(JOB.id), mapping=claimed)
    redis.sadd(keys.running(Lane.FAST), JOB.id)


def wait_until(there: Callable[[], object]) -> None:
    until = monotonic() + SOON
    while not there():
        assert monotonic() < until
        sleep(0.01)


def test_whoever_paints_a_poisoned_photo_is_killed(redis: Redis, painters: list["subprocess.Popen[bytes]"]):
    watch = Watch(redis, {(JOB.chat, JOB.photo_message)})
    with watch.looking():
        for fence, painter in enumerate(painters, start=1):
            paint(redis, painter, fence)
            painter.wait(SOON)
            wait_until(lambda fence=fence: len(watch.orphans) == fence)
        wait_until(lambda: watch.orphans[0].again)

    assert watch.poisoned == {(JOB.chat, JOB.photo_message): 2}
    assert [0 < seconds < SOON for seconds in watch.recovery()[Lane.FAST]] == [True]


def test_other_photos_are_painted_in_peace(redis: Redis, painters: list["subprocess.Popen[bytes]"]):
    watch = Watch(redis, {(JOB.chat, JOB.photo_message + 1)})
    with watch.looking():
        paint(redis, painters[0], 1)
        wait_until(lambda: watch._photos)

    assert painters[0].poll() is None
    assert watch.poisoned == {}


def test_a_job_that_is_painted_faster_than_one_looks_is_known_by_its_record(
    redis: Redis, painters: list["subprocess.Popen[bytes]"]
):
    watch = Watch(redis, set())
    paint(redis, painters[0], 1)
    watch.bereaved([painters[0].pid], time())
    unpainted = watch.recovery()[Lane.FAST]
    redis.hset(keys.job(JOB.id), mapping={"state": "done", "started": time() + 1})

    assert unpainted == []
    assert watch.recovery()[Lane.FAST] == [pytest.approx(1, abs=0.5)]
