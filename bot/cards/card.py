"""The card: one message under a photo on which everything is chosen; its first page and its mix."""

from functools import partial

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.ext import ExtBot

from bot.cards.draft import Draft
from bot.cards.outlook import only_fast, runs, ways_of
from bot.cards.previews import try_all as try_all
from bot.cards.showing import edit as edit
from bot.cards.showing import turn
from bot.desk import Desk, off_loop
from bot.people import preferences_of
from chat.flood import Priority
from chat.keyboards import card as keyboards
from chat.mixture import in_bold
from chat.texts import say
from jobs.job import Photo, StylePart


def words(language: str, content: Photo, longest: int = 0) -> str:
    """What a fresh card says.

    Args:
        longest: pixels of the painting's longer side at most; 0: the photo's own.
    """
    size = f"{content.width}×{content.height}"
    if only_fast(content):
        key = "card-sticker" if content.kind == "sticker" else "card-clip"
        return say(language, key, size=size)
    if not content.width:
        text = say(language, "card-unknown-size")
        return f"{text}\n{say(language, 'card-at-most', side=str(longest))}" if longest else text
    smaller = within(content, longest)
    if smaller == (content.width, content.height):
        return say(language, "card", size=size)
    return say(language, "card-smaller", size=size, smaller=f"{smaller[0]}×{smaller[1]}")


def within(content: Photo, longest: int) -> tuple[int, int]:
    """Width and height of a painting whose longer side is that at most (0: any), as workers shrink photos."""
    longer = max(content.width, content.height)
    if not longest or longer <= longest:
        return content.width, content.height
    width, height = (max(1, round(side * (longest / longer))) for side in (content.width, content.height))
    return width, height


def start_words(draft: Draft) -> str:
    """What a card's first page says: the photo, and what was chosen before."""
    chosen = (draft.chosen,) if draft.chosen else draft.styles
    text = words(draft.language, draft.content, draft.longest)
    if not chosen:
        return text
    return f"{text}\n{say(draft.language, 'card-styles')} {in_bold(chosen, draft.language)}"


async def open_card(desk: Desk, bot: ExtBot[Priority], draft: Draft, update: int, index: int = 0) -> Draft:
    """Send a card for a draft's photo, as the update asks; returns the draft that now stands on it.

    Args:
        draft: shown on its mix where that is its page, else on the first page; where it is not made of a
            job, with what the person has set.
        index: which of the update's new messages.
    """
    draft = await decided(desk, draft)
    text, buttons = await (_mix(desk, draft) if draft.page == "mix" else _start(desk, draft))
    send = partial(
        bot.send_message,
        draft.chat,
        text,
        reply_markup=buttons,
        message_thread_id=draft.topic,
        reply_parameters=ReplyParameters(draft.photo_message, allow_sending_without_reply=True),
    )
    opened = draft.changed(card=await desk.once(bot.id, update, send, index), applied=update)
    await off_loop(desk.drafts.save, opened)
    return opened


async def decided(desk: Desk, draft: Draft) -> Draft:
    """Give a fresh draft the size and the like that its person has set."""
    if draft.decided:
        return draft
    wanted, longer = await preferences_of(desk, draft.person), max(draft.content.width, draft.content.height)
    return draft.changed(
        longest=wanted.longest if not longer or wanted.longest < longer else 0,
        as_file=wanted.as_file,
        previews=wanted.previews,
        notify=wanted.notify,
        decided=True,
    )


async def _start(desk: Desk, draft: Draft) -> tuple[str, InlineKeyboardMarkup]:
    return start_words(draft), keyboards.card(draft, await ways_of(desk, draft))


async def _mix(desk: Desk, draft: Draft) -> tuple[str, InlineKeyboardMarkup]:
    language, private = draft.language, draft.chat > 0
    if not draft.styles:
        ask = "send-style" if private else "send-style-group"
        return say(language, ask), keyboards.waiting_for_style(language)
    slow, fast = await runs(desk, draft)
    more = say(language, "mix-full" if draft.full else "mix-more" if private else "mix-more-group")
    text = f"{say(language, 'mix-styles')} {in_bold(draft.styles, language)}. {more}"
    if draft.turned:  # the card still answers the old photo
        text = say(language, "mix-swapped") + "\n" + text
    elif draft.of_album:
        text = say(language, "mix-album", group=int(not private)) + "\n" + text
    if slow is None and fast is None:
        text += "\n" + say(language, "mix-nobody")
    return text, keyboards.mix(draft, slow, fast)


async def show_start(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> bool:
    """Keep a draft and show its card's first page.

    Returns:
        False: the person has deleted the card.
    """
    return await turn(desk, bot, draft, "start", *await _start(desk, draft))


async def show_mix(desk: Desk, bot: ExtBot[Priority], draft: Draft) -> bool:
    """Keep a draft and show the styles chosen so far and the ways to paint them, or ask for the first.

    Returns:
        False: the person has deleted the card.
    """
    return await turn(desk, bot, draft, "mix", *await _mix(desk, draft))


async def say_away(desk: Desk, bot: ExtBot[Priority], draft: Draft, part: StylePart) -> None:
    """Say that no worker has one of the operator's styles now; the mix stays."""
    text = say(draft.language, "style-away", style=part.title or part.gallery or "")
    await turn(desk, bot, draft, "mix", text, keyboards.waiting_for_style(draft.language))
