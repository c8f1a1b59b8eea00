"""Videos, animations and stickers, by what the bytes say; names and told types are not asked."""

import gzip
import io
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from PIL import Image

from sandbox.errors import BadRequest
from sandbox.media import TGS, Kind
from sandbox.photos import pixels

#: Sides of a sticker in pixels, bytes of an animated one unpacked, seconds of a video sticker.
STICKER_SIDE = 512
MAX_TGS = 4 * 1024 * 1024
STICKER_SECONDS = 3
#: Pixels of one picture of a GIF or WebP: each is unpacked to learn how long it is shown.
MAX_PIXELS = 25_000_000
#: What plays in a chat; other films are shown as documents.
PLAYED = ("video/mp4", "video/quicktime", "image/gif")
#: First letters of pictures that lie in the same kind of container as an MP4.
_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True, kw_only=True)
class Moving:
    """What is known of a moving picture, or of a sticker that may stand still."""

    mime: str
    width: int
    height: int
    seconds: float
    sound: bool = False

    @property
    def sticker(self) -> bool:
        """Whether it may be a sticker: one side of 512 px, short, and silent."""
        fits = max(self.width, self.height) == STICKER_SIDE and self.seconds <= STICKER_SECONDS
        return self.mime == TGS or (fits and not self.sound and self.mime in ("image/webp", "video/webm"))


def looks_like(content: bytes) -> Literal["mp4", "webm", "gif", "webp", "tgs"] | None:
    """Return the kind of file that could move or be a sticker, or None for all others."""
    if content[4:8] == b"ftyp" and content[8:12] not in _PICTURES:
        return "mp4"
    if content[:4] == b"\x1aE\xdf\xa3":
        return "webm"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return "tgs" if content[:2] == b"\x1f\x8b" else None


def measured(content: bytes) -> Moving | None:
    """Return what a file shows, or None where it neither moves nor is a sticker.

    Raises:
        BadRequest: PyAV is needed for this file and is not installed.
    """
    match looks_like(content):
        case "mp4":
            return _film(content, "video/quicktime" if content[8:12] == b"qt  " else "video/mp4")
        case "webm":
            return _film(content, "video/webm")
        case "gif":
            return _pictures(content, "image/gif")
        case "webp":
            return _pictures(content, "image/webp")
        case "tgs":
            return _vectors(content)
    return None


def kind_of(moving: Moving | None, wanted: Kind) -> Kind:
    """Return how Telegram shows a file that is sent as ``wanted``: what does not fit becomes a document."""
    if moving is None or wanted == "document":
        return "document"
    if wanted == "sticker":
        return "sticker" if moving.sticker else "document"
    if moving.mime not in PLAYED:
        return "document"
    if moving.sound:
        return "video"
    return "animation" if moving.mime == "image/gif" else wanted


def guessed(content: bytes, moving: Moving | None) -> Kind | Literal["photo"]:
    """Return how a person's app, or ``sendDocument``, sends a file where it is not told to."""
    if moving is None:
        return "document" if looks_like(content) in ("mp4", "webm", "tgs") else "photo"
    if moving.sticker:
        return "sticker"
    if moving.mime == "image/webp":
        return "photo"
    if moving.mime not in PLAYED:
        return "document"
    return "video" if moving.sound else "animation"


def _film(content: bytes, mime: str) -> Moving | None:
    try:
        import av  # only where a film is sent: the sandbox starts and lives without it
    except ImportError:
        raise BadRequest("the sandbox needs PyAV for films: pip install av") from None
    try:
        with av.open(io.BytesIO(content), mode="r") as container:
            stream = container.streams.video[0]
            seconds = _seconds(container.duration, stream.duration, stream.time_base)
            sound = bool(container.streams.audio)
            first = next(container.decode(stream))  # a phone's film may have to be turned, as frames tell
            sides = (first.height, first.width) if first.rotation % 180 else (first.width, first.height)
            return Moving(mime=mime, width=sides[0], height=sides[1], seconds=seconds, sound=sound)
    except Exception:  # a broken file fails inside FFmpeg in any way; Telegram takes it as a document then
        return None


def _seconds(whole: int | None, own: int | None, base: Fraction | None) -> float:
    if whole:
        return whole / 1_000_000
    return float(own * base) if own and base else 0.0


def _pictures(content: bytes, mime: str) -> Moving | None:
    shape = pixels(content)
    if shape is None or shape[0] * shape[1] > MAX_PIXELS:
        return None
    try:
        with Image.open(io.BytesIO(content)) as picture:
            seconds = sum(_pause(picture, frame) for frame in range(getattr(picture, "n_frames", 1)))
    except Exception:  # as for films
        return None
    return Moving(mime=mime, width=shape[0], height=shape[1], seconds=seconds)


def _pause(picture: Image.Image, frame: int) -> float:
    picture.seek(frame)
    return float(picture.info.get("duration", 0)) / 1000


def _vectors(content: bytes) -> Moving | None:
    try:
        with gzip.open(io.BytesIO(content)) as file:
            told = json.loads(file.read(MAX_TGS))
        seconds = (told["op"] - told["ip"]) / told["fr"]
        width, height = int(told["w"]), int(told["h"])
    except Exception:  # gzip and JSON have a dozen ways to be broken; it is a document then
        return None
    if min(width, height) <= 0:
        return None
    return Moving(mime=TGS, width=width, height=height, seconds=seconds)
