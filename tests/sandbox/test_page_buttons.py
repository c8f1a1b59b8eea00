"""The buttons under a message: they spin until the bot has answered, and do what they are for."""

import pytest
from playwright.async_api import expect
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LabeledPrice

from tests.sandbox.page_town import Town, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_button_spins_until_it_is_answered_and_keeps_the_keyboard_when_the_card_changes(
    town: Town,
) -> None:
    anna = town.sandbox.person(name="Anna")
    bot = town.robot.bot
    card = keyboard({"Fast": "v1|fast", "Own": "v1|own"}, {"Close": "v1|close"})
    sent = await bot.send_message(anna.id, "card", reply_markup=card)
    async with town.window() as window:
        await window.open(anna)
        fast = window.page.get_by_role("button", name="Fast")
        await fast.press("Enter")
        await expect(fast).to_have_attribute("aria-busy", "true")
        await window.shot("spinning")
        query = (await town.robot.hear()).callback_query
        await bot.edit_message_text("changed", anna.id, sent.message_id, reply_markup=card)
        await expect(window.message("changed")).to_be_visible()
        await expect(fast).to_have_attribute("aria-busy", "true")
        await query.answer("On it")

        await expect(window.page.locator("#toast")).to_have_text("On it")
        await expect(fast).not_to_have_attribute("aria-busy", "true")
        await expect(fast).to_be_focused()
        await expect(window.page.locator(".row")).to_have_count(2)
    assert query.data == "v1|fast"


async def test_an_alert_has_to_be_closed(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    await town.robot.bot.send_message(anna.id, "card", reply_markup=keyboard({"Cancel": "v1|cancel"}))
    async with town.window() as window:
        await window.open(anna)
        await window.page.get_by_role("button", name="Cancel", exact=True).click()
        await (await town.robot.hear()).callback_query.answer("Too late: it is ready", show_alert=True)
        alert = window.page.get_by_role("dialog", name="The bot says")
        await expect(alert).to_contain_text("Too late: it is ready")
        await window.shot("alert")
        await alert.get_by_role("button", name="OK").press("Enter")

        await expect(alert).to_be_hidden()


async def test_buttons_open_copy_and_begin_an_inline_query(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    group = town.sandbox.group("Another club")
    buttons = [
        InlineKeyboardButton("Site", url="https://example.org/a"),
        InlineKeyboardButton("Number", copy_text=CopyTextButton("K3X9F2")),
        InlineKeyboardButton("Here", switch_inline_query_current_chat="wave"),
        InlineKeyboardButton("Share", switch_inline_query="wave 60"),
    ]
    await town.robot.bot.send_message(anna.id, "card", reply_markup=InlineKeyboardMarkup([buttons]))
    async with town.window() as window:
        await window.open(anna)
        site = window.page.get_by_role("link", name="Site")
        await expect(site).to_have_attribute("href", "https://example.org/a")
        await expect(site).to_have_attribute("target", "_blank")
        await window.page.get_by_role("button", name="Number").click()
        await expect(window.page.locator("#toast")).to_have_text("Copied.")
        assert await window.page.evaluate("navigator.clipboard.readText()") == "K3X9F2"
        await window.page.get_by_role("button", name="Here").click()
        await expect(window.text).to_have_value("@atelier_sandbox_bot wave")
        await window.text.press("Escape")
        await window.page.get_by_role("button", name="Share").click()
        await window.page.get_by_role("menuitem", name="Another club").click()

        await expect(window.page.locator("#heading h1")).to_have_text("Another club")
        await expect(window.text).to_have_value("@atelier_sandbox_bot wave 60")
        assert str(group.chat_id) in window.page.url


async def test_an_invoice_is_paid_or_the_bot_says_why_not(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    price = [LabeledPrice("Slow picture", 5)]
    await town.robot.bot.send_invoice(anna.id, "One more", "A slow picture", "extra", "XTR", price)
    async with town.window() as window:
        await window.open(anna)
        pay = window.page.get_by_role("button", name="Pay")
        await pay.click()
        first = (await town.robot.hear()).pre_checkout_query
        await first.answer(ok=False, error_message="Sold out.")
        alert = window.page.get_by_role("dialog", name="The bot says")
        await expect(alert).to_contain_text("Sold out.")
        await window.page.keyboard.press("Escape")
        await pay.click()
        await expect(pay).to_have_attribute("aria-busy", "true")
        await (await town.robot.hear()).pre_checkout_query.answer(ok=True)

        await expect(window.page.locator(".service")).to_have_text("Paid ⭐ 5")
        await expect(pay).not_to_have_attribute("aria-busy", "true")
        await expect(window.messages.first).to_contain_text("One more")
