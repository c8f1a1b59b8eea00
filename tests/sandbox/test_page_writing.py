"""What a person writes on the page and what the bot hears: texts, answers, commands, files, topics."""

import base64

import pytest
from playwright.async_api import expect
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
)

from tests.sandbox.browser import Window
from tests.sandbox.conftest import picture
from tests.sandbox.page_town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: Lets a file come from elsewhere: pasted into the text, or dropped on the messages.
HANDED = """([target, kind, name, type, content]) => {
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    files.items.add(new File([bytes], name, { type }));
    const data = { bubbles: true, cancelable: true, clipboardData: files, dataTransfer: files };
    const event = kind === "paste" ? new ClipboardEvent(kind, data) : new DragEvent(kind, data);
    document.querySelector(target).dispatchEvent(event);
}"""


async def hand(window: Window, target: str, kind: str, name: str, content: bytes) -> None:
    """Paste or drop a picture."""
    given = [target, kind, name, "image/jpeg", base64.b64encode(content).decode()]
    await window.page.evaluate(HANDED, given)


async def test_a_text_of_two_lines_is_written_by_the_keyboard_alone(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    async with town.window() as window:
        await window.open(anna)
        await window.page.get_by_role("button", name="Send /start").press("Enter")
        started = await town.robot.hear()
        await window.text.focus()
        await window.page.keyboard.type("one")
        await window.page.keyboard.press("Shift+Enter")
        await window.page.keyboard.type("two")
        await window.page.keyboard.press("Enter")
        written = await town.robot.hear()

        await expect(window.text).to_have_value("")
        await expect(window.page.locator("#empty")).to_be_hidden()
        await expect(window.messages.last.locator(".words")).to_have_text("one\ntwo")
    assert started.message.text == "/start"
    assert written.message.text == "one\ntwo"


async def test_who_writes_fast_loses_nothing_and_what_is_refused_comes_back(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    large = {"name": "large.jpg", "mimeType": "image/jpeg", "buffer": picture(2800, 2100)}
    async with town.window() as window:
        await window.open(anna)
        await window.page.locator("#files").set_input_files([large])
        for words in ("the picture takes a while", "one", "two"):
            await window.write(words)
        heard = [(await town.robot.hear()).message for _ in range(3)]
        await window.page.locator("#files").set_input_files([large])
        window.forgiven = "status of 400"
        await window.write("long" * 300)
        await expect(window.page.locator("#toast")).to_contain_text("caption is too long")
        await expect(window.text).to_have_value("long" * 300)
        await window.write("short enough")
        late = (await town.robot.hear()).message

        await expect(window.messages).to_have_count(4)
    assert [one.caption or one.text for one in heard] == ["the picture takes a while", "one", "two"]
    assert (late.caption, late.photo[-1].width) == ("short enough", 1280)


async def test_an_answer_names_its_message_and_an_own_one_can_be_changed_and_taken_away(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    card = await town.robot.bot.send_message(anna.id, "the card")
    async with town.window() as window:
        await window.open(anna)
        await window.act(window.message(card.message_id), "Reply")
        await expect(window.page.get_by_text("Reply to Atelier")).to_be_visible()
        await window.shot("reply")
        await window.write("my anwser")
        answered = await town.robot.hear()
        await window.text.press("ArrowUp")
        await expect(window.text).to_have_value("my anwser")
        await window.write("my answer")
        edited = await town.robot.hear()
        own = window.message("my answer")
        await expect(own.locator(".meta")).to_contain_text("edited")
        await expect(own.locator(".quote")).to_contain_text("the card")
        await window.act(own, "Delete")

        await expect(window.messages).to_have_count(1)
    assert answered.message.reply_to_message.message_id == card.message_id
    assert edited.edited_message.text == "my answer"


async def test_commands_are_offered_as_the_bot_registered_them_for_this_chat(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    group = town.sandbox.group("Club")
    alone = [BotCommand("start", "Begin"), BotCommand("styles", "All styles"), BotCommand("stop", "Stop")]
    await town.robot.bot.set_my_commands(alone, scope=BotCommandScopeAllPrivateChats())
    await town.robot.bot.set_my_commands([BotCommand("nst", "Paint")], scope=BotCommandScopeAllGroupChats())
    async with town.window() as window:
        await window.open(anna)
        await window.text.press_sequentially("/st")
        offered = window.page.get_by_role("option")
        await expect(offered).to_have_text(["/startBegin", "/stylesAll styles", "/stopStop"])
        await window.shot("commands")
        await window.text.press("ArrowDown")
        await window.text.press("Enter")
        chosen = await town.robot.hear()
        await window.open(anna, group.chat_id)
        await window.page.get_by_role("button", name="Commands").click()

        await expect(offered).to_have_text(["/nstPaint"])
    assert chosen.message.text == "/styles"


async def test_a_command_from_the_list_answers_what_is_answered_and_takes_the_files_along(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    await town.robot.bot.set_my_commands(
        [BotCommand("gan", "Try all")], scope=BotCommandScopeAllPrivateChats()
    )
    photo = await town.robot.bot.send_message(anna.id, "a photo")
    files = [{"name": "one.jpg", "mimeType": "image/jpeg", "buffer": picture(80, 60)}]
    async with town.window() as window:
        await window.open(anna)
        offered = window.page.locator("#commands").get_by_role("option")
        await window.act(window.message(photo.message_id), "Reply")
        await window.text.press_sequentially("/gan")
        await expect(offered).to_have_count(1)
        await window.text.press("Enter")
        answered = (await town.robot.hear()).message
        await window.page.locator("#files").set_input_files(files)
        await window.text.press_sequentially("/ga")
        await offered.click()
        captioned = (await town.robot.hear()).message
        await window.text.press_sequentially("/gan")
        await window.page.get_by_role("button", name="Send", exact=True).click()

        await expect(offered).to_have_count(0)
        await expect(window.page.locator("#tray")).to_be_hidden()
    assert (answered.text, answered.reply_to_message.message_id) == ("/gan", photo.message_id)
    assert (captioned.caption, len(captioned.photo) > 0) == ("/gan", True)


async def test_files_are_chosen_dropped_and_pasted_and_go_as_one_album(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    files = [{"name": "one.jpg", "mimeType": "image/jpeg", "buffer": picture(80, 60)}]
    async with town.window() as window:
        await window.open(anna)
        await window.page.locator("#files").set_input_files(files)
        await hand(window, "#text", "paste", "two.jpg", picture(60, 80))
        await hand(window, "#log", "drop", "three.jpg", picture(70, 70))
        await hand(window, "#log", "drop", "four.jpg", picture(70, 71))
        await window.page.get_by_role("button", name="Do not send four.jpg").click()
        await expect(window.page.locator("#tray-files li")).to_have_count(3)
        await window.shot("tray")
        await window.write("/style all of these")
        heard = [(await town.robot.hear()).message for _ in range(3)]
        await expect(window.page.locator("#tray")).to_be_hidden()
        await expect(window.messages.locator(".album .visual")).to_have_count(3)

    assert [(one.photo[-1].width, one.photo[-1].height) for one in heard] == [(80, 60), (60, 80), (70, 70)]
    assert len({one.media_group_id for one in heard}) == 1
    assert heard[0].caption == "/style all of these"


async def test_a_picture_can_go_as_a_file_and_keeps_its_bytes(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    content = picture(80, 60, "PNG")
    async with town.window() as window:
        await window.open(anna)
        file = {"name": "sprite.png", "mimeType": "image/png", "buffer": content}
        await window.page.locator("#files").set_input_files([file])
        await window.page.get_by_label("Send as").select_option(label="File")
        await window.page.get_by_role("button", name="Send", exact=True).click()
        heard = (await town.robot.hear()).message
    kept = await (await heard.document.get_file()).download_as_bytearray()

    assert heard.document.file_name == "sprite.png"
    assert bytes(kept) == content


async def test_what_leads_to_the_end_does_not_cover_what_is_answered(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    said = [await town.robot.bot.send_message(anna.id, f"number {number}") for number in range(30)]
    async with town.window() as window:
        await window.open(anna)
        await window.page.locator("#log").evaluate("log => { log.scrollTop = 0 }")
        await window.act(window.message(said[3].message_id), "Reply")
        pill = window.page.get_by_role("button", name="Go to the end")
        await expect(pill).to_be_visible()
        await window.shot("answering-above")
        lowest, highest = await pill.bounding_box(), await window.page.locator("#about").bounding_box()

    assert lowest is not None
    assert highest is not None
    assert lowest["y"] + lowest["height"] <= highest["y"]


async def test_a_topic_is_made_and_what_is_written_there_stays_there(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    group = town.sandbox.group("Club", ["Cats"])
    anna.within(group, "Cats").send_text("a cat")
    async with town.window() as window:
        await window.open(anna, group.chat_id)
        await window.page.get_by_role("button", name="More about this chat").click()
        await window.page.get_by_role("menuitem", name="New topic").click()
        await window.page.get_by_label("Title").fill("Dogs")
        await window.page.get_by_role("button", name="Make the topic").click()
        await expect(window.page.get_by_role("link", name="Dogs", exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        await town.robot.forget()
        await window.write("a dog")
        heard = (await town.robot.hear()).message
        await expect(window.messages.locator(".words")).to_have_text(["a dog"])
        await window.page.get_by_role("navigation", name="Topics").get_by_role("link", name="All").click()

        await expect(window.messages.locator(".words")).to_have_text(["a cat", "a dog"])
        await expect(window.message("a dog")).to_contain_text("# Dogs")
    assert heard.is_topic_message
    assert heard.message_thread_id != group.topics["Cats"]


async def test_a_result_of_inline_mode_is_found_and_sent_by_way_of_the_bot(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    bot = town.robot.bot
    sent = await bot.send_photo(anna.id, picture(90, 60))
    results = [
        InlineQueryResultCachedPhoto("1", sent.photo[-1].file_id, title="the wave"),
        InlineQueryResultArticle("2", "words", InputTextMessageContent("some words")),
    ]
    async with town.window() as window:
        await window.open(anna)
        await window.text.press_sequentially("@atelier_sandbox_bot wa")
        while (asked := await town.robot.hear()).inline_query.query != "wa":
            pass
        await bot.answer_inline_query(asked.inline_query.id, results, is_personal=True)
        found = window.page.get_by_role("list", name="The bot's results")
        await expect(found.get_by_role("button")).to_have_count(2)
        await expect(found.locator("img")).to_have_js_property("naturalWidth", 90)
        await window.shot("inline")
        await found.get_by_role("button", name="Send the wave").click()
        heard = (await town.robot.hear()).message

        await expect(window.messages.last).to_contain_text("via @atelier_sandbox_bot")
        await expect(window.text).to_have_value("")
    assert heard.via_bot.username == "atelier_sandbox_bot"
