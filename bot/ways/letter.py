"""A message that a person wrote to the bot, with all that its handlers need."""

from dataclasses import dataclass
from functools import partial

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.cards.draft import Draft
from bot.cards.pictures import Refusal
from bot.desk import Desk, off_loop
from bot.people import person_of
from bot.types import Context
from bot.ways.asked import Asked
from chat.flood import Priority
from chat.texts import language, say
from jobs.job import job_id

#: Which of an update's new messages a line in words is; a card is the first.
LINE = 1


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Made by :meth:`of`: there is somebody who wrote it, and to whom it may be answered."""

    desk: Desk
    context: Context
    message: Message
    update: int
    person: int
    language: str

    @classmethod
    async def of(cls, desk: Desk, update: Update, context: Context) -> "Letter | None":
        """Read an update; None: it is not for the bot, or nobody can be told apart who wrote it."""
        message = update.effective_message
        if message is None or not is_for_the_bot(message, context.bot):
            return None
        if message.sender_chat is not None and not message.is_automatic_forward:
            await _ask_to_sign(desk, update, message, context.bot.id)
            return None
        if message.from_user is None or message.from_user.is_bot or message.is_automatic_forward:
            return None
        person, spoken = await person_of(desk, update)
        return cls(
            desk=desk,
            context=context,
            message=message,
            update=update.update_id,
            person=person,
            language=spoken,
        )

    @property
    def bot(self) -> ExtBot[Priority]:
        """The client."""
        return self.context.bot

    @property
    def chat(self) -> int:
        """The chat's id."""
        return self.message.chat_id

    @property
    def private(self) -> bool:
        """Is it a chat with one person?"""
        return self.message.chat.type == ChatType.PRIVATE

    @property
    def mentioned(self) -> bool:
        """Does it name the bot?"""
        return _names(self.message, self.bot)

    @property
    def asked(self) -> Asked | None:
        """The command that it begins with, if it is one about styles."""
        return Asked.of(self.message.text or self.message.caption, self.bot.username)

    @property
    def job(self) -> str:
        """The id of the job that it orders, if it does."""
        return job_id(self.bot.id, self.update)

    async def reply(
        self,
        key: str,
        *,
        buttons: InlineKeyboardMarkup | None = None,
        to: int | None = None,
        index: int = LINE,
        **values: str | float,
    ) -> int:
        """Answer in words, once: the id of the answer.

        Args:
            to: the message that is quoted; None: this one, in groups.
            index: which of the update's new messages it is.
        """
        quoted = ReplyParameters(to, allow_sending_without_reply=True) if to else None
        text = say(self.language, key, **values)
        send = partial(self.message.reply_text, text, reply_markup=buttons, reply_parameters=quoted)
        return await self.desk.once(self.bot.id, self.update, send, index)

    async def refuse(self, why: Refusal) -> None:
        """Say at the message why what it carries cannot be painted."""
        text, message = say(self.language, why.key, **why.values), self.message
        send = partial(message.reply_text, text, do_quote=True)
        await self.desk.once(self.bot.id, self.update, send, LINE)

    async def react(self, emoji: str = "👀") -> None:
        """Show at once that it was seen; not every chat allows it."""
        try:
            await self.message.set_reaction(emoji)
        except TelegramError:
            return

    async def live(self) -> Draft | None:
        """The draft that the person works on: of the card used last, else of the one that awaits styles."""
        drafts = self.desk.drafts
        latest = await off_loop(drafts.latest, self.chat, self.person)
        if latest is not None and (mine := self._mine(latest)):
            return mine
        awaited = await off_loop(drafts.awaited, self.chat, self.person)
        return await self.draft_of(awaited) if awaited else None

    async def draft_of(self, card: int) -> Draft | None:
        """The person's open draft on a card; that this update has handed it in itself does not count."""
        draft = await off_loop(self.desk.drafts.load, self.chat, card)
        return self._mine(draft) if draft else None

    def _mine(self, draft: Draft) -> Draft | None:
        open_ = draft.person == self.person and draft.job in ("", self.job)
        return draft.changed(job="") if open_ else None


def is_for_the_bot(message: Message, bot: ExtBot[Priority]) -> bool:
    """In a group, only commands, what replies to the bot and what mentions it is meant for it."""
    if message.chat.type == ChatType.PRIVATE or _names(message, bot):
        return True
    words = message.text or message.caption or ""
    if Asked.of(words, bot.username) or (message.text and words.startswith("/")):
        return True
    replied = message.reply_to_message
    opens_topic = replied is not None and replied.forum_topic_created is not None
    return bool(
        replied and not opens_topic and replied.from_user is not None and replied.from_user.id == bot.id
    )


def _names(message: Message, bot: ExtBot[Priority]) -> bool:
    return f"@{bot.username}".lower() in (message.text or message.caption or "").lower()


async def _ask_to_sign(desk: Desk, update: Update, message: Message, bot: int) -> None:
    """Who writes in the name of a group or channel shares one account with everybody who does."""
    user = message.from_user
    text = say(language(user.language_code if user else None), "anonymous")
    await desk.once(bot, update.update_id, partial(message.reply_text, text), LINE)
