"""Pictures that a card took as styles, and that the person wants painted: out of the mix, onto a new card."""

from collections.abc import Awaitable, Callable

from bot.answers import answer
from bot.cards import card
from bot.cards.bare_press import BarePress
from bot.cards.draft import Draft
from bot.desk import off_loop
from bot.ways.lost import lead_on
from chat.texts import say
from jobs.job import Photo, StylePart


async def _instead(press: BarePress) -> None:
    """Open a card for them; a press that is handled again, or comes twice, opens no second one.

    The new card comes first: from then on it, and no longer the mix, is what remembers the pictures.
    """
    old, desk = await _old(press), press.desk
    if old is None:
        await lead_on(desk, press.bot, press.query, press.message, press.language, press.update)
        return
    if old.person != press.person:
        await press.say("not-your-card", alert=True)
        return
    taken, opened = _taken(old, press.argument), await _opened(press)
    if not opened and (not taken or await _is_at_hand(press, old, taken)):
        await press.say("at-it-already")
        return
    await answer(press.query)
    fresh = opened or await card.open_card(desk, press.bot, _fresh(press, old, taken), press.update)
    await _take_out(press, old, taken)
    await off_loop(desk.drafts.save, fresh)  # the one that words are for from now on
    count = len(fresh.styles) + 1
    await press.show(say(press.language, "style-taken-back", count=count))


async def _old(press: BarePress) -> Draft | None:
    number = press.argument.partition(":")[0]
    there = number.isascii() and number.isdecimal()
    return await off_loop(press.desk.drafts.load, press.message.chat_id, int(number)) if there else None


async def _opened(press: BarePress) -> Draft | None:
    """The card that this very press opened before the bot was killed."""
    sent = await off_loop(press.desk.sent.because_of, press.bot.id, press.update)
    return await off_loop(press.desk.drafts.load, press.message.chat_id, sent) if sent else None


def _taken(draft: Draft, argument: str) -> dict[int, Photo]:
    """The pictures of a mix that came in the messages that a button is about, by message."""
    first, _, last = argument.partition(":")[2].partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        return {}
    pictures = (part.picture for part in draft.styles if part.picture)
    found = {draft.messages.get(picture.file_unique_id, 0): picture for picture in pictures}
    return {number: found[number] for number in sorted(found) if int(first) <= number <= int(last)}


async def _is_at_hand(press: BarePress, old: Draft, taken: dict[int, Photo]) -> bool:
    """Does the person work at a card of the first of them already? An ordered mix keeps its pictures."""
    latest = await off_loop(press.desk.drafts.latest, old.chat, old.person)
    return latest is not None and latest.card != old.card and latest.photo_message == min(taken)


def _fresh(press: BarePress, old: Draft, taken: dict[int, Photo]) -> Draft:
    """Begin a draft of the first, with the others as its styles, as of an album."""
    (number, content), *others = taken.items()
    fresh = Draft(
        chat=old.chat,
        person=old.person,
        topic=old.topic,
        language=press.language,
        content=content,
        photo_message=number,
        page="mix" if others else "start",
    )
    for message, picture in others:
        fresh = fresh.with_picture(picture, message)
    return fresh


async def _take_out(press: BarePress, old: Draft, taken: dict[int, Photo]) -> None:
    """Take them out of the mix, which awaits no more pictures; where it was ordered, it stays as it is."""
    if old.job:
        return
    desk, ids = press.desk, {picture.file_unique_id for picture in taken.values()}
    left = tuple(part for part in old.styles if not _is_of(part, ids))
    changed = old.after(press.update, old.changed(styles=left))
    await off_loop(desk.drafts.leave, changed)
    await (card.show_mix if changed.styles else card.show_start)(desk, press.bot, changed)


def _is_of(part: StylePart, ids: set[str]) -> bool:
    return part.picture is not None and part.picture.file_unique_id in ids


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"instead": _instead}
