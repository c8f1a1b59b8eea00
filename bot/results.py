"""Buttons under a job: cancel it, repeat it, try another style, fetch the file."""

from collections.abc import Awaitable, Callable
from html import unescape

from telegram import CallbackQuery, InputFile, ReplyParameters
from telegram.error import BadRequest

from bot import card
from bot.desk import Desk, off_loop
from bot.drafts import Draft
from bot.ordering import is_known, job_from, order
from bot.types import Context
from chat import keyboards
from chat.deliver import Delivery
from chat.flood import Priority
from chat.texts import say
from jobs.job import Job
from jobs.job import job_id as id_of
from jobs.offer import Way
from jobs.record import Record
from jobs.store import Cancel

Verb = Callable[[Desk, Context, CallbackQuery, int, str, int], Awaitable[None]]

#: What a person is told at once; what happens to the status message follows from the job's record.
_CANCEL_WORDS = {
    Cancel.GONE: "cancel-gone",
    Cancel.NOT_YOURS: "cancel-not-yours",
    Cancel.TOO_LATE: "cancel-too-late",
    Cancel.STOPPING: "stopping",
}


async def _cancel(
    desk: Desk, context: Context, query: CallbackQuery, person: int, job_id: str, _: int
) -> None:
    what, fence = await off_loop(desk.store.cancel, job_id, person)
    record = await off_loop(desk.store.record, job_id)
    if what is Cancel.CANCELLED:
        await answer(query)
        await Delivery(context.bot, desk.store, desk.results).deliver(job_id, fence)
        return
    language = record.job.language if record else (query.from_user.language_code or "en")
    await answer(query, say(language, _CANCEL_WORDS[what]))


async def _again(
    desk: Desk, context: Context, query: CallbackQuery, person: int, job_id: str, update: int
) -> None:
    record = await _mine(desk, query, person, job_id)
    if record is None:
        return
    job = record.job
    if away := (await desk.offer()).lacks(job.styles, job.lane):
        await answer(query, say(job.language, "style-away", style=away.title or ""), alert=True)
        return
    await answer(query)
    if await is_known(desk, id_of(context.bot.id, update)):
        return
    draft = await _new_card(desk, context, job)
    again = job_from(draft, job.styles, Way(job.method, job.lane), context.bot.id, update)
    await order(desk, context.bot, draft, again)


async def _other(
    desk: Desk, context: Context, query: CallbackQuery, person: int, job_id: str, _: int
) -> None:
    record = await _mine(desk, query, person, job_id)
    if record is not None:
        await answer(query)
        await _new_card(desk, context, record.job)


async def _file(desk: Desk, context: Context, query: CallbackQuery, person: int, job_id: str, _: int) -> None:
    record = await _mine(desk, query, person, job_id)
    if record is None:
        return
    job, result = record.job, record.result
    picture = await off_loop(desk.results.read, job_id)
    if picture is None or result is None:
        expired = say(job.language, "file-expired", hours=desk.settings.results_hours)
        await answer(query, expired, alert=True)
        return
    await answer(query)
    await context.bot.send_document(
        job.chat,
        InputFile(picture, filename=result.file_name),
        message_thread_id=job.topic,
        reply_parameters=ReplyParameters(job.status_message, allow_sending_without_reply=True),
        rate_limit_args=Priority.RESULT,
    )


async def _mine(desk: Desk, query: CallbackQuery, person: int, job_id: str) -> Record | None:
    """The job's record, if it is there and this person's; otherwise they are told."""
    record = await off_loop(desk.store.record, job_id)
    language = record.job.language if record else (query.from_user.language_code or "en")
    if record is None:
        await answer(query, say(language, "too-old"), alert=True)
    elif record.job.person != person:
        await answer(query, say(language, "not-your-card"), alert=True)
    else:
        return record
    return None


async def _new_card(desk: Desk, context: Context, job: Job) -> Draft:
    """Open a card for the same photo; the result stays where it is."""
    fast, own = await card.times(desk, job.content)
    draft = Draft(
        chat=job.chat,
        card=0,
        person=job.person,
        topic=job.topic,
        language=job.language,
        content=job.content,
        photo_message=job.photo_message,
        strength=job.strength,
        colours=job.colours,
        arrangement=job.arrangement,
    )
    message = await context.bot.send_message(
        job.chat,
        card.words(job.language, job.content),
        reply_markup=keyboards.card(draft, fast, own),
        message_thread_id=job.topic,
        reply_parameters=ReplyParameters(job.photo_message, allow_sending_without_reply=True),
    )
    draft = draft.changed(card=message.message_id)
    await off_loop(desk.drafts.save, draft)
    return draft


async def answer(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press; one that is too old to be answered is handled all the same."""
    try:
        await query.answer(unescape(text) if text else text, show_alert=alert)  # Telegram takes no HTML here
    except BadRequest:
        return


VERBS: dict[str, Verb] = {"cancel": _cancel, "again": _again, "other": _other, "file": _file}
