"""What the page shows of messages: words, pictures, albums, files, films, answers, days, and what changes."""

import asyncio

import pytest
from playwright.async_api import expect
from telegram import InputMediaPhoto, ReactionTypeEmoji, ReplyParameters
from telegram.constants import ChatAction

from sandbox.person import Sandbox
from tests.sandbox.conftest import picture
from tests.sandbox.films import film, webp_sticker
from tests.sandbox.page_town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: Watches, frame by frame, whether a picture is there and shown, and where a message stands.
WATCH = """(id) => {
    window.seen = { frames: 0, bare: 0, sources: new Set(), tops: new Set() };
    const look = () => {
        const images = [...document.querySelectorAll("#list .visual img")];
        seen.frames += 1;
        const shown = (one) => one.complete && one.naturalWidth && getComputedStyle(one).opacity === "1";
        if (!images.some(shown)) seen.bare += 1;
        images.forEach((one) => seen.sources.add(one.getAttribute("src")));
        seen.tops.add(Math.round(document.querySelector(`[data-id="${id}"]`).getBoundingClientRect().top));
        requestAnimationFrame(look);
    };
    look();
}"""
SEEN = "() => ({...seen, sources: seen.sources.size, tops: [...seen.tops]})"


async def test_words_are_formatted_and_what_people_write_stays_text(town: Town) -> None:
    mallory = town.sandbox.person(name="<img src=x onerror=boom()>")
    mallory.send_photo(picture(64, 48), caption="<script>boom()</script>")
    html = (
        '<a href="javascript:boom()">press</a> <b>bold <i>both</i></b> <code>code</code> <s>gone</s> '
        "<tg-spoiler>secret</tg-spoiler>\n<blockquote>said <b>so</b></blockquote>\n<pre>block</pre>"
        '<a href="https://example.org/">link</a> /help'
    )
    async with town.window() as window:
        await window.open(mallory)
        await town.robot.bot.send_message(mallory.id, html, parse_mode="HTML")
        words = window.message("bold both").locator(".words")
        spoiler = words.get_by_role("button", name="Hidden text: show")
        await spoiler.press("Enter")
        await window.shot("shown")

        await expect(words.locator("b i")).to_have_text("both")
        await expect(words.locator("blockquote b")).to_have_text("so")
        await expect(words.locator("blockquote")).to_have_count(1)
        await expect(words.locator("pre code")).to_have_text("block")
        await expect(words.locator(".spoiler.shown")).to_have_text("secret")
        await expect(words.get_by_role("link")).to_have_text(["link"])
        await expect(words.get_by_role("link")).to_have_attribute("rel", "noreferrer noopener")
        await expect(window.message("<script>boom()</script>")).to_be_visible()
        assert await window.page.locator("#log script, #log img[src=x]").count() == 0
        await words.get_by_role("button", name="/help").click()
        await expect(window.messages.last.locator(".words")).to_have_text("/help")


