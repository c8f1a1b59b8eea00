"""A press on a button of a card: what its handlers have at hand."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.cards.draft import Draft, Page
from bot.cards.showing import turn
from bot.desk import Desk
from bot.types import Context
from chat.flood import Priority


@dataclass(frozen=True)
class Press:
    """A press on a card whose draft is at hand; it is answered already."""

    desk: Desk
    context: Context
    draft: Draft
    argument: str
    update: int

    @property
    def bot(self) -> ExtBot[Priority]:
        """The client."""
        return self.context.bot

    @property
    def language(self) -> str:
        """Of the person."""
        return self.draft.language

    def number(self, otherwise: int) -> int:
        """The argument as a number."""
        return int(self.argument) if self.argument.isdecimal() and self.argument.isascii() else otherwise

    def changed(self, changed: Draft) -> Draft:
        """Take a change that this press asks for, once: handled again it is there already."""
        return self.draft.after(self.update, changed)

    async def turn(self, draft: Draft, page: Page, text: str, buttons: InlineKeyboardMarkup) -> None:
        """Keep a draft on a page, and show it."""
        await turn(self.desk, self.bot, draft, page, text, buttons)
