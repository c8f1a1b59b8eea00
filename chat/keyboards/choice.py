"""Buttons that show what is chosen on a card, and the pages of strength and size."""

from typing import Final, Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.buttons import button
from chat.texts import say
from jobs.job import Arrangement, Colours, Photo, StylePart

#: Steps offered for the strength, in per cent.
STRENGTHS: Final = (20, 40, 60, 80, 100)
#: Pixels offered for the longer side.
SIDES: Final = (2048, 1280, 640)
#: What a button says of the colours, and which a press takes instead.
COLOURS: Final[dict[Colours, tuple[str, Colours]]] = {
    "style": ("button-colours-style", "luminance"),
    "luminance": ("button-colours-luminance", "matched"),
    "matched": ("button-colours-matched", "style"),
}


class Chosen(Protocol):
    """What a card shows as chosen so far."""

    @property
    def language(self) -> str:
        """Of the person."""

    @property
    def content(self) -> Photo:
        """What is painted."""

    @property
    def styles(self) -> tuple[StylePart, ...]:
        """Of the mix."""

    @property
    def chosen(self) -> StylePart | None:
        """A net's style, which paints alone: the mix waits."""

    @property
    def strength(self) -> float:
        """In [0, 1]."""

    @property
    def colours(self) -> Colours:
        """Whose."""

    @property
    def arrangement(self) -> Arrangement:
        """Of several styles."""

    @property
    def longest(self) -> int:
        """Pixels of the longer side at most; 0: the photo's own."""

    @property
    def as_file(self) -> bool:
        """Is it sent as a file in any case?"""


def strength(chosen: Chosen) -> InlineKeyboardButton:
    """Shows how strong the style is; a press leads to others."""
    text = say(chosen.language, "button-strength", percent=round(100 * chosen.strength))
    return button(text, "strength")


def size(chosen: Chosen) -> InlineKeyboardButton:
    """Shows how large it becomes, and that it comes as a file; a press leads to others."""
    language, side = chosen.language, chosen.longest
    smaller = side and not 0 < max(chosen.content.width, chosen.content.height) <= side
    text = say(language, "button-side", side=str(side)) if smaller else say(language, "button-original")
    return button(text + (" 📄" if chosen.as_file else ""), "size")


def colours(chosen: Chosen) -> InlineKeyboardButton:
    """Shows whose colours it will have; a press takes the next."""
    key, following = COLOURS[chosen.colours]
    return button(say(chosen.language, key), "colours", following)


def arrangement(chosen: Chosen) -> InlineKeyboardButton:
    """Shows how several styles share the picture; a press takes the other way."""
    if chosen.arrangement == "blend":
        return button(say(chosen.language, "button-blend"), "arrange", "split")
    return button(say(chosen.language, "button-split"), "arrange", "blend")


def strengths(chosen: Chosen) -> InlineKeyboardMarkup:
    """Offer strengths."""
    now = round(100 * chosen.strength)
    row = [button(_marked(str(each), there=each == now), "strong", each) for each in STRENGTHS]
    return InlineKeyboardMarkup([row, [_home(chosen)]])


def sizes(chosen: Chosen) -> InlineKeyboardMarkup:
    """Offer the sizes below the photo's own, and to send the painting as a photo or as a file."""
    language, content = chosen.language, chosen.content
    longer = max(content.width, content.height)
    sides = [0, *(side for side in SIDES if side < longer or not longer)]
    names = {side: say(language, "button-side", side=str(side)) for side in sides}
    names[0] = say(language, "button-original")
    column = [
        [button(_marked(name, there=chosen.longest == side), "longest", side)] for side, name in names.items()
    ]
    return InlineKeyboardMarkup([*column, *_forms(chosen), [_home(chosen)]])


def _forms(chosen: Chosen) -> list[list[InlineKeyboardButton]]:
    """A photo or a file; what came as a file or moves goes back as that anyway."""
    if chosen.content.kind != "photo":
        return []
    photo = _marked(say(chosen.language, "button-as-photo"), there=not chosen.as_file)
    file = _marked(say(chosen.language, "button-as-file"), there=chosen.as_file)
    return [[button(photo, "form", "photo"), button(file, "form", "file")]]


def _marked(text: str, *, there: bool) -> str:
    return f"● {text}" if there else text


def _home(chosen: Chosen) -> InlineKeyboardButton:
    """Back to the mix, where it is what would be painted, else to the first page."""
    mix = chosen.styles and not chosen.chosen
    return button(say(chosen.language, "button-back"), "mix" if mix else "back")
