"""Buttons that end a job before it is done: cancel it, or stop it and keep what is painted."""

from telegram.ext import ExtBot

from bot.answers import answer
from bot.cards import card
from bot.desk import Desk, off_loop
from bot.finished.job_press import JobPress
from chat.deliver import Delivery
from chat.flood import Priority
from jobs.catalogue import Lane
from jobs.decisions import Decision, Decisions
from jobs.record import State
from jobs.store import Cancel


async def cancel(press: JobPress) -> None:
    """Take a job out of the queue, or away from its worker; what may be worth keeping is asked about."""
    await _end(press, {Cancel.STOPPING: "stopping"}, keep=False)


async def stop(press: JobPress) -> None:
    """Let a job end where it is."""
    await _end(press, {Cancel.STOPPING: "keeping", Cancel.NOT_BEGUN: "not-begun"}, keep=True)


async def keep(press: JobPress) -> None:
    """Let a stopped painting become the picture."""
    await _decide(press, keep=True)


async def drop(press: JobPress) -> None:
    """Let a stopped painting go."""
    if await _decide(press, keep=False):
        await off_loop(press.desk.results.delete, press.job_id)


async def cancel_all(desk: Desk, bot: ExtBot[Priority], person: int) -> None:
    """Take all of a person's jobs out of the queue, and away from their workers."""
    delivery = Delivery(bot, desk.store, desk.results)
    for job_id in await off_loop(desk.store.of_person, person):
        what, fence = await off_loop(desk.store.cancel, job_id, person)
        if what is Cancel.CANCELLED:
            await delivery.deliver(job_id, fence)


async def _decide(press: JobPress, *, keep: bool) -> bool:
    """Tell what becomes of a stopped painting; False: this is not its person, or it is decided otherwise."""
    if await press.record("cancel-gone") is None:
        return False
    decisions = Decisions(press.desk.store.redis)
    what, fence = await off_loop(decisions.decide, press.job_id, press.person, keep=keep)
    if what is Decision.DECIDED:
        await answer(press.query)
        await _deliver(press, fence)
    elif what is Decision.TOLD:
        await answer(press.query)
    else:
        others = {Decision.GONE: "cancel-gone", Decision.NOT_YOURS: "cancel-not-yours"}
        await press.say(others.get(what, "decided-already"))
    return what in (Decision.DECIDED, Decision.TOLD)


async def _end(press: JobPress, words: dict[Cancel, str], *, keep: bool) -> None:
    """Tell at once what will happen; what happens to the status message follows from the job's record."""
    record = await press.record("cancel-gone")
    if record is None:
        await _open_again(press)
        return
    ask = record.job.lane is Lane.SLOW and record.job.purpose == "picture"
    what, fence = await off_loop(press.desk.store.cancel, press.job_id, press.person, keep=keep, ask=ask)
    if what is Cancel.CANCELLED:
        await answer(press.query)
        await _deliver(press, fence)
    elif what is Cancel.TOO_LATE:
        await _too_late(press)
    else:
        others = {Cancel.GONE: "cancel-gone", Cancel.NOT_YOURS: "cancel-not-yours"}
        await press.say((others | words)[what])


async def _deliver(press: JobPress, fence: int) -> None:
    await Delivery(press.context.bot, press.desk.store, press.desk.results).deliver(press.job_id, fence)


async def _too_late(press: JobPress) -> None:
    """Say how it ended; a cancelled job whose bot was killed before it could tell is told now."""
    record = await press.record("cancel-gone")
    if record is None:
        return
    if record.outcome is State.CANCELLED:
        await press.say("cancelled", label=record.job.label)
        if record.state is State.DELIVERING:
            await _deliver(press, record.fence)
    else:
        await press.say("cancel-too-late" if record.outcome is State.DONE else "cancel-gone")


async def _open_again(press: JobPress) -> None:
    """A status without a job, which nobody could queue: it becomes the card again that it was."""
    message = press.query.message
    if message is None:
        return
    draft = await off_loop(press.desk.drafts.load, message.chat.id, message.message_id)
    if draft is None or draft.person != press.person or draft.job != press.job_id:
        return
    await card.show_start(press.desk, press.context.bot, draft)
    await off_loop(press.desk.drafts.save, draft.changed(job=""))
