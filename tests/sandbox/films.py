"""Small films, GIFs and stickers, made when they are needed."""

import gzip
import io
import json
from fractions import Fraction

import av
import numpy as np
from PIL import Image


def film(
    width: int = 128, height: int = 96, seconds: float = 2, kind: str = "mp4", *, sound: bool = False
) -> bytes:
    """Return an MP4 (H.264) or a WebM (VP9) of a red square that goes darker."""
    file, rate = io.BytesIO(), 10
    with av.open(file, "w", format=kind) as container:
        stream = container.add_stream("libx264" if kind == "mp4" else "libvpx-vp9", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        voice = container.add_stream("aac", rate=48000, layout="mono") if sound else None
        for number in range(round(seconds * rate)):
            shown = np.full((height, width, 3), (200 - number % 100, 30, 30), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(shown, "rgb24")))
        container.mux(stream.encode())
        if voice is not None:
            _speak(container, voice, seconds)
    return file.getvalue()


def _speak(container: av.container.OutputContainer, voice: av.AudioStream, seconds: float) -> None:
    for number in range(round(seconds * 48000 / 1024)):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.rate, frame.pts, frame.time_base = 48000, number * 1024, Fraction(1, 48000)
        container.mux(voice.encode(frame))
    container.mux(voice.encode())


def gif(width: int = 60, height: int = 40, frames: int = 4) -> bytes:
    """Return a GIF of half a second a frame."""
    pictures = [Image.new("RGB", (width, height), (60 * number, 30, 30)) for number in range(frames)]
    file = io.BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:], duration=500, loop=0)
    return file.getvalue()


def webp_sticker(width: int = 512, height: int = 400) -> bytes:
    """Return a still sticker with a clear background."""
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 200, 0, 128)).save(file, "WEBP")
    return file.getvalue()


def vector_sticker() -> bytes:
    """Return an animated sticker of 3 s: gzipped vectors."""
    return gzip.compress(json.dumps({"w": 512, "h": 512, "ip": 0, "op": 180, "fr": 60}).encode())
