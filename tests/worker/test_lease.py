"""The thread that keeps a job's lease, hears what is wanted, and ends a process, against a real Redis."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.prompt import connect_promptly
from jobs.record import Claim, State
from jobs.store import Store
from tests.chat.samples import ROOM, job
from worker import lease
from worker.lease import Order, Watch

ROOT = Path(__file__).parents[2]
STOPPING = keys.stopping("here", 1)
#: A process with a claimed job whose painter heeds nothing; what it does before and then is filled in.
HANGS = """
    import ctypes, time
    from jobs import keys
    keys.RENEW_EVERY = 0.1
    from jobs.record import State
    from jobs.redis import connect
    from jobs.store import Store
    from tests.worker.test_lease import claimed, nothing
    from worker import lease
    lease.PATIENCE.update(late=0.1, lost=0.1, cancel=0.1, ask=0.1, stop=0.1)
    lease.TOO_LATE = 0.1
    store = Store(connect("redis://127.0.0.1:{port}/0"))
    claim = claimed(store, allowed={allowed})
    def last_words(order):
        print("last words:", order, flush=True)
    {before}
    with lease.kept(store, claim, "stopping:here:1", last_words) as watch:
        {painting}
"""


def claimed(store: Store, allowed: float = 60) -> Claim:
    wanted = job(1, id="LEASETEST1", status_message=2)
    store.accept(wanted, allowed=allowed, limits=ROOM)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    return claim


def nothing(_: Order) -> None:
    """No last words."""


def hangs(
    redis: Redis, painting: str, before: str = "pass", allowed: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a painter that hangs until its process ends."""
    port = redis.connection_pool.connection_kwargs["port"]
    source = textwrap.dedent(HANGS).format(port=port, allowed=allowed, before=before, painting=painting)
    return subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def heard(store: Store, claim: Claim) -> Order:
    """What a watch hears with its next beat."""
    watch = Watch(store, claim, STOPPING, nothing)
    watch.beat()
    watch.close()
    return watch.order


def test_the_lease_is_renewed_while_the_job_is_painted(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "RENEW_EVERY", 0.05)
    store = Store(redis)
    claim = claimed(store)
    with lease.kept(store, claim, STOPPING, nothing):
        redis.zadd(keys.DUE, {claim.job.id: 1})  # as if it were about to run out
        until = monotonic() + 10
        while redis.zscore(keys.DUE, claim.job.id) == 1 and monotonic() < until:
            sleep(0.02)

    assert (redis.zscore(keys.DUE, claim.job.id) or 0) > 1


@pytest.mark.parametrize(
    ("happens", "order"),
    [
        (lambda store, claim: store.record(claim.job.id), Order.GO_ON),
        (lambda store, claim: store.cancel(claim.job.id, 1), Order.CANCEL),
        (lambda store, claim: store.cancel(claim.job.id, 1, keep=True), Order.KEEP),
        (lambda store, claim: store.cancel(claim.job.id, 1, ask=True), Order.ASK),
        (lambda store, claim: store.hand_back(claim), Order.LOST),
        (lambda store, claim: store.redis.hset(keys.job(claim.job.id), "deadline", 1), Order.LATE),
        (lambda store, _: store.redis.set(STOPPING, 1), Order.STOP),
    ],
    ids=lambda value: str(value) if isinstance(value, Order) else "",
)
def test_what_is_wanted_is_heard(redis: Redis, happens: Callable[[Store, Claim], object], order: Order):
    store = Store(redis)
    claim = claimed(store)
    happens(store, claim)

    assert heard(store, claim) is order


def test_without_redis_the_deadline_holds_by_the_process_own_clock(redis: Redis):
    claim = claimed(Store(redis))
    nowhere = Store(connect_promptly("redis://127.0.0.1:9/0"))
    late = Claim(job=claim.job, fence=claim.fence, attempt=1, seconds_left=0)

    assert heard(nowhere, claim) is Order.GO_ON
    assert heard(nowhere, late) is Order.LATE


def test_a_painter_that_hangs_is_killed_at_its_deadline(redis: Redis):
    ended = hangs(redis, "time.sleep(60)", allowed=0.5)

    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (-signal.SIGKILL, "last words: late")
    assert Store(redis).redrive().failed == ["LEASETEST1"]


@pytest.mark.parametrize(
    ("before", "order"),
    [
        ("store.cancel(claim.job.id, 1)", "cancel"),
        ("store.cancel(claim.job.id, 1, ask=True)", "ask"),
        ("store.hand_back(claim)", "lost"),
        ("store.redis.set('stopping:here:1', 1)", "stop"),
    ],
)
def test_a_painter_that_heeds_nothing_is_ended_after_the_last_words(redis: Redis, before: str, order: str):
    ended = hangs(redis, "time.sleep(60)", before)

    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (-signal.SIGKILL, f"last words: {order}")


def test_a_painter_with_something_to_keep_is_waited_for(redis: Redis):
    painting = "watch.share = 0.5; time.sleep(2); print('step', flush=True)"
    ended = hangs(redis, painting, "store.cancel(claim.job.id, 1, ask=True)")

    assert (ended.returncode, ended.stdout.splitlines()) == (0, ["step"])


def test_a_painter_that_heeds_nothing_is_ended_even_where_the_last_words_break(redis: Redis):
    ended = hangs(redis, "time.sleep(60)", "last_words = None; store.cancel(claim.job.id, 1)")

    assert ended.returncode == -signal.SIGKILL


def test_a_painter_that_lets_no_thread_run_is_ended_too_and_what_it_holds_is_not_written(redis: Redis):
    holding = "secret = '42:' + 'x' * 35; ctypes.PyDLL(None).sleep(60)"
    ended = hangs(redis, holding, allowed=0.5)

    assert ended.returncode == 1
    assert "Timeout" in ended.stderr
    assert "x" * 35 not in ended.stderr
    assert Store(redis).redrive().failed == ["LEASETEST1"]


def test_nothing_ends_the_process_once_the_painter_is_through(redis: Redis):
    slow_to_tell = "pass\ntime.sleep(2)\nprint('told', flush=True)"
    ended = hangs(redis, slow_to_tell, "lease.HELD = 0.3; store.cancel(claim.job.id, 1)")

    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "told")


def test_a_painter_that_was_through_just_before_is_not_ended(redis: Redis):
    ended = hangs(redis, "watch.close(); watch._end(); print('told', flush=True)")

    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "told")


def test_a_job_that_was_concluded_is_not_kept_alive(redis: Redis):
    store = Store(redis)
    claim = claimed(store)
    store.conclude(claim, State.CANCELLED)

    assert heard(store, claim) is Order.LOST
