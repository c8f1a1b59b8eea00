"""/history: the last pictures by what Telegram calls them, one message to leaf through.

Not albums: photos, files and clips cannot be mixed in one, and its pictures have no buttons.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.people import person_of
from bot.types import Context
from chat.buttons import button
from chat.edits import no_message, not_modified
from chat.flood import Priority
from chat.media import media, send, wrong_file_id
from chat.texts import say
from jobs.history import Entry, History


@dataclass(frozen=True)
class Page:
    """One picture of a person's, and where it stands among them."""

    entries: list[Entry]
    at: int

    @property
    def entry(self) -> Entry:
        """The picture."""
        return self.entries[self.at]

    def buttons(self, language: str) -> InlineKeyboardMarkup:
        """Leaf, order again, take off the list; each names a picture, since new ones come in front."""
        count, last = len(self.entries), self.at + 1 == len(self.entries)
        following = self.entries[self.at - 1 if last else self.at + 1]
        younger, older = self.entries[self.at - 1], self.entries[(self.at + 1) % count]
        place = say(language, "history-page", number=self.at + 1, of=count, label=self.entry.label)
        leaf = [button(place, "history", self.entry.id)]
        if count > 1:
            leaf.insert(0, button(say(language, "button-younger"), "history", younger.id))
            leaf.append(button(say(language, "button-older"), "history", older.id))
        rest = following.id if count > 1 else ""
        again = button(say(language, "button-again"), "again", self.entry.id)
        away = button(say(language, "button-unlist"), "unlist", f"{self.entry.id}:{rest}")
        return InlineKeyboardMarkup([leaf, [again, away]])


async def history(desk: Desk, update: Update, context: Context) -> None:
    """Show the youngest picture, and how to leaf."""
    person, language = await person_of(desk, update)
    if update.effective_message is not None:
        await _open(desk, context.bot, update.effective_message, person, language, update.update_id)


async def _open(
    desk: Desk, bot: ExtBot[Priority], message: Message, person: int, language: str, update: int
) -> None:
    page = await _page(desk, message, person, "")
    if page is None:
        key = "history-empty" if message.chat.type == ChatType.PRIVATE else "history-empty-group"
        await desk.once(bot.id, update, partial(message.reply_text, say(language, key)))
        return
    await desk.once(bot.id, update, partial(_send, desk, bot, message, page, language))


async def _page(desk: Desk, message: Message, person: int, job_id: str) -> Page | None:
    """The page of a job's picture, else the youngest; in a group only what was painted there."""
    everywhere = message.chat.type == ChatType.PRIVATE
    noted = await off_loop(History(desk.store.redis).all, person)
    # A sticker can neither be edited into a message nor have words.
    entries = [
        each for each in noted if each.kind != "sticker" and (everywhere or each.job.chat == message.chat_id)
    ]
    if not entries:
        return None
    ids = [entry.id for entry in entries]
    return Page(entries, ids.index(job_id) if job_id in ids else 0)


async def _send(desk: Desk, bot: ExtBot[Priority], message: Message, page: Page, language: str) -> Message:
    entry = page.entry
    topic = message.message_thread_id if message.is_topic_message else None
    asker = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    common: dict[str, Any] = {
        "chat_id": message.chat_id,
        "message_thread_id": topic,
        # In a group it says so whose pictures they are.
        "reply_parameters": None if message.chat.type == ChatType.PRIVATE else asker,
        "reply_markup": page.buttons(language),
        "rate_limit_args": Priority.RESULT,
    }
    bring = partial(send, bot, entry.result.kind, file_name=entry.result.file_name, caption=entry.caption)
    try:
        return await bring(picture=entry.file_id, **common)
    except BadRequest as refusal:
        kept = await _kept(desk, entry, refusal)
    return await bring(picture=kept, **common)


async def _kept(desk: Desk, entry: Entry, refusal: BadRequest) -> bytes:
    """Our own copy of what Telegram no longer knows.

    Raises:
        telegram.error.BadRequest: it is something else that Telegram refuses, or there is no copy.
    """
    kept = await off_loop(desk.results.read, entry.painted_by) if wrong_file_id(refusal) else None
    if kept is None:
        raise refusal
    return kept


async def _leaf(press: BarePress) -> None:
    """Show another picture in the same message, or the first in a new one."""
    if not press.argument:  # a button elsewhere that leads here
        await answer(press.query)
        await _open(press.desk, press.bot, press.message, press.person, press.language, press.update)
    elif await _is_theirs(press, press.argument):
        await answer(press.query)
        await _turn(press, press.argument)
    else:
        await press.say("too-old", alert=True)


async def _is_theirs(press: BarePress, job_id: str) -> bool:
    """Is it one of the presser's pictures? In a group others see the page, too."""
    return await off_loop(History(press.desk.store.redis).find, press.person, job_id) is not None


async def _unlist(press: BarePress) -> None:
    """Take a picture off the list and show its neighbour."""
    gone, _, following = press.argument.partition(":")
    removed = await off_loop(History(press.desk.store.redis).forget, press.person, gone)
    if not removed and not await _is_theirs(press, following):
        await press.say("too-old", alert=True)
        return
    await press.say("history-removed")
    await _turn(press, following)


async def _turn(press: BarePress, to: str) -> None:
    page = await _page(press.desk, press.message, press.person, to)
    if page is None:
        await _empty(press)
        return
    entry = page.entry
    show = partial(
        press.bot.edit_message_media,
        chat_id=press.message.chat_id,
        message_id=press.message.message_id,
        reply_markup=page.buttons(press.language),
        rate_limit_args=Priority.RESULT,
    )
    put = partial(media, entry.result.kind, file_name=entry.result.file_name, caption=entry.caption)
    try:
        await show(put(picture=entry.file_id))
    except BadRequest as refusal:
        if not_modified(refusal) or no_message(refusal):
            return
        await show(put(picture=await _kept(press.desk, entry, refusal)))


async def _empty(press: BarePress) -> None:
    """The last picture is off the list: a picture never becomes a text, so that the message goes."""
    try:
        await press.bot.delete_message(press.message.chat_id, press.message.message_id)
    except BadRequest:  # too old to be deleted, or gone already
        with suppress(BadRequest):
            await press.message.edit_reply_markup(None)


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"history": _leaf, "unlist": _unlist}
