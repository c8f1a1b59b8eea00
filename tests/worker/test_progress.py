"""Between two steps: go on, stop for the person, stop for the worker, or let go of a lost job."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic
from typing import Any

import numpy
import pytest
import torch
from PIL import Image
from redis import Redis

from chat.bot_api import BotThread, bot
from jobs.errors import Cancelled, LostJob
from jobs.record import Claim, State
from jobs.settings import Settings
from jobs.store import Store
from painting.step import Enough, Step
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, Options, running
from tests.chat.samples import OWN
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
        (Order.ASK, Enough),
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


def test_what_is_not_worth_showing_is_cancelled_without_a_question(progress: Progress):
    progress.watch.order = Order.ASK
    with pytest.raises(Cancelled):
        progress.look()
    with pytest.raises(Cancelled):
        progress(Step(step=1, of=100, picture=torch.zeros(3, 4, 4).numpy))

    with pytest.raises(Enough):
        progress(Step(step=10, of=100, picture=torch.zeros(3, 4, 4).numpy))
    progress.look()  # it stopped, and what is there is encoded


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
        sandbox.fault("silent_ahead", method="editMessage*", seconds=30)
        thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=address), progress.store.redis))
        monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
        slow = of(progress.claim, progress.store, thread)
        slow(step())
        slow.settle()
        thread.close()

    assert slow.edit is not None
    assert slow.edit.cancelled()


@pytest.fixture
def shown(
    sandbox: Sandbox, anna: Person, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Progress]]:
    """Makes the progress of a job whose status message is in a chat, Anna's unless told."""
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
    monkeypatch.setattr(progress_module, "EDIT_EVERY", 0)
    monkeypatch.setattr(progress_module, "LAST_EDIT", 20)
    store, threads = Store(redis), []
    anna.send_text("hello")

    def progress(chat: int = anna.id, **fields: Any) -> Progress:
        settings = Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url)
        thread = BotThread(bot(settings, redis))
        threads.append(thread)
        message = thread.run(thread.bot.send_message(chat, "In the queue"), 20)
        claim = claimed(store)
        job = claim.job.model_copy(update={"chat": chat, "status_message": message.message_id, **fields})
        return of(replace(claim, job=job), store, thread)

    yield progress
    for thread in threads:
        thread.close()


def step_of(share: float, began: float, progress: Progress, picture: numpy.ndarray | None = None) -> None:
    """Take a step, as if the painting had begun some seconds ago, and wait until it is shown.

    Telegram has all its patience again: seconds pass between two edits of a real painting.
    """
    for key in progress.store.redis.scan_iter("flood:*"):
        progress.store.redis.delete(key)
    progress.began = monotonic() - began
    progress.first = progress.began, 0
    progress(Step(step=round(100 * share), of=100, picture=None if picture is None else lambda: picture))
    progress.settle()


def test_the_status_message_shows_how_far_it_is(shown: Callable[..., Progress], anna: Person):
    step_of(0.5, 10, shown())
    message = anna.messages()[-1]

    assert "▓▓▓▓▓░░░░░ 50 %" in message.words
    assert message.button("Cancel")


def told(anna: Person) -> int | None:
    """The seconds that Anna's status message says are left."""
    found = re.search(r"~(?:(\d+) min ?)?(?:(\d+) s )?left", anna.messages()[-1].words)
    return 60 * int(found[1] or 0) + int(found[2] or 0) if found else None


def test_the_time_left_is_said_from_a_third_of_the_way_on(shown: Callable[..., Progress], anna: Person):
    progress, seen = shown(), []
    for share in (0.2, 0.3, 0.5):
        step_of(share, 20, progress)
        seen.append(told(anna))

    assert seen == [None, None, 20]


def test_the_time_left_never_grows(shown: Callable[..., Progress], anna: Person):
    progress = shown()
    step_of(0.5, 20, progress)
    step_of(0.6, 300, progress)

    assert (told(anna) or 0) in range(1, 21)


def test_time_that_was_said_and_has_passed_is_said_no_more(shown: Callable[..., Progress], anna: Person):
    progress = shown()
    step_of(0.5, 20, progress)
    progress._said -= 20
    step_of(0.9, 40, progress)

    assert "90 %" in anna.messages()[-1].words
    assert told(anna) is None


def test_what_comes_before_the_first_step_does_not_count_for_the_time_left(
    shown: Callable[..., Progress], anna: Person, monkeypatch: pytest.MonkeyPatch
):
    progress = shown()
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 3600)
    progress.began -= 1000
    progress(Step(step=10, of=100))
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 0)
    assert progress.first is not None
    at, share = progress.first
    progress.first = at - 40, share
    progress(Step(step=50, of=100))
    progress.settle()

    assert told(anna) in range(50, 61)  # 40 s for 40 %, and what the test itself takes


