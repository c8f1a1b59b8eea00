"""One page of the styles that can be had: with a contact sheet where one is made, else by their titles."""

from dataclasses import dataclass, replace

from kombu.exceptions import OperationalError
from telegram import InlineKeyboardMarkup

from bot.desk import Desk, off_loop
from bot.ways.naming import can_be_had
from chat.buttons import button
from chat.keyboards import ways as keyboards
from chat.texts import say
from chat.titles import tiles
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
    #: The sheet is being made.
    coming: bool = False

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
        page = cls(verb=verb, number=number, pages=pages, styles=styles, sheet=sheet, picture=None)
        return await page._looked_up(desk)

    async def _looked_up(self, desk: Desk) -> "StylePage":
        """Look for its sheet, and have it made where it is not there."""
        sheets = Sheets(desk.store.redis, desk.results)
        found = await off_loop(sheets.find, self.sheet) if self.sheet else None
        return self.with_picture(found) if found else await self.asked(desk)

    async def asked(self, desk: Desk) -> "StylePage":
        """The same without its sheet, which is asked for."""
        if self.sheet is None:
            return self
        try:
            await off_loop(Sheets(desk.store.redis, desk.results).ask, self.sheet)
        except OperationalError:  # it is asked for again when somebody looks
            return self.with_picture(None)
        return replace(self, picture=None, coming=True)

    def with_picture(self, picture: str | bytes | None) -> "StylePage":
        """The same with its sheet; None: no sheet came."""
        return replace(self, picture=picture, coming=False)

    @property
    def awaits(self) -> bool:
        """Is its sheet what it was asked for, and being made?"""
        return self.verb == "examples" and self.coming

    def words(self, language: str) -> str:
        """What stands with it; below a sheet the titles, too, for those who cannot see it well."""
        if not self.styles:
            return say(language, "no-fast")
        if self.picture is not None:
            return "\n".join([say(language, self.verb), *tiles(self.styles, language)])
        if self.verb == "examples":
            return say(language, "examples-coming" if self.coming else "examples-later")
        return say(language, "styles")

    def buttons(self, language: str) -> InlineKeyboardMarkup | None:
        """Numbers under a sheet, else titles; None: there is nothing to choose."""
        if not self.styles:
            return None
        if self.picture is not None:
            return keyboards.numbered(self.styles, self.verb, self.number, self.pages)
        titled = keyboards.titled(language, self.styles, self.verb, self.number, self.pages)
        if self.verb != "examples":
            return titled
        again = button(say(language, "button-refresh"), self.verb, self.number)
        return InlineKeyboardMarkup([*titled.inline_keyboard, [again]])
