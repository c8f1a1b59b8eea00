"""Groups: who comes and goes, privacy mode, topics, and the bot that leaves or is thrown out."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from sandbox.person import Group, Person, Sandbox


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


@pytest.fixture
def group(sandbox: Sandbox) -> Group:
    return sandbox.group("Painters", topics=["Photos"])


async def test_coming_and_going_is_told(group: Group, anna: Person, bot: Bot) -> None:
    there = anna.within(group)
    there.join()
    there.leave()
    came, went = [update.message for update in await bot.get_updates()]

    assert [user.id for user in came.new_chat_members] == [anna.id]
    assert went.left_chat_member.id == anna.id
    with pytest.raises(ValueError, match="the person is not in the group"):
        there.send_text("still here?")


async def test_with_privacy_the_bot_hears_only_what_is_meant_for_it(
    sandbox: Sandbox, group: Group, anna: Person, bot: Bot
) -> None:
    there = anna.within(group)
    sandbox.privacy(on=True)
    asked = await bot.send_message(group.chat_id, "Which style?")
    theirs = there.send_text("no")
    for text in (
        "/help",
        "/help@Atelier_Sandbox_bot now",
        "/help@another_bot",
        "🎨 hi @atelier_sandbox_bot",
        "@somebody_else",
    ):
        there.send_text(text)
    [question] = [message for message in there.messages() if message.id == asked.message_id]
    there.send_text("wave", reply_to=question)
    there.send_text("what?", reply_to=theirs)
    anna.send_text("in private")
    heard = [update.message.text for update in await bot.get_updates()]

    assert heard == [
        "/help",
        "/help@Atelier_Sandbox_bot now",
        "🎨 hi @atelier_sandbox_bot",
        "wave",
        "in private",
    ]
    assert (await bot.get_me()).can_read_all_group_messages is False


async def test_an_administrator_hears_everything(
    sandbox: Sandbox, group: Group, anna: Person, bot: Bot
) -> None:
    there = anna.within(group)
    sandbox.privacy(on=True)
    there.promote_bot()
    there.send_text("psst")
    told, heard = await bot.get_updates()

    assert told.my_chat_member.new_chat_member.status == "administrator"
    assert heard.message.text == "psst"


async def test_a_bot_that_was_thrown_out_neither_hears_nor_writes(
    group: Group, anna: Person, bot: Bot
) -> None:
    there = anna.within(group)
    there.block()
    there.send_text("without you")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.chat_id, "hello?")
    there.block(blocked=False)
    updates = await bot.get_updates()

    assert [update.my_chat_member.new_chat_member.status for update in updates] == ["kicked", "member"]


async def test_a_bot_that_left_has_to_be_taken_in_again(group: Group, anna: Person, bot: Bot) -> None:
    await bot.leave_chat(group.chat_id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.chat_id, "hello?")
    anna.within(group).block(blocked=False)
    updates = await bot.get_updates()
    with pytest.raises(BadRequest):
        await bot.leave_chat(anna.id)

    assert [update.my_chat_member.old_chat_member.status for update in updates] == ["member", "left"]
    assert await bot.send_message(group.chat_id, "hello again")


async def test_a_topic_is_opened_by_a_person_and_closed(group: Group, anna: Person, bot: Bot) -> None:
    there = anna.within(group).create_topic("Winter")
    asked = there.send_text("snow?")
    there.close_topic()
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(group.chat_id, "yes", reply_to_message_id=asked.id)
    with pytest.raises(ValueError, match="TOPIC_CLOSED"):
        there.send_text("anybody?")
    there.close_topic(closed=False)
    answer = await bot.send_message(group.chat_id, "yes", reply_to_message_id=asked.id)
    opened, _, closed, reopened = [update.message for update in await bot.get_updates()]

    assert opened.forum_topic_created.name == "Winter"
    assert opened.message_thread_id == answer.message_thread_id == opened.message_id
    assert closed.forum_topic_closed is not None
    assert reopened.forum_topic_reopened is not None


async def test_an_administrator_writes_into_a_closed_topic(group: Group, anna: Person, bot: Bot) -> None:
    there = anna.within(group, "Photos")
    there.close_topic()
    there.promote_bot()

    assert await bot.send_message(group.chat_id, "still", message_thread_id=group.topics["Photos"])


async def test_an_old_message_cannot_be_deleted(group: Group, anna: Person, bot: Bot) -> None:
    for person in (anna, anna.within(group)):
        sent = await bot.send_message(person.chat_id, "old")
        person.age(person.messages()[-1], hours=48.1)
        with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
            await bot.delete_message(person.chat_id, sent.message_id)
    theirs = anna.within(group).send_text("not yours")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.chat_id, theirs.id)
    anna.within(group).promote_bot()

    assert await bot.delete_message(group.chat_id, theirs.id)
    assert [message.text for message in anna.messages()] == ["old"]


async def test_several_messages_are_deleted_at_once_or_none(group: Group, anna: Person, bot: Bot) -> None:
    there = anna.within(group)
    mine = [(await bot.send_message(group.chat_id, str(number))).message_id for number in range(3)]
    theirs = there.send_text("theirs")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_messages(group.chat_id, [mine[0], theirs.id])
    await bot.delete_messages(group.chat_id, [mine[0], 999, mine[2]])

    assert [message.text for message in there.messages()] == ["1", "theirs"]
