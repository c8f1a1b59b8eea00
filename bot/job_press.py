"""A press on a button under a job: what its handlers have at hand, and what most of them ask first."""

from dataclasses import dataclass

from telegram import CallbackQuery

from bot.answers import answer
from bot.desk import Desk, off_loop
from bot.types import Context
from chat.texts import say
from jobs.job import Unreadable
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

    async def mine(self) -> Record | None:
        """Find the job's record, if it is this person's; otherwise they are told."""
        record = await self.record("too-old")
        if record is not None and record.job.person != self.person:
            await self.say("not-your-card", alert=True)
            return None
        return record
