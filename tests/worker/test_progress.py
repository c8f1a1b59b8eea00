"""Between two steps: go on, stop for the person, stop for the worker, or let go of a lost job."""

from collections.abc import Iterator

import pytest
import torch
from redis import Redis

from chat.bot_api import BotThread, bot
from jobs.errors import Cancelled, LostJob
from jobs.record import Claim
from jobs.settings import Settings
from jobs.store import Store
from painting.step import Enough, Step
from sandbox.person import Sandbox
from sandbox.serving import DEFAULT_TOKEN, Options, running
from tests.worker.test_lease import STOPPING, claimed, nothing
from worker import progress as progress_module
from worker.lease import Order, Watch
from worker.progress import HandBack, Progress


def step(number: int = 5, *, picture: bool = True) -> Step:
    shown = torch.zeros(3, 4, 4).numpy
    return Step(step=number, of=10, loss=1.0, picture=shown if picture else None)


def of(claim: Claim, store: Store, thread: BotThread) -> Progress:
    return Progress(Watch(store, claim, STOPPING, nothing), store, thread)


@pytest.fixture
def progress(redis: Redis) -> Iterator[Progress]:
    """Progress of a claimed job; nobody listens at the Bot API's address."""
    store = Store(redis)
    thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url="http://127.0.0.1:9"), redis))
    progress = of(claimed(store), store, thread)
    yield progress
    progress.watch.close()
    thread.close()


def test_a_step_is_noted_in_the_record_with_the_next_beat(progress: Progress):
    progress(step(5))
    progress.watch.beat()
    record = progress.store.record(progress.claim.job.id)

    assert record is not None
    assert record.progress == 0.5


@pytest.mark.parametrize(
    ("order", "raised"),
    [
        (Order.CANCEL, Cancelled),
        (Order.LOST, LostJob),
        (Order.LATE, LostJob),
        (Order.STOP, HandBack),
        (Order.KEEP, Enough),
    ],
)
def test_what_is_wanted_reaches_the_painter_at_its_next_step(
    progress: Progress, order: Order, raised: type[Exception]
):
    progress(step(4))
    progress.watch.order = order

    with pytest.raises(raised):
        progress(step(5))


def test_what_is_kept_is_kept_with_how_far_it_was(progress: Progress):
    progress.watch.order = Order.KEEP
    with pytest.raises(Enough):
        progress(step(6))

    assert progress.kept == 0.6


def test_the_first_steps_are_not_worth_keeping(progress: Progress):
    progress.watch.order = Order.KEEP
    progress(Step(step=1, of=100, picture=torch.zeros(3, 4, 4).numpy))

    with pytest.raises(Enough):
        progress(Step(step=10, of=100, picture=torch.zeros(3, 4, 4).numpy))


def test_a_net_that_has_no_picture_yet_finishes_where_its_person_wants_to_keep_it(progress: Progress):
    progress.watch.order = Order.KEEP
    progress(step(5, picture=False))

    assert progress.kept == 1


def test_redis_away_does_not_stop_the_painting(progress: Progress, redis: Redis):
    progress.watch.store = Store(Redis(port=9))
    progress.watch.beat()
    progress(step(5))
    progress(step(6))

    assert progress.watch.order is Order.GO_ON


def test_telegram_away_does_not_stop_the_painting(progress: Progress, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
    progress(step())
    progress.settle()

    assert progress.edit is not None


def test_an_edit_that_hangs_is_not_waited_for(progress: Progress, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress_module, "LAST_EDIT", 0.05)
    with running(Options()) as address, Sandbox(address) as sandbox:
        sandbox.fault("silent_after", method="editMessageText", seconds=30)
        thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=address), progress.store.redis))
        monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
        slow = of(progress.claim, progress.store, thread)
        slow(step())
        slow.settle()
        thread.close()

    assert slow.edit is not None
    assert slow.edit.cancelled()


def test_the_status_message_shows_how_far_it_is(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
    monkeypatch.setattr(progress_module, "LAST_EDIT", 20)
    store = Store(redis)
    with running(Options()) as address, Sandbox(address) as sandbox:
        person = sandbox.person(name="Anna")
        person.send_text("hello")
        thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=address), redis))
        message = thread.run(thread.bot.send_message(person.id, "In the queue"), 20)
        claim = claimed(store)
        job = claim.job.model_copy(update={"chat": person.id, "status_message": message.message_id})
        progress = of(Claim(job=job, fence=claim.fence, attempt=1, seconds_left=60), store, thread)
        progress(step(5))
        progress.settle()
        shown = person.messages()[-1]
        thread.close()

    assert "▓▓▓▓▓░░░░░ 50 %" in shown.words
    assert shown.button("Cancel")
