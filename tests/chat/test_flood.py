"""The flood budget against a real Redis: who may send now, who waits, who is dropped."""

import asyncio
from contextlib import suppress
from time import monotonic

import pytest
from redis import Redis
from telegram.error import RetryAfter

from chat.flood import Busy, Dropped, FloodBudget, Priority, seconds

PERSON, OTHER, GROUP = 7, 8, -9


class Calls:
    """Counts what was let through; can refuse the first ones as Telegram does."""

    def __init__(self, refusals: int = 0, pause: int = 1) -> None:
        self.made = 0
        self.refusals = refusals
        self.pause = pause

    async def __call__(self) -> str:
        self.made += 1
        if self.made <= self.refusals:
            raise RetryAfter(self.pause)
        return "ok"


@pytest.fixture
def budget(redis: Redis) -> FloodBudget:
    return FloodBudget(redis)


async def send(
    budget: FloodBudget,
    calls: Calls,
    priority: Priority | None,
    chat: int = PERSON,
    endpoint: str = "editMessageText",
) -> str:
    answer: str = await budget.process_request(calls, (), {}, endpoint, {"chat_id": chat}, priority)
    return answer


async def burst(budget: FloodBudget, calls: Calls, priority: Priority, chat: int = PERSON) -> None:
    """Send until the budget says no."""
    with suppress(Busy, Dropped, TimeoutError):
        async with asyncio.timeout(0.3):
            while True:
                await send(budget, calls, priority, chat)


async def test_a_private_chat_takes_a_burst_of_five_results_and_then_waits(budget: FloodBudget):
    calls = Calls()
    await burst(budget, calls, Priority.RESULT)

    assert calls.made == 5


async def test_a_waiting_result_goes_when_its_turn_has_come(budget: FloodBudget):
    calls = Calls()
    await burst(budget, calls, Priority.RESULT)
    async with asyncio.timeout(10):
        await send(budget, calls, Priority.RESULT)

    assert calls.made == 6


async def test_progress_is_dropped_while_there_is_still_room_for_a_result(budget: FloodBudget):
    progress, results = Calls(), Calls()
    await burst(budget, progress, Priority.PROGRESS)
    await burst(budget, results, Priority.RESULT)

    assert progress.made < 5
    assert progress.made + results.made == 5


async def test_one_full_chat_leaves_the_others_alone(budget: FloodBudget):
    await burst(budget, Calls(), Priority.RESULT)
    others = Calls()
    await burst(budget, others, Priority.RESULT, OTHER)

    assert others.made == 5


async def test_a_429_holds_that_chat_for_everybody_and_no_other(budget: FloodBudget, redis: Redis):
    refused, another = Calls(refusals=1, pause=20), FloodBudget(redis)
    with pytest.raises(RetryAfter):
        await send(budget, refused, Priority.RESULT)

    with pytest.raises(Dropped):
        await send(another, Calls(), Priority.PROGRESS)
    assert await send(another, Calls(), Priority.PROGRESS, OTHER) == "ok"


async def test_an_answer_that_met_a_429_is_sent_again_after_the_pause(budget: FloodBudget):
    calls, began = Calls(refusals=1, pause=1), monotonic()

    assert await send(budget, calls, Priority.ANSWER) == "ok"
    assert calls.made == 2
    assert monotonic() - began >= 1


async def test_what_telegram_does_not_count_is_never_held_back(budget: FloodBudget):
    calls = Calls()
    for _ in range(50):
        await send(budget, calls, None, endpoint="answerCallbackQuery")

    assert calls.made == 50


async def test_all_chats_together_stay_under_telegrams_thirty_a_second(budget: FloodBudget):
    calls = Calls()
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            for chat in range(1000, 2000):
                await send(budget, calls, Priority.RESULT, chat)

    assert 25 <= calls.made <= 35


async def test_a_group_gets_fewer(budget: FloodBudget):
    calls = Calls()
    await burst(budget, calls, Priority.RESULT, GROUP)
    with pytest.raises(Busy) as pause:
        await send(budget, calls, Priority.RESULT, GROUP)

    assert calls.made == 5
    assert 2 < seconds(pause.value) <= 3


async def test_a_result_for_a_chat_that_rests_for_long_is_brought_later(budget: FloodBudget):
    with pytest.raises(RetryAfter):
        await send(budget, Calls(refusals=1, pause=20), Priority.RESULT)
    held, other = Calls(), Calls()
    with pytest.raises(Busy) as pause:
        await send(budget, held, Priority.RESULT)
    await send(budget, other, Priority.RESULT, OTHER)

    assert (held.made, other.made) == (0, 1)
    assert 15 < seconds(pause.value) <= 21


async def test_the_notice_while_redis_is_away_needs_no_redis():
    nowhere = Redis.from_url("redis://127.0.0.1:1/0")

    assert await send(FloodBudget(nowhere), Calls(), Priority.NOTICE) == "ok"
