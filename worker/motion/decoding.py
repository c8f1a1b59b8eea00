"""The process that foreign clips are decoded in: as ``worker.decoding``, with FFmpeg, and for clips.

On its pipes, besides what is said there:

    answer     {"width", "height", "alpha", "kind", "source_format"}, then for each frame
               {"begin", "end"} in microseconds, rows of RGB, then of opacity where there is one; then
               {"is_over"}
               {"error", "message"} in the place of any of them: no more comes
"""

import pkgutil
import sys
import zlib
from importlib import import_module
from typing import BinaryIO, Final

import av
import numpy
from PIL import Image

from worker import decoding
from worker.decoding import Limits, refuse, say
from worker.motion import animated, containers, video
from worker.motion.clip import Frame, most_frames
from worker.motion.errors import DrawnSticker
from worker.motion.reel import Reel, Shown
from worker.opening import enable_formats
from worker.picture_errors import BrokenPicture, NotAPicture, PictureError, TooHard

MICROSECONDS: Final = 1_000_000
#: Modules of PyAV for others; the rest is loaded beforehand, since a sealed process opens no file.
ELSEWHERE: Final = ("av.__main__", "av.datasets")
GZIP: Final = b"\x1f\x8b"


def main(limits: Limits) -> None:
    """Answer with clips until nobody asks any more."""
    decoding.serve(limits, _prepare, lambda answers, file: _answer(answers, file, limits.pixels))


def _prepare(limits: Limits) -> None:
    enable_formats()
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if module.name not in ELSEWHERE:
            import_module(module.name)
    # As in ``worker.decoding``: some decoders take memory before they say how large they are.
    Image.MAX_IMAGE_PIXELS = -(-limits.pixels // 2)
    av.logging.set_level(None)


def _answer(answers: BinaryIO, file: bytes, limit_pixels: int) -> None:
    try:
        _send(answers, _opened(file, limit_pixels))
    except PictureError as error:
        refuse(answers, type(error).__name__, str(error))
    except Exception as error:
        # The outermost edge; out of memory, above all. The owner logs it and starts another process.
        refuse(answers, TooHard.__name__, f"{type(error).__name__}: {error}")


def _opened(file: bytes, limit_pixels: int) -> Reel:
    """Open a clip by its first bytes, whatever its name says."""
    if containers.demuxer(file):
        return video.opened(file, limit_pixels)
    if animated.source_format(file):
        return animated.opened(file, limit_pixels)
    if file[:2] == GZIP and _begins_as_drawing(file):
        raise DrawnSticker("it is packed JSON")
    raise NotAPicture("no clip begins like this")


def _begins_as_drawing(file: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(file, 64).lstrip()[:1] == b"{"
    except zlib.error:
        return False


def _send(answers: BinaryIO, reel: Reel) -> None:
    say(
        answers,
        {
            "width": reel.width,
            "height": reel.height,
            "alpha": reel.has_alpha,
            "kind": reel.kind,
            "source_format": reel.source_format,
        },
    )
    most = most_frames(reel.width, reel.height)
    for number, shown in enumerate(reel.frames):
        if number == most:
            raise BrokenPicture("it has more frames than it says")
        _send_frame(answers, shown, reel)
    say(answers, {"is_over": True})


def _send_frame(answers: BinaryIO, shown: Shown, reel: Reel) -> None:
    size = (reel.height, reel.width)
    if shown.colour.shape[:2] != size:
        raise BrokenPicture("its frames have several sizes")
    begin, end = (round(time * MICROSECONDS) for time in (shown.begin, shown.end))
    say(answers, {"begin": begin, "end": end})
    answers.write(_bytes(shown.colour))
    if reel.has_alpha:
        opaque = numpy.full((*size, 1), 255, numpy.uint8)
        answers.write(_bytes(opaque if shown.opacity is None else shown.opacity))
    answers.flush()


def _bytes(frame: Frame) -> memoryview:
    return numpy.ascontiguousarray(frame).data.cast("B")


if __name__ == "__main__":
    pixels, memory, seconds = map(int, sys.argv[1:])
    main(Limits(pixels=pixels, memory=memory, seconds=seconds))
