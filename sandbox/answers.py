"""What the bot gets for a call, and how faults spoil it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.errors import ApiError, TooManyRequests
from sandbox.faults import Fault, Kind

#: Answered ahead of the effect.
AHEAD = (Kind.RESET_AHEAD, Kind.SILENT_AHEAD, Kind.BAD_GATEWAY_AHEAD)
#: Goes on with something that nobody waits for.
Later = Callable[[Coroutine[Any, Any, None]], None]

BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


@dataclass(frozen=True)
class Answer:
    """A response, or None where the connection is dropped instead."""

    response: Response | None
    #: Why the call was refused.
    reason: str | None = None

    @property
    def status(self) -> int:
        """HTTP status; 0 where there is none."""
        return 0 if self.response is None else self.response.status_code


NOTHING = Answer(None, "connection dropped by a fault")


def accepted(result: object) -> Answer:
    """Return the answer to a call that worked."""
    return Answer(JSONResponse({"ok": True, "result": result}))


def refused(error: ApiError) -> Answer:
    """Return Telegram's answer to a call that did not work."""
    body: dict[str, object] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return Answer(JSONResponse(body, status_code=error.code), error.description)


async def spoilt(fault: Fault, work: Callable[[], Awaitable[Answer]], later: Later) -> Answer:
    """Return what the bot gets instead of the answer to ``work``, which is done or not as the fault says.

    Args:
        later: lets what is done after the answer take its time.
    """
    if fault.kind in AHEAD:
        later(_after(fault.delay(), work))
    match fault.kind:
        case Kind.TOO_MANY:
            return refused(TooManyRequests(max(1, round(fault.seconds))))
        case Kind.INTERNAL:
            return refused(ApiError(500, "Internal Server Error"))
        case Kind.BAD_GATEWAY | Kind.BAD_GATEWAY_AHEAD:
            return _bad_gateway()
        case Kind.RESET | Kind.RESET_AHEAD:
            return NOTHING
        case Kind.SILENT_AHEAD:
            await asyncio.sleep(fault.seconds)
            return NOTHING
    answer = await work()
    if fault.kind in (Kind.LATE, Kind.SILENT_AFTER):
        await asyncio.sleep(fault.seconds)
    if fault.kind is Kind.BAD_GATEWAY_AFTER:
        return _bad_gateway()
    return answer if fault.kind is Kind.LATE else NOTHING


async def _after(seconds: float, work: Callable[[], Awaitable[Answer]]) -> None:
    await asyncio.sleep(seconds)
    await work()


def _bad_gateway() -> Answer:
    return Answer(HTMLResponse(BAD_GATEWAY, status_code=502), "Bad Gateway")
