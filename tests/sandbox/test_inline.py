"""Inline mode: people ask, the bot answers once and in time, and a result goes into a chat."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedMpeg4Gif,
    InlineQueryResultCachedPhoto,
    InlineQueryResultCachedSticker,
    InlineQueryResultsButton,
    InputTextMessageContent,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from sandbox.person import Person, Sandbox
from sandbox.results import Results
from sandbox.serving import Options, running
from tests.sandbox.conftest import bot_of, picture, refusal
from tests.sandbox.films import film, webp_sticker

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


def article(result_id: str = "1", words: str = "hello") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(result_id, "A title", InputTextMessageContent(words))


async def asked(
    bot: Bot, person: Person, query: str, results: Callable[[], list[InlineQueryResult]], **how: Any
) -> Results:
    """Let a person ask and the bot answer."""
    answer = asyncio.create_task(asyncio.to_thread(person.inline, query))
    updates = []
    async with asyncio.timeout(20):
        while not updates:
            updates = [update for update in await bot.get_updates(timeout=5) if update.inline_query]
    await updates[-1].inline_query.answer(results(), **how)
    await bot.get_updates(offset=updates[-1].update_id + 1)
    return await answer


async def test_a_result_goes_into_the_group_as_the_persons_message(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    photo = await bot.send_photo(anna.id, picture(80, 60))
    group = sandbox.group("Painters")
    there = anna.within(group)
    results = await asked(
        bot,
        there,
        "wave",
        lambda: [InlineQueryResultCachedPhoto("p", photo.photo[-1].file_id, caption="Wave")],
        is_personal=True,
        cache_time=0,
    )
    sent = results.choose("p")
    [update] = await bot.get_updates()

    assert [(result.kind, result.words) for result in results.results] == [("photo", "Wave")]
    assert (sent.from_id, sent.via_bot, sent.media, sent.caption) == (anna.id, True, "photo", "Wave")
    assert update.message.chat.id == group.chat_id
    assert update.message.via_bot.id == bot.id
    assert there.messages()[0].content == results.results[0].content


async def test_each_cached_kind_and_an_article_can_be_sent(anna: Person, bot: Bot) -> None:
    animated = await bot.send_animation(anna.id, film())
    stuck = await bot.send_sticker(anna.id, webp_sticker())
    document = await bot.send_document(anna.id, picture(80, 60, "PNG"), filename="a.png")
    results = await asked(
        bot,
        anna,
        "each kind",
        lambda: [
            InlineQueryResultCachedMpeg4Gif("g", animated.animation.file_id),
            InlineQueryResultCachedSticker("s", stuck.sticker.file_id),
            InlineQueryResultCachedDocument("d", "Original", document.document.file_id),
            article("a", "<words>"),
        ],
    )
    sent = [results.choose(result) for result in results.results]

    assert [message.media for message in sent] == ["animation", "sticker", "document", None]
    assert sent[-1].text == "<words>"


async def test_the_query_says_where_it_was_typed(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    told = []
    for person in (anna, anna.within(sandbox.group())):
        with pytest.raises(TimeoutError, match="'wave' was not answered"):
            person.inline("wave", deadline_s=0)
        told += [update.inline_query for update in await bot.get_updates()][-1:]

    assert [query.chat_type for query in told] == ["sender", "supergroup"]
    assert [(query.query, query.offset, query.from_user.id) for query in told] == [("wave", "", anna.id)] * 2


async def test_a_query_is_answered_once(anna: Person, bot: Bot) -> None:
    with pytest.raises(TimeoutError):
        anna.inline("once", deadline_s=0)
    [update] = await bot.get_updates()
    await update.inline_query.answer([article()])

    with pytest.raises(BadRequest, match=TOO_OLD):
        await update.inline_query.answer([article()])


async def test_an_answer_that_comes_too_late_is_refused() -> None:
    with running(Options(press_lifetime=0)) as address, Sandbox(address) as hasty:
        with pytest.raises(TimeoutError):
            hasty.person().inline(deadline_s=0)
        async with bot_of(hasty) as bot:
            [update] = await bot.get_updates()
            with pytest.raises(BadRequest, match=TOO_OLD) as refused:
                await update.inline_query.answer([article()])

    assert refused.value is not None


async def test_a_personal_answer_is_kept_for_one_person_and_another_for_all(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    boris = sandbox.person(name="Boris")
    await asked(bot, anna, "mine", lambda: [article("m")], is_personal=True, cache_time=60)
    await asked(bot, anna, "ours", lambda: [article("o")], cache_time=60)
    kept = [anna.inline("mine", deadline_s=0), boris.inline("ours", deadline_s=0)]
    with pytest.raises(TimeoutError):
        boris.inline("mine", deadline_s=0)

    assert [results.results[0].id for results in kept] == ["m", "o"]


async def test_an_answer_that_is_not_kept_is_asked_for_again(anna: Person, bot: Bot) -> None:
    await asked(bot, anna, "x", lambda: [article("one")], cache_time=0)
    again = await asked(bot, anna, "x", lambda: [article("two")], cache_time=0, next_offset="20")

    assert (again.results[0].id, again.next_offset) == ("two", "20")


async def test_the_button_above_the_results_opens_the_bot(anna: Person, bot: Bot) -> None:
    button = InlineQueryResultsButton("Paint something", start_parameter="inline")
    results = await asked(bot, anna, "button", list, button=button)
    anna.start(results.button[1])
    [update] = await bot.get_updates()

    assert results.button == ("Paint something", "inline")
    assert update.message.text == "/start inline"


@pytest.mark.parametrize(
    ("results", "how", "reason"),
    [
        ([article(str(number)) for number in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article(), article()], {}, "RESULT_ID_DUPLICATE"),
        ([article("ж" * 33)], {}, "RESULT_ID_INVALID"),
        ([InlineQueryResultCachedPhoto("1", "AgACnothing")], {}, "wrong file identifier/HTTP URL specified"),
        ([article()], {"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ([article()], {"button": {"text": "b", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        (
            [{"type": "article", "id": "1", "title": "t"}],
            {},
            "can't parse InlineQueryResult: input message content is not specified",
        ),
        (
            [{"type": "document", "id": "1", "document_file_id": "x"}],
            {},
            "can't parse InlineQueryResult: Can't find field \"title\"",
        ),
        ([{"type": "poem", "id": "1"}], {}, 'can\'t parse InlineQueryResult: type "poem" is unsupported'),
        ([article(words="x" * 4097)], {}, "message is too long"),
    ],
)
async def test_an_answer_that_telegram_refuses(
    results: list[Any], how: dict[str, Any], reason: str, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    with pytest.raises(TimeoutError):
        anna.inline("refused", deadline_s=0)
    [update] = await bot.get_updates()
    told = [one if isinstance(one, dict) else one.to_dict() for one in results]

    assert (
        refusal(sandbox, "answerInlineQuery", inline_query_id=update.inline_query.id, results=told, **how)
        == reason
    )


async def test_buttons_for_inline_mode_are_seen(anna: Person, bot: Bot) -> None:
    markup = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Share", switch_inline_query="wave")],
            [InlineKeyboardButton("Here", switch_inline_query_current_chat="")],
            [
                InlineKeyboardButton(
                    "Choose",
                    switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("x", allow_group_chats=True),
                )
            ],
        ]
    )
    await bot.send_message(anna.id, "share", reply_markup=markup)

    [seen] = anna.messages()
    assert seen.switches == {"Share": ("any", "wave"), "Here": ("here", ""), "Choose": ("chosen", "x")}
    assert seen.button("Share").data is None


async def test_a_button_under_a_sent_result_names_no_message(anna: Person, bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
    result = InlineQueryResultArticle("1", "t", InputTextMessageContent("one"), reply_markup=markup)
    sent = (await asked(bot, anna, "more", lambda: [result])).choose("1")
    anna.press("More", on=sent)
    query = (await bot.get_updates())[-1].callback_query
    edited = await query.edit_message_text("two")

    assert query.message is None
    assert query.inline_message_id
    assert edited is True
    assert anna.again(sent).text == "two"
