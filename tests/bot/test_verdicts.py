"""Whose fault it is when a handler breaks, and what becomes of the update then."""

from dataclasses import replace

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, OutOfMemoryError, ReadOnlyError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.updates.verdicts import LONGEST_PAUSE, MOST_DEATHS, MOST_TRIES, Verdict, What, is_spent, verdict
from jobs.inbox import ChatClaim

CLAIM = ChatClaim(chat=7, fence=1, update=1, text="{}", begun=1, deaths=0, put_off=0, age=5.0, why="")
DAY = 24 * 3600


@pytest.fixture(autouse=True)
def library_with_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """``RetryAfter`` warns where it is not asked for its new type, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.mark.parametrize(
    ("error", "judged"),
    [
        (RedisConnectionError(), Verdict(What.LATER, 1)),
        (RedisTimeoutError(), Verdict(What.LATER, 1)),
        (OutOfMemoryError("command not allowed"), Verdict(What.LATER, 1)),
        (ReadOnlyError("a replica"), Verdict(What.LATER, 1)),
        (ResponseError("MISCONF Redis is configured to save RDB snapshots"), Verdict(What.LATER, 1)),
        (ResponseError("BUSY Redis is busy running a script"), Verdict(What.LATER, 1)),
        (ResponseError("Error running script: attempt to index a nil value"), Verdict(What.AGAIN, 1)),
        (NoScriptError("No matching script"), Verdict(What.AGAIN, 1)),
        (RetryAfter(37), Verdict(What.LATER, 37)),
        (TimedOut(), Verdict(What.LATER, 1)),
        (NetworkError("Bad Gateway"), Verdict(What.LATER, 1)),
        (InvalidToken(), Verdict(What.LATER, 1)),
        (Forbidden("bot was blocked by the user"), Verdict(What.OVER)),
        (BadRequest("chat not found"), Verdict(What.AGAIN, 1)),
        (ChatMigrated(5), Verdict(What.AGAIN, 1)),
        (TelegramError("?"), Verdict(What.AGAIN, 1)),
        (LookupError(), Verdict(What.AGAIN, 1)),
        (TimeoutError(), Verdict(What.AGAIN, 1)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_away_is_waited_for_and_what_is_wrong_is_counted(error: Exception, judged: Verdict):
    assert verdict(error, CLAIM) == judged


def test_pauses_double_up_to_a_minute():
    pauses = [verdict(TimedOut(), replace(CLAIM, put_off=times)).pause for times in (0, 1, 2, 5, 6, 500)]

    assert pauses == [1, 2, 4, 32, LONGEST_PAUSE, LONGEST_PAUSE]


@pytest.mark.parametrize("error", [TimedOut(), RedisTimeoutError(), RetryAfter(5)])
def test_what_is_away_for_a_day_is_given_up(error: Exception):
    assert verdict(error, replace(CLAIM, age=DAY - 1)).what is What.LATER
    assert verdict(error, replace(CLAIM, age=DAY + 1)) == Verdict(What.GIVEN_UP)


def test_after_the_last_try_nothing_is_waited_for():
    assert verdict(ValueError(), replace(CLAIM, begun=MOST_TRIES)) == Verdict(What.AGAIN, 0)


def test_after_the_last_try_or_too_many_deaths_the_person_is_told():
    assert not is_spent(replace(CLAIM, begun=MOST_TRIES, deaths=MOST_DEATHS))
    assert is_spent(replace(CLAIM, begun=MOST_TRIES + 1))
    assert is_spent(replace(CLAIM, deaths=MOST_DEATHS + 1))