async def test_a_photo_opens_over_the_whole_window_and_the_keyboard_comes_back(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    sent = anna.send_photo(picture(640, 480), caption="mine")
    async with town.window() as window:
        await window.open(anna)
        photo = window.message(sent).get_by_role("button", name="Open Photo (640×480")
        await photo.press("Enter")
        opened = window.page.get_by_role("dialog", name="Picture")
        await expect(opened.get_by_role("img")).to_have_js_property("naturalWidth", 640)
        await window.shot("opened")
        await window.page.keyboard.press("Escape")

        await expect(opened).to_be_hidden()
        await expect(photo).to_be_focused()


async def test_an_album_is_one_grid_and_a_file_is_saved_as_it_was_sent(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    album = anna.send_album([picture(120, 90), picture(90, 120), picture(100, 100)], caption="three")
    content = b"%PDF-1.4 not really"
    file = anna.send_document(content, name="<b>plan.pdf")
    async with town.window() as window:
        await window.open(anna)
        await expect(window.message(album[0]).locator(".album .visual")).to_have_count(3)
        await expect(window.message(album[0]).locator(".words")).to_have_text("three")
        await expect(window.messages).to_have_count(2)
        async with window.page.expect_download() as download:
            await window.message(file).get_by_role("link", name="<b>plan.pdf").click()
        saved = (await (await download.value).path()).read_bytes()

        assert saved == content


async def test_films_and_stickers_play_without_being_asked(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    sticker = anna.send_sticker(webp_sticker())
    loop = anna.send_animation(film(seconds=1))
    async with town.window() as window:
        await window.open(anna)
        await expect(window.message(sticker).locator("img")).to_have_js_property("naturalWidth", 512)
        shown = window.message(loop).locator("video")
        await expect(shown).to_have_js_property("loop", value=True)
        await expect(shown).to_have_js_property("paused", value=False)
        await expect(shown).to_have_js_property("videoWidth", 128)


async def test_a_quote_leads_to_the_message_however_old_and_a_long_chat_is_loaded_in_pieces(
    town: Town,
) -> None:
    anna = town.sandbox.person(name="Anna")
    old = anna.send_text("the old one")
    for number in range(150):
        anna.send_text(f"line {number}")
    anna.send_text("answer", reply_to=old)
    async with town.window() as window:
        await window.open(anna)
        await expect(window.messages).to_have_count(60)
        await window.message("answer").get_by_role("button", name="Anna").click()

        await expect(window.message(old)).to_be_in_viewport()
        await expect(window.message(old)).to_be_focused()
        await expect(window.messages).to_have_count(152)
        await window.write("back at the end")
        await expect(window.message("back at the end")).to_be_in_viewport()


async def test_a_quote_of_a_picture_shows_it(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    photo, file = anna.send_photo(picture(320, 200)), anna.send_document(b"no picture", name="letter.txt")
    for answered in (photo, file):
        await town.robot.bot.send_message(
            anna.id, f"about {answered.id}", reply_parameters=ReplyParameters(answered.id)
        )
    async with town.window() as window:
        await window.open(anna)
        shown = window.message(f"about {photo.id}").locator(".quote img")
        await window.shot("quotes")

        await expect(shown).to_have_js_property("naturalWidth", 320)
        await expect(window.message(f"about {file.id}").locator(".quote")).to_contain_text("File")
        await expect(window.message(f"about {file.id}").locator(".quote img")).to_have_count(0)


async def test_a_picture_grows_without_flicker_while_the_reader_stays_where_they_are(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    bot = town.robot.bot
    sent = await bot.send_photo(anna.id, picture(640, 480), caption="25 %")
    lines = [anna.send_text(f"line {number}\nand more") for number in range(20)]
    async with town.window() as window:
        await window.open(anna)
        await window.message(lines[3]).evaluate("(line) => line.scrollIntoView()")
        await expect(window.message(sent.message_id).locator("img")).to_have_js_property(
            "complete", value=True
        )
        await window.page.evaluate(WATCH, lines[3].id)
        for share in (50, 75, 100):
            shown = InputMediaPhoto(picture(640, 480, quality=share), caption=f"{share} %\n" * (share // 25))
            await bot.edit_message_media(shown, anna.id, sent.message_id)
            await expect(window.message(sent.message_id)).to_contain_text(f"{share} %")
        await expect(window.message(sent.message_id).locator("img")).to_have_count(1)
        seen = await window.page.evaluate(SEEN)

    assert seen["sources"] >= 2
    assert seen["frames"] > 5
    assert seen["bare"] == 0
    assert max(seen["tops"]) - min(seen["tops"]) <= 1


async def test_new_messages_are_counted_while_somebody_reads_old_ones(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    for number in range(30):
        anna.send_text(f"line {number}\nand more")
    async with town.window() as window:
        await window.open(anna)
        await window.page.locator("#log").evaluate("(log) => (log.scrollTop = 0)")
        for words in ("one", "two"):
            await town.robot.bot.send_message(anna.id, f"news {words}")
        pill = window.page.get_by_role("button", name="2 new, go to the end")
        await expect(pill).to_have_text("2 new messages")
        await expect(window.page.locator("#announcer")).to_contain_text("news two")
        await window.shot("pill")
        await pill.click()

        await expect(window.message("news two")).to_be_in_viewport()
        await expect(window.page.locator("#pill")).to_be_hidden()


async def test_days_edits_reactions_and_what_the_bot_does_are_shown(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    bot = town.robot.bot
    anna.age(anna.send_text("old"), hours=24)
    sent = anna.send_text("hello")
    async with town.window() as window:
        await window.open(anna)
        await expect(window.page.locator(".day")).to_have_text(["Yesterday", "Today"])
        await bot.send_chat_action(anna.id, ChatAction.UPLOAD_PHOTO)
        await expect(window.page.get_by_text("is sending a photo")).to_be_visible()
        await window.shot("action")
        await bot.set_message_reaction(anna.id, sent.id, ReactionTypeEmoji("👀"))
        await expect(window.message(sent).get_by_role("img", name="Reaction 👀")).to_be_visible()
        answer = await bot.send_message(anna.id, "first words", reply_to_message_id=sent.id)
        await expect(window.page.get_by_text("is sending a photo")).to_be_hidden()
        await bot.edit_message_text("second words", anna.id, answer.message_id)

        await expect(window.message(answer.message_id)).to_contain_text("second words")
        await expect(window.message(answer.message_id).locator(".meta")).to_contain_text("edited")
        await bot.delete_message(anna.id, answer.message_id)
        await expect(window.message(answer.message_id)).to_have_count(0)


class Wire:
    """A line between browser and sandbox that can be cut."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._port = int(sandbox.base_url.rpartition(":")[2])
        self._connections: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        """Listen, on the port from before where there was one; return the address."""
        port = getattr(self, "port", 0)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{self.port}"

    async def cut(self) -> None:
        """Drop all connections and take no new ones."""
        self._server.close()
        for writer in self._connections:
            writer.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._connections.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.current_task())
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        self._connections |= {writer, back}
        await asyncio.gather(_copied(reader, back), _copied(there, writer), return_exceptions=True)


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while content := await reader.read(1 << 16):
        writer.write(content)
        await writer.drain()
    writer.close()


async def test_nothing_is_lost_or_doubled_while_the_connection_is_away(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    first = await town.robot.bot.send_message(anna.id, "before")
    wire = Wire(town.sandbox)
    async with town.window() as window:
        window.address, window.forgiven = await wire.open(), "net::ERR_"
        await window.open(anna)
        await expect(window.messages).to_have_count(1)
        await wire.cut()
        await expect(window.page.locator("#offline")).to_be_visible()
        for number in range(3):
            await town.robot.bot.send_message(anna.id, f"meanwhile {number}")
        await town.robot.bot.edit_message_text("edited meanwhile", anna.id, first.message_id)
        await wire.open()

        await expect(window.page.locator("#offline")).to_be_hidden()
        await expect(window.page.locator(".words")).to_have_text(
            ["edited meanwhile", "meanwhile 0", "meanwhile 1", "meanwhile 2"]
        )
    await wire.cut()
