"""Captions that people change later: a style's weight follows, all else stays as it was."""

from telegram import Update

from bot.cards.draft import Draft
from bot.cards.pictures import picture_in
from bot.desk import Desk, off_loop
from bot.types import Context
from bot.ways.asked import Asked, within
from bot.ways.chosen import Choices
from bot.ways.letter import Letter
from bot.ways.opening import show


async def receive(desk: Desk, update: Update, context: Context) -> None:
    """Take a changed caption; other changes are for the people in the chat."""
    message = update.effective_message
    asked = Asked.of(message.caption, context.bot.username) if message else None
    if asked is None or not asked.marks_a_style or asked.weight is None:
        return
    letter = await Letter.of(desk, update, context)
    if letter is None:
        return
    draft = await letter.live()
    if draft is not None and (changed := _weighed(letter, draft, asked)):
        await show(letter, draft.after(letter.update, changed))
    elif draft is None:
        await _weigh_kept(letter, asked)


def _weighed(letter: Letter, draft: Draft, asked: Asked) -> Draft | None:
    """Give the message's picture another weight; None: it is not in the mix."""
    picture = picture_in(letter.message)
    for i, part in enumerate(draft.styles):
        if picture and part.picture and part.picture.file_unique_id == picture.file_unique_id:
            mine = part.model_copy(update={"weight": within(asked.weight or 0)})
            return draft.changed(styles=(*draft.styles[:i], mine, *draft.styles[i + 1 :]))
    return None


async def _weigh_kept(letter: Letter, asked: Asked) -> None:
    choices, picture = Choices(letter.desk.store.redis), picture_in(letter.message)
    chosen = await off_loop(choices.load, letter.chat, letter.person)
    parts = tuple(
        part.model_copy(update={"weight": within(asked.weight or 0)})
        if picture and part.picture and part.picture.file_unique_id == picture.file_unique_id
        else part
        for part in chosen.styles
    )
    if parts != chosen.styles:
        changed = chosen.model_copy(update={"styles": parts})
        await off_loop(choices.change, letter.chat, letter.person, letter.update, changed)
