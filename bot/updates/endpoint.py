"""The webhook's address: who may send, what is an update, and what Telegram is answered."""

import asyncio
import hmac
from collections.abc import Callable

from redis.exceptions import RedisError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.updates.arrivals import Unreadable, read
from bot.updates.intake import Intake

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not what is in it
#: Where whoever watches this process asks how it is.
HEALTH = "/healthz"
#: Bytes; the longest update has some ten thousand.
MOST_BYTES = 1_000_000
#: Seconds after which Telegram may send again what could not be stored.
AGAIN = 2


class _TooLong(Exception):
    """The body is longer than any update."""


class Endpoint:
    """Takes updates in, one with each request.

    Args:
        secret: what only Telegram knows.
        well: does this process do its work?
    """

    def __init__(self, intake: Intake, secret: str, well: Callable[[], bool]) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._well = well
        self._notices: set[asyncio.Task[None]] = set()

    def app(self, path: str) -> Starlette:
        """Put the address together."""
        return Starlette(
            routes=[Route(HEALTH, self._health), Route(path, self._take, methods=["POST"])],
        )

    async def _health(self, _: Request) -> Response:
        return PlainTextResponse("well") if self._well() else PlainTextResponse("not well", 503)

    async def _take(self, request: Request) -> Response:
        if not self._knows_the_secret(request):
            return PlainTextResponse("who are you?", 403)
        try:
            arrival = read(await _body(request))
        except _TooLong:
            return PlainTextResponse("too long", 413)
        except (Unreadable, ClientDisconnect):
            return PlainTextResponse("not an update", 400)
        try:
            await self._intake.store([arrival])
        except RedisError:
            notice = asyncio.create_task(self._intake.absence.tell([arrival]))
            self._notices.add(notice)
            notice.add_done_callback(self._notices.discard)
            return PlainTextResponse("try again", 503, {"Retry-After": str(AGAIN)})
        return PlainTextResponse("taken in")

    def _knows_the_secret(self, request: Request) -> bool:
        # Header values are read as Latin-1; compared as bytes, because words beyond ASCII cannot be.
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        return hmac.compare_digest(given, self._secret)


async def _body(request: Request) -> bytes:
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > MOST_BYTES:
        raise _TooLong
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise _TooLong
    return bytes(body)
