"""Stickers, animations and videos: from people, from the bot, by file id, and in edits."""

import asyncio
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, InputMediaAnimation, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import BadRequest

from sandbox.moving import measured
from sandbox.person import Person, Sandbox
from tests.sandbox.conftest import picture
from tests.sandbox.films import film, gif, vector_sticker, webp_sticker

FILM, FILM_WEBM = film(), film(kind="webm")


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


async def test_a_persons_video_is_measured_and_can_be_downloaded(anna: Person, bot: Bot) -> None:
    content = film(160, 120, 3, sound=True)
    seen = anna.send_video(content, caption="look")
    [update] = await bot.get_updates(timeout=10)
    video = update.message.video
    file = await bot.get_file(video.file_id)

    assert (video.width, video.height, int(video.duration.total_seconds())) == (160, 120, 3)
    assert (video.mime_type, video.file_size, video.file_name) == ("video/mp4", len(content), "video.mp4")
    assert (update.message.caption, update.message.document) == ("look", None)
    assert file.file_path.rpartition("/")[2].endswith(".mp4")
    assert bytes(await file.download_as_bytearray()) == seen.download() == content
    assert (seen.media, seen.size, seen.duration) == ("video", (160, 120), 3)


@pytest.mark.parametrize(
    ("content", "mime", "seconds"), [(film(), "video/mp4", 2), (gif(), "image/gif", 2)], ids=["MP4", "GIF"]
)
async def test_an_animation_is_a_document_too(
    content: bytes, mime: str, seconds: int, anna: Person, bot: Bot
) -> None:
    anna.send_animation(content)
    [update] = await bot.get_updates(timeout=10)
    animation, document = update.message.animation, update.message.document

    assert (animation.mime_type, int(animation.duration.total_seconds())) == (mime, seconds)
    assert document.file_id == animation.file_id
    assert update.message.video is None


def test_only_mp4_and_gif_play_in_a_chat(anna: Person) -> None:
    content = film(160, 120, 1, "webm")
    sent = [anna.send_video(content), anna.send_animation(content), anna.send_album([content], kind=None)[0]]

    assert [message.media for message in sent] == ["document"] * 3


async def test_an_animation_with_sound_is_a_video(anna: Person, bot: Bot) -> None:
    assert anna.send_animation(film(sound=True)).media == "video"


@pytest.mark.parametrize(
    ("content", "size", "moves"),
    [
        (webp_sticker(), (512, 400), (False, False)),
        (film(512, 512, 1, "webm"), (512, 512), (False, True)),
        (vector_sticker(), (512, 512), (True, False)),
    ],
    ids=["WebP", "WebM", "tgs"],
)
async def test_each_kind_of_sticker_says_whether_it_moves(
    content: bytes, size: tuple[int, int], moves: tuple[bool, bool], anna: Person, bot: Bot
) -> None:
    anna.send_sticker(content)
    [update] = await bot.get_updates(timeout=10)
    sticker = update.message.sticker
    file = await bot.get_file(sticker.file_id)

    assert (sticker.width, sticker.height) == size
    assert (sticker.is_animated, sticker.is_video) == moves
    assert bytes(await file.download_as_bytearray()) == content


@pytest.mark.parametrize(
    "content",
    [webp_sticker(300, 200), film(512, 512, 4, "webm"), film(512, 512, 1), b"\x1f\x8bno vectors"],
    ids=["small", "long", "an MP4", "broken"],
)
def test_what_is_no_sticker_becomes_a_document(content: bytes, anna: Person) -> None:
    assert anna.send_sticker(content).media == "document"


async def test_what_is_said_to_be_nothing_is_found_out_from_the_bytes(anna: Person) -> None:
    files = [picture(80, 60), film(), film(sound=True), gif(), webp_sticker(), b"notes" * 9]
    sent = [anna.send_album([file], kind=None)[0] for file in files[:-1]]
    with pytest.raises(ValueError, match="IMAGE_PROCESS_FAILED"):
        anna.send_album([files[-1]], kind=None)

    assert [message.media for message in sent] == ["photo", "animation", "video", "animation", "sticker"]


async def test_the_bot_sends_each_kind_and_again_by_its_file_id(anna: Person, bot: Bot) -> None:
    animated = await bot.send_animation(anna.id, film(), caption="<b>a</b>", parse_mode="HTML")
    filmed = await bot.send_video(anna.id, film(seconds=1, sound=True))
    stuck = await bot.send_sticker(anna.id, webp_sticker(), emoji="🎨")
    await bot.send_animation(anna.id, animated.animation.file_id)
    await bot.send_video(anna.id, filmed.video.file_id)
    again = await bot.send_sticker(anna.id, stuck.sticker.file_id)

    assert [message.media for message in anna.messages()] == ["animation", "video", "sticker"] * 2
    assert (anna.messages()[0].caption, again.sticker.emoji) == ("a", "🎨")
    assert again.sticker.file_unique_id == stuck.sticker.file_unique_id
    assert again.sticker.file_id != stuck.sticker.file_id


