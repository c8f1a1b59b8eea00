"""Buttons that pick a style: numbers below a contact sheet, titles where there is none, saved ones, pairs."""

from collections.abc import Collection, Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import NARROW, button, in_rows, turning
from chat.texts import say
from chat.titles import title_of
from jobs.catalogue import Style
from jobs.job import StylePart
from jobs.sheets import TILES

#: Styles on one page: those of one contact sheet.
PAGE: Final = TILES
#: Numbers in a row, as the tiles stand on the sheet.
ACROSS: Final = 4
#: Saved styles on one page.
SAVED: Final = 10


def pages(styles: Sequence[Style]) -> int:
    """How many pages these styles fill."""
    return max(1, -(-len(styles) // PAGE))


def on_page(styles: Sequence[Style], page: int) -> Sequence[Style]:
    """The styles of one page; beyond the last it is the last."""
    page = min(max(page, 0), pages(styles) - 1)
    return styles[page * PAGE : (page + 1) * PAGE]


def fast_styles(
    language: str, styles: Sequence[Style], page: int = 0, *, sheet: bool = False
) -> InlineKeyboardMarkup:
    """Offer the fast styles; a press begins a job.

    Args:
        sheet: they stand above as numbered pictures.
    """
    rows = _offered(language, on_page(styles, page), "paint", sheet=sheet)
    more = [button(say(language, "button-mine"), "mine"), button(say(language, "button-several"), "several")]
    back = button(say(language, "button-back"), "back")
    return InlineKeyboardMarkup([*rows, *turning(pages(styles), page, "fast"), more, [back]])


def free_styles(language: str, styles: Sequence[Style]) -> InlineKeyboardMarkup:
    """Offer the first fast styles instead of what cannot be had now, and the way back."""
    back = button(say(language, "button-back"), "back")
    return InlineKeyboardMarkup([*_titles(language, on_page(styles, 0), "paint"), [back]])


def gallery(
    language: str,
    styles: Sequence[Style],
    parts: tuple[StylePart, ...],
    page: int = 0,
    *,
    sheet: bool = False,
) -> InlineKeyboardMarkup:
    """Offer the styles that can be mixed; a press takes one, or takes a chosen one out."""
    rows = _offered(language, on_page(styles, page), "pick", parts, sheet=sheet)
    more = [
        button(say(language, "button-mine"), "mine"),
        button(say(language, "button-several"), "several", page),
    ]
    back = button(say(language, "button-back"), "mix" if parts else "back")
    return InlineKeyboardMarkup([*rows, *turning(pages(styles), page, "gallery"), more, [back]])


def several(
    language: str,
    styles: Sequence[Style],
    parts: tuple[StylePart, ...],
    page: int = 0,
    *,
    sheet: bool = False,
) -> InlineKeyboardMarkup:
    """Offer to tick styles one after the other; the page stays until all are chosen."""
    rows = _offered(language, on_page(styles, page), "tick", parts, sheet=sheet)
    end = [button(say(language, "button-mine"), "mine")]
    if parts:
        end.append(button(say(language, "button-mix", number=len(parts)), "mix"))
    back = button(say(language, "button-back"), "back")
    return InlineKeyboardMarkup([*rows, *turning(pages(styles), page, "several"), end, [back]])


def _offered(
    language: str, styles: Sequence[Style], verb: str, parts: tuple[StylePart, ...] = (), *, sheet: bool
) -> list[list[InlineKeyboardButton]]:
    """The styles of a page, chosen ones marked: as numbers below a sheet, else by their titles."""
    chosen = frozenset(part.gallery for part in parts if part.gallery)
    return _numbers(styles, verb, chosen) if sheet else _titles(language, styles, verb, chosen)


def _numbers(
    styles: Sequence[Style], verb: str, chosen: Collection[str] = ()
) -> list[list[InlineKeyboardButton]]:
    """Numbers of the tiles; what a press sends is the style's name, whatever stands where by then."""
    named = ((f"✓ {n}" if s.name in chosen else str(n), s.name) for n, s in enumerate(styles, start=1))
    return in_rows((button(text, verb, name) for text, name in named), ACROSS)


def _titles(
    language: str, styles: Sequence[Style], verb: str, chosen: Collection[str] = ()
) -> list[list[InlineKeyboardButton]]:
    def named(style: Style) -> InlineKeyboardButton:
        title = title_of(style, language)
        return button(f"✓ {title}" if style.name in chosen else title, verb, style.name)

    return [[named(style) for style in row] for row in paired(styles)]


def paired(styles: Sequence[Style]) -> list[list[Style]]:
    """Rows of two: the two directions of a pair share one, where both are there."""
    there = {style.name for style in styles}
    rows: list[list[Style]] = []
    for style in styles:
        last = rows[-1] if rows else []
        other = style.reverse if style.reverse in there else None
        waits = last[-1].reverse if last and last[-1].reverse in there else None
        if len(last) == 1 and (waits == style.name if other else waits is None):
            last.append(style)
        else:
            rows.append([style])
    return rows


def pairs(
    language: str, rows: Sequence[Sequence[Style]], singles: Sequence[Style], turned: str
) -> InlineKeyboardMarkup:
    """Offer what turns one kind of picture into another.

    Args:
        rows: each pair as it is turned now: the direction that is shown, then the other, if it is there.
        turned: which pairs are turned, in hexadecimal, as :mod:`bot.cards.pairs` reads it.
    """
    buttons = []
    for shown, *other in rows:
        row = [button(title_of(shown, language), "paint", shown.name)]
        row += [button(say(language, "button-turn"), "turn", f"{style.name}.{turned}") for style in other]
        buttons.append(row)
    alone = [button(title_of(style, language), "paint", style.name) for style in singles]
    buttons += in_rows((each for each in alone if len(each.text) <= NARROW), 2)
    buttons += [[each] for each in alone if len(each.text) > NARROW]
    return InlineKeyboardMarkup([*buttons, [button(say(language, "button-back"), "back")]])


def saved(language: str, styles: Sequence[tuple[str, str, StylePart]], page: int = 0) -> InlineKeyboardMarkup:
    """Offer a person's saved styles: to take one, or to remove it.

    Args:
        styles: each with the name it was saved by and what stands for that in callback data.
    """
    last = max(0, -(-len(styles) // SAVED) - 1)
    page = min(max(page, 0), last)
    rows = [
        [
            button(f"⭐ {name}", "take", short),
            button(say(language, "button-remove"), "unsave", short),
        ]
        for name, short, _ in styles[page * SAVED : (page + 1) * SAVED]
    ]
    gallery = button(say(language, "button-gallery"), "gallery")
    back = button(say(language, "button-back"), "back")
    return InlineKeyboardMarkup([*rows, *turning(last + 1, page, "mine"), [gallery, back]])
