"""Orders like an earlier one: the same once more, or with one thing changed, on a card of its own."""

from typing import Any

from bot.answers import answer
from bot.cards import card
from bot.cards.ordering import is_known
from bot.desk import off_loop
from bot.finished.alike import lacking, order_like
from bot.finished.job_press import JobPress
from chat.keyboards.job import STEP, can_be_mixed
from chat.larger import can_be_larger
from chat.status import name_of
from jobs.catalogue import Lane, Method
from jobs.job import Job, job_id


async def again(press: JobPress) -> None:
    """Paint the same once more, though it was painted before."""
    past = await press.past()
    if past is not None:
        await _order(press, past.job, anew=True)


async def weaker(press: JobPress) -> None:
    """Paint the same with less strength."""
    await _with_strength(press, -STEP)


async def stronger(press: JobPress) -> None:
    """Paint the same with more strength."""
    await _with_strength(press, STEP)


async def _with_strength(press: JobPress, change: float) -> None:
    past = await press.past()
    if past is not None:
        strength = round(min(1.0, max(0.0, past.job.strength + change)), 2)
        await _order(press, past.job, strength=strength, anew=strength == past.job.strength)


async def recolour(press: JobPress) -> None:
    """Paint the same in the photo's colours, or again in the styles'."""
    past = await press.past()
    if past is not None:
        await _order(press, past.job, colours="luminance" if past.job.colours == "style" else "style")


async def larger(press: JobPress) -> None:
    """Make the painting twice as large."""
    past = await press.past()
    if past is None:
        return
    store, results = press.desk.store, press.desk.results
    if past.result is None or await off_loop(results.read, past.kept) is None:
        await press.say("file-expired", alert=True, hours=press.desk.settings.results_hours)
    elif not await off_loop(can_be_larger, store.redis, past.job, past.result):
        await press.say("larger-away", alert=True)
    else:
        # The method says nothing here but how long it may take at most.
        await _order(
            press,
            past.job,
            purpose="enlargement",
            source=past.kept,
            method=Method.MULTISTYLE,
            lane=Lane.FAST,
            longest=0,
        )


async def other(press: JobPress) -> None:
    """Open a card for the same photo; the result stays where it is."""
    try:
        found = await press.remembered()
    except ValueError:  # of a newer form: the photo is enough
        found = None
    if found is not None and found.job.person != press.person:
        await press.say("not-your-card", alert=True)
        return
    draft = press.draft_of(found.job) if found else press.photo()
    if draft is None:
        await press.say("photo-forgotten", alert=True)
        return
    await answer(press.query)
    await card.open_card(press.desk, press.bot, draft, press.update)


async def add_style(press: JobPress) -> None:
    """Open a card with the styles in the mix, and ask for more."""
    past = await press.past()
    if past is None:
        return
    await answer(press.query)
    draft = press.draft_of(past.job)
    if can_be_mixed(past.job):
        draft = draft.changed(styles=past.job.styles)
    opened = await card.open_card(press.desk, press.bot, draft, press.update)
    await off_loop(press.desk.drafts.await_styles, opened)
    await card.show_mix(press.desk, press.bot, opened)


async def _order(press: JobPress, like: Job, **changes: Any) -> None:
    """Order a job like another; a press that is handled again finds what it ordered."""
    wanted = like.model_copy(update={"anew": False, **changes})
    away = await lacking(press.desk, wanted)
    if away and not await is_known(press.desk, job_id(press.bot.id, press.update)):
        await press.say("style-away", alert=True, style=name_of(away, press.language, 1, 1))
        return
    await answer(press.query)
    await order_like(press.desk, press.bot, press.draft_of(wanted), wanted, press.update)
