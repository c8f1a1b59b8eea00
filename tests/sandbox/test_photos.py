"""Photos: several sizes, upright, without metadata; and what is not taken as a photo."""

import io

import pytest
from PIL import Image
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import opened, picture

ORIENTATION = 0x0112


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


def sideways(width: int, height: int) -> bytes:
    """Return a picture that a reader of its EXIF turns by a quarter."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "a camera with a serial number"
    return picture(width, height, exif=exif.tobytes())


async def test_a_photo_comes_in_telegrams_sizes(anna: Person, bot: Bot) -> None:
    anna.send_photo(picture(3000, 2000), caption="/style 60")

    [update] = await bot.get_updates(timeout=10)
    sizes = [(size.width, size.height) for size in update.message.photo]
    assert sizes == [(90, 60), (320, 213), (800, 533), (1280, 853)]
    assert update.message.caption == "/style 60"


async def test_a_small_photo_is_not_enlarged(anna: Person, bot: Bot) -> None:
    sent = await bot.send_photo(anna.id, picture(200, 100))

    assert [(size.width, size.height) for size in sent.photo] == [(90, 45), (200, 100)]


async def test_the_orientation_is_applied_and_the_metadata_dropped(anna: Person, bot: Bot) -> None:
    seen = anna.send_photo(sideways(640, 320))

    received = opened(seen.download())
    assert seen.size == received.size == (320, 640)
    assert dict(received.getexif()) == {}
    red, blue = received.getpixel((160, 60)), received.getpixel((160, 600))
    assert red[0] > red[2]
    assert blue[2] > blue[0]


async def test_what_is_transparent_becomes_white(anna: Person) -> None:
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    file = io.BytesIO()
    clear.save(file, "PNG")
    seen = anna.send_photo(file.getvalue())

    assert opened(seen.download()).getpixel((32, 32)) == (255, 255, 255)


async def test_a_downloaded_photo_is_what_the_person_sees(anna: Person, bot: Bot) -> None:
    seen = anna.send_photo(picture(1000, 500))
    [update] = await bot.get_updates(timeout=10)
    file = await bot.get_file(update.message.photo[-1].file_id)

    content = bytes(await file.download_as_bytearray())
    assert content == seen.download()
    assert file.file_size == len(content)
    assert opened(content).size == (1000, 500)


async def test_the_same_bytes_have_one_unique_id_and_every_send_its_own_file_id(
    anna: Person, bot: Bot
) -> None:
    first = await bot.send_photo(anna.id, picture(400, 300))
    second = await bot.send_photo(anna.id, picture(400, 300))
    again = await bot.send_photo(anna.id, first.photo[-1].file_id)

    largest = [message.photo[-1] for message in (first, second, again)]
    assert len({size.file_unique_id for size in largest}) == 1
    assert len({size.file_id for size in largest}) == 3


async def test_an_unknown_file_id_is_refused(anna: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(anna.id, "AgACnothing")
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("AgACnothing")


async def test_a_text_message_becomes_a_photo(anna: Person, bot: Bot) -> None:
    status = await bot.send_message(anna.id, "painting")
    await bot.edit_message_media(
        InputMediaPhoto(picture(640, 480), caption="<b>ready</b>", parse_mode="HTML"),
        anna.id,
        status.message_id,
    )

    seen = anna.wait_for_photo(deadline_s=10)
    assert (seen.id, seen.text, seen.caption) == (status.message_id, None, "ready")
    assert seen.size == opened(seen.download()).size == (640, 480)


async def test_a_delivery_repeated_by_its_file_id_is_not_modified(anna: Person, bot: Bot) -> None:
    status = await bot.send_message(anna.id, "painting")
    done = await bot.edit_message_media(InputMediaPhoto(picture(640, 480)), anna.id, status.message_id)
    again = InputMediaPhoto(done.photo[-1].file_id)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_media(again, anna.id, status.message_id)
    assert [message.edits for message in anna.messages()] == [1]


async def test_a_photo_uploaded_anew_is_another_photo(anna: Person, bot: Bot) -> None:
    status = await bot.send_message(anna.id, "painting")
    for _ in range(2):
        await bot.edit_message_media(InputMediaPhoto(picture(640, 480)), anna.id, status.message_id)

    assert [message.edits for message in anna.messages()] == [2]


@pytest.mark.parametrize(("width", "height"), [(9000, 1001), (2100, 100)])
async def test_a_photo_of_a_wrong_shape_is_refused(width: int, height: int, anna: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(anna.id, picture(width, height))


async def test_the_widest_photo_is_taken(anna: Person, bot: Bot) -> None:
    sent = await bot.send_photo(anna.id, picture(2000, 100))

    assert (sent.photo[-1].width, sent.photo[-1].height) == (1280, 64)


async def test_a_photo_over_ten_megabytes_is_refused(anna: Person, bot: Bot) -> None:
    heavy = picture(64, 64) + bytes(10 * 1024 * 1024)

    with pytest.raises(BadRequest, match="File is too big"):
        await bot.send_photo(anna.id, heavy)


@pytest.mark.parametrize("broken", [b"not a picture", picture(640, 480)[:300]])
async def test_a_broken_photo_is_refused(broken: bytes, anna: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(anna.id, broken)


async def test_an_album_stays_together(anna: Person, bot: Bot) -> None:
    album = anna.send_album([picture(300, 200), picture(200, 300)], caption="content, then style")

    updates = await bot.get_updates(timeout=10)
    messages = [update.message for update in updates]
    assert [message.caption for message in messages] == ["content, then style", None]
    assert {message.media_group_id for message in messages} == {album[0].album}
    assert [(m.photo[-1].width, m.photo[-1].height) for m in messages] == [(300, 200), (200, 300)]


async def test_the_bot_sends_an_album(anna: Person, bot: Bot) -> None:
    pictures = [InputMediaPhoto(picture(300, 200), caption="a"), InputMediaPhoto(picture(200, 300))]
    sent = await bot.send_media_group(anna.id, pictures)

    assert [message.size for message in anna.messages()] == [(300, 200), (200, 300)]
    assert len({message.media_group_id for message in sent}) == 1


async def test_a_caption_has_its_limit_and_can_be_edited(anna: Person, bot: Bot) -> None:
    sent = await bot.send_photo(anna.id, picture(200, 100), caption="x" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.edit_message_caption(anna.id, sent.message_id, caption="y" * 1025)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("y", anna.id, sent.message_id)
    await bot.edit_message_caption(anna.id, sent.message_id, caption="short")

    assert [message.caption for message in anna.messages()] == ["short"]
