"""The chat page with the whole service behind it: as people use it, from the photo to the picture."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox.person import Person, Sandbox
from tests.sandbox.browser import PHONE, Window, launched, window
from tests.whole.browsing import (
    PAINTED,
    RUSSIAN,
    SOON,
    button,
    choose_fast,
    picture_of,
    press,
    save,
    send,
    wait_for_picture,
)
from tests.whole.samples import file_of, is_a_painting_of, likeness, opened, painting, photo
from tests.whole.service import running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def chrome() -> AsyncIterator[Browser]:
    """One browser for the tests of this file."""
    async with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The service with a Gatys slow enough to be watched, and the sandbox before it."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "styles").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ATELIER_GATYS_SIDE", "640")
        environment.setenv("ATELIER_WEIGHTS_DIR", str(folder / "weights"))
        environment.setenv("ATELIER_STYLES_DIR", str(folder / "styles"))
        with running(folder) as service, Sandbox(service.surroundings.sandbox_url or "") as sandbox:
            yield sandbox


@pytest.fixture
def anna(studio: Sandbox) -> Person:
    return studio.person(name="Anna", language="en")


@pytest_asyncio.fixture(loop_scope="session")
async def hers(chrome: Browser, studio: Sandbox, anna: Person) -> AsyncIterator[Window]:
    """Anna's window, in her chat with the bot."""
    async with window(chrome, studio.base_url, "service-anna") as made:
        yield await made.open(anna)


async def test_from_a_photo_to_the_painting_its_original_file_and_another_strength(
    hers: Window, anna: Person
) -> None:
    sent = photo(333, 251)
    await send(hers, file_of(sent))
    await expect(button(hers, "fast|")).to_be_visible(timeout=SOON)
    await hers.shot("1-card")
    await choose_fast(hers, "wave")
    first = await wait_for_picture(hers)
    await hers.shot("2-picture")
    await press(hers, "file|")
    file = hers.messages.filter(has=hers.page.locator("a.file"))
    await expect(file).to_have_count(1, timeout=SOON)
    original = opened(await save(hers, file))
    await hers.shot("3-file")
    strong = opened(await picture_of(anna, first))
    await press(hers, "weaker|")
    weak = opened(await picture_of(anna, await wait_for_picture(hers, 2)))
    await hers.shot("4-weaker")

    assert original.size == strong.size == weak.size == sent.size
    assert is_a_painting_of(sent, strong)
    assert likeness(weak, sent) > likeness(strong, sent)


async def test_a_slow_painting_shows_its_progress_is_cancelled_half_way_and_kept(
    hers: Window, anna: Person
) -> None:
    sent = photo(840, 560, "coffee.png")
    await send(hers, file_of(sent))
    await press(hers, "own|")
    await expect(button(hers, "gallery|")).to_be_visible(timeout=SOON)
    await hers.shot("5-waits-for-a-style")
    await send(hers, painting("waves"))
    await press(hers, "run|")
    await expect(button(hers, "stop|")).to_be_visible(timeout=PAINTED)
    await hers.shot("6-progress")
    await press(hers, "cancel|")
    await press(hers, "keep|")
    kept = opened(await picture_of(anna, await wait_for_picture(hers)))
    await hers.shot("7-kept")

    assert kept.size == sent.size
    assert likeness(kept, sent) > 0.3


async def test_two_people_at_once_each_see_their_own_picture(
    hers: Window, chrome: Browser, studio: Sandbox, anna: Person
) -> None:
    boris = studio.person(name="Boris", language="en")
    photos = photo(240, 180), photo(240, 180, "rocket.jpg")
    async with window(chrome, hers.address, "service-boris", PHONE) as his:
        await his.open(boris)
        both = (hers, his)
        for one, sent in zip(both, photos, strict=True):
            await send(one, file_of(sent))
        for one, name in zip(both, ("wave", "wheatfield"), strict=True):
            await choose_fast(one, name)
        pictures = [await wait_for_picture(one) for one in both]
        painted = [
            opened(await picture_of(who, shown)) for who, shown in zip((anna, boris), pictures, strict=True)
        ]
        await his.shot("8-phone")

    for mine, others in ((0, 1), (1, 0)):
        assert likeness(painted[mine], photos[mine]) > likeness(painted[mine], photos[others]) + 0.2


async def test_somebody_whose_app_is_in_russian_is_answered_in_russian(
    chrome: Browser, studio: Sandbox
) -> None:
    vera = studio.person(name="Vera", language="ru")
    async with window(chrome, studio.base_url, "service-ru") as hers:
        await hers.open(vera)
        await hers.page.get_by_role("button", name="Send /start").click()
        await expect(hers.messages.nth(1)).to_contain_text(RUSSIAN, timeout=SOON)
        await hers.shot("9-start")
        await send(hers, file_of(photo(120, 90)))
        await expect(button(hers, "fast|")).to_have_text(RUSSIAN, timeout=SOON)
        await hers.shot("10-card")
        await choose_fast(hers, "wave")
        picture = await wait_for_picture(hers)
        await hers.shot("11-picture")

        await expect(picture.locator(".words")).to_have_text(RUSSIAN)
        await expect(button(hers, "file|")).to_have_text(RUSSIAN)
