"""The end of a job that nobody answers: the lane is free soon, and a clerk brings the picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.catalogue import Lane
from jobs.record import Claim, State
from jobs.settings import Settings
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running
from tests.chat.samples import ROOM, job, result
from worker import telling
from worker.ending import Ending
from worker.studio import Studio


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
def studio(sandbox: Sandbox, redis: Redis, tmp_path: Path) -> Iterator[Studio]:
    port = redis.get_connection_kwargs()["port"]
    settings = Settings(
        bot_token=DEFAULT_TOKEN,
        bot_api_url=sandbox.base_url,
        redis_url=f"redis://127.0.0.1:{port}/0",
        results_url=tmp_path.as_uri(),
    )
    studio = Studio(settings, Lane.FAST)
    yield studio
    studio.telling.settle(0)
    studio.thread.close()
    studio.store.redis.close()
    studio.prompt_store.redis.close()


def painted(studio: Studio, anna: Person) -> Claim:
    """A job whose picture is kept and not told of."""
    status = studio.thread.run(studio.thread.bot.send_message(anna.chat_id, "painting"), 20)
    wanted = job(anna.chat_id, status_message=status.message_id)
    studio.store.accept(wanted, allowed=60, limits=ROOM)
    claim = studio.store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    studio.results.write(wanted.id, b"picture")
    return claim


def test_the_lane_goes_on_while_telegram_does_not_answer(studio: Studio, sandbox: Sandbox):
    sandbox.fault("silent_after", method="editMessageMedia", seconds=30)
    claim = painted(studio, sandbox.person(name="Anna"))
    Ending(studio, claim).painted(result())
    record = studio.store.record(claim.job.id)

    assert record is not None
    assert (record.state, record.outcome) == (State.DELIVERING, State.DONE)
    assert record.refused == 0  # not waited for until the call's own time-out
    assert studio.store.claim_delivery(claim.job.id) is None  # it is under way


def test_what_telegram_does_not_answer_is_left_to_the_clerk(
    studio: Studio, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(telling, "TELLING", 0.3)
    sandbox.fault("silent_after", method="editMessageMedia", seconds=30)
    claim = painted(studio, sandbox.person(name="Anna"))
    Ending(studio, claim).painted(result())
    studio.telling.settle(40)
    record = studio.store.record(claim.job.id)

    assert record is not None
    assert record.refused == 0  # cut off by the worker, not by the call's own time-out
    assert studio.store.claim_delivery(claim.job.id) is not None
