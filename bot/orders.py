"""Commands that paint at once: ``/nst`` with the styles collected, ``/gan`` in every fast style."""

from bot import card, presses
from bot.asked import Asked
from bot.draft import Draft
from bot.letter import Letter
from bot.opening import show
from bot.ordering import is_known
from jobs.job import StylePart
from jobs.offer import Offer


def orders(asked: Asked | None) -> bool:
    """Does a command ask for a picture at once?"""
    return asked is not None and asked.command in ("nst", "gan")


async def paint(letter: Letter, draft: Draft, asked: Asked) -> None:
    """Do what a command asks for, once; what is missing is asked for on the card."""
    if await is_known(letter.desk, letter.job):
        return
    if asked.command == "gan":
        await card.try_all(letter.desk, letter.bot, draft, letter.update)
        return
    if draft.content.moves or draft.content.kind == "sticker":
        await letter.reply("nst-still", to=draft.card)
        return
    pictures = mixable(await letter.desk.offer(), draft.styles)
    if pictures:
        careful = draft.changed(styles=pictures, chosen=None)
        await presses.VERBS["run"](presses.Press(letter.desk, letter.context, careful, "", letter.update))
    else:
        await show(letter, draft.changed(styles=(), chosen=None), asking=True)


def mixable(offer: Offer, parts: tuple[StylePart, ...]) -> tuple[StylePart, ...]:
    """The styles that others can be mixed with: pictures, and no nets."""
    there = offer.styles
    return tuple(
        part
        for part in parts
        if part.picture or (part.gallery and part.gallery in there and there[part.gallery].by_picture)
    )
