"""The chat page: served with rules against foreign scripts, and, where Chromium is, used like a person."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.person import Person, Sandbox
from tests.sandbox.browser import Page, browser, chromium
from tests.sandbox.conftest import picture

WORDS = "[...document.querySelectorAll('.words')].map((one) => one.textContent)"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    program = chromium()
    if program is None:
        pytest.skip("chromium is not installed")
    with browser(program, tmp_path) as page:
        yield page


def test_the_page_and_its_parts_are_served_and_may_run_only_themselves(sandbox: Sandbox) -> None:
    names = ("", "page.css", "page.js", "message.js", "api.js")
    parts = {name: httpx.get(f"{sandbox.base_url}/{name}") for name in names}

    assert {answer.status_code for answer in parts.values()} == {200}
    assert "default-src 'self'" in parts[""].headers["content-security-policy"]
    assert 'id="log"' in parts[""].text


def test_a_file_that_could_carry_a_script_is_saved_and_not_shown(sandbox: Sandbox, anna: Person) -> None:
    sent = anna.send_document(b"<script>alert(1)</script>", name="page.html")
    answer = sandbox.get(f"chats/{anna.id}/messages/{sent.id}/media")

    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_people_and_the_bot_write_stays_text(page: Page, sandbox: Sandbox, bot: Bot) -> None:
    mallory = sandbox.person(name="<img src=x onerror=boom()>")
    mallory.send_photo(picture(64, 48), caption="<script>boom()</script>")
    await bot.send_message(mallory.id, '<a href="javascript:boom()">press</a> <b>me</b>', parse_mode="HTML")
    page.open(sandbox.base_url)
    page.wait_for(f"{WORDS}.length === 2")

    assert page.value(WORDS) == ["<script>boom()</script>", "press me"]
    assert page.value("document.querySelectorAll('#log script, #log img[src=x], #log a').length") == 0
    assert page.value("document.querySelector('.words b').textContent") == "me"
    assert page.errors == []


async def test_a_person_writes_presses_and_sees_an_edit_by_the_keyboard_alone(
    page: Page, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    page.open(sandbox.base_url)
    page.wait_for("document.getElementById('chat').value")
    page.value("document.getElementById('text').focus()")
    page.type("hello from the page")
    page.enter()
    [update] = await bot.get_updates(timeout=20)
    card = InlineKeyboardMarkup([[InlineKeyboardButton("Fast", callback_data="v1|fast")]])
    sent = await bot.send_message(anna.id, "card", reply_markup=card)
    page.wait_for("document.querySelectorAll('.row button').length === 1")
    page.value("document.querySelector('.row button').focus()")
    page.enter()
    [pressed] = await bot.get_updates(offset=update.update_id + 1, timeout=20)
    await pressed.callback_query.answer("On it")
    await bot.edit_message_text("done", anna.id, sent.message_id)
    await asyncio.to_thread(page.wait_for, f"{WORDS}.includes('done')")

    assert update.message.text == "hello from the page"
    assert pressed.callback_query.data == "v1|fast"
    assert page.value(WORDS) == ["hello from the page", "done"]
    assert page.wait_for("document.getElementById('toast').textContent") == "On it"
    assert page.errors == []
