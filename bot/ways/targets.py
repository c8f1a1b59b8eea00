"""Which draft a picture is a style for: the one that it answers, or the one that asked for styles."""

import re

from telegram import Message

from bot.cards.draft import Draft
from bot.cards.pictures import picture_in
from bot.desk import off_loop
from bot.ways.letter import Letter
from bot.ways.mixable import mixable
from chat.buttons import unpack
from jobs.job import Job, Unreadable

_JOB = re.compile(r"[A-Z2-7]{10}")


async def asked_for(letter: Letter) -> Draft | None:
    """Find the draft that a picture is a style for; one whose card is 0 needs a card. None: there is none."""
    if replied := answered(letter):
        if draft := await answered_draft(letter, replied):
            return draft
        if is_ours(letter, replied):
            return await draft_of_result(letter, replied)
        return draft_for(letter, replied)
    awaited = await off_loop(letter.desk.drafts.awaited, letter.chat, letter.person)
    return await letter.draft_of(awaited) if awaited else None


def answered(letter: Letter) -> Message | None:
    """The message that is answered; in a topic all others seem to answer its beginning."""
    replied = letter.message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def is_ours(letter: Letter, message: Message) -> bool:
    """Has the bot written it?"""
    return message.from_user is not None and message.from_user.id == letter.bot.id


async def answered_draft(letter: Letter, replied: Message) -> Draft | None:
    """The open draft of a card that is answered, or of a picture on it."""
    if draft := await letter.draft_of(replied.message_id):
        return draft
    live = await letter.live()
    if live and replied.message_id in (live.photo_message, *live.messages.values()):
        return live
    return None


def draft_for(letter: Letter, message: Message) -> Draft | None:
    """Begin a draft of anybody's picture, for the one who asks; None: there is none in the message."""
    picture = picture_in(message)
    return Draft.of_photo(message, picture, letter.person, letter.language) if picture else None


async def draft_of_result(letter: Letter, replied: Message) -> Draft | None:
    """Begin a draft of what a result was painted from, and like; else of the result."""
    names = job_names(replied)
    for name in names:
        if job := await _job(letter, name):
            parts = job.styles if job.purpose == "picture" else ()
            mix = mixable(await letter.desk.offer(), parts)
            return Draft.of_job(job).changed(person=letter.person, language=letter.language, styles=mix)
    return draft_for(letter, replied) if names else None


async def _job(letter: Letter, name: str) -> Job | None:
    try:
        record = await off_loop(letter.desk.store.record, name)
    except Unreadable:
        return None
    return record.job if record and record.job.chat == letter.chat else None


def job_names(message: Message) -> list[str]:
    """The jobs that buttons under a message belong to."""
    found = (_JOB.search(argument) for _, argument in verbs(message))
    return list(dict.fromkeys(match[0] for match in found if match))


def verbs(message: Message) -> list[tuple[str, str]]:
    """What the buttons under a message send: verbs and their arguments."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    datas = (
        unpack(each.callback_data) for row in rows for each in row if isinstance(each.callback_data, str)
    )
    return [data for data in datas if data]
