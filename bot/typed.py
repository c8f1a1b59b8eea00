"""What people type beside buttons: strengths, weights, names of styles, for the card that they used last."""

import re

from bot.asked import find, name_and_weight, within
from bot.draft import Draft
from bot.hints import hint
from bot.letter import Letter
from bot.naming import can_be_had, keep, with_named
from bot.opening import show
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
    draft = await letter.live()
    if draft is not None and (given := numbers(text)) is not None:
        await _numbers(letter, draft, given)
        return True
    if style := await _style(letter, text):
        weight = name_and_weight(text)[1]
        await take_style(letter, style, within(weight) if weight else None)
        return True
    if draft is not None and draft.page == "strength":
        await letter.reply("no-number")
        return True
    return False


async def take_style(letter: Letter, style: Style, weight: int | None) -> None:
    """Choose a style for the photo at hand, else for the one that comes next."""
    draft = await letter.live()
    if draft is None:
        await keep(letter, style, weight)
        return
    changed = draft.after(letter.update, with_named(draft, style, weight))
    if await show(letter, changed):
        await letter.reply("style-on-card", style=title_of(style, letter.language), to=changed.card)
    else:
        await keep(letter, style, weight)


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
        await _change(letter, draft, draft.weights(*given))
    elif len(draft.styles) > 1:
        await letter.reply("no-weights", count=len(draft.styles))
    else:
        await letter.reply("no-number")


async def _change(letter: Letter, draft: Draft, changed: Draft) -> None:
    """Keep a change, once, show it, and say at the words themselves that they were understood."""
    if await show(letter, draft.after(letter.update, changed)):
        await letter.react("👌")
    else:
        await hint(letter)
