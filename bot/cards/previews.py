"""Try all: one sheet with the photo in several fast styles, and what is made of it."""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import ReplyParameters
from telegram.ext import ExtBot

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.cards.draft import Draft
from bot.cards.ordering import job_from, order, order_apart
from bot.cards.outlook import only_fast
from bot.cards.press import Press
from bot.cards.showing import turn
from bot.desk import Desk, off_loop
from chat.flood import Priority
from chat.keyboards import card as keyboards
from chat.keyboards import style as style_keyboards
from chat.texts import say
from jobs import keys
from jobs.catalogue import Lane, Style
from jobs.job import Job, StylePart
from jobs.offer import Way
from jobs.store import Accepted

#: What becomes of a job that is taken.
_TAKEN = (Accepted.QUEUED, Accepted.HELD, Accepted.KNOWN)


async def try_all(desk: Desk, bot: ExtBot[Priority], draft: Draft, update: int) -> None:
    """Order one small preview in each of several fast styles; the card becomes its status."""
    offer, language = await desk.offer(), draft.language
    styles, fast = offer.previews(), offer.fast()
    if styles and only_fast(draft.content):
        text, buttons = say(language, "try-still"), style_keyboards.free_styles(language, fast)
        await turn(desk, bot, draft, "fast", text, buttons)
    elif not styles:
        await turn(desk, bot, draft, "start", say(language, "no-fast"), keyboards.try_later(language))
    else:
        await order(desk, bot, draft, _sheet(draft, styles, bot.id, update))


def _sheet(draft: Draft, styles: tuple[Style, ...], bot: int, update: int) -> Job:
    parts, way = tuple(StylePart.of(style) for style in styles), Way(styles[0].method, Lane.FAST)
    return job_from(draft, parts, way, bot, update, purpose="previews")


async def _try(press: Press) -> None:
    await try_all(press.desk, press.bot, press.draft, press.update)


async def _redo(press: BarePress) -> None:
    """Paint one of the previews at full size; a forgotten sheet is known by the photo it replies to."""
    name, _, job = press.argument.partition(":")
    draft = await _draft_of(press, job)
    if draft is None:
        return
    style = (await press.desk.offer()).styles.get(name)
    if style is None or style.lane is not Lane.FAST:
        await press.say("no-such-style", alert=True)
        return
    await answer(press.query)
    wanted = _full_size(draft, style, press.bot.id, press.update)
    await order_apart(press.desk, press.bot, draft, wanted, press.update)


def _full_size(draft: Draft, style: Style, bot: int, update: int, index: int = 0) -> Job:
    way = Way(style.method, style.lane)
    return job_from(draft, (StylePart.of(style),), way, bot, update, index=index)


async def _others(press: BarePress) -> None:
    """Make the next sheet for the same photo."""
    found = press.on_job(press.argument)
    past = await found.past()
    if past is None:
        return
    shown = [part.gallery or "" for part in past.job.styles]
    styles = (await press.desk.offer()).previews(after=shown[-1] if shown else "")
    if all(style.name in shown for style in styles):
        await press.say("no-others" if styles else "no-fast", alert=True)
        return
    await answer(press.query)
    draft = found.draft_of(past.job)
    wanted = _sheet(draft, styles, press.bot.id, press.update)
    await order_apart(press.desk, press.bot, draft, wanted, press.update)


async def _send_all(press: BarePress) -> None:
    """Paint every preview at full size, each with a status of its own, as far as the person's limits go."""
    found = press.on_job(press.argument)
    past = await found.past()
    if past is None:
        return
    names, offered = [part.gallery or "" for part in past.job.styles], (await press.desk.offer()).styles
    there = [offered[name] for name in names if name in offered]
    await press.say("sending-all", count=len(there))
    draft, taken = found.draft_of(past.job), 0
    for index, style in enumerate(there):
        wanted = _full_size(draft, style, press.bot.id, press.update, index)
        if await order_apart(press.desk, press.bot, draft, wanted, press.update, index) not in _TAKEN:
            break
        taken += 1
    if taken == len(names):
        return
    text = say(press.language, "sent-all", taken=taken, all=len(names))
    reply = ReplyParameters(draft.photo_message, allow_sending_without_reply=True)
    send = partial(
        press.bot.send_message, draft.chat, text, message_thread_id=draft.topic, reply_parameters=reply
    )
    await press.desk.once(press.bot.id, press.update, send, len(names))


async def _draft_of(press: BarePress, job: str) -> Draft | None:
    """A draft with the sheet's photo; None: it is somebody else's, or nothing is known, and they are told."""
    found = press.on_job(job)
    if not await off_loop(press.desk.store.redis.exists, keys.job(job)) and (photo := found.photo()):
        return photo
    past = await found.past()
    return found.draft_of(past.job) if past else None


#: On a card.
VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {"try": _try}
#: Below a sheet.
BELOW: dict[str, Callable[[BarePress], Awaitable[None]]] = {
    "redo": _redo,
    "others": _others,
    "sendall": _send_all,
}
