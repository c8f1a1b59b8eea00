"""One page of the styles that can be had: with a contact sheet where one is made, else by their titles."""

from dataclasses import dataclass

from kombu.exceptions import OperationalError
from telegram import InlineKeyboardMarkup

from bot.desk import Desk, off_loop
from bot.naming import can_be_had
from chat.keyboards import ways as keyboards
from chat.texts import say
from jobs.catalogue import Style
from jobs.sheets import TILES, Sheet, Sheets


@dataclass(frozen=True, kw_only=True)
class StylePage:
    """What is shown at one moment."""

    #: What turns it, and names its words: ``styles`` or ``examples``.
    verb: str
    #: From 0, and how many there are.
    number: int
    pages: int
    styles: tuple[Style, ...]
    #: None: no worker is there, or the sheet is not made yet.
    sheet: Sheet | None
    picture: str | bytes | None

    @classmethod
    async def of(cls, desk: Desk, verb: str, number: int) -> "StylePage":
        """Look what there is now; a sheet that is not made yet is asked for."""
        offer = await desk.offer()
        there = tuple(offer.fast() if verb == "examples" else can_be_had(offer).values())
        pages = max(1, -(-len(there) // TILES))
        number %= pages
        first = number * TILES
        styles = there[first : first + TILES]
        sheet = Sheet(tuple(style.name for style in styles)) if styles else None
        return cls(
            verb=verb,
            number=number,
            pages=pages,
            styles=styles,
            sheet=sheet,
            picture=await _picture(desk, sheet) if sheet else None,
        )

    def words(self, language: str) -> str:
        """What stands with it."""
        if not self.styles:
            return say(language, "no-fast")
        return say(language, "examples" if self.verb == "examples" else "styles")

    def buttons(self, language: str) -> InlineKeyboardMarkup | None:
        """Numbers under a sheet, else titles; None: there is nothing to choose."""
        if not self.styles:
            return None
        if self.picture is None:
            return keyboards.titled(language, self.styles, self.verb, self.number, self.pages)
        return keyboards.numbered(self.styles, self.verb, self.number, self.pages)


async def _picture(desk: Desk, sheet: Sheet) -> str | bytes | None:
    sheets = Sheets(desk.store.redis, desk.results)
    if found := await off_loop(sheets.find, sheet):
        return found
    try:
        await off_loop(sheets.ask, sheet)
    except OperationalError:  # it is asked for again when somebody looks
        return None
    return None
