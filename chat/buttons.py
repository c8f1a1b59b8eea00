"""One button and rows of them. Callback data is ``v1|verb|argument``: our own strings survive any restart."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton

VERSION = "v1"
#: Rows of styles on one page: Telegram takes 100 buttons and about 10 kB of them.
MOST_ROWS = 18


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


def paged(rows: list[list[InlineKeyboardButton]], page: int, verb: str) -> list[list[InlineKeyboardButton]]:
    """One page of the rows, and how to turn it, where they are more than fit."""
    pages = -(-len(rows) // MOST_ROWS)
    if pages <= 1:
        return rows
    page = min(max(page, 0), pages - 1)
    turn = [
        button("«", verb, (page - 1) % pages),
        button(f"{page + 1}/{pages}", "noop"),
        button("»", verb, (page + 1) % pages),
    ]
    return [*rows[page * MOST_ROWS : (page + 1) * MOST_ROWS], turn]
