"""A card for a photo, new or shown again, with all that was chosen for it."""

from bot.cards import card
from bot.cards.draft import Draft
from bot.desk import off_loop
from bot.ways.chosen import Choices
from bot.ways.letter import Letter


async def prefilled(letter: Letter, draft: Draft) -> Draft:
    """Begin a draft with what its person chose before there was a photo; that is used up then."""
    choices = Choices(letter.desk.store.redis)
    chosen = await off_loop(choices.take, letter.chat, letter.person, letter.update)
    return chosen.put_into(draft)


async def open_with_styles(letter: Letter, draft: Draft) -> Draft:
    """Send a card; where it has styles, it shows them, and takes the next pictures as styles too."""
    shown = draft.changed(page="mix" if draft.styles else "start")
    opened = await card.open_card(letter.desk, letter.bot, shown, letter.update)
    if opened.styles:
        await off_loop(letter.desk.drafts.await_styles, opened)
    return opened


async def show(letter: Letter, draft: Draft, *, asking: bool = False) -> bool:
    """Keep a changed draft and show its styles, or its first page.

    Args:
        asking: ask for styles where there are none.

    Returns:
        False: the person has deleted the card; its draft is forgotten then.
    """
    mix = bool(draft.styles) or asking
    if mix:
        await off_loop(letter.desk.drafts.await_styles, draft)
    return await _show_or_forget(letter, draft, mix=mix)


async def show_choice(letter: Letter, draft: Draft) -> bool:
    """Keep a changed draft and show what is chosen: a net's style on the first page, else the mix.

    Returns:
        False: the person has deleted the card; its draft is forgotten then.
    """
    if not draft.chosen or draft.page == "mix":
        return await show(letter, draft)
    await off_loop(letter.desk.drafts.leave, draft)
    return await _show_or_forget(letter, draft, mix=False)


async def _show_or_forget(letter: Letter, draft: Draft, *, mix: bool) -> bool:
    shown = await (card.show_mix if mix else card.show_start)(letter.desk, letter.bot, draft)
    if not shown:
        await off_loop(letter.desk.drafts.forget, draft)
    return shown


async def open_choice(letter: Letter, draft: Draft) -> Draft:
    """Send a card that shows what is chosen, in the same way."""
    if not draft.chosen:
        return await open_with_styles(letter, draft)
    return await card.open_card(letter.desk, letter.bot, draft.changed(page="start"), letter.update)
