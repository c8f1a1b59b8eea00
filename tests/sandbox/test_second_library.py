"""pyTelegramBotAPI, which shares no code with python-telegram-bot, drives the sandbox unchanged.

What both read out of the same updates is compared field by field.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import telebot
from telebot import types
from telebot.apihelper import ApiTelegramException
from telegram import Bot

from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN
from tests.sandbox.alike import unlike
from tests.sandbox.conftest import called, opened, picture
from tests.sandbox.films import film, vector_sticker, webp_sticker


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


@pytest.fixture
def second(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[telebot.TeleBot]:
    """The other library's bot, with nothing but its two addresses changed."""
    monkeypatch.setattr(telebot.apihelper, "API_URL", f"{sandbox.base_url}/bot{{0}}/{{1}}")
    monkeypatch.setattr(telebot.apihelper, "FILE_URL", f"{sandbox.base_url}/file/bot{{0}}/{{1}}")
    with requests.Session() as session:
        session.trust_env = False
        monkeypatch.setattr(telebot.apihelper, "_get_req_session", lambda **_: session)
        yield telebot.TeleBot(DEFAULT_TOKEN, threaded=False)


def updates_of(sandbox: Sandbox) -> list[dict[str, Any]]:
    return list(called(sandbox, "getUpdates").json()["result"])


def test_it_says_who_it_is_and_sends_and_edits_texts(second: telebot.TeleBot, anna: Person) -> None:
    me = second.get_me()
    sent = second.send_message(anna.id, "<b>waiting</b>", parse_mode="HTML")
    edited = second.edit_message_text("done", anna.id, sent.message_id)
    [seen] = anna.messages()

    assert (me.username, me.supports_inline_queries) == ("atelier_sandbox_bot", True)
    assert [entity.type for entity in sent.entities] == ["bold"]
    assert (edited.text, seen.text, seen.edits) == ("done", "done", 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<h1>x</h1>", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 0'),
        ("x" * 4097, "message is too long"),
    ],
)
def test_it_hears_why_a_text_is_refused(text: str, words: str, second: telebot.TeleBot, anna: Person) -> None:
    with pytest.raises(ApiTelegramException) as refused:
        second.send_message(anna.id, text, parse_mode="HTML")

    assert (refused.value.error_code, refused.value.description) == (400, f"Bad Request: {words}")


def test_it_hears_how_long_to_wait(sandbox: Sandbox, second: telebot.TeleBot, anna: Person) -> None:
    sandbox.fault("429", "sendMessage", seconds=7)
    with pytest.raises(ApiTelegramException) as refused:
        second.send_message(anna.id, "x")

    assert refused.value.result_json["parameters"] == {"retry_after": 7}


def test_it_sends_and_downloads_each_kind_of_media(second: telebot.TeleBot, anna: Person) -> None:
    content = picture(300, 200, "PNG")
    photo = second.send_photo(anna.id, content, caption="a")
    document = second.send_document(anna.id, content, visible_file_name="a.png")
    animation = second.send_animation(anna.id, film())
    video = second.send_video(anna.id, film(sound=True))
    sticker = second.send_sticker(anna.id, webp_sticker())
    kept = second.download_file(second.get_file(document.document.file_id).file_path)
    shrunk = second.download_file(second.get_file(photo.photo[-1].file_id).file_path)

    assert (kept, opened(shrunk).size) == (content, (300, 200))
    assert (animation.animation.duration, video.video.width, sticker.sticker.height) == (2, 128, 400)
    assert [message.media for message in anna.messages()] == [
        "photo",
        "document",
        "animation",
        "video",
        "sticker",
    ]