async def test_a_film_sent_as_a_document_is_a_document_only_where_nothing_is_looked_for(
    anna: Person, bot: Bot
) -> None:
    await bot.send_document(anna.id, film(), filename="a.mp4")
    await bot.send_document(anna.id, film(), filename="a.mp4", disable_content_type_detection=True)

    assert [message.media for message in anna.messages()] == ["animation", "document"]


async def test_a_text_becomes_an_animation_and_then_a_video(anna: Person, bot: Bot) -> None:
    status = await bot.send_message(anna.id, "painting")
    animated = await bot.edit_message_media(
        InputMediaAnimation(film(), caption="ready"), anna.id, status.message_id
    )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_media(
            InputMediaAnimation(animated.animation.file_id, caption="ready"), anna.id, status.message_id
        )
    first = anna.wait_for_media("animation", deadline_s=10)
    await bot.edit_message_media(InputMediaVideo(film(sound=True)), anna.id, status.message_id)

    assert (first.id, first.caption) == (status.message_id, "ready")
    assert [message.media for message in anna.messages()] == ["video"]


async def test_a_file_stays_what_it_is_and_is_never_a_photo(anna: Person, bot: Bot) -> None:
    filmed = await bot.send_video(anna.id, film(sound=True))
    photo = await bot.send_photo(anna.id, picture(80, 60))
    status = await bot.send_message(anna.id, "status")
    sent = await bot.send_document(anna.id, filmed.video.file_id)
    for media, words in [
        (InputMediaPhoto(filmed.video.file_id), "file of type video as photo"),
        (InputMediaVideo(photo.photo[-1].file_id), "file of type photo as video"),
        (InputMediaDocument(photo.photo[-1].file_id), "file of type photo as document"),
    ]:
        with pytest.raises(BadRequest, match=words):
            await bot.edit_message_media(media, anna.id, status.message_id)

    assert sent.video is not None
    assert anna.messages()[2].text == "status"


async def test_a_sticker_has_neither_text_nor_caption(anna: Person, bot: Bot) -> None:
    sent = await bot.send_sticker(anna.id, webp_sticker())
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", anna.id, sent.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(anna.id, sent.message_id, caption="x")
    with pytest.raises(BadRequest, match="There is no media in the message to edit"):
        await bot.edit_message_media(InputMediaPhoto(picture(80, 60)), anna.id, sent.message_id)

    assert anna.messages()[0].media == "sticker"


async def test_albums_mix_photos_with_videos_and_nothing_else(anna: Person, bot: Bot) -> None:
    photo, video, document = (
        InputMediaPhoto(picture(80, 60)),
        InputMediaVideo(film(sound=True)),
        InputMediaDocument(b"x", filename="x.bin"),
    )
    await bot.send_media_group(anna.id, [photo, video])
    for album, words in [
        ([photo, document], "Document can't be mixed with other media types"),
        ([photo, InputMediaAnimation(film())], 'type "animation" can\'t be used in sendmediagroup'),
        ([photo], "Media must include 2-10 items"),
        ([photo] * 11, "Too many messages to send as an album"),
    ]:
        with pytest.raises(BadRequest, match=words):
            await bot.send_media_group(anna.id, album)

    assert [message.media for message in anna.messages()] == ["photo", "video"]


def test_a_persons_album_has_a_caption_for_each_and_leaves_out_what_stands_alone(anna: Person) -> None:
    files = [picture(80, 60), film(sound=True), webp_sticker(), film()]
    sent = anna.send_album(files, captions=["one", None, None, "four"], kind=None)

    assert [message.caption or None for message in sent] == ["one", None, None, "four"]
    assert sent[0].album == sent[1].album is not None
    assert (sent[2].album, sent[3].album) == (None, None)


def test_more_than_ten_become_two_albums_and_one_is_none(anna: Person) -> None:
    albums = [message.album for message in anna.send_album([picture(20, 20)] * 12)]

    assert albums[:10] == albums[:1] * 10
    assert albums[10:] == albums[10:11] * 2
    assert len({*albums, None}) == 3
    assert anna.send_photo(picture(20, 20)).album is None


def test_a_sticker_has_no_caption_of_a_persons_either(anna: Person) -> None:
    with pytest.raises(ValueError, match="a sticker has no caption"):
        anna.send_album([webp_sticker()], caption="look", kind=None)

    assert anna.messages() == []


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=64), st.floats(0, 1), st.sampled_from(["mp4", "webm", "gif", "tgs"]))
def test_a_spoilt_film_is_measured_or_not(spoilt: bytes, where: float, kind: str) -> None:
    content = {"mp4": FILM, "webm": FILM_WEBM, "gif": gif(), "tgs": vector_sticker()}[kind]
    place = round(where * len(content))
    moving = measured(content[:place] + spoilt + content[place + len(spoilt) :])

    assert moving is None or (moving.width > 0 and moving.height > 0 and moving.seconds >= 0)


async def test_a_broken_film_is_a_document(anna: Person, bot: Bot) -> None:
    assert anna.send_video(film()[:200]).media == "document"


async def test_the_sandbox_starts_without_pyav() -> None:
    loaded = "import sys, sandbox.serving; sys.exit('av' in sys.modules)"
    ran = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", loaded], timeout=60)

    assert ran.returncode == 0
