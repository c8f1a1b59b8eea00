"""Texts: what the bot sends, edits and deletes, and what Telegram refuses."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest, EndPointNotFound, Forbidden

from sandbox.person import Person, Sandbox
from sandbox.reactions import REACTIONS
from sandbox.serving import DEFAULT_TOKEN


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


def keyboard(*texts: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=f"v1|{text}") for text in texts]])


async def test_a_person_sees_what_the_bot_sends(anna: Person, bot: Bot) -> None:
    photo_less = anna.send_text("hello")
    await bot.send_message(
        anna.id, "What shall I do?", reply_to_message_id=photo_less.id, reply_markup=keyboard("Fast", "Slow")
    )

    seen = anna.wait_for_reply(photo_less, deadline_s=10)
    assert seen.text == "What shall I do?"
    assert seen.buttons == [[("Fast", "v1|Fast"), ("Slow", "v1|Slow")]]
    assert seen.from_bot


async def test_the_bot_gets_what_a_person_writes(anna: Person, bot: Bot) -> None:
    anna.send_text("/start style_wave")

    [update] = await bot.get_updates(timeout=10)
    assert update.message.text == "/start style_wave"
    assert update.message.from_user.language_code == "en"
    assert update.message.parse_entities([MessageEntity.BOT_COMMAND]) == {
        MessageEntity(MessageEntity.BOT_COMMAND, 0, 6): "/start"
    }


async def test_an_edit_changes_the_message_and_drops_the_keyboard_that_is_not_sent_again(
    anna: Person, bot: Bot
) -> None:
    sent = await bot.send_message(anna.id, "waiting", reply_markup=keyboard("Cancel"))
    edited = await bot.edit_message_text("done", anna.id, sent.message_id)

    [seen] = anna.messages()
    assert (seen.text, seen.buttons, seen.edits) == ("done", [], 1)
    assert edited.edit_date is not None


async def test_the_same_edit_twice_is_not_modified(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "waiting")
    await bot.edit_message_text("done", anna.id, sent.message_id, reply_markup=keyboard("Again"))

    with pytest.raises(BadRequest, match="exactly the same as a current content and reply markup"):
        await bot.edit_message_text("done", anna.id, sent.message_id, reply_markup=keyboard("Again"))


async def test_only_the_keyboard_can_be_edited(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "card", reply_markup=keyboard("a"))
    await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=keyboard("b"))

    [seen] = anna.messages()
    assert (seen.text, seen.button("b").data) == ("card", "v1|b")


async def test_a_deleted_message_cannot_be_edited_or_deleted_again(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "waiting")
    anna.delete(anna.messages()[0])

    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("done", anna.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, sent.message_id)
    assert anna.messages() == []


async def test_the_bot_deletes_its_message(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "waiting")
    before = anna.messages()
    await bot.delete_message(anna.id, sent.message_id)

    assert [message.id for message in before] == [sent.message_id]
    assert anna.messages() == []


async def test_what_a_person_wrote_cannot_be_edited(anna: Person, bot: Bot) -> None:
    written = anna.send_text("mine")

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", anna.id, written.id)


async def test_a_reply_to_a_missing_message_is_refused_unless_that_is_allowed(anna: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "re", reply_parameters=ReplyParameters(999))
    sent = await bot.send_message(
        anna.id, "re", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True)
    )

    assert sent.reply_to_message is None


async def test_texts_captions_and_data_have_their_limits(anna: Person, bot: Bot) -> None:
    await bot.send_message(anna.id, "x" * 4096)
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(anna.id, "x" * 4097)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(anna.id, "  ")
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(
            anna.id,
            "x",
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("b", callback_data="ж" * 33)]]),
        )

    assert len(anna.messages()) == 1


async def test_a_button_that_does_nothing_is_refused(anna: Person, bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("b")]])

    with pytest.raises(BadRequest, match="text buttons are unallowed in the inline keyboard"):
        await bot.send_message(anna.id, "x", reply_markup=markup)


async def test_a_link_button_needs_an_address(anna: Person, bot: Bot) -> None:
    async def send(url: str) -> None:
        await bot.send_message(
            anna.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("b", url=url)]])
        )

    await send("https://t.me/share/url?url=x")
    with pytest.raises(BadRequest, match="is invalid"):
        await send("v1|go")

    assert [message.links for message in anna.messages()] == [{"b": "https://t.me/share/url?url=x"}]


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(77, "anybody?")


async def test_who_blocked_the_bot_gets_nothing_until_it_is_taken_back(anna: Person, bot: Bot) -> None:
    anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "hello?")
    anna.block(blocked=False)
    await bot.send_message(anna.id, "hello!")

    assert [message.text for message in anna.messages()] == ["hello!"]
    updates = await bot.get_updates()
    assert [update.my_chat_member.new_chat_member.status for update in updates] == ["kicked", "member"]


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [("42:wrong", 401, "Unauthorized"), ("wrong", 404, "Not Found"), ("42:sandbox-tokén", 404, "Not Found")],
)
def test_a_wrong_token_opens_nothing(token: str, code: int, description: str, sandbox: Sandbox) -> None:
    answer = httpx.get(f"{sandbox.base_url}/bot{token}/getMe")

    assert answer.status_code == code
    assert answer.json() == {"ok": False, "error_code": code, "description": description}


async def test_an_unknown_method_is_not_found(sandbox: Sandbox, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("paintMeAPicture")


async def test_a_reaction_is_seen_and_must_be_one_that_telegram_has(anna: Person, bot: Bot) -> None:
    written = anna.send_text("look")
    await bot.set_message_reaction(anna.id, written.id, "👀")
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(anna.id, written.id, "🧿")

    assert anna.again(written).reactions == ("👀",)


def test_the_library_knows_the_same_reactions() -> None:
    assert {str(emoji).replace("\ufe0f", "") for emoji in ReactionEmoji} == set(REACTIONS)


async def test_the_bot_says_who_it_is_and_keeps_its_commands(bot: Bot) -> None:
    await bot.set_my_commands([("start", "begin")])

    assert (bot.id, bot.username) == (42, "atelier_sandbox_bot")
    assert [command.command for command in await bot.get_my_commands()] == ["start"]


async def test_a_chat_action_must_be_one_of_telegrams(anna: Person, bot: Bot) -> None:
    assert await bot.send_chat_action(anna.id, "upload_photo")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(anna.id, "paint")


def test_a_body_that_is_cut_off_is_refused(sandbox: Sandbox) -> None:
    cut = b'--x\r\ncontent-disposition: form-data; name="photo"'
    answer = httpx.post(
        f"{sandbox.base_url}/bot{DEFAULT_TOKEN}/sendPhoto",
        content=cut,
        headers={"content-type": "multipart/form-data"},
    )

    assert answer.status_code == 400
    assert not answer.json()["ok"]


@pytest.mark.parametrize("encoding", ["json", "data", "params"])
def test_a_call_can_be_encoded_in_each_of_telegrams_ways(
    encoding: str, sandbox: Sandbox, anna: Person
) -> None:
    call = {encoding: {"chat_id": anna.id, "text": "hello"}}
    answer = httpx.post(f"{sandbox.base_url}/bot{DEFAULT_TOKEN}/SENDmessage", **call)

    assert answer.json()["result"]["text"] == "hello"
    assert [message.text for message in anna.messages()] == ["hello"]


async def test_commands_are_kept_by_language(bot: Bot) -> None:
    await bot.set_my_commands([("start", "begin")])
    await bot.set_my_commands([("start", "начать")], language_code="ru")

    assert [command.description for command in await bot.get_my_commands()] == ["begin"]
    assert [command.description for command in await bot.get_my_commands(language_code="ru")] == ["начать"]
