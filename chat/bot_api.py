"""The Bot API client of every process, and the thread in which synchronous processes use it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

from redis import Redis
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from chat.flood import FloodBudget, Priority
from jobs.settings import Settings

T = TypeVar("T")

#: Seconds. Together shorter than a delivery's lease, so that a hung call ends before somebody else begins.
CONNECT, READ, WRITE, UPLOAD = 5, 15, 15, 30


def request() -> HTTPXRequest:
    """The HTTP side, with time-outs shorter than the leases."""
    return HTTPXRequest(
        connection_pool_size=16,
        connect_timeout=CONNECT,
        read_timeout=READ,
        write_timeout=WRITE,
        media_write_timeout=UPLOAD,
        pool_timeout=CONNECT,
    )


def bot(settings: Settings, redis: "Redis") -> ExtBot[Priority]:
    """Make the client; call its ``initialize`` before use."""
    api = settings.bot_api_url.rstrip("/")
    return ExtBot(
        settings.bot_token.get_secret_value(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request(),
        get_updates_request=request(),
        rate_limiter=FloodBudget(redis),
        defaults=Defaults(parse_mode="HTML", allow_sending_without_reply=True),
    )


class BotThread:
    """One event loop with one initialised client, for processes whose main thread paints or waits."""

    def __init__(self, client: ExtBot[Priority]) -> None:
        self.bot = client
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._thread.start()
        self._ready = False

    def submit(self, call: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin a call and go on."""
        return asyncio.run_coroutine_threadsafe(self._when_ready(call), self._loop)

    def run(self, call: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        """Make a call and wait for its answer.

        Raises:
            TimeoutError: there was none in time.
        """
        return self.submit(call).result(seconds)

    async def _when_ready(self, call: Coroutine[Any, Any, T]) -> T:
        # Not `initialize()`: it asks getMe, and a worker must start while Telegram is away.
        if not self._ready:
            self._ready = True
            await self.bot.request.initialize()
        return await call

    def close(self) -> None:
        """Close the connections and end the thread."""
        self.submit(self.bot.request.shutdown()).result(CONNECT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CONNECT)
        self._loop.close()
