"""A style that a person names in words, or presses the name of: put on a card, or kept for the next photo."""

from bot.cards.draft import WEIGHT, Draft
from bot.desk import off_loop
from bot.ways.asked import LEAST, MOST, Asked, as_near, find, nearest
from bot.ways.chosen import Choices
from bot.ways.letter import Letter
from chat.keyboards.ways import choices, chosen
from chat.status import name_of
from chat.titles import title_of
from jobs.catalogue import Style
from jobs.job import StylePart
from jobs.offer import Offer

#: Which of an update's new messages says that a weight was too small or too large.
NEAREST = 3


def can_be_had(offer: Offer) -> dict[str, Style]:
    """The styles that present workers paint, by name."""
    return {style.name: style for style in [*offer.fast(), *offer.pictures()]}


async def named(letter: Letter, asked: Asked) -> Style | None:
    """The style that a command names; None: the person was told why there is none."""
    offer = await letter.desk.offer()
    there = can_be_had(offer)
    if style := find(there, asked.name):
        return style
    away = find(offer.styles, asked.name)
    if away and not offer.fast():  # its worker may be on its way; one that is here and lacks it never has it
        buttons = choices(letter.language, ())
        await letter.reply("style-away", style=title_of(away, letter.language), buttons=buttons)
        return None
    like = nearest(there, asked.name)
    buttons = choices(letter.language, like)
    await letter.reply(
        "style-unknown-like" if like else "style-unknown", name=asked.name[:40], buttons=buttons
    )
    return None


def with_named(draft: Draft, style: Style, weight: int | None) -> Draft:
    """Choose a style on a card: a net's paints alone, and leaves the mix as it is; a picture goes into it.

    Args:
        weight: per cents; the strength of a net's style, the weight of a picture.
    """
    given = as_near(weight)
    if not style.by_picture:
        strength = given / 100 if given else draft.strength
        return draft.changed(chosen=StylePart.of(style), strength=strength, page="start")
    others = tuple(part for part in draft.styles if part.gallery != style.name)
    mixed = draft.changed(styles=others).with_part(StylePart.of(style, given or WEIGHT))
    return mixed.changed(chosen=None)


async def say_nearest(letter: Letter, weight: int | None) -> None:
    """Say which weight was taken in place of one that cannot be given."""
    taken = as_near(weight)
    if taken is not None and taken != weight:
        await letter.reply("weight-nearest", least=LEAST, most=MOST, taken=taken, index=NEAREST)


async def keep(letter: Letter, style: Style, weight: int | None) -> None:
    """Choose a style for the photo that comes next."""
    weight = as_near(weight)
    choosing = Choices(letter.desk.store.redis)
    now = await off_loop(choosing.load, letter.chat, letter.person)
    changed = now.with_style(style, weight)
    await off_loop(choosing.change, letter.chat, letter.person, letter.update, changed)
    part = StylePart.of(style)
    await letter.reply(
        "style-chosen", style=name_of(part, letter.language, 1, 1), buttons=chosen(letter.language)
    )
