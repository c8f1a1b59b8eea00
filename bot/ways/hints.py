"""What is said where words mean nothing here: how to go on from the present state; and the help."""

from bot.cards.draft import Draft
from bot.cards.outlook import FAST
from bot.desk import off_loop
from bot.ways.chosen import Choices
from bot.ways.letter import Letter
from chat.keyboards import ways as keyboards
from chat.status import styles_in_words
from chat.times import spell_estimate
from jobs.estimates import Estimate
from jobs.job import Unreadable
from jobs.offer import SLOW, Way
from jobs.record import State

#: A usual photo's millions of pixels: what the help says times for.
USUAL = 1.1
_OVER = (State.DONE, State.FAILED, State.CANCELLED)


async def hint(letter: Letter) -> None:
    """Say how to go on."""
    live = await letter.live()
    if live is not None:
        asks = live.page == "mix" and not live.styles
        await letter.reply("hint-style" if asks else "hint-card", to=live.card)
        return
    chosen = await off_loop(Choices(letter.desk.store.redis).load, letter.chat, letter.person)
    if parts := chosen.parts:
        styles = styles_in_words(parts, letter.language)
        await letter.reply("hint-chosen", styles=styles, buttons=keyboards.chosen(letter.language))
        return
    latest = await off_loop(letter.desk.drafts.latest, letter.chat, letter.person)
    if latest and await _is_in_hand(letter, latest):
        await letter.reply("hint-painting", to=latest.card)
        return
    await letter.reply("hint" if letter.private else "hint-group")


async def _is_in_hand(letter: Letter, draft: Draft) -> bool:
    """Does a job of this draft wait, or is it painted?"""
    try:
        record = await off_loop(letter.desk.store.record, draft.job) if draft.job else None
    except Unreadable:
        return True
    return record is not None and record.state not in _OVER


async def say_help(letter: Letter) -> None:
    """Say which way is for what, how long it takes now, and what to do about a picture that is disliked."""
    fast, slow = [spell_estimate(letter.language, await _time(letter, way)) for way in (FAST, SLOW)]
    pairs = len((await letter.desk.offer()).translations())
    buttons = keyboards.start(letter.language, helps=False)
    group = int(not letter.private)
    await letter.reply("help", fast=fast, slow=slow, pairs=pairs, group=group, buttons=buttons)


async def _time(letter: Letter, way: Way) -> Estimate:
    desk = letter.desk
    return await off_loop(desk.estimates.until_done, desk.store, way.lane, way.method, USUAL)
