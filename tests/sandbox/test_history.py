"""The history of every message, as a referee reads it."""

from telegram import Bot

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import picture


async def test_the_history_tells_every_state_of_a_message_in_order(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    anna.send_text("hello")
    sent = await bot.send_message(anna.id, "one")
    await bot.edit_message_text("two", anna.id, sent.message_id)
    anna.delete(anna.again(anna.messages()[-1]))
    history = sandbox.history()

    assert [state.message and state.message.text for state in history] == ["hello", "one", "two", None]
    assert [state.number for state in history] == [1, 2, 3, 4]
    assert sorted(state.at for state in history) == [state.at for state in history]
    assert {state.chat_id for state in history} == {anna.id}


async def test_the_history_can_be_read_from_where_one_stopped(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    await bot.send_message(anna.id, "one")
    read = sandbox.history()[-1].number
    await bot.send_message(anna.id, "two")

    assert [state.message.text for state in sandbox.history(read)] == ["two"]
    assert sandbox.history(read + 1) == []


async def test_the_same_picture_put_in_again_has_the_same_content(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    for size in (100, 100, 60):
        await bot.send_photo(anna.id, picture(size, size))
    first, again, other = (state.message.content for state in sandbox.history())

    assert first == again != other
