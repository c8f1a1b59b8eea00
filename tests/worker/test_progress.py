"""Between two steps: go on, stop for the person, stop for the worker, or let go of a lost job."""

import pytest
import torch
from redis import Redis

from chat.bot_api import BotThread, bot
from jobs import keys
from jobs.errors import Cancelled, LostJob
from jobs.settings import Settings
from jobs.store import Store
from painting.step import Step
from sandbox.person import Sandbox
from sandbox.serving import DEFAULT_TOKEN, Options, running
from tests.worker.test_lease import claimed
from worker import progress as progress_module
from worker.progress import HandBack, Progress

STOPPING = keys.stopping("here", 1)


def step(number: int = 5) -> Step:
    return Step(step=number, of=10, loss=1.0, picture=lambda: torch.zeros(3, 4, 4))


@pytest.fixture
def progress(redis: Redis):
    """Progress of a claimed job; nobody listens at the Bot API's address."""
    store = Store(redis)
    thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url="http://127.0.0.1:9"), redis))
    yield Progress(claimed(store, allowed=60), store, thread, STOPPING)
    thread.close()


def test_a_step_is_noted_in_the_record(progress: Progress):
    progress(step(5))
    record = progress.store.record(progress.claim.job.id)

    assert record is not None
    assert record.progress == 0.5


def test_cancel_reaches_the_painter(progress: Progress):
    progress.store.cancel(progress.claim.job.id, 1)

    with pytest.raises(Cancelled):
        progress(step())


def test_a_lost_job_is_let_go(progress: Progress):
    progress.store.hand_back(progress.claim)

    with pytest.raises(LostJob):
        progress(step())


def test_a_worker_that_must_stop_hands_its_job_back(progress: Progress):
    progress.store.redis.set(STOPPING, 1)

    with pytest.raises(HandBack):
        progress(step())


def test_telegram_away_does_not_stop_the_painting(progress: Progress, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
    progress(step())
    progress.settle()

    assert progress.edit is not None
    assert progress.unsettled


def test_the_status_message_shows_how_far_it_is(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
    store = Store(redis)
    with running(Options()) as address, Sandbox(address) as sandbox:
        person = sandbox.person(name="Anna")
        person.send_text("hello")
        thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=address), redis))
        message = thread.run(thread.bot.send_message(person.id, "In the queue"), 20)
        claim = claimed(store, allowed=60)
        job = claim.job.model_copy(update={"chat": person.id, "status_message": message.message_id})
        progress = Progress(
            type(claim)(job=job, fence=claim.fence, attempt=1, seconds_left=60), store, thread, STOPPING
        )
        progress(step(5))
        progress.settle()
        shown = person.messages()[-1]
        thread.close()

    assert "▓▓▓▓▓░░░░░ 50 %" in shown.words
    assert not progress.unsettled
    assert shown.button("Cancel")
