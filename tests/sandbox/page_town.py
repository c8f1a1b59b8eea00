"""What the tests of the page share: one sandbox, a bot that says what a test wants, windows into it."""

from dataclasses import dataclass, field

from playwright.async_api import Browser
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from sandbox.person import Sandbox
from tests.sandbox.browser import DESK, window


@dataclass
class Robot:
    """A bot without a mind of its own: a test tells it what to say, and asks what it heard."""

    bot: Bot
    _offset: int | None = field(default=None, repr=False)

    async def hear(self) -> Update:
        """Return the next update, as soon as there is one."""
        while not (updates := await self.bot.get_updates(offset=self._offset, limit=1, timeout=20)):
            pass
        self._offset = updates[0].update_id + 1
        return updates[0]

    async def forget(self) -> None:
        """Skip what has come so far."""
        for update in await self.bot.get_updates(offset=-1, timeout=0):
            self._offset = update.update_id + 1


def keyboard(*rows: dict[str, str]) -> InlineKeyboardMarkup:
    """Return buttons: data by text, a row for each."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row.items()] for row in rows]
    )


@dataclass
class Town:
    """A sandbox, the browser that looks at it, and the bot."""

    sandbox: Sandbox
    browser: Browser
    robot: Robot
    test: str

    def window(self, name: str = "", looks: dict[str, object] = DESK):
        """Open a window; in the end nothing may have gone wrong in it."""
        return window(self.browser, self.sandbox.base_url, self.test + name, looks)
