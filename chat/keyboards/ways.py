"""Buttons of the ways in: the start, styles to choose from, and what helps where a card is lost."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import button, in_rows
from chat.texts import say
from chat.titles import title_of
from jobs.catalogue import Style


def start(language: str) -> InlineKeyboardMarkup:
    """Offer what somebody can begin with who has no photo at hand."""
    return InlineKeyboardMarkup(
        [
            [
                button(say(language, "button-styles"), "styles"),
                button(say(language, "button-examples"), "examples"),
            ],
            [button(say(language, "button-sample"), "sample")],
            [
                button(say(language, "button-settings"), "settings"),
                button(say(language, "button-help"), "help"),
            ],
        ]
    )


def choices(language: str, styles: Sequence[Style]) -> InlineKeyboardMarkup:
    """Offer a few styles, and all of them."""
    rows = in_rows((button(title_of(style, language), "choose", style.name) for style in styles), 2)
    return InlineKeyboardMarkup([*rows, [button(say(language, "button-styles"), "styles")]])


def titled(language: str, styles: Sequence[Style], verb: str, page: int, pages: int) -> InlineKeyboardMarkup:
    """Offer styles by their titles.

    Args:
        verb: what turns the page.
    """
    rows = in_rows((button(title_of(style, language), "choose", style.name) for style in styles), 2)
    return InlineKeyboardMarkup([*rows, *_turning(verb, page, pages)])


def numbered(styles: Sequence[Style], first: int, verb: str, page: int, pages: int) -> InlineKeyboardMarkup:
    """Offer the tiles of a contact sheet by their numbers.

    Args:
        first: number on the first tile.
        verb: what turns the page.
    """
    rows = in_rows((button(str(first + i), "choose", style.name) for i, style in enumerate(styles)), 4)
    return InlineKeyboardMarkup([*rows, *_turning(verb, page, pages)])


def _turning(verb: str, page: int, pages: int) -> list[list[InlineKeyboardButton]]:
    if pages < 2:
        return []
    here = button(f"{page + 1}/{pages}", "leaf")
    return [[button("«", verb, (page - 1) % pages), here, button("»", verb, (page + 1) % pages)]]


def chosen(language: str) -> InlineKeyboardMarkup:
    """Offer a photo to somebody who chose a style first, and to forget it."""
    sample, forget = button(say(language, "button-sample"), "sample"), say(language, "button-cancel")
    return InlineKeyboardMarkup([[sample], [button(forget, "unchoose")]])


def pictures(language: str) -> InlineKeyboardMarkup:
    """Offer what was painted before."""
    return InlineKeyboardMarkup([[button(say(language, "button-pictures"), "history")]])
