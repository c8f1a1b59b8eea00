"""Faults on demand, as python-telegram-bot meets them, and what of the call took effect."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import picture


async def test_a_429_says_how_long_to_wait(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sandbox.fault("429", "sendMessage", seconds=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(anna.id, "one")
    await bot.send_message(anna.id, "two")

    assert refused.value.retry_after == timedelta(seconds=7)
    assert [message.text for message in anna.messages()] == ["two"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("500", "Internal Server Error"), ("502", "Bad Gateway"), ("reset", "ReadError")],
)
async def test_a_fault_before_the_effect_leaves_the_chat_as_it_was(
    kind: str, reason: str, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    sandbox.fault(kind, "sendMessage")
    with pytest.raises(NetworkError, match=reason):
        await bot.send_message(anna.id, "one")

    assert anna.messages() == []


@pytest.mark.parametrize("kind", ["reset_after", "502_after", "silent_after"])
async def test_a_fault_after_the_effect_leaves_the_message_in_the_chat(
    kind: str, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    sandbox.fault(kind, "sendPhoto", seconds=0.2)
    with pytest.raises(NetworkError):
        await bot.send_photo(anna.id, picture(100, 100))

    assert [message.media for message in anna.messages()] == ["photo"]


async def test_silence_is_a_timeout_though_the_call_took_effect(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    sandbox.fault("silent_after", "sendMessage", seconds=30)
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "one", read_timeout=0.5)

    assert [message.text for message in anna.messages()] == ["one"]


@pytest.mark.parametrize("kind", ["reset_ahead", "silent_ahead", "502_ahead"])
async def test_an_edit_answered_ahead_of_its_effect_comes_late(
    kind: str, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    sent = await bot.send_message(anna.id, "zero")
    sandbox.fault(kind, "editMessage*", seconds=0.5)
    with pytest.raises(NetworkError):
        await bot.edit_message_text("one", anna.id, sent.message_id)
    shown = await asyncio.to_thread(anna.wait_for, lambda message: message.text == "one", 20)

    assert shown.edits == 1
    assert [call["status"] for call in sandbox.calls("editMessageText")] == [502 if "502" in kind else 0]


async def test_an_edit_that_comes_late_undoes_a_younger_one(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "zero")
    sandbox.fault("502_ahead", "editMessageText", seconds=2, seed=3)
    with pytest.raises(NetworkError):
        await bot.edit_message_text("old", anna.id, sent.message_id)
    await bot.edit_message_text("new", anna.id, sent.message_id)
    await asyncio.to_thread(anna.wait_for, lambda message: message.text == "old", 20)

    assert [state.message.text for state in sandbox.history()] == ["zero", "new", "old"]


async def test_a_pattern_names_several_methods(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sandbox.fault("500", "send*", times=None, probability=1)
    for call in (bot.send_message(anna.id, "one"), bot.send_chat_action(anna.id, "typing")):
        with pytest.raises(NetworkError):
            await call
    me = await bot.get_me()

    assert me.is_bot
    assert [fault["taken"] for fault in sandbox.faults()] == [2]


async def test_a_late_answer_is_still_an_answer(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sandbox.fault("late", "sendMessage", seconds=0.3)
    await bot.send_message(anna.id, "one")

    [call] = sandbox.calls("sendMessage")
    assert call["seconds"] >= 0.3
    assert call["status"] == 200


async def test_a_fault_can_be_kept_to_one_chat(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    boris = sandbox.person(name="Boris")
    sandbox.fault("500", "sendMessage", chat_id=anna.id)
    await bot.send_message(boris.id, "one")
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "one")

    assert [fault["taken"] for fault in sandbox.faults()] == [1]


async def test_a_download_can_fail(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sent = await bot.send_photo(anna.id, picture(100, 100))
    file = await bot.get_file(sent.photo[-1].file_id)
    sandbox.fault("502", "file")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()

    assert len(await file.download_as_bytearray()) == file.file_size


async def test_chances_can_be_repeated_by_their_seed(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    async def luck() -> list[bool]:
        sandbox.clear_faults()
        sandbox.fault("500", "sendChatAction", probability=0.5, seed=7)
        return [await _goes_well(bot, anna) for _ in range(20)]

    first, second = await luck(), await luck()
    assert first == second
    assert set(first) == {True, False}


async def test_every_call_is_recorded_and_the_token_nowhere(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sandbox.fault("reset_after", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "one")
    await bot.send_message(anna.id, "two")

    record = sandbox.get("calls").text
    calls = sandbox.calls("sendMessage")
    assert [(call["chat_id"], call["status"]) for call in calls] == [(anna.id, 0), (anna.id, 200)]
    assert sandbox.calls(since=calls[-1]["number"]) == []
    assert "sandbox-token" not in record


async def test_a_fault_of_an_unknown_kind_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="'418' is not a valid Kind"):
        sandbox.fault("418")

    assert sandbox.faults() == []


async def _goes_well(bot: Bot, anna: Person) -> bool:
    try:
        return await bot.send_chat_action(anna.id, "typing")
    except NetworkError:
        return False
