"""What people type beside buttons: strengths, weights, names of styles, for the card that they used last."""

import re

from bot.cards.draft import Draft
from bot.ways.asked import find, name_and_weight
from bot.ways.hints import hint
from bot.ways.letter import Letter
from bot.ways.naming import can_be_had, keep, say_nearest, with_named
from bot.ways.opening import show_choice
from bot.ways.strength import repaint
from chat.titles import title_of
from jobs.catalogue import Style

#: Something that is meant as a number: ``70``, ``70%``, ``-5``, ``0,5``.
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
#: Digits of a number that is worth reading.
_MOST_DIGITS = 6


def numbers(text: str) -> tuple[float, ...] | None:
    """Read ``70``, ``70 %`` or ``60 40``; None: it is something else than numbers."""
    words = re.sub(r"(?<=[0-9])\s*%", " ", text).split()
    words = [word for word in words if word not in ("+", "/", ",", ";", ":")]
    if not words or not all(_NUMBER.fullmatch(word) for word in words):
        return None
    return tuple(float(word[:_MOST_DIGITS].replace(",", ".").rstrip(".")) for word in words)


async def take_words(letter: Letter, text: str) -> bool:
    """Do what typed words say; False: they say nothing that is known, in this state."""
    given = numbers(text)
    if given and len(given) == 1 and await repaint(letter, given[0]):
        return True
    draft = await letter.live()
    if draft is not None and given is not None:
        await _numbers(letter, draft, given)
        return True
    if style := await _style(letter, text):
        await take_style(letter, style, name_and_weight(text)[1])
        return True
    if draft is not None and draft.page == "strength":
        await letter.reply("no-number")
        return True
    return False


async def take_style(letter: Letter, style: Style, weight: int | None) -> None:
    """Choose a style for the photo at hand, else for the one that comes next; a weight as near as can be."""
    draft = await letter.live()
    changed = draft.after(letter.update, with_named(draft, style, weight)) if draft else None
    if changed and await show_choice(letter, changed):
        key = "style-alone" if changed.chosen and changed.styles else "style-on-card"
        await letter.reply(key, style=title_of(style, letter.language), to=changed.card)
    else:
        await keep(letter, style, weight)
    await say_nearest(letter, weight)


async def _style(letter: Letter, text: str) -> Style | None:
    there = can_be_had(await letter.desk.offer())
    return find(there, text) or find(there, name_and_weight(text)[0])


async def _numbers(letter: Letter, draft: Draft, given: tuple[float, ...]) -> None:
    """One number is a strength; as many as there are styles are their weights."""
    if len(given) == 1:
        if 0 <= given[0] <= 100:
            await _change(letter, draft, draft.changed(strength=round(given[0]) / 100))
        else:
            await letter.reply("no-number")
    elif len(given) == len(draft.styles) and min(given) > 0 and max(given) <= 100:
        await _change(letter, draft, draft.weights(*given).changed(page="mix"))
    elif len(draft.styles) > 1:
        await letter.reply("no-weights", count=len(draft.styles))
    else:
        await letter.reply("no-number")


async def _change(letter: Letter, draft: Draft, changed: Draft) -> None:
    """Keep a change, once, show it, and say at the words themselves that they were understood."""
    if await show_choice(letter, draft.after(letter.update, changed)):
        await letter.react("👌")
    else:
        await hint(letter)
