"""Commands that paint at once: ``/nst`` with the styles collected, ``/gan`` in every fast style."""

from bot.cards import card, painting
from bot.cards.draft import Draft
from bot.cards.ordering import is_known
from bot.cards.outlook import only_fast
from bot.cards.press import Press
from bot.desk import off_loop
from bot.ways.asked import Asked
from bot.ways.letter import Letter
from bot.ways.mixable import mixable
from bot.ways.opening import open_with_styles, show


def orders(asked: Asked | None) -> bool:
    """Does a command ask for a picture at once?"""
    return asked is not None and asked.command in ("nst", "gan")


async def open_for(letter: Letter, draft: Draft, asked: Asked) -> Draft:
    """Send a card for a command, at once on the page that it leads to where that asks for styles."""
    still = not only_fast(draft.content)
    if asked.command == "nst" and still and not mixable(await letter.desk.offer(), draft.styles):
        return await card.open_card(letter.desk, letter.bot, _asking(draft), letter.update)
    return await open_with_styles(letter, draft)


def _asking(draft: Draft) -> Draft:
    return draft.changed(styles=(), chosen=None, page="mix")


async def paint(letter: Letter, draft: Draft, asked: Asked) -> None:
    """Do what a command asks for, once; what is missing is asked for on the card."""
    if await is_known(letter.desk, letter.job):
        return
    if asked.command == "gan":
        await card.try_all(letter.desk, letter.bot, draft, letter.update)
        return
    if only_fast(draft.content):
        await letter.reply("nst-still", to=draft.card)
        return
    pictures = mixable(await letter.desk.offer(), draft.styles)
    if pictures:
        careful = draft.changed(styles=pictures, chosen=None)
        await painting.run(Press(letter.desk, letter.context, careful, "", letter.update))
    elif draft == _asking(draft) and draft.applied == letter.update:  # it was opened so
        await off_loop(letter.desk.drafts.await_styles, draft)
    else:
        await show(letter, _asking(draft), asking=True)
