"""Albums: one card for all items, whatever their order, and however late one of them comes."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from telegram import Update

from bot.updates.arrivals import arrival
from bot.updates.dispatch import Dispatch
from jobs.inbox import Inbox
from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.ways import card_of, draft_on, job_of, press, said


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


def pictures(count: int) -> list[bytes]:
    """Photos that can be told apart by their width."""
    return [picture(60 + 10 * number, 40) for number in range(count)]


def files(folder: Path, *contents: bytes) -> list[Path]:
    """Pictures with names."""
    paths = [folder / f"{number}.jpg" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


async def put(bot: Bot, order: Sequence[int] | None = None) -> Inbox:
    """Put all updates that have come into the inbox, as polling does, in this order."""
    updates = await bot.updates()
    inbox = Inbox(bot.desk.store.redis, bot.app.bot.id)
    sorted_ = [updates[number] for number in order] if order else updates
    inbox.put(arrival(update.to_dict()).entry for update in sorted_)
    return inbox


async def handled(bot: Bot, inbox: Inbox) -> None:
    """Handle what lies in the inbox, chat by chat."""
    dispatch = Dispatch(bot.app)
    while claim := inbox.claim("test"):
        while claim:
            await dispatch.handle(claim.text)
            claim = inbox.done(claim)


def widths(bot: Bot, card: object) -> tuple[int, list[int]]:
    """Which photo a card paints, and which ones it takes the style of."""
    draft = draft_on(bot, card)
    return draft.content.width, [part.picture.width for part in draft.styles if part.picture]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
async def test_an_album_of_three_gets_one_card_in_whatever_order_it_comes(
    bot: Bot, anna: Person, order: tuple[int, ...]
):
    album = anna.send_album(pictures(3))
    await handled(bot, await put(bot, order))
    (card,) = said(anna)

    assert widths(bot, card) == (60, [70, 80])
    assert (card.reply_to, card.edits) == (album[0].id, 0)
    assert card.button("v1|swap|")
    assert card.words.startswith(
        "📷 I paint the first photo; the others are its styles. To have each painted,"
    )


async def test_a_picture_that_answers_a_card_makes_no_album_of_it(bot: Bot, anna: Person):
    card = await card_of(bot, anna, 200)
    anna.send_photo(picture(60, 40), reply_to=card)
    await bot.handle_all()

    assert widths(bot, card) == (200, [60])
    assert anna.again(card).words.startswith("🎨 Styles: your picture.")


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
async def test_late_items_of_an_album_come_onto_the_same_card(bot: Bot, anna: Person, order: tuple[int, ...]):
    anna.send_album(pictures(3))
    updates = await bot.updates()
    for number in order:
        await handled(bot, await _alone(bot, updates[number]))
    (card,) = said(anna)

    assert sorted((widths(bot, card)[0], *widths(bot, card)[1])) == [60, 70, 80]
    assert widths(bot, card)[0] == 60


async def _alone(bot: Bot, update: Update) -> Inbox:
    inbox = Inbox(bot.desk.store.redis, bot.app.bot.id)
    inbox.put([arrival(update.to_dict()).entry])
    return inbox


async def test_an_album_of_files_is_one_card_too(bot: Bot, anna: Person, tmp_path: Path):
    anna.send_album(files(tmp_path, *pictures(2)), kind="document")
    await handled(bot, await put(bot))
    (card,) = said(anna)
    draft = draft_on(bot, card)

    assert [draft.content.kind, *(part.picture.kind for part in draft.styles)] == ["document", "document"]


@pytest.mark.slow
async def test_of_an_album_of_ten_four_are_styles_and_the_rest_is_told(bot: Bot, anna: Person):
    anna.send_album(pictures(10))
    await handled(bot, await put(bot))
    card, line = said(anna)

    assert widths(bot, card) == (60, [70, 80, 90, 100])
    assert line.words == "Four styles are the most: 5 pictures stay out."


async def test_an_album_under_the_caption_style_is_styles_only(bot: Bot, anna: Person):
    card = await card_of(bot, anna, 200)
    anna.send_album(pictures(2), caption="/style 30")
    await handled(bot, await put(bot))

    assert widths(bot, card) == (200, [60, 70])
    assert [part.weight for part in draft_on(bot, card).styles] == [30, 30]
    assert len(said(anna)) == 2


@pytest.mark.slow
async def test_an_album_under_the_caption_style_waits_for_a_photo(bot: Bot, anna: Person):
    anna.send_album(pictures(2), caption="/style")
    await handled(bot, await put(bot))
    (kept,) = said(anna)
    card = await card_of(bot, anna, 200)

    assert kept.words.startswith("🎨 Taken as a style: 1st picture 50 % + 2nd picture 50 %")
    assert widths(bot, card) == (200, [60, 70])


async def test_captions_of_single_items_say_which_is_the_photo(bot: Bot, anna: Person):
    anna.send_album(pictures(3), captions=["/style 80", "my cat", "/style 20"])
    await handled(bot, await put(bot))
    (card,) = said(anna)

    assert widths(bot, card) == (70, [60, 80])
    assert [part.weight for part in draft_on(bot, card).styles] == [80, 20]


async def test_an_album_under_the_caption_nst_is_painted_at_once(bot: Bot, anna: Person):
    anna.send_album(pictures(2), caption="/nst")
    await handled(bot, await put(bot))
    job = job_of(bot, anna)

    assert (job.content.width, [part.picture.width for part in job.styles]) == (60, [70])


async def test_an_album_where_styles_are_awaited_is_styles(bot: Bot, anna: Person):
    card = await card_of(bot, anna, 200)
    card = await press(bot, anna, "v1|own|", card)
    anna.send_album(pictures(3))
    await handled(bot, await put(bot))

    assert widths(bot, card) == (200, [60, 70, 80])
    assert anna.again(card).edits == card.edits + 1
    assert len(said(anna)) == 1


@pytest.mark.slow
async def test_a_file_that_is_no_picture_in_an_album_is_told_alone(bot: Bot, anna: Person, tmp_path: Path):
    anna.send_album([*files(tmp_path, *pictures(1)), b"dear bot"], kind="document")
    await handled(bot, await put(bot))
    card, line = said(anna)

    assert card.words.startswith("📷")
    assert line.words.startswith("This file is not a picture")


@pytest.mark.slow
async def test_two_albums_at_once_keep_their_own_pictures(bot: Bot, anna: Person, sandbox: Sandbox):
    boris = sandbox.person(name="Boris", language="en")
    for person in (anna, boris):
        person.send_album(pictures(2))
    await handled(bot, await put(bot, (0, 2, 1, 3)))

    for person in (anna, boris):
        (card,) = said(person)
        assert widths(bot, card) == (60, [70])


async def test_an_album_is_whole_once_its_person_writes_on(
    bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.ways.albums.SETTLED", 100.0)
    monkeypatch.setattr("bot.ways.albums.LONGEST", 100.0)
    anna.send_album(pictures(2))
    anna.send_text("70")
    await handled(bot, await put(bot))
    (card,) = said(anna)

    assert draft_on(bot, card).strength == 0.7


@pytest.mark.slow
async def test_an_item_that_comes_after_the_order_gets_a_card_of_its_own(bot: Bot, anna: Person):
    anna.send_album(pictures(2))
    first, second = await bot.updates()
    await handled(bot, await _alone(bot, first))
    (card,) = said(anna)
    await press(bot, anna, "v1|fast|", card)
    await press(bot, anna, "v1|paint|wave", card)
    await handled(bot, await _alone(bot, second))

    assert len(said(anna)) == 2
    assert widths(bot, said(anna)[1]) == (70, [])
