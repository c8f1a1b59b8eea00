"""Buttons of the ways in: the start, styles to choose from, and what helps where a card is lost."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from chat.buttons import button, in_rows, turning
from chat.texts import say
from chat.titles import title_of
from jobs.catalogue import Style


def start(language: str, *, helps: bool = True) -> InlineKeyboardMarkup:
    """Offer what somebody can begin with who has no photo at hand; the help itself offers no help."""
    last = [button(say(language, "button-settings"), "settings")]
    if helps:
        last.append(button(say(language, "button-help"), "help"))
    return InlineKeyboardMarkup(
        [
            [
                button(say(language, "button-styles"), "styles"),
                button(say(language, "button-examples"), "examples"),
            ],
            [button(say(language, "button-sample"), "sample")],
            last,
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
    return InlineKeyboardMarkup([*rows, *turning(pages, page, verb, "leaf")])


def numbered(styles: Sequence[Style], verb: str, page: int, pages: int) -> InlineKeyboardMarkup:
    """Offer the tiles of a contact sheet by their numbers.

    Args:
        verb: what turns the page.
    """
    rows = in_rows((button(str(n), "choose", style.name) for n, style in enumerate(styles, start=1)), 4)
    return InlineKeyboardMarkup([*rows, *turning(pages, page, verb, "leaf")])


def chosen(language: str) -> InlineKeyboardMarkup:
    """Offer a photo to somebody who chose a style first, and to forget it."""
    sample, forget = button(say(language, "button-sample"), "sample"), say(language, "button-cancel")
    return InlineKeyboardMarkup([[sample], [button(forget, "unchoose")]])


def instead(language: str, card: int, first: int, last: int, count: int) -> InlineKeyboardMarkup:
    """Offer to paint what was taken as a style.

    Args:
        card: message id of the card whose mix it is in.
        first: message id of the first picture; ``last``: of the last.
        count: how many pictures these are.
    """
    text = say(language, "button-no-style", count=count)
    return InlineKeyboardMarkup([[button(text, "instead", f"{card}:{first}-{last}")]])


def pictures(language: str) -> InlineKeyboardMarkup:
    """Offer what was painted before."""
    return InlineKeyboardMarkup([[button(say(language, "button-pictures"), "history")]])
