"""What becomes of pictures that people send: a card's content, its styles, or styles for a photo to come."""

from collections.abc import Sequence

from telegram import Message

from bot.cards.draft import WEIGHT, Draft
from bot.cards.ordering import is_known
from bot.desk import off_loop
from bot.ways.asked import as_near
from bot.ways.bundle import Bundle
from bot.ways.chosen import Choices
from bot.ways.letter import Letter
from bot.ways.naming import named, say_nearest, with_named
from bot.ways.opening import open_choice, open_with_styles, prefilled, show
from bot.ways.orders import open_for, orders, paint
from bot.ways.receipts import say_rest, say_taken, say_weight
from bot.ways.targets import asked_for
from chat.keyboards import ways as keyboards
from chat.status import styles_in_words
from jobs.job import MOST_STYLES, StylePart


async def take(letter: Letter, messages: Sequence[Message], album_card: int | None = None) -> int:
    """Take pictures that were sent together: the id of the card that they are on now, 0: they are kept.

    Args:
        messages: with pictures, in the order in which they were sent.
        album_card: the card that earlier items of the same album are on; 0: those were kept.
    """
    bundle = Bundle.of(messages, letter.bot.username)
    if await is_known(letter.desk, letter.job):  # ordered before the bot was killed
        sent = await off_loop(letter.desk.sent.because_of, letter.bot.id, letter.update)
        return sent or album_card or 0
    draft = await _target(letter, bundle, album_card)
    if album_card == 0 or (draft is None and bundle.content is None):
        return await _keep(letter, bundle)
    taken = await _add(letter, draft, bundle, late=bool(album_card)) if draft else None
    if taken is None:
        taken = await _open(letter, bundle)
    if bundle.asked and orders(bundle.asked):
        await paint(letter, taken, bundle.asked)
    return taken.card


async def take_styles(letter: Letter, bundle: Bundle) -> None:
    """Take pictures as styles for the card at hand, else for the photo that comes next."""
    live = await letter.live()
    if live is None or not await _add(letter, live, bundle, late=False):
        await _keep(letter, bundle)


async def _target(letter: Letter, bundle: Bundle, album_card: int | None) -> Draft | None:
    """The draft that the pictures are styles for."""
    if album_card is not None:
        return await letter.draft_of(album_card)
    draft = await asked_for(letter)
    return await letter.live() if draft is None and bundle.content is None else draft


async def _add(letter: Letter, draft: Draft, bundle: Bundle, *, late: bool) -> Draft | None:
    """Add pictures to a mix, once; None: its card was deleted, or none of them can be a style."""
    if all(item.picture.moves for item in bundle.items):
        return None
    if draft.card == 0:
        changed = await open_with_styles(letter, bundle.as_styles(draft))
    else:
        changed = draft.after(letter.update, _in_order(draft, bundle) if late else bundle.as_styles(draft))
        if not await show(letter, changed):
            return None
    await say_taken(letter, draft, changed, bundle, late=late)
    await say_rest(letter, changed, bundle)
    return changed


def _in_order(draft: Draft, bundle: Bundle) -> Draft:
    """Add late items of an album; one that was sent before all others is what is painted."""
    first = bundle.content
    if first is None or first.message.message_id > draft.photo_message or first.picture.moves:
        return bundle.as_styles(draft)
    former = StylePart(picture=draft.content, weight=WEIGHT)
    changed = draft.changed(
        content=first.picture,
        photo_message=first.message.message_id,
        styles=(former, *draft.styles)[:MOST_STYLES],
        messages=draft.messages | {draft.content.file_unique_id: draft.photo_message},
    )
    return bundle.around(changed)


async def _open(letter: Letter, bundle: Bundle) -> Draft:
    """Open a card for a photo, with the styles that came with it and those that were chosen before."""
    content = bundle.content or bundle.styles[0]
    fresh = Draft.of_photo(content.message, content.picture, letter.person, letter.language)
    draft = await prefilled(letter, bundle.around(fresh))
    asked = bundle.asked
    style = await named(letter, asked) if asked and asked.command == "style" and asked.name else None
    if style and asked:
        draft = with_named(draft, style, asked.weight)
    if asked and orders(asked):
        opened = await open_for(letter, draft, asked)
    else:
        opened = await open_choice(letter, draft)
    await say_rest(letter, opened, bundle)
    if style and asked:
        await say_nearest(letter, asked.weight)
    return opened


async def _keep(letter: Letter, bundle: Bundle) -> int:
    """Keep style pictures for the photo that comes next."""
    choices = Choices(letter.desk.store.redis)
    chosen = await off_loop(choices.load, letter.chat, letter.person)
    for item in bundle.items:
        given = as_near(item.asked.weight if item.asked else None)
        chosen = chosen.with_picture(item.picture, item.message.message_id, given)
    kept = await off_loop(choices.change, letter.chat, letter.person, letter.update, chosen)
    words = styles_in_words(kept.styles, letter.language)
    await letter.reply("style-kept", styles=words, buttons=keyboards.chosen(letter.language))
    await say_weight(letter, bundle.items)
    return 0
