"""Messages to pictures: photos, image files, stickers, GIFs and short videos; and why others are none."""

from typing import NamedTuple

from telegram import Animation, Document, Message, PhotoSize, Sticker, Video, VideoNote

from jobs.job import Kind, Photo

#: Bytes that Telegram lets bots fetch.
MOST_BYTES = 20_000_000
#: Seconds of a clip that is painted; Telegram says whole ones.
LONGEST_CLIP = 10
#: File names that are pictures, or clips, though Telegram did not notice.
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".gif")
_CLIPS = (".mp4", ".m4v", ".mov", ".webm")


class Refusal(NamedTuple):
    """Why a message holds nothing that can be painted: a text and what it mentions."""

    key: str
    values: dict[str, float]


def picture_in(message: Message) -> Photo | None:
    """The picture or clip that a message carries; None: it carries none that could be read."""
    if message.photo:
        return _photo(message.photo[-1])
    if message.sticker:
        return _sticker(message.sticker)
    if message.animation:  # before the document: Telegram sends these as both
        return _clip(message.animation, "animation")
    if clip := message.video or message.video_note:
        return _clip(clip, "video")
    if message.document and looks_like_a_picture(message.document):
        return _file(message.document, "document")
    if message.document and looks_like_a_clip(message.document):
        return _file(message.document, "video")
    return None


def refusal(message: Message) -> Refusal | None:
    """Why what a message carries cannot be painted, as far as that is known before it is fetched."""
    if message.sticker and message.sticker.is_animated:
        return Refusal("sticker-not-drawn", {})
    picture = picture_in(message)
    if megabytes := too_big(message):
        moves = picture is not None and picture.moves
        return Refusal("clip-too-big" if moves else "too-big-to-fetch", {"megabytes": megabytes})
    if (seconds := _seconds(message)) > LONGEST_CLIP:
        return Refusal("clip-too-long", {"seconds": seconds, "most": LONGEST_CLIP})
    return None if picture else Refusal("not-an-image", {})


def looks_like_a_picture(document: Document) -> bool:
    """Can this file be worth a try? What is in it decides later, when it is decoded."""
    kind, name = document.mime_type or "", (document.file_name or "").lower()
    return (kind.startswith("image/") and kind != "image/svg+xml") or name.endswith(_SUFFIXES)


def looks_like_a_clip(document: Document) -> bool:
    """The same for a video that was sent as a file."""
    kind, name = document.mime_type or "", (document.file_name or "").lower()
    return kind.startswith("video/") or name.endswith(_CLIPS)


def too_big(message: Message) -> float | None:
    """Megabytes of a file that is larger than bots can fetch; None: it is not."""
    file = message.document or message.animation or message.video or message.video_note
    size = file.file_size if file else None
    return round(size / 1e6, 1) if size and size > MOST_BYTES else None


def _seconds(message: Message) -> int:
    clip = message.animation or message.video or message.video_note
    # Not `clip.duration`: that warns that it will be something else than a number one day.
    return int(clip.to_dict()["duration"]) if clip else 0


def _photo(size: PhotoSize) -> Photo:
    return Photo(
        file_id=size.file_id,
        file_unique_id=size.file_unique_id,
        width=size.width,
        height=size.height,
        kind="photo",
    )


def _sticker(sticker: Sticker) -> Photo | None:
    if sticker.is_animated:
        return None
    return Photo(
        file_id=sticker.file_id,
        file_unique_id=sticker.file_unique_id,
        width=sticker.width,
        height=sticker.height,
        kind="sticker",
        video=sticker.is_video,
    )


def _clip(clip: Animation | Video | VideoNote, kind: Kind) -> Photo:
    width, height = (clip.length, clip.length) if isinstance(clip, VideoNote) else (clip.width, clip.height)
    return Photo(
        file_id=clip.file_id, file_unique_id=clip.file_unique_id, width=width, height=height, kind=kind
    )


def _file(document: Document, kind: Kind) -> Photo:
    # Telegram tells a file's size in pixels by its thumbnail's shape only: it is not known here.
    return Photo(
        file_id=document.file_id, file_unique_id=document.file_unique_id, width=0, height=0, kind=kind
    )
