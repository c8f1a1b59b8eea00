"""The page fits narrow and wide windows, light and dark, and those who do not see it or use no mouse."""

import pytest
from playwright.async_api import expect

from tests.sandbox.browser import DESK, PHONE, WIDE, Window
from tests.sandbox.conftest import picture
from tests.sandbox.page_town import Town, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: What reaches beyond the window's right border.
OUTSIDE = """() => [...document.querySelectorAll("#conversation *")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5)
    .map((one) => one.outerHTML)"""
#: Controls that are shown and that nobody who listens could tell apart.
NAMELESS = """() => [...document.querySelectorAll("button, a, input, select, textarea, [role]")]
    .filter((one) => one.checkVisibility())
    .filter((one) => !one.ariaLabel && !one.textContent.trim() && !one.labels?.length && !one.title)
    .filter((one) => !one.hasAttribute("aria-labelledby") && !["toast", "announcer"].includes(one.id))
    .map((one) => one.outerHTML)"""
#: Contrast of text and ground by the formula of WCAG 2.
CONTRAST = """(pairs) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const light = (name) => {
        probe.style.color = `var(--${name})`;
        const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255);
        const [r, g, b] = parts.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = ([one, other]) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return [`${one} on ${other}`, (high + 0.05) / (low + 0.05)];
    };
    return pairs.map(ratio).filter(([, value]) => value < 4.5);
}"""
PAIRS = [
    *([ink, ground] for ink in ("ink", "quiet", "accent") for ground in ("card", "paper", "mine")),
    ["on-accent", "accent"],
    ["on-chosen", "chosen"],
    ["danger", "card"],
    ["good", "card"],
]


async def furnished(town: Town, window: Window) -> None:
    """Fill a chat with a bit of everything, and open it."""
    anna = town.sandbox.person(name="Anna")
    photo = anna.send_photo(
        picture(640, 400), caption="a caption that is long enough to need a second line or two"
    )
    rows = {"⚡ Fast styles · ~3 s": "v1|fast", "🎨 My own style · ~50 s": "v1|own"}, {"✖️ Close": "v1|close"}
    words = "📷 640×400. What shall I do with it? " + "averyverylongwordwithoutanyspaces" * 4
    await town.robot.bot.send_message(
        anna.id, words, reply_to_message_id=photo.id, reply_markup=keyboard(*rows)
    )
    anna.send_album([picture(80, 60)] * 4)
    anna.send_document(picture(60, 40), name="a_rather_long_name_of_a_file_for_a_narrow_window.jpg")
    await window.open(anna)
    await expect(window.messages).to_have_count(4)


@pytest.mark.parametrize(
    "looks",
    [
        pytest.param(DESK, id="desk", marks=pytest.mark.slow),
        pytest.param(WIDE, id="dark"),
        pytest.param(PHONE, id="phone"),
    ],
)
async def test_everything_fits_is_named_and_can_be_read(town: Town, looks: dict[str, object]) -> None:
    async with town.window(looks=looks) as window:
        await furnished(town, window)
        await window.shot("chat")

        assert await window.page.evaluate(OUTSIDE) == []
        assert await window.page.evaluate(NAMELESS) == []
        assert await window.page.evaluate(CONTRAST, PAIRS) == []


async def test_on_a_phone_the_list_and_the_chat_take_turns(town: Town) -> None:
    async with town.window(looks=PHONE) as window:
        await furnished(town, window)
        await window.page.get_by_role("link", name="Back to the chats").tap()
        await expect(window.page.locator("#conversation")).to_be_hidden()
        await window.shot("list")
        await window.page.get_by_role("link", name="Atelier", exact=False).first.tap()
        await expect(window.messages).to_have_count(4)
        await expect(window.page.locator("#side")).to_be_hidden()
        await window.page.go_back()

        await expect(window.page.locator("#side")).to_be_visible()


async def test_who_listens_hears_what_is_new_but_not_every_step_of_it(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    bot = town.robot.bot
    async with town.window() as window:
        await window.open(anna)
        heard = window.page.locator("#announcer")
        await expect(window.page.locator("#empty")).to_be_visible()
        card = await bot.send_message(anna.id, "Painting 10 %")
        await expect(heard).to_contain_text("Painting 10 %")
        await bot.edit_message_text("Painting 50 %", anna.id, card.message_id)
        await expect(window.message("Painting 50 %")).to_be_visible()

        await expect(heard).to_contain_text("Painting 10 %")
        await expect(window.page.locator("#log")).to_have_attribute("aria-live", "off")


async def test_arrows_walk_from_message_to_message_and_back_into_the_text(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    sent = [anna.send_text(words) for words in ("one", "two")]
    async with town.window() as window:
        await window.open(anna)
        await window.message(sent[1]).focus()
        await window.page.keyboard.press("ArrowUp")
        await expect(window.message(sent[0])).to_be_focused()
        await window.page.keyboard.press("ArrowDown")
        await window.page.keyboard.press("ArrowDown")

        await expect(window.text).to_be_focused()


@pytest.mark.slow
async def test_nothing_moves_for_those_who_asked_for_less_motion(town: Town) -> None:
    anna = town.sandbox.person(name="Anna")
    await town.robot.bot.send_message(anna.id, "card", reply_markup=keyboard({"Fast": "v1|fast"}))
    async with town.window(looks={"reduced_motion": "reduce"}) as window:
        await window.open(anna)
        await window.page.get_by_role("button", name="Fast").click()
        busy = (
            "getComputedStyle(document.querySelector('.press[aria-busy]'), '::after').animationIterationCount"
        )
        await expect(window.page.locator(".press[aria-busy]")).to_be_visible()

        assert await window.page.evaluate(busy) == "1"
