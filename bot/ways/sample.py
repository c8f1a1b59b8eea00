"""The sample photo: for those who want to try the bot and have no photo at hand."""

import hashlib
from functools import partial

from pydantic import ValidationError
from telegram import Message
from telegram.ext import ExtBot

from bot.cards.draft import Draft
from bot.cards.pictures import picture_in
from bot.desk import Desk, off_loop
from bot.ways.letter import LINE, Letter
from bot.ways.opening import open_with_styles, prefilled
from chat.flood import Priority
from chat.sample import sample_photo
from chat.texts import say
from jobs import keys
from jobs.job import Photo

#: Seconds that its file id is kept.
KEPT = 31 * 24 * keys.HOUR


async def send(letter: Letter) -> None:
    """Send the photo, and a card for it as if the person had sent it."""
    number = await letter.desk.once(letter.bot.id, letter.update, partial(_send, letter), LINE)
    picture = await _known(letter.desk, letter.bot)
    if picture is None:
        return
    draft = Draft(
        chat=letter.chat,
        person=letter.person,
        topic=letter.message.message_thread_id if letter.message.is_topic_message else None,
        language=letter.language,
        content=picture,
        photo_message=number,
    )
    await open_with_styles(letter, await prefilled(letter, draft))


async def _send(letter: Letter) -> Message:
    """Send it by what Telegram calls it, the first time as bytes."""
    known = await _known(letter.desk, letter.bot)
    photo = known.file_id if known else sample_photo(letter.desk.settings)
    sent = await letter.message.reply_photo(photo, caption=say(letter.language, "sample"), do_quote=False)
    if known is None and (picture := picture_in(sent)):
        key = _key(letter.desk, letter.bot)
        await off_loop(letter.desk.store.redis.set, key, picture.model_dump_json(), ex=KEPT)
    return sent


async def _known(desk: Desk, bot: ExtBot[Priority]) -> Photo | None:
    text = await off_loop(desk.store.redis.get, _key(desk, bot))
    try:
        return Photo.model_validate_json(text) if isinstance(text, str) else None
    except ValidationError:
        return None


def _key(desk: Desk, bot: ExtBot[Priority]) -> str:
    content = hashlib.blake2b(sample_photo(desk.settings), digest_size=8).hexdigest()
    return keys.sheet(f"sample:{bot.id}:{content}")
