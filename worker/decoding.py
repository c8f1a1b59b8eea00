"""The process that foreign files are decoded in; ``worker.decoder`` owns it and keeps it warm.

It has no token, no connection and no torch; once it is ready it opens nothing more (``worker.confinement``).
On its pipes, numbers big-endian:

    request    length of the file, 8 bytes; the file
    answer     length of a header, 4 bytes; the header, JSON; pixels
               {"width", "height", "alpha", "source_format"}: rows of RGB, then of opacity where there is one
               {"error", "message"}: no pixels; error is a key of ``picture_errors.KINDS``

Before the first answer comes {"sealed"}: that it is ready, and whether system calls are filtered.
"""

import json
import os
import signal
import struct
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from typing import BinaryIO, Final

import pillow_heif
from PIL import AvifImagePlugin, Image

from worker import confinement
from worker.opening import enable_formats
from worker.picture_errors import PictureError, TooHard
from worker.pictures import taken_apart

REQUEST: Final = struct.Struct(">Q")
ANSWER: Final = struct.Struct(">I")
LONGEST_MESSAGE: Final = 300  # characters
BAND: Final = 1 << 20  # bytes that rows are sent in


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one picture may take."""

    pixels: int
    #: bytes of address space of the whole process
    memory: int
    #: of wall clock, at least 1
    seconds: int

    @property
    def arguments(self) -> list[str]:
        """For the command line."""
        return [str(limit) for limit in astuple(self)]


def band_rows(width: int, channels: int) -> int:
    """Rows of a picture that are sent at a time."""
    return max(1, BAND // (width * channels))


def main(limits: Limits) -> None:
    """Answer with pictures until nobody asks any more."""
    serve(limits, _prepare, lambda answers, file: _answer(answers, file, limits.pixels))


def serve(
    limits: Limits, prepare: Callable[[Limits], None], answer: Callable[[BinaryIO, bytes], None]
) -> None:
    """Answer until nobody asks any more.

    Args:
        limits: that hold from now on.
        prepare: loads all that answering needs, before the process is sealed.
        answer: writes the answer to a file.
    """
    confinement.die_with_parent()
    confinement.limit_memory(limits.memory)
    requests, answers = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    prepare(limits)
    silence()
    say(answers, {"sealed": confinement.seal()})
    while head := requests.read(REQUEST.size):
        # The owner kills this process after that time; the alarm is for an owner that cannot.
        signal.alarm(limits.seconds + 1)
        answer(answers, requests.read(*REQUEST.unpack(head)))
        signal.alarm(0)


def _prepare(limits: Limits) -> None:
    """Load what decoding needs."""
    enable_formats()
    pillow_heif.options.DECODE_THREADS = 1  # each further thread would take of the memory
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    # Pillow refuses beyond twice this, also in decoders that take memory before they say how large they are.
    Image.MAX_IMAGE_PIXELS = -(-limits.pixels // 2)


def silence() -> None:
    """Keep what libraries print out of the answers and of the worker's log."""
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _answer(answers: BinaryIO, file: bytes, limit_pixels: int) -> None:
    try:
        colour, opacity, source_format = taken_apart(file, limit_pixels)
    except PictureError as error:
        refuse(answers, type(error).__name__, str(error))
    except Exception as error:
        # The outermost edge; out of memory, above all. The owner logs it and starts another process.
        refuse(answers, TooHard.__name__, f"{type(error).__name__}: {error}")
    else:
        say(
            answers,
            {
                "width": colour.width,
                "height": colour.height,
                "alpha": opacity is not None,
                "source_format": source_format,
            },
        )
        answers.writelines(_bands(colour))
        if opacity is not None:
            answers.writelines(_bands(opacity))
        answers.flush()


def refuse(answers: BinaryIO, error: str, message: str) -> None:
    """Answer that there is no picture."""
    say(answers, {"error": error, "message": message[:LONGEST_MESSAGE]})


def say(answers: BinaryIO, header: dict[str, object]) -> None:
    """Write a header."""
    text = json.dumps(header).encode()
    answers.write(ANSWER.pack(len(text)) + text)
    answers.flush()


def _bands(image: Image.Image) -> Iterator[bytes]:
    """Rows from the top, a band at a time: the whole as bytes would take the picture's memory twice more."""
    rows = band_rows(image.width, len(image.getbands()))
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height))).tobytes()


if __name__ == "__main__":
    pixels, memory, seconds = map(int, sys.argv[1:])
    main(Limits(pixels=pixels, memory=memory, seconds=seconds))
