"""Updates by asking: order, confirmation, waiting, and two who ask at once."""

import asyncio

from telegram import Bot
from telegram.error import Conflict

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import bot_of


async def test_an_update_comes_again_until_it_is_confirmed(anna: Person, bot: Bot) -> None:
    for text in ("one", "two", "three"):
        anna.send_text(text)

    first = await bot.get_updates(limit=2)
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in first] == ["one", "two"]
    assert [update.message.text for update in again] == ["one", "two", "three"]
    assert [update.message.text for update in rest] == ["three"]


async def test_who_asks_early_gets_the_update_when_it_happens(anna: Person, bot: Bot) -> None:
    asking = asyncio.create_task(bot.get_updates(timeout=50))
    await asyncio.sleep(0.1)  # so that the question most likely comes first; the answer is the same if not
    await asyncio.to_thread(anna.send_text, "at last")

    [update] = await asking
    assert update.message.text == "at last"


async def test_a_negative_offset_forgets_what_is_before(anna: Person, bot: Bot) -> None:
    for text in ("one", "two", "three"):
        anna.send_text(text)

    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["three"]
    assert [update.message.text for update in await bot.get_updates()] == ["three"]


async def test_of_two_who_ask_one_is_sent_away(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    async with bot_of(sandbox) as other:
        asking = {asyncio.create_task(one.get_updates(timeout=50)) for one in (bot, other)}
        [loser], [winner] = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.to_thread(anna.send_text, "to the other one")
        [update] = await winner

    assert isinstance(loser.exception(), Conflict)
    assert update.message.text == "to the other one"


async def test_only_the_kinds_that_the_bot_wants_are_kept(anna: Person, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    anna.send_text("nobody hears this")
    await bot.get_updates(allowed_updates=[])
    anna.send_text("but this")

    assert [update.message.text for update in await bot.get_updates()] == ["but this"]


async def test_an_update_can_be_delivered_twice(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    anna.send_text("once")
    [first] = await bot.get_updates()
    await bot.get_updates(offset=first.update_id + 1)
    sandbox.repeat_update()

    again = await bot.get_updates(offset=first.update_id + 1)
    after = await bot.get_updates(offset=first.update_id + 1)
    assert again == (first,)
    assert after == ()


async def test_updates_can_come_twice_as_a_rule(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sandbox.fault("twice", "update", times=1)
    anna.send_text("doubled")
    anna.send_text("single")

    texts = [update.message.text for update in await bot.get_updates()]
    assert sorted(texts) == ["doubled", "doubled", "single"]


async def test_an_update_that_comes_twice_hides_no_other(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    texts = [str(number) for number in range(8)]
    for text in texts:
        anna.send_text(text)
    for update in sandbox.waiting_updates()[-2:]:
        sandbox.repeat_update(update["update_id"])
    came, offset = [], 0
    while updates := await bot.get_updates(offset=offset, limit=3):
        came += [update.message.text for update in updates]
        offset = max(update.update_id for update in updates) + 1

    assert sorted(set(came)) == texts
    assert len(came) == 10


async def test_a_forum_keeps_its_topics(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    group = sandbox.group("Painters", topics=["Photos", "Talk"])
    asked = anna.within(group, "Talk").send_text("/nst@atelier_sandbox_bot")
    [update] = await bot.get_updates(timeout=10)
    answer = await bot.send_message(group.chat_id, "yes?", reply_to_message_id=asked.id)

    assert update.message.chat.is_forum
    assert update.message.message_thread_id == answer.message_thread_id == group.topics["Talk"]
    assert update.message.is_topic_message
