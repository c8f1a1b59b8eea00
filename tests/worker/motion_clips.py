"""Clips for tests: made here with FFmpeg and Pillow, and damaged here."""

import io
import struct
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy
from numpy.typing import NDArray
from PIL import Image

from worker.motion.clip import Clip, Frame, Kind

RED, BLUE = (200, 30, 60), (20, 40, 220)
#: Of times, per second.
TICKS = 60_000
QUICK = {"preset": "ultrafast"}
#: Of ``files``.
NAMES = (
    "MP4",
    "MP4 with sound",
    "MOV of HEVC",
    "MP4 of MPEG-4",
    "WebM of VP9",
    "WebM of VP8",
    "WebM with alpha",
    "GIF",
    "WebP",
    "APNG",
)


def square(number: int, width: int = 96, height: int = 64) -> Frame:
    """A blue square on red that walks to the right, 2 px a frame."""
    frame = numpy.empty((height, width, 3), numpy.uint8)
    frame[:] = RED
    frame[8:24, 4 + 2 * number : 20 + 2 * number] = BLUE
    return frame


def squares(count: int, width: int = 96, height: int = 64) -> list[Frame]:
    return [square(number, width, height) for number in range(count)]


def ramp(width: int, height: int) -> Frame:
    """Opacity from 0 at the left to 255 at the right."""
    row = numpy.linspace(0, 255, width).round().astype(numpy.uint8)
    return numpy.broadcast_to(row[None, :, None], (height, width, 1)).copy()


def clip(
    frames: Sequence[Frame],
    kind: Kind = "animation",
    *,
    rate: int = 25,
    alpha: Sequence[Frame] | None = None,
    times: Sequence[Fraction] | None = None,
) -> Clip:
    at = tuple(times or [Fraction(number, rate) for number in range(len(frames))])
    return Clip(
        frames=frames,
        alpha=alpha,
        times=at,
        duration=at[-1] + Fraction(1, rate),
        kind=kind,
        source_format="TEST",
    )


def film(
    frames: Sequence[NDArray[Any]],
    container: str = "mp4",
    codec: str = "libx264",
    *,
    rate: int = 25,
    pixels: str = "yuv420p",
    times: Sequence[Fraction] | None = None,
    sound: bool = False,
    options: dict[str, str] | None = None,
    pixel_shape: Fraction | None = None,
) -> bytes:
    """Write a film by FFmpeg, in whatever way one may come."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{container}"
        front = {"movflags": "+faststart"} if container in ("mp4", "mov") else {}
        with av.open(str(path), "w", format=container, options=front) as output:
            stream: Any = output.add_stream(codec, rate=rate, options=QUICK if options is None else options)
            stream.height, stream.width = frames[0].shape[:2] if frames else (64, 96)
            stream.pix_fmt = pixels
            stream.codec_context.time_base = Fraction(1, TICKS)
            if pixel_shape:
                stream.codec_context.sample_aspect_ratio = pixel_shape
            if pixels == "yuva420p":
                stream.metadata["alpha_mode"] = "1"
            heard: Any = output.add_stream("aac", rate=44_100) if sound else None
            for number, values in enumerate(frames):
                frame = av.VideoFrame.from_ndarray(values, format="rgba" if values.shape[2] == 4 else "rgb24")
                at = times[number] if times else Fraction(number, rate)
                frame.pts, frame.time_base = round(at * TICKS), Fraction(1, TICKS)
                output.mux(stream.encode(frame))
            if frames:
                output.mux(stream.encode())
            else:
                output.start_encoding()
            if heard:
                _hum(output, heard)
        return path.read_bytes()


def sound_alone() -> bytes:
    """An MP4 in which somebody hums."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        _hum(output, output.add_stream("aac", rate=44_100))
    return file.getvalue()


def _hum(output: Any, stream: Any) -> None:
    samples = numpy.sin(numpy.arange(44_100 // 2) / 20).astype(numpy.float32)[None]
    sound = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
    sound.rate, sound.pts = 44_100, 0
    output.mux(stream.encode(sound))
    output.mux(stream.encode())


def animated(name: str, count: int = 6, milliseconds: int | list[int] = 80, **how: Any) -> bytes:
    """A GIF, WEBP or PNG that moves, by Pillow."""
    file = io.BytesIO()
    first, *others = (Image.fromarray(frame) for frame in squares(count))
    first.save(file, name, save_all=True, append_images=others, duration=milliseconds, loop=0, **how)
    return file.getvalue()


def turned(file: bytes, degrees: int) -> bytes:
    """Write into an MP4 that it is to be turned clockwise by these degrees."""
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    matrix = [cos, sin, 0, -sin, cos, 0, 0, 0]
    at = file.index(b"tkhd") + 4 + 40
    numbers = struct.pack(">9i", *(number << 16 for number in matrix), 1 << 30)
    return file[:at] + numbers + file[at + len(numbers) :]


def claiming(width: int, height: int) -> bytes:
    """A WebM of VP8 whose frame claims another size than the film has."""
    file = files()["WebM of VP8"]
    at = file.index(b"\x9d\x01\x2a") + 3
    return file[:at] + struct.pack("<HH", width, height) + file[at + 4 :]


@cache
def files() -> dict[str, bytes]:
    """One of each kind that people send."""
    alpha = [numpy.concatenate([frame, ramp(96, 64)], 2) for frame in squares(8)]
    return {
        "MP4": film(squares(8)),
        "MP4 with sound": film(squares(8), sound=True),
        "MOV of HEVC": film(squares(8), "mov", "libx265", options={"x265-params": "log-level=none:pools=1"}),
        "MP4 of MPEG-4": film(squares(8), codec="mpeg4", options={}),
        "WebM of VP9": film(squares(8), "webm", "libvpx-vp9", options={"cpu-used": "8"}),
        "WebM of VP8": film(squares(8), "webm", "libvpx", options={"cpu-used": "8"}),
        "WebM with alpha": film(
            alpha,
            "webm",
            "libvpx-vp9",
            pixels="yuva420p",
            options={"cpu-used": "8", "auto-alt-ref": "0", "crf": "10", "b": "0"},
        ),
        "GIF": animated("GIF", 8, 40),
        "WebP": animated("WEBP", 8, 40, lossless=True),
        "APNG": animated("PNG", 8, 40),
    }
