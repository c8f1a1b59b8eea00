"""A press on a button under a job: what its handlers have at hand, and what most of them ask first."""

from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message, ReplyParameters
from telegram.ext import ExtBot

from bot.answers import answer
from bot.cards.drafts import Draft
from bot.desk import Desk, off_loop
from bot.finished.past import Past
from bot.types import Context
from chat.flood import Priority
from chat.keyboards import job as keyboards
from chat.texts import say
from jobs.job import Job, Unreadable
from jobs.record import Record


@dataclass(frozen=True)
class JobPress:
    """A press on a button of a job."""

    desk: Desk
    context: Context
    query: CallbackQuery
    person: int
    language: str
    job_id: str
    update: int

    @property
    def bot(self) -> ExtBot[Priority]:
        """The client."""
        return self.context.bot

    @property
    def message(self) -> Message:
        """The message that the button stands under.

        Raises:
            TypeError: it is too old for Telegram to say what it is; presses on such are answered before.
        """
        if not isinstance(self.query.message, Message):
            raise TypeError("a press on a message that is not accessible")
        return self.query.message

    async def say(self, key: str, *, alert: bool = False, **values: str | float) -> None:
        """Answer the press in words."""
        await answer(self.query, say(self.language, key, **values), alert=alert)

    async def record(self, otherwise: str) -> Record | None:
        """Find the job's record; where there is none that this bot can read, the person is told."""
        try:
            record = await off_loop(self.desk.store.record, self.job_id)
        except Unreadable:  # written by a newer bot, which is about to take this one's place
            await self.say("updating", alert=True)
            return None
        if record is None:
            await self.say(otherwise, alert=True)
        return record

    async def past(self) -> Past | None:
        """Find what was ordered, if it is this person's; otherwise they are told, with a way on."""
        try:
            found = await self.remembered()
        except Unreadable:
            await self.say("updating", alert=True)
            return None
        if found is None:
            await self._too_old()
        elif found.job.person != self.person:
            await self.say("not-your-card", alert=True)
            return None
        return found

    async def remembered(self) -> Past | None:
        """What the record says, whoever's it is, else this person's history.

        Raises:
            Unreadable: a newer bot wrote the record.
        """
        store = self.desk.store
        record = await off_loop(store.record, self.job_id)
        if record is not None:
            return Past.of_record(record, await off_loop(store.delivered, self.job_id))
        return await off_loop(Past.of_history, store.redis, self.person, self.job_id)

    def photo(self) -> Draft | None:
        """Begin again with the person's photo that the message replies to; None: it replies to none."""
        draft = Draft.of_card(self.message, self.person, self.language)
        return draft.changed(card=0) if draft else None

    def draft_of(self, job: Job) -> Draft:
        """Begin again as a job was ordered, in the chat and the language of now."""
        return Draft.again(job, self.language, self.message, self.message.message_id)

    async def _too_old(self) -> None:
        """The button is older than all that is known of its job: the photo may still be in the chat."""
        draft = self.photo()
        if draft is None:
            await self.say("photo-forgotten", alert=True)
            return
        await answer(self.query)
        send = partial(
            self.bot.send_message,
            draft.chat,
            say(self.language, "too-old-button"),
            reply_markup=keyboards.new_from_photo(self.language, self.job_id),
            message_thread_id=draft.topic,
            reply_parameters=ReplyParameters(draft.photo_message, allow_sending_without_reply=True),
        )
        await self.desk.once(self.bot.id, self.update, send)
