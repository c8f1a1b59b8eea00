"""A draft becomes a job: the card turns into the status message, then the queue is told."""

from dataclasses import dataclass
from functools import partial
from time import time

from telegram import InlineKeyboardMarkup, ReplyParameters
from telegram.ext import ExtBot

from bot.cards import identical, quota
from bot.cards.draft import Draft, Page
from bot.cards.showing import edit, turn
from bot.desk import Desk, off_loop
from chat import status
from chat.flood import Priority
from chat.keyboards import card as card_keyboards
from chat.keyboards import job as job_keyboards
from chat.keyboards import style as style_keyboards
from chat.texts import say
from chat.times import spell_estimate
from jobs import keys
from jobs.catalogue import Lane
from jobs.crowd import look
from jobs.estimates import Estimate
from jobs.forecast import Forecast
from jobs.job import Job, Purpose, StylePart, job_id
from jobs.offer import Way
from jobs.queue import enqueue, limits_of
from jobs.store import Accepted, Place
from jobs.work import Work

#: What becomes of a job that is not taken.
_DECLINED = (Accepted.REFUSED, Accepted.FULL, Accepted.SPENT)


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """What a job can expect, were it handed in now."""

    fate: Accepted
    #: The operator lets nobody paint in the lane.
    paused: bool
    place: Place
    #: From now to the picture.
    until_done: Estimate
    #: Seconds of painting after which it is stopped.
    allowed: float


def job_from(
    draft: Draft,
    parts: tuple[StylePart, ...],
    way: Way,
    bot: int,
    update: int,
    *,
    purpose: Purpose = "picture",
    index: int = 0,
) -> Job:
    """Freeze a draft into a job; the same update always gives the same one, or the same by their index."""
    return Job(
        id=job_id(bot, update, index),
        person=draft.person,
        chat=draft.chat,
        topic=draft.topic,
        photo_message=draft.photo_message,
        status_message=draft.card,
        language=draft.language,
        content=draft.content,
        styles=parts,
        method=way.method,
        lane=way.lane,
        purpose=purpose,
        strength=draft.strength,
        colours=draft.colours,
        arrangement=draft.arrangement,
        longest=draft.longest,
        as_file=draft.as_file,
        previews=draft.previews,
        notify=draft.notify,
        captioned=draft.captioned,
        created=time(),
    )


async def is_known(desk: Desk, job: str) -> bool:
    """Was the update that asks for a job handled before? By now a worker may own the status message."""
    return bool(await off_loop(desk.store.redis.exists, keys.job(job)))


async def order(desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job, *, payment: str = "") -> Accepted:
    """Show where a job will stand, and queue it.

    The status is written before the record, and says what will be true: once the record is there a worker may
    own the message, and the bot touches it no more. Where others were faster in between, the clerk puts the
    place right. Killed anywhere here, the bot begins again and does what is left.

    Args:
        payment: what it is bought with beyond the day's number.
    """
    if not payment and await identical.answered(desk, bot, draft, job):
        return Accepted.KNOWN
    if await is_known(desk, job.id):
        return Accepted.KNOWN
    prospect = await off_loop(_prospect, desk, job, payment)
    if prospect.fate in _DECLINED:
        await _decline(desk, bot, draft, job, prospect.fate)
        return prospect.fate
    await edit(desk, bot, draft, _words(job, prospect), job_keyboards.status(job))
    await off_loop(desk.drafts.hand_in, draft, job.id)
    accepted = await enqueue(desk.store, job, allowed=prospect.allowed, payment=payment)
    if accepted in _DECLINED:  # others were faster: no job came of it
        await _decline(desk, bot, draft, job, accepted)
    elif accepted is prospect.fate is Accepted.QUEUED:
        await off_loop(desk.store.shown, job.id, prospect.place.place)
    return accepted


async def order_apart(
    desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job, update: int, index: int = 0
) -> Accepted:
    """Queue a job whose status is a new message, or say there why not.

    Args:
        draft: without a card of its own.
        index: which of the update's new messages.
    """
    # It promises nothing: killed before the note of it, the bot sends another, and this one stays as it is.
    send = partial(
        bot.send_message,
        draft.chat,
        say(job.language, "ordering", styles=status.wish_in_words(job)),
        message_thread_id=draft.topic,
        reply_parameters=ReplyParameters(draft.photo_message, allow_sending_without_reply=True),
    )
    sent = await desk.once(bot.id, update, send, index)
    return await order(desk, bot, draft.changed(card=sent), _at(job, sent))


def _at(job: Job, message: int) -> Job:
    return job.model_copy(update={"status_message": message, "captioned": False})


def _prospect(desk: Desk, job: Job, payment: str = "") -> Prospect:
    """Two calls of Redis, and a third where a day's number is limited."""
    work = Work.of(job)
    crowd = look(desk.store.redis, job.lane, work.what, person=job.person, limits=limits_of(job.lane))
    forecast = Forecast(crowd)
    return Prospect(
        fate=crowd.fate if payment or not quota.is_spent(desk, job) else Accepted.SPENT,
        paused=desk.store.is_paused(job.lane),
        place=crowd.place,
        until_done=forecast.until_done(work),
        allowed=forecast.allowed(work),
    )


def _words(job: Job, prospect: Prospect) -> str:
    if prospect.fate is Accepted.HELD:
        return status.held(job, limits_of(job.lane).hand)
    return status.queued(job, prospect.place, prospect.until_done, paused=prospect.paused)


async def _decline(desk: Desk, bot: ExtBot[Priority], draft: Draft, job: Job, why: Accepted) -> None:
    """Say on the card, which stays one, why it becomes no job, and what can be done instead."""
    page, text, buttons = await _refusal(desk, job, why)
    await turn(desk, bot, _as_ordered(draft, job, why), page, text, buttons)


def _as_ordered(draft: Draft, job: Job, why: Accepted) -> Draft:
    """Keep what was ordered on the card, where one more can be bought."""
    return draft.changed(styles=job.styles) if why is Accepted.SPENT and job.lane is Lane.SLOW else draft


async def _refusal(desk: Desk, job: Job, why: Accepted) -> tuple[Page, str, InlineKeyboardMarkup]:
    language, limits = job.language, limits_of(job.lane)
    if why is Accepted.REFUSED:
        text = say(language, "refused", limit=limits.hand, held=limits.held)
        return "start", text, card_keyboards.try_later(language)
    if why is Accepted.SPENT:
        return "mix", *quota.refusal(desk, job)
    waiting, _ = await off_loop(desk.store.load, job.lane)
    wait = await off_loop(desk.estimates.waiting, desk.store, job.lane, job.method)
    time_left = spell_estimate(language, wait)
    if fast := (await desk.offer()).fast() if await _fast_is_free(desk, job) else []:
        text = say(language, "full", waiting=waiting, time=time_left)
        return "fast", text, style_keyboards.free_styles(language, fast)
    text = say(language, "full-everywhere", waiting=waiting, time=time_left)
    return "start", text, card_keyboards.try_later(language)


async def _fast_is_free(desk: Desk, job: Job) -> bool:
    fate = await off_loop(desk.store.outlook, Lane.FAST, job.person, limits_of(Lane.FAST))
    return fate is Accepted.QUEUED
