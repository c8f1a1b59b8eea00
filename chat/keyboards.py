"""Buttons. Callback data is ``v1|verb|argument``, our own strings: they work after any restart."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.status import name_of, shares
from chat.texts import say
from chat.times import spell_estimate
from jobs.catalogue import STYLES, Style
from jobs.estimates import Estimate
from jobs.job import Job, StylePart

VERSION = "v1"
#: Steps offered for the strength, in per cent.
STRENGTHS = (20, 40, 60, 80, 100)


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


def _button(text: str, verb: str, argument: str | int = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=pack(verb, argument))


def _rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    flat = list(buttons)
    return [flat[i : i + width] for i in range(0, len(flat), width)]


def card(language: str, fast: Estimate, own: Estimate, strength: float) -> InlineKeyboardMarkup:
    """Offer the ways to paint, each with its time known before choosing."""
    return InlineKeyboardMarkup(
        [
            [_button(say(language, "button-fast", time=spell_estimate(language, fast)), "fast")],
            [_button(say(language, "button-own", time=spell_estimate(language, own)), "own")],
            [_button(say(language, "button-strength", percent=round(100 * strength)), "strength")],
            [_button(say(language, "button-close"), "close")],
        ]
    )


def strengths(language: str, chosen: float) -> InlineKeyboardMarkup:
    """Offer strengths."""
    marks = (f"● {percent}" if round(100 * chosen) == percent else str(percent) for percent in STRENGTHS)
    row = [_button(mark, "strong", percent) for mark, percent in zip(marks, STRENGTHS, strict=True)]
    return InlineKeyboardMarkup([row, [_button(say(language, "button-back"), "back")]])


def fast_styles(language: str, styles: Sequence[Style]) -> InlineKeyboardMarkup:
    """Offer the fast styles; a press begins a job."""
    rows = _rows((_button(style.title, "paint", style.name) for style in styles), 2)
    return InlineKeyboardMarkup([*rows, [_button(say(language, "button-back"), "back")]])


def gallery(language: str, styles: Sequence[Style], parts: tuple[StylePart, ...]) -> InlineKeyboardMarkup:
    """Offer the styles that can be mixed; chosen ones are marked."""
    chosen = {part.gallery for part in parts}
    marked = ((f"✓ {s.title}" if s.name in chosen else s.title, s.name) for s in styles)
    rows = _rows((_button(title, "pick", name) for title, name in marked), 2)
    back = _button(say(language, "button-back"), "mix" if parts else "own")
    return InlineKeyboardMarkup([*rows, [back]])


def waiting_for_style(language: str) -> InlineKeyboardMarkup:
    """Offer the gallery instead of an own picture, and the way back."""
    return InlineKeyboardMarkup(
        [
            [_button(say(language, "button-gallery"), "gallery")],
            [_button(say(language, "button-back"), "back"), _button(say(language, "button-cancel"), "close")],
        ]
    )


def mix(language: str, parts: tuple[StylePart, ...], time: Estimate, strength: float) -> InlineKeyboardMarkup:
    """Offer to weigh the styles, to add more, and to run."""
    own = sum(part.picture is not None for part in parts)
    rows, number = [], 0
    for index, (part, share) in enumerate(zip(parts, shares(parts), strict=True)):
        number += part.picture is not None
        name = f"{name_of(part, language, number, own)} {share} %"
        if len(parts) > 1:
            rows.append([_button(name, "noop")])
            less, more, away = ("button-less", "less"), ("button-more", "more"), ("button-remove", "remove")
            rows.append([_button(say(language, key), verb, index) for key, verb in (less, more, away)])
        else:
            rows.append([_button(name, "noop"), _button(say(language, "button-remove"), "remove", index)])
    strong = say(language, "button-strength", percent=round(100 * strength))
    rows.append([_button(say(language, "button-gallery"), "gallery"), _button(strong, "strength")])
    run = say(language, "button-run", time=spell_estimate(language, time))
    rows.append([_button(run, "run"), _button(say(language, "button-cancel"), "close")])
    return InlineKeyboardMarkup(rows)


def status(job: Job) -> InlineKeyboardMarkup:
    """Offer to cancel a job."""
    return InlineKeyboardMarkup([[_button(say(job.language, "button-cancel"), "cancel", job.id)]])


def result(job: Job) -> InlineKeyboardMarkup:
    """Offer what people want next."""
    row = [
        _button(say(job.language, "button-file"), "file", job.id),
        _button(say(job.language, "button-again"), "again", job.id),
    ]
    other = _button(say(job.language, "button-other"), "other", job.id)
    return InlineKeyboardMarkup([row, [other]])


def try_again(job: Job) -> InlineKeyboardMarkup:
    """Offer to repeat what failed or was cancelled."""
    return InlineKeyboardMarkup(
        [
            [
                _button(say(job.language, "button-try-again"), "again", job.id),
                _button(say(job.language, "button-other"), "other", job.id),
            ]
        ]
    )


def try_later(language: str) -> InlineKeyboardMarkup:
    """Offer to go back to the card after a refusal."""
    return InlineKeyboardMarkup([[_button(say(language, "button-back"), "back")]])


def fast_of(able: frozenset[str]) -> list[Style]:
    """The fast styles that some worker can paint now."""
    return [style for style in STYLES.values() if style.drawing is None and style.name in able]


def mixable() -> list[Style]:
    """The styles of the gallery whose pictures Gatys can mix."""
    return [style for style in STYLES.values() if style.drawing]