def test_it_sends_albums_and_edits_media(second: telebot.TeleBot, anna: Person) -> None:
    album = second.send_media_group(
        anna.id, [types.InputMediaPhoto(picture(80, 60)), types.InputMediaVideo(film(sound=True))]
    )
    status = second.send_message(anna.id, "painting")
    second.edit_message_media(types.InputMediaPhoto(picture(640, 480)), anna.id, status.message_id)
    second.edit_message_caption("ready", anna.id, status.message_id)
    with pytest.raises(ApiTelegramException, match="media must include 2-10 items"):
        second.send_media_group(anna.id, [types.InputMediaPhoto(picture(80, 60))])
    *_, seen = anna.messages()

    assert len({message.media_group_id for message in album}) == 1
    assert (seen.media, seen.caption, seen.edits) == ("photo", "ready", 2)


def test_it_answers_presses_once_and_reacts(second: telebot.TeleBot, anna: Person) -> None:
    markup = types.InlineKeyboardMarkup([[types.InlineKeyboardButton("Run", callback_data="v1|run")]])
    second.send_message(anna.id, "card", reply_markup=markup)
    press = anna.press("Run")
    [update] = second.get_updates(timeout=5)
    second.answer_callback_query(update.callback_query.id, "On it", show_alert=True)
    with pytest.raises(ApiTelegramException, match="query is too old and response timeout expired"):
        second.answer_callback_query(update.callback_query.id)
    written = anna.send_text("look")
    second.set_message_reaction(anna.id, written.id, [types.ReactionTypeEmoji("👀")])
    with pytest.raises(ApiTelegramException, match="REACTION_INVALID"):
        second.set_message_reaction(anna.id, written.id, [types.ReactionTypeEmoji("🧿")])
    answer = press.answer()

    assert (update.callback_query.data, answer.text, answer.alert) == ("v1|run", "On it", True)
    assert anna.again(written).reactions == ("👀",)


def test_it_answers_inline_queries(second: telebot.TeleBot, anna: Person) -> None:
    photo = second.send_photo(anna.id, picture(80, 60)).photo[-1].file_id
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(anna.inline, "wave")
        [update] = second.get_updates(timeout=10)
        second.answer_inline_query(
            update.inline_query.id,
            [
                types.InlineQueryResultCachedPhoto("p", photo, caption="Wave"),
                types.InlineQueryResultArticle("a", "Words", types.InputTextMessageContent("hello")),
            ],
            cache_time=0,
            is_personal=True,
            button=types.InlineQueryResultsButton("Paint", start_parameter="inline"),
        )
        results = asking.result()
    sent = results.choose("p")

    assert [result.kind for result in results.results] == ["photo", "article"]
    assert results.button == ("Paint", "inline")
    assert (sent.via_bot, sent.caption) == (True, "Wave")


def test_it_takes_and_returns_stars(second: telebot.TeleBot, anna: Person) -> None:
    prices = [types.LabeledPrice("Five", 50)]
    second.send_invoice(anna.id, "Five", "Five more", "slots-5", "", "XTR", prices)
    with ThreadPoolExecutor(1) as threads:
        paying = threads.submit(anna.pay, anna.messages()[0])
        [update] = second.get_updates(timeout=10)
        second.answer_pre_checkout_query(update.pre_checkout_query.id, ok=True)
        payment = paying.result()
    receipt = second.get_updates(offset=update.update_id + 1)[0].message.successful_payment
    second.refund_star_payment(anna.id, receipt.telegram_payment_charge_id)
    with pytest.raises(ApiTelegramException, match="CHARGE_ALREADY_REFUNDED"):
        second.refund_star_payment(anna.id, receipt.telegram_payment_charge_id)
    transactions = second.get_star_transactions().transactions

    assert payment.state == "paid"
    assert [bool(one.source) for one in transactions][-2:] == [True, False]


def test_it_keeps_commands_by_scope_and_language(second: telebot.TeleBot, anna: Person) -> None:
    private = types.BotCommandScopeAllPrivateChats()
    second.set_my_commands([types.BotCommand("help", "any")])
    second.set_my_commands([types.BotCommand("help", "личный")], private, language_code="ru")
    anna.send_text("/help")

    assert [one.description for one in second.get_my_commands(private, "ru")] == ["личный"]
    assert anna.commands_seen() == {"help": "any"}


