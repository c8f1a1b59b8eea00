"""Buttons that begin a painting: in one fast style, or with the mix, careful or fast."""

from collections.abc import Awaitable, Callable

from bot.cards import card, galleries, mixing
from bot.cards.ordering import job_from, order
from bot.cards.outlook import only_fast
from bot.cards.press import Press
from jobs.catalogue import Lane
from jobs.job import StylePart
from jobs.offer import SLOW, Way


async def paint(press: Press) -> None:
    """Begin a job in one gallery style; where it is no longer offered, show what is."""
    offer = await press.desk.offer()
    style = offer.styles.get(press.argument)
    parts = (StylePart.of(style),) if style else ()
    if style is None or offer.lacks(parts, style.lane) or _too_slow(press, style.lane):
        await galleries.show_fast(press)
    else:
        await _order(press, parts, Way(style.method, style.lane))


async def run(press: Press) -> None:
    """Begin a job with the mix, careful or fast."""
    draft, offer = press.draft, await press.desk.offer()
    way = offer.fast_way(draft.styles) if press.argument == "fast" else SLOW
    if not draft.styles or way is None or _too_slow(press, way.lane):
        await mixing.show(press)
    elif away := offer.lacks(draft.styles, way.lane):
        await card.say_away(press.desk, press.bot, draft, away)
    else:
        await _order(press, draft.styles, way)


def _too_slow(press: Press, lane: Lane) -> bool:
    """Is this a clip for a painter that takes its time?"""
    return lane is Lane.SLOW and only_fast(press.draft.content)


async def _order(press: Press, parts: tuple[StylePart, ...], way: Way) -> None:
    job = job_from(press.draft, parts, way, press.bot.id, press.update)
    await order(press.desk, press.bot, press.draft, job)


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {"paint": paint, "run": run}
