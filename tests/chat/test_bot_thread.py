"""Calls to Telegram from processes whose main thread paints: what nobody waits for does not go on."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import CancelledError
from threading import Event, Timer

import pytest
from redis import Redis

from chat.bot_api import BotThread, bot
from jobs.settings import Settings
from sandbox.serving import DEFAULT_TOKEN


class Call:
    """Something that takes long, and says how it ended."""

    def __init__(self) -> None:
        self.began, self.cancelled = Event(), Event()

    async def __call__(self) -> None:
        self.began.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


@pytest.fixture
def thread(redis: Redis) -> Iterator[BotThread]:
    thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url="http://127.0.0.1:9"), redis))
    yield thread
    thread.close()


def test_a_call_that_is_not_answered_in_time_is_cancelled(thread: BotThread):
    call = Call()
    with pytest.raises(TimeoutError):
        thread.run(call(), 0.2)

    assert call.cancelled.wait(10)


def test_all_calls_under_way_can_be_ended(thread: BotThread):
    waited_for, left_alone = Call(), Call()
    thread.submit(left_alone())
    assert left_alone.began.wait(10)
    Timer(0.1, thread.cancel).start()
    with pytest.raises(CancelledError):
        thread.run(waited_for(), 30)

    assert waited_for.cancelled.wait(10)
    assert left_alone.cancelled.wait(10)


def test_a_call_after_that_is_made(thread: BotThread):
    thread.cancel()

    assert thread.run(asyncio.sleep(0, "answered"), 10) == "answered"
