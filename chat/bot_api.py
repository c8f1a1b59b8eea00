"""The Bot API client of every process, and the thread in which synchronous processes use it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from redis import Redis
from telegram import File
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from chat.flood import FloodBudget, Priority
from jobs.settings import Settings

T = TypeVar("T")

#: Seconds. Together shorter than a delivery's lease, so that a hung call ends before somebody else begins.
CONNECT, READ, WRITE, UPLOAD = 5, 15, 15, 30


#: Seconds that cancelled calls have for ending.
ENDING = 2


class TooLarge(Exception):
    """A file goes on after the most that was allowed."""


class Request(HTTPXRequest):
    """The HTTP side, which also receives files no further than allowed."""

    async def fetch(self, url: str, most: int) -> bytes:
        """Fetch a file, from exactly this address, and as it is: a packed answer could unfold into anything.

        Args:
            most: bytes; what the answer's head says of its length is not relied on.

        Raises:
            TooLarge: there are more.
            telegram.error.BadRequest: there is no such file.
            telegram.error.NetworkError: it could not be had now.
        """
        try:
            plain = {"Accept-Encoding": "identity"}
            async with self._client.stream("GET", url, headers=plain, follow_redirects=False) as answer:
                if answer.status_code in (400, 403, 404, 410):
                    raise BadRequest(f"file: {answer.status_code}")
                if answer.status_code != 200:
                    raise NetworkError(f"file: {answer.status_code}")
                received = bytearray()
                async for part in answer.aiter_raw():
                    received += part
                    if len(received) > most:
                        raise TooLarge
                return bytes(received)
        except httpx.TimeoutException as trouble:
            raise TimedOut from trouble
        except httpx.HTTPError as trouble:
            raise NetworkError(f"file: {type(trouble).__name__}") from trouble


def request() -> Request:
    """The HTTP side, with time-outs shorter than the leases."""
    return Request(
        connection_pool_size=64,
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


def address_of(bot: ExtBot[Priority], file: File) -> str:
    """The address of a file, which lies under the Bot API's, whatever path it was given.

    Raises:
        ValueError: the path leads elsewhere: into this machine's folders, say, or to another server.
    """
    base, path = f"{bot.base_file_url}/", str(file.file_path)
    within = path.removeprefix(base)
    if within == path or any(step in ("", ".", "..") for step in within.replace("\\", "/").split("/")):
        raise ValueError("the path of a file leads elsewhere")
    return base + quote(within)


class BotThread:
    """One event loop with one initialised client, for processes whose main thread paints or waits."""

    def __init__(self, client: ExtBot[Priority]) -> None:
        self.bot = client
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._thread.start()
        self._ready = False
        self._calls: set[Future[Any]] = set()

    def submit(self, call: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin a call and go on."""
        future = asyncio.run_coroutine_threadsafe(self._when_ready(call), self._loop)
        self._calls.add(future)
        future.add_done_callback(self._calls.discard)
        return future

    def run(self, call: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        """Make a call and wait for its answer; what it does not wait for does not go on either.

        Raises:
            TimeoutError: there was none in time.
            concurrent.futures.CancelledError: :meth:`cancel` ended it.
        """
        future = self.submit(call)
        try:
            return future.result(seconds)
        finally:
            future.cancel()

    def cancel(self) -> None:
        """End all calls that are under way."""
        for future in tuple(self._calls):
            future.cancel()

    async def _end(self) -> None:
        # A call that is only dropped with its loop would end in the middle, and say so much later.
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in others:
                task.cancel()
            await asyncio.wait(others, timeout=ENDING)
        await self.bot.request.shutdown()

    async def _when_ready(self, call: Coroutine[Any, Any, T]) -> T:
        # Not `initialize()`: it asks getMe, and a worker must start while Telegram is away.
        try:
            if not self._ready:
                self._ready = True
                await self.bot.request.initialize()
            return await call
        finally:
            call.close()  # where it was cancelled before it began

    def close(self) -> None:
        """End what is under way, close the connections, and end the thread."""
        self.submit(self._end()).result(CONNECT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CONNECT)
        self._loop.close()