def test_it_handles_a_conversation_by_polling(second: telebot.TeleBot, anna: Person) -> None:
    @second.message_handler(content_types=["photo", "sticker", "animation"])
    def answer(message: types.Message) -> None:
        second.reply_to(message, message.content_type)

    polling = threading.Thread(
        target=second.infinity_polling, kwargs={"timeout": 1, "long_polling_timeout": 1}, daemon=True
    )
    polling.start()
    sent = [anna.send_photo(picture(80, 60)), anna.send_sticker(webp_sticker()), anna.send_animation(film())]
    answers = [anna.wait_for_reply(message, deadline_s=20) for message in sent]
    second.stop_bot()
    polling.join(20)

    assert [message.text for message in answers] == ["photo", "sticker", "animation"]
    assert not polling.is_alive()


async def test_both_libraries_read_the_same_out_of_every_update(
    sandbox: Sandbox, anna: Person, bot: Bot, second: telebot.TeleBot
) -> None:
    """Let everything happen that a bot can hear of, and compare field by field."""
    await asyncio.to_thread(second.set_webhook, "")
    await bot.get_updates(allowed_updates=["message", "edited_message", "callback_query", "inline_query"])
    await bot.get_updates(allowed_updates=[])
    for happens in (_words, _pictures, _group):
        await asyncio.to_thread(happens, sandbox, anna)
    await _paid(sandbox, anna, bot)
    updates = updates_of(sandbox)

    assert {key for update in updates for key in update} == {
        "update_id",
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "pre_checkout_query",
        "my_chat_member",
    }
    assert len(updates) > 25
    assert [problem for update in updates for problem in unlike(update)] == []


def _words(sandbox: Sandbox, anna: Person) -> None:
    written = anna.send_text("/start style_wave 🎨 @someone https://example.org")
    anna.edit_text(anna.send_text("wvae", reply_to=written), "wave")
    anna.start("x")
    anna.block()
    anna.block(blocked=False)
    with pytest.raises(TimeoutError):
        anna.inline("wave", deadline_s=0)


def _pictures(sandbox: Sandbox, anna: Person) -> None:
    anna.send_album([picture(80, 60), film(sound=True)], captions=["one", "two"], kind=None)
    anna.send_album([b"a", b"b"], kind="document")
    photo = anna.send_photo(picture(300, 200), caption="/style 60")
    anna.edit_caption(photo, "/style")
    anna.forward(photo)
    anna.send_animation(film(seconds=1))
    for sticker in (webp_sticker(), vector_sticker(), film(512, 512, 1, "webm")):
        anna.send_sticker(sticker)


def _group(sandbox: Sandbox, anna: Person) -> None:
    there = anna.within(sandbox.group("Painters", topics=["Photos"]))
    there.join()
    there.promote_bot()
    topic = there.create_topic("Winter")
    topic.send_photo(picture(80, 60))
    topic.close_topic()
    topic.close_topic(closed=False)
    there.leave()


async def _paid(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    """Let a person press a button and pay, and the bot give it back."""
    markup = {
        "inline_keyboard": [[{"text": "Run", "callback_data": "run"}, {"text": "Share", "url": "t.me/x"}]]
    }
    await bot.send_message(anna.id, "card", reply_markup=markup)
    await asyncio.to_thread(anna.press, "Run")
    await bot.send_invoice(anna.id, "Five", "Five more", "slots", "XTR", [{"label": "a", "amount": 5}])
    paying = asyncio.create_task(asyncio.to_thread(anna.pay, anna.messages()[-1]))
    waiting: list[dict[str, Any]] = []
    async with asyncio.timeout(20):
        while not waiting:
            waiting = [update for update in sandbox.waiting_updates() if "pre_checkout_query" in update]
            await asyncio.sleep(0.02)
    await bot.answer_pre_checkout_query(waiting[0]["pre_checkout_query"]["id"], ok=True)
    await bot.refund_star_payment(anna.id, (await paying).charge_id)
