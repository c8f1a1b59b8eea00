"""The panel: faults and flood limits are switched on, and the bot's calls are seen without its token."""

import pytest
from playwright.async_api import expect
from telegram.error import RetryAfter

from sandbox.serving import DEFAULT_TOKEN
from tests.sandbox.page_town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_fault_is_switched_on_and_seen_in_the_calls_and_cleared(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    async with town.window() as window:
        await window.open(anna)
        page = window.page
        await page.get_by_role("button", name="Faults, limits and calls").click()
        await page.get_by_text("Another one").click()
        await page.get_by_role("combobox", name="What").select_option("429")
        await page.get_by_label("Method").fill("sendmessage")
        await page.get_by_label("How often").first.fill("2")
        await page.get_by_label("Seconds").fill("7")
        await page.get_by_role("button", name="Switch on").click()
        fault = page.locator("#faults li")
        await expect(fault).to_contain_text("sendmessage · 2 more · happened 0×")
        with pytest.raises(RetryAfter) as refused:
            await town.robot.bot.send_message(anna.id, "hello")
        await expect(fault).to_contain_text("1 more · happened 1×")
        row = page.locator("#calls tr").first
        await expect(row).to_contain_text("sendMessage")
        await expect(row.locator("td.bad")).to_have_text("429")
        await window.shot("panel")
        await page.get_by_role("button", name="Clear all faults").click()

        await expect(fault).to_have_count(0)
        assert DEFAULT_TOKEN not in await page.content()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Faults, limits and calls")).to_be_focused()
    assert refused.value.retry_after.total_seconds() == 7
    assert town.sandbox.faults() == []


@pytest.mark.slow
async def test_flood_limits_and_a_ready_fault_take_one_press(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    async with town.window() as window:
        await window.open(anna)
        await window.page.get_by_role("button", name="Faults, limits and calls").click()
        await window.page.get_by_role("switch", name="Flood limits").click()
        await window.page.get_by_role("button", name="Down, 10×").click()
        await expect(window.page.locator("#faults li")).to_contain_text("Bad gateway")

    assert town.sandbox.get("limits").json() == {"on": True}
    assert [(fault["kind"], fault["times"]) for fault in town.sandbox.faults()] == [("502", 10)]
