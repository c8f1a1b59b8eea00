"""A clerk that is told to stop: what it has in hand goes to another clerk at once."""

import signal
from pathlib import Path

import pytest

from clerk.stopping import EXIT_WITHIN
from jobs import keys
from jobs.catalogue import Lane
from jobs.record import State
from tests.chat.samples import result
from tests.whole.fleet import Fleet, fleet
from tests.whole.samples import file_of, photo

pytestmark = pytest.mark.slow

MARGIN = 15


def painted(run: Fleet, name: str = "Anna") -> str:
    """A job that a worker painted and could not deliver."""
    anna = run.sandbox.person(name=name)
    job = run.order(anna, file_of(photo(64, 48)))
    claim = run.store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    folder = run.folder / "results"
    folder.mkdir(exist_ok=True)
    (folder / job.id).write_bytes(file_of(photo(64, 48, "coffee.png")))
    run.store.conclude(claim, State.DONE, result=result())
    run.store.deliver_later(job.id, claim.fence, 0)
    return job.id


def test_a_delivery_that_hangs_is_made_by_another_clerk(tmp_path: Path):
    with fleet(tmp_path) as run:
        run.sandbox.fault("silent_after", method="editMessageMedia", seconds=60)
        job = painted(run)
        run.start("clerk", "clerk")
        run.wait_for_call("editMessageMedia")
        first = run.running["clerk"]
        run.start("other", "clerk")
        run.wait_for_line("clerk@", 60)
        first.send_signal(signal.SIGTERM)
        code = first.wait(EXIT_WITHIN + MARGIN)
        record = run.store.record(job)
        run.wait_until(record.job, State.DONE, seconds=30) if record else None
        holders = {run.redis.get(keys.lock(chore)) for chore in ("redriver", "places")}

        assert code == 0
        assert run.store.record(job).attempts == 1  # type: ignore[union-attr]
        assert not any(str(holder).endswith(f".{first.pid}") for holder in holders)


def test_a_clerk_that_is_told_twice_ends_at_once(tmp_path: Path):
    with fleet(tmp_path) as run:
        run.sandbox.fault("silent_after", method="editMessageMedia", seconds=60)
        painted(run)
        clerk = run.start("clerk", "clerk")
        run.wait_for_call("editMessageMedia")
        clerk.send_signal(signal.SIGTERM)
        run.wait_for_line("Warm shutdown")
        clerk.send_signal(signal.SIGTERM)

        assert clerk.wait(MARGIN) == 1


def test_an_idle_clerk_ends_well_and_gives_up_its_chores(tmp_path: Path):
    with fleet(tmp_path) as run:
        clerk = run.start("clerk", "clerk")
        run.wait_for_key(keys.lock("redriver"))
        clerk.send_signal(signal.SIGINT)  # as Ctrl-C does

        assert clerk.wait(EXIT_WITHIN + MARGIN) == 0
        assert run.redis.get(keys.lock("redriver")) is None
