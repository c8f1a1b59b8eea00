"""What got lost comes back, against a real Redis that is the broker too."""

import json
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.job import Job, Photo, StylePart, job_id
from jobs.record import State
from jobs.store import Lease, Limits, Store

ROOT = Path(__file__).parents[2]
#: One look of the re-driver, in a process of its own: Celery's settings are read once per process.
LOOK = "from clerk.desk import desk; from clerk.redriver import redrive; redrive(desk())"


@pytest.fixture
def store(redis: Redis) -> Store:
    return Store(redis)


def look(redis: Redis, folder: Path) -> None:
    """Let the re-driver look once."""
    port = redis.connection_pool.connection_kwargs["port"]
    settings = {
        "ATELIER_BOT_TOKEN": "42:no-token-of-anybody",
        "ATELIER_BOT_API_URL": "http://127.0.0.1:9",
        "ATELIER_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "ATELIER_RESULTS_URL": f"file://{folder}",
    }
    subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, env=os.environ | settings, timeout=60, check=True)


def accept(store: Store, number: int, lane: Lane = Lane.FAST) -> Job:
    job = Job(
        id=job_id(42, number),
        person=number,
        chat=number,
        photo_message=1,
        status_message=2,
        language="en",
        content=Photo(file_id="f", file_unique_id="u", width=64, height=48, kind="photo"),
        styles=(StylePart(gallery="wave", weight=1),),
        method=Method.MULTISTYLE,
        lane=lane,
        created=0,
    )
    store.accept(job, allowed=60, limits=Limits(hand=3, held=0, waiting=10))
    return job


def _asked_for(store: Store) -> list[str]:
    """The jobs named in messages on the delivery queue."""
    messages = [json.loads(text) for text in store.redis.lrange("delivery", 0, -1)]
    return [json.loads(b64decode(message["body"]))[0][0] for message in messages]


def test_missing_tickets_are_published_and_no_more_than_are_missing(store: Store, tmp_path: Path):
    for number in range(3):
        accept(store, number)
    look(store.redis, tmp_path)
    after_one_look = store.tickets(Lane.FAST)
    look(store.redis, tmp_path)

    assert after_one_look == 3
    assert store.tickets(Lane.FAST) == 3
    assert store.tickets(Lane.SLOW) == 0


def test_a_job_whose_worker_died_is_queued_again_with_a_ticket(store: Store, tmp_path: Path):
    job = accept(store, 1, Lane.SLOW)
    store.claim(Lane.SLOW, "w1", {"wave"})
    store.redis.zadd(keys.DUE, {job.id: 0})
    look(store.redis, tmp_path)
    record = store.record(job.id)

    assert record is not None
    assert record.state is State.QUEUED
    assert store.tickets(Lane.SLOW) == 1


def test_a_delivery_that_is_due_is_asked_for(store: Store, tmp_path: Path):
    accept(store, 1)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    store.conclude(claim, State.FAILED, reason="truncated")
    store.deliver_later(claim.job.id, claim.fence, 0)
    look(store.redis, tmp_path)

    assert _asked_for(store) == [claim.job.id]


def test_after_an_outage_leases_that_ran_out_meanwhile_get_a_moment(store: Store):
    wanted = accept(store, 7)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    store.redrive()
    store.redis.zadd(keys.DUE, {wanted.id: 0})
    store.redis.set(keys.REDRIVEN, float(store.redis.get(keys.REDRIVEN) or 0) - keys.LEASE - 1)
    first = store.redrive()
    renewed = store.renew(claim)
    store.redis.zadd(keys.DUE, {wanted.id: 0})
    second = store.redrive()

    assert first.queued == []
    assert renewed is Lease.OK
    assert second.queued == [wanted.id]
