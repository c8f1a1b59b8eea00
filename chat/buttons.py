"""One button and rows of them. Callback data is ``v1|verb|argument``: our own strings survive any restart."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton

VERSION = "v1"
#: Characters that a button shows on a phone where two share a row.
NARROW = 24


def pack(verb: str, argument: str | int = "") -> str:
    """Write callback data; Telegram allows 64 bytes.

    Raises:
        ValueError: it is longer.
    """
    packed = f"{VERSION}|{verb}|{argument}"
    if len(packed.encode()) > 64:
        raise ValueError(f"callback data too long: {packed}")
    return packed


def unpack(packed: str | None) -> tuple[str, str] | None:
    """Read callback data: verb and argument, or None where it is not of this version."""
    version, _, rest = (packed or "").partition("|")
    verb, bar, argument = rest.partition("|")
    return (verb, argument) if version == VERSION and bar else None


def button(text: str, verb: str, argument: str | int = "") -> InlineKeyboardButton:
    """Make a button that sends a verb."""
    return InlineKeyboardButton(text, callback_data=pack(verb, argument))


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """Put buttons side by side."""
    flat = list(buttons)
    return [flat[i : i + width] for i in range(0, len(flat), width)]


def beside(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Put two buttons side by side where their texts fit, else one below the other."""
    narrow = all(len(button.text) <= NARROW for button in buttons)
    return [buttons] if buttons and narrow else [[button] for button in buttons]


def turning(pages: int, page: int, verb: str, label: str = "noop") -> list[list[InlineKeyboardButton]]:
    """One row to turn the pages, round and round; none where there is one page only.

    Args:
        verb: turns to the page that is its argument.
        label: what the number of the page sends, which looks like a button.
    """
    if pages <= 1:
        return []
    page = min(max(page, 0), pages - 1)
    before, here, after = (page - 1) % pages, f"{page + 1}/{pages}", (page + 1) % pages
    return [[button("«", verb, before), button(here, label), button("»", verb, after)]]
