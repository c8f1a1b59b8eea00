"""Buttons of a card."""

from collections.abc import Sequence
from typing import Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import button, in_rows, paged
from chat.status import name_of, shares
from chat.texts import say
from chat.times import spell_estimate
from jobs.catalogue import Style
from jobs.estimates import Estimate
from jobs.job import Arrangement, Colours, StylePart

#: Steps offered for the strength, in per cent.
STRENGTHS = (20, 40, 60, 80, 100)


class Chosen(Protocol):
    """What a card shows as chosen so far."""

    @property
    def language(self) -> str:
        """Of the person."""

    @property
    def styles(self) -> tuple[StylePart, ...]:
        """Of the mix."""

    @property
    def strength(self) -> float:
        """In [0, 1]."""

    @property
    def colours(self) -> Colours:
        """Whose."""

    @property
    def arrangement(self) -> Arrangement:
        """Of several styles."""


def card(chosen: Chosen, fast: Estimate, own: Estimate) -> InlineKeyboardMarkup:
    """Offer the ways to paint, each with its time known before choosing."""
    language = chosen.language
    return InlineKeyboardMarkup(
        [
            [button(say(language, "button-fast", time=spell_estimate(language, fast)), "fast")],
            [button(say(language, "button-own", time=spell_estimate(language, own)), "own")],
            [_strength(chosen), _colours(chosen)],
            [button(say(language, "button-close"), "close")],
        ]
    )


def _strength(chosen: Chosen) -> InlineKeyboardButton:
    text = say(chosen.language, "button-strength", percent=round(100 * chosen.strength))
    return button(text, "strength")


def _colours(chosen: Chosen) -> InlineKeyboardButton:
    """Shows whose colours it will have; a press takes the other's."""
    if chosen.colours == "style":
        return button(say(chosen.language, "button-style-colours"), "colours", "luminance")
    return button(say(chosen.language, "button-own-colours"), "colours", "style")


def _arrangement(chosen: Chosen) -> InlineKeyboardButton:
    """Shows how several styles share the picture; a press takes the other way."""
    if chosen.arrangement == "blend":
        return button(say(chosen.language, "button-blend"), "arrange", "split")
    return button(say(chosen.language, "button-split"), "arrange", "blend")


def strengths(language: str, chosen: float) -> InlineKeyboardMarkup:
    """Offer strengths."""
    marks = (f"● {percent}" if round(100 * chosen) == percent else str(percent) for percent in STRENGTHS)
    row = [button(mark, "strong", percent) for mark, percent in zip(marks, STRENGTHS, strict=True)]
    return InlineKeyboardMarkup([row, [button(say(language, "button-back"), "back")]])


def fast_styles(language: str, styles: Sequence[Style], page: int = 0) -> InlineKeyboardMarkup:
    """Offer the fast styles; a press begins a job."""
    rows = [[button(style.title, "paint", style.name) for style in row] for row in paired(styles)]
    back = button(say(language, "button-back"), "back")
    return InlineKeyboardMarkup([*paged(rows, page, "fast"), [back]])


def gallery(
    language: str, styles: Sequence[Style], parts: tuple[StylePart, ...], page: int = 0
) -> InlineKeyboardMarkup:
    """Offer the styles that can be mixed; chosen ones are marked."""
    chosen = {part.gallery for part in parts}
    marked = ((f"✓ {s.title}" if s.name in chosen else s.title, s.name) for s in styles)
    rows = in_rows((button(title, "pick", name) for title, name in marked), 2)
    back = button(say(language, "button-back"), "mix" if parts else "own")
    return InlineKeyboardMarkup([*paged(rows, page, "gallery"), [back]])


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


def waiting_for_style(language: str) -> InlineKeyboardMarkup:
    """Offer the gallery instead of an own picture, and the way back."""
    return InlineKeyboardMarkup(
        [
            [button(say(language, "button-gallery"), "gallery")],
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
    language = chosen.language
    rows = _weighing(language, chosen.styles)
    if len(chosen.styles) > 1:
        rows.append([_arrangement(chosen), _colours(chosen)])
    else:
        rows.append([_colours(chosen)])
    rows.append([button(say(language, "button-gallery"), "gallery"), _strength(chosen)])
    rows.append(_runs(language, slow, fast))
    rows.append([button(say(language, "button-cancel"), "close")])
    return InlineKeyboardMarkup(rows)


def _weighing(language: str, parts: tuple[StylePart, ...]) -> list[list[InlineKeyboardButton]]:
    own = sum(part.picture is not None for part in parts)
    rows, number = [], 0
    for index, (part, share) in enumerate(zip(parts, shares(parts), strict=True)):
        number += part.picture is not None
        name = f"{name_of(part, language, number, own)} {share} %"
        if len(parts) > 1:
            rows.append([button(name, "noop")])
            less, more, away = ("button-less", "less"), ("button-more", "more"), ("button-remove", "remove")
            rows.append([button(say(language, key), verb, index) for key, verb in (less, more, away)])
        else:
            rows.append([button(name, "noop"), button(say(language, "button-remove"), "remove", index)])
    return rows


def _runs(language: str, slow: Estimate | None, fast: Estimate | None) -> list[InlineKeyboardButton]:
    row = []
    if slow is not None:
        row.append(button(say(language, "button-run", time=spell_estimate(language, slow)), "run"))
    if fast is not None:
        text = say(language, "button-run-fast", time=spell_estimate(language, fast))
        row.append(button(text, "run", "fast"))
    return row


def try_later(language: str) -> InlineKeyboardMarkup:
    """Offer to go back to the card after a refusal."""
    return InlineKeyboardMarkup([[button(say(language, "button-back"), "back")]])
