"""Which messages carry a picture, as the library reads them."""

from datetime import UTC, datetime

import pytest
from telegram import Animation, Chat, Document, Message, PhotoSize, Sticker, Video, VideoNote

from bot.cards.pictures import picture_in, refusal, too_big


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
        (None, None),
        ("jpg", ""),
    ],
)
def test_a_file_that_is_no_picture_is_not_taken(name: str | None, mime: str | None):
    assert picture_in(document(name, mime)) is None


def sticker(**what: bool) -> Sticker:
    kinds = {"is_animated": False, "is_video": False} | what
    return Sticker("f", "u", 512, 400, type="regular", **kinds)


def file(mime: str, size: int = 1000) -> Document:
    return Document("f", "u", mime_type=mime, file_size=size)


def clip(seconds: int = 3, size: int = 1000) -> Animation:
    return Animation("f", "u", 320, 240, duration=seconds, file_size=size)


@pytest.mark.parametrize(
    ("what", "kind", "moves", "width"),
    [
        ({"sticker": sticker()}, "sticker", False, 512),
        ({"sticker": sticker(is_video=True)}, "sticker", True, 512),
        (
            {"animation": clip(), "document": Document("f", "u", mime_type="video/mp4")},
            "animation",
            True,
            320,
        ),
        ({"video": Video("f", "u", 320, 240, duration=3)}, "video", True, 320),
        ({"video_note": VideoNote("f", "u", 240, duration=3)}, "video", True, 240),
        ({"document": file("video/quicktime")}, "video", True, 0),
        ({"document": Document("f", "u", file_name="CLIP.MOV")}, "video", True, 0),
        ({"document": file("image/gif")}, "document", False, 0),
    ],
)
def test_stickers_gifs_and_videos_are_pictures_too(
    what: dict[str, object], kind: str, moves: bool, width: int
):
    picture = picture_in(message(**what))

    assert picture is not None
    assert (picture.kind, picture.moves, picture.width) == (kind, moves, width)
    assert refusal(message(**what)) is None


@pytest.mark.parametrize(
    ("what", "key", "values"),
    [
        ({"sticker": sticker(is_animated=True)}, "sticker-not-drawn", {}),
        ({"animation": clip(seconds=11)}, "clip-too-long", {"seconds": 11, "most": 10}),
        ({"video": Video("f", "u", 9, 9, duration=600)}, "clip-too-long", {"seconds": 600, "most": 10}),
        ({"animation": clip(size=30_000_000)}, "clip-too-big", {"megabytes": 30.0}),
        ({"document": file("video/mp4", 30_000_000)}, "clip-too-big", None),
        (
            {"document": file("image/png", 30_000_000)},
            "too-big-to-fetch",
            None,
        ),
        ({"document": Document("f", "u", file_name="letter.txt")}, "not-an-image", {}),
        ({"text": "hello"}, "not-an-image", {}),
    ],
)
def test_what_cannot_be_painted_has_its_exact_reason(
    what: dict[str, object], key: str, values: dict[str, float] | None
):
    why = refusal(message(**what))

    assert why is not None
    assert why.key == key
    assert values is None or why.values == values


@pytest.mark.parametrize("seconds", [0, 10])
def test_a_clip_of_ten_seconds_is_short_enough(seconds: int):
    assert refusal(message(animation=clip(seconds))) is None


def test_words_are_no_picture():
    assert picture_in(message(text="a.jpg")) is None


@pytest.mark.parametrize(("size", "megabytes"), [(19_999_999, None), (20_000_000, None), (21_040_000, 21.0)])
def test_a_file_that_telegram_keeps_from_bots_is_known_before_it_is_fetched(
    size: int, megabytes: float | None
):
    assert too_big(document("a.png", "image/png", size)) == megabytes


def test_a_photo_is_never_too_big():
    assert too_big(message(photo=[PhotoSize("f", "u", 1280, 1280, file_size=5_000_000)])) is None
