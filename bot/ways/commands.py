"""Commands about styles in a text: ``/style wave 60``, ``/nst``, ``/gan``, alone or in answer to a photo."""

from telegram import Message, Update

from bot.cards.draft import Draft
from bot.cards.ordering import is_known
from bot.cards.pictures import picture_in, refusal
from bot.desk import Desk, off_loop
from bot.types import Context
from bot.ways.asked import Asked
from bot.ways.bundle import Bundle
from bot.ways.letter import Letter
from bot.ways.naming import named, say_nearest, with_named
from bot.ways.opening import open_choice, prefilled, show, show_choice
from bot.ways.orders import open_for, orders, paint
from bot.ways.showcase import send
from bot.ways.taking import take_styles
from bot.ways.targets import answered, answered_draft, draft_for, draft_of_result, is_ours
from bot.ways.typed import take_style
from jobs.catalogue import Style


async def receive(desk: Desk, update: Update, context: Context) -> None:
    """Do what such a command asks for; each may be handled again."""
    letter = await Letter.of(desk, update, context)
    asked = letter.asked if letter else None
    if letter is None or asked is None or await is_known(desk, letter.job):
        return
    replied = answered(letter)
    if orders(asked):
        await _order(letter, asked, replied)
    elif asked.name:
        if style := await named(letter, asked):
            await _choose(letter, asked, style, replied)
    else:
        await _bare(letter, asked, replied)


async def look(desk: Desk, update: Update, context: Context) -> None:
    """Show styles: /styles all of them, /examples the same photo in the fast ones."""
    letter = await Letter.of(desk, update, context)
    if letter is not None:
        examples = (letter.message.text or "").lower().startswith("/examples")
        await send(letter, "examples" if examples else "styles")


async def _order(letter: Letter, asked: Asked, replied: Message | None) -> None:
    """Paint the photo that is answered, else the one used last."""
    draft = await _draft(letter, replied)
    if draft is None:
        key = "photo-first" if letter.private else "photo-first-group"
        await letter.reply(key, command=asked.command)
        return
    if not draft.card:
        draft = await open_for(letter, draft, asked)
    await paint(letter, draft, asked)


async def _choose(letter: Letter, asked: Asked, style: Style, replied: Message | None) -> None:
    """Choose a named style for the photo that is answered, for the one at hand, or for the next."""
    draft = await _answered(letter, replied) if replied else None
    if draft is None:
        await take_style(letter, style, asked.weight)
        return
    changed = draft.after(letter.update, with_named(draft, style, asked.weight))
    if not draft.card or not await show_choice(letter, changed):
        await open_choice(letter, changed)
    await say_nearest(letter, asked.weight)


async def _bare(letter: Letter, asked: Asked, replied: Message | None) -> None:
    """``/style`` alone: what it answers is a style; else show what there is to choose from."""
    live = await letter.live()
    style = replied if replied and picture_in(replied) and not is_ours(letter, replied) else None
    if style and (live is None or live.photo_message != style.message_id):
        await take_styles(letter, Bundle.answered(style, asked))
    elif not asked.fits:  # a number beside nothing
        await letter.reply("style-weight")
    elif live is not None and await show(letter, live, asking=True):
        await letter.reply("hint-card" if live.styles else "hint-style", to=live.card)
    else:
        await send(letter, "styles")


async def _draft(letter: Letter, replied: Message | None) -> Draft | None:
    """The draft of what is answered, of the photo at hand, or of the last one, which was handed in."""
    if replied and (found := await _answered(letter, replied)):
        return found
    if live := await letter.live():
        return live
    last = await off_loop(letter.desk.drafts.latest, letter.chat, letter.person)
    if last is None or last.person != letter.person:
        return None
    return last.changed(card=0, job="", captioned=False, page="start")


async def _answered(letter: Letter, replied: Message) -> Draft | None:
    """The draft of a card or photo that is answered, whoever sent it; its card is 0 where there is none."""
    if draft := await answered_draft(letter, replied):
        return draft
    if is_ours(letter, replied):
        return await draft_of_result(letter, replied)
    if refusal(replied) is not None:
        return None
    draft = draft_for(letter, replied)
    return await prefilled(letter, draft) if draft else None
