"""What Telegram refuses beyond the obvious, each in its own words."""

from typing import Any

import pytest
from telegram import Bot

from sandbox.html import parse_html
from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import picture, refusal

#: The longest caption and text there are, counted after the tags are gone, in UTF-16 code units.
CAPTION, TEXT = 1024, 4096


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


def buttons(count: int, **button: Any) -> dict[str, Any]:
    """Return a keyboard of rows of ten."""
    made = [{"text": str(number), "callback_data": "x"} | button for number in range(count)]
    return {"inline_keyboard": [made[place : place + 10] for place in range(0, count, 10)]}


async def test_a_hundred_buttons_are_the_most(sandbox: Sandbox, anna: Person) -> None:
    call = {"chat_id": anna.id, "text": "x"}
    refused = refusal(sandbox, "sendMessage", **call, reply_markup=buttons(101))
    anna_sees_none = anna.messages() == []

    assert refused == "reply markup is too long"
    assert anna_sees_none


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "ж" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": ""}, "BUTTON_TEXT_INVALID"),
        ({"text": "  "}, "BUTTON_TEXT_INVALID"),
        ({"text": None}, "can't parse inline keyboard button: can't find field \"text\""),
        (
            {"callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"pay": True}, "BUTTON_TYPE_INVALID"),
        (
            {"switch_inline_query_chosen_chat": "x"},
            "can't parse inline keyboard button: expected SwitchInlineQueryChosenChat",
        ),
    ],
)
def test_a_button_that_cannot_work(
    button: dict[str, Any], reason: str, sandbox: Sandbox, anna: Person
) -> None:
    call = {"chat_id": anna.id, "text": "x", "reply_markup": buttons(1, **button)}

    assert refusal(sandbox, "sendMessage", **call) == reason
    assert anna.messages() == []


async def test_lengths_are_counted_after_the_tags_and_in_utf_16(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    photo = (await bot.send_photo(anna.id, picture(80, 60))).photo[-1].file_id
    call = {"chat_id": anna.id, "photo": photo, "parse_mode": "HTML"}
    await bot.send_photo(anna.id, photo, caption=f"<b>{'x' * (CAPTION - 2)}🎨</b>", parse_mode="HTML")
    await bot.send_message(anna.id, f"<i>{'x' * (TEXT - 2)}</i>🎨", parse_mode="HTML")

    assert refusal(sandbox, "sendPhoto", **call, caption="🎨" * 513) == "message caption is too long"
    assert refusal(sandbox, "sendMessage", chat_id=anna.id, text="🎨" * 2049) == "message is too long"
    assert len(anna.messages()) == 3


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("🎨<b>x</i>", 'Unmatched end tag at byte offset 8, expected "</b>", found "</i>"'),
        ("жx</b>", "Unexpected end tag at byte offset 3"),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("ж<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 2'),
        ("3 < 4", "Unclosed start tag at byte offset 2"),
    ],
)
def test_html_that_does_not_parse_is_refused_where_it_breaks(
    source: str, reason: str, sandbox: Sandbox, anna: Person
) -> None:
    call = {"chat_id": anna.id, "text": source, "parse_mode": "HTML"}

    assert refusal(sandbox, "sendMessage", **call) == f"can't parse entities: {reason}"


def test_a_spoiler_is_a_span_too() -> None:
    assert parse_html('<span class="tg-spoiler">x</span>')[1] == [
        {"type": "spoiler", "offset": 0, "length": 1}
    ]


async def test_media_never_becomes_a_text_again(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    sent = await bot.send_photo(anna.id, picture(80, 60))
    text = await bot.send_message(anna.id, "x")
    of_photo = {"chat_id": anna.id, "message_id": sent.message_id}
    of_text = {"chat_id": anna.id, "message_id": text.message_id}

    assert (
        refusal(sandbox, "editMessageText", **of_photo, text="x") == "there is no text in the message to edit"
    )
    assert (
        refusal(sandbox, "editMessageCaption", **of_text, caption="x")
        == "there is no caption in the message to edit"
    )
    assert [message.media for message in anna.messages()] == ["photo", None]


async def test_a_file_id_of_another_kind_is_named(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    document = (await bot.send_document(anna.id, b"x", filename="x.bin")).document.file_id
    photo = (await bot.send_photo(anna.id, picture(80, 60))).photo[-1].file_id
    calls = {
        "sendPhoto": {"photo": document},
        "sendDocument": {"document": photo},
        "sendAnimation": {"animation": photo},
        "sendSticker": {"sticker": photo},
    }

    assert [refusal(sandbox, method, chat_id=anna.id, **call) for method, call in calls.items()] == [
        "can't use file of type Document as Photo",
        "can't use file of type Photo as Document",
        "can't use file of type Photo as Animation",
        "can't use file of type Photo as Sticker",
    ]


@pytest.mark.parametrize(
    ("method", "call", "reason"),
    [
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}]},
            "media must include 2-10 items",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}] * 11},
            "too many messages to send as an album",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "sticker", "media": "x"}] * 2},
            'can\'t parse InputMedia: type "sticker" is unsupported',
        ),
        ("sendMediaGroup", {"media": [{"type": "photo"}] * 2}, "can't parse InputMedia: media not found"),
        ("sendVideo", {}, "there is no video in the request"),
        ("sendSticker", {"sticker": "CAACnothing"}, "wrong file identifier/HTTP URL specified"),
        ("setMessageReaction", {"message_id": 999}, "message to react not found"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ],
)
def test_a_call_that_asks_for_what_is_not_there(
    method: str, call: dict[str, Any], reason: str, sandbox: Sandbox, anna: Person
) -> None:
    assert refusal(sandbox, method, chat_id=anna.id, **call) == reason
    assert anna.messages() == []
