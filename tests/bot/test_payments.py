"""Beyond the day's number: what is offered, bought, painted, and paid back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis

from chat.bot_api import BotThread
from chat.bot_api import bot as client
from chat.deliver import Delivery
from clerk.desk import Desk as ClerksDesk
from clerk.refunds import refund
from jobs import keys
from jobs.catalogue import Lane
from jobs.estimates import Estimates
from jobs.record import State
from jobs.settings import Settings, settings
from sandbox.paying import Payment
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN
from tests.bot.lives import Bot, picture
from tests.bot.people_pages import asks, bot_with_workers, last, presses, texts
from tests.chat.samples import result


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    for name, value in {"SLOW_PER_DAY": "1", "FAST_PER_DAY": "2", "STARS_PER_SLOW": "5"}.items():
        monkeypatch.setenv(f"ATELIER_{name}", value)
    settings.cache_clear()
    async with bot_with_workers(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot
    settings.cache_clear()
    sandbox.clear_faults()


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def careful(bot: Bot, person: Person, height: int) -> Message:
    """Order a careful picture in a drawn style: the card, whatever it says then."""
    person.send_photo(picture(64, height))
    await bot.handle_all()
    card = last(person)
    for button in ("v1|own|", "v1|gallery|", "v1|pick|drawn_ink", "v1|run|"):
        card = await presses(bot, person, button, card)
    return card


async def paid(bot: Bot, person: Person) -> Payment:
    """Pay the invoice that was sent last."""
    invoice = last(person)
    paying = asyncio.create_task(asyncio.to_thread(person.pay, invoice))
    while not paying.done():
        await bot.handle_all()
        await asyncio.sleep(0.02)
    await bot.handle_all()
    return paying.result()


async def bought(bot: Bot, person: Person) -> tuple[Message, Payment]:
    """A second careful picture of the day: its status, and its payment."""
    await careful(bot, person, 60)
    card = await careful(bot, person, 61)
    await presses(bot, person, "v1|buy|", card)
    payment = await paid(bot, person)
    return person.again(card), payment


async def test_at_the_number_the_card_says_when_it_goes_on_and_what_is_possible_now(bot: Bot, anna: Person):
    await careful(bot, anna, 50)
    card = await careful(bot, anna, 51)

    assert "your careful picture of today" in card.words
    assert "the next ones in" in card.words
    assert "⚡ Fast styles" in texts(card)
    assert "⭐ One more for 5" in texts(card)


async def test_fast_pictures_have_a_number_of_their_own_and_are_not_sold(bot: Bot, anna: Person):
    await careful(bot, anna, 50)
    words = []
    for height in (52, 53, 54):
        anna.send_photo(picture(64, height))
        await bot.handle_all()
        card = await presses(bot, anna, "v1|fast|", last(anna))
        card = await presses(bot, anna, "v1|paint|wave", card)
        words.append(card.words)

    assert ["In the queue" in said for said in words] == [True, True, False]
    assert "2 fast pictures" in words[2]
    assert not any("⭐" in text for text in texts(card))


async def test_what_is_paid_for_is_queued_on_its_card_beyond_the_number(bot: Bot, redis: Redis, anna: Person):
    status, payment = await bought(bot, anna)
    job_id = (status.button("Cancel").data or "").rpartition("|")[2]
    record = bot.desk.store.record(job_id)

    assert payment.state == "paid"
    assert "In the queue" in status.words
    assert record is not None
    assert record.job.lane is Lane.SLOW
    assert redis.get(keys.paid(job_id))


async def test_a_card_that_is_gone_costs_nothing(bot: Bot, redis: Redis, anna: Person):
    await careful(bot, anna, 60)
    card = await careful(bot, anna, 61)
    await presses(bot, anna, "v1|buy|", card)
    redis.delete(keys.draft(anna.chat_id, card.id))
    payment = await paid(bot, anna)

    assert payment.state == "failed"


async def test_one_card_is_paid_for_once(bot: Bot, anna: Person):
    await bought(bot, anna)
    invoice = [message for message in anna.messages() if message.from_bot][-1]
    paying = asyncio.create_task(asyncio.to_thread(anna.pay, invoice))
    while not paying.done():
        await bot.handle_all()
        await asyncio.sleep(0.02)

    assert paying.result().state in ("failed", "refunded")


@pytest.fixture
def clerk(bot: Bot, sandbox: Sandbox, redis: Redis, tmp_path: Path) -> Iterator[ClerksDesk]:
    told = Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url, results_url=tmp_path.as_uri())
    store, results, thread = bot.desk.store, bot.desk.results, BotThread(client(told, redis))
    yield ClerksDesk(told, store, results, thread, Delivery(thread.bot, store, results), Estimates(redis))
    thread.close()


async def test_cancelled_before_it_is_painted_it_is_paid_back_once(
    bot: Bot, clerk: ClerksDesk, redis: Redis, anna: Person
):
    status, payment = await bought(bot, anna)
    await presses(bot, anna, "Cancel", status)
    for _ in range(2):
        await asyncio.to_thread(refund, clerk)

    assert payment.again().state == "refunded"
    assert redis.lrange(keys.REFUNDS, 0, -1) == []


async def test_while_telegram_is_away_the_refund_waits(
    bot: Bot, clerk: ClerksDesk, sandbox: Sandbox, anna: Person
):
    status, payment = await bought(bot, anna)
    await presses(bot, anna, "Cancel", status)
    sandbox.fault("502", "refundStarPayment", times=1)
    await asyncio.to_thread(refund, clerk)
    waits = payment.again().state
    await asyncio.to_thread(refund, clerk)

    assert waits == "paid"
    assert payment.again().state == "refunded"


async def test_a_refund_of_unknown_outcome_is_asked_for_again_and_made_once(
    bot: Bot, clerk: ClerksDesk, sandbox: Sandbox, redis: Redis, anna: Person
):
    status, payment = await bought(bot, anna)
    await presses(bot, anna, "Cancel", status)
    sandbox.fault("reset_after", "refundStarPayment", times=1)
    for _ in range(2):
        await asyncio.to_thread(refund, clerk)

    assert payment.again().state == "refunded"
    assert redis.lrange(keys.REFUNDS, 0, -1) == []


async def test_a_painted_one_is_not_paid_back(bot: Bot, clerk: ClerksDesk, anna: Person):
    _, payment = await bought(bot, anna)
    store = bot.desk.store
    while claim := store.claim(Lane.SLOW, "w1", {"gatys"}):
        bot.desk.results.write(claim.job.id, picture())
        store.conclude(claim, State.DONE, result=result(seconds=1))
        await bot.delivery.deliver(claim.job.id, claim.fence)
    await asyncio.to_thread(refund, clerk)

    assert payment.again().state == "paid"


@pytest.mark.parametrize("command", ["/terms", "/paysupport"])
async def test_what_telegram_asks_for_is_answered(bot: Bot, anna: Person, command: str):
    answer = await asks(bot, anna, command)

    assert "Stars" in answer.words or "paid back" in answer.words
