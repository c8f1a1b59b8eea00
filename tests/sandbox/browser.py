"""Chromium by Playwright: one for the whole run, a context of its own for each window that somebody opens."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from sandbox.person import Message, Person

#: Where the screenshots of a run lie; git does not look there.
SHOTS = Path(__file__).parents[2] / "out" / "page"
#: Milliseconds for anything to appear; generous, for machines that do other things too.
PATIENCE = 20_000

DESK = {"viewport": {"width": 1280, "height": 860}}
WIDE = {"viewport": {"width": 1600, "height": 900}, "color_scheme": "dark"}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """Return where Chromium is; without one the test is skipped, but where CI runs it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if (found := shutil.which(name)) is not None:
            return found
    if os.environ.get("CI"):
        pytest.fail("there is no chromium on this machine, and CI has to have one (see .ci/run)")
    pytest.skip("THE CHAT PAGE IS NOT TESTED: there is no chromium on this machine")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Run Chromium without a window."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    program = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=root)
        yield browser
        await browser.close()


@dataclass
class Window:
    """A browser's window in which somebody uses the page."""

    page: Page
    address: str
    name: str
    #: What the page's scripts and the browser complained about, but for lines with these words.
    errors: list[str] = field(default_factory=list)
    forgiven: str | None = None

    async def open(self, who: Person, chat_id: int | None = None, topic: int | None = None) -> "Window":
        """Be somebody in a chat, the private one by default."""
        place = "/".join(str(part) for part in (who.id, chat_id or who.id, topic) if part)
        await self.page.goto(f"{self.address}/#{place}")
        await expect(self.page.locator("#heading h1")).to_be_visible()
        return self

    def complain(self, words: str) -> None:
        """Note that something went wrong."""
        if self.forgiven is None or self.forgiven not in words:
            self.errors.append(words)

    @property
    def messages(self) -> Locator:
        """All messages that the page holds, albums as one."""
        return self.page.locator("#list article")

    def message(self, told: Message | int | str) -> Locator:
        """Return a message by itself, its number, or a part of its words."""
        if isinstance(told, str):
            return self.messages.filter(has_text=told)
        return self.page.locator(f'#list article[data-id="{told if isinstance(told, int) else told.id}"]')

    @property
    def text(self) -> Locator:
        """The field that a person writes into."""
        return self.page.get_by_role("textbox", name="Message")

    async def write(self, words: str) -> None:
        """Write a text and send it by the keyboard."""
        await self.text.fill(words)
        await self.text.press("Enter")

    async def act(self, message: Locator, what: str) -> None:
        """Choose from a message's menu."""
        await message.hover()
        await message.get_by_role("button", name="What to do with this message").click()
        await self.page.get_by_role("menuitem", name=what).click()

    async def shot(self, step: str) -> None:
        """Keep a picture of the window for those who look."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SHOTS / f"{self.name}-{step}.png")


@asynccontextmanager
async def window(
    browser: Browser, address: str, name: str, looks: dict[str, object] = DESK
) -> AsyncIterator[Window]:
    """Open a window that nobody else shares; in the end nothing may have gone wrong in it."""
    context = await browser.new_context(locale="en-GB", **looks)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    made = Window(await context.new_page(), address, name)
    made.page.on("pageerror", lambda error: made.complain(str(error)))
    made.page.on("console", lambda said: made.complain(said.text) if said.type == "error" else None)
    made.page.set_default_timeout(PATIENCE)
    yield made
    await context.close()
    assert made.errors == []
