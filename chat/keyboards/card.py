"""Buttons of a card: its first page and the mix."""

from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import beside, button
from chat.keyboards.choice import Chosen, arrangement, colours, size, strength
from chat.mixture import named_shares
from chat.texts import say
from chat.times import spell_estimate
from jobs.estimates import Estimate
from jobs.job import StylePart

#: Characters of a style's name beside the buttons that weigh it.
SHORT: Final = 12


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What a card's first page offers, each way with how long it takes; None: it is not offered."""

    fast: Estimate
    own: Estimate | None
    #: The styles that are chosen already, as they would be painted at once, and by which verb and argument.
    paint: Estimate | None = None
    painting: tuple[str, str] = ("", "")
    gallery: bool = True
    pairs: bool = True
    #: How many styles can be tried on one sheet; below two it is not offered.
    previews: int = 0


def card(chosen: Chosen, ways: Ways) -> InlineKeyboardMarkup:
    """Offer the ways to paint, each with its time known before choosing."""
    language = chosen.language
    rows = [] if ways.paint is None else [[_timed(language, "button-paint", ways.paint, *ways.painting)]]
    first = [_timed(language, "button-fast", ways.fast, "fast")]
    if ways.own is not None:
        first.append(_timed(language, "button-own", ways.own, "own"))
    rows += beside(first)
    rows.append(_others(language, ways))
    rows.append([strength(chosen), size(chosen), colours(chosen)])
    rows.append([button(say(language, "button-close"), "close")])
    return InlineKeyboardMarkup([row for row in rows if row])


def _timed(
    language: str, key: str, estimate: Estimate, verb: str, argument: str = ""
) -> InlineKeyboardButton:
    return button(say(language, key, time=spell_estimate(language, estimate)), verb, argument)


def _others(language: str, ways: Ways) -> list[InlineKeyboardButton]:
    row = []
    if ways.gallery:
        row.append(button(say(language, "button-gallery"), "gallery"))
    if ways.pairs:
        row.append(button(say(language, "button-pairs"), "pairs"))
    if ways.previews > 1:
        row.append(button(say(language, "button-try", number=ways.previews), "try"))
    return row


def waiting_for_style(language: str) -> InlineKeyboardMarkup:
    """Offer the gallery instead of an own picture, and the way back."""
    return InlineKeyboardMarkup(
        [
            [
                button(say(language, "button-gallery"), "gallery"),
                button(say(language, "button-my-styles"), "mine"),
            ],
            [button(say(language, "button-back"), "back"), button(say(language, "button-cancel"), "close")],
        ]
    )


def mix(chosen: Chosen, slow: Estimate | None, fast: Estimate | None) -> InlineKeyboardMarkup:
    """Offer to weigh the styles, to add more, and to run.

    Args:
        chosen: with at least one style.
        slow: how long a careful run takes; None: nobody can.
        fast: how long a fast run takes; None: nobody can.
    """
    language, several = chosen.language, len(chosen.styles) > 1
    rows = _weighing(language, chosen.styles)
    rows.append([arrangement(chosen), colours(chosen)] if several else [colours(chosen)])
    rows.append(_swap_and_strength(chosen))
    rows.append([button(say(language, "button-gallery"), "gallery"), size(chosen)])
    rows += beside(_runs(language, slow, fast))
    rows.append(
        [button(say(language, "button-back"), "back"), button(say(language, "button-cancel"), "close")]
    )
    return InlineKeyboardMarkup(rows)


def _weighing(language: str, parts: tuple[StylePart, ...]) -> list[list[InlineKeyboardButton]]:
    rows = []
    for index, (name, share) in enumerate(named_shares(parts, language)):
        remove = button(say(language, "button-remove"), "remove", index)
        if len(parts) > 1:
            less = button(say(language, "button-less"), "less", index)
            more = button(say(language, "button-more"), "more", index)
            rows.append([less, button(f"{_short(name)} {share} %", "noop"), more, remove])
        else:
            rows.append([button(name, "noop"), remove])
    return rows


def _short(name: str) -> str:
    """As much of a name as stands beside three buttons; the words above have all of it."""
    return name if len(name) <= SHORT else name[: SHORT - 1].rstrip() + "…"


def _swap_and_strength(chosen: Chosen) -> list[InlineKeyboardButton]:
    own = any(part.picture is not None for part in chosen.styles)
    swap = button(say(chosen.language, "button-swap"), "swap")
    return [swap, strength(chosen)] if own and not chosen.content.moves else [strength(chosen)]


def _runs(language: str, slow: Estimate | None, fast: Estimate | None) -> list[InlineKeyboardButton]:
    row = []
    if slow is not None:
        row.append(_timed(language, "button-run", slow, "run"))
    if fast is not None:
        row.append(_timed(language, "button-run-fast", fast, "run", "fast"))
    return row


def try_later(language: str) -> InlineKeyboardMarkup:
    """Offer to go back to the card after a refusal."""
    return InlineKeyboardMarkup([[button(say(language, "button-back"), "back")]])
