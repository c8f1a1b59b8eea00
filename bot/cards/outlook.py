"""How long each way to paint takes from now, which a card shows before anything is chosen."""

from bot.cards.draft import Draft
from bot.desk import Desk, off_loop
from chat.keyboards.card import Ways
from jobs.catalogue import Lane, Method
from jobs.estimates import Estimate
from jobs.job import Photo, StylePart
from jobs.offer import SLOW, Offer, Way
from jobs.work import CLIP

FAST = Way(Method.MULTISTYLE, Lane.FAST)


def only_fast(content: Photo) -> bool:
    """Do only fast painters take it? Careful ones paint one picture, not one after the other."""
    return content.moves or content.kind == "sticker"


async def ways_of(desk: Desk, draft: Draft) -> Ways:
    """What a card's first page offers."""
    offer = await desk.offer()
    own = _own_way(offer, draft)
    verb, way = _chosen_way(offer, draft)
    return Ways(
        fast=await until_done(desk, draft, FAST),
        own=await until_done(desk, draft, own) if own else None,
        paint=await until_done(desk, draft, way) if way else None,
        painting=verb,
        gallery=own is not None,
        pairs=bool(offer.translations()),
        previews=0 if only_fast(draft.content) else len(offer.previews()),
    )


def _own_way(offer: Offer, draft: Draft) -> Way | None:
    """How styles that are pictures are painted; None: nobody can."""
    return offer.fast_way(draft.styles) if only_fast(draft.content) else SLOW


def _chosen_way(offer: Offer, draft: Draft) -> tuple[tuple[str, str], Way | None]:
    """The button that paints what is chosen already, and how; None: nothing is, or nobody can."""
    if draft.chosen is not None:
        style = offer.styles.get(draft.chosen.gallery or "")
        way = Way(style.method, style.lane) if style and not style.by_picture else None
        return ("paint", style.name if style else ""), way
    careful = _careful(offer, draft.styles, draft.content)
    if draft.styles and careful:
        return ("run", ""), careful
    return ("run", "fast"), offer.fast_way(draft.styles) if draft.styles else None


def _careful(offer: Offer, parts: tuple[StylePart, ...], content: Photo) -> Way | None:
    """The careful way, where it is open, or where nothing says that it is not."""
    if only_fast(content):
        return None
    return None if offer.fast_way(parts) and offer.lacks(parts, Lane.SLOW) else SLOW


async def runs(desk: Desk, draft: Draft) -> tuple[Estimate | None, Estimate | None]:
    """How long a careful and a fast run of a mix take; None: nobody can."""
    offer = await desk.offer()
    careful, fast = _careful(offer, draft.styles, draft.content), offer.fast_way(draft.styles)
    return (
        await until_done(desk, draft, careful) if careful else None,
        await until_done(desk, draft, fast) if fast else None,
    )


async def until_done(desk: Desk, draft: Draft, way: Way) -> Estimate:
    """From now to the picture, at the size that is chosen."""
    megapixels = _megapixels(draft.content, draft.longest)
    what = CLIP if draft.content.moves else ""
    call = desk.estimates.until_done
    return await off_loop(call, desk.store, way.lane, way.method, megapixels, person=draft.person, what=what)


def _megapixels(content: Photo, longest: int) -> float:
    longer = max(content.width, content.height)
    if longest and longer > longest:
        return content.megapixels * (longest / longer) ** 2
    return content.megapixels if longer or not longest else min(1.0, longest**2 / 1e6)
