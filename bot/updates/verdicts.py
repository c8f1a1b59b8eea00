"""What becomes of an update whose handler broke: the fault is its own, or something outside is away."""

from dataclasses import dataclass
from enum import Enum

from redis.exceptions import (
    MasterDownError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from chat.flood import seconds
from jobs.inbox import ChatClaim

#: Tries of an update that fails by its own fault or kills whoever begins it, and processes that may die later
#: with it in hand, which is hardly its fault.
MOST_TRIES, MOST_DEATHS = 3, 20
#: Seconds between two of them.
BETWEEN_TRIES = 1.0
#: How answers of Redis begin that it cannot work now: no disk, a script that does not end, no replicas.
UNABLE = ("MISCONF", "BUSY", "UNKILLABLE", "NOREPLICAS", "LOADING", "TRYAGAIN")
#: Seconds: the longest pause while something outside is away, and after how long an update is given up.
LONGEST_PAUSE, GIVEN_UP = 60.0, 24 * 3600.0


class What(Enum):
    """What becomes of an update."""

    OVER = "over"  # there is nobody to be answered
    LATER = "later"  # something outside is away; the try does not count
    AGAIN = "again"
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class Verdict:
    """What becomes of an update, and after which pause."""

    what: What
    pause: float = 0.0  # seconds


def is_spent(claim: ChatClaim) -> bool:
    """Has an update been tried often enough? Then its person is told."""
    return claim.begun > MOST_TRIES or claim.deaths > MOST_DEATHS


def verdict(error: Exception, claim: ChatClaim) -> Verdict:
    """Judge what a handler raised."""
    match error:
        case Forbidden():
            return Verdict(What.OVER)
        case RetryAfter():
            return _later(claim, seconds(error))
        case BadRequest():  # one of the library's network errors, but Telegram has spoken
            return _again(claim)
        case ResponseError() if not _is_outage(error):  # Redis is there, and what we asked of it is wrong
            return _again(claim)
        case RedisError() | NetworkError() | InvalidToken():
            return _later(claim, min(LONGEST_PAUSE, 2.0 ** min(claim.put_off, 10)))
        case _:
            return _again(claim)


def _is_outage(error: ResponseError) -> bool:
    """Does Redis answer that it cannot work now?"""
    kinds = (OutOfMemoryError, ReadOnlyError, NoPermissionError, MasterDownError)
    return isinstance(error, kinds) or str(error).startswith(UNABLE)


def _later(claim: ChatClaim, pause: float) -> Verdict:
    return Verdict(What.GIVEN_UP) if claim.age > GIVEN_UP else Verdict(What.LATER, pause)


def _again(claim: ChatClaim) -> Verdict:
    # After the last try there is no pause: what is left to do is to tell the person.
    return Verdict(What.AGAIN, BETWEEN_TRIES if claim.begun < MOST_TRIES else 0.0)