@pytest.mark.parametrize("in_group", [False, True])
def test_a_painting_without_a_step_so_far_is_said_to_have_begun(
    shown: Callable[..., Progress], sandbox: Sandbox, anna: Person, in_group: bool
):
    here = anna.within(sandbox.group()) if in_group else anna
    progress = shown(here.chat_id)
    progress.open()
    assert progress.edit is not None
    progress.edit.result(20)

    assert here.messages()[-1].words.startswith("🎨 Painting ░░░░░░░░░░ 0 % · ")


def test_a_painting_that_is_over_before_the_first_edit_makes_none(
    shown: Callable[..., Progress], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(progress_module, "FIRST_EDIT", 3600)
    progress = shown()
    progress.open()
    progress(step(5))
    progress.settle()

    assert progress.edit is not None
    assert progress.edit.cancelled()
    assert not [call for call in sandbox.calls() if call["method"].startswith("edit")]


def plain(value: float) -> numpy.ndarray:
    """A picture of one grey."""
    return numpy.full((3, 30, 40), value, numpy.float32)


def test_the_picture_grows_at_a_quarter_a_half_and_three_quarters(
    shown: Callable[..., Progress], anna: Person
):
    progress = shown(content=OWN)
    seen = []
    for share in (0.1, 0.2, 0.26, 0.3, 0.6, 0.7, 0.8, 0.9):
        step_of(share, 60, progress, plain(share))
        message = anna.messages()[-1]
        grey = Image.open(io.BytesIO(message.download())).getpixel((5, 5))[0] / 255 if message.media else 0
        seen.append((round(grey, 1), message.size, f"{round(100 * share)} %" in message.words))

    assert [grey for grey, _, _ in seen] == [0, 0, 0.3, 0.3, 0.6, 0.6, 0.8, 0.8]
    assert {size for grey, size, _ in seen if grey} == {(300, 225)}
    assert all(says for _, _, says in seen)
    assert anna.messages()[-1].button("Cancel")


def test_a_caption_is_edited_at_the_first_try_once_a_picture_was_shown(
    shown: Callable[..., Progress], sandbox: Sandbox
):
    progress = shown()
    for share in (0.3, 0.35, 0.4):
        step_of(share, 60, progress, plain(share))
    called = [call["method"] for call in sandbox.calls() if call["method"].startswith("edit")]

    assert called == ["editMessageMedia", "editMessageCaption", "editMessageCaption"]


def test_another_worker_knows_that_a_picture_was_shown(shown: Callable[..., Progress], sandbox: Sandbox):
    progress = shown()
    step_of(0.3, 60, progress, plain(0.3))
    step_of(0.1, 60, Progress(progress.watch, progress.store, progress.thread), plain(0.1))
    called = [call["method"] for call in sandbox.calls() if call["method"].startswith("edit")]

    assert called == ["editMessageMedia", "editMessageCaption"]


@pytest.mark.parametrize("fields", [{"previews": False}, {"purpose": "previews"}])
def test_who_does_not_want_the_growing_picture_sees_the_words_alone(
    shown: Callable[..., Progress], anna: Person, fields: dict[str, object]
):
    step_of(0.5, 60, shown(**fields), plain(0.5))

    assert anna.messages()[-1].media is None
    assert "50 %" in anna.messages()[-1].words


def test_a_picture_that_would_come_just_before_the_painting_is_not_shown(
    shown: Callable[..., Progress], anna: Person
):
    step_of(0.8, 8, shown(), plain(0.8))  # two seconds are left

    assert anna.messages()[-1].media is None


def test_a_picture_for_which_the_budget_is_too_short_is_dropped(
    shown: Callable[..., Progress], anna: Person, redis: Redis
):
    progress = shown()
    for _ in range(5):
        progress.thread.run(progress.thread.bot.send_message(anna.id, "so much to say"), 20)
    progress.began -= 60
    progress.first = progress.began, 0
    progress(Step(step=50, of=100, picture=lambda: plain(0.5)))
    progress.settle()

    assert all(message.media is None for message in anna.messages())


def test_a_picture_of_a_job_that_has_gone_on_is_not_shown(shown: Callable[..., Progress], anna: Person):
    progress = shown()
    progress.store.conclude(progress.claim, State.CANCELLED)
    step_of(0.5, 60, progress, plain(0.5))

    assert anna.messages()[-1].text == "In the queue"


def test_a_group_hears_once_that_it_began(shown: Callable[..., Progress], sandbox: Sandbox):
    group = sandbox.group()
    progress = shown(group.chat_id)
    for share in (0.3, 0.6, 0.8):
        step_of(share, 60, progress, plain(share))
    called = [call["method"] for call in sandbox.calls() if call["method"].startswith("edit")]

    assert called == ["editMessageText"]
