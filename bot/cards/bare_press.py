"""A press on a button that belongs to no card and no job: menus, settings, lists."""

from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.answers import answer
from bot.desk import Desk
from bot.finished.job_press import JobPress
from bot.types import Context
from chat.edits import edit_words, no_message, not_modified
from chat.flood import Priority
from chat.texts import say


@dataclass(frozen=True)
class BarePress:
    """What such a press's handler has at hand. It answers the press itself, before it works."""

    desk: Desk
    context: Context
    query: CallbackQuery
    #: The message that the button stands under.
    message: Message
    person: int
    language: str
    argument: str
    update: int

    @property
    def bot(self) -> ExtBot[Priority]:
        """The client."""
        return self.context.bot

    async def say(self, key: str, *, alert: bool = False, **values: str | float) -> None:
        """Answer the press in words."""
        await answer(self.query, say(self.language, key, **values), alert=alert)

    def on_job(self, job_id: str) -> JobPress:
        """The same press, as one on a button of a job."""
        return JobPress(self.desk, self.context, self.query, self.person, self.language, job_id, self.update)

    async def show(self, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
        """Change the message that the button stands under; one that was deleted needs no change."""
        try:
            await edit_words(self.bot, text, self.message.chat_id, self.message.message_id, buttons)
        except BadRequest as refusal:
            if not not_modified(refusal) and not no_message(refusal):
                raise
