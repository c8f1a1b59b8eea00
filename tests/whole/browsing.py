"""What somebody does in the chat page with the whole service behind it: by callback data, in any language."""

import re

from playwright.async_api import Locator, expect

from sandbox.person import Person
from tests.sandbox.browser import Window

#: Milliseconds for an answer, and for a picture; generous, for machines that do other things too.
SOON, PAINTED = 60_000, 180_000
#: A letter of Russian.
RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)


async def send(window: Window, photo: bytes, caption: str = "") -> None:
    """Send a photo, as somebody does who chooses it from a folder."""
    file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
    await window.page.locator("#files").set_input_files([file])
    await window.write(caption)
    await expect(window.page.locator("#tray")).to_be_hidden(timeout=SOON)


def button(window: Window, data: str) -> Locator:
    """Return the youngest button whose data begins so."""
    return window.page.locator(f'[data-press^="v1|{data}"]').last


async def press(window: Window, data: str) -> None:
    """Wait for a button and press it."""
    await expect(button(window, data)).to_be_visible(timeout=SOON)
    await button(window, data).click()


async def choose_fast(window: Window, name: str) -> None:
    """Pick a fast style on the youngest card, whatever the verb of its button is."""
    await press(window, "fast|")
    style = window.page.locator(f'[data-press^="v1|"][data-press$="|{name}"]').last
    await expect(style).to_be_visible(timeout=SOON)
    await style.click()


def results(window: Window) -> Locator:
    """Return the messages that are pictures with all that can be done with them."""
    return window.messages.filter(has=window.page.locator('[data-press^="v1|file|"]'))


async def wait_for_picture(window: Window, number: int = 1) -> Locator:
    """Return the message of the result, as soon as there are so many and its picture is there."""
    await expect(results(window)).to_have_count(number, timeout=PAINTED)
    picture = results(window).last
    await expect(picture.locator(".visual img, .file img").last).to_have_js_property("complete", value=True)
    return picture


async def picture_of(person: Person, message: Locator) -> bytes:
    """Return the bytes of the picture that the page shows in a message."""
    number = int(await message.get_attribute("data-id") or 0)
    return next(one for one in person.messages() if one.id == number).download()


async def save(window: Window, message: Locator) -> bytes:
    """Save the file of a message, as somebody does who clicks on it."""
    async with window.page.expect_download() as download:
        await message.locator("a.file").click()
    return (await (await download.value).path()).read_bytes()
