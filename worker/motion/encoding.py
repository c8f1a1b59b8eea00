"""A clip to a file: MP4 for animations and videos, WebP or WebM for stickers."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import av
import numpy
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from worker.motion.clip import Clip, Frame, Kind

#: Of times in both containers' streams: a common multiple of usual frame rates, per second.
TICKS: Final = 90_000
#: Of the result; with it the bot can send it, and anybody's bot can fetch it.
LARGEST: Final = 20_000_000
#: Constant quality of x264 where that fits: finer than one sees in motion.
QUALITY: Final = 20
#: Telegram's limits of stickers: pixels, bytes, seconds.
STICKER_SIDE: Final = 512
STICKER_BYTES: Final = 512 * 1024
VIDEO_STICKER_BYTES: Final = 256 * 1024
VIDEO_STICKER_SECONDS: Final = 3
#: Tried in turn until the sticker fits; the first is lossless.
STICKER_QUALITIES: Final = (None, 95, 85, 70, 50)
#: Shares of the bit rate at which the sticker would just fit.
STICKER_RATES: Final = (0.9, 0.6, 0.4)
#: sRGB's primaries, and its curve as video names it (BT.709).
BT709: Final = 1


@dataclass(frozen=True, kw_only=True)
class EncodedClip:
    """A painted clip as a file."""

    content: bytes
    #: ".mp4", ".webm" or ".webp"
    suffix: str
    #: pixels
    width: int
    height: int
    #: seconds
    duration: float
    #: How it is to be sent; an "animation" where a sticker of these frames would break Telegram's limits.
    kind: Kind


def encode_clip(clip: Clip) -> EncodedClip:
    """Encode a clip for the way on which it came.

    An MP4 has even sides: where one is odd, its last row or column is repeated. It has no opacity: frames
    that have some lie on white. Sound is not kept.
    """
    if clip.kind == "sticker":
        sticker = _still_sticker(clip) if clip.is_still else _video_sticker(clip)
        if sticker:
            return sticker
    return _mp4(clip)


def _mp4(clip: Clip) -> EncodedClip:
    width, height = clip.width + clip.width % 2, clip.height + clip.height % 2
    rate = 8 * LARGEST / max(Fraction(1), clip.duration) * 9 / 10  # a tenth for what it may exceed
    options = {
        "crf": str(QUALITY),
        "preset": "veryfast",
        "bf": "0",  # else the last frame in the file is not the last one shown, whose length is kept
        "maxrate": str(int(rate)),
        "bufsize": str(int(rate)),
    }
    content = _written(clip, "mp4", "libx264", "yuv420p", (width, height), options)
    kind: Kind = "animation" if clip.kind == "sticker" else clip.kind
    return EncodedClip(
        content=content,
        suffix=".mp4",
        width=width,
        height=height,
        duration=float(clip.duration),
        kind=kind,
    )


def _video_sticker(clip: Clip) -> EncodedClip | None:
    """A WebM within Telegram's limits; None: there is none."""
    width, height = clip.width, clip.height
    if clip.duration > VIDEO_STICKER_SECONDS or max(width, height) > STICKER_SIDE:
        return None
    pixels = "yuv420p" if clip.alpha is None else "yuva420p"
    for share in STICKER_RATES:
        rate = int(share * 8 * VIDEO_STICKER_BYTES / max(clip.duration, Fraction(1, 2)))
        options = {"b": str(rate), "maxrate": str(rate), "bufsize": str(rate), "cpu-used": "5"}
        options |= {"deadline": "good", "auto-alt-ref": "0", "row-mt": "0"}
        content = _written(clip, "webm", "libvpx-vp9", pixels, (width, height), options)
        if len(content) <= VIDEO_STICKER_BYTES:
            return EncodedClip(
                content=content,
                suffix=".webm",
                width=width,
                height=height,
                duration=float(clip.duration),
                kind="sticker",
            )
    return None


def _still_sticker(clip: Clip) -> EncodedClip:
    """A WebP, without loss where that fits."""
    image = Image.fromarray(clip.frames[0])
    if clip.alpha is not None:
        image.putalpha(Image.fromarray(clip.alpha[0][..., 0]))
    image.thumbnail((STICKER_SIDE, STICKER_SIDE), Image.Resampling.LANCZOS)
    for quality in STICKER_QUALITIES:
        file = io.BytesIO()
        if quality is None:
            image.save(file, "WEBP", lossless=True)
        else:
            image.save(file, "WEBP", quality=quality, method=4)
        if file.tell() <= STICKER_BYTES:
            break
    return EncodedClip(
        content=file.getvalue(),
        suffix=".webp",
        width=image.width,
        height=image.height,
        duration=0.0,
        kind="sticker",
    )


def _written(
    clip: Clip, container: str, codec: str, pixels: str, size: tuple[int, int], options: dict[str, str]
) -> bytes:
    # A file, because FFmpeg opens an MP4 a second time to bring its index to the front.
    with TemporaryDirectory(prefix="atelier-clip-") as folder:
        path = Path(folder) / f"clip.{container}"
        muxing = {"movflags": "+faststart"} if container == "mp4" else {}
        with av.open(str(path), "w", format=container, options=muxing) as output:
            stream = cast("av.VideoStream", output.add_stream(codec, rate=_rate(clip), options=options))
            _describe(stream, pixels, size)
            shown = {_ticks(at): _ticks(long) for at, long in zip(clip.times, clip.shown, strict=True)}
            for frame in (*_frames(clip, pixels, size), None):
                for packet in stream.encode(frame):
                    packet.duration = shown[packet.pts or 0]
                    output.mux(packet)
        return path.read_bytes()


def _describe(stream: Any, pixels: str, size: tuple[int, int]) -> None:
    stream.width, stream.height = size
    stream.pix_fmt = pixels
    codec = stream.codec_context
    codec.time_base = Fraction(1, TICKS)
    codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
    codec.color_primaries = codec.color_trc = BT709
    if pixels == "yuva420p":
        stream.metadata["alpha_mode"] = "1"


def _rate(clip: Clip) -> Fraction:
    """Frames a second, on the average."""
    return max(Fraction(1), Fraction(len(clip.frames) / clip.duration).limit_denominator(1001))


def _ticks(seconds: Fraction) -> int:
    return round(seconds * TICKS)


def _frames(clip: Clip, pixels: str, size: tuple[int, int]) -> Iterator[av.VideoFrame]:
    for number, (at, colour) in enumerate(zip(clip.times, clip.frames, strict=True)):
        opacity = None if clip.alpha is None else clip.alpha[number]
        if pixels == "yuva420p" and opacity is not None:
            values = _grown(numpy.concatenate([colour, opacity], 2), size)
            frame = av.VideoFrame.from_ndarray(values, format="rgba")
        else:
            values = _grown(colour if opacity is None else _on_white(colour, opacity), size)
            frame = av.VideoFrame.from_ndarray(values, format="rgb24")
        frame = frame.reformat(format=pixels, dst_colorspace=Colorspace.ITU709)
        frame.pts, frame.time_base = _ticks(at), Fraction(1, TICKS)
        yield frame


def _grown(frame: Frame, size: tuple[int, int]) -> Frame:
    """Repeat the last row or column where a side is odd and may not be."""
    width, height = size
    beyond = ((0, height - frame.shape[0]), (0, width - frame.shape[1]), (0, 0))
    return numpy.ascontiguousarray(numpy.pad(frame, beyond, mode="edge"))


def _on_white(colour: Frame, opacity: Frame) -> Frame:
    share = opacity.astype(numpy.float32) / 255
    return (colour * share + 255 * (1 - share)).round().astype(numpy.uint8)
