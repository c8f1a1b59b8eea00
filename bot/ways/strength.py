"""A number in answer to a result: the same picture once more, with that strength."""

from telegram import Message

from bot.cards.draft import Draft
from bot.desk import off_loop
from bot.finished.alike import order_like
from bot.finished.past import Past
from bot.ways.letter import Letter
from bot.ways.targets import answered, is_ours, verbs
from chat.status import name_of
from jobs.job import Unreadable


async def repaint(letter: Letter, percent: float) -> bool:
    """Order what a person's result shows with another strength; False: they answered none of theirs."""
    replied = answered(letter)
    past = await _result(letter, replied) if replied else None
    if replied is None or past is None:
        return False
    if not 0 <= percent <= 100:
        await letter.reply("no-number")
        return True
    strength = round(percent) / 100
    changes = {"strength": strength, "anew": strength == past.job.strength}
    wanted = past.job.model_copy(update=changes)
    draft = Draft.again(wanted, letter.language, letter.message, replied.message_id)
    away = await order_like(letter.desk, letter.bot, draft, wanted, letter.update)
    if away is not None:
        await letter.reply("style-away", style=name_of(away, letter.language, 1, 1))
    return True


async def _result(letter: Letter, replied: Message) -> Past | None:
    """The person's picture that is answered, if it can be painted again: its buttons say so."""
    if not is_ours(letter, replied):
        return None
    name = dict(verbs(replied)).get("again")
    past = await _past(letter, name) if name else None
    return past if past and past.result and past.job.person == letter.person else None


async def _past(letter: Letter, name: str) -> Past | None:
    store = letter.desk.store
    try:
        record = await off_loop(store.record, name)
    except Unreadable:  # written by a newer bot
        record = None
    if record is not None:
        return Past.of_record(record, None)
    return await off_loop(Past.of_history, store.redis, letter.person, name)
