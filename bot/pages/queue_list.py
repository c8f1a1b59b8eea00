"""/queue: a person's pictures that are not there yet, each with its place and a way out."""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import InlineKeyboardMarkup, Update

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.finished.ending import cancel
from bot.people import person_of
from bot.replies import reply
from bot.types import Context
from chat.keyboards import people as keyboards
from chat.status import styles_in_words
from chat.texts import say
from chat.times import spell_estimate
from jobs.job import Job, Unreadable
from jobs.record import Record, State

#: Jobs on the list at most; who has more sees the oldest.
MOST = 20


async def queue(desk: Desk, update: Update, context: Context) -> None:
    """Say what a person waits for."""
    message = update.effective_message
    if message is None:
        return
    person, language = await person_of(desk, update)
    text, buttons = await off_loop(_page, desk, person, language, message.chat_id)
    await reply(desk, update, context, text, buttons)


async def _look_again(press: BarePress) -> None:
    await answer(press.query)
    await _show(press)


async def _take_out(press: BarePress) -> None:
    """Cancel one of the jobs, as under its own message, and show what is left."""
    await cancel(press.on_job(press.argument))
    await _show(press)


async def _show(press: BarePress) -> None:
    chat = press.message.chat_id
    text, buttons = await off_loop(_page, press.desk, press.person, press.language, chat)
    await press.show(text, buttons)


def _page(desk: Desk, person: int, language: str, chat: int) -> tuple[str, InlineKeyboardMarkup | None]:
    records = [record for record in map(partial(_record, desk), desk.store.of_person(person)) if record]
    records.sort(key=lambda record: record.created)
    waiting = [record for record in records if record.state is not State.DELIVERING][:MOST]
    if not waiting:
        return say(language, "queue-empty" if chat > 0 else "queue-empty-group"), None
    lines = [f"{number}. {_line(desk, record, language)}" for number, record in enumerate(waiting, 1)]
    jobs: list[Job] = [record.job for record in waiting]
    return "\n".join([say(language, "queue-mine"), *lines]), keyboards.queue(language, jobs)


def _record(desk: Desk, job_id: str) -> Record | None:
    try:
        return desk.store.record(job_id)
    except Unreadable:  # written by a newer bot, which shows it
        return None


def _line(desk: Desk, record: Record, language: str) -> str:
    job = record.job
    about = {"styles": styles_in_words(job.styles, language), "label": job.label}
    if record.state is State.RUNNING:
        return say(language, "queue-painting", percent=int(100 * record.progress), **about)
    left = desk.estimates.left(job) if record.state is State.QUEUED else None
    if left is None:
        return say(language, "queue-held" if record.state is State.HELD else "queue-postponed", **about)
    place, until_done = left
    time = spell_estimate(language, until_done)
    return say(language, "queue-waiting", place=place.place, of=place.of, time=time, **about)


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"queue": _look_again, "unqueue": _take_out}
