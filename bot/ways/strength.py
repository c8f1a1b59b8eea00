"""A number in answer to a result: the same picture once more, with that strength."""

from bot.cards.draft import Draft
from bot.desk import off_loop
from bot.finished.alike import order_like
from bot.finished.past import Past
from bot.ways.letter import Letter
from bot.ways.targets import answered, is_ours, verbs
from chat.status import name_of
from jobs.history import History
from jobs.job import Job, Unreadable


async def repaint(letter: Letter, percent: float) -> bool:
    """Order what a person's result shows with another strength; False: they answered none of theirs."""
    past = await _answered_result(letter)
    if past is None:
        return False
    if not 0 <= percent <= 100:
        await letter.reply("no-number")
        return True
    strength = round(percent) / 100
    changes = {"strength": strength, "anew": strength == past.job.strength}
    away = await order_like(
        letter.desk, letter.bot, _draft(letter, past.job), past.job, letter.update, changes
    )
    if away is not None:
        await letter.reply("style-away", style=name_of(away, letter.language, 1, 1))
    return True


async def _answered_result(letter: Letter) -> Past | None:
    """The person's picture that is answered, if it can be painted again: its buttons say so."""
    replied = answered(letter)
    if replied is None or not is_ours(letter, replied):
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
    entry = await off_loop(History(store.redis).find, letter.person, name)
    return Past.of_entry(entry) if entry else None


def _draft(letter: Letter, job: Job) -> Draft:
    """Begin again as the job was ordered, in the chat and the language of now."""
    draft, replied = Draft.of_job(job).changed(language=letter.language), answered(letter)
    if letter.chat == job.chat or replied is None:
        return draft
    topic = letter.message.message_thread_id if letter.message.is_topic_message else None
    return draft.changed(chat=letter.chat, topic=topic, photo_message=replied.message_id)
