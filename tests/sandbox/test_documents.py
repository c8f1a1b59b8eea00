"""Documents: every byte, the name and the type; and how large they may be."""

import pytest
from telegram import Bot, InputMediaDocument
from telegram.error import BadRequest, NetworkError

from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import picture

MEGABYTE = 1024 * 1024


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


async def test_a_document_keeps_bytes_name_and_type(anna: Person, bot: Bot) -> None:
    content = picture(1500, 1000, "PNG")
    seen = anna.send_document(content, caption="/style", name="photo one.png")
    [update] = await bot.get_updates(timeout=10)
    document = update.message.document
    file = await bot.get_file(document.file_id)

    assert (document.file_name, document.mime_type) == ("photo one.png", "image/png")
    assert bytes(await file.download_as_bytearray()) == seen.download() == content
    assert seen.size == (1500, 1000)


async def test_the_bot_sends_a_document_and_sends_it_again_by_its_file_id(anna: Person, bot: Bot) -> None:
    content = picture(300, 200, "PNG")
    sent = await bot.send_document(anna.id, content, filename="out.png")
    await bot.send_document(anna.id, sent.document.file_id)

    assert [message.download() for message in anna.messages()] == [content, content]
    assert [message.file_name for message in anna.messages()] == ["out.png", "out.png"]


async def test_a_text_message_becomes_a_document(anna: Person, bot: Bot) -> None:
    status = await bot.send_message(anna.id, "painting")
    await bot.edit_message_media(
        InputMediaDocument(picture(2000, 1500), filename="wave.jpg", caption="ready"),
        anna.id,
        status.message_id,
    )

    seen = anna.wait_for_document(deadline_s=10)
    assert (seen.id, seen.file_name, seen.size) == (status.message_id, "wave.jpg", (2000, 1500))


async def test_a_document_is_not_a_photo(anna: Person, bot: Bot) -> None:
    sent = await bot.send_document(anna.id, picture(300, 200), filename="a.jpg")

    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(anna.id, sent.document.file_id)


async def test_a_file_over_twenty_megabytes_cannot_be_downloaded(anna: Person, bot: Bot) -> None:
    anna.send_document(bytes(20 * MEGABYTE), name="just.bin")
    anna.send_document(bytes(20 * MEGABYTE + 1), name="over.bin")
    just, over = [update.message.document for update in await bot.get_updates(timeout=10)]

    assert (await bot.get_file(just.file_id)).file_size == 20 * MEGABYTE
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(over.file_id)


async def test_an_upload_over_fifty_megabytes_is_refused(anna: Person, bot: Bot) -> None:
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(anna.id, bytes(50 * MEGABYTE + 1), write_timeout=60, read_timeout=60)

    assert anna.messages() == []


async def test_an_empty_file_is_refused(anna: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(anna.id, b"", filename="empty.png")
