"""The thread that keeps a job's lease, against a real Redis."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from time import monotonic, sleep

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.job import Job, Photo, StylePart
from jobs.record import Claim
from jobs.store import Store
from worker import lease

ROOT = Path(__file__).parents[2]


def claimed(store: Store, allowed: float) -> Claim:
    job = Job(
        id="LEASETEST1",
        person=1,
        chat=1,
        photo_message=1,
        status_message=2,
        language="en",
        content=Photo(file_id="f", file_unique_id="u", width=64, height=48, kind="photo"),
        styles=(StylePart(gallery="wave", weight=1),),
        method=Method.MULTISTYLE,
        lane=Lane.FAST,
        created=0,
    )
    store.accept(job, allowed=allowed, limit=3, held=0)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    return claim


def test_the_lease_is_renewed_while_the_job_is_painted(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "RENEW_EVERY", 0.05)
    store = Store(redis)
    claim = claimed(store, allowed=60)
    with lease.kept(store, claim):
        redis.zadd(keys.DUE, {claim.job.id: 1})  # as if it were about to run out
        until = monotonic() + 10
        while redis.zscore(keys.DUE, claim.job.id) == 1 and monotonic() < until:
            sleep(0.02)

    assert (redis.zscore(keys.DUE, claim.job.id) or 0) > 1


def test_a_painter_that_hangs_is_killed_at_its_deadline(redis: Redis):
    port = redis.connection_pool.connection_kwargs["port"]
    hang = f"""
        import time
        from jobs import keys
        keys.RENEW_EVERY = 0.1
        from jobs.redis import connect
        from jobs.store import Store
        from tests.worker.test_lease import claimed
        from worker import lease
        lease.GRACE = 0.1
        store = Store(connect("redis://127.0.0.1:{port}/0"))
        with lease.kept(store, claimed(store, allowed=0.5)):
            time.sleep(60)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(hang)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=50,
        check=False,
    )

    assert ended.returncode == -signal.SIGKILL
    assert Store(redis).redrive().failed == ["LEASETEST1"]
