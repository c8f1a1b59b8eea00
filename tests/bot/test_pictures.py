"""Which messages carry a picture, as the library reads them."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Document, Message, PhotoSize

from bot.pictures import picture_in, too_big


def message(**what: object) -> Message:
    return Message(1, datetime.now(UTC), Chat(1, "private"), **what)


def document(name: str | None, mime: str | None, size: int = 1000) -> Message:
    return message(document=Document("file", "unique", file_name=name, mime_type=mime, file_size=size))


def test_of_a_photo_the_largest_size_is_taken():
    sizes = [PhotoSize(f"file{side}", f"u{side}", side, side // 2) for side in (90, 320, 1280)]
    photo = picture_in(message(photo=sizes))

    assert photo is not None
    assert (photo.file_id, photo.width, photo.height, photo.kind) == ("file1280", 1280, 640, "photo")
    assert photo.megapixels == pytest.approx(0.8192)


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("a.jpg", "image/jpeg"),
        ("a.png", "image/png"),
        ("scan.TIFF", "application/octet-stream"),
        ("IMG_1.HEIC", None),
        (None, "image/webp"),
        ("noext", "image/avif"),
    ],
)
def test_a_file_that_may_be_a_picture_is_taken(name: str | None, mime: str | None):
    photo = picture_in(document(name, mime))

    assert photo is not None
    assert (photo.kind, photo.width, photo.megapixels) == ("document", 0, 1.0)


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("letter.txt", "text/plain"),
        ("drawing.svg", "image/svg+xml"),
        ("clip.mp4", "video/mp4"),
        (None, None),
        ("jpg", ""),
    ],
)
def test_a_file_that_is_no_picture_is_not_taken(name: str | None, mime: str | None):
    assert picture_in(document(name, mime)) is None


def test_words_are_no_picture():
    assert picture_in(message(text="a.jpg")) is None


@pytest.mark.parametrize(("size", "megabytes"), [(19_999_999, None), (20_000_000, None), (21_040_000, 21.0)])
def test_a_file_that_telegram_keeps_from_bots_is_known_before_it_is_fetched(
    size: int, megabytes: float | None
):
    assert too_big(document("a.png", "image/png", size)) == megabytes


def test_a_photo_is_never_too_big():
    assert too_big(message(photo=[PhotoSize("f", "u", 1280, 1280, file_size=5_000_000)])) is None
