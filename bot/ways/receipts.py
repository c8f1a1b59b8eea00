"""What is said of pictures that a card took as styles, and of those that it did not take."""

from collections.abc import Sequence

from bot.cards.draft import Draft
from bot.ways.bundle import Bundle, Item
from bot.ways.letter import Letter
from bot.ways.naming import say_nearest
from bot.ways.targets import answered, is_ours
from chat.keyboards.ways import instead
from chat.status import styles_in_words

#: Which of an update's new messages says what did not fit.
REST = 2


async def say_taken(letter: Letter, before: Draft, draft: Draft, bundle: Bundle, *, late: bool) -> None:
    """Say that pictures are styles, where somebody may not see it, or may have meant something else.

    Args:
        before: without a card, where a new one was opened for them.
        late: they belong to an album of which that was said, if it had to be.
    """
    words = styles_in_words(draft.styles, letter.language)
    if bundle.content is None:  # their sender called them styles
        if before.card:
            await letter.reply("style-taken", to=draft.card, styles=words)
    elif not late and (numbers := _numbers(draft, bundle)) and _may_surprise(letter, before):
        buttons = instead(letter.language, draft.card, min(numbers), max(numbers), len(numbers))
        await letter.reply("style-taken", to=draft.card, styles=words, buttons=buttons)


def _numbers(draft: Draft, bundle: Bundle) -> list[int]:
    """The messages with pictures that are in the mix now."""
    there = {part.picture.file_unique_id for part in draft.styles if part.picture}
    return [item.message.message_id for item in bundle.items if item.picture.file_unique_id in there]


def _may_surprise(letter: Letter, before: Draft) -> bool:
    """Did the person answer a result, or anything but the card, which may be out of sight?"""
    replied = answered(letter)
    if replied is not None:
        return before.card == 0 and is_ours(letter, replied)
    return _lies_between(letter, before)


def _lies_between(letter: Letter, draft: Draft) -> bool:
    """Do other messages than pictures of its mix lie between the card and the letter?

    Telegram counts a bot's messages in all private chats together: where many people write at once, those
    between may be in other chats, and people are told once more than they need.
    """
    number = letter.message.message_id
    mine = {each for each in draft.messages.values() if draft.card < each < number}
    return number - draft.card - 1 > len(mine)


async def say_weight(letter: Letter, items: Sequence[Item]) -> None:
    """Say once which weight was taken in place of one that cannot be given."""
    weights = (item.asked.weight for item in items if item.asked and item.is_style and not item.asked.fits)
    await say_nearest(letter, next(weights, None))


async def say_rest(letter: Letter, draft: Draft, bundle: Bundle) -> None:
    """Say which pictures of an album are not on the card: too many of them, or clips, which are no styles."""
    there = {draft.content.file_unique_id, *(p.picture.file_unique_id for p in draft.styles if p.picture)}
    left = [item for item in bundle.items if item.picture.file_unique_id not in there]
    await say_weight(letter, [item for item in bundle.items if item not in left])
    if clips := sum(item.picture.moves for item in left):
        await letter.reply("rest-clips", count=clips, to=draft.card, index=REST)
    elif left:
        await letter.reply("rest-full", count=len(left), to=draft.card, index=REST)
