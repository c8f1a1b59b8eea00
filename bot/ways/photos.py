"""Photos, files, stickers and clips that people send: every one gets an answer."""

from telegram import Update

from bot.cards.pictures import refusal
from bot.desk import Desk, off_loop
from bot.types import Context
from bot.ways.albums import Album, Albums, collect
from bot.ways.letter import Letter
from bot.ways.taking import take
from bot.ways.targets import answered


async def receive(desk: Desk, update: Update, context: Context) -> None:
    """Take a picture, or say why it is none."""
    letter = await Letter.of(desk, update, context)
    if letter is None or await _only_says_something(letter):
        return
    if why := refusal(letter.message):
        await letter.refuse(why)
        return
    if letter.message.media_group_id:
        await _item(letter, letter.message.media_group_id)
    else:
        await letter.react()
        await take(letter, [letter.message])


async def _only_says_something(letter: Letter) -> bool:
    """In a group a sticker in answer to the bot is a comment, unless it answers a card."""
    if letter.private or not letter.message.sticker:
        return False
    replied = answered(letter)
    return replied is None or await letter.draft_of(replied.message_id) is None


async def _item(letter: Letter, group: str) -> None:
    """Take an item of an album: the first with all others that came, a late one for the same card."""
    albums, number = Albums(letter.desk.store.redis), letter.message.message_id
    known = await off_loop(albums.load, group)
    if known and number in known.items and known.update != letter.update:
        return  # taken together with the first
    await letter.react()
    late = known if known and known.first != letter.update else None
    messages = [letter.message] if late else await collect(letter)
    card = await take(letter, messages, late.card if late else None)
    items = {*(late.items if late else ()), *(message.message_id for message in messages)}
    first = late.first if late else letter.update
    note = Album(card=card, items=tuple(sorted(items)), first=first, update=letter.update)
    await off_loop(albums.note, group, note)
