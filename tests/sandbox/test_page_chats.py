"""Several people and chats: who somebody is, what is unread, and who comes new."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.sandbox.page_town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_windows_are_two_people_and_what_is_unread_is_marked(town: Town) -> None:
    anna, boris = town.sandbox.person(name="Anna"), town.sandbox.person(name="Boris")
    club = town.sandbox.group("Club of two")
    async with town.window("-anna") as hers, town.window("-boris") as his:
        await hers.open(anna, club.chat_id)
        await his.open(boris)
        entry = his.page.get_by_role("link", name="Club of two")
        await hers.write("hello Boris")
        await hers.write("are you there?")
        await expect(entry.get_by_label("2 unread")).to_have_text("2")
        await expect(entry).to_contain_text("Anna: are you there?")
        await expect(his.page).to_have_title(re.compile(r"^\([1-9]\d*\) Atelier sandbox$"))
        await his.shot("unread")
        await entry.click()
        await expect(his.message("hello Boris")).to_be_visible()
        await expect(entry.locator(".badge")).to_have_count(0)
        await his.write("here I am")

        await expect(hers.message("here I am")).to_contain_text("Boris")
        await expect(hers.message("here I am")).not_to_have_class("mine")
        await hers.page.reload()
        await expect(hers.message("here I am")).to_be_visible()
        await expect(hers.page.locator("#person")).to_contain_text("Anna")


async def test_a_person_and_a_group_are_added_and_one_switches_between_people(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    async with town.window() as window:
        await window.open(anna)
        page = window.page
        await page.locator("#person").click()
        await page.get_by_role("menuitem", name="Add a person").click()
        await page.get_by_label("First name").fill("Вера")
        await page.get_by_label("Language of the app").fill("ru")
        await window.shot("adding")
        await page.get_by_role("button", name="Add", exact=True).click()
        await expect(page.locator("#person")).to_contain_text("Вера")
        await window.write("привет")
        heard = (await town.robot.hear()).message
        await page.get_by_role("button", name="New group").click()
        await page.get_by_label("Name", exact=True).fill("Новая группа")
        await page.get_by_role("textbox", name="Topics").fill("Коты\nПсы")
        await page.get_by_role("button", name="Make the group").click()
        await expect(page.locator("#heading h1")).to_have_text("Новая группа")
        await expect(page.get_by_role("link", name="Псы")).to_be_visible()
        await page.locator("#person").click()
        await window.shot("people")
        await page.locator('[role=menuitemradio]:has-text("Anna")').last.press("Enter")

        await expect(page.locator("#person")).to_contain_text("Anna")
    assert (heard.from_user.first_name, heard.from_user.language_code) == ("Вера", "ru")


async def test_what_is_read_while_the_chats_are_asked_for_does_not_count_as_unread(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")

    async def slowly(route: Route) -> None:  # the chats are asked for before, and come after the message
        answer = await route.fetch()
        await asyncio.sleep(1.2 if "rooms" in route.request.url else 0.4)
        await route.fulfill(response=answer)

    async with town.window() as window:
        await window.open(anna)
        await window.page.route(re.compile("page/rooms|/changes"), slowly)
        await town.robot.bot.send_message(anna.id, "read at once")
        entry = window.page.locator("#chats a").first
        await expect(entry).to_contain_text("read at once")

        await expect(entry.locator(".badge")).to_have_count(0, timeout=3000)
        await window.page.unroute_all(behavior="wait")


async def test_another_person_comes_into_the_same_topic(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    town.sandbox.person(name="Vera by turns")
    garden = town.sandbox.group("Garden", topics=["Photos"])
    topic = garden.topics["Photos"]
    async with town.window() as window:
        await window.open(anna, garden.chat_id, topic)
        page = window.page
        await page.locator("#person").click()
        await page.get_by_role("menuitemradio", name="Vera by turns").click()

        await expect(page.locator("#person")).to_contain_text("Vera by turns")
        await expect(page.get_by_role("link", name="Photos")).to_have_attribute("aria-current", "page")


async def test_a_chat_that_becomes_lively_does_not_take_the_place_of_the_open_one(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    anna.send_text("the private chat")
    async with town.window() as window:
        await window.page.goto(f"{window.address}/#{anna.id}")  # no chat is named
        await expect(window.message("the private chat")).to_be_visible()
        noise = town.sandbox.group("Noise")
        anna.within(noise).send_text("look here")
        await expect(window.page.locator("#chats a").first).to_contain_text("Noise")
        await town.robot.forget()
        await window.write("still private")
        heard = (await town.robot.hear()).message

        await expect(window.message("still private")).to_be_visible()
    assert heard.chat.id == anna.id


async def test_the_bot_is_blocked_and_let_in_again(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    async with town.window() as window:
        await window.open(anna)
        menu = window.page.get_by_role("button", name="More about this chat")
        await menu.click()
        await window.page.get_by_role("menuitem", name="Block the bot").click()
        await expect(window.page.locator("#subtitle")).to_have_text("blocked")
        blocked = (await town.robot.hear()).my_chat_member.new_chat_member.status
        await menu.click()
        await window.page.get_by_role("menuitem", name="Unblock the bot").click()
        await expect(window.page.locator("#subtitle")).to_contain_text("bot")
        back = (await town.robot.hear()).my_chat_member.new_chat_member.status

    assert (blocked, back) == ("kicked", "member")
