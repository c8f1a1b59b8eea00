"""A person's saved styles, to be taken into a mix."""

import hashlib
from collections.abc import Awaitable, Callable

from bot.cards import card
from bot.cards.draft import Draft
from bot.cards.press import Press
from bot.cards.saved import Saved, source
from bot.desk import off_loop
from chat.keyboards import style as keyboards
from chat.texts import say
from jobs.job import StylePart


def short_of(name: str) -> str:
    """What stands for the name of a saved style in callback data, which is too short for most."""
    return hashlib.blake2b(name.encode(), digest_size=6).hexdigest()


async def _all(press: Press) -> list[tuple[str, str, StylePart]]:
    saved = await off_loop(Saved(press.desk.store.redis).all, press.draft.person)
    return [(name, short_of(name), part) for name, part in saved.items()]


async def _mine(press: Press) -> None:
    language, styles = press.language, await _all(press)
    text = say(language, "choose-mine" if styles else "none-saved")
    await press.turn(press.draft, "mine", text, keyboards.saved(language, styles, press.number(0)))


async def _take(press: Press) -> None:
    """Take a saved style into the mix, where it is a picture; else it is chosen, ready to be painted."""
    found = next((part for _, short, part in await _all(press) if short == press.argument), None)
    if found is None:
        await _mine(press)
        return
    style = (await press.desk.offer()).styles.get(found.gallery or "")
    if style is not None and not style.by_picture:
        await card.show_start(press.desk, press.bot, press.changed(press.draft.changed(chosen=found)))
        return
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await card.show_mix(press.desk, press.bot, press.changed(_with(press.draft, found)))


def _with(draft: Draft, part: StylePart) -> Draft:
    """Add a style, unless it is there already."""
    known = source(part) in map(source, draft.styles)
    return draft if known else draft.with_part(part)


async def _unsave(press: Press) -> None:
    saved = Saved(press.desk.store.redis)
    for name, short, _ in await _all(press):
        if short == press.argument:
            await off_loop(saved.remove, press.draft.person, name)
    await _mine(press)


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {"mine": _mine, "take": _take, "unsave": _unsave}
